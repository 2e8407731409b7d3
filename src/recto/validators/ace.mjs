// Ace by DAISY over many books in one Chromium: its own command takes one book and starts a browser for it.
//
// usage: node ace.mjs FOLDER-OF-THE-VALIDATORS CHROMIUM BOOK...
//
// Prints a line for each violation, "fail TAB book TAB message", and "pass TAB book" for a book without any.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, chromium, ...books] = process.argv.slice(2);
process.env.PUPPETEER_EXECUTABLE_PATH = chromium;
process.env.ACE_TIMEOUT_INITIAL = '120000'; // milliseconds: a busy machine is no fault of the book
const require = createRequire(pathToFileURL(join(folder, 'package.json')));
const ace = require('@daisy/ace-core');
// Ace would write a log into the home folder.
require('winston').configure({ silent: true });
const chromiumRunner = require('@daisy/ace-axe-runner-puppeteer');
const puppeteer = createRequire(require.resolve('@daisy/ace-axe-runner-puppeteer'))('puppeteer');

/** Sends Ace's scripts to a tab once: with each document, that took longer than all that Ace does in it. */
function keepScripts(tab) {
  const add = tab.addScriptTag.bind(tab);
  const kept = new Set();
  tab.addScriptTag = async options => {
    const { path } = options;
    if (kept.has(path)) {
      // Ace marks the element, to know it from the book's own; one that is nowhere in the book does as well.
      return tab.evaluateHandle(
        name => { globalThis.scriptsOfAce[name](); return document.createElement('script'); }, path);
    }
    if (path) {
      // For the documents to come: it waits there as a function, as it must not run before they are loaded.
      await tab.evaluateOnNewDocument(
        `(globalThis.scriptsOfAce ??= {})[${JSON.stringify(path)}] = function () {${fs.readFileSync(path, 'utf8')}\n};`);
      kept.add(path);
    }
    return add(options);
  };
  return tab;
}

/** Lets Ace have the tabs again that it closed: a new one costs more than what Ace does in it. */
function reuseTabs(browser) {
  const open = browser.newPage.bind(browser);
  const free = [];
  browser.newPage = async () => free.pop() ?? keep(keepScripts(await open()));
  function keep(tab) {
    const [listen, close] = [tab.on.bind(tab), tab.close.bind(tab)];
    // The listener of the first time is there still, and one more of the same would answer twice.
    let listening = false;
    tab.on = (event, listener) => {
      if (event === 'request' && listening) return tab;
      listening ||= event === 'request';
      return listen(event, listener);
    };
    // One that crashed, or that does not answer for another reason, is not used again.
    tab.close = () => tab.evaluate('0').then(() => { free.push(tab); }, () => close());
    return tab;
  }
  return browser;
}

const launch = puppeteer.launch.bind(puppeteer);
puppeteer.launch = async options => reuseTabs(await launch(options));

// Ace launches and closes the browser around each book; here that is done once, around all.
const runner = { ...chromiumRunner, launch: async () => {}, close: async () => {} };

/** Returns one line for each rule that a file of the book breaks: how often, and the first place. */
function complaints(report) {
  return report.assertions.flatMap(({ 'earl:testSubject': subject, assertions }) => {
    const rules = new Map();
    for (const assertion of assertions) {
      const rule = assertion['earl:test']['dct:title'];
      rules.set(rule, [...(rules.get(rule) ?? []), assertion['earl:result']]);
    }
    return [...rules].map(([rule, results]) =>
      `${subject.url} ${rule} x${results.length}: ${results[0]['dct:description']} ${results[0].html ?? ''}`);
  });
}

await chromiumRunner.launch();
for (const book of books) {
  const options = { cwd: process.cwd(), lang: 'en' };
  // Without an output folder Ace prints its whole report: this keeps it off our lines.
  const print = process.stdout.write;
  process.stdout.write = () => true;
  // A browser that crashes says nothing about the book: it is asked once more.
  const found = await ace(book, options, runner).catch(() => ace(book, options, runner)).then(
    ([, report]) => complaints(report),
    broken => [String(broken) || 'Ace cannot read it']);
  process.stdout.write = print;
  console.log(found.map(text => `fail\t${book}\t${text.replace(/\s+/g, ' ').slice(0, 600)}`).join('\n') || `pass\t${book}`);
}
await chromiumRunner.close();
