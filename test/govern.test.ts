import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env } from 'node:process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { UserError } from '../src/errors.ts';
import { CHECK_WORDS } from '../src/govern/checks/registry.ts';
import { diffLists, isSame } from '../src/govern/diff.ts';
import { diffMarkdown, diffText } from '../src/govern/diff-report.ts';
import { formatLists, formatYaml } from '../src/govern/fmt.ts';
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

// ---------------------------------------------------------------- fmt

const UNTIDY = [
  '\uFEFF# 村 · 协助事项  ',
  'kind: list\t',
  'body: village',
  '',
  '',
  '# 说明：  两个空格在中间',
  'list: assist   # 行尾注释  ',
  'items:',
  '  - id: V-A-1-01   # 编号',
  '    title: "行尾是引号里的空格  "',
  '    note: |',
  '      块里的行尾空格要留着  ',
  '',
  '',
  '      第二段',
  '    basis: [{instrument: 甲法,article: 1}]',
  '    concepts:   [ a,b ]',
  '',
  '',
];

for (const [name, eol] of [
  ['LF', '\n'],
  ['CRLF', '\r\n'],
] as const)
  test(`fmt changes only the lines it names, with ${name} and BOM`, () => {
    const before = UNTIDY.join(eol);
    const after = formatYaml(Buffer.from(before), 'x.yaml').toString();
    const wanted = [...UNTIDY];
    for (const i of [0, 1, 6]) wanted[i] = wanted[i]!.trimEnd();
    wanted[8] = '  - id: "V-A-1-01"   # 编号';
    // blank lines inside the block scalar are part of its text: this step is left undone in this file
    assert.is(after, wanted.join(eol));
    assert.is(formatYaml(Buffer.from(after), 'x.yaml').toString(), after);
  });

test('fmt puts blank lines and the final line break in order', () => {
  const formatted = (text: string): string => formatYaml(Buffer.from(text), 'x.yaml').toString();
  assert.is(formatted('\n\nkind: list\n\n\n\nbody: village'), 'kind: list\n\nbody: village\n');
  assert.is(
    formatted('kind: list\r\nbody: village\nlist: assist\r\n'),
    'kind: list\r\nbody: village\r\nlist: assist\r\n',
  );
  assert.throws(
    () => formatted('kind: &a list\n'),
    (error: unknown) => error instanceof UserError,
  );
});

test('fmt writes what --check names, and then finds nothing', () => {
  const dir = overlaid('');
  assert.equal(formatLists(dir, false), []);
  const file = join(dir, 'waivers.yaml');
  writeFileSync(file, 'kind: waivers  \nwaivers: []');
  assert.equal(formatLists(dir, false), [{ path: 'waivers.yaml', lines: [1, 2] }]);
  assert.is(readFileSync(file, 'utf8'), 'kind: waivers  \nwaivers: []');
  assert.is(formatLists(dir, true).length, 1);
  assert.is(readFileSync(file, 'utf8'), 'kind: waivers\nwaivers: []\n');
  assert.equal(formatLists(dir, true), []);
});

// ---------------------------------------------------------------- diff

test('diff names what people changed, and nothing of order, comments and quoting', () => {
  const [before, after] = [overlaid(''), overlaid('')];
  const edit = (file: string, from: string, to: string): void => {
    const text = readFileSync(join(after, file), 'utf8');
    assert.ok(text.includes(from), from);
    writeFileSync(join(after, file), text.replace(from, to));
  };
  edit('village/statutory.yaml', '# 换届', '# 每五年一次');
  edit('village/assist.yaml', 'department: 公安', 'department: "公安"');
  const diff = () => diffLists(loadLibrary(before, null), loadLibrary(after, null));
  assert.ok(isSame(diff()));
  assert.is(diffText(diff(), 'zh'), '两版清单内容相同\n');

  edit('edition.yaml', 'edition: "2026"', 'edition: "2027"');
  edit('village/statutory.yaml', 'title: 主持村民委员会换届选举', 'title: 依法主持村民委员会换届选举');
  edit('village/statutory.yaml', 'article: 16 }', 'article: 17 }');
  edit('village/assist.yaml', 'department: 农业农村', 'department: 财政');
  edit('village/assist.yaml', '"V-A-1-01"', '"V-A-1-03"');
  edit(
    'community/service.yaml',
    'title: 开展便民利民服务活动',
    'title: 开展便民活动\n        note: "<b>*标记*</b> | 竖线"',
  );
  edit('lexicon/words.yaml', 'terms: [水费, 保费]', 'terms: [水费, 电费]');
  edit('concepts/topics.yaml', 'aliases: [党报党刊订阅任务]', 'aliases: [党报党刊订阅任务, 订报任务]');
  edit('concepts/topics.yaml', '      - 宣传农业保险政策\n', '');
  edit('register/instruments.yaml', 'articles: 33', 'articles: 34');
  edit('columns.yaml', 'names: [备注, ', 'names: [备注, 附记, ');
  golden('fixtures/lists/diff/expected.txt', diffText(diff(), 'zh'));
  golden('fixtures/lists/diff/expected.md', diffMarkdown(diff(), 'zh'));
  const { moved, rebased } = JSON.parse(JSON.stringify(diff()));
  assert.equal([moved[0].from, moved[0].to, rebased[0].id], ['V-A-1-01', 'V-A-1-03', 'V-M-1-02']);
});

/** What was seen is what stands in the file; with UPDATE=1 it is written there. */
function golden(path: string, seen: string): void {
  if (env['UPDATE']) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, seen);
  }
  assert.is(seen, existsSync(path) ? readFileSync(path, 'utf8') : '', path);
}

test.after(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

test.run();
