import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { env } from 'node:process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { itemHash } from '../src/item-hash.ts';
import { admissionStore, type Proposal, readAdmissions } from '../src/ledger/admission.ts';
import { type ListEdit, planEdit, writeEdit } from '../src/ledger/apply.ts';
import { foundingOf } from '../src/ledger/founding.ts';
import { loadPolicy, parsePolicy } from '../src/ledger/policy.ts';
import { nextId } from '../src/ledger/proposal.ts';
import { loadLibrary } from '../src/lists/load.ts';
import type { Item } from '../src/types.ts';
import { type RunOptions, runCommand } from './command.ts';

const made: string[] = [];
function temporary(): string {
  const dir = mkdtempSync(join(tmpdir(), 'qingdan-admission-'));
  made.push(dir);
  return dir;
}
test.after(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});
env.XDG_CACHE_HOME = temporary();

/** The shipped lists as they are when the test begins; every test works on a copy. */
const SHIPPED = join(temporary(), 'lists');
cpSync('lists', SHIPPED, { recursive: true });

/** A copy of a lists folder; what no test edits is shared. */
function copy(from = SHIPPED): string {
  const dir = join(temporary(), 'lists');
  mkdirSync(dir);
  for (const name of readdirSync(from)) {
    if (['register', 'lexicon', 'schema'].includes(name)) symlinkSync(join(SHIPPED, name), join(dir, name));
    else cpSync(join(from, name), join(dir, name), { recursive: true });
  }
  return dir;
}

// ---------------------------------------------------------------- the shipped founding record

/** Shipped items that the founding record does not have as they are. */
function unfounded(): string[] {
  const { approvals } = readAdmissions('lists/admissions');
  const covered = new Set(approvals.map(({ item, contentHash }) => `${item} ${contentHash}`));
  const { items } = foundingOf(loadLibrary('lists', null));
  return items.filter(({ id, hash }) => !covered.has(`${id} ${hash}`)).map(({ id }) => id);
}

// before the first release the record is made anew with UPDATE=1 when an item changes; after it, changes are admitted
test('the founding record covers every shipped item by its hash', async () => {
  const store = admissionStore('lists/admissions');
  if (env.UPDATE && unfounded().length > 0) {
    for (const chain of store.chains().filter((one) => one.startsWith('DJ-')))
      rmSync(join(store.dir, chain), { recursive: true });
    assert.is((await runCommand(['admission', 'new', '--founding', '--as-of', '2026-11-22'])).code, 0);
  }
  assert.equal(unfounded(), []);
  assert.is(readAdmissions('lists/admissions').approvals.length, 189);
  assert.equal(store.verify(), []);
});

test('a list is founded once', async () => {
  const lists = copy();
  const again = await runCommand(['admission', 'new', '--founding', '--lists', lists]);
  assert.is(again.code, 2);
  assert.match(again.err, /已经有首次导入的记录；以后的变动请逐项走准入/);
});

// ---------------------------------------------------------------- a case from the form to the list

const FORM = {
  '--applicant': '区卫健委',
  '--track': 'government',
  '--body': 'village',
  '--list': 'assist',
  '--category': '卫生健康',
  '--title': '协助动员适龄健康村民自愿参加无偿献血',
  '--department': '卫健',
  '--basis': '献血法6条',
  '--concept': 'blood-donation',
  '--funding-source': '由区卫健委部门预算列支',
  '--funding-standard': '每村每年2000元',
  '--scope': '全区各村',
} as const;

type Form = Readonly<Record<string, string>>;
const words = (form: Form): string[] => Object.entries(form).flat();

/** Applies with the form. @returns the id of the case */
async function applyWith(lists: string, form: Form, day = '2026-11-25'): Promise<string> {
  const run = await runCommand(['admission', 'new', '--lists', lists, ...words(form), '--as-of', day]);
  assert.is(run.code, 0, run.err + run.out);
  return /已登记 (\S+)/.exec(run.out)![1]!;
}

const decide = (lists: string, id: string, office: string, document: string, day: string) =>
  runCommand([
    ...['admission', 'approve', id, '--lists', lists, '--office', office],
    ...['--document', document, '--on', day, '--as-of', '2027-12-31'],
  ]);

const MEETING = '区委党建领导小组会议';

async function approveBoth(lists: string, id: string): Promise<void> {
  for (const [office, document, day] of [
    ['区民政局', '区民发〔2026〕5号', '2026-12-01'],
    [MEETING, '纪要〔2026〕第3号', '2026-12-11'],
  ] as const) {
    const run = await decide(lists, id, office, document, day);
    assert.is(run.code, 0, run.err);
  }
}

/** Lists with one application that waits for the first instance, and the same with both approvals. */
const WAITING = copy();
const id = await applyWith(WAITING, FORM);
const APPROVED = copy(WAITING);
await approveBoth(APPROVED, id);

/** Bytes of all list files, by path. */
const bytesOf = (lists: string): Map<string, string> =>
  new Map(
    readdirSync(lists, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yaml') && !name.startsWith('admissions'))
      .map((name) => [name, readFileSync(join(lists, name), 'latin1')]),
  );

test('an item from application to list: both approvals, then only the lines meant change', async () => {
  const lists = copy(APPROVED);
  const before = bytesOf(lists);

  const dry = await runCommand(['admission', 'apply', id, '--lists', lists, '--as-of', '2026-12-12', '--dry-run']);
  assert.is(dry.code, 0);
  assert.match(dry.out, /\+ {6}- id: "V-A-4-05"/);
  assert.equal(bytesOf(lists), before);
  const run = await runCommand([
    'admission',
    'apply',
    id,
    '--lists',
    lists,
    '--as-of',
    '2026-12-12',
    '--edition',
    '2026.1',
  ]);
  assert.is(run.code, 0, run.err);
  assert.match(run.out, /已落表 .*：V-A-4-05，改了 2 个文件/);
  const library = loadLibrary(lists, null);
  const item = library.items.find((one) => one.id === 'V-A-4-05')!;
  assert.is(item.title, FORM['--title']);
  assert.equal(item.basis, [{ instrument: '中华人民共和国献血法', article: 6 }]);
  assert.is(library.edition.edition, '2026.1');
  assert.is(library.edition.inventory.village.assist, 37);
  const changed = [...bytesOf(lists)].filter(([path, text]) => before.get(path) !== text).map(([path]) => path);
  assert.equal(changed.sort(), ['edition.yaml', 'village/assist.yaml']);
  const approvals = readAdmissions(`${lists}/admissions`).approvals.filter(({ item: one }) => one === 'V-A-4-05');
  assert.equal(
    approvals.map(({ kind, contentHash, approvedOn }) => [kind, contentHash, approvedOn]),
    [['add', itemHash(item), '2026-12-11']],
  );
  const again = await runCommand(['admission', 'apply', id, '--lists', lists, '--as-of', '2026-12-13']);
  assert.match(again.out, /早已落表，没有改动/);
  const check = await runCommand(['ledger', 'check', '--lists', lists, '--ledger', join(lists, 'none')]);
  assert.is(check.code, 0, check.out);
});

test('nothing is applied before both offices have approved', async () => {
  const lists = copy(WAITING);
  const tryApply = () => runCommand(['admission', 'apply', id, '--lists', lists, '--as-of', '2026-12-12']);
  assert.match((await tryApply()).err, /待初审，不能落表/);
  await decide(lists, id, '区民政局', '区民发〔2026〕5号', '2026-12-01');
  assert.match((await tryApply()).err, /待会议审议，不能落表；初审和会议都同意之后才能落表/);
  assert.equal(
    readAdmissions(`${lists}/admissions`).approvals.filter(({ item }) => item === 'V-A-4-05'),
    [],
  );
});

/** A decision that must not be recorded, and what is said. */
const WRONG: readonly (readonly [name: string, office: string, document: string, day: string, said: RegExp])[] = [
  [
    'the other office',
    '区委组织部',
    '区组发〔2026〕1号',
    '2026-12-01',
    /政府部门的申请由区民政局初审，不是区委组织部；请写 --office 区民政局/,
  ],
  ['the meeting first', MEETING, '纪要〔2026〕第3号', '2026-12-01', /由区民政局初审/],
  ['a day before the application', '区民政局', '区民发〔2026〕5号', '2026-11-01', /2026-11-01 早于上一步的 2026-11-25/],
  ['a day to come', '区民政局', '区民发〔2026〕5号', '2028-01-01', /在今天（2027-12-31）之后/],
  ['no document number', '区民政局', '已批准', '2026-12-01', /“已批准”不是文号/],
  [
    'a document of a later year',
    '区民政局',
    '区民发〔2027〕1号',
    '2026-12-01',
    /文号的年份 2027 在日期 2026-12-01 之后/,
  ],
];
for (const [name, office, document, day, said] of WRONG) {
  test(`refused: ${name}`, async () => {
    const lists = copy(WAITING);
    const run = await decide(lists, id, office, document, day);
    assert.is(run.code, 2);
    assert.match(run.err, said);
    assert.is(admissionStore(`${lists}/admissions`).read(id).length, 1);
  });
}

test('a party department applies to the organisation department', async () => {
  const lists = copy();
  const party = await applyWith(lists, { ...FORM, '--track': 'party', '--applicant': '区委统战部' });
  assert.match(
    (await decide(lists, party, '区民政局', '区民发〔2026〕5号', '2026-12-01')).err,
    /党委部门的申请由区委组织部初审/,
  );
  assert.is((await decide(lists, party, '区委组织部', '区组发〔2026〕5号', '2026-12-01')).code, 0);
});

test('a rejection needs a reason and ends the case', async () => {
  const lists = copy(WAITING);
  const reject = (more: string[]) =>
    runCommand([
      'admission',
      'reject',
      id,
      '--lists',
      lists,
      '--office',
      '区民政局',
      '--document',
      '区民发〔2026〕6号',
      '--as-of',
      '2026-12-02',
      ...more,
    ]);
  assert.match((await reject([])).err, /不同意须写明理由/);
  assert.match((await reject(['--opinion', '已有同类事项'])).out, /区民政局不同意V-A-4-05/);
  assert.match(
    (await decide(lists, id, MEETING, '纪要〔2026〕第3号', '2026-12-11')).err,
    /已被退回；如要再报，请另行申报/,
  );
});

test('the id of a rejected application is never given again', async () => {
  const lists = copy(WAITING);
  const second = await runCommand([
    'admission',
    'new',
    '--lists',
    lists,
    ...words(FORM),
    '--as-of',
    '2026-11-26',
    '--dry-run',
  ]);
  assert.match(second.out, /V-A-4-06/);
  const library = loadLibrary(lists, null);
  assert.is(nextId(library, [], 'village', 'prohibited', null), 'V-P-17');
});

test('a record edited after the approval approves nothing', async () => {
  const lists = copy(APPROVED);

  const dir = join(lists, 'admissions', id);
  const [first] = readdirSync(dir).sort();
  writeFileSync(join(dir, first!), readFileSync(join(dir, first!), 'utf8').replace('自愿参加', '必须参加'));
  assert.throws(() => readAdmissions(join(lists, 'admissions')), /写入后被改动过/);
  const check = await runCommand(['ledger', 'check', '--lists', lists]);
  assert.is(check.code, 1);
  assert.match(check.out, /内容与自身的校验值不符，写入后被改动过（edited）/);
});

test('approvals count under the policy they are read with', async () => {
  const lists = copy(APPROVED);
  const path = join(lists, 'admissions/policy.yaml');
  const stricter = parsePolicy(
    Buffer.from(readFileSync(path, 'utf8').replace('office: 区民政局', 'office: 区委办公室')),
    path,
  );
  const own = (policy = loadPolicy(join(lists, 'admissions'))) =>
    readAdmissions(join(lists, 'admissions'), policy).approvals.filter(({ item }) => item === 'V-A-4-05').length;
  assert.is(own(), 1);
  assert.is(own(stricter), 0);
});

// ---------------------------------------------------------------- what is checked before anybody decides

/** A form that must not be recorded, and what is said. */
const REFUSED: Readonly<Record<string, readonly [form: Form, said: RegExp]>> = {
  'a prohibited matter': [
    { ...FORM, '--title': '协助完成党报党刊征订任务', '--concept': 'press-subscription' },
    /! “协助完成党报党刊征订任务”与V-P-08“报刊.*”相合：.*属取消和禁入事项/,
  ],
  'a matter that an item covers already': [
    { ...FORM, '--title': '协助开展禁毒宣传教育进村' },
    /! “协助开展禁毒宣传教育进村”与V-A-1-01“协助开展禁毒宣传教育，落实禁毒防范措施”相合/,
  ],
  'a repealed basis': [
    { ...FORM, '--basis': '《中华人民共和国环境噪声污染防治法》第6条' },
    /× 依据《中华人民共和国环境噪声污染防治法》.*：已废止/,
  ],
  'an article that does not exist': [
    { ...FORM, '--basis': '献血法第66条' },
    /× 依据《中华人民共和国献血法》第66条：没有这一条/,
  ],
  'an article without such a duty': [
    { ...FORM, '--basis': '疫苗管理法第48条' },
    /! 依据《中华人民共和国疫苗管理法》第48条没有给村（居）委会这项任务/,
  ],
  'money that the village finds itself': [
    { ...FORM, '--funding-source': '由村集体自筹' },
    /× 经费没有由部门承担：“.*自筹/,
  ],
  'money that nobody has promised': [
    { ...FORM, '--funding-source': '以奖代补', '--funding-standard': '视考核结果' },
    /! 经费是否落实不明/,
  ],
};
for (const [name, [form, said]] of Object.entries(REFUSED)) {
  test(`not recorded: ${name}`, async () => {
    const lists = copy();
    const run = await runCommand(['admission', 'new', '--lists', lists, ...words(form), '--as-of', '2026-11-25']);
    assert.is(run.code, 1, run.out + run.err);
    assert.match(run.out, said);
    assert.match(run.err, /没有登记/);
    assert.is(
      admissionStore(`${lists}/admissions`)
        .chains()
        .filter((one) => one.startsWith('ZR-')).length,
      0,
    );
  });
}

test('an objection is overridden by a stated ground, a fault is not', async () => {
  const lists = copy();
  const despite = ['--despite', '已与卫健部门会商，内容不重复', '--as-of', '2026-11-25'];
  const objection = REFUSED['an article without such a duty']![0];
  const run = await runCommand(['admission', 'new', '--lists', lists, ...words(objection), ...despite]);
  assert.is(run.code, 0, run.err);
  const id = /已登记 (\S+)/.exec(run.out)![1]!;
  const shown = await runCommand(['admission', 'status', id, '--lists', lists, '--as-of', '2026-11-25']);
  assert.match(shown.out, /仍要申报的理由　已与卫健部门会商/);
  const fault = REFUSED['a repealed basis']![0];
  assert.is((await runCommand(['admission', 'new', '--lists', lists, ...words(fault), ...despite])).code, 1);
});

test('new examples that another concept wins are named with the concept', async () => {
  const lists = copy();
  const { '--concept': _, ...rest } = FORM;
  const run = await runCommand([
    ...['admission', 'new', '--lists', lists, ...words(rest), '--as-of', '2026-11-25'],
    ...[
      '--hit',
      '动员适龄健康居民自愿参加无偿献血',
      '--hit',
      '张贴无偿献血告示',
      '--miss',
      '组织慈善募捐',
      '--miss',
      '完成招商引资任务',
    ],
  ]);
  assert.is(run.code, 1);
  assert.match(
    run.out,
    /× 正例“动员适龄健康居民自愿参加无偿献血”没有认作这一项：认作清单外的“无偿献血和捐献”；如果就是它，请改用 --concept blood-donation/,
  );
});

test('an item with a concept of its own brings its examples along', async () => {
  const lists = copy();
  const { '--concept': _, ...rest } = FORM;
  const form = { ...rest, '--title': '协助做好红杉古树群复壮苗认养登记', '--basis': '献血法6条', '--despite': '试填' };
  const more = [
    ...['--alias', '古树复壮苗认养', '--hit', '开展古树复壮苗认养登记', '--hit', '动员村民参加古树复壮苗认养'],
    ...['--miss', '组织慈善募捐', '--miss', '完成招商引资任务2个'],
  ];
  const run = await runCommand([
    'admission',
    'new',
    '--lists',
    lists,
    ...words(form),
    ...more,
    '--as-of',
    '2026-11-25',
  ]);
  assert.is(run.code, 0, run.out + run.err);
  const id = /已登记 (\S+)/.exec(run.out)![1]!;
  await decide(lists, id, '区民政局', '区民发〔2026〕5号', '2026-12-01');
  await decide(lists, id, MEETING, '纪要〔2026〕第3号', '2026-12-11');
  assert.is((await runCommand(['admission', 'apply', id, '--lists', lists, '--as-of', '2026-12-12'])).code, 0);
  const library = loadLibrary(lists, null);
  const item = library.items.find(({ title }) => title === form['--title'])!;
  const concept = library.concepts.find((one) => one.id === item.concepts[0])!;
  assert.equal(concept.aliases, ['古树复壮苗认养']);
  assert.is(concept.place.file, 'concepts/assist.yaml');
});

// ---------------------------------------------------------------- the form at a terminal

test('at a terminal the form is asked for, and asked again until it can be used', async () => {
  const lists = copy();
  const options: RunOptions = {
    today: '2026-11-25',
    typed: [
      '',
      '区卫健委',
      '9',
      '2',
      '1',
      '3',
      '4',
      FORM['--title'],
      '卫健',
      '不知道',
      '献血法6条',
      '由区卫健委部门预算列支',
      '每村每年2000元',
      '全区各村',
      '',
      '',
      '',
    ],
  };
  const run = await runCommand(['admission', 'new', '--lists', lists, '--concept', 'blood-donation'], options);
  assert.is(run.code, 0, run.err);
  assert.match(run.err, /不能空着/);
  assert.match(run.err, /请填前面的序号/);
  assert.match(run.err, /2\. 政府部门（区民政局初审）/);
  assert.match(run.err, /认不出/);
  assert.match(run.out, /已登记 ZR-20261125-\w{4}/);
});

test('a form left half way records nothing', async () => {
  const lists = copy();
  const run = await runCommand(['admission', 'new', '--lists', lists], { typed: ['区卫健委', '2'] });
  assert.is(run.code, 2);
  assert.match(run.err, /没有填完就结束了；没有登记任何内容/);
});

test('away from a terminal a lacking option is named', async () => {
  const run = await runCommand(['admission', 'new', '--lists', copy(), '--applicant', '区卫健委']);
  assert.is(run.code, 2);
  assert.match(run.err, /申报缺少渠道；请用 --track 写明/);
});

// ---------------------------------------------------------------- status

test('late steps are counted on the day asked for', async () => {
  const lists = copy(WAITING);
  const at = (day: string, more: string[] = []) =>
    runCommand(['admission', 'status', '--lists', lists, '--as-of', day, ...more]);
  assert.is((await at('2026-12-10')).code, 0);
  const late = await at('2026-12-13', ['--open']);
  assert.is(late.code, 1);
  assert.match(
    late.out,
    new RegExp(`${id} +2026-11-25 +区卫健委 +V-A-4-05 +待初审 +2026-12-10 +3 天 +新增：${FORM['--title']}`),
  );
  const json = JSON.parse((await at('2026-12-13', ['--format', 'json', '--open'])).out);
  assert.equal([json.as_of, json.cases[0].state, json.cases[0].days_late], ['2026-12-13', 'first', 3]);
  assert.match((await at('2026-11-24')).out, /首次导入/);
  assert.not.match((await at('2026-11-24')).out, /ZR-/);
});

test('temporary work of an emergency is noted, ends, and is no admission', async () => {
  const lists = copy();
  const run = await runCommand([
    ...['admission', 'new', '--lists', lists, '--temporary', '协助转移安置群众', '--event', '防汛Ⅱ级应急响应'],
    ...[
      '--document',
      '区防指〔2026〕12号',
      '--until',
      '2026-12-20',
      '--applicant',
      '区应急局',
      '--track',
      'government',
      '--body',
      'village',
      '--as-of',
      '2026-12-01',
    ],
  ]);
  assert.match(
    run.out,
    /应急临时任务“协助转移安置群众”，防汛Ⅱ级应急响应，依据《中华人民共和国突发事件应对法》第77条，至 2026-12-20 终止/,
  );
  const id = /已登记 (\S+)：/.exec(run.out)![1]!;
  assert.is((await runCommand(['admission', 'status', id, '--lists', lists, '--as-of', '2026-12-20'])).code, 0);
  const over = await runCommand(['admission', 'status', id, '--lists', lists, '--as-of', '2027-01-05']);
  assert.is(over.code, 1);
  assert.match(over.out, /应急临时任务（逾期 16 天）/);
  assert.match((await decide(lists, id, '区民政局', '区民发〔2026〕5号', '2026-12-05')).err, /应急临时任务，不走审批/);
  assert.match(
    (await runCommand(['admission', 'apply', id, '--lists', lists, '--as-of', '2026-12-05'])).err,
    /应急临时任务，不能落表/,
  );
});

// ---------------------------------------------------------------- edits in place

/** A list file as an official's editor may have left it. */
const HAND = [
  '# 本区清单 请勿外传',
  'kind: list',
  'body: village   # 村',
  'list: assist',
  'since: "2026-01-01"',
  'categories:',
  '    -   name: 甲类',
  '        items:',
  '            # 第一项的说明',
  '            -   id: "V-A-1-01"',
  "                title:   '原来的 表述'    # 旧",
  '                basis: [ { instrument: 中华人民共和国禁毒法, article: 17 } ]  # 依据',
  '                concepts: [ drug-prevention ]',
  '',
  '            # 第二项的说明',
  '            -   id: "V-A-1-02"',
  '                title: 第二项',
  '                basis:',
  '                    -   { instrument: 中华人民共和国禁毒法, article: 19 }  # 十九条',
  '                note: >-',
  '                    折行的',
  '                    说明',
  '                concepts: [drug-plants]   # 尾注',
  '            # 甲类到此',
  '    -   name: 乙类',
  '        items:',
  '            -   id: "V-A-2-01"',
  '                title: 乙一',
  '                basis:',
  '                    -   { instrument: 中华人民共和国禁毒法, article: 17 }',
  '                concepts: [drug-prevention]',
  '# 文件到此',
];

interface Shape {
  readonly eol: string;
  readonly bom: boolean;
  readonly last: boolean;
}
const SHAPES: readonly Shape[] = [
  { eol: '\n', bom: false, last: true },
  { eol: '\r\n', bom: true, last: true },
  { eol: '\r\n', bom: false, last: false },
];

function handWritten({ eol, bom, last }: Shape): string {
  const lists = copy();
  rmSync(join(lists, 'community'), { recursive: true });
  for (const name of ['statutory', 'service', 'prohibited']) rmSync(join(lists, 'village', `${name}.yaml`));
  for (const name of ['concepts', 'lexicon', 'register']) rmSync(join(lists, name), { recursive: true });
  writeFileSync(join(lists, 'village/assist.yaml'), `${bom ? '\uFEFF' : ''}${HAND.join(eol)}${last ? eol : ''}`);
  return lists;
}

const item = (lists: string, id: string): Item => loadLibrary(lists, null).items.find((one) => one.id === id)!;

function proposalOf(change: Proposal['change'], old: Item | null, content: Item | null): Proposal {
  const plain = content && (({ place: _, ...rest }) => rest)(content);
  return {
    change,
    applicant: '区卫健委',
    track: 'government',
    body: 'village',
    item: content?.id ?? old!.id,
    from: null,
    before: old && itemHash(old),
    content: plain,
    contentHash: itemHash(content ?? old!),
    concept: null,
    funding: null,
    scope: null,
    reason: null,
    despite: null,
    check: null,
  };
}

/** What an edit does to the lines of the hand-written file. */
const EDITS: Readonly<
  Record<string, readonly [edit: (lists: string) => Proposal, lines: (lines: string[]) => string[]]>
> = {
  'a new title keeps the quotes and the comment beside it': [
    (lists) => proposalOf('reword', item(lists, 'V-A-1-01'), { ...item(lists, 'V-A-1-01'), title: '新的"表述"' }),
    (lines) => replaced(lines, 10, ['                title:   "新的\\"表述\\""    # 旧']),
  ],
  'a new basis in a flow list': [
    (lists) =>
      proposalOf('rebase', item(lists, 'V-A-1-01'), {
        ...item(lists, 'V-A-1-01'),
        basis: [{ instrument: '中华人民共和国禁毒法', article: 18 }],
      }),
    (lines) =>
      replaced(lines, 11, [
        '                basis:',
        '                  - { instrument: 中华人民共和国禁毒法, article: 18 }  # 依据',
      ]),
  ],
  'a further basis in a block list': [
    (lists) =>
      proposalOf('rebase', item(lists, 'V-A-1-02'), {
        ...item(lists, 'V-A-1-02'),
        basis: [...item(lists, 'V-A-1-02').basis, { instrument: '中华人民共和国禁毒法', article: 17, paragraph: 1 }],
      }),
    (lines) =>
      replaced(lines, 18, [
        '                    - { instrument: 中华人民共和国禁毒法, article: 19 }',
        '                    - { instrument: 中华人民共和国禁毒法, article: 17, paragraph: 1 }  # 十九条',
      ]),
  ],
  'a new item after the last of its category': [
    (lists) =>
      proposalOf('add', null, {
        ...item(lists, 'V-A-1-02'),
        id: 'V-A-1-03',
        title: '新增：一项',
        note: null,
        since: '2027-01-01',
      }),
    (lines) => [
      ...lines.slice(0, 23),
      '            - id: "V-A-1-03"',
      '              title: "新增：一项"',
      '              basis:',
      '                - { instrument: 中华人民共和国禁毒法, article: 19 }',
      '              since: "2027-01-01"',
      '              concepts: [drug-plants]',
      ...lines.slice(23),
    ],
  ],
  'an item that goes leaves the comments around it': [
    (lists) => proposalOf('remove', item(lists, 'V-A-1-02'), null),
    (lines) => [...lines.slice(0, 15), ...lines.slice(23)],
  ],
  'the last item of a category takes the category along': [
    (lists) => proposalOf('remove', item(lists, 'V-A-2-01'), null),
    (lines) => [...lines.slice(0, 24), ...lines.slice(31)],
  ],
  'an item that changes its category moves as it is': [
    (lists) => proposalOf('move', item(lists, 'V-A-1-02'), { ...item(lists, 'V-A-1-02'), category: '乙类' }),
    (lines) => [...lines.slice(0, 15), ...lines.slice(23, 31), ...lines.slice(15, 23), ...lines.slice(31)],
  ],
};

const replaced = (lines: string[], at: number, by: string[]): string[] => [
  ...lines.slice(0, at),
  ...by,
  ...lines.slice(at + 1),
];

for (const [name, [propose, lines]] of Object.entries(EDITS))
  for (const shape of SHAPES) {
    const { eol, bom, last } = shape;
    test(`${name} (${eol === '\n' ? 'LF' : 'CRLF'}${bom ? ', BOM' : ''}${last ? '' : ', no last line break'})`, () => {
      const lists = handWritten(shape);
      const edit = planEdit(lists, propose(lists), '2026-12-12', null);
      writeEdit(lists, edit);
      const now = readFileSync(join(lists, 'village/assist.yaml'), 'utf8');
      assert.is(now, `${bom ? '\uFEFF' : ''}${lines([...HAND]).join(eol)}${last ? eol : ''}`);
      assert.equal(readdirSync(join(lists, 'village')), ['assist.yaml']);
    });
  }

test('a comment that stays above a removed item is pointed out', () => {
  const lists = handWritten(SHAPES[0]!);
  const { files } = planEdit(lists, proposalOf('remove', item(lists, 'V-A-1-02'), null), '2026-12-12', null);
  assert.equal(files.find(({ path }) => path === 'village/assist.yaml')!.notes, [
    '第 15 行的注释保留，请看是否随事项一并删去',
  ]);
});

test('the id of a removed item is kept in the edition', () => {
  const lists = handWritten(SHAPES[1]!);
  for (const id of ['V-A-1-02', 'V-A-1-01'])
    writeEdit(lists, planEdit(lists, proposalOf('remove', item(lists, id), null), '2026-12-12', null));
  assert.match(
    readFileSync(join(lists, 'edition.yaml'), 'utf8'),
    /\nretired:\n {2}- \{ id: "V-A-1-02", title: 第二项, on: "2026-12-12" \}\n {2}- \{ id: "V-A-1-01", title: .*, on: "2026-12-12" \}\n$/,
  );
});

// ---------------------------------------------------------------- lists that extend others

/** A district's own lists over the shipped ones: an edition, and nothing else yet. */
function district(): string {
  const lists = join(temporary(), 'own');
  mkdirSync(lists);
  const edition = readFileSync(join(SHIPPED, 'edition.yaml'), 'utf8');
  writeFileSync(
    join(lists, 'edition.yaml'),
    edition.replace('kind: edition', `kind: edition\nextends: ${relative(lists, SHIPPED)}`),
  );
  return lists;
}

test('a district adds, rewords and retires items in files of its own', () => {
  const lists = district();
  const shipped = bytesOf(SHIPPED);
  const upper = (id: string): Item => loadLibrary(lists, null).items.find((one) => one.id === id)!;
  const added = { ...upper('V-A-1-02'), id: 'V-A-1-90', title: '本区新增的一项', note: null };
  const steps: [Proposal, string[]][] = [
    [proposalOf('add', null, added), ['village/assist.yaml', 'edition.yaml']],
    [proposalOf('reword', upper('V-A-1-01'), { ...upper('V-A-1-01'), title: '本区的表述' }), ['village/assist.yaml']],
    [proposalOf('remove', upper('V-A-1-03'), null), ['edition.yaml']],
  ];
  for (const [proposal, paths] of steps) {
    const edit = planEdit(lists, proposal, '2026-12-12', null);
    assert.equal(
      edit.files.map(({ path }) => path),
      paths,
    );
    writeEdit(lists, edit);
    assert.equal(planEdit(lists, proposal, '2026-12-12', null).files, []);
  }
  const library = loadLibrary(lists, null);
  assert.is(library.items.find(({ id }) => id === 'V-A-1-01')!.title, '本区的表述');
  assert.ok(library.items.some(({ id }) => id === 'V-A-1-90'));
  assert.not.ok(library.items.some(({ id }) => id === 'V-A-1-03'));
  assert.equal([library.items.length, library.edition.inventory.village.assist], [189, 36]);
  assert.equal(bytesOf(SHIPPED), shipped);
});

test('a file that changed meanwhile is left alone, and so are the others', () => {
  const lists = handWritten(SHAPES[0]!);
  const edit: ListEdit = planEdit(lists, proposalOf('remove', item(lists, 'V-A-1-02'), null), '2026-12-12', null);
  const path = join(lists, 'village/assist.yaml');
  writeFileSync(path, `${readFileSync(path, 'utf8')}# 别人加的\n`);
  const before = bytesOf(lists);
  assert.throws(() => writeEdit(lists, edit), /文件在此期间被别人改动/);
  assert.equal(bytesOf(lists), before);
});

test('an item that is no longer what was approved is not overwritten', () => {
  const lists = handWritten(SHAPES[0]!);
  const old = item(lists, 'V-A-1-02');
  const proposal = proposalOf('reword', old, { ...old, title: '新表述' });
  const path = join(lists, 'village/assist.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace('第二项\n', '第二项改过\n'));
  assert.throws(() => planEdit(lists, proposal, '2026-12-12', null), /V-A-1-02 在申报之后被改动过/);
  const taken = proposalOf('add', null, { ...old, title: '另一项' });
  assert.throws(() => planEdit(lists, taken, '2026-12-12', null), /编号 V-A-1-02 已是“第二项改过”/);
});

test('an edit that was interrupted after the first file is finished by the next run', async () => {
  const lists = copy(APPROVED);

  const plan = planEdit(lists, JSON.parse(JSON.stringify(await proposalIn(lists, id))), '2026-12-12', null);
  assert.equal(
    plan.files.map(({ path }) => path),
    ['village/assist.yaml', 'edition.yaml'],
  );
  writeEdit(lists, { files: plan.files.slice(0, 1) });
  const run = await runCommand(['admission', 'apply', id, '--lists', lists, '--as-of', '2026-12-12']);
  assert.match(run.out, /改了 1 个文件/);
  assert.is(loadLibrary(lists, null).edition.inventory.village.assist, 37);
});

async function proposalIn(lists: string, id: string): Promise<Proposal> {
  const run = await runCommand([
    'admission',
    'status',
    id,
    '--lists',
    lists,
    '--format',
    'json',
    '--as-of',
    '2026-12-12',
  ]);
  const { content_hash, ...rest } = JSON.parse(run.out).cases[0].proposal;
  return { ...rest, contentHash: content_hash };
}

test('two who apply at once do not undo each other', async () => {
  const lists = copy(APPROVED);
  const other = { ...FORM, '--title': '协助宣传造血干细胞捐献知识', '--despite': '与献血分列' };
  const second = await applyWith(lists, other);
  await approveBoth(lists, second);
  const runs = await Promise.all(
    [id, second].map((id) => runCommand(['admission', 'apply', id, '--lists', lists, '--as-of', '2026-12-12'])),
  );
  assert.equal(
    runs.map(({ code }) => code),
    [0, 0],
    runs.map(({ err }) => err).join(),
  );
  const library = loadLibrary(lists, null);
  assert.is(library.edition.inventory.village.assist, 38);
  assert.ok(['V-A-4-05', 'V-A-4-06'].every((id) => library.items.some((one) => one.id === id)));
});

test('every admission command has help with examples, in both languages', async () => {
  for (const name of ['new', 'approve', 'reject', 'apply', 'status'])
    for (const lang of ['zh', 'en'] as const) {
      const help = await runCommand(['admission', name, '--help'], { lang });
      assert.is(help.code, 0);
      assert.match(help.out, lang === 'zh' ? /例子：/ : /Examples/);
      assert.match(help.out, new RegExp(`qingdan admission ${name}`));
    }
});

test.run();
