// How long a report takes to open, to search and to unfold in Chromium; three times each.
//   node bench/report_speed.mjs results/big/report.html
// Needs Chromium, Node.js and `scripts/setup browser`. In milliseconds.
import {resolve} from 'node:path';
import {statSync} from 'node:fs';
import {launch, open} from '../tests/browser/reports.mjs';

const browser = await launch();
for (const file of process.argv.slice(2)) {
  for (let round = 0; round < 3; ++round) {
    const start = performance.now();
    const {page} = await open(browser, resolve(file));
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const opened = performance.now();
    const first = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime);
    await page.fill('input[name=text]', 'umbrella');
    await page.locator('output:text-matches(" of ")').waitFor();
    const searched = performance.now();
    await page.fill('input[name=text]', '');
    await page.locator('details.question:visible > summary').first().click();
    await page.locator('details.question[open] article').first().waitFor();
    const unfolded = performance.now();
    console.log(JSON.stringify({
      megabytes: +(statSync(file).size / 1e6).toFixed(1), first_words: Math.round(first),
      opened: Math.round(opened - start), searched: Math.round(searched - opened),
      unfolded: Math.round(unfolded - searched)}));
    await page.context().close();
  }
}
await browser.close();
