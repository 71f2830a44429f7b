// Makes reports with the evenhand program and opens them in Chromium. EVENHAND names the program,
// CHROMIUM the browser.
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {createRequire} from 'node:module';
import {chromium} from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Runs `name`.yaml beside this file; gives the folder of its results. */
export function makeReport(folder, name, texts = 'plain') {
  const out = join(folder, name + '-' + texts);
  execFileSync(process.env.EVENHAND ?? 'evenhand',
               ['run', join(here, name + '.yaml'), '--out', out, '--store', out + '.db', '--quiet',
                '--texts', texts],
               {stdio: ['ignore', 'ignore', 'inherit']});
  return out;
}

export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'evenhand-browser-'));
  return {folder, remove: () => rmSync(folder, {recursive: true, force: true})};
}

export function launch() {
  // Within containers, and as root, Chromium has no sandbox of its own.
  return chromium.launch({executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
                          args: ['--no-sandbox', '--disable-dev-shm-usage']});
}

/** A page that notes every complaint and every request beyond the file itself. */
export async function open(browser, file, options = {}) {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
  const page = await context.newPage();
  const complaints = [];
  const requests = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => { complaints.push(dialog.message()); dialog.dismiss(); });
  page.on('request', (request) => requests.push(request.url()));
  const address = pathToFileURL(file).href;
  await page.goto(address);
  return {page, complaints, address,
          others: () => requests.filter((url) => url.split('#')[0] !== address.split('#')[0])};
}

/** What axe-core finds, as "rule: where". Needs a page whose policy is bypassed. */
export async function violations(page) {
  await page.addScriptTag({content: axeSource});
  const results = await page.evaluate(async () => (await globalThis.axe.run()).violations);
  return results.map((v) => `${v.id}: ${v.nodes.length} x ${v.nodes[0].target} ${v.nodes[0].failureSummary}`);
}
