/** Keeps the house as CONTRIBUTING draws it: who may import whom, who may touch the disk, what every part must have. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { COMMANDS } from '../src/commands/registry.ts';
import { FORMATS } from '../src/report/registry.ts';
import { RULES } from '../src/rules/registry.ts';

const src = new URL('../src/', import.meta.url).pathname;
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
  .sort();

const STAGES = ['read', 'rows', 'lists', 'match', 'basis', 'funding', 'rules', 'report'];
const GROUND = [
  'types',
  'text',
  'text-tables',
  'place',
  'errors',
  'identity',
  'occurrences',
  'recent',
  'kept',
  'item-hash',
  'judgement-hash',
  'mask',
  'standing',
  'start',
];
const MIDDLE = ['audit', 'judge', 'waivers', 'decisions', 'config'];
const UPPER = ['govern', 'ledger', 'publish', 'evaluate', 'ooxml', 'git'];

/** Floor of a file: 0 ground, 1 stage, 2 pipeline, 3 upper rooms, 4 commands, 5 cli; build scripts stand outside. */
function floor(file: string): number {
  const [room = ''] = file.split('/');
  const name = room.replace(/\.ts$/, '');
  if (file.startsWith('build/')) return 9;
  if (name === 'cli') return 5;
  if (name === 'commands') return 4;
  if (UPPER.includes(name)) return 3;
  if (MIDDLE.includes(name)) return 2;
  if (STAGES.includes(name)) return 1;
  if (GROUND.includes(name)) return 0;
  throw new Error(`${file} stands in no room of the house`);
}

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(src + file, 'utf8');
  const found: Import[] = [];
  for (const match of text.matchAll(/(?:import|export)\s+(type\s+)?[^'"]*?from\s+'(\.[^']+)'|import\('(\.[^']+)'\)/g)) {
    const target = new URL(match[2] ?? match[3]!, `file:///${file}`).pathname.slice(1);
    found.push({ from: file, to: target, typeOnly: match[1] !== undefined });
  }
  return found;
}

test('imports go down, and no stage imports another', () => {
  const faults: string[] = [];
  for (const file of files.filter((name) => floor(name) < 9))
    for (const one of importsOf(file)) {
      if (one.to.endsWith('.json')) continue;
      const [a, b] = [floor(one.from), floor(one.to)];
      if (b > a) faults.push(`${one.from} → ${one.to}`);
      const [roomA, roomB] = [one.from.split('/')[0], one.to.split('/')[0]];
      // report formats write workbooks through the package module
      if (a === 1 && b === 1 && roomA !== roomB) faults.push(`${one.from} → ${one.to}`);
    }
  assert.equal(
    faults.filter((line) => !/^report\/.* → ooxml\//.test(line)),
    [],
  );
});

test('only some rooms touch the disk', () => {
  const allowed = /^(read|lists|ledger|ooxml|commands|build)\/|^govern\/fmt|^(?:cli|start)\.ts$|^git\.ts$|^config\.ts$/;
  const touching = files.filter((file) => /from '(node:)?fs(\/promises)?'/.test(readFileSync(src + file, 'utf8')));
  assert.equal(
    touching.filter((file) => !allowed.test(file)),
    [],
  );
});

test('child processes only for isolation and git', () => {
  const starting = files.filter((file) => /from 'node:child_process'/.test(readFileSync(src + file, 'utf8')));
  assert.equal(
    starting.filter((file) => !/^read\/|^git\.ts$|^build\//.test(file)),
    [],
  );
});

test('chalk only in report and cli; no clock but in cli', () => {
  for (const file of files) {
    const text = readFileSync(src + file, 'utf8');
    if (/from 'chalk'/.test(text)) assert.match(file, /^report\/|^cli\.ts$/, `${file} imports chalk`);
    if (/new Date\(\)|Date\.now\(\)/.test(text))
      assert.match(file, /^cli\.ts$|^ledger\/(lock|store)|^read\/|^build\//, `${file} reads the clock`);
  }
});

test('no network', () => {
  for (const file of files)
    assert.not.match(readFileSync(src + file, 'utf8'), /from 'node:(http|https|net|dgram|tls)'|\bfetch\(/, file);
});

test('no item id in code', () => {
  // help texts and messages show what an id looks like
  for (const file of files.filter((name) => floor(name) < 9))
    for (const match of readFileSync(src + file, 'utf8').matchAll(/.*\b[VC]-(?:[MSA]-\d-\d{2}|P-\d{2})\b.*/g))
      assert.match(match[0], /例如|如 |examples|'qingdan |\*|\/\//, `${file}: ${match[0].trim()}`);
});

for (const rule of RULES)
  test(`rule ${rule.id} has why, fix, title and a fixture`, () => {
    for (const words of [rule.title, rule.why, rule.fix, rule.message])
      for (const lang of ['zh', 'en'] as const) assert.ok(words[lang].length > 3, `${rule.id} ${lang}`);
    assert.ok(
      existsSync(new URL(`../fixtures/rules/${rule.id}.csv`, import.meta.url)),
      `fixtures/rules/${rule.id}.csv`,
    );
  });

for (const [id, load] of Object.entries(FORMATS))
  test(`format ${id} names itself`, async () => {
    const format = await load();
    assert.is(format.id, id);
    assert.ok(format.stream ?? format.render);
  });

test('commands are unique and described in both languages', () => {
  const names = COMMANDS.map((entry) => entry.path.join(' '));
  assert.equal(names, [...new Set(names)]);
  for (const entry of COMMANDS) assert.ok(entry.zh.length > 2 && entry.en.length > 2, entry.path.join(' '));
});

test.run();
