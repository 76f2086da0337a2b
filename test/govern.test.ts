import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CHECK_WORDS } from '../src/govern/checks/registry.ts';
import { lintLists } from '../src/govern/lint.ts';
import { lintText } from '../src/govern/lint-report.ts';
import { listFiles, loadLibrary } from '../src/lists/load.ts';
import { copyMini } from './mini-lists.ts';

const LINT = 'fixtures/lists/lint';
const AS_OF = '2026-11-22';
const made: string[] = [];

// no entry of these tests goes to the person's own cache
env['XDG_CACHE_HOME'] = temporary();

function temporary(): string {
  const dir = mkdtempSync(join(tmpdir(), 'qingdan-'));
  made.push(dir);
  return dir;
}

/** The small lists with the files of a fixture laid over them. */
function overlaid(fixture: string): string {
  const dir = temporary();
  copyMini(dir);
  if (fixture !== '') cpSync(fixture, dir, { recursive: true, filter: (path) => !path.endsWith('.txt') });
  return dir;
}

interface Options {
  readonly asOf?: string;
  readonly base?: string;
  readonly dead?: boolean;
}

function lint(dir: string, { asOf = AS_OF, base, dead = false }: Options = {}) {
  return lintLists({
    files: listFiles(dir),
    dir: '',
    asOf,
    lang: 'zh',
    base: base === undefined ? null : loadLibrary(base, null),
    approvals: [],
    dead,
    only: null,
  });
}

test('the small lists are without fault', () => {
  assert.equal(lint(overlaid('')).findings, []);
});

for (const id of readdirSync(LINT).sort())
  test(`lint shows ${id}`, () => {
    const base = ['shrink', 'edition-unchanged'].includes(id) ? { base: overlaid('') } : {};
    const { findings } = lint(overlaid(join(LINT, id)), { ...base, dead: id === 'dead-term' });
    assert.ok(
      findings.some((one) => one.check === id),
      `${id} is not among ${findings.map((one) => one.check).join(', ') || 'nothing'}`,
    );
    golden(
      join(LINT, id, 'expected.txt'),
      lintText(findings, 'zh', (file) => file),
    );
  });

test('every check has a fixture, and says why in both languages', () => {
  for (const { id, why, title } of CHECK_WORDS) {
    assert.ok(existsSync(join(LINT, id, 'expected.txt')), id);
    for (const words of [why, title]) assert.ok(words.zh !== '' && words.en !== '', id);
  }
});

/** What was seen is what stands in the file; with UPDATE=1 it is written there. */
function golden(path: string, seen: string): void {
  if (env['UPDATE']) writeFileSync(path, seen);
  assert.is(seen, existsSync(path) ? readFileSync(path, 'utf8') : '', path);
}

test.after(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

test.run();
