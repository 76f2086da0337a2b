/** Office packages: what is written is what is read back, by our reader and by LibreOffice; nothing is a formula. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { insertBefore, Package } from '../src/ooxml/package.ts';
import { appendStyles, Styles } from '../src/ooxml/styles.ts';
import { writeWorkbook } from '../src/ooxml/workbook.ts';
import { type Sheet, sheetName } from '../src/ooxml/worksheet.ts';
import { CELL_LIMIT, cellValue, cellXml } from '../src/ooxml/xml.ts';
import { pack, readZip, unpack, writeZip } from '../src/ooxml/zip.ts';
import { DEFAULT_LIMITS, openTables } from '../src/read/open.ts';
import type { RawRow } from '../src/types.ts';
import { convert, office } from './office.ts';

const folder = mkdtempSync(join(tmpdir(), 'qingdan-ooxml-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

/** Texts that writers get wrong (after BLNS, and threats named in the reliability study). */
const AWKWARD = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '＝HYPERLINK("http://x")',
  "'引号",
  '00123',
  '340102199901011234',
  '1e5',
  '2026-11-22',
  'TRUE',
  '_x0041_',
  '_x0041_x0042_',
  '_X0041_',
  '_x005F_',
  '_x001B_[31m',
  'a\u0000b\u0008c\u001bd',
  'x\ufffey\uffffz',
  'lone \ud800 surrogate \udc00',
  '𠮷野家',
  '<b>&amp;"quoted"</b>]]>',
  '<script>alert(1)</script>',
  '第一行\n第二行\r\n第三行\r第四行',
  '  two spaces  ',
  '\ttab\t',
  '\u202eright to left',
  'ＡＢＣ１２３',
  '字'.repeat(40_000),
];

const styles = (): Styles => new Styles('宋体', 11);

function workbook(texts: readonly string[]): Promise<Buffer> {
  const made = styles();
  const text = made.of({ text: true });
  const sheet: Sheet = {
    name: '表',
    widths: [40],
    rows: texts.map((one) => ({ cells: [{ style: text, text: one }] })),
  };
  return writeWorkbook([sheet], () => made);
}

async function readBack(bytes: Buffer): Promise<string[]> {
  const file = join(folder, 'back.xlsx');
  writeFileSync(file, bytes);
  const limits = { ...DEFAULT_LIMITS, parseMs: 120_000, cellLength: 100_000 };
  const [table] = await openTables(file, { encoding: null, sheet: null, limits });
  const rows: RawRow[] = [];
  for await (const batch of table!.rows()) rows.push(...batch);
  return rows.map((row) => row.cells[0] ?? '');
}

/** Every XML part of a package is well formed. */
async function wellFormed(bytes: Buffer): Promise<void> {
  for (const entry of await readZip(bytes)) {
    const parser = new SaxesParser({ xmlns: true });
    parser.on('error', (error) => {
      throw new Error(`${entry.name}: ${error.message}`);
    });
    parser.write(unpack(entry, 1 << 28).toString('utf8')).close();
  }
}

test('awkward texts come back as they were, or cleaned as documented', async () => {
  const random = fc.sample(fc.string({ unit: 'binary', minLength: 1 }), { numRuns: 300, seed: 7 });
  const texts = [...AWKWARD, ...random].filter((text) => cellValue(text) !== '');
  const bytes = await workbook(texts);
  await wellFormed(bytes);
  const back = await readBack(bytes);
  assert.is(back.length, texts.length);
  for (const [i, text] of texts.entries()) assert.is(back[i], cellValue(text), JSON.stringify(text.slice(0, 40)));
});

test('a cell holds at most 32,767 units and never half a character', () => {
  assert.is(cellValue('字'.repeat(40_000)).length, CELL_LIMIT);
  assert.ok(cellValue(`${'a'.repeat(CELL_LIMIT - 2)}𠮷${'b'.repeat(9)}`).isWellFormed());
  assert.is(cellXml('_x0041_x0042_'), '_x005F_x0041_x005F_x0042_');
});

test('no formula, text format and quote prefix on every text', async () => {
  const bytes = await workbook(AWKWARD);
  const book = await Package.open(bytes);
  const xml = book.text('xl/worksheets/sheet1.xml');
  assert.not.match(xml, /<f[\s>/]/);
  assert.not.match(xml, /t="str"/);
  assert.match(book.text('xl/styles.xml'), /<xf numFmtId="49"[^>]* quotePrefix="1"/);
});

test('same sheets, same bytes', async () => {
  assert.ok((await workbook(AWKWARD)).equals(await workbook(AWKWARD)));
});

test('sheet names are such as programs accept', () => {
  assert.is(sheetName('a/b\\c?d*e:f[g]'), 'a b c d e f g');
  assert.is(sheetName("'x'"), 'x');
  assert.is(sheetName(''), 'Sheet');
  assert.is(sheetName('很'.repeat(40)).length, 31);
});

test('zip: entries come back; a damaged one is refused', async () => {
  const packed = [await pack('a.xml', '<a/>'), await pack('中文.xml', ['<b>', '字'.repeat(100_000), '</b>'])];
  const zip = writeZip(packed);
  const entries = await readZip(zip);
  assert.equal(
    entries.map((entry) => entry.name),
    ['a.xml', '中文.xml'],
  );
  assert.is(unpack(entries[1]!, 1 << 20).toString('utf8'), `<b>${'字'.repeat(100_000)}</b>`);
  assert.throws(() => unpack({ ...entries[1]!, crc: 1 }, 1 << 20), /broken/);
  assert.throws(() => unpack(entries[1]!, 10), /inflate/);
  await readZip(Buffer.from('no zip')).then(
    () => assert.unreachable(),
    (error: Error) => assert.is(error.name, 'ZipFault'),
  );
});

test('a package that is patched keeps every other part byte for byte', async () => {
  for (const file of ['fixtures/read/features.xlsx', 'fixtures/tables/addressee-column/table.xlsx']) {
    const original = readFileSync(file);
    const before = await readZip(original);
    const book = await Package.open(original);
    const sheet = book.names().find((name) => /worksheets\/sheet1\.xml$/.test(name))!;
    book.set(sheet, book.text(sheet).replace('</sheetData>', '</sheetData>'));
    const id = book.relate('xl/workbook.xml', 'urn:test', 'other.xml');
    const again = book.relate('xl/workbook.xml', 'urn:test', 'another.xml');
    assert.not.equal(id, again);
    book.set('xl/other.xml', '<other/>', 'application/xml+test');
    book.set('xl/other.xml', '<other/>', 'application/xml+test');
    const after = new Map((await readZip(await book.bytes())).map((entry) => [entry.name, entry]));
    const touched = new Set([sheet, '[Content_Types].xml', 'xl/_rels/workbook.xml.rels']);
    for (const entry of before) {
      const now = after.get(entry.name)!;
      if (!touched.has(entry.name)) assert.ok(entry.packed.equals(now.packed), entry.name);
      else if (entry.name === sheet) assert.ok(unpack(entry, 1 << 28).equals(unpack(now, 1 << 28)));
    }
    const types = unpack(after.get('[Content_Types].xml')!, 1 << 20).toString('utf8');
    assert.is(types.split('PartName="/xl/other.xml"').length, 2);
    assert.equal(
      book
        .relationships('xl/workbook.xml')
        .filter((one) => one.type === 'urn:test')
        .map((one) => one.target),
      ['other.xml', 'another.xml'],
    );
  }
});

test('formats are appended to a style sheet, with or without a namespace prefix', () => {
  const plain = appendStyles(
    '<styleSheet><cellXfs count="2"><xf/><xf><alignment/></xf></cellXfs></styleSheet>',
    'cellXfs',
    ['<xf numFmtId="49"/>'],
  );
  assert.is(plain.first, 2);
  assert.is(
    plain.xml,
    '<styleSheet><cellXfs count="3"><xf/><xf><alignment/></xf><xf numFmtId="49"/></cellXfs></styleSheet>',
  );
  const prefixed = appendStyles('<x:styleSheet><x:fills count="1"><x:fill/></x:fills></x:styleSheet>', 'fills', [
    '<fill><a/></fill>',
  ]);
  assert.is(prefixed.first, 1);
  assert.is(prefixed.xml, '<x:styleSheet><x:fills count="2"><x:fill/><x:fill><x:a/></x:fill></x:fills></x:styleSheet>');
  assert.is(insertBefore('<Types/>', 'Types', '<a/>'), '<Types><a/></Types>');
  assert.is(insertBefore('<n:Types x="1"></n:Types>\n', 'Types', '<a/>'), '<n:Types x="1"><a/></n:Types>\n');
});

const withOffice = office ? test : test.skip;

withOffice('LibreOffice opens it and shows the same texts', async () => {
  const texts = AWKWARD.filter((text) => !/[\n\r]/.test(text) && text.length < 100);
  const file = join(folder, 'office.xlsx');
  writeFileSync(file, await workbook(texts));
  const csv = readFileSync(convert(file, 'csv:Text - txt - csv (StarCalc):44,34,76'), 'utf8');
  const back = (parse(csv, { bom: true, relax_column_count: true }) as string[][]).map(([cell]) => cell);
  for (const [i, text] of texts.entries()) assert.is(back[i], cellValue(text));
});

test.run();
