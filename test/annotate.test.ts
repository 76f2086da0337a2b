/** The user's own workbook comes back with columns added, and nothing else changed: proved part by part. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { AnnotateRefused, annotateWorkbook } from '../src/ooxml/annotate.ts';
import { Package } from '../src/ooxml/package.ts';
import { attributeOf, tags, withAttribute } from '../src/ooxml/scan.ts';
import { readZip } from '../src/ooxml/zip.ts';
import { DEFAULT_LIMITS, openTables } from '../src/read/open.ts';
import { addedColumns, annotatedCopy, legendSheet } from '../src/report/annotate.ts';
import type { JudgedRow, RawRow, Table, Verdict } from '../src/types.ts';
import { crafted, sheetJs } from './cases/make-annotate.ts';
import { convert, office } from './office.ts';
import { CONTEXT, judgedRow, NAUGHTY, reportOf } from './sample-report.ts';

const FIXTURES = new URL('../fixtures/annotate/', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'qingdan-annotate-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

const HEADER = ['核查结论', '清单事项', '核查理由', '清单依据', '处理意见', '证据原文'];

const judged = (
  sheet: string,
  cell: string,
  text: string,
  verdict: Verdict,
  over: Partial<JudgedRow> = {},
): JudgedRow =>
  judgedRow({
    sheet,
    cell,
    row: Number(/\d+/.exec(cell)![0]),
    text,
    verdict,
    reason: `${cell}的理由`,
    evidence: [{ start: 0, end: 2, quote: text.slice(0, 2), why: 'object' }],
    ...over,
  });

/** Fixture → the rows of its report, the row of its header. */
const CASES: Readonly<Record<string, { rows: readonly JudgedRow[]; header: Readonly<Record<string, number>> }>> = {
  'crafted.xlsx': ofCrafted(),
  'libreoffice.xlsx': ofCrafted(),
  'sheetjs.xlsx': {
    header: { Sheet1: 1 },
    rows: [
      judged('Sheet1', 'B2', '完成党报党刊征订任务', 'prohibited'),
      judged('Sheet1', 'B3', '支部每月开展一次主题党日活动', 'listed'),
      judged('Sheet1', 'B5', '建立企业安全生产一企一档台账', 'review'),
    ],
  },
};

function ofCrafted(): (typeof CASES)[string] {
  return {
    header: { 考核指标: 2, '任务 & 分工': 1 },
    rows: [
      judged('考核指标', 'C4', '完成党报党刊征订任务', 'prohibited'),
      judged('考核指标', 'C5', '支部每月开展一次主题党日活动', 'listed'),
      judged('考核指标', 'C6', '协助开展禁毒宣传', 'unfunded', { reason: '长长的理由'.repeat(40) }),
      judged('任务 & 分工', 'A2', '动员群众安装手机应用', 'no-basis', { reason: '长长的理由'.repeat(40) }),
      judged('任务 & 分工', 'A6', '收缴城乡居民医保费', 'prohibited'),
    ],
  };
}

const context = { ...CONTEXT, cells: () => [] };

async function annotated(bytes: Buffer, { rows, header }: (typeof CASES)[string], macros = false): Promise<Buffer> {
  const base = reportOf(rows);
  const inputs = Object.entries(header).map(([sheet, headerRow]) => ({ ...base.inputs[0]!, sheet, headerRow }));
  const report = { ...base, inputs };
  const sheets = new Map([...addedColumns(report, context)].map(([name, added]) => [name!, added]));
  return annotateWorkbook(bytes, { sheets, legend: (style) => legendSheet(report, context, null, style), macros });
}

/** Sheet name → its part. */
function partsOf(book: Package): Map<string, string> {
  const targets = new Map(book.relationships('xl/workbook.xml').map((one) => [one.id, one.target]));
  const found = new Map<string, string>();
  for (const tag of tags(book.text('xl/workbook.xml')))
    if (tag.name === 'sheet')
      found.set(attributeOf(tag.attributes, 'name')!, `xl/${targets.get(attributeOf(tag.attributes, 'r:id')!)!}`);
  return found;
}

interface Shape {
  /** everything but cells, widths, dimension and merged ranges */
  readonly frame: string;
  readonly cells: ReadonlyMap<string, { readonly style: string | null; readonly xml: string }>;
  readonly rows: readonly string[];
  readonly cols: readonly string[];
  readonly merges: readonly string[];
}

/** A worksheet taken apart; cell markup without its format. */
function shapeOf(xml: string): Shape {
  const cells = new Map<string, { style: string | null; xml: string }>();
  const rows: string[] = [];
  const cols: string[] = [];
  const merges: string[] = [];
  let frame = '';
  let at = 0;
  const skip = (start: number, end: number): void => {
    frame += xml.slice(at, start);
    at = end;
  };
  let open: { attributes: string; end: number } | null = null;
  for (const tag of tags(xml)) {
    if (tag.name === 'dimension') skip(tag.start, tag.end);
    else if (tag.name === 'cols') skip(tag.start, tag.end);
    else if (tag.name === 'col') {
      cols.push(xml.slice(tag.start, tag.end));
      skip(tag.start, tag.end);
    } else if (tag.name === 'mergeCells' && tag.kind === 'open') skip(tag.start, tag.end);
    else if (tag.name === 'mergeCell') {
      merges.push(attributeOf(tag.attributes, 'ref')!);
      skip(tag.start, tag.end);
    } else if (tag.name === 'row' && tag.kind !== 'close') {
      rows.push(withAttribute(withAttribute(tag.attributes, 'spans', null), 'ht', null));
      skip(tag.start, tag.end);
    } else if (tag.name === 'row') skip(tag.start, tag.end);
    else if (tag.name === 'c' && tag.kind !== 'close') {
      open = tag;
      if (tag.kind === 'empty') {
        cells.set(attributeOf(tag.attributes, 'r')!, {
          style: attributeOf(tag.attributes, 's'),
          xml: withAttribute(tag.attributes, 's', null),
        });
        skip(tag.start, tag.end);
        open = null;
      }
    } else if (tag.name === 'c' && open) {
      cells.set(attributeOf(open.attributes, 'r')!, {
        style: attributeOf(open.attributes, 's'),
        xml: `${withAttribute(open.attributes, 's', null)}>${xml.slice(open.end, tag.start)}`,
      });
      const start = xml.lastIndexOf('<', open.end - 1);
      skip(start, tag.end);
      open = null;
    }
  }
  return { frame: frame + xml.slice(at), cells, rows, cols, merges };
}

/** Cells of a sheet as a reader gets them. */
async function read(bytes: Buffer, name = 'read.xlsx'): Promise<Map<string, RawRow[]>> {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  const tables = await openTables(file, {
    encoding: null,
    sheet: null,
    limits: { ...DEFAULT_LIMITS, parseMs: 120_000 },
  });
  const found = new Map<string, RawRow[]>();
  for (const table of tables) {
    const rows: RawRow[] = [];
    for await (const batch of table.rows()) rows.push(...batch);
    found.set(table.sheet!, rows);
  }
  return found;
}

for (const [name, wanted] of Object.entries(CASES))
  test(`${name}: only the intended parts differ, and in them only the intended places`, async () => {
    const bytes = readFileSync(`${FIXTURES}${name}`);
    const made = await annotated(bytes, wanted);
    const before = new Map((await readZip(bytes)).map((entry) => [entry.name, entry]));
    const after = new Map((await readZip(made)).map((entry) => [entry.name, entry]));
    const old = await Package.open(bytes);
    const now = await Package.open(made);
    const sheets = Object.keys(wanted.header).map((sheet) => partsOf(old).get(sheet)!);
    const changed = [...before].filter(([part, entry]) => !after.get(part)?.packed.equals(entry.packed));
    assert.equal(
      changed.map(([part]) => part).sort(),
      ['[Content_Types].xml', 'xl/_rels/workbook.xml.rels', 'xl/styles.xml', 'xl/workbook.xml', ...sheets].sort(),
    );
    const added = [...after.keys()].filter((part) => !before.has(part));
    assert.equal(added, [partsOf(now).get('核查图例')!]);
    assert.equal([...after.keys()].slice(0, before.size), [...before.keys()]);

    // lists of parts and sheets: one entry more, the rest as written
    for (const part of ['[Content_Types].xml', 'xl/_rels/workbook.xml.rels', 'xl/workbook.xml']) {
      const entry = /<(?:Override|Relationship|sheet) [^>]*(?:sheet\d+\.xml"[^>]*|name="核查图例"[^>]*)\/>/g;
      const more = [...now.text(part).matchAll(entry)]
        .map(([one]) => one)
        .filter((one) => !old.text(part).includes(one));
      assert.is(more.length, 1, part);
      assert.is(now.text(part).replace(more[0]!, ''), old.text(part), part);
    }

    // formats: the old ones first, in their order, untouched
    const children = (xml: string, list: string): string[] =>
      new RegExp(`<${list}\\b[^>]*>(.*?)</${list}>`, 's').exec(xml)![1]!.split(/(?=<(?:xf|fill)[ >])/);
    for (const list of ['fills', 'cellXfs']) {
      const kept = children(old.text('xl/styles.xml'), list);
      assert.equal(children(now.text('xl/styles.xml'), list).slice(0, kept.length), kept, list);
    }
    const others = (xml: string): string => xml.replace(/<(fills|cellXfs)\b.*?<\/\1>/gs, '');
    assert.is(others(now.text('xl/styles.xml')), others(old.text('xl/styles.xml')));

    for (const sheet of Object.keys(wanted.header)) {
      const a = shapeOf(old.text(partsOf(old).get(sheet)!));
      const b = shapeOf(now.text(partsOf(now).get(sheet)!));
      assert.is(b.frame.replace('<cols></cols>', '').replace('</cols>', ''), a.frame.replace('</cols>', ''));
      assert.equal(b.rows, a.rows);
      const flagged = wanted.rows
        .filter((row) => row.sheet === sheet && row.verdict !== 'listed')
        .map((row) => row.cell);
      for (const [ref, cell] of a.cells) {
        const own = b.cells.get(ref);
        // an empty cell may have stood where a column was added
        if (!own || own.xml !== cell.xml) assert.not.match(cell.xml, />/, ref);
        else if (flagged.includes(ref)) assert.is.not(own.style, cell.style, ref);
        else assert.is(own.style, cell.style, ref);
      }
      const fresh = [...b.cells.keys()].filter((ref) => a.cells.get(ref)?.xml !== b.cells.get(ref)!.xml);
      const columns = [...new Set(fresh.map((ref) => ref.replace(/\d+/, '')))];
      assert.is(columns.length, 6, columns.join());
      assert.equal(b.merges.slice(0, a.merges.length), a.merges);
      for (const merge of b.merges.slice(a.merges.length))
        assert.ok(columns.includes(/[A-Z]+/.exec(merge)![0]!), merge);
      assert.is(
        b.cols.filter((col) => !a.cols.includes(col)).filter((col) => !/width="(14|24|34|28|36|22)"/.test(col))
          .length <= 2,
        true,
      );
    }
  });

for (const [name, wanted] of Object.entries(CASES))
  test(`${name}: readers find every old cell and the new columns`, async () => {
    const bytes = readFileSync(`${FIXTURES}${name}`);
    const before = await read(bytes);
    const after = await read(await annotated(bytes, wanted));
    assert.equal([...after.keys()], [...before.keys(), '核查图例']);
    for (const [sheet, rows] of before) {
      const now = new Map(after.get(sheet)!.map((row) => [row.number, row]));
      for (const row of rows)
        row.cells.forEach((cell, i) => {
          if (cell !== '') assert.is(now.get(row.number)!.cells[i], cell, `${sheet} ${row.number}`);
        });
    }
    for (const row of wanted.rows) {
      const cells = after.get(row.sheet!)!.find((one) => one.number === row.row)!.cells;
      assert.ok(
        cells.some((cell) => cell.startsWith(row.reason.slice(0, 5))),
        row.cell,
      );
      assert.ok(cells.includes(row.evidence[0]!.quote), row.cell);
    }
    for (const [sheet, number] of Object.entries(wanted.header))
      assert.equal(
        after
          .get(sheet)!
          .find((row) => row.number === number)!
          .cells.slice(-6),
        HEADER,
      );
  });

test('the header looks as the one beside it, over as many rows; verdicts and flagged cells have their colour', async () => {
  const book = await Package.open(await annotated(await crafted(), CASES['crafted.xlsx']!));
  const sheet = shapeOf(book.text('xl/worksheets/sheet1.xml'));
  for (const ref of ['G2', 'L2', 'G3', 'L3']) assert.is(sheet.cells.get(ref)!.style, sheet.cells.get('F2')!.style, ref);
  assert.equal(sheet.merges.slice(-6), ['G2:G3', 'H2:H3', 'I2:I3', 'J2:J3', 'K2:K3', 'L2:L3']);
  const xfs = [...book.text('xl/styles.xml').matchAll(/<xf\b[^>]*?(?:\/>|>.*?<\/xf>)/gs)].map(([one]) => one).slice(1);
  const fills = [...book.text('xl/styles.xml').matchAll(/<fill>.*?<\/fill>/gs)].map(([one]) => one);
  const fillOf = (ref: string): string =>
    fills[Number(/fillId="(\d+)"/.exec(xfs[Number(sheet.cells.get(ref)!.style)]!)![1])]!;
  assert.match(fillOf('G4'), /FFFFC7CE/);
  assert.match(fillOf('C4'), /FFFFC7CE/);
  assert.match(fillOf('G5'), /FFC6EFCE/);
  assert.not.match(fillOf('C5'), /solid/);
  // the flagged cell keeps font, border, alignment
  const flagged = xfs[Number(sheet.cells.get('C4')!.style)]!;
  assert.match(flagged, /borderId="1".*<alignment vertical="center" wrapText="1"\/>/);
  // text of a report is text, from the left, under the border and protection of its neighbour
  const beside = xfs[Number(sheet.cells.get('I4')!.style)]!;
  assert.match(beside, /numFmtId="49"/);
  assert.match(beside, /quotePrefix="1"/);
  assert.match(beside, /<protection locked="0"\/>/);
});

test('hidden columns at the right stay hidden beyond the new ones; heights that were set stay', async () => {
  const book = await Package.open(await annotated(await crafted(), CASES['crafted.xlsx']!));
  const xml = book.text('xl/worksheets/sheet1.xml');
  assert.match(xml, /<col min="13" max="16384" width="9" hidden="1" customWidth="1"\/><\/cols>/);
  assert.match(
    xml,
    /<col min="4" max="6" width="13" customWidth="1"\/><col min="7" max="7" width="14" customWidth="1"\/>/,
  );
  assert.match(xml, /<row r="4" ht="30" customHeight="1">/);
  assert.match(xml, /<dimension ref="A1:L9"\/>/);
  const plain = book.text('xl/worksheets/sheet2.xml');
  assert.ok(Number(/<row r="2" ht="([\d.]+)">/.exec(plain)![1]) > 100);
});

test('a prefixed workbook is patched under its prefix', async () => {
  const book = await Package.open(await crafted());
  for (const part of ['xl/worksheets/sheet1.xml', 'xl/styles.xml', 'xl/workbook.xml'])
    book.set(
      part,
      book
        .text(part)
        .replace(/<(\/?)(?=[a-zA-Z])/g, '<$1x:')
        .replace('xmlns=', 'xmlns:x='),
    );
  const made = await Package.open(await annotated(await book.bytes(), CASES['crafted.xlsx']!));
  const xml = made.text('xl/worksheets/sheet1.xml');
  assert.match(xml, /<x:c r="G4" s="\d+" t="inlineStr"><x:is><x:t xml:space="preserve">命中禁入<\/x:t>/);
  assert.not.match(xml, /<(?!x:|\/x:|\?)/);
  assert.not.match(made.text('xl/styles.xml'), /<(?!x:|\/x:|\?)/);
  assert.match(made.text('xl/workbook.xml'), /<x:sheet name="核查图例" sheetId="7" r:id="rId\d+"\/><\/x:sheets>/);
});

test('no style sheet, rows and cells without addresses, no row of its own', async () => {
  const book = await Package.open(await crafted());
  const cell = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
  book.set(
    'xl/worksheets/sheet2.xml',
    `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>${cell('工作任务')}${cell('单位')}</row><row>${cell('动员群众安装')}${cell('网信办')}</row></sheetData></worksheet>`,
  );
  const rels = book.text('xl/_rels/workbook.xml.rels');
  book.set('xl/_rels/workbook.xml.rels', rels.replace(/<Relationship [^>]*styles\.xml"\/>/, ''));
  const made = await annotated(await book.bytes(), {
    header: { '任务 & 分工': 1 },
    rows: [judged('任务 & 分工', 'A2', '动员群众安装', 'no-basis'), judged('任务 & 分工', 'A4', '另一行', 'listed')],
  });
  const rows = (await read(made)).get('任务 & 分工')!;
  assert.equal(rows[0]!.cells.slice(2), HEADER);
  assert.is(rows[1]!.cells[2], '清单外且无有效依据');
  assert.is(rows.find((row) => row.number === 4)!.cells[2], '清单内');
});

test('pictures beside the table are not covered', async () => {
  const book = await Package.open(await crafted());
  const moved = book
    .text('xl/drawings/drawing1.xml')
    .replace('<xdr:col>3<', '<xdr:col>7<')
    .replace('<xdr:col>4<', '<xdr:col>8<')
    .replace('<xdr:row>9<', '<xdr:row>3<');
  book.set('xl/drawings/drawing1.xml', moved);
  const rows = (await read(await annotated(await book.bytes(), CASES['crafted.xlsx']!))).get('考核指标')!;
  assert.is(rows[3]!.cells[9], '命中禁入');
});

test('several matters of one row are told apart; any text is text and comes back as it is', async () => {
  const rows = [
    judged('Sheet1', 'B2', '完成党报党刊征订任务', 'listed'),
    judged('Sheet1', 'C2', '建立台账', 'prohibited'),
    judged('Sheet1', 'B3', '一', 'review', { reason: NAUGHTY.join('') }),
  ];
  const found = (await read(await annotated(sheetJs(), { header: { Sheet1: 1 }, rows }))).get('Sheet1')!;
  assert.is(found[1]!.cells[5], 'B2：清单内\nC2：命中禁入');
  assert.ok(found[2]!.cells[7]!.includes('</script><script>'));
  const xml = (await Package.open(await annotated(sheetJs(), { header: { Sheet1: 1 }, rows }))).text(
    'xl/worksheets/sheet1.xml',
  );
  assert.is(xml.match(/<f>/g)!.length, 5);
});

test('annotated twice: the second columns stand right of the first, the legend under another name', async () => {
  const once = await annotated(sheetJs(), CASES['sheetjs.xlsx']!);
  const twice = await read(await annotated(once, CASES['sheetjs.xlsx']!));
  assert.equal([...twice.keys()], ['Sheet1', '附', '核查图例', '核查图例2']);
  assert.equal(twice.get('Sheet1')![0]!.cells.slice(5), [...HEADER, ...HEADER]);
});

test('same input, same bytes', async () => {
  const bytes = await crafted();
  assert.ok((await annotated(bytes, CASES['crafted.xlsx']!)).equals(await annotated(bytes, CASES['crafted.xlsx']!)));
});

// ---------------------------------------------------------------- refusals

type Change = (book: Package) => void;
const REFUSED: Readonly<Record<string, readonly [AnnotateRefused['reason'], Change]>> = {
  'a signed workbook': ['signed', (book) => book.set('_xmlsignatures/sig1.xml', '<Signature/>')],
  'strict Open XML': [
    'strict',
    (book) =>
      book.set(
        'xl/workbook.xml',
        book
          .text('xl/workbook.xml')
          .replace(
            'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
            'http://purl.oclc.org/ooxml/spreadsheetml/main',
          ),
      ),
  ],
  'macros in an .xlsx': [
    'macros',
    (book) =>
      book.set(
        '[Content_Types].xml',
        book
          .text('[Content_Types].xml')
          .replace(
            'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
            'application/vnd.ms-excel.sheet.macroEnabled.main+xml',
          ),
      ),
  ],
  'a template': [
    'template',
    (book) =>
      book.set(
        '[Content_Types].xml',
        book.text('[Content_Types].xml').replace('spreadsheetml.sheet.main', 'spreadsheetml.template.main'),
      ),
  ],
  'a shared workbook': ['revisions', (book) => book.set('xl/revisions/revisionHeaders.xml', '<headers/>')],
  'a sheet that is full to its last column': [
    'no-room',
    (book) =>
      book.set(
        'xl/worksheets/sheet1.xml',
        book.text('xl/worksheets/sheet1.xml').replace('<c r="G4" s="5"/>', '<c r="XFD4"><v>1</v></c>'),
      ),
  ],
};

for (const [what, [reason, change]] of Object.entries(REFUSED))
  test(`refused with its reason: ${what}`, async () => {
    const book = await Package.open(await crafted());
    change(book);
    const error = await annotated(await book.bytes(), CASES['crafted.xlsx']!).catch((one: unknown) => one);
    assert.instance(error, AnnotateRefused);
    assert.is((error as AnnotateRefused).reason, reason);
  });

// ---------------------------------------------------------------- other formats

const tablesOf = (file: string): Promise<Table[]> =>
  openTables(file, { encoding: null, sheet: null, limits: { ...DEFAULT_LIMITS, parseMs: 120_000 } });

for (const [name, format] of [
  ['libreoffice.xls', 'XLS'],
  ['libreoffice.ods', 'ODS'],
] as const)
  test(`${name} becomes a new workbook that says so`, async () => {
    const tables = await tablesOf(`${FIXTURES}${name}`);
    const base = reportOf(ofCrafted().rows);
    const report = {
      ...base,
      inputs: Object.entries(ofCrafted().header).map(([sheet, headerRow]) => ({
        ...base.inputs[0]!,
        sheet,
        headerRow,
      })),
    };
    const found = await read(await annotatedCopy(tables, addedColumns(report, context), report, context));
    const rows = found.get('考核指标')!;
    assert.is(rows.find((row) => row.number === 4)!.cells[2], '完成党报党刊征订任务，完成率达100%');
    assert.is(rows.find((row) => row.number === 4)!.cells.at(-6), '命中禁入');
    assert.equal(rows.find((row) => row.number === 2)!.cells.slice(-6), HEADER);
    assert.ok(found.get('核查图例')!.some((row) => row.cells[0]!.includes(`原文件是 ${format} 格式`)));
  });

// ---------------------------------------------------------------- the office program

(office ? test : test.skip)(
  'LibreOffice opens it and shows the new columns, the formulas and the hidden sheets',
  async () => {
    for (const name of ['crafted.xlsx', 'sheetjs.xlsx', 'libreoffice.xlsx']) {
      const file = join(folder, name);
      writeFileSync(file, await annotated(readFileSync(`${FIXTURES}${name}`), CASES[name]!));
      const again = await Package.open(readFileSync(convert(file, 'xlsx:Calc MS Excel 2007 XML')));
      const shared = again.text('xl/sharedStrings.xml');
      for (const word of HEADER) assert.ok(shared.includes(word), `${name} ${word}`);
      assert.match(again.text('xl/workbook.xml'), /核查图例/);
      if (name !== 'sheetjs.xlsx') {
        assert.match(again.text('xl/workbook.xml'), /name="单位名录" sheetId="\d+" state="hidden"/);
        assert.match(again.text('xl/worksheets/sheet1.xml'), /<f[^>]*>SUM\(E4:E8\)<\/f>/);
        assert.match(again.text('xl/worksheets/sheet1.xml'), /<dataValidation [^>]*sqref="D1:D\d{4,}"/);
      }
    }
  },
);

// ---------------------------------------------------------------- the command

const run = (...args: string[]): { status: number | null; stderr: string } => {
  const done = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'src/cli.ts', 'check', ...args, '--as-of', '2026-11-22'],
    {
      encoding: 'utf8',
    },
  );
  return { status: done.status, stderr: done.stderr };
};

test('the command writes the workbook beside its other reports, never over the original, nothing when refused', async () => {
  const file = join(folder, '考核.xlsx');
  writeFileSync(file, await crafted());
  const out = join(folder, '已核查.xlsx');
  const done = run(file, '--annotate', out, '--body', 'village', '--format', `jsonl:${join(folder, 'a.jsonl')}`);
  assert.is(done.status, 1, done.stderr);
  const rows = (await read(readFileSync(out))).get('考核指标')!;
  assert.is(rows.find((row) => row.number === 4)!.cells[6], '命中禁入');

  const signed = await Package.open(await crafted());
  signed.set('_xmlsignatures/sig1.xml', '<Signature/>');
  writeFileSync(join(folder, '签名.xlsx'), await signed.bytes());
  for (const [args, words] of [
    [[join(folder, '签名.xlsx'), '--annotate', join(folder, '无.xlsx')], /签名.xlsx: 带有数字签名，改动会使签名失效；/],
    [[file, '--annotate', file], /不会盖掉原件/],
    [[file, file, '--annotate', join(folder, '无.xlsx')], /一次只标注一个文件/],
    [[file, '--annotate', join(folder, '无.csv')], /文件名以 .xlsx 结尾/],
  ] as const) {
    const refused = run(...args);
    assert.is(refused.status, 2);
    assert.match(refused.stderr, words);
    assert.is(refused.stderr.trim().split('\n').length, 1);
  }
  assert.not.ok(existsSync(join(folder, '无.xlsx')));
});

test.run();
