/** The README's commands as written: the main job runs, and every command and option it shows exists. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { COMMANDS } from '../src/commands/registry.ts';

const root = new URL('..', import.meta.url).pathname;
const readme = readFileSync(`${root}README.md`, 'utf8');
const lines = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap((block) => block[1]!.split('\n'));
const scripts = (JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { scripts: Record<string, string> })
  .scripts;

for (const line of lines.filter((one) => one.includes('node bin/qingdan.js')))
  test(`runs: ${line}`, () => {
    const command = line
      .split('&&')
      .at(-1)!
      .trim()
      .replace(/\s+#.*$/, '');
    // npm ci and the build have just been done by the test command
    const done = spawnSync('bash', ['-c', command], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
    assert.is(done.status, 1, done.stderr);
    assert.match(done.stdout, /年终考核指标\.xlsx/);
    assert.not.match(done.stderr, /\bat .*:\d+/);
  });

test('every npm script that the README names exists', () => {
  for (const line of lines)
    for (const named of line.matchAll(/npm (?:run )?([a-z:]+)/g))
      assert.ok(['ci', 'link', 'install'].includes(named[1]!) || named[1]! in scripts, named[0]);
});

test('every command that the README shows exists', () => {
  const known = COMMANDS.map((entry) => entry.path.join(' '));
  for (const line of lines)
    for (const shown of line.matchAll(/(?:^|\s|do )qingdan ([a-z]+)(?: ([a-z-]+))?/g)) {
      const [, first = '', second = ''] = shown;
      assert.ok(known.includes(first) || known.includes(`${first} ${second}`), `qingdan ${first} ${second}`);
    }
});

test.run();
