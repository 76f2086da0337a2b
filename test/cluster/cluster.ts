/** One audit twice: by a single run, and in partitions on a Dask cluster that loses a worker. The bytes must agree. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = new URL('../../', import.meta.url).pathname;
/** the system's own Python: that is the one the Debian package belongs to */
const PYTHON = '/usr/bin/python3';
const QINGDAN = [process.execPath, join(ROOT, 'bin/qingdan.js')] as const;

/** True where Dask distributed can be used, and in CI, where its absence is a failure. */
export const dask: boolean =
  spawnSync(PYTHON, ['-c', 'import distributed'], { timeout: 60_000 }).status === 0 || process.env.CI === 'true';

const WORDS = [
  '完成党报党刊征订任务',
  '协助开展禁毒宣传',
  '签订安全生产责任状',
  '召开村民会议讨论决定',
  '居民医保参保率达到98%',
  '协助排查消防隐患',
  '创建卫生村并迎接检查',
  '调解民间纠纷',
  '新增市场主体不少于10户',
  '做好防汛值班',
];
const BASES = ['', '《中华人民共和国村民委员会组织法》第二条', '×办发〔2025〕12号', '《中华人民共和国禁毒法》第十七条'];
const MONEY = ['', '无', '区财政按每村2000元拨付', '以奖代补'];

/** A table of `rows` rows, the same for the same number; some texts come again, as in real tables. */
async function writeTable(path: string, rows: number): Promise<void> {
  const out = createWriteStream(path);
  let seed = 20261122;
  const draw = (below: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % below;
  };
  out.write('序号,责任单位,考核内容,分值,依据,经费保障\n');
  for (let i = 1; i <= rows; i++) {
    const text = `${WORDS[draw(WORDS.length)]}${draw(3) === 0 ? '' : `，第${draw(rows)}批`}`;
    const line = `${i},区第${draw(40)}局,${text},${draw(9)},${BASES[draw(4)]},${MONEY[draw(4)]}\n`;
    if (!out.write(line)) await new Promise<void>((done) => out.once('drain', () => done()));
  }
  await new Promise<void>((done) => out.end(() => done()));
}

function qingdan(args: readonly string[], stdout: string | null = null): void {
  const file = stdout === null ? null : openSync(stdout, 'w');
  const run = spawnSync(QINGDAN[0], [QINGDAN[1], ...args], {
    stdio: ['ignore', file ?? 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (file !== null) closeSync(file);
  if (run.status !== 0) throw new Error(`qingdan ${args.join(' ')}: ${run.status} ${run.stderr}`);
}

async function split(path: string, folder: string, lines: number): Promise<void> {
  let number = 0;
  let out: ReturnType<typeof createWriteStream> | null = null;
  const end = async (): Promise<void> => {
    const last = out;
    if (last) await new Promise<void>((done) => last.end(() => done()));
  };
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (number % lines === 0) {
      await end();
      out = createWriteStream(join(folder, `块-${String(number / lines).padStart(5, '0')}`));
    }
    number++;
    if (!out!.write(`${line}\n`)) await new Promise<void>((done) => out!.once('drain', () => done()));
  }
  await end();
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

export interface ClusterResult {
  /** what the Python side says: partitions, workers at the start and at the end */
  readonly said: { parts: number; workers: number; killed: boolean; left: number };
  readonly single: string;
  readonly merged: string;
  /** seconds: single run; rows, cluster and merge together */
  readonly seconds: { readonly single: number; readonly cluster: number };
}

/** @param rows of the table; it is cut into `parts` partitions */
export async function runCluster(rows: number, parts: number): Promise<ClusterResult> {
  const folder = mkdtempSync(join(tmpdir(), 'qingdan-cluster-'));
  const started: ChildProcess[] = [];
  const python = (args: readonly string[]): ChildProcess => {
    const child = spawn(PYTHON, ['-W', 'ignore', ...args], { cwd: folder, stdio: 'ignore' });
    started.push(child);
    return child;
  };
  const clock = (): number => Number(process.hrtime.bigint() / 1_000_000n) / 1000;
  try {
    const table = join(folder, '大表.csv');
    const single = join(folder, '一次.json');
    await writeTable(table, rows);
    const start = clock();
    qingdan(['check', table, '--as-of', '2026-11-22', '--quiet', '--fail-on', 'never', '--format', `json:${single}`]);
    const middle = clock();

    const chunks = join(folder, '块');
    mkdirSync(chunks);
    const lines = join(folder, '行.jsonl');
    qingdan(['rows', table, '--inputs', '--quiet'], lines);
    await split(lines, chunks, Math.ceil((rows + 1) / parts));
    rmSync(lines);

    const file = join(folder, 'scheduler.json');
    const net = ['--host', '127.0.0.1', '--scheduler-file', file, '--no-dashboard'];
    python(['-m', 'distributed.cli.dask_scheduler', '--port', '0', ...net]);
    for (let i = 0; i < 600 && !existsSync(file); i++) await new Promise((done) => setTimeout(done, 100));
    for (const name of ['甲', '乙'])
      python(['-m', 'distributed.cli.dask_worker', '--nthreads', '1', '--no-nanny', '--name', name, ...net]);
    const script = join(ROOT, 'test/cluster/cluster.py');
    const run = spawnSync(PYTHON, ['-W', 'ignore', script, file, '1', chunks, ...QINGDAN], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(run.stderr);

    const merged = join(folder, '合并.json');
    const reports = readdirSync(chunks)
      .filter((name) => name.endsWith('.json'))
      .sort();
    qingdan(['merge', ...reports.map((name) => join(chunks, name)), '--fail-on', 'never', '-o', merged]);
    return {
      said: JSON.parse(run.stdout.trim().split('\n').at(-1)!) as ClusterResult['said'],
      single: await sha256(single),
      merged: await sha256(merged),
      seconds: { single: middle - start, cluster: clock() - middle },
    };
  } finally {
    for (const child of started) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}
