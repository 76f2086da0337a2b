/** The page in a real browser: found, filtered, sorted, printed by people; text of tables stays text. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { source as pageAssets } from '../src/build/page-assets.ts';
import { scriptJson } from '../src/report/html/markup.ts';
import { page as renderPage } from '../src/report/html/page.ts';
import { rescale } from '../src/report/points.ts';
import type { JudgedRow, Lang, Report } from '../src/types.ts';
import { browser, type Faults, launch, open } from './browser.ts';
import { CONTEXT, judgedRow, manyRows, NAUGHTY, reportOf } from './sample-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'qingdan-html-'));
let running: Browser | null = null;
test.after(async () => {
  await running?.close();
  rmSync(folder, { recursive: true, force: true });
});

const inBrowser = browser ? test : test.skip;
const html = (rows: readonly JudgedRow[], lang: Lang = 'zh', over: Partial<Report> = {}): string =>
  renderPage(reportOf(rows, over), { ...CONTEXT, lang });

async function show(rows: readonly JudgedRow[], lang: Lang = 'zh'): Promise<{ page: Page; faults: Faults }> {
  running ??= await launch();
  const file = join(folder, 'report.html');
  writeFileSync(file, html(rows, lang));
  return open(running, file);
}

const shown = (page: Page): Promise<string[]> => page.locator('#rows tr td:nth-child(3) .matter').allTextContents();

test('the written script and style are those of the source files', () => {
  const written = readFileSync(new URL('../src/report/html/assets.ts', import.meta.url), 'utf8');
  assert.is(written, pageAssets(), 'run npm run assets');
});

test('the policy names the one script and the one style by their hashes and allows nothing else', () => {
  const text = html(manyRows(10));
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(text)![1]!;
  assert.match(policy, /^default-src 'none'; /);
  assert.not.match(policy, /unsafe|http|\*/);
  const hash = (part: string): string => `'sha256-${createHash('sha256').update(part).digest('base64')}'`;
  const scripts = [...text.matchAll(/<script>([\s\S]*?)<\/script>/g)];
  assert.is(scripts.length, 1);
  assert.ok(policy.includes(`script-src ${hash(scripts[0]![1]!)}`));
  const styles = [...text.matchAll(/<style>([\s\S]*?)<\/style>/g)];
  assert.is(styles.length, 1);
  assert.ok(policy.includes(`style-src ${hash(styles[0]![1]!)}`));
  assert.not.match(text, /\s(src|on\w+|style|srcset|action)="/);
});

test('same report, same bytes; no control or direction character in the page', () => {
  const rows = [
    ...manyRows(50),
    ...NAUGHTY.map((text) => judgedRow({ text, unit: text, section: text, source: text })),
  ];
  assert.is(html(rows), html(rows));
  assert.not.match(html(rows), /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
});

test('data cannot end its element', () => {
  const written = scriptJson({ text: '</script><!--\u2028' });
  assert.not.match(written, /[<>\u2028]/);
  assert.equal(JSON.parse(written), { text: '</script><!--\u2028' });
});

test('a very long report shows the rows that need action, and says how many there are', () => {
  const rows = manyRows(60_000);
  const text = html(rows);
  assert.match(text, /只列出前 50000 个，共 60000 个/);
  const data = JSON.parse(/id="data">(.*?)<\/script>/.exec(text)![1]!) as { rows: unknown[][] };
  assert.is(data.rows.length, 50_000);
  const action = rows.filter((row) => row.verdict !== 'listed' && row.verdict !== 'out-of-scope').length;
  assert.is(data.rows.filter((row) => (row[0] as number) < 5).length, action);
});

inBrowser('search, filters and the live count', async () => {
  const rows = manyRows(700);
  const { page, faults } = await show(rows);
  const count = (): Promise<string | null> => page.textContent('#count');
  assert.is(await count(), '共 700 行，符合条件 700 行');
  assert.is((await shown(page)).length, 100);

  await page.getByRole('combobox', { name: '单位', exact: true }).selectOption({ label: '区民政局' });
  assert.is(await count(), '共 700 行，符合条件 140 行');
  await page.getByRole('checkbox', { name: '命中禁入' }).check();
  assert.is(await count(), '共 700 行，符合条件 20 行');
  assert.is((await shown(page)).length, 20);
  await page.getByRole('button', { name: '清除筛选' }).click();
  await page.locator('#count', { hasText: '符合条件 700 行' }).waitFor();

  await page.getByRole('combobox', { name: '问题类型', exact: true }).selectOption('prohibited-item');
  assert.is(await count(), '共 700 行，符合条件 100 行');
  await page.getByRole('button', { name: '清除筛选' }).click();
  await page.getByRole('searchbox', { name: '搜索', exact: true }).fill('第65项 报刊');
  await page.locator('#count', { hasText: '符合条件 1 行' }).waitFor();
  assert.equal(await shown(page), [rows[64]!.text]);
  await page.getByRole('searchbox', { name: '搜索', exact: true }).fill('没有这样的字');
  await page.locator('#count', { hasText: '符合条件 0 行' }).waitFor();
  assert.ok(await page.isVisible('#none'));
  assert.equal(faults, { errors: [], requests: [] });
  await page.close();
});

inBrowser('sorting by keyboard says its direction; pages go on', async () => {
  const { page, faults } = await show(manyRows(250));
  const header = page.getByRole('columnheader', { name: '分值', exact: true });
  assert.is(await header.getAttribute('aria-sort'), 'none');
  await header.getByRole('button').focus();
  await page.keyboard.press('Enter');
  assert.is(await header.getAttribute('aria-sort'), 'ascending');
  const points = (): Promise<string[]> => page.locator('#rows tr td:nth-child(4)').allTextContents();
  assert.equal([...new Set(await points())], ['1', '2']);
  await page.keyboard.press('Enter');
  assert.is(await header.getAttribute('aria-sort'), 'descending');
  assert.is((await points())[0], '4');
  const pager = page.locator('nav[data-pager]').first();
  assert.is(await pager.locator('span').textContent(), '第 1 / 3 页');
  await pager.getByRole('button', { name: '下一页' }).click();
  assert.is(await pager.locator('span').textContent(), '第 2 / 3 页');
  assert.ok(await pager.getByRole('button', { name: '上一页' }).isEnabled());
  assert.equal(faults.errors, []);
  await page.close();
});

inBrowser('every control has a name, every chart says what it shows, evidence is marked', async () => {
  const { page } = await show(manyRows(30));
  for (const control of await page.locator('input, select, button').all()) {
    const name = await control.evaluate(
      (one: unknown) =>
        (one as { labels?: { length: number }; textContent: string }).labels?.length ||
        (one as { textContent: string }).textContent.trim().length,
    );
    assert.ok(name, await control.evaluate('(one) => one.outerHTML'));
  }
  const charts = await page.locator('svg[role=img]').all();
  assert.ok(charts.length >= 3);
  for (const chart of charts) assert.match((await chart.getAttribute('aria-label')) ?? '', /\d/);
  assert.is(await page.locator('#rows tr').first().locator('mark').textContent(), '征订任务');
  assert.is(await page.locator('#count').getAttribute('aria-live'), 'polite');
  assert.is(await page.locator('html').getAttribute('lang'), 'zh-CN');
  await page.close();
});

inBrowser('cell texts give no element, no request and no error, and are shown as they are', async () => {
  const elements = async (rows: readonly JudgedRow[]): Promise<{ tags: string[]; faults: Faults; texts: string[] }> => {
    const { page, faults } = await show(rows);
    const tags = await page.evaluate(
      '[...new Set([...document.querySelectorAll("*")].map((one) => one.localName))].sort()',
    );
    const texts = await shown(page);
    assert.is(await page.title(), '村（社区）职责清单核查报告');
    await page.close();
    return { tags: tags as string[], faults, texts };
  };
  const with_ = (text: string, i: number): JudgedRow =>
    judgedRow({
      text,
      unit: text,
      section: text,
      source: text,
      sheet: text,
      cell: `B${i + 2}`,
      reason: text,
      evidence: [{ start: 0, end: 1, quote: text.slice(0, 1), why: 'object' }],
      findings: [
        {
          rule: 'prohibited-item',
          severity: 'error',
          item: text,
          message: text,
          fix: text,
          evidence: [],
          basis: [],
          fingerprint: 'f',
          waived: null,
        },
      ],
    });
  const plain = await elements(NAUGHTY.map((_, i) => with_(`平常的文字${i}`, i)));
  const naughty = await elements(NAUGHTY.map(with_));
  assert.equal(naughty.tags, plain.tags);
  assert.equal(naughty.faults, { errors: [], requests: [] });
  assert.is(naughty.texts[0], NAUGHTY[0]);
  assert.is(naughty.texts[7], NAUGHTY[7]);
});

inBrowser('ten thousand rows: shown, searched and sorted without waiting', async () => {
  const { page, faults } = await show(manyRows(10_000));
  assert.is(await page.textContent('#count'), '共 10000 行，符合条件 10000 行');
  const took = (await page.evaluate(`(async () => {
    const search = document.getElementById('search');
    const started = performance.now();
    search.value = '第9999项';
    search.dispatchEvent(new Event('input'));
    while (!document.getElementById('count').textContent.includes('符合条件 1 行'))
      await new Promise((done) => setTimeout(done, 20));
    const searched = performance.now() - started;
    document.querySelector('button[type=reset]').click();
    await new Promise((done) => setTimeout(done, 50));
    const sorting = performance.now();
    document.querySelector('th[data-sort=unit] button').click();
    return [searched, performance.now() - sorting];
  })()`)) as number[];
  // far above what it takes (under 300 ms), so that a busy machine does not fail
  for (const ms of took) assert.ok(ms < 5000, `${ms} ms`);
  assert.equal(faults.errors, []);
  await page.close();
});

inBrowser('paper shows every row that the filters leave, and the page is as before afterwards', async () => {
  const { page } = await show(manyRows(230));
  await page.getByRole('checkbox', { name: '命中禁入' }).check();
  await page.getByRole('checkbox', { name: '清单内' }).check();
  await page.locator('#size').selectOption('50');
  const before = await shown(page);
  assert.is(before.length, 50);
  let onPaper = 0;
  await page.exposeFunction('counted', (rows: number) => {
    onPaper = rows;
  });
  await page.evaluate("addEventListener('beforeprint', () => counted(document.querySelectorAll('#rows tr').length))");
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  assert.is(onPaper, 66);
  assert.ok(pdf.length > 10_000);
  assert.match(pdf.toString('latin1'), /\/MediaBox \[0 0 841\.\d+ 594\.\d+\]|\/MediaBox \[0 0 842 595\]/);
  assert.equal(await shown(page), before);
  // paper is narrower than a screen and shows a table all the same
  await page.setViewportSize({ width: 700, height: 900 });
  const row = (): Promise<unknown> => page.evaluate("getComputedStyle(document.querySelector('#rows tr')).display");
  assert.is(await row(), 'block');
  await page.emulateMedia({ media: 'print' });
  assert.is(await row(), 'table-row');
  await page.close();
});

inBrowser('English page', async () => {
  const { page, faults } = await show(manyRows(20), 'en');
  assert.is(await page.textContent('#count'), '20 of 20 rows');
  assert.ok(await page.getByRole('button', { name: 'Clear filters' }).isVisible());
  assert.equal(faults.errors, []);
  await page.close();
});

// ---------------------------------------------------------------- points

const pointed = (verdict: JudgedRow['verdict'], points: number): JudgedRow => judgedRow({ verdict, points });

test('the proposal keeps the old total and the old proportions', () => {
  const [table] = rescale([
    pointed('prohibited', 10),
    pointed('no-basis', 5),
    pointed('unfunded', 5),
    pointed('listed', 20),
    pointed('listed', 30),
    pointed('review', 7),
  ]);
  assert.is(table!.total, 77);
  assert.is(table!.kept, 57);
  assert.equal(
    table!.rows.map((one) => [one.old, one.proposed]),
    [
      [20, 27],
      [30, 40.5],
      [7, 9.5],
    ],
  );
  const sum = table!.rows.reduce((all, one) => all + one.proposed, 0);
  assert.is(Math.round(sum * 100) / 100, 77);
});

test('tables apart; deductions stay; nothing is proposed where nothing is left', () => {
  const tables = rescale([
    { ...pointed('prohibited', 4), sheet: '甲' },
    { ...pointed('listed', 6), sheet: '甲' },
    { ...pointed('listed', -2), sheet: '甲' },
    { ...pointed('prohibited', 5), sheet: '乙' },
    { ...pointed('listed', 3), points: null, sheet: '乙' },
  ]);
  assert.equal(
    tables.map((table) => [table.sheet, table.total, table.kept, table.factor]),
    [
      ['甲', 8, 4, 10 / 6],
      ['乙', 5, 0, null],
    ],
  );
  assert.equal(
    tables[0]!.rows.map((one) => one.proposed),
    [10, -2],
  );
});

test.run();
