import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {join} from 'node:path';
import {launch, makeReport, open, temporaryFolder, violations} from './reports.mjs';

let temporary, browser, pair, rendered;
const hostile = {};

before(async () => {
  temporary = temporaryFolder();
  pair = join(makeReport(temporary.folder, 'pair'), 'report.html');
  rendered = join(makeReport(temporary.folder, 'pair', 'markdown'), 'report.html');
  for (const texts of ['plain', 'markdown']) {
    hostile[texts] = join(makeReport(temporary.folder, 'hostile', texts), 'report.html');
  }
  browser = await launch();
});

after(async () => {
  await browser?.close();
  temporary?.remove();
});

const firstCells = (page) => page.$$eval('#leaderboard tbody th', (cells) => cells.map((c) => c.textContent));
const shownQuestions = (page) => page.locator('details.question:visible');
const waitForShown = (page, count) => page.locator(`output:text-matches("^${count} of ")`).waitFor();

test('opens without a complaint and without a request', async () => {
  const {page, complaints, others} = await open(browser, pair);
  assert.match(await page.textContent('.lead'), /^sharp leads: it wins/);
  assert.equal(await page.locator('#charts figure').count(), 8);
  assert.deepEqual(complaints, []);
  assert.deepEqual(others(), []);
});

test('sorts the leaderboard, by pointer and by key', async () => {
  const {page} = await open(browser, pair);
  assert.deepEqual(await firstCells(page), ['sharp', 'talker', 'weak']);
  await page.click('#leaderboard th button:text("mean length")');
  assert.deepEqual(await firstCells(page), ['talker', 'sharp', 'weak']);
  await page.focus('#leaderboard th button:text("mean length")');
  await page.keyboard.press('Enter');
  assert.deepEqual(await firstCells(page), ['weak', 'sharp', 'talker']);
  assert.equal(await page.getAttribute('#leaderboard th[aria-sort]', 'aria-sort'), 'ascending');
});

test('filters by category, outcome, trouble and text', async () => {
  const {page} = await open(browser, pair);
  const all = await shownQuestions(page).count();
  assert.equal(all, 40);
  for (const [name, attribute] of [['category', 'data-category'], ['mark', 'data-marks']]) {
    const value = await page.$eval(`select[name=${name}] option:nth-child(2)`, (o) => o.value);
    const expected = await page.locator(`details.question[${attribute}~="${value}"]`).count();
    await page.selectOption(`select[name=${name}]`, value);
    await waitForShown(page, expected);
    assert.ok(expected > 0 && expected < all, name);
    assert.equal(await shownQuestions(page).count(), expected);
    await page.selectOption(`select[name=${name}]`, '');
  }
  await page.selectOption('select[name=outcome]', '2W');
  const won = await page.$$eval('details.question', (all) => all.filter((q) => q.dataset.outcomes[2] === 'W').length);
  await waitForShown(page, won);
  await page.selectOption('select[name=outcome]', '');
  await page.fill('input[name=text]', 'no text says this');
  await waitForShown(page, 0);
  assert.equal(await shownQuestions(page).count(), 0);
});

test('unfolds questions, one by one and together', async () => {
  const {page} = await open(browser, pair);
  await page.click('details.question:first-of-type > summary');
  assert.equal(await page.locator('details.question[open]').count(), 1);
  assert.ok(await page.locator('details.question[open] article pre').first().isVisible());
  assert.match(await page.textContent('details.question[open] .ours .facts'), /characters (longer|shorter)/);
  await page.click('details.question[open] details.game >> nth=0');
  await page.click('button[name=unfold]');
  assert.equal(await page.locator('details.question[open]').count(), 40);
  await page.click('button[name=fold]');
  assert.equal(await page.locator('details.question[open]').count(), 0);
});

test('a link to a question unfolds it, with and without a script', async () => {
  for (const javaScriptEnabled of [true, false]) {
    const {page, address} = await open(browser, pair, {javaScriptEnabled});
    await page.goto(address + '#q-7');
    assert.ok(await page.locator('#q-7 article').first().isVisible(), `script: ${javaScriptEnabled}`);
  }
});

test('everything can be read with the script off', async () => {
  const {page} = await open(browser, pair, {javaScriptEnabled: false});
  assert.equal(await page.locator('#filters').isVisible(), false);
  assert.equal(await page.locator('details.question').count(), 40);
  await page.click('details.question:first-of-type > summary');
  assert.ok(await page.locator('details.question article').first().isVisible());
});

for (const texts of ['plain', 'markdown']) {
  test(`hostile texts stay texts: ${texts}`, async () => {
    const {page, complaints, others} = await open(browser, hostile[texts]);
    const title = await page.title();
    await page.click('button[name=unfold]');
    for (const game of await page.$$('details.game > summary')) await game.click();
    await page.hover('details.question article >> nth=1');
    await page.waitForTimeout(300);
    assert.equal(await page.title(), title);
    assert.notEqual(title, 'owned');
    assert.deepEqual(complaints, []);
    assert.deepEqual(others(), []);
    // Nothing but what the report itself is made of.
    const strangers = 'img, iframe, object, embed, base, template, math, textarea, meta[http-equiv=refresh], ' +
        'link, [onload], [onerror], [onfocus], [onmouseover], a:not([href^="#"])';
    assert.equal(await page.locator(strangers).count(), 0);
    assert.equal(await page.locator('script').count(), 1);
    assert.equal(await page.locator('style').count(), 1);
    assert.equal(await page.locator('form').count(), 1);
  });
}

test('Markdown is shown as headings, lists and code where that is asked for', async () => {
  const {page, complaints} = await open(browser, rendered, {bypassCSP: true});
  await page.click('details.question:first-of-type > summary');
  assert.ok(await page.locator('article .prose').first().isVisible());
  assert.ok(await page.locator('article .prose :is(ul, ol, strong, pre)').count() > 0);
  assert.deepEqual(complaints, []);
  assert.deepEqual(await violations(page), []);
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [1280, 390]) {
    test(`axe finds nothing: ${colorScheme}, ${width} pixels wide`, async () => {
      const {page} = await open(browser, pair,
                                {colorScheme, viewport: {width, height: 900}, bypassCSP: true});
      await page.click('details.question:first-of-type > summary');
      assert.deepEqual(await violations(page), []);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `the page is ${overflow} pixels too wide`);
    });
  }
}

for (const name of ['letters', 'arena', 'pair']) {
  test(`no table of numbers scrolls sideways in 1280 pixels: ${name}`, async () => {
    const report = name === 'pair' ? pair : join(makeReport(temporary.folder, name), 'report.html');
    const {page} = await open(browser, report, {viewport: {width: 1280, height: 900}, bypassCSP: true});
    const hidden = await page.$$eval('#leaderboard .wide', (all) => all.map((e) => e.scrollWidth - e.clientWidth));
    assert.deepEqual(hidden, name === 'letters' ? [0, 0] : [0]);
    assert.deepEqual(await violations(page), []);
  });
}
