/** Completion scripts in the real shells: each offers commands, sub-commands and options. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const root = new URL('..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'qingdan-completion-'));
const script = (shell: string): string => {
  const text = execFileSync(process.execPath, ['--import', 'tsx', join(root, 'src/cli.ts'), 'completion', shell], {
    cwd: root,
    encoding: 'utf8',
  });
  const path = join(folder, `completion.${shell}`);
  writeFileSync(path, text);
  return path;
};
const has = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0;
/** A missing shell is skipped on a person's machine and fails in CI. */
const inShell = (shell: string): typeof test | typeof test.skip =>
  has(shell) || process.env['CI'] === 'true' ? test : test.skip;

inShell('bash')('bash completes commands, sub-commands and options', () => {
  const path = script('bash');
  const ask = (words: readonly string[]): string =>
    execFileSync(
      'bash',
      [
        '-c',
        `source ${path}; COMP_WORDS=(${words.map((w) => `'${w}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _qingdan; echo "\${COMPREPLY[@]}"`,
      ],
      { encoding: 'utf8' },
    ).trim();
  assert.is(ask(['qingdan', 'expl']), 'explain');
  assert.match(ask(['qingdan', 'lists', '']), /lint.*test|test.*lint|stats/);
  assert.is(ask(['qingdan', 'check', '--as']), '--as-of');
});

inShell('zsh')('zsh accepts the script and knows the commands', () => {
  const path = script('zsh');
  const text = execFileSync(
    'zsh',
    [
      '-f',
      '-c',
      `autoload -Uz compinit; compinit -u -d ${folder}/dump; source ${path}; print -l $_comps[qingdan]; functions _qingdan`,
    ],
    { encoding: 'utf8' },
  );
  assert.match(text, /^_qingdan/);
  assert.match(text, /--as-of/);
});

inShell('fish')('fish completes commands, sub-commands and options', () => {
  const path = script('fish');
  const ask = (line: string): string =>
    execFileSync('fish', ['--no-config', '-c', `source ${path}; complete -C '${line}'`], { encoding: 'utf8' });
  assert.match(ask('qingdan expl'), /^explain\t/m);
  assert.match(ask('qingdan lists '), /^stats\t/m);
  assert.match(ask('qingdan check --as'), /^--as-of\t/m);
});

test('an unknown shell is one line', () => {
  const done = spawnSync(process.execPath, ['--import', 'tsx', join(root, 'src/cli.ts'), 'completion', 'tcsh'], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.is(done.status, 2);
  assert.match(done.stderr, /没有“tcsh”的补全脚本/);
});

test.run();
