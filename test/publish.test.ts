/** Boards and directories: everything that is listed is on them, once, and they print as they should. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadLibrary } from '../src/lists/load.ts';
import { Package } from '../src/ooxml/package.ts';
import { unescapeXml } from '../src/ooxml/scan.ts';
import { printBasis } from '../src/place.ts';
import { boardHtml, boardSize } from '../src/publish/board.ts';
import { boardDocx } from '../src/publish/board-docx.ts';
import { published } from '../src/publish/directory.ts';
import { directoryCsv, directoryHtml, directoryMd } from '../src/publish/directory-formats.ts';
import { BODIES, type Library } from '../src/types.ts';
import { browser, launch } from './browser.ts';
import { convert, office } from './office.ts';
import { NAUGHTY } from './sample-report.ts';

const library = loadLibrary('lists');
const DAY = '2026-11-22';
const all = published(library, DAY, BODIES, 'zh');
const folder = mkdtempSync(join(tmpdir(), 'qingdan-publish-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

const posted = (body: string) =>
  library.items.filter((item) => item.body === body && (item.list === 'statutory' || item.list === 'service'));

/** The lists with hostile words in every text. */
const naughty: Library = {
  ...library,
  items: library.items.map((item, i) => {
    const text = NAUGHTY[i % NAUGHTY.length]!;
    return { ...item, title: text, category: text, department: text, note: text };
  }),
};

async function docxText(bytes: Buffer): Promise<string> {
  const xml = (await Package.open(bytes)).text('word/document.xml');
  return [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map((match) => unescapeXml(match[1]!)).join('');
}

for (const body of BODIES)
  test(`the board of ${body}: all posted items, nothing of the other lists, as page and as document`, async () => {
    const html = boardHtml(all, body, 'zh');
    const word = await docxText(await boardDocx(all, body, DAY));
    const items = posted(body);
    assert.is(items.length, body === 'village' ? 48 : 35);
    for (const item of items) {
      assert.is(html.split(`<span>${item.title}<small>`).length, 2, item.id);
      assert.ok(word.includes(item.title), item.id);
    }
    for (const item of library.items.filter((one) => one.body === body && !items.includes(one)))
      assert.not.ok(html.includes(`<span>${item.title}<`), item.id);
    assert.is((html.match(/<li>/g) ?? []).length, items.length);
    assert.not.match(html, /<script|<a |src=|url\(/);
    assert.match(html, /@page \{ size: A3 landscape/);
    assert.match(html, /default-src 'none'; style-src 'sha256-/);
  });

test('fewer items are set larger, and never too small to read', () => {
  const lists = (count: number) => [
    {
      body: 'village' as const,
      list: 'statutory' as const,
      count,
      categories: [{ name: '', items: Array.from({ length: count }, () => posted('village')[0]!) }],
    },
  ];
  assert.is(boardSize(lists(5)), 16);
  assert.is(boardSize(lists(200)), 12);
  assert.ok(boardSize(lists(30)) > boardSize(lists(45)));
});

test('the directory: every item once, with its bases in full, in every format', () => {
  const html = directoryHtml(all, 'zh');
  const md = directoryMd(all);
  const records = parse(directoryCsv(all), { bom: true, columns: true }) as Record<string, string>[];
  assert.equal(records.map((one) => one.编号).sort(), library.items.map((item) => item.id).sort());
  for (const item of library.items) {
    assert.is(html.split(`<tr id="${item.id}">`).length, 2, item.id);
    assert.is(md.split(`\n| ${item.id} |`).length, 2, item.id);
    const record = records.find((one) => one.编号 === item.id)!;
    assert.is(record.事项, item.title);
    for (const ref of item.basis) assert.ok(record.依据!.includes(printBasis(ref)), item.id);
  }
  for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) assert.ok(html.includes(`id="${target}"`), target);
  const { inventory } = library.edition;
  assert.ok(md.includes(`村 · 协助事项（${inventory.village.assist}项）`));
});

test('items are published from their day on, and no longer than to their last', () => {
  const [first, second] = posted('village');
  const changed: Library = {
    ...library,
    items: library.items.map((item) =>
      item === first ? { ...item, since: '2027-01-01' } : item === second ? { ...item, until: '2026-11-21' } : item,
    ),
  };
  const ids = published(changed, DAY, ['village'], 'zh').lists.flatMap((list) =>
    list.categories.flatMap((category) => category.items.map((item) => item.id)),
  );
  assert.not.ok(ids.includes(first!.id));
  assert.not.ok(ids.includes(second!.id));
  assert.is(ids.length, 98);
});

test('words of the lists are text in every format', async () => {
  const hostile = published(naughty, DAY, BODIES, 'zh');
  for (const html of [boardHtml(hostile, 'village', 'zh'), directoryHtml(hostile, 'zh')]) {
    assert.not.match(html, /<script|<img|<svg|<iframe|<style>\*/);
    assert.is((html.match(/<style>/g) ?? []).length, 1);
  }
  assert.not.match(directoryMd(hostile).replace(/<br>/g, ''), /(^|[^\\])[<>]/);
  for (const [id, ...cells] of parse(directoryCsv(hostile), { bom: true }) as string[][])
    for (const cell of cells) assert.not.match(cell, /^[=+\-@\t\r\n]/, id);
  assert.ok((await docxText(await boardDocx(hostile, 'village', DAY))).includes('<img src=x onerror=alert(1)>'));
});

test('same lists, same bytes', async () => {
  assert.is(boardHtml(all, 'village', 'zh'), boardHtml(published(library, DAY, BODIES, 'zh'), 'village', 'zh'));
  assert.ok((await boardDocx(all, 'village', DAY)).equals(await boardDocx(all, 'village', DAY)));
});

test('English', () => {
  const english = published(library, DAY, BODIES, 'en');
  assert.match(boardHtml(english, 'village', 'en'), /<html lang="en">[\s\S]*Statutory duties \(30\)/);
  assert.match(directoryMd(english), /^# Directory of duties/);
});

(browser ? test : test.skip)('each board prints on one sheet of A3 across', async () => {
  const running = await launch();
  try {
    for (const body of BODIES) {
      const file = join(folder, `${body}.html`);
      writeFileSync(file, boardHtml(all, body, 'zh'));
      const page = await running.newPage();
      await page.goto(`file://${file}`);
      const pdf = join(folder, `${body}.pdf`);
      writeFileSync(pdf, await page.pdf({ preferCSSPageSize: true, printBackground: true }));
      const info = spawnSync('pdfinfo', [pdf], { encoding: 'utf8' }).stdout;
      assert.match(info, /Page size:\s+119\d[\d.]* x 841[\d.]* pts/);
      assert.match(info, /Pages:\s+1\n/, body);
    }
  } finally {
    await running.close();
  }
});

(office ? test : test.skip)('each board as a document is one sheet of A3 across', async () => {
  for (const body of BODIES) {
    const file = join(folder, `${body}.docx`);
    writeFileSync(file, await boardDocx(all, body, DAY));
    const info = spawnSync('pdfinfo', [convert(file, 'pdf')], { encoding: 'utf8' }).stdout;
    assert.match(info, /Page size:\s+119\d[\d.]* x 841[\d.]* pts/);
    assert.match(info, /Pages:\s+1\n/, body);
  }
});

test('the command writes what is asked for and says where', () => {
  const run = (...args: string[]) =>
    spawnSync(
      process.execPath,
      ['--import', 'tsx', 'src/cli.ts', 'lists', 'publish', '--as-of', DAY, '-o', join(folder, '公示'), ...args],
      { encoding: 'utf8' },
    );
  const one = run('--what', 'boards', '--body', 'village', '--format', 'html');
  assert.is(one.status, 0, one.stderr);
  assert.equal(readdirSync(join(folder, '公示')), ['公示牌-村.html']);
  assert.is(one.stdout.trim(), join(folder, '公示', '公示牌-村.html'));
  assert.match(readFileSync(join(folder, '公示', '公示牌-村.html'), 'utf8'), /依法管理事项（30项）/);
  const none = run('--what', 'boards', '--format', 'csv');
  assert.is(none.status, 2);
  assert.match(none.stderr, /公示牌没有 csv 格式；公示牌有 html、docx/);
});

test.run();
