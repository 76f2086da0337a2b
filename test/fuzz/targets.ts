/**
 * What is fuzzed. A target turns a generated case into bytes and says what became of them: null, or the fault in one
 * line. The rule is the same for all: a result, or one known error in one line; nothing else thrown, no endless work,
 * and every span that is reported is the text that stands there.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Command } from 'commander';
import fc from 'fast-check';
import { type Auditor, createAuditor } from '../../src/audit.ts';
import { define as defineCheck } from '../../src/commands/check.ts';
import type { Io } from '../../src/commands/command.ts';
import { knownFindings } from '../../src/commands/known-findings.ts';
import { define as defineMerge } from '../../src/commands/merge.ts';
import { applyConfig, printConfig, readConfig } from '../../src/config.ts';
import { UserError } from '../../src/errors.ts';
import { parsePolicy } from '../../src/ledger/policy.ts';
import { Store } from '../../src/ledger/store.ts';
import { kindOf, libraryOf, listFiles, loadLibrary, parseLibrary } from '../../src/lists/load.ts';
import { checkSchema, type FileKind } from '../../src/lists/schema.ts';
import { parseYaml } from '../../src/lists/yaml.ts';
import { DEFAULT_LIMITS } from '../../src/read/limits.ts';
import { tablesOf } from '../../src/read/open.ts';
import { bufferSource } from '../../src/read/source.ts';
import { FORMATS } from '../../src/report/registry.ts';
import { RowLines, rowLine } from '../../src/rows/jsonl.ts';
import { layoutRows } from '../../src/rows/layout.ts';
import type { JudgedRow, Merge, RawRow, Row, Table } from '../../src/types.ts';
import { CONTEXT, reportOf } from '../sample-report.ts';
import { mutatedBytes, mutatedText, partCase, takeApart } from './mutate.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const AS_OF = '2026-11-22';

export interface Target {
  readonly id: string;
  /** extension of kept cases */
  readonly extension: string;
  /** cases of the portion that runs with the tests; a long run multiplies them */
  readonly share: number;
  readonly cases: fc.Arbitrary<Buffer | Promise<Buffer>>;
  /** null = as it should be; else what is wrong */
  run(bytes: Buffer): Promise<string | null>;
}

// ---------------------------------------------------------------- the rule

/** A case may take this long in a process that shares the machine with others. */
const SLOW_MS = 10_000;

/** Runs `work` under the rule. */
export async function fault(work: () => unknown): Promise<string | null> {
  const before = process.cpuUsage();
  try {
    await work();
  } catch (error) {
    if (!(error instanceof UserError)) return `threw ${error instanceof Error ? error.stack : JSON.stringify(error)}`;
    const bad = badLine(error.line());
    if (bad) return bad;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 > SLOW_MS ? `took ${Math.round((user + system) / 1000)} ms` : null;
}

/** What is wrong with the one line of a known error. */
export function badLine(line: string): string | null {
  if (!line.startsWith('qingdan: ')) return `no known error: ${line.slice(0, 300)}`;
  if (/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(line))
    return `line breaks or controls in: ${JSON.stringify(line)}`;
  if (/\[object|undefined|NaN|TypeError|\n {4}at /.test(line)) return `noise in: ${line}`;
  if (line.length > 2000) return `a line of ${line.length} characters: ${line.slice(0, 200)}…`;
  return null;
}

// ---------------------------------------------------------------- tables to judged rows

const folder = mkdtempSync(join(tmpdir(), 'qingdan-fuzz-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
// a copy: a long run must not notice that somebody edits the lists
const LISTS = join(folder, 'lists');
cpSync(join(ROOT, 'lists'), LISTS, { recursive: true });
const library = loadLibrary(LISTS);
let auditor: Auditor | null = null;
const theAuditor = (): Auditor => {
  // a new one now and then: it remembers what it has seen
  auditor ??= createAuditor(library, { asOf: AS_OF, lang: 'zh', ledger: null });
  return auditor;
};

/** rows of one table that are judged: a mutation can make a thousand of them */
const JUDGED = 60;

async function auditTables(tables: readonly Table[]): Promise<void> {
  for (const table of tables) {
    const layout = await layoutRows(table, library.columns, { map: {}, headerRow: null, body: 'auto', kind: 'auto' });
    let seen = 0;
    for await (const batch of layout.rows)
      for (const row of batch.rows) {
        if (seen++ < JUDGED) judgeRow(row);
      }
  }
}

function judgeRow(row: Row): JudgedRow {
  const again = new RowLines().parse(rowLine(row), 'x', 1);
  if (again === null) throw new Error('a row is lost as a line');
  const judged = theAuditor().check(row);
  for (const one of [...judged.evidence, ...judged.findings.flatMap((finding) => finding.evidence)])
    if (row.text.slice(one.start, one.end) !== one.quote)
      throw new Error(
        `span ${one.start}–${one.end} of ${JSON.stringify(row.text)} is not ${JSON.stringify(one.quote)}`,
      );
  JSON.stringify(judged);
  return judged;
}

const limits = { ...DEFAULT_LIMITS, parseMs: 4000 };
const readText = (name: string, bytes: Buffer): Promise<Table[]> =>
  tablesOf(bufferSource(name, bytes), { encoding: null, sheet: null, limits });

// ---------------------------------------------------------------- seeds

const files = (folder: string, wanted: RegExp): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => wanted.test(name))
    .map((name) => join(ROOT, folder, name))
    .sort();
const bytesOf = (paths: readonly string[]): Buffer[] => paths.map((path) => readFileSync(path));
const both = (wanted: RegExp): string[] => [...files('fixtures/read', wanted), ...files('fixtures/tables', wanted)];

const textSeeds = bytesOf(both(/\.(?:csv|tsv|txt)$/)).filter((bytes) => bytes.length > 0 && bytes.length < 8000);
const packages = bytesOf([...both(/(?<!encrypted|truncated|archive|document|random|lock|pdf)\.(?:xlsx|ods)$/)]).filter(
  (bytes) => bytes.readUInt32LE(0) === 0x04034b50,
);
const taken = await Promise.all(packages.map((bytes) => takeApart(bytes).catch(() => null))).then((all) =>
  all.filter((one) => one !== null),
);
const oleSeeds = bytesOf(both(/\.(?:xls|et)$/)).filter((bytes) => bytes.readUInt32BE(0) === 0xd0cf11e0);
const markupSeeds = bytesOf(both(/(?:html|2003|page).*\.xls$/));

// ---------------------------------------------------------------- the parser, kept

interface Parsed {
  readonly format: Table['format'] | null;
  readonly sheets: readonly { name: string; index: number; hidden: boolean; merges: Merge[]; rows: RawRow[] }[];
}

/** What the isolation of the reader has to hold: counted, and no failure while it holds. */
export const contained = { hangs: 0, deaths: 0 };
let parser: ChildProcess | null = null;

function parse(kind: 'zip' | 'ole' | 'text', bytes: Buffer): Promise<Parsed | 'hang' | 'death'> {
  parser ??= fork(join(ROOT, 'test/fuzz/parser.ts'), {
    execArgv: ['--import', 'tsx', '--max-old-space-size=400'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const child = parser;
  return new Promise((done) => {
    const end = (result: Parsed | 'hang' | 'death'): void => {
      clearTimeout(timer);
      child.removeAllListeners();
      if (typeof result === 'string') {
        parser = null;
        child.kill('SIGKILL');
      }
      done(result);
    };
    const timer = setTimeout(() => end('hang'), 8000);
    child.on('message', (message: Parsed) => end(message));
    child.on('exit', () => end('death'));
    child.send({ kind, bytes: bytes.toString('base64') });
  });
}

/** Ends the parser, so that the process can end. */
export function stopParser(): void {
  parser?.kill('SIGKILL');
  parser = null;
}

async function parseAndAudit(kind: 'zip' | 'ole' | 'text', bytes: Buffer): Promise<string | null> {
  const parsed = await parse(kind, bytes);
  // a parser that hangs or dies is what the reader's own child is for: that path has to end in one line
  if (typeof parsed === 'string') {
    contained[parsed === 'hang' ? 'hangs' : 'deaths']++;
    return fault(() => readText('表.xlsx', bytes));
  }
  const tables = parsed.sheets.map(
    (sheet): Table => ({
      source: '表.xlsx',
      sheet: sheet.name,
      index: sheet.index,
      hidden: sheet.hidden,
      format: parsed.format ?? 'xlsx',
      encoding: null,
      merges: sheet.merges,
      warnings: [],
      async *rows() {
        yield sheet.rows;
      },
      replayable: true,
      tail: async () => sheet.rows.slice(-40),
    }),
  );
  return fault(() => auditTables(tables));
}

// ---------------------------------------------------------------- structured text

const HEADERS = [
  '序号',
  '考核内容',
  '考核指标',
  '工作任务',
  '分值',
  '责任单位',
  '牵头部门',
  '依据',
  '政策依据',
  '经费保障',
  '村',
  '社区',
  '村（社区）',
  '类别',
  '备注',
  '合计',
  '小计',
  '评分标准',
  '经费金额',
  '编号',
  '考核对象',
  '镇街',
  '√',
  '',
];
const CELLS = [
  '完成党报党刊征订任务，计5分',
  '1',
  '2.5',
  '√',
  '×',
  '注：以上经费由部门承担',
  '合计',
  '区文旅局',
  '《中华人民共和国村民委员会组织法》第三十六条',
  '无',
  '村集体承担',
  '负总责',
  '（一）',
  '一、',
  '；',
  '\n',
  '\t',
  '',
  ' ',
  '　',
  '10%',
  '-5',
  '1e999',
  '=1+1',
  '__proto__',
  'constructor',
  '填报单位：',
  '年  月  日',
  '同上',
  '\u202e反转',
  '\ud800',
  '\ufffe',
  '𠮷',
];

const cell = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...HEADERS) },
  { weight: 6, arbitrary: fc.constantFrom(...CELLS) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(...CELLS), fc.constantFrom(...CELLS, ...HEADERS)).map((two) => two.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
);
const grid = fc.array(fc.array(cell, { maxLength: 9 }), { maxLength: 14 });
const merge = fc.record({ top: fc.nat(15), left: fc.nat(9), bottom: fc.nat(15), right: fc.nat(9) });

const LAWS = [
  '村民委员会组织法',
  '《中华人民共和国城市居民委员会组织法》',
  '居组法',
  '《条例》',
  '《》',
  '《《',
  '》',
  '〈',
  '民法典',
  '国发〔2026〕5号',
  '×办发[2019]第12号',
  '根据',
  '依据',
  '及',
  '和',
  '、',
  '至',
  '（2018修正）',
  '（试行）',
  '草案',
];
const NUMBERS = [
  '第',
  '条',
  '款',
  '项',
  '之',
  '一',
  '十',
  '百',
  '千',
  '万',
  '零',
  '〇',
  '36',
  '９９',
  '999999999999999999',
  '-1',
  '0',
  '（二）',
];
const citation = fc
  .array(fc.oneof(fc.constantFrom(...LAWS), fc.constantFrom(...NUMBERS), fc.string({ unit: 'binary', maxLength: 4 })), {
    maxLength: 24,
  })
  .map((parts) => parts.join(''));

const YAML_TOKENS = [
  '\n',
  '\t',
  '  ',
  '- ',
  ': ',
  '：',
  '? ',
  '#',
  '|',
  '>',
  '&a ',
  '*a',
  '!!js ',
  '[',
  ']',
  '{',
  '}',
  ',',
  '"',
  "'",
  '\\',
  '---\n',
  '...\n',
  '%TAG\n',
  '\ufeff',
  '\u00a0',
  '\u3000',
  '\u200b',
  '\0',
  '__proto__: x\n',
  'constructor: x\n',
  '<<: *a\n',
  '[[[[[[[[[[[[[[[[[[[[',
  '- - - - - - - - - - ',
  '? ? ? ? ',
  'null',
  '~',
  'true',
  '00123',
  '1e400',
  '999999999999999999999',
  '2026-02-30',
  '=词',
  '\ud800',
];
const PROTOTYPE = fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '0', '-1');

const shippedFiles = listFiles(join(ROOT, 'lists'));
/** a small library, completed by the shipped files that it lacks */
const miniFiles = [
  ...files('fixtures/lists/mini', /\.yaml$/).map((path) => ({
    path: path.slice(join(ROOT, 'fixtures/lists/mini/').length),
    bytes: readFileSync(path),
  })),
  ...shippedFiles.filter((file) => ['decision.yaml', 'columns.yaml'].includes(file.path)),
];
const listSeeds = [...miniFiles, ...shippedFiles]
  .filter((file) => kindOf(file.path) !== null && file.bytes.length < 20_000)
  .map((file) => ({ path: file.path, text: file.bytes.toString('utf8') }));
const policySeed = readFileSync(join(ROOT, 'lists/admissions/policy.yaml'), 'utf8');

const DEEP = fc
  .tuple(fc.constantFrom('[', '{a: ', '- ', '? ', '"'), fc.integer({ min: 1, max: 30_000 }))
  .map(([piece, times]) => piece.repeat(times));

const sampleRow = theAuditor().check(textRow('完成党报党刊征订任务，计5分'));
const sampleReport = await reportText([sampleRow, { ...sampleRow, row: 3 }], {});

/** A report as `--format json` writes it; `over` replaces fields of its head. */
async function reportText(of: readonly JudgedRow[], over: object): Promise<string> {
  const format = await FORMATS.json!();
  const stream = format.stream!(CONTEXT);
  const lists = { edition: library.edition.edition, hash: library.contentHash };
  const { rows, ...head } = reportOf([sampleRow, { ...sampleRow, row: 3 }], { lists });
  return stream.begin() + of.map((one) => stream.row(one)).join('') + stream.end({ ...head, ...over });
}

function textRow(text: string): Row {
  return {
    source: '表.csv',
    sheet: null,
    row: 2,
    cell: 'A2',
    id: null,
    unit: '区文旅局',
    section: null,
    text,
    kind: 'indicator',
    bodies: ['village'],
    addressee: null,
    basis: null,
    funding: null,
    amount: null,
    department: null,
    points: null,
    cells: [text],
    table: {
      title: null,
      unit: null,
      header: ['考核内容'],
      headerRow: 1,
      columns: { text: [0] },
      hasFundingColumn: false,
      hasBasisColumn: false,
      notes: [],
      complete: true,
    },
  };
}

const store = new Store(join(folder, 'store'));
for (const n of [1, 2, 3])
  await store.append({ chain: 'case-a', kind: 'note', date: AS_OF, data: { n, 说明: '报刊征订', 列表: ['一', '二'] } });
const recordFiles = readdirSync(join(store.dir, 'case-a')).sort();
const recordSeeds = recordFiles.map((name) => readFileSync(join(store.dir, 'case-a', name), 'utf8'));

const utf8 = (text: fc.Arbitrary<string>): fc.Arbitrary<Buffer> => text.map((one) => Buffer.from(one, 'utf8'));
const json = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Buffer> =>
  value.map((one) => Buffer.from(JSON.stringify(one), 'utf8'));

const CONFIG = `kind: config
lists: lists
body: village
row_kind: indicator
format: [table, csv:结果.csv]
fail_on: warning
encoding: gb18030
map:
  text: 工作内容
  points: 分值
`;

const IO: Io = {
  out: async () => undefined,
  stdin: () => Readable.from([]),
  err: () => undefined,
  today: () => AS_OF,
  version: '0.0.0',
  lang: 'zh',
  shippedLists: LISTS,
  stdoutIsTerminal: false,
  stderrIsTerminal: false,
  stdinIsTerminal: false,
  width: 120,
  color: false,
  env: {},
  exit: () => undefined,
};

/** `qingdan merge` on one report, its output thrown away. */
async function mergeOne(path: string): Promise<void> {
  const command = new Command('merge').exitOverride();
  defineMerge(command, IO);
  await command.parseAsync([path, '--format', 'csv'], { from: 'user' });
}

// ---------------------------------------------------------------- the targets

export const TARGETS: readonly Target[] = [
  {
    id: 'csv',
    extension: 'csv',
    share: 480,
    cases: mutatedBytes(textSeeds),
    run: (bytes) => fault(async () => auditTables(await readText('表.csv', bytes))),
  },
  {
    id: 'package-parts',
    extension: 'xlsx',
    share: 260,
    cases: partCase(taken.length).map(({ seed, part, edits }) => taken[seed]!.rebuild(part, edits)),
    run: (bytes) => parseAndAudit('zip', bytes),
  },
  {
    id: 'package-bytes',
    extension: 'xlsx',
    share: 200,
    cases: mutatedBytes(packages),
    run: (bytes) => parseAndAudit('zip', bytes),
  },
  {
    id: 'xls-bytes',
    extension: 'xls',
    share: 200,
    cases: mutatedBytes(oleSeeds),
    run: (bytes) => parseAndAudit('ole', bytes),
  },
  {
    id: 'markup',
    extension: 'xls',
    share: 100,
    cases: mutatedBytes(markupSeeds),
    run: (bytes) => parseAndAudit('text', bytes),
  },
  {
    id: 'headers',
    extension: 'json',
    share: 320,
    cases: json(fc.record({ rows: grid, merges: fc.array(merge, { maxLength: 3 }), sheet: fc.option(cell) })),
    run: (bytes) =>
      fault(async () => {
        const { rows, merges, sheet } = JSON.parse(bytes.toString('utf8')) as {
          rows: string[][];
          merges: Merge[];
          sheet: string | null;
        };
        const records = rows.map((cells, i) => ({ number: i + 1, cells }));
        const ordered = merges.map((one) => ({
          top: Math.min(one.top, one.bottom) + 1,
          bottom: Math.max(one.top, one.bottom) + 1,
          left: Math.min(one.left, one.right),
          right: Math.max(one.left, one.right),
        }));
        await auditTables([
          {
            source: '表.xlsx',
            sheet,
            index: 1,
            hidden: false,
            format: 'xlsx',
            encoding: null,
            merges: ordered,
            warnings: [],
            async *rows() {
              yield records;
            },
            replayable: true,
            tail: async () => records.slice(-40),
          },
        ]);
      }),
  },
  {
    id: 'citations',
    extension: 'txt',
    share: 380,
    cases: utf8(citation),
    run: (bytes) =>
      fault(() => {
        const basis = bytes.toString('utf8');
        for (const text of ['协助开展禁毒宣传', basis]) {
          const judged = judgeRow({ ...textRow(text), basis });
          for (const one of judged.citations)
            if (typeof one.raw !== 'string') throw new Error('citation without words');
        }
      }),
  },
  {
    id: 'lists',
    extension: 'json',
    share: 150,
    cases: json(
      fc.nat(listSeeds.length - 1).chain((at) =>
        fc.record({
          path: fc.constant(listSeeds[at]!.path),
          text: fc.oneof(
            { weight: 12, arbitrary: mutatedText([listSeeds[at]!.text], YAML_TOKENS) },
            { weight: 1, arbitrary: DEEP },
          ),
        }),
      ),
    ),
    run: (bytes) =>
      fault(() => {
        const { path, text } = JSON.parse(bytes.toString('utf8')) as { path: string; text: string };
        const file = { path, bytes: Buffer.from(text, 'utf8') };
        const parsed = parseYaml(file.bytes, path);
        const faults = [...parsed.faults, ...checkSchema(kindOf(path) as FileKind, parsed)];
        for (const one of faults) {
          const bad = badLine(new UserError(one.code, one.place, one.fault, one.hint).line());
          if (bad) throw new Error(bad);
        }
        // a file that passes has to make a library that works
        if (faults.length > 0 || !miniFiles.some((one) => one.path === path)) return;
        const all = miniFiles.map((one) => (one.path === path ? file : one));
        if (parseLibrary(all).faults.length > 0) return;
        createAuditor(libraryOf(all, 'lists'), { asOf: AS_OF, lang: 'zh', ledger: null }).check(
          textRow('完成报刊征订任务'),
        );
      }),
  },
  {
    id: 'policy',
    extension: 'yaml',
    share: 100,
    cases: utf8(mutatedText([policySeed], YAML_TOKENS)),
    run: (bytes) => fault(() => parsePolicy(bytes, 'policy.yaml')),
  },
  {
    id: 'config',
    extension: 'yaml',
    share: 160,
    cases: fc.oneof(
      utf8(mutatedText([CONFIG], YAML_TOKENS)),
      // JSON is YAML too: every key with any value
      json(
        fc.dictionary(
          fc.constantFrom(
            'kind',
            'lists',
            'body',
            'row_kind',
            'format',
            'fail_on',
            'map',
            'encoding',
            '__proto__',
            'x',
          ),
          fc.jsonValue({ maxDepth: 2 }),
        ),
      ),
    ),
    run: (bytes) =>
      fault(() => {
        const config = readConfig(bytes, 'qingdan.config.yaml');
        const command = new Command('check');
        defineCheck(command, IO);
        applyConfig(command, config);
        printConfig(command, config);
      }),
  },
  {
    id: 'rows',
    extension: 'jsonl',
    share: 200,
    cases: fc.oneof(
      utf8(
        mutatedText(
          [rowLine(textRow('完成党报党刊征订任务，计5分'))],
          ['null', '[]', '{}', '""', '1', ',', ':', '"', '\\u0000', 'true'],
        ),
      ),
      json(
        fc
          .tuple(fc.constantFrom(...Object.keys(textRow(''))), fc.jsonValue({ maxDepth: 2 }))
          .map(([key, value]) => ({ ...textRow('完成报刊征订任务'), [key]: value })),
      ),
      json(
        fc
          .tuple(fc.constantFrom(...Object.keys(textRow('').table)), fc.jsonValue({ maxDepth: 2 }))
          .map(([key, value]) => ({ ...textRow('完成报刊征订任务'), table: { ...textRow('').table, [key]: value } })),
      ),
      json(fc.jsonValue()),
    ),
    run: (bytes) =>
      fault(() => {
        const row = new RowLines().parse(bytes.toString('utf8'), '行.jsonl', 1);
        if (row) judgeRow(row);
      }),
  },
  {
    id: 'reports',
    extension: 'json',
    share: 80,
    cases: fc.oneof(
      fc
        .tuple(fc.constantFrom(...Object.keys(sampleRow)), fc.jsonValue({ maxDepth: 2 }))
        .map(async ([key, value]) => Buffer.from(await reportText([{ ...sampleRow, [key]: value }], {}))),
      fc
        .tuple(
          fc.constantFrom('inputs', 'summary', 'lists', 'as_of', 'version', 'findings'),
          fc.jsonValue({ maxDepth: 2 }),
        )
        .map(async ([key, value]) => Buffer.from(await reportText([sampleRow], { [key]: value }))),
      utf8(
        mutatedText(
          [sampleReport],
          ['null', '[]', '{}', '""', '\n', ',', '],', '{"rows":[', '"findings":1,', '"waived":{}', '}'],
        ),
      ),
      json(fc.jsonValue()),
    ),
    run: async (bytes) => {
      const path = join(folder, 'report.json');
      // a kept report was written under lists that have changed since
      writeFileSync(path, bytes.toString('utf8').replace(/"hash":"[0-9a-f]{64}"/, `"hash":"${library.contentHash}"`));
      return (await fault(() => knownFindings(path))) ?? fault(() => mergeOne(path));
    },
  },
  {
    id: 'ledgers',
    extension: 'yaml',
    share: 120,
    cases: utf8(fc.oneof(mutatedText(recordSeeds, YAML_TOKENS), DEEP, PROTOTYPE)),
    run: (bytes) => {
      const path = join(store.dir, 'case-a', recordFiles[1]!);
      writeFileSync(path, bytes);
      return fault(() => {
        const faults = store.verify();
        const same = bytes.toString('utf8') === recordSeeds[1];
        const quiet = faults.length === 0 && !same && !onlyForm(bytes.toString('utf8'));
        if (quiet) throw new Error('a changed record passes as intact');
        store.readAll();
      });
    },
  },
];

/** Two files that say the same in other words of YAML (a comment, a blank line): the content is what is sealed. */
function onlyForm(text: string): boolean {
  const value = (source: string): string => JSON.stringify(parseYaml(Buffer.from(source), 'x').value);
  return value(text) === value(recordSeeds[1]!);
}

// ---------------------------------------------------------------- through the command line

const MEMORY_KB = 512 * 1024;

/** The whole tool on one file: documented code, one line, in time. */
export function throughCommand(bytes: Buffer, extension: string): Promise<string | null> {
  const dir = mkdtempSync(join(folder, 'cli-'));
  mkdirSync(dir, { recursive: true });
  const file = join(dir, `表.${extension}`);
  writeFileSync(file, bytes);
  const child = spawn(
    process.execPath,
    ['bin/qingdan.js', 'check', file, '--as-of', AS_OF, '--format', 'jsonl', '--limit-parse-ms', '4000', '--quiet'],
    { cwd: ROOT, env: { ...process.env, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let errors = '';
  let rows = '';
  child.stderr.setEncoding('utf8').on('data', (piece) => {
    errors += piece;
  });
  child.stdout.setEncoding('utf8').on('data', (piece) => {
    rows += piece;
  });
  let peak = 0;
  const watch = setInterval(() => {
    const status = (() => {
      try {
        return readFileSync(`/proc/${child.pid}/status`, 'utf8');
      } catch {
        return '';
      }
    })();
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
  }, 50);
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  return new Promise((done) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      clearInterval(watch);
      rmSync(dir, { recursive: true, force: true });
      if (signal) return done(`killed by ${signal}`);
      if (![0, 1, 2].includes(code ?? -1)) return done(`exit code ${code}: ${errors.slice(0, 300)}`);
      if (peak > MEMORY_KB) return done(`took ${Math.round(peak / 1024)} MiB`);
      const lines = errors.split('\n').filter((line) => line !== '');
      if (code === 2 && lines.length !== 1) return done(`exit 2 with ${lines.length} lines: ${errors.slice(0, 300)}`);
      for (const line of lines) {
        const bad = badLine(line);
        if (bad) return done(bad);
      }
      for (const line of rows.split('\n').filter((one) => one !== '')) JSON.parse(line);
      done(null);
    });
  });
}

/** Targets whose cases are files that the command line can take. */
export const FILE_TARGETS: readonly string[] = ['csv', 'package-parts', 'package-bytes', 'xls-bytes', 'markup'];
