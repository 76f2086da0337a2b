/** What is shipped, what it is made of, and that it runs where nothing else is. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readLock, resolved } from '../src/build/lockfile.ts';
import { makePortable } from '../src/build/portable.ts';
import { sbom } from '../src/build/sbom.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'qingdan-supply-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));
const locked = readLock(ROOT);

/** Licences that go with Apache-2.0 in a tool that is handed on. */
const ALLOWED = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Zlib',
  'BlueOak-1.0.0',
  '0BSD',
  'CC0-1.0',
];

/** `(MIT OR GPL-3.0-or-later)` may be taken as MIT; `(MIT AND Zlib)` asks for both. */
function isAllowed(expression: string): boolean {
  const bare = expression.replace(/[()]/g, '');
  return bare.split(' OR ').some((choice) => choice.split(' AND ').every((one) => ALLOWED.includes(one)));
}

const table = join(folder, '任务.csv');
writeFileSync(table, '序号,考核内容,分值\n1,完成党报党刊征订任务,5\n2,协助开展禁毒宣传,3\n');
const JOB = ['check', table, '--as-of', '2026-11-22', '--format', 'jsonl', '--quiet'];

function mainJob(command: string, args: readonly string[], env: NodeJS.ProcessEnv): void {
  const run = spawnSync(command, [...args, ...JOB], { encoding: 'utf8', cwd: folder, env });
  assert.is(run.status, 1, run.stderr || String(run.error));
  assert.is(run.stderr, '');
  const verdicts = run.stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { verdict: string }).verdict);
  assert.is(verdicts.length, 2);
  assert.is(verdicts[0], 'prohibited');
}

test('every runtime package is locked by hash, runs no install script, and has a licence that goes with ours', () => {
  assert.ok(locked.packages.length >= 9);
  for (const one of locked.packages) {
    assert.match(one.integrity, /^sha512-/, one.path);
    assert.not(one.installScript, `${one.path} runs an install script`);
    assert.ok(isAllowed(one.license), `${one.path}: ${one.license}`);
  }
  const { scripts, dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<
    string,
    Record<string, string>
  >;
  assert.not(Object.keys(scripts!).some((name) => /^(?:pre|post)?install$/.test(name)));
  for (const [name, version] of Object.entries(dependencies!)) assert.match(version, /^\d/, `${name} is not pinned`);
});

test('licences: a choice is enough, a conjunction asks for all', () => {
  assert.ok(isAllowed('(MIT OR GPL-3.0-or-later)'));
  assert.ok(isAllowed('(MIT AND Zlib)'));
  assert.not(isAllowed('(MIT AND GPL-2.0)'));
  assert.not(isAllowed('AGPL-3.0'));
  assert.not(isAllowed(''));
});

test('the bill of materials names every package once and knows who needs whom', () => {
  const bill = sbom(locked) as {
    bomFormat: string;
    components: { 'bom-ref': string; hashes: { content: string }[] }[];
    dependencies: { ref: string; dependsOn: string[] }[];
  };
  assert.is(bill.bomFormat, 'CycloneDX');
  const refs = bill.components.map((one) => one['bom-ref']);
  assert.is(refs.length, locked.packages.length);
  assert.is(new Set(refs).size, refs.length);
  for (const one of bill.components) assert.match(one.hashes[0]!.content, /^[0-9a-f]{128}$/);
  const known = new Set([...refs, ...bill.dependencies.map(({ ref }) => ref)]);
  for (const { dependsOn } of bill.dependencies) for (const ref of dependsOn) assert.ok(known.has(ref), ref);
  // every component is needed by somebody
  const needed = new Set(bill.dependencies.flatMap(({ dependsOn }) => dependsOn));
  assert.equal(
    refs.filter((ref) => !needed.has(ref)),
    [],
  );
  for (const name of locked.needs) assert.ok(resolved(locked, '', name), name);
});

// scripts are left out: packing must not rebuild dist/ under the tests that run beside this one
const packed = spawnSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
  cwd: ROOT,
  encoding: 'utf8',
});

const tarball = (): string => join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz'))!);

test('the package contains only what runs', () => {
  assert.is(packed.status, 0, packed.stderr);
  const [{ files }] = JSON.parse(packed.stdout) as [{ files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  const foreign = paths.filter(
    (path) =>
      !/^(?:bin\/(?:qingdan\.js|package\.json)|dist\/[\w.-]+\.(?:js|cjs|cjs\.cache|json|bin)|lists\/.+\.(?:yaml|json|jsonl|csv|tsv|txt|md)|lists\/admissions\/\.git(?:attributes|ignore)|README\.md|CHANGELOG\.md|LICENSE|package\.json)$/.test(
        path,
      ),
  );
  assert.equal(foreign, []);
  for (const needed of [
    'bin/qingdan.js',
    'bin/package.json',
    'dist/cli.cjs',
    'dist/cli.cjs.cache',
    'dist/read-child.js',
    'dist/lists-cache.json',
    'dist/lists-match.bin',
    'lists/edition.yaml',
    'LICENSE',
  ])
    assert.ok(paths.includes(needed), needed);
});

test('V8 takes back what it left of the build', () => {
  const look = `
    const { Script } = require('node:vm');
    const { readFileSync } = require('node:fs');
    const file = process.argv[1];
    const source = '(function (exports, require, module, __filename, __dirname) {' + readFileSync(file, 'utf8') + '\\n})';
    process.stdout.write(String(new Script(source, { filename: file, cachedData: readFileSync(file + '.cache') }).cachedDataRejected));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', look, join(ROOT, 'dist/cli.cjs')], {
    encoding: 'utf8',
  });
  assert.is(stdout, 'false', stderr);
});

test('publint has nothing to say', async () => {
  const { buffer, byteOffset, byteLength } = readFileSync(tarball());
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  const { messages } = await publint({ pack: { tarball: bytes } });
  assert.equal(messages, []);
});

test('the packed tarball, installed in an empty folder, does the main job', () => {
  const empty = join(folder, '空');
  cpSync(tarball(), join(empty, 'qingdan.tgz'));
  writeFileSync(join(empty, 'package.json'), '{"private":true}');
  const install = spawnSync('npm', ['install', './qingdan.tgz', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: empty,
    encoding: 'utf8',
    timeout: 180_000,
  });
  const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH/.test(install.stderr);
  if (offline && process.env.CI !== 'true') {
    console.log('no registry can be reached: the installation was not tried');
    return;
  }
  assert.is(install.status, 0, install.stderr);
  mainJob(join(empty, 'node_modules/.bin/qingdan'), [], process.env);
});

test('no advisory of weight on what is shipped, where the registry answers the question', () => {
  const audit = spawnSync('npm', ['audit', '--omit=dev', '--json'], { cwd: ROOT, encoding: 'utf8', timeout: 120_000 });
  const said = JSON.parse(audit.stdout || '{}') as {
    metadata?: { vulnerabilities: { high: number; critical: number } };
  };
  if (!said.metadata) {
    console.log('the registry does not answer npm audit: advisories were not looked at');
    return;
  }
  assert.is(said.metadata.vulnerabilities.high + said.metadata.vulnerabilities.critical, 0, audit.stdout);
});

(process.platform === 'win32' ? test.skip : test)(
  'the portable folder runs with no PATH and no Node on the machine',
  () => {
    const start = makePortable(ROOT.replace(/\/$/, ''), join(folder, '便携'));
    assert.not(existsSync(join(folder, '便携/node_modules/typescript')));
    mainJob(start, [], { PATH: '', HOME: folder });
    // formats and inputs whose packages are loaded late
    const late = spawnSync(
      start,
      [
        'check',
        join(ROOT, 'fixtures/cases/district-2026/年终考核指标.xlsx'),
        '--as-of',
        '2026-11-22',
        '--quiet',
        '--format',
        `xlsx:${join(folder, '报告.xlsx')}`,
        '--format',
        `docx:${join(folder, '报告.docx')}`,
      ],
      { encoding: 'utf8', env: { PATH: '' } },
    );
    assert.is(late.status, 1, late.stderr);
    assert.ok(existsSync(join(folder, '报告.docx')));
  },
);

test.run();
