// axe-core over many pages in one Chromium, light and dark, wide and narrow.
//
// usage: node axe.mjs FOLDER-OF-THE-VALIDATORS CHROMIUM PAGE...
//
// Prints a line for each complaint, "fail TAB page TAB message", and "pass TAB page" for a page without any.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const AT_ONCE = 2;
const PATIENCE = 120_000; // milliseconds: a busy machine is no fault of the page
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const VIEWS = [1280, 320].flatMap(width => ['light', 'dark'].map(colorScheme => ({ width, colorScheme })));
// Chromium is root's in CI and has no network: without these it tries to reach its maker many times.
const FLAGS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const [folder, executablePath, ...pages] = process.argv.slice(2);
const require = createRequire(pathToFileURL(join(folder, 'package.json')));
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const { chromium } = require('playwright-core');
const launch = () => chromium.launch({ executablePath, args: FLAGS, timeout: PATIENCE });
const shared = await launch();

/** Returns the complaints about the page that is open, as it looks now. */
async function look(tab, { width, colorScheme }) {
  await tab.setViewportSize({ width, height: 800 });
  await tab.emulateMedia({ colorScheme });
  const { violations } = await tab.evaluate(
    runOnly => globalThis.axe.run(document, { runOnly, resultTypes: ['violations'] }), RULES);
  const complaints = violations.map(({ id, impact, help, nodes }) =>
    `${colorScheme} ${width}px ${impact} ${id} x${nodes.length}: ${help} | ${nodes[0].html.slice(0, 200)}`);
  // axe has no rule for WCAG's reflow (1.4.10): nothing may need scrolling sideways at 320 px.
  const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
  if (wide > width) complaints.push(`${colorScheme} ${width}px reflow: the page is ${wide}px wide`);
  return complaints;
}

/** Opens a tab for many pages, one after the other: a tab's own process costs more than a look at a page. */
async function open(browser) {
  const context = await browser.newContext({ bypassCSP: true });
  const tab = await context.newPage();
  tab.setDefaultTimeout(PATIENCE);
  await tab.route(/^https?:/, route => route.abort());
  return tab;
}

async function check(page, tab) {
  await tab.goto(pathToFileURL(page).href);
  await tab.evaluate(axe);
  const complaints = [];
  for (const view of VIEWS) complaints.push(...await look(tab, view));
  return complaints;
}

/** Checks a page in a browser of its own: a browser that crashes says nothing about the page. */
async function checkAlone(page) {
  const browser = await launch();
  try {
    return await check(page, await open(browser));
  } finally {
    await browser.close();
  }
}

async function work() {
  let tab;
  for (let page = pages.shift(); page; page = pages.shift()) {
    const complaints = await Promise.resolve(tab ?? open(shared))
      .then(opened => check(page, tab = opened))
      .catch(() => { tab = undefined; return checkAlone(page); })
      .catch(broken => [String(broken)]);
    console.log(complaints.map(text => `fail\t${page}\t${text.replace(/\s+/g, ' ')}`).join('\n') || `pass\t${page}`);
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, work));
await shared.close();
