// The pictures of docs/: `EVENHAND=build/dev/evenhand node tests/browser/screenshots.mjs docs/pictures`
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {launch, makeReport, open, temporaryFolder} from './reports.mjs';

const folder = process.argv[2];
mkdirSync(folder, {recursive: true});
const temporary = temporaryFolder();
const report = join(makeReport(temporary.folder, 'pair'), 'report.html');
const rendered = join(makeReport(temporary.folder, 'pair', 'markdown'), 'report.html');
const browser = await launch();

const picture = async (name, colorScheme, width, height, take, shown = report) => {
  const {page} = await open(browser, shown, {colorScheme, viewport: {width, height}});
  await take(page, join(folder, name + '.png'));
  await page.context().close();
};

const window = (page, path) => page.screenshot({path});
const question = async (page, path) => {
  await page.click('details.question:first-of-type > summary');
  await page.click('details.question[open] details.game >> nth=0');
  await page.locator('details.question[open]').evaluate((element) => element.scrollIntoView());
  await page.screenshot({path});
};

await picture('report-light', 'light', 1280, 800, window);
await picture('report-dark', 'dark', 1280, 800, window);
await picture('report-narrow', 'dark', 390, 800, window);
await picture('charts-light', 'light', 1280, 800,
              (page, path) => page.locator('#charts').screenshot({path}));
await picture('question-light', 'light', 1280, 800, question);
await picture('question-markdown', 'light', 1280, 800, question, rendered);

await browser.close();
temporary.remove();
