/**
 * Commands as people type them: each golden holds the command, what it prints and its exit code. A new golden is a
 * file whose first line is the command ("$ qingdan …", quotes and one "< FILE" understood); UPDATE=1 writes the rest.
 * What no person reads is masked: the hash of the lists, which changes with every list edit.
 */
import { spawn } from 'node:child_process';
import { createReadStream, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Command } from 'commander';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Io } from '../src/commands/command.ts';
import { COMMANDS } from '../src/commands/registry.ts';
import { displayWidth } from '../src/text.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const UPDATE = process.env['UPDATE'] === '1';

interface Run {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** The words of a command line, quotes removed; `stdin` is the file after "<". */
function parse(line: string): { args: string[]; stdin: string | null } {
  const words = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
  const at = words.indexOf('<');
  return at === -1 ? { args: words, stdin: null } : { args: words.slice(0, at), stdin: words[at + 1] ?? null };
}

function run(args: readonly string[], stdin: string | null): Promise<Run> {
  return new Promise((done) => {
    const { FORCE_COLOR: _, ...env } = process.env;
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli.ts', ...args], {
      cwd: ROOT,
      env: { ...env, NO_COLOR: '1', TZ: 'America/New_York', LANG: 'C' },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (piece) => {
      stdout += piece;
    });
    child.stderr.setEncoding('utf8').on('data', (piece) => {
      stderr += piece;
    });
    if (stdin === null) child.stdin.end();
    else createReadStream(join(ROOT, stdin)).pipe(child.stdin);
    child.on('close', (code) => done({ stdout, stderr, code }));
  });
}

/** Output as a golden holds it: invisible signs shown, hashes of the lists masked. */
function shown({ stdout, stderr, code }: Run): string {
  const text = stdout
    .replaceAll('\ufeff', '<BOM>')
    .replaceAll('\r', '␍')
    .replace(/"hash":"([0-9a-f]{12})[0-9a-f]{52}"/g, '"hash":"<hash>"')
    .replace(/（`?[0-9a-f]{12}`?）|\(`?[0-9a-f]{12}`?\)/g, '（<hash>）');
  const errors = stderr === '' ? '' : `--- stderr\n${stderr}`;
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${errors}--- exit ${code}\n`;
}

const folders = ['fixtures/cli', ...readdirSync(join(ROOT, 'fixtures/cases')).map((name) => `fixtures/cases/${name}`)];
const goldens = folders
  .filter((folder) => existsSync(join(ROOT, folder)))
  .flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`))
  .filter((file) => file.endsWith('.txt') && readFileSync(join(ROOT, file), 'utf8').startsWith('$ qingdan '))
  .sort();

for (const file of goldens)
  test(file, async () => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    const end = text.indexOf('\n');
    const command = text.slice(0, end === -1 ? undefined : end);
    const { args, stdin } = parse(command.slice('$ qingdan '.length));
    const got = shown(await run(args, stdin));
    if (UPDATE) writeFileSync(join(ROOT, file), `${command}\n${got}`);
    else assert.fixture(got, text.slice(end + 1));
  });

test('a known error is one line, exit 2, and nothing on stdout', () => {
  const errors = goldens.filter((file) => file.startsWith('fixtures/cli/error-'));
  assert.ok(errors.length >= 8);
  for (const file of errors) {
    const [, ...lines] = readFileSync(join(ROOT, file), 'utf8').trimEnd().split('\n');
    assert.equal(lines.length, 3, file);
    assert.equal(lines[0], '--- stderr', file);
    assert.match(lines[1]!, /^qingdan: .+；/, file);
    assert.equal(lines[2], '--- exit 2', file);
  }
});

test('every command explains itself: what it does, each option, examples', async () => {
  const io: Io = {
    out: async () => undefined,
    stdin: () => Readable.from([]),
    err: () => undefined,
    today: () => '2026-11-22',
    version: '0.0.0',
    lang: 'zh',
    shippedLists: 'lists',
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    stdinIsTerminal: false,
    width: 120,
    color: false,
    env: {},
    exit: () => undefined,
  };
  for (const entry of COMMANDS) {
    const name = entry.path.join(' ');
    const command = new Command(entry.path.at(-1)).description(entry.zh).configureHelp({ displayWidth });
    (await entry.load()).define(command, io);
    let help = '';
    command.configureOutput({
      writeOut: (text) => {
        help += text;
      },
    });
    command.outputHelp();
    assert.match(help, /\n例子：\n {2}\S*.*qingdan /, name);
    for (const option of command.options) assert.ok(option.description, `${name} ${option.flags}`);
    assert.match(entry.zh, /[\u4e00-\u9fff]/, name);
    assert.match(entry.en, /^[\u0020-\u007e’–]+$/, name);
  }
});

test.run();
