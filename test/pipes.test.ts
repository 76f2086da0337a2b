/** Pipes, devices and signals: what a shell does to a program. Documented exit codes, no stack trace, no half report. */
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const ROOT = new URL('..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'qingdan-pipes-'));

const LINES = [
  '完成党报党刊征订任务，计5分',
  '协助开展禁毒宣传',
  '签订安全生产责任状',
  '组织召开村民会议',
  '居民医保参保率不低于98%',
];
const rowsOf = (count: number): string =>
  `序号,考核内容,分值\n${Array.from({ length: count }, (_, i) => `${i + 1},第${i}项${LINES[i % LINES.length]},${i % 9}`).join('\n')}\n`;
const small = join(folder, '小.csv');
const large = join(folder, '大.csv');
writeFileSync(small, rowsOf(50));
writeFileSync(large, rowsOf(6_000));
const longer = join(folder, '更大.csv');
writeFileSync(longer, rowsOf(40_000));

/** as built: the source starts too slowly for so many runs */
const QINGDAN = `${process.execPath} ${ROOT}bin/qingdan.js`;
const CHECK = `${QINGDAN} check --as-of 2026-11-22 --quiet`;

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a line of bash; `code` is that of the whole pipeline's first program when the line asks for it. */
function shell(line: string): Ran {
  const ran = spawnSync('bash', ['-c', line], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: 120_000,
    maxBuffer: 1 << 28,
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

const noTrace = ({ err }: Ran): void => assert.not.match(err, /\n {4}at |node:internal|TypeError|throw /);
const oneLine = (ran: Ran): void => {
  noTrace(ran);
  assert.match(ran.err, /^qingdan: [^\n]+\n$/);
};

test('| head -1: quiet, and not counted as a failure of the tool', () => {
  for (const format of ['jsonl', 'csv', 'table', 'json']) {
    const ran = shell(`${CHECK} ${large} --format ${format} | head -1 >/dev/null; echo "\${PIPESTATUS[0]}"`);
    noTrace(ran);
    assert.is(ran.err, '', format);
    assert.match(ran.out, /^[01]\n$/, format);
  }
});

test('a closed standard output ends in a documented code', () => {
  const ran = shell(`${CHECK} ${small} --format jsonl >&-`);
  assert.ok(ran.code === 1 || ran.code === 2, String(ran.code));
  noTrace(ran);
});

test('a closed standard error does not hurt', () => {
  const ran = shell(`${CHECK} ${small} --format jsonl 2>&-`);
  assert.is(ran.code, 1);
  assert.is(ran.out.trimEnd().split('\n').length, 50);
});

test('a closed standard input, and one that is a folder', () => {
  for (const end of ['<&-', `< ${folder}`]) {
    const ran = shell(`${CHECK} - --format jsonl ${end}`);
    assert.is(ran.code, 2, end);
    oneLine(ran);
  }
  // who does not read it does not mind
  assert.is(shell(`${CHECK} ${small} --format jsonl <&-`).code, 1);
});

test('a full device is an error, never an empty report with exit 0', () => {
  if (!existsSync('/dev/full')) return;
  for (const line of [
    `${CHECK} ${small} --format jsonl > /dev/full`,
    `${CHECK} ${large} --format json > /dev/full`,
    `${CHECK} ${small} --format csv:/dev/full`,
  ]) {
    const ran = shell(line);
    assert.is(ran.code, 2, `${line}: ${ran.err}`);
    oneLine(ran);
  }
});

test('a slow pipe gets everything', () => {
  const direct = shell(`${CHECK} ${large} --format jsonl | sha256sum`);
  const slow = shell(
    `${CHECK} ${large} --format jsonl | (while IFS= read -r -n 100000 -d '' piece || [ -n "$piece" ]; do printf '%s' "$piece"; sleep 0.01; done) | sha256sum`,
  );
  assert.is(slow.out, direct.out);
});

/** Starts a run and sends a signal once the report has begun to be written. */
function interrupted(signal: NodeJS.Signals, target: string): Promise<{ code: number | null; err: string }> {
  return new Promise((done) => {
    const child = spawn(
      process.execPath,
      ['bin/qingdan.js', 'check', longer, '--as-of', '2026-11-22', '--quiet', '--format', `jsonl:${target}`],
      { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (piece) => {
      err += piece;
    });
    const parent = join(target, '..');
    const timer = setInterval(() => {
      if (readdirSync(parent).length > 0) {
        clearInterval(timer);
        setTimeout(() => child.kill(signal), 150);
      }
    }, 20);
    child.on('close', (code, by) => {
      clearInterval(timer);
      done({ code: code ?? (by === 'SIGKILL' ? -9 : null), err });
    });
  });
}

test('interrupted in the middle: exit 130, the old report untouched, nothing half-written left', async () => {
  const dir = join(folder, '中断');
  mkdirSync(dir);
  const target = join(dir, '报告.jsonl');
  const { code, err } = await interrupted('SIGINT', target);
  assert.is(code, 130, err);
  assert.is(err, '');
  assert.equal(readdirSync(dir), []);
});

test('killed in the middle: no file under the name of the report', async () => {
  const dir = join(folder, '杀死');
  mkdirSync(dir);
  const target = join(dir, '报告.jsonl');
  assert.is((await interrupted('SIGKILL', target)).code, -9);
  assert.not(existsSync(target));
  // the next run goes through and sweeps what the dead one left
  const ran = shell(`${CHECK} ${small} --format jsonl:${target}`);
  assert.is(ran.code, 1, ran.err);
  assert.equal(readdirSync(dir), ['报告.jsonl']);
});

test('an error in the input leaves the report of yesterday alone', () => {
  const target = join(folder, '昨天.csv');
  writeFileSync(target, '昨天的报告\n');
  const broken = join(folder, '坏.xlsx');
  writeFileSync(broken, readFileSync(join(ROOT, 'fixtures/read/truncated.xlsx')));
  const ran = shell(`${CHECK} ${small} ${broken} --format csv:${target}`);
  assert.is(ran.code, 2);
  oneLine(ran);
  assert.is(readFileSync(target, 'utf8'), '昨天的报告\n');
});

test('a folder that cannot be written to, a name that is a folder, a folder that is not there', () => {
  const dir = join(folder, '只读');
  mkdirSync(dir);
  chmodSync(dir, 0o555);
  const places = [folder, join(folder, '没有', '报告.csv'), join(small, '报告.csv')];
  // root may write anywhere
  if (process.getuid?.() !== 0) places.push(join(dir, '报告.csv'));
  for (const place of places) {
    const ran = shell(`${CHECK} ${small} --format csv:${place}`);
    assert.is(ran.code, 2, place);
    oneLine(ran);
  }
  if (process.getuid?.() === 0) {
    // as somebody else, where the machine has one who may read the program
    const ran = shell(
      `setpriv --reuid=65534 --regid=65534 --clear-groups test -r ${ROOT}package.json && chmod 755 ${folder} && setpriv --reuid=65534 --regid=65534 --clear-groups ${CHECK} ${small} --format csv:${dir}/报告.csv`,
    );
    if (ran.err.startsWith('qingdan: ')) assert.is(ran.code, 2);
    noTrace(ran.err.includes('setpriv') || ran.err.includes('EACCES') ? { ...ran, err: '' } : ran);
  }
  chmodSync(dir, 0o755);
});

const mount = join(folder, '小盘');
mkdirSync(mount);
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', mount]).status === 0;
test.after(() => {
  if (mounted) spawnSync('umount', [mount]);
  rmSync(folder, { recursive: true, force: true });
});

(mounted ? test : test.skip)('a disk that fills up: one line, the old report intact', () => {
  const target = join(mount, '报告.jsonl');
  writeFileSync(target, '昨天\n');
  const ran = shell(`${CHECK} ${large} --format jsonl:${target}`);
  assert.is(ran.code, 2);
  oneLine(ran);
  assert.is(readFileSync(target, 'utf8'), '昨天\n');
  assert.equal(readdirSync(mount), ['报告.jsonl']);
});

test.run();
