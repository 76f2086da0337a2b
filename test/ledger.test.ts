import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { UserError } from '../src/errors.ts';
import { withLock } from '../src/ledger/lock.ts';
import { type LedgerRecord, Store } from '../src/ledger/store.ts';
import { canonical, type Plain, writeYaml, yamlScalar } from '../src/ledger/yaml-write.ts';
import { parseYaml } from '../src/lists/yaml.ts';

const made: string[] = [];
function temporary(): string {
  const dir = mkdtempSync(join(tmpdir(), 'qingdan-ledger-'));
  made.push(dir);
  return dir;
}
test.after(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

const record = (chain: string, n: number) => ({ chain, kind: 'note', date: '2026-11-22', data: { n } });
const newStore = (): Store => new Store(join(temporary(), 'store'));

async function filled(): Promise<Store> {
  const store = newStore();
  for (const n of [1, 2, 3]) await store.append(record('case-a', n));
  for (const n of [1, 2]) await store.append(record('case-b', n));
  return store;
}

const filesOf = (store: Store, chain: string): string[] => readdirSync(join(store.dir, chain)).sort();
const faultsOf = (store: Store): string[] => store.verify().map(({ code }) => code);

// ---------------------------------------------------------------- YAML by our own rule

test('what is written reads back as it was, through the safe reader', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'no',
      'on',
      'null',
      '~',
      '2026-01-01',
      '00123',
      '1e3',
      '=1+1',
      '- a',
      '#',
      'a: b',
      ' ',
      '',
      '\u200b',
      '\ufeff',
      '‮',
      '\u2028',
      '\ud800',
      '：',
      '名称：甲',
      '>',
      '|',
      "'",
      '"',
      '\\',
      '\t',
      '\r\n',
      '__proto__',
      '〔2026〕5号',
    ),
  );
  const plain: fc.Arbitrary<Plain> = fc.letrec<{ value: Plain }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(
        text.filter((key) => key !== '' && key !== '__proto__'),
        tie('value'),
        { maxKeys: 3 },
      ),
    ),
  })).value;
  fc.assert(
    fc.property(plain, (value) => {
      const file = parseYaml(Buffer.from(writeYaml({ value }), 'utf8'), 'x');
      // keys that are equal after folding are refused by the reader: no record has such
      if (file.faults.some(({ code }) => code === 'yaml-duplicate-key')) return;
      assert.equal(file.faults, []);
      assert.is(canonical(JSON.parse(JSON.stringify(file.value)).value), canonical(value));
    }),
    { numRuns: 400, seed: 7 },
  );
});

test('plain words stay bare, everything doubtful is quoted', () => {
  const quoted = ['no', 'on', '2026-01-01', '00123', 'a: b', '=1', ' 甲', '甲 ', '\u200b甲', '12', ''];
  for (const text of quoted) assert.match(yamlScalar(text), /^"/, text);
  for (const text of ['区民政局', '协助开展禁毒宣传，落实防范措施', 'village', 'V-A-1-02', '区民发〔2026〕5号'])
    assert.is(yamlScalar(text), text);
});

// ---------------------------------------------------------------- the store

test('records of a chain are numbered, chained and read back in order', async () => {
  const store = await filled();
  const read = store.read('case-a');
  assert.equal(
    read.map(({ seq }) => seq),
    [1, 2, 3],
  );
  assert.equal(
    read.map(({ previous }) => previous),
    [null, read[0]!.hash, read[1]!.hash],
  );
  assert.equal(
    read.map(({ data }) => data.n),
    [1, 2, 3],
  );
  assert.equal(store.chains(), ['case-a', 'case-b']);
  assert.equal(store.verify(), []);
  assert.equal(new Store(join(store.dir, 'nothing')).verify(), []);
});

test('a store tells git to leave its bytes alone and its locks out', async () => {
  const store = await filled();
  assert.is(readFileSync(join(store.dir, '.gitattributes'), 'utf8'), '* -text\n');
  assert.match(readFileSync(join(store.dir, '.gitignore'), 'utf8'), /^\.lock$/m);
});

/** What somebody does to the files, and what verify calls it. */
const TAMPERING: Readonly<Record<string, readonly [expected: string[], act: (store: Store) => void]>> = {
  'a word changed': [
    ['edited', 'gap'],
    (store) => {
      const path = join(store.dir, 'case-a', filesOf(store, 'case-a')[1]!);
      writeFileSync(path, readFileSync(path, 'utf8').replace(/: 2$/m, ': 20'));
    },
  ],
  'a record removed from the middle': [
    ['gap'],
    (store) => rmSync(join(store.dir, 'case-a', filesOf(store, 'case-a')[1]!)),
  ],
  'the first record removed': [['gap'], (store) => rmSync(join(store.dir, 'case-a', filesOf(store, 'case-a')[0]!))],
  'two records swapped by name': [
    ['misplaced', 'misplaced', 'gap', 'gap', 'gap'],
    (store) => {
      const [one, two] = filesOf(store, 'case-a').map((name) => join(store.dir, 'case-a', name));
      renameSync(one!, `${one}.x`);
      renameSync(two!, one!);
      renameSync(`${one}.x`, two!);
    },
  ],
  'a record copied into another chain': [
    ['misplaced'],
    (store) => {
      const name = filesOf(store, 'case-a')[2]!;
      cpSync(join(store.dir, 'case-a', name), join(store.dir, 'case-b', name));
    },
  ],
  'a cut file': [
    ['unreadable', 'gap'],
    (store) => {
      const path = join(store.dir, 'case-a', filesOf(store, 'case-a')[1]!);
      writeFileSync(path, readFileSync(path, 'utf8').slice(0, 60));
    },
  ],
  'conflict marks': [
    ['unreadable'],
    (store) => {
      const path = join(store.dir, 'case-a', filesOf(store, 'case-a')[2]!);
      writeFileSync(path, `<<<<<<< HEAD\n${readFileSync(path, 'utf8')}=======\n>>>>>>> other\n`);
    },
  ],
  'a strange file': [['stranger'], (store) => writeFileSync(join(store.dir, 'case-a', 'notes.txt'), 'x')],
  'a strange file beside the chains': [['stranger'], (store) => writeFileSync(join(store.dir, 'notes.txt'), 'x')],
};

for (const [name, [expected, act]] of Object.entries(TAMPERING)) {
  test(`verify sees ${name}, and nobody reads past it`, async () => {
    const store = await filled();
    act(store);
    const found = faultsOf(store);
    for (const code of expected) assert.ok(found.includes(code as never), `${code} among ${found}`);
    if (name !== 'a strange file beside the chains')
      assert.throws(
        () => store.readAll(),
        (error: unknown) => error instanceof UserError,
      );
  });
}

test('line breaks rewritten by an editor are not an edit of the record', async () => {
  const store = await filled();
  const path = join(store.dir, 'case-a', filesOf(store, 'case-a')[1]!);
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll('\n', '\r\n'));
  assert.equal(store.verify(), []);
});

test('two branches that each add to one chain are named as such', async () => {
  const store = await filled();
  const other = new Store(join(temporary(), 'store'));
  cpSync(store.dir, other.dir, { recursive: true });
  await store.append(record('case-a', 4));
  await other.append(record('case-a', 40));
  const added = filesOf(other, 'case-a')[3]!;
  cpSync(join(other.dir, 'case-a', added), join(store.dir, 'case-a', added));
  const [fault] = store.verify();
  assert.is(fault?.code, 'fork');
  assert.match(fault!.fault, /两个分支各加了一条/);
});

test('two branches that each open a chain merge without a word', async () => {
  const store = await filled();
  const other = new Store(join(temporary(), 'store'));
  cpSync(store.dir, other.dir, { recursive: true });
  await store.append(record('case-c', 1));
  await other.append(record('case-d', 1));
  cpSync(join(other.dir, 'case-d'), join(store.dir, 'case-d'), { recursive: true });
  assert.equal(store.verify(), []);
});

test('a date before that of the record before it is a fault', async () => {
  const store = newStore();
  await store.append({ ...record('case-a', 1), date: '2026-12-01' });
  await store.append({ ...record('case-a', 2), date: '2026-11-01' });
  assert.equal(faultsOf(store), ['reordered']);
});

test('a name that would leave the store is no chain', async () => {
  const store = newStore();
  for (const chain of ['../x', '', '.lock', 'a/b', 'x'.repeat(80)])
    await store.append(record(chain, 1)).then(
      () => assert.unreachable(chain),
      (error: unknown) => assert.instance(error, RangeError),
    );
});

// ---------------------------------------------------------------- the lock

/** A lock as a process that was killed leaves it. */
function leaveLock(dir: string, owner: object): void {
  mkdirSync(join(dir, '.lock'), { recursive: true });
  writeFileSync(join(dir, '.lock', 'owner.json'), JSON.stringify(owner));
}
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

test('a lock of a process that is gone is named and taken over', async () => {
  const store = await filled();
  const pid = deadPid();
  leaveLock(store.dir, { pid, host: hostname(), started: null, nonce: 'dead' });
  const said: string[] = [];
  await store.append(record('case-a', 4), { notice: (text) => said.push(text) });
  assert.is(said.length, 1);
  assert.match(said[0]!, new RegExp(`进程 ${pid}（主机 `));
  assert.not.ok(existsSync(join(store.dir, '.lock')));
  assert.is(store.read('case-a').length, 4);
});

test('a number used again by another process does not keep a lock alive', async () => {
  if (!existsSync('/proc/self/stat')) return;
  const store = await filled();
  leaveLock(store.dir, { pid: process.pid, host: hostname(), started: '1', nonce: 'old' });
  await store.append(record('case-a', 4));
});

test('a lock that is held, here or on another machine, is waited for and then named', async () => {
  const store = await filled();
  for (const owner of [
    { pid: process.ppid, host: hostname(), started: null, nonce: 'alive' },
    { pid: 4242, host: 'other-machine', started: null, nonce: 'foreign' },
  ]) {
    leaveLock(store.dir, owner);
    const error = await store.append(record('case-a', 4), { wait: 120 }).then(
      () => null,
      (one: unknown) => one as UserError,
    );
    assert.is(error?.code, 'ledger-busy');
    assert.match(error!.line(), new RegExp(`被进程 ${owner.pid}（主机 ${owner.host}）占用，已 \\d+ 秒；请稍后再试`));
    rmSync(join(store.dir, '.lock'), { recursive: true });
  }
  assert.is(store.read('case-a').length, 3);
  assert.equal(
    readdirSync(store.dir).filter((name) => name.startsWith('.want')),
    [],
  );
});

test('what a killed writer leaves behind is swept by the next one', async () => {
  const store = await filled();
  writeFileSync(join(store.dir, '.tmp-abcdefghjk'), 'half');
  mkdirSync(join(store.dir, '.want-0123456789ab'));
  writeFileSync(
    join(store.dir, '.want-0123456789ab', 'owner.json'),
    JSON.stringify({ pid: deadPid(), host: hostname(), started: null, nonce: '0123456789ab' }),
  );
  assert.equal(store.verify(), []);
  await store.append(record('case-a', 4));
  assert.equal(readdirSync(store.dir).sort(), ['.gitattributes', '.gitignore', 'case-a', 'case-b']);
});

test('work under the lock runs alone', async () => {
  const dir = temporary();
  let inside = 0;
  await Promise.all(
    Array.from({ length: 12 }, () =>
      withLock(dir, async () => {
        assert.is(++inside, 1);
        await new Promise((done) => setTimeout(done, 2));
        inside--;
      }),
    ),
  );
});

// ---------------------------------------------------------------- many writers, sudden death

const WRITER = new URL('../fixtures/ledger/writer.ts', import.meta.url).pathname;

/** The writer as one plain file, so that a process starts at once. */
async function builtWriter(): Promise<string> {
  const { build } = await import('esbuild');
  const out = join(temporary(), 'writer.mjs');
  await build({
    entryPoints: [WRITER],
    outfile: out,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['yaml', 'ajv', 'ajv/*'],
    banner: { js: "import { createRequire as __r } from 'node:module';\nconst require = __r(import.meta.url);" },
    logLevel: 'silent',
  });
  cpSync('node_modules/yaml', join(out, '..', 'node_modules', 'yaml'), { recursive: true });
  return out;
}

interface Written {
  readonly child: ChildProcess;
  readonly confirmed: string[];
  readonly ended: Promise<number | null>;
  /** lines printed so far, the first sign of life included */
  lines(): number;
}

function startWriter(script: string, dir: string, chain: string, count: number): Written {
  const child = spawn(process.execPath, [script, dir, chain, String(count)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const confirmed: string[] = [];
  let text = '';
  let printed = 0;
  child.stdout!.on('data', (piece) => {
    text += piece;
    const lines = text.split('\n');
    text = lines.pop()!;
    printed += lines.length;
    confirmed.push(...lines.filter((line) => line !== 'ready'));
  });
  let errors = '';
  child.stderr!.on('data', (piece) => {
    errors += piece;
  });
  const ended = new Promise<number | null>((done) =>
    child.on('close', (code) => {
      if (errors !== '') process.stderr.write(errors);
      done(code);
    }),
  );
  return { child, confirmed, ended, lines: () => printed };
}

const missing = (store: Store, confirmed: readonly string[]): string[] =>
  confirmed.filter((id) => !existsSync(join(store.dir, `${id}.yaml`)));

test('eight writers at once lose nothing', async () => {
  const script = await builtWriter();
  const store = newStore();
  const writers = Array.from({ length: 8 }, (_, i) =>
    startWriter(script, store.dir, i < 4 ? 'shared' : `own-${i}`, 20),
  );
  const codes = await Promise.all(writers.map(({ ended }) => ended));
  assert.equal(codes, Array(8).fill(0));
  const confirmed = writers.flatMap((one) => one.confirmed);
  assert.is(confirmed.length, 160);
  assert.is(new Set(confirmed).size, 160);
  assert.equal(missing(store, confirmed), []);
  assert.equal(store.verify(), []);
  assert.is([...store.readAll().values()].flat().length, 160);
  assert.is(store.read('shared').length, 80);
});

test('kill -9 at any moment loses nothing that was confirmed', async () => {
  const script = await builtWriter();
  const store = newStore();
  const random = lcg(20261122);
  const confirmed: string[] = [];
  for (let round = 0; round < 40; round++) {
    const one = startWriter(script, store.dir, `case-${round % 5}`, 1000);
    // counted in records, not in time, so that a busy machine is killed in the middle of work like an idle one
    const wanted = round % 4;
    await new Promise<void>((done) => {
      one.child.stdout!.on('data', () => {
        if (one.lines() > wanted) done();
      });
      one.child.once('close', () => done());
    });
    await new Promise((done) => setTimeout(done, random() * 25));
    one.child.kill('SIGKILL');
    await one.ended;
    confirmed.push(...one.confirmed);
    assert.equal(store.verify(), [], `round ${round}`);
  }
  assert.ok(confirmed.length > 40, `only ${confirmed.length} records`);
  assert.equal(missing(store, confirmed), []);
  const last: LedgerRecord = await store.append(record('case-last', 1));
  assert.is(last.seq, 1);
  assert.equal(
    readdirSync(store.dir).filter((name) => /^\.(tmp|want|lock|takeover)/.test(name)),
    [],
  );
});

/** Numbers between 0 and 1 that are the same in every run. */
function lcg(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

// ---------------------------------------------------------------- the disk

test('a full disk is one line, and what was there stays', () => {
  const dir = temporary();
  const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', dir]);
  if (mount.status !== 0) return;
  try {
    const script = `
      import { Store } from ${JSON.stringify(new URL('../src/ledger/store.ts', import.meta.url).href)};
      const store = new Store(${JSON.stringify(join(dir, 'store'))});
      let n = 0;
      try { for (;;) { await store.append({ chain: 'case-a', kind: 'note', date: '2026-11-22', data: { n: ++n, text: 'x'.repeat(3000) } }); } }
      catch (error) { console.log(JSON.stringify({ n, code: error.code, line: error.line?.() ?? String(error), faults: store.verify(), left: store.read('case-a').length })); }`;
    const path = join(temporary(), 'fill.mts');
    writeFileSync(path, script);
    const run = spawnSync(process.execPath, ['--import', 'tsx', path], { encoding: 'utf8', cwd: process.cwd() });
    const said = JSON.parse(run.stdout.trim());
    assert.is(said.code, 'cannot-write');
    assert.match(said.line, /磁盘已满，没有写成（ENOSPC）/);
    assert.equal(said.faults, []);
    assert.is(said.left, said.n - 1);
  } finally {
    spawnSync('umount', [dir]);
  }
});

test.run();
