/**
 * `npm run bench`: how long things take, as ratios to floors that are measured in the same run, because another machine
 * or a busy hour changes the seconds and leaves the ratios. Nothing is asserted here; figures are appended to
 * history.jsonl. Options: --only PART,PART · --rows N (CSV) · --small (for CI) · --note TEXT · --no-history
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { loadLibrary } from '../../src/lists/load.ts';
import { csvLine, HEADER, rows } from './generator.ts';
import { machine } from './machine.ts';
import { inTurn, type Timed, timed } from './run.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));
const argv = process.argv.slice(2);
const option = (name: string): string | null => {
  const at = argv.indexOf(name);
  return at === -1 ? null : (argv[at + 1] ?? null);
};
const small = argv.includes('--small');
const only = option('--only')?.split(',') ?? null;
const CSV_ROWS = Number(option('--rows') ?? (small ? 20_000 : 1_000_000));
const XLSX_ROWS = small ? 5000 : 100_000;
const INSIDE_ROWS = small ? 10_000 : 60_000;
const STARTS = small ? 3 : 9;

const cli = join(root, 'bin/qingdan.js');
const folder = mkdtempSync(join(tmpdir(), 'qingdan-bench-'));
const CHECK = ['--as-of', '2026-11-22', '--fail-on', 'never', '--quiet', '--no-progress'];

type Figures = Record<string, unknown>;
const rounded = (value: number): number => Math.round(value * 100) / 100;

function csvOf(name: string, count: number): string {
  const path = join(folder, name);
  const file = openSync(path, 'w');
  let text = csvLine(HEADER);
  let made = 0;
  for (const cells of rows(1)) {
    if (made++ === count) break;
    text += csvLine(cells);
    if (text.length > 1 << 20) {
      writeSync(file, text);
      text = '';
    }
  }
  writeSync(file, text);
  closeSync(file);
  return path;
}

/** Others at work on the machine lengthen the seconds of the longer run more than those of the shorter one. */
const cpuRatio = (one: Timed, floor: Timed): Figures =>
  one.cpu === null || floor.cpu === null
    ? {}
    : { floor_cpu_seconds: rounded(floor.cpu), cpu_seconds: rounded(one.cpu), cpu_ratio: rounded(one.cpu / floor.cpu) };

/** The main job over one CSV file, with one and with two jobs. */
async function csv(): Promise<Figures> {
  const path = csvOf('rows.csv', CSV_ROWS);
  const floor = await timed([join(here, 'floors/csv-parse.mjs'), path]);
  const one = await timed([cli, 'check', path, '--format', 'jsonl', ...CHECK]);
  const two = await timed([cli, 'check', path, '--format', 'jsonl', '--jobs', '2', ...CHECK]);
  const tenth = await timed([cli, 'check', csvOf('tenth.csv', CSV_ROWS / 10), '--format', 'jsonl', ...CHECK]);
  if (one.code !== 0 || two.code !== 0) throw new Error('check failed');
  return {
    rows: CSV_ROWS,
    csv_parse_seconds: rounded(floor.seconds),
    check_seconds: rounded(one.seconds),
    ratio: rounded(one.seconds / floor.seconds),
    ...cpuRatio(one, floor),
    jobs_2_seconds: rounded(two.seconds),
    jobs_2_ratio: rounded(two.seconds / floor.seconds),
    memory_mb: one.memory,
    memory_tenth_mb: tenth.memory,
    jobs_2_memory_mb: two.memory,
  };
}

/** The main job over a workbook. */
async function xlsx(): Promise<Figures> {
  const { utils, write } = await import('@e965/xlsx');
  const table: (readonly string[])[] = [HEADER];
  for (const cells of rows(2)) if (table.push(cells) > XLSX_ROWS) break;
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(table as string[][]), '任务');
  const path = join(folder, 'rows.xlsx');
  writeFileSync(path, write(book, { type: 'buffer', bookType: 'xlsx', bookSST: true, compression: true }) as Buffer);
  const floor = await timed([join(here, 'floors/xlsx.mjs'), path]);
  const one = await timed([cli, 'check', path, '--format', 'jsonl', ...CHECK]);
  if (one.code !== 0) throw new Error('check failed');
  return {
    rows: XLSX_ROWS,
    reader_seconds: rounded(floor.seconds),
    check_seconds: rounded(one.seconds),
    ratio: rounded(one.seconds / floor.seconds),
    ...cpuRatio(one, floor),
    memory_mb: one.memory,
  };
}

/** New processes: what everybody waits for. */
async function start(): Promise<Figures> {
  const path = csvOf('hundred.csv', 100);
  const seconds = await inTurn(
    {
      node: ['-e', '0'],
      version: [cli, '--version'],
      check: [cli, 'check', path, '--format', 'jsonl', ...CHECK],
      lint: [cli, 'lists', 'lint'],
    },
    STARTS,
  );
  const floor = seconds['node']!;
  return {
    node_ms: rounded(floor * 1000),
    ...Object.fromEntries(
      ['version', 'check', 'lint'].flatMap((name) => [
        [`${name}_ms`, rounded(seconds[name]! * 1000)],
        [`${name}_ratio`, rounded(seconds[name]! / floor)],
      ]),
    ),
  };
}

let bundled: string | null = null;

/** One part of inside.ts, bundled as the product is: what a development loader adds must not be measured. */
async function inside(part: string, file: string[] = []): Promise<Figures> {
  if (bundled === null) {
    bundled = join(folder, 'inside.mjs');
    await build({
      entryPoints: [join(here, 'inside.ts')],
      outfile: bundled,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'warning',
    });
    const library = loadLibrary(join(root, 'lists'));
    writeFileSync(join(folder, 'library.json'), JSON.stringify({ data: library, wide: library.wide() }));
  }
  const output = execFileSync(process.execPath, [
    bundled,
    part,
    join(folder, 'library.json'),
    String(INSIDE_ROWS),
    ...file,
  ]);
  return JSON.parse(output.toString('utf8')) as Figures;
}

const PARTS: Readonly<Record<string, () => Promise<Figures>>> = {
  judging: () => inside('judging'),
  stages: () => inside('stages', [csvOf('stages.csv', INSIDE_ROWS)]),
  growth: () => inside('growth'),
  rivals: () => inside('rivals'),
  start,
  csv,
  xlsx,
};

const wanted = Object.keys(PARTS).filter((name) => only === null || only.includes(name));
if (wanted.length === 0) throw new Error(`parts: ${Object.keys(PARTS).join(', ')}`);
if (!argv.includes('--no-build')) execFileSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: 'inherit' });
const facts = machine();
console.log(facts);
try {
  const figures: Record<string, Figures> = {};
  for (const name of wanted) {
    figures[name] = await PARTS[name]!();
    console.log(name, figures[name]);
  }
  if (!argv.includes('--no-history')) {
    const entry = {
      day: new Date().toISOString().slice(0, 10),
      note: option('--note') ?? '',
      commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root }).toString().trim(),
      machine: facts,
      small,
      figures,
    };
    appendFileSync(join(here, 'history.jsonl'), `${JSON.stringify(entry)}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
