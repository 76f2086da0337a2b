/**
 * Hostile text in every field of a report, through every format there is, with other programs as judges: LibreOffice
 * for formulas, an XML parser for well-formedness, the grammar of tags for HTML and Markdown. And the same bytes in
 * every time zone and language.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { SaxesParser } from 'saxes';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readZip, unpack } from '../src/ooxml/zip.ts';
import { FORMATS } from '../src/report/registry.ts';
import type { JudgedRow, Report, ReportContext } from '../src/types.ts';
import { convert, office } from './office.ts';
import { CONTEXT, judgedRow, NAUGHTY, reportOf } from './sample-report.ts';

/** What spreadsheet programs take for a formula, with the disguises that have worked. */
const FORMULAS: readonly string[] = [
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(1,1)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  ' =1+1',
  '\u0000=1+1',
  '\ufeff=1+1',
  '\u200b=1+1',
  '＝1+1',
  '＋1+1',
  '－1+1',
  '＠SUM(1,1)',
  '"=1+1',
  "'=1+1",
  ';=1+1',
  ',=1+1',
  '=HYPERLINK("http://x","点")',
  "=cmd|' /C calc'!A0",
  '=1+1","=1+1',
  '报刊"\r\n=1+1,"',
  '\u00a0=1+1',
  '\u3000=1+1',
  '\u001b=1+1',
  '\u00ad=1+1',
  '%0A=1+1',
  '=_x0041_',
  '{=1+1}',
];
const LONG = '报刊征订'.repeat(10_000);
const TEXTS: readonly string[] = [
  ...NAUGHTY,
  ...FORMULAS,
  '\ufffe\uffff非字符',
  '_x0041_ _x001B_',
  '\u009b31m\u001b]52;c;eA==\u0007\u001b]8;;http://x\u0007链接\u001b]8;;\u0007',
  '\u2066\u2069\u202a\u202b\u061c',
  '| 表 | 格 |\n|---|---|',
  '[点我](javascript:alert(1)) ![图](http://x/y.png) <http://x> `x` **粗** # 题',
  '::error file=a::x\n::set-output name=a::b %0A',
  LONG,
];

/** The same hostile text in every place that comes from a table. */
function hostile(text: string, i: number): JudgedRow {
  const short = text.length > 1000 ? '长' : text;
  const quote = text.slice(0, Math.min(2, text.length));
  return judgedRow({
    source: short,
    sheet: short,
    row: i + 2,
    cell: `B${i + 2}`,
    id: short,
    unit: short,
    section: short,
    text,
    reason: short,
    key: `k${i}`,
    evidence: [{ start: 0, end: quote.length, quote, why: 'object+action' }],
    citations: [
      { raw: short, instrument: short, article: 3, paragraph: null, outcome: 'basis-unknown', successor: null },
    ],
    findings: [
      {
        rule: 'prohibited-item',
        severity: 'error',
        item: 'V-P-08',
        message: short,
        fix: short,
        evidence: [{ start: 0, end: quote.length, quote, why: 'object+action' }],
        basis: [{ instrument: short, article: 3 }],
        fingerprint: `f${i}`,
        waived: null,
      },
    ],
  });
}

const rows = TEXTS.map(hostile);
const [input] = reportOf(rows).inputs;
const report: Report = reportOf(rows, {
  inputs: [{ ...input!, file: NAUGHTY[0]!, sheet: NAUGHTY[1]!, header: [...NAUGHTY], warnings: [...NAUGHTY] }],
  findings: [{ ...rows[0]!.findings[0]!, rule: 'waiver-unused', message: NAUGHTY[1]!, fix: '=1+1' }],
});
const context: ReportContext = {
  ...CONTEXT,
  cells: (row) => [row.text, row.unit ?? '', '=1+1'],
  header: () => ['考核内容', '=1+1', '<b>'],
};

async function bytesOf(id: string): Promise<Buffer> {
  const format = await FORMATS[id]!();
  if (format.stream) {
    const stream = format.stream(context);
    const { rows: all, ...head } = report;
    return Buffer.from(stream.begin() + all.map((row) => stream.row(row)).join('') + stream.end(head), 'utf8');
  }
  return Buffer.from(await format.render!(report, context));
}

const texts = new Map<string, Buffer>();
for (const id of Object.keys(FORMATS)) texts.set(id, await bytesOf(id));
const binary = ['xlsx', 'docx'].filter((id) => id in FORMATS);
const plain = Object.keys(FORMATS).filter((id) => !binary.includes(id));
const textOf = (id: string): string => texts.get(id)!.toString('utf8');

const folder = mkdtempSync(join(tmpdir(), 'qingdan-outputs-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

function wellFormed(xml: string, what: string): string[] {
  const names = new Set<string>();
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw new Error(`${what}: ${error.message}`);
  });
  parser.on('opentag', ({ name }) => void names.add(name));
  parser.write(xml).close();
  return [...names];
}

async function partsOf(bytes: Buffer): Promise<Map<string, string>> {
  const parts = new Map<string, string>();
  for (const entry of await readZip(bytes))
    if (/\.(?:xml|rels)$/.test(entry.name)) parts.set(entry.name, unpack(entry, 1 << 28).toString('utf8'));
  return parts;
}

/** Formulas that LibreOffice sees in a file. */
async function formulas(name: string, bytes: Buffer): Promise<string[]> {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  const made = convert(file, 'xlsx');
  const parts = await partsOf(readFileSync(made));
  const sheets = [...parts].filter(([part]) => part.startsWith('xl/worksheets/sheet'));
  assert.ok(sheets.length > 0, name);
  return sheets.flatMap(([, xml]) => xml.match(/<f[ >][^<]*/g) ?? []);
}

// ---------------------------------------------------------------- formulas

(office ? test : test.skip)(
  'LibreOffice finds no formula in CSV and XLSX, and finds those that are not held',
  async () => {
    assert.equal(await formulas('报告.csv', texts.get('csv')!), []);
    assert.equal(await formulas('报告.xlsx', texts.get('xlsx')!), []);
    // the judge can see: the same texts without protection are formulas
    assert.ok((await formulas('裸.csv', Buffer.from('=1+1,+1+1\n')))?.length >= 1);
  },
);

test('no field of the CSV begins like a formula, and no other separator can be guessed into one', () => {
  const records = parse(textOf('csv'), { bom: true }) as string[][];
  assert.is(records.length, rows.length + 1);
  for (const cell of records.flat()) assert.not.match(cell, /^[=+@\t\r\0＝＋＠]/, cell.slice(0, 80));
  // a field with another separator inside stands in quotes
  for (const record of textOf('csv')
    .replace(/"(?:[^"]|"")*"/g, '')
    .split('\r\n'))
    assert.not.match(record, /[;\t]/);
});

// ---------------------------------------------------------------- XML

for (const id of binary)
  test(`${id}: every part is well-formed, without forbidden characters`, async () => {
    for (const [name, xml] of await partsOf(texts.get(id)!)) {
      wellFormed(xml, name);
      assert.not.match(xml, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/, name);
      assert.not.match(
        xml,
        /<(?:w:instrText|w:fldSimple|f)[ >]/.test(xml)
          ? id === 'docx'
            ? /instrText[^>]*>[^<]*(?:HYPERLINK|INCLUDE|DDE)/
            : /<f[ >]/
          : /$^/,
        name,
      );
      assert.not.match(xml, /TargetMode="External"/, name);
    }
  });

test('xlsx: no cell is longer than a program takes', async () => {
  for (const [name, xml] of await partsOf(texts.get('xlsx')!))
    for (const [, text] of xml.matchAll(/<t(?: [^>]*)?>([^<]*)<\/t>/g)) assert.ok(text!.length <= 6 * 32_767, name);
});

test('junit is well-formed', () => {
  wellFormed(textOf('junit'), 'junit');
});

// ---------------------------------------------------------------- markup

test('HTML: hostile text adds no element, attribute or address', async () => {
  const tags = (html: string): string[] =>
    [
      ...new Set(
        [
          ...html
            .replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g, '<$1></$1>')
            .matchAll(/<([a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g),
        ].map(([, name, attributes]) => `${name} ${(attributes ?? '').replace(/="[^"]*"/g, '')}`),
      ),
    ].sort();
  const html = textOf('html');
  const format = await FORMATS.html!();
  const quiet = rows.map((row, i) => ({ ...hostile('平常的话', i), verdict: row.verdict }));
  const calm = String(
    await format.render!(reportOf(quiet), { ...CONTEXT, cells: () => ['平常'], header: () => ['内容'] }),
  );
  assert.equal(
    tags(html).filter((tag) => !tags(calm).includes(tag) && !/^(?:li|ul|p|td|tr|span|h\d|summary|details) /.test(tag)),
    [],
  );
  const page = html.replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, '');
  for (const [tag] of page.replace(/="[^"]*"/g, '=""').matchAll(/<[a-zA-Z][^>]*>/g)) assert.not.match(tag, /\son\w+/);
  assert.not.match(page, /\s(?:href|src)="(?!#|data:)/);
});

test('Markdown: no element, link, picture or code of the table', () => {
  const outside = textOf('md').replace(/\\[\s\S]/g, '');
  assert.not.match(outside, /<(?!br>|br\/>|\/?(?:mark|b|strong|details|summary)>)[a-zA-Z/!]/);
  assert.not.match(outside, /\]\((?:javascript|http)/);
});

test('workflow commands of the table do not become commands', () => {
  for (const line of textOf('github')
    .split('\n')
    .filter((one) => one.startsWith('::')))
    assert.match(line, /^::(?:error|warning|notice)(?: |::)/, line.slice(0, 100));
});

// ---------------------------------------------------------------- terminal

for (const id of plain)
  test(`${id}: no control and no direction character`, () => {
    assert.not.match(
      textOf(id).replace(/^\ufeff/, ''),
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/,
    );
    assert.ok(textOf(id).isWellFormed(), id);
  });

test('JSON formats are JSON', () => {
  for (const id of ['json', 'sarif', 'gitlab']) JSON.parse(textOf(id));
  for (const line of textOf('jsonl').trimEnd().split('\n')) JSON.parse(line);
});

// ---------------------------------------------------------------- the same everywhere

test('the same bytes under three time zones and three languages', () => {
  const seen = new Map<string, string>();
  for (const [TZ, LANG] of [
    ['Asia/Shanghai', 'zh_CN.UTF-8'],
    ['America/New_York', 'C'],
    ['Pacific/Kiritimati', 'tr_TR.UTF-8'],
  ] as const) {
    const formats = Object.keys(FORMATS).flatMap((id) => ['--format', `${id}:${join(folder, `一致.${id}.out`)}`]);
    const run = spawnSync(
      process.execPath,
      [
        '--import',
        'tsx',
        'src/cli.ts',
        'check',
        'fixtures/cases/district-2026/年终考核指标.xlsx',
        '--as-of',
        '2026-11-22',
        '--quiet',
        ...formats,
      ],
      { encoding: 'utf8', env: { ...process.env, TZ, LANG, LC_ALL: LANG, NO_COLOR: '1', COLUMNS: '100' } },
    );
    assert.is(run.status, 1, run.stderr);
    for (const id of Object.keys(FORMATS)) {
      const bytes = readFileSync(join(folder, `一致.${id}.out`)).toString('base64');
      assert.is(seen.get(id) ?? bytes, bytes, `${id} under ${TZ}, ${LANG}`);
      seen.set(id, bytes);
    }
  }
});

test.run();
