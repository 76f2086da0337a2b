import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process, { env } from 'node:process';
import { Command } from 'commander';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { CommandModule, Io } from '../src/commands/command.ts';
import * as init from '../src/commands/init.ts';
import * as lintCommand from '../src/commands/lists-lint.ts';
import * as schema from '../src/commands/schema.ts';
import { applyConfig, findConfig, printConfig, readConfig } from '../src/config.ts';
import { UserError } from '../src/errors.ts';
import { CHECK_WORDS } from '../src/govern/checks/registry.ts';
import { diffLists, isSame } from '../src/govern/diff.ts';
import { diffMarkdown, diffText } from '../src/govern/diff-report.ts';
import { formatLists, formatYaml } from '../src/govern/fmt.ts';
import { keptDrafts } from '../src/govern/kept-drafts.ts';
import { lintLists } from '../src/govern/lint.ts';
import { lintText } from '../src/govern/lint-report.ts';
import { keepFor } from '../src/kept.ts';
import { listFiles, loadLibrary } from '../src/lists/load.ts';
import { FILE_KINDS } from '../src/lists/schema.ts';
import type { Library } from '../src/types.ts';
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
  /** the folder matters: the lists extend others */
  readonly dir?: boolean;
}

function lint(dir: string, { asOf = AS_OF, base, dead = false, dir: real = false }: Options = {}) {
  return lintLists({
    files: listFiles(dir),
    dir: real ? dir : '',
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

/** Fixtures of lists over lists are made by their own test. */
for (const id of readdirSync(LINT)
  .filter((name) => name !== 'overlay-allows')
  .sort())
  test(`lint shows ${id}`, () => {
    const base = ['shrink', 'edition-unchanged'].includes(id) ? { base: overlaid('') } : {};
    const { findings } = lint(overlaid(join(LINT, id)), { ...base, dead: id === 'dead-term' });
    assert.ok(
      findings.some((one) => one.check === id),
      `${id} is not among ${findings.map((one) => one.check).join(', ') || 'nothing'}`,
    );
    // which words of the small lists themselves are idle is a matter of the scale, and not asked here
    const known = id === 'dead-term' ? lint(overlaid(''), { dead: true }).findings.map((one) => one.message) : [];
    const shown = findings.filter((one) => !known.includes(one.message));
    golden(
      join(LINT, id, 'expected.txt'),
      lintText(shown, 'zh', (file) => file),
    );
  });

test('every check has a fixture, and says why in both languages', () => {
  for (const { id, why, title } of CHECK_WORDS) {
    assert.ok(existsSync(join(LINT, id, 'expected.txt')), id);
    for (const words of [why, title]) assert.ok(words.zh !== '' && words.en !== '', id);
  }
});

test('what costly checks found is kept for the same lists on the same day, and for nothing else', () => {
  const library = loadLibrary(overlaid(''), null);
  const shelf = new Map<string, Uint8Array>();
  keepFor(library, { read: (name) => shelf.get(name) ?? null, write: (name, bytes) => void shelf.set(name, bytes) });
  let asked = 0;
  const ask = (of: Library, asOf: string): unknown => {
    const kept = keptDrafts(of, asOf);
    const drafts = kept.of('overlap', () => {
      asked++;
      return [{ place: { file: 'a.yaml', line: 1, column: 1 }, args: { id: 'V-A-1-01' } }];
    });
    kept.save();
    return drafts;
  };
  const first = ask(library, AS_OF);
  assert.equal([ask(library, AS_OF), asked], [first, 1]);
  // another day, other items, lists above that lie elsewhere
  ask(library, '2027-01-01');
  assert.is(asked, 2);
  ask({ ...library, items: [] }, '2027-01-01');
  assert.is(asked, 3);
  for (const dir of ['a', 'b']) ask({ ...library, upper: { ...library, dir } }, '2027-01-01');
  assert.is(asked, 5);
  ask({ ...library, upper: { ...library, dir: 'b' } }, '2027-01-01');
  assert.is(asked, 5);
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

// ---------------------------------------------------------------- lists over lists

const DISTRICT_EDITION = `kind: edition
edition: "2026-区"
extends: ../province
effective: "2026-06-01"
reviewed: "2026-06-01"
review_within: 3
inventory:
  village: { statutory: 2, service: 0, assist: 2, prohibited: 2 }
  community: { statutory: 0, service: 1, assist: 1, prohibited: 1 }
`;
const DISTRICT_ASSIST = `kind: list
body: village
list: assist
since: "2026-06-01"
categories:
  - name: 平安法治
    items:
      - id: "V-A-1-01"
        title: 协助开展禁毒宣传教育和走访
        department: 公安
        basis:
          - { instrument: 中华人民共和国禁毒法, article: 17 }
        concepts: [drug-publicity]
      - id: "V-A-1-03"
        title: 协助开展健康教育
        department: 卫生健康
        basis:
          - { instrument: 中华人民共和国禁毒法, article: 17 }
        concepts: [health]
`;
const DISTRICT_CONCEPTS = `kind: concepts
concepts:
  - id: health
    name: 健康教育
    frames:
      - all: ["=健康教育"]
    hit: [协助开展健康教育, 开展健康教育讲座]
    miss: [开展禁毒宣传, 宣传农业保险政策]
  - id: press
    name: 报刊征订
    aliases: [订报指标]
`;

/** A district over the small lists; files of the district by path. */
function district(files: Readonly<Record<string, string>> = {}): string {
  const root = temporary();
  copyMini(join(root, 'province'));
  const dir = join(root, 'district');
  for (const [path, text] of Object.entries({ 'edition.yaml': DISTRICT_EDITION, ...files })) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

test('a district adds, replaces and retires single items of the lists it extends', () => {
  const edition = `${DISTRICT_EDITION}retired:
  - { id: "V-A-1-02", title: 协助组织农民自愿参加农业保险, on: "2026-06-01" }
`;
  const dir = district({
    'edition.yaml': edition,
    'village/assist.yaml': DISTRICT_ASSIST,
    'concepts/own.yaml': DISTRICT_CONCEPTS,
  });
  const library = loadLibrary(dir, null);
  const assist = library.items.filter((item) => item.body === 'village' && item.list === 'assist');
  assert.equal(
    assist.map((item) => `${item.id} ${item.title} ${item.place.file}`),
    ['V-A-1-01 协助开展禁毒宣传教育和走访 village/assist.yaml', 'V-A-1-03 协助开展健康教育 village/assist.yaml'],
  );
  assert.is(library.items.find((item) => item.id === 'V-P-01')!.place.file, '../province/village/prohibited.yaml');
  assert.equal(library.concepts.find((one) => one.id === 'press')!.aliases, ['党报党刊订阅任务', '订报指标']);
  assert.is(library.items.length, 9);
  assert.not.equal(library.contentHash, loadLibrary(join(dir, '../province'), null).contentHash);
  const faults = lint(dir, { dir: true }).findings.filter((one) => one.severity !== 'note');
  // the concept of the retired item has no item left
  assert.equal(
    faults.map((one) => one.check),
    ['dangling-reference'],
  );
});

test('a district cannot allow what the province prohibits', () => {
  const retired = `${DISTRICT_EDITION.replace('prohibited: 2', 'prohibited: 1')}retired:
  - { id: "V-P-02", title: 代收各类费用的任务, on: "2026-06-01" }
`;
  const altered = `kind: list
body: village
list: prohibited
items:
  - id: "V-P-01"
    title: 报刊征订任务（党报党刊除外）
    basis:
      - { instrument: 中华人民共和国农业法, article: 67 }
    concepts: [press]
`;
  const lawful = DISTRICT_ASSIST.replace('title: 协助开展健康教育', 'title: 协助完成报刊征订任务');
  const freeing = `kind: lexicon
classes:
  - id: 收缴
    role: action
    terms: [收讫]
    not_in: [足额收缴, 收取农业]
`;
  const say = (dir: string): string =>
    lintText(
      lint(dir, { dir: true }).findings.filter((one) => one.check === 'overlay-allows'),
      'zh',
      (file) => file,
    );
  golden(
    'fixtures/lists/lint/overlay-allows/expected.txt',
    [
      district({ 'edition.yaml': retired }),
      district({ 'village/prohibited.yaml': altered }),
      district({ 'village/assist.yaml': lawful, 'concepts/own.yaml': DISTRICT_CONCEPTS }),
      district({ 'lexicon/own.yaml': freeing }),
    ]
      .map(say)
      .join('----\n'),
  );
});

test('what a district may not say at all is one clear line', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    [
      'overlay-kind',
      { 'concepts/own.yaml': 'kind: concepts\nconcepts:\n  - { id: press, name: 报刊, kind: scope }\n' },
    ],
    ['overlay-role', { 'lexicon/own.yaml': 'kind: lexicon\nclasses:\n  - { id: 收缴, role: context, terms: [收] }\n' }],
    ['lists-extends', { 'edition.yaml': DISTRICT_EDITION.replace('../province', '../district') }],
    ['lists-extends', { 'edition.yaml': `${DISTRICT_EDITION}extends_edition: "2025"\n` }],
    ['lists-missing', { 'edition.yaml': DISTRICT_EDITION.replace('../province', '../nowhere') }],
  ];
  for (const [code, files] of cases)
    assert.throws(
      () => loadLibrary(district(files), null),
      (error: unknown) => error instanceof UserError && error.code === code,
      code,
    );
});

// ---------------------------------------------------------------- formats of lint

test('lint speaks the formats of CI platforms, with places and stable fingerprints', async () => {
  const dir = overlaid(join(LINT, 'basis-repealed'));
  const ask = async (format: string) => call(lintCommand, ['--lists', dir, '--as-of', AS_OF, '--format', format]);
  const sarif = JSON.parse((await ask('sarif')).text).runs[0];
  assert.is(sarif.results[0].ruleId, 'basis-repealed');
  assert.is(sarif.results[0].locations[0].physicalLocation.region.startLine, 18);
  assert.ok(sarif.tool.driver.rules.some((rule: { id: string }) => rule.id === 'admission-missing'));
  const [issue] = JSON.parse((await ask('gitlab')).text);
  assert.equal([issue.check_name, issue.severity, issue.location.lines.begin], ['basis-repealed', 'critical', 18]);
  assert.match((await ask('github')).text, /^::error file=.*village\/assist\.yaml,line=18,col=15,/);
  assert.match((await ask('junit')).text, /<testsuites name="qingdan-lists" tests="1" failures="1">/);
  assert.is((await ask('json')).code, 1);

  // a line written above moves the place, not the fingerprint
  const file = join(dir, 'village/assist.yaml');
  writeFileSync(file, `# 说明\n${readFileSync(file, 'utf8')}`);
  const [moved] = JSON.parse((await ask('gitlab')).text);
  assert.equal([moved.fingerprint, moved.location.lines.begin], [issue.fingerprint, 19]);
});

// ---------------------------------------------------------------- configuration, skeleton, schemas

test('a configuration is found upward, and the command line comes first', () => {
  const root = temporary();
  const below = join(root, 'a/b');
  mkdirSync(below, { recursive: true });
  assert.is(findConfig(below), null);
  writeFileSync(join(root, 'qingdan.config.yaml'), 'kind: config\nlists: 清单\nfail_on: warning\nbody: village\n');
  const config = findConfig(below)!;
  assert.is(config.options['lists'], join(root, '清单'));
  const command = new Command('check')
    .option('--lists <dir>', '', 'shipped')
    .option('--body <body>', '', 'auto')
    .option('--fail-on <level>', '', 'error');
  command.parseOptions(['--body', 'community']);
  applyConfig(command, config);
  assert.equal({ ...command.opts() }, { lists: join(root, '清单'), body: 'community', failOn: 'warning' });
  assert.is(
    printConfig(command, config),
    `lists: "${join(root, '清单')}"  # ${config.file}\nbody: "community"  # 命令行\nfail-on: "warning"  # ${config.file}\n`,
  );
});

test('a configuration with an unknown key or value is one clear line', () => {
  for (const text of ['kind: config\nlist: a\n', 'kind: config\nfail_on: 错误\n', 'kind: config\nmap: { 内容: a }\n'])
    assert.throws(
      () => readConfig(Buffer.from(text), 'qingdan.config.yaml'),
      (error: unknown) => error instanceof UserError && error.line().startsWith('qingdan: qingdan.config.yaml:2:'),
    );
});

/** Runs a command of one file with what it prints. */
async function call(module: CommandModule, args: readonly string[]): Promise<{ code: number; text: string }> {
  let code = -1;
  let text = '';
  const io = {
    out: async (piece: string | Uint8Array) => {
      text += piece;
    },
    today: () => AS_OF,
    lang: 'zh',
    env: {},
    version: '0',
    shippedLists: join(process.cwd(), 'lists'),
    exit: (given: number) => {
      code = given;
    },
  } as unknown as Io;
  const command = new Command('x').exitOverride();
  module.define(command, io);
  await command.parseAsync(args, { from: 'user' });
  return { code, text };
}

test('init writes a district that extends the reference lists, and overwrites nothing', async () => {
  const dir = join(temporary(), '区');
  assert.is((await call(init, [dir, '--name', '某某区'])).code, 0);
  const lists = join(dir, '清单');
  const [own, reference] = [loadLibrary(lists, null), loadLibrary('lists', null)];
  assert.is(own.items.length, reference.items.length);
  assert.is(own.edition.edition, '2026-某某区');
  assert.equal(formatLists(lists, false), []);
  assert.is(findConfig(lists)!.options['lists'], lists);
  // every YAML it writes leads an editor to its schema
  for (const file of [join(dir, 'qingdan.config.yaml'), join(lists, 'edition.yaml'), join(lists, 'waivers.yaml')]) {
    const schema = /\$schema=(\S+)/.exec(readFileSync(file, 'utf8'))![1]!;
    assert.ok(existsSync(join(dirname(file), schema)), file);
  }
  try {
    await call(init, [dir]);
    assert.unreachable();
  } catch (error) {
    assert.ok(error instanceof UserError && error.code === 'not-empty');
  }
});

test('schema prints what editors need, with Chinese descriptions', async () => {
  const { text } = await call(schema, []);
  for (const kind of FILE_KINDS) {
    assert.ok(text.includes(`${kind} `), kind);
    const one = JSON.parse((await call(schema, [kind])).text);
    assert.ok(/[\u4e00-\u9fff]/.test(one.title) && /[\u4e00-\u9fff]/.test(one.description), kind);
  }
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
