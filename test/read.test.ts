/**
 * Reading: bytes → Table. Each file of fixtures/read has a block in expected.txt with what a user sees of it, so that a
 * new fixture is a new test; UPDATE=1 rewrites the blocks. Crafted containers are made here, in memory.
 */
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { UserError } from '../src/errors.ts';
import { DEFAULT_LIMITS, expandInputs, LIMIT_FLAGS, openTables, tablesOf } from '../src/read/open.ts';
import { bufferSource, type Source, stdinSource } from '../src/read/source.ts';
import type { Limits, RawRow, ReadOptions, Table } from '../src/types.ts';

const FOLDER = 'fixtures/read';
const EXPECTED = join(FOLDER, 'expected.txt');
/** a busy machine must not turn a golden red */
const PATIENT: Limits = { ...DEFAULT_LIMITS, parseMs: 120_000 };
const OPTIONS: ReadOptions = { encoding: null, sheet: null, limits: PATIENT };

const withLimits = (limits: Partial<Limits>): ReadOptions => ({ ...OPTIONS, limits: { ...PATIENT, ...limits } });

async function rowsOf(table: Table): Promise<RawRow[]> {
  const rows: RawRow[] = [];
  for await (const batch of table.rows()) rows.push(...batch);
  return rows;
}

/** A file as a person would describe it: one line a row, or the error line. */
async function describe(open: () => Promise<Table[]>): Promise<string> {
  try {
    const blocks: string[] = [];
    for (const table of await open()) {
      const rows = await rowsOf(table);
      const merges = table.merges.map((m) => `${m.top},${m.left}-${m.bottom},${m.right}`).join(' ');
      blocks.push(
        `[${table.format} ${table.sheet ?? '-'}${table.hidden ? ' hidden' : ''} ${table.encoding ?? '-'}]`,
        ...(merges ? [`merges ${merges}`] : []),
        ...table.warnings.map((warning) => `warning ${warning}`),
        ...rows.map((row) => `${row.number}${row.hidden ? ' hidden' : ''} ${JSON.stringify(row.cells)}`),
      );
    }
    return blocks.join('\n');
  } catch (error) {
    if (error instanceof UserError) return error.line();
    throw error;
  }
}

/** The line a user reads when `open` is refused. */
async function refusal(open: () => Promise<unknown>): Promise<string> {
  try {
    await open();
  } catch (error) {
    if (error instanceof UserError) return error.line();
    throw error;
  }
  return 'no error';
}

// ---------------------------------------------------------------- fixtures

const NOT_FIXTURES = new Set(['expected.txt', 'README.md', 'features.fods']);
const files = readdirSync(FOLDER)
  .filter((name) => !NOT_FIXTURES.has(name))
  .sort();

function expectedBlocks(): Map<string, string> {
  const blocks = new Map<string, string>();
  for (const block of readFileSync(EXPECTED, 'utf8').split(/^## /m).slice(1)) {
    const end = block.indexOf('\n');
    blocks.set(block.slice(0, end), block.slice(end + 1).trimEnd());
  }
  return blocks;
}

/** big5.csv is the one file whose encoding a user has to name. */
const optionsFor = (name: string): ReadOptions => (name === 'big5.csv' ? { ...OPTIONS, encoding: 'big5' } : OPTIONS);

if (process.env.UPDATE) writeFileSync(EXPECTED, '');
const expected = expectedBlocks();
for (const name of files) {
  test(`reads ${name} as a person sees it`, async () => {
    const seen = await describe(() => openTables(join(FOLDER, name), optionsFor(name)));
    if (process.env.UPDATE) appendFileSync(EXPECTED, `## ${name}\n${seen}\n\n`);
    else assert.is(seen, expected.get(name));
  });
}

test('every fixture has its expectation and every expectation its fixture', () => {
  if (!process.env.UPDATE) assert.equal([...expected.keys()].sort(), files);
});

test('xlsx, xls, ods and et of the same table read alike', async () => {
  const [first, ...others] = await Promise.all(
    ['xlsx', 'xls', 'ods', 'et'].map(async (extension) => {
      const [table] = await openTables(join(FOLDER, `features.${extension}`), OPTIONS);
      return { rows: await rowsOf(table!), merges: table!.merges };
    }),
  );
  for (const other of others) assert.equal(other, first);
});

test('three encodings of the same table read alike', async () => {
  const read = async (name: string): Promise<RawRow[]> => rowsOf((await openTables(join(FOLDER, name), OPTIONS))[0]!);
  const first = await read('utf8.csv');
  for (const name of ['utf8-bom.csv', 'gbk.csv', 'utf16le.csv', 'utf16be-bom.csv', 'tab.tsv', 'crlf.csv'])
    assert.equal(await read(name), first, name);
});

// ---------------------------------------------------------------- text

/** A source that hands out `size` bytes at a time. */
function slow(name: string, bytes: Buffer, size: number): Source {
  return {
    ...bufferSource(name, bytes),
    async *chunks() {
      for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
    },
  };
}

for (const name of files.filter((file) => /\.(?:csv|tsv|txt)$/.test(file))) {
  test(`${name}: one byte at a time reads like the whole`, async () => {
    const bytes = readFileSync(join(FOLDER, name));
    const whole = await describe(() => tablesOf(bufferSource(name, bytes), optionsFor(name)));
    const pieces = await describe(() => tablesOf(slow(name, bytes, 1), optionsFor(name)));
    assert.is(pieces, whole);
  });
}

/** Bytes of each character that GBK has, by decoding all pairs: Node encodes no GBK. */
function gbkTable(): Map<string, Buffer> {
  const table = new Map<string, Buffer>();
  const decoder = new TextDecoder('gb18030', { fatal: true });
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      const bytes = Buffer.from([lead, trail]);
      const character = decoder.decode(bytes);
      // private use characters stand for holes of the table
      if (!/[\ue000-\uf8ff]/.test(character) && !table.has(character)) table.set(character, bytes);
    }
  return table;
}

const gbk = gbkTable();
const encodeGbk = (text: string): Buffer =>
  Buffer.concat([...text].map((character) => gbk.get(character) ?? Buffer.from(character, 'latin1')));

const ENCODERS: Readonly<Record<string, (text: string) => Buffer>> = {
  'utf-8': (text) => Buffer.from(text),
  gb18030: encodeGbk,
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
};

const writeCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n');

for (const [encoding, encode] of Object.entries(ENCODERS)) {
  test(`what is written as CSV in ${encoding} is read back unchanged`, async () => {
    const character = fc.oneof(
      fc.constantFrom(...'村社区经费，。"\n,;\t |=1aZ'),
      fc.constantFrom(...[...gbk.keys()].filter((_, i) => i % 7 === 0)),
    );
    const cell = fc.string({ unit: character, maxLength: 12 });
    // a first row as sheets have it shows delimiter and encoding
    const head = ['序号', '考核内容', '评分标准', '责任单位'];
    const rows = fc.array(fc.tuple(cell, cell, cell, cell), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(rows, async (body) => {
        const written = [head, ...body];
        const source = bufferSource('x.csv', encode(writeCsv(written)));
        const [table] = await tablesOf(source, { ...OPTIONS, encoding });
        const read = (await rowsOf(table!)).map((row) => row.cells);
        assert.equal(read, written);
      }),
      { numRuns: 200, seed: 20260315 },
    );
  });
}

test('any bytes read as text end in rows or in one line', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      // containers are another matter: they start a process
      if (bytes[0] === 0x50 || bytes[0] === 0xd0 || bytes[0] === 9 || bytes[0] === 0x3c) return;
      const text = await describe(() => tablesOf(bufferSource('x.csv', Buffer.from(bytes)), OPTIONS));
      assert.ok(text.length > 0);
    }),
    { numRuns: 500, seed: 20260315 },
  );
});

test('a row keeps the line on which it starts, also at the end of a long file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'read-'));
  for (const [encoding, encode] of Object.entries(ENCODERS)) {
    const file = join(folder, `${encoding}.csv`);
    let text = '序号,考核内容\n';
    for (let i = 1; i <= 9000; i++) text += `${i},"清理河道\n第${i}段，含""支流"""\n`;
    writeFileSync(file, encode(text));
    const [table] = await openTables(file, OPTIONS);
    const rows = await rowsOf(table!);
    assert.is(rows.length, 9001);
    assert.is(rows.at(-1)!.number, 18000);
    const tail = await table!.tail();
    assert.is(tail!.length, 40);
    assert.equal(tail, rows.slice(-40), encoding);
  }
  rmSync(folder, { recursive: true });
});

test('the encoding is found after a long head without Chinese', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'read-'));
  const file = join(folder, 'late.csv');
  writeFileSync(file, Buffer.concat([Buffer.from('1,abc\n'.repeat(200_000)), encodeGbk('2,清理河道并上报台账\n')]));
  const [table] = await openTables(file, OPTIONS);
  assert.is(table!.encoding, 'gb18030');
  assert.equal((await table!.tail())!.at(-1), { number: 200_001, cells: ['2', '清理河道并上报台账'] });
  rmSync(folder, { recursive: true });
});

test('a first quote far down the file still holds its cell together', async () => {
  const bytes = Buffer.from(`序号,内容\n${'1,清理\n'.repeat(30_000)}2,"收集\n意见,并反馈"\n`);
  const [table] = await tablesOf(bufferSource('x.csv', bytes), OPTIONS);
  assert.equal((await rowsOf(table!)).at(-1), { number: 30_002, cells: ['2', '收集\n意见,并反馈'] });
});

test('a quote that is never closed is found without reading on for ever', async () => {
  const bytes = Buffer.from(`a,b\n1,"2\n${'3,4\n'.repeat(6_000_000)}`);
  const line = await refusal(async () => rowsOf((await tablesOf(slow('x.csv', bytes, 65_536), OPTIONS))[0]!));
  assert.match(line, 'x.csv:2:1: 从这一行开始的引号没有闭合');
});

test('a cell over the limit is refused with its line and the flag', async () => {
  const source = bufferSource('x.csv', Buffer.from(`a,b\n1,${'长'.repeat(60)}\n`));
  const line = await refusal(async () => rowsOf((await tablesOf(source, withLimits({ cellLength: 50 })))[0]!));
  assert.is(
    line,
    'qingdan: x.csv:2: 超过一个单元格的字数上限 50（实为 60）；确认文件可信后可用 --limit-cell-length 放宽',
  );
});

test('an unknown encoding is named with what may be used', async () => {
  const line = await refusal(() => openTables(join(FOLDER, 'utf8.csv'), { ...OPTIONS, encoding: 'klingon' }));
  assert.is(line, 'qingdan: --encoding: 不认识这种文字编码：klingon；可用 utf-8、gb18030、big5、utf-16le、utf-16be');
});

test('small standard input can be read twice and has a tail', async () => {
  const input = async function* (): AsyncIterable<Buffer> {
    yield Buffer.from('序号,内');
    yield Buffer.from('容\n1,清理河道\n');
  };
  const [table] = await tablesOf(await stdinSource(input()), OPTIONS);
  assert.is(table!.source, '-');
  assert.ok(table!.replayable);
  assert.equal(await rowsOf(table!), await rowsOf(table!));
  assert.equal((await table!.tail())!.at(-1), { number: 2, cells: ['1', '清理河道'] });
});

test('large standard input is read once, and its end cannot be known', async () => {
  const input = async function* (): AsyncIterable<Buffer> {
    yield Buffer.from('序号,内容\n');
    for (let i = 0; i < 100; i++) yield Buffer.from('1,清理河道并上报台账\n'.repeat(4000));
  };
  const [table] = await tablesOf(await stdinSource(input()), OPTIONS);
  assert.not(table!.replayable);
  assert.is(await table!.tail(), null);
  assert.is((await rowsOf(table!)).length, 400_001);
});

// ---------------------------------------------------------------- workbooks

interface Part {
  readonly name: string;
  readonly text: string;
  /** what the directory says instead of the truth */
  readonly declared?: number;
  readonly flags?: number;
}

/** A zip container, faults included. */
function zip(parts: readonly Part[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, text, declared, flags = 0x800 } of parts) {
    const bytes = Buffer.from(text);
    const packed = deflateRawSync(bytes);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(declared ?? bytes.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    local.push(Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, tail, Buffer.from(name));
    offset += 4 + fields.length + Buffer.byteLength(name) + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, directory, Buffer.from('PK\x05\x06'), end]);
}

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** The smallest xlsx around the XML of one sheet. */
function xlsxParts(sheet: string, strings = ''): Part[] {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return [
    {
      name: '[Content_Types].xml',
      text: `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${type}.sharedStrings+xml"/></Types>`,
    },
    {
      name: 'xl/workbook.xml',
      text: `<workbook ${MAIN} xmlns:r="${OFFICE}"><sheets><sheet name="指标" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    },
    { name: 'xl/sharedStrings.xml', text: `<sst ${MAIN}>${strings}</sst>` },
    { name: 'xl/worksheets/sheet1.xml', text: `<worksheet ${MAIN}>${sheet}</worksheet>` },
  ];
}

const inline = (cell: string, text: string): string => `<c r="${cell}" t="inlineStr"><is><t>${text}</t></is></c>`;
const oneRow = `<sheetData><row r="1">${inline('A1', '清理河道')}</row></sheetData>`;
const open = (bytes: Buffer, limits: Partial<Limits> = {}): Promise<Table[]> =>
  tablesOf(bufferSource('a.xlsx', bytes), withLimits(limits));

test('the smallest workbook reads', async () => {
  const [table] = await open(zip(xlsxParts(oneRow)));
  assert.equal(await rowsOf(table!), [{ number: 1, cells: ['清理河道'] }]);
});

/** Crafted files and the one line each of them ends in. */
const REFUSED: readonly (readonly [what: string, bytes: () => Buffer, limits: Partial<Limits>, line: RegExp])[] = [
  [
    'a zip bomb',
    () => zip([...xlsxParts(oneRow), { name: 'xl/b.xml', text: ' '.repeat(5e6) }]),
    {},
    /--limit-zip-ratio/,
  ],
  [
    'a bomb that lies about its size',
    () => zip([...xlsxParts(oneRow), { name: 'xl/b.xml', text: ' '.repeat(5e6), declared: 90_000 }]),
    {},
    /--limit-zip-ratio/,
  ],
  ['too much in all', () => zip(xlsxParts(oneRow)), { zipBytes: 500 }, /--limit-zip-bytes/],
  ['too many entries', () => zip(xlsxParts(oneRow)), { zipEntries: 3 }, /--limit-zip-entries/],
  ['a large file', () => zip(xlsxParts(oneRow)), { fileBytes: 100 }, /--limit-file-bytes/],
  ['two entries of one name', () => zip([...xlsxParts(oneRow), ...xlsxParts(oneRow).slice(-1)]), {}, /同名文件/],
  [
    'an entry marked as encrypted',
    () => zip(xlsxParts(oneRow).map((part) => ({ ...part, flags: 0x801 }))),
    {},
    /打开密码/,
  ],
  [
    'a text in the last cell there is',
    () => zip(xlsxParts(`<sheetData><row r="1048576">${inline('XFD1048576', '远')}</row></sheetData>`)),
    {},
    /a\.xlsx:指标!XFD1048576: 超过一个工作表的列数上限 1024（实为 16384）；.*--limit-columns/,
  ],
  [
    'many merges',
    () =>
      zip(
        xlsxParts(
          `${oneRow}<mergeCells>${Array.from({ length: 300 }, (_, i) => `<mergeCell ref="A${i * 2 + 1}:A${i * 2 + 2}"/>`).join('')}</mergeCells>`,
        ),
      ),
    { merges: 200 },
    /合并区域数上限 200（实为 300）；.*--limit-merges/,
  ],
  [
    'many rows',
    () =>
      zip(
        xlsxParts(
          `<sheetData>${Array.from({ length: 30 }, (_, i) => `<row r="${i + 1}">${inline(`A${i + 1}`, '行')}</row>`).join('')}</sheetData>`,
        ),
      ),
    { rows: 20 },
    /行数上限 20.*--limit-rows/,
  ],
  [
    'many cells',
    () => zip(xlsxParts(`<sheetData><row r="1">${inline('A1', '一')}${inline('B1', '二')}</row></sheetData>`)),
    { cells: 1 },
    /--limit-cells/,
  ],
  [
    'a long cell',
    () => zip(xlsxParts(`<sheetData><row r="1">${inline('A1', '长'.repeat(60))}</row></sheetData>`)),
    { cellLength: 50 },
    /a\.xlsx:指标!A1: .*--limit-cell-length/,
  ],
  ['no time', () => zip(xlsxParts(oneRow)), { parseMs: 1 }, /毫秒数上限 1；.*--limit-parse-ms/],
  ['a sheet cut in the middle of its XML', () => zip(xlsxParts(oneRow)).subarray(0, 900), {}, /文件不完整/],
];

for (const [what, bytes, limits, line] of REFUSED) {
  test(`refuses ${what} in one line`, async () => {
    const said = await refusal(() => open(bytes(), limits));
    assert.match(said, line);
    assert.not.match(said, /\n|Error|\bat\b/);
  });
}

test('a far cell inside the limits comes without the million rows before it', async () => {
  const sheet = `<sheetData><row r="1">${inline('A1', '近')}</row><row r="1048576">${inline('C1048576', '远')}</row></sheetData>`;
  const [table] = await open(zip(xlsxParts(sheet)));
  assert.equal(await rowsOf(table!), [
    { number: 1, cells: ['近'] },
    { number: 1048576, cells: ['', '', '远'] },
  ]);
});

test('a merge over the whole sheet is cut to what is used', async () => {
  const sheet = `<sheetData><row r="1">${inline('A1', '题')}</row><row r="3">${inline('B3', '值')}</row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>`;
  const [table] = await open(zip(xlsxParts(sheet)));
  assert.equal(table!.merges, [{ top: 1, left: 0, bottom: 3, right: 1 }]);
});

test('shared strings: rich text, phonetic guides, empty strings and far characters', async () => {
  const strings =
    '<si><r><t>清理</t></r><r><rPr><b/></rPr><t>河道</t></r></si><si/><si><t>第三</t></si><si><t>&#134071;祥</t></si><si><t>东京</t><rPh sb="0" eb="1"><t>とう</t></rPh></si>';
  const cells = ['A', 'B', 'C', 'D', 'E'].map((column, i) => `<c r="${column}1" t="s"><v>${i}</v></c>`).join('');
  const [table] = await open(zip(xlsxParts(`<sheetData><row r="1">${cells}</row></sheetData>`, strings)));
  assert.equal((await rowsOf(table!))[0]!.cells, ['清理河道', '', '第三', '𠮷祥', '东京']);
});

test('a formula that was never computed is empty and said', async () => {
  const sheet = `<sheetData><row r="1">${inline('A1', '合计')}<c r="B1"><f>SUM(C1:D1)</f><v></v></c><c r="C1"><f>1+1</f><v>2</v></c></row></sheetData>`;
  const [table] = await open(zip(xlsxParts(sheet)));
  assert.equal((await rowsOf(table!))[0]!.cells, ['合计', '', '2']);
  assert.equal(table!.warnings, ['第 1 行有没有计算结果的公式，按空单元格读取']);
});

test('--sheet takes a name or a number, and says what there is', async () => {
  const path = join(FOLDER, 'features.xlsx');
  const names = async (sheet: string): Promise<(string | null)[]> =>
    (await openTables(path, { ...OPTIONS, sheet })).map((table) => table.sheet);
  assert.equal(await names('隐藏表'), ['隐藏表']);
  assert.equal(await names('4'), ['__proto__']);
  assert.is(
    await refusal(() => names('没有')),
    `qingdan: ${path}: 没有这个工作表：没有；可选：考核指标、隐藏表、空表、__proto__`,
  );
});

test('every limit has a flag of its own and a description in both languages', () => {
  assert.equal(Object.keys(LIMIT_FLAGS).sort(), Object.keys(DEFAULT_LIMITS).sort());
  const flags = Object.values(LIMIT_FLAGS).map(({ flag }) => flag);
  assert.is(new Set(flags).size, flags.length);
  for (const { flag, zh, en } of Object.values(LIMIT_FLAGS)) assert.ok(flag.startsWith('--limit-') && zh && en);
});

// ---------------------------------------------------------------- inputs

test('files, folders and globs expand in a stable order, each file once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'read-'));
  mkdirSync(join(folder, '乙'));
  for (const name of ['b.csv', 'a.xlsx', 'c.docx', '~$a.xlsx', '.x.csv', '乙/d.ET', '乙/[1].csv'])
    writeFileSync(join(folder, name), 'x');
  const relative = async (...args: string[]): Promise<string[]> =>
    (await expandInputs(args)).map((file) => file.replace(`${folder}/`, ''));
  assert.equal(await relative(folder), ['a.xlsx', 'b.csv', '乙/[1].csv', '乙/d.ET']);
  assert.equal(await relative(join(folder, '*.csv'), join(folder, 'b.csv'), '-'), ['b.csv', '-']);
  assert.equal(await relative(join(folder, '**/*.{csv,ET}')), ['b.csv', '乙/[1].csv', '乙/d.ET']);
  assert.equal(await relative(join(folder, '乙/[1].csv')), ['乙/[1].csv']);
  assert.equal(await relative('nowhere.csv'), ['nowhere.csv']);
  assert.match(await refusal(() => expandInputs([join(folder, '*.ods')])), /没有与通配符相符的文件/);
  mkdirSync(join(folder, '空'));
  assert.match(await refusal(() => expandInputs([join(folder, '空')])), /没有找到可读的表格/);
  assert.match(await refusal(() => openTables('nowhere.csv', OPTIONS)), /^qingdan: nowhere\.csv: 找不到文件；/);
  rmSync(folder, { recursive: true });
});

test.run();
