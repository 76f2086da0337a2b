/** `check --jobs`: any number of threads gives the same bytes, and ends as a run of one thread does. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FORMATS } from '../src/report/registry.ts';
import { csvLine, HEADER, rows } from './bench/generator.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'qingdan-jobs-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

const BUILT = ['bin/qingdan.js'];
const SOURCES = ['--import', 'tsx', 'src/cli.ts'];
const WORKBOOK = 'fixtures/cases/district-2026/年终考核指标.xlsx';

function table(name: string, count: number): string {
  let text = csvLine(HEADER);
  let made = 0;
  for (const cells of rows(7)) {
    if (made++ === count) break;
    // a repeat of text, office and number, and one with something to hide
    const shown = made % 50 === 0 ? cells.with(7, '联系人：王小明，电话13800138000') : cells;
    text += csvLine(shown);
  }
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
const TABLE = table('任务.csv', 1500);

interface Ran {
  readonly code: number | null;
  readonly err: string;
}

function run(args: readonly string[], program = BUILT, input?: string): Ran & { readonly out: Buffer } {
  const ran = spawnSync(process.execPath, [...program, ...args], {
    cwd: ROOT,
    input,
    timeout: 300_000,
    maxBuffer: 1 << 28,
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { code: ran.status, err: ran.stderr.toString('utf8'), out: ran.stdout };
}

const CHECK = ['check', '--as-of', '2026-11-22', '--quiet'];

/** Bytes of all reports of one run, by name of file. */
function reports(name: string, args: readonly string[], program = BUILT): Map<string, Buffer> {
  const out = join(folder, name);
  mkdirSync(out, { recursive: true });
  const formats = Object.keys(FORMATS).flatMap((id) => ['--format', `${id}:${join(out, `报告.${id}`)}`]);
  const { code, err } = run([...CHECK, ...args, ...formats], program);
  assert.is(code, 1, err);
  return new Map(readdirSync(out).map((file) => [file, readFileSync(join(out, file))]));
}

function assertSame(a: ReadonlyMap<string, Buffer>, b: ReadonlyMap<string, Buffer>): void {
  assert.equal([...a.keys()], [...b.keys()]);
  for (const [name, bytes] of a) assert.ok(bytes.equals(b.get(name)!), name);
}

/** What changes findings after they were judged: a waiver that is used, one that is not, a ledger, decisions, a baseline. */
function surroundings(): string[] {
  const waivers = join(folder, '豁免.yaml');
  const waiver = (id: string, where: string): string =>
    `  - id: "${id}"\n${where}    reason: 汛期应急\n    approver: 区委党建领导小组\n    document: 区党建〔2026〕5号\n    from: "2026-06-01"\n    until: "2026-12-31"\n`;
  writeFileSync(
    waivers,
    `kind: waivers\nwaivers:\n${waiver('W-1', '    unit: 区水利局\n')}${waiver('W-2', '    unit: 没有的局\n')}`,
  );
  const ledger = join(folder, '台账.csv');
  writeFileSync(
    ledger,
    '部门,事项,标准,村数,金额\n区农业局,秸秆禁烧,2000元,10,2万元\n区水利局,农村饮水工程,5000元,10,1万元\n',
  );
  const first = run([...CHECK, TABLE, '--format', 'jsonl'])
    .out.toString('utf8')
    .trim()
    .split('\n');
  const baseline = join(folder, '上次.jsonl');
  writeFileSync(baseline, `${first.slice(0, 200).join('\n')}\n`);
  const decisions = join(folder, '结论.csv');
  const keys = first.slice(300, 340).map((line) => (JSON.parse(line) as { key: string }).key);
  writeFileSync(
    decisions,
    `行标识,人工结论,理由,核定单位\n${keys.map((key) => `${key},清单内,已核对,区民政局\n`).join('')}`,
  );
  return ['--waivers', waivers, '--funding', ledger, '--baseline', baseline, '--decisions', decisions];
}

test('every format, from several files, is the same bytes whatever the number of threads', () => {
  const args = [TABLE, WORKBOOK, TABLE];
  const single = reports('一个', args);
  assert.is(single.size, Object.keys(FORMATS).length);
  assertSame(single, reports('三个', [...args, '--jobs', '3']));
});

test('waivers, ledger, baseline and decisions do in threads what they do in one', () => {
  const around = surroundings();
  const single = reports('环境一个', [TABLE, ...around]);
  const report = JSON.parse(single.get('报告.json')!.toString('utf8')) as {
    findings: { rule: string; message: string }[];
    rows: { findings: { waived: string | null }[] }[];
  };
  // the comparison below would say nothing about these if none of them did anything
  const waived = new Set(report.rows.flatMap((row) => row.findings.map((one) => one.waived)));
  for (const one of ['W-1', 'baseline', 'decision:区民政局']) assert.ok(waived.has(one), one);
  assert.equal(
    report.findings.map(({ rule, message }) => [rule, message.includes('W-2')]),
    [['waiver-unused', true]],
  );
  assertSame(single, reports('环境三个', [TABLE, ...around, '--jobs', '3']));
  assertSame(reports('不遮盖', [TABLE, '--no-mask']), reports('不遮盖两个', [TABLE, '--no-mask', '--jobs', '2']));
});

test('rows that were laid out elsewhere', () => {
  const lines = run(['rows', TABLE, WORKBOOK, '--quiet']).out.toString('utf8');
  const args = [...CHECK, '--rows', '-', '--format', 'json'];
  const single = run(args, BUILT, lines);
  const several = run([...args, '--jobs', '3'], BUILT, lines);
  assert.is(single.code, 1, single.err);
  assert.ok(single.out.equals(several.out));
});

test('from sources as from the build', () => {
  const args = [...CHECK, table('短.csv', 60), '--format', 'jsonl'];
  const single = run(args, SOURCES);
  const several = run([...args, '--jobs', '2'], SOURCES);
  assert.is(several.code, 1, several.err);
  assert.ok(single.out.equals(several.out));
});

const oneLine = ({ code, err }: Ran): void => {
  assert.is(code, 2, err);
  assert.match(err, /^qingdan: [^\n]+\n$/);
};

test('a fault of the input, of the option, or nothing to judge: one line', () => {
  const open = join(folder, '没关引号.csv');
  writeFileSync(open, `${readFileSync(TABLE, 'utf8')}9,"没有关上的引号,一\n`);
  const ran = run([...CHECK, open, '--format', 'jsonl', '--jobs', '2']);
  oneLine(ran);
  assert.match(ran.err, /引号/);
  const empty = join(folder, '只有表头.csv');
  writeFileSync(empty, csvLine(HEADER));
  const none = run([...CHECK, empty, '--jobs', '2']);
  oneLine(none);
  assert.is(none.err, run([...CHECK, empty]).err);
  for (const jobs of ['0', '65', '两', '-1']) oneLine(run([...CHECK, TABLE, '--jobs', jobs]));
});

test('a fault inside a thread: one line, and no report takes its name', async () => {
  const lists = join(folder, 'lists');
  cpSync(join(ROOT, 'lists'), lists, { recursive: true });
  const target = join(folder, '报告.jsonl');
  const child = spawn(
    process.execPath,
    [...BUILT, ...CHECK, '-', '--lists', lists, '--jobs', '2', '--format', `jsonl:${target}`],
    { cwd: ROOT, stdio: ['pipe', 'ignore', 'pipe'] },
  );
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (piece) => {
    err += piece;
  });
  const ended = new Promise<number | null>((done) => child.on('close', done));
  // the report has been opened: the main thread has its lists, the others are on their way to read them
  while (child.exitCode === null && !readdirSync(folder).some((name) => name.endsWith('.unfinished')))
    await new Promise((later) => setTimeout(later, 5));
  rmSync(join(lists, 'edition.yaml'));
  child.stdin.on('error', () => undefined).end(readFileSync(TABLE));
  oneLine({ code: await ended, err });
  assert.not(existsSync(target));
  assert.not(readdirSync(folder).some((name) => name.endsWith('.unfinished')));
});

test('interrupted in the middle: exit 130, nothing said, nothing half-written left', async () => {
  const dir = join(folder, '中断');
  mkdirSync(dir);
  const long = table('长.csv', 60_000);
  const child = spawn(
    process.execPath,
    [...BUILT, ...CHECK, long, '--jobs', '2', '--format', `jsonl:${join(dir, '报告.jsonl')}`],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (piece) => {
    err += piece;
  });
  const ended = new Promise<number | null>((done) => child.on('close', done));
  while (child.exitCode === null && readdirSync(dir).length === 0) await new Promise((later) => setTimeout(later, 20));
  await new Promise((later) => setTimeout(later, 150));
  child.kill('SIGINT');
  assert.is(await ended, 130, err);
  assert.is(err, '');
  assert.equal(readdirSync(dir), []);
});

test('a reader that leaves early is no failure', () => {
  const ran = spawnSync(
    'bash',
    [
      '-c',
      `${process.execPath} ${BUILT[0]} ${CHECK.join(' ')} ${TABLE} --jobs 2 --format jsonl | head -1 >/dev/null; echo "\${PIPESTATUS[0]}"`,
    ],
    { cwd: ROOT, encoding: 'utf8', timeout: 120_000 },
  );
  assert.is(ran.stderr, '');
  assert.match(ran.stdout, /^[01]\n$/);
});

test.run();
