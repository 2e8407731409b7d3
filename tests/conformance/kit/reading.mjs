// Chapters of e-books in one Chromium, as readers show them: at six inches, at night, in large type, in their own fonts.
//
// usage: node reading.mjs FOLDER-OF-THE-VALIDATORS CHROMIUM CHAPTER...
//
// Prints a line for each complaint, "fail TAB chapter TAB message", and "pass TAB chapter" for one without any: that
// something is wider than the page, or that words differ from their ground by less than 4.5 : 1 (WCAG 1.4.3).
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const AT_ONCE = 2;
const PATIENCE = 120_000; // milliseconds: a busy machine is no fault of the chapter
const SCREEN = { width: 536, height: 724 }; // six inches, 1072 by 1448 pixels, two to one of CSS
// What readers lay over a book's own styles.
const VIEWS = {
  plain: 'html { background: #fff } body { margin: 24px }',
  night: 'html { background: #000; color: #b8b8b8 } body { margin: 24px }',
  sepia: 'html { background: #f4ecd8; color: #3b2a1a } body { margin: 24px }',
  'twice as large': 'html { font-size: 200%; background: #fff } body { margin: 24px }',
  'own fonts and margins':
    'html { background: #fff } body { margin: 24px 72px !important } ' +
    '* { font-family: "DejaVu Sans", sans-serif !important; line-height: 1.8 !important }',
};
const FLAGS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const [folder, executablePath, ...chapters] = process.argv.slice(2);
const require = createRequire(pathToFileURL(join(folder, 'package.json')));
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const { chromium } = require('playwright-core');
const browser = await chromium.launch({ executablePath, args: FLAGS, timeout: PATIENCE });

/** Returns the complaints about the chapter that is open, in one of the views. */
async function look(tab, view) {
  await tab.evaluate(css => {
    document.getElementById('reader')?.remove();
    const style = document.createElementNS('http://www.w3.org/1999/xhtml', 'style');
    style.id = 'reader';
    style.textContent = css;
    document.head.append(style);
  }, VIEWS[view]);
  const { violations } = await tab.evaluate(() => globalThis.axe.run(document, {
    runOnly: { type: 'rule', values: ['color-contrast'] }, resultTypes: ['violations'] }));
  const complaints = violations.flatMap(({ nodes }) => nodes.map(({ html, any }) =>
    `${view}: contrast ${any[0]?.data?.contrastRatio}: ${html.slice(0, 160)}`));
  const wide = await tab.evaluate(() => {
    const right = document.documentElement.clientWidth;
    // What scrolls within itself may be as wide as it likes.
    const scrolls = element => element && (
      ['auto', 'scroll', 'hidden'].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    return [...document.body.querySelectorAll('*')]
      .filter(element => element.getBoundingClientRect().right > right + 1 && !scrolls(element))
      .map(element => `${Math.round(element.getBoundingClientRect().right)}px: ${element.outerHTML.slice(0, 160)}`)[0];
  });
  if (wide) complaints.push(`${view}: wider than the page of ${SCREEN.width}px, ${wide}`);
  return complaints;
}

/** Opens a tab for many chapters, one after the other: a tab's own process costs more than a look at one. */
async function open() {
  const context = await browser.newContext({ bypassCSP: true, viewport: SCREEN, deviceScaleFactor: 2 });
  const tab = await context.newPage();
  tab.setDefaultTimeout(PATIENCE);
  await tab.route(/^https?:/, route => route.abort());
  return tab;
}

async function check(chapter, tab) {
  await tab.goto(pathToFileURL(chapter).href);
  await tab.evaluate(axe);
  const complaints = [];
  for (const view of Object.keys(VIEWS)) complaints.push(...await look(tab, view));
  return complaints;
}

async function work() {
  let tab;
  for (let chapter = chapters.shift(); chapter; chapter = chapters.shift()) {
    const complaints = await Promise.resolve(tab ?? open())
      .then(opened => check(chapter, tab = opened))
      .catch(broken => { tab = undefined; return [String(broken)]; });
    console.log(complaints.map(text => `fail\t${chapter}\t${text.replace(/\s+/g, ' ')}`).join('\n')
      || `pass\t${chapter}`);
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, work));
await browser.close();
