import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dayOf } from '../src/ledger/hotline.ts';
import { readOrders } from '../src/ledger/order.ts';
import { orderDocument } from '../src/ledger/order-document.ts';
import { loadLibrary } from '../src/lists/load.ts';
import { createTextMask } from '../src/mask.ts';
import type { JudgedRow, Report } from '../src/types.ts';
import { type Ran, runCommand } from './command.ts';

const made: string[] = [];
function temporary(): string {
  const dir = mkdtempSync(join(tmpdir(), 'qingdan-orders-'));
  made.push(dir);
  return dir;
}
test.after(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});
env.XDG_CACHE_HOME = temporary();

/** The shipped lists as they are when the test begins. */
const LISTS = join(temporary(), 'lists');
cpSync('lists', LISTS, { recursive: true });

const [AUTUMN, SPRING, NEXT] = ['autumn-2026', 'spring-2027', 'autumn-2027'].map(
  (name) => `fixtures/lookback/${name}.json`,
) as [string, string, string];

/** A text compared with a file that UPDATE=1 rewrites; random endings of ids are left out. */
function golden(name: string, text: string): void {
  const path = `fixtures/ledger/${name}`;
  const steady = text.replace(/\b((?:DB-\d{4}-\d{4}|JB-\d{8})-)[0-9a-z]{4,5}\b/g, '$1xxxx');
  if (env.UPDATE) writeFileSync(path, steady);
  assert.fixture(steady, readFileSync(path, 'utf8'));
}

const order = (ledger: string, words: readonly string[], asOf: string): Promise<Ran> =>
  runCommand(['order', ...words, '--ledger', ledger, '--lists', LISTS, '--as-of', asOf]);

/** Orders of autumn 2026, issued on 25 November; every test works on a copy. */
const ISSUED = join(temporary(), 'ledger');
const issuing = await order(ISSUED, ['issue', AUTUMN], '2026-11-25');
function issued(): string {
  const dir = join(temporary(), 'ledger');
  cpSync(ISSUED, dir, { recursive: true });
  return dir;
}

const reply = (ledger: string, number: string, more: string[] = []): Promise<Ran> =>
  order(ledger, ['reply', number, '--measures', '已取消该项指标', ...more], '2026-12-10');
const states = (ledger: string): string[] =>
  readOrders(ledger, null).map((one) => `${one.sequence} ${one.unit} ${one.state}`);

// ---------------------------------------------------------------- issuing

test('one order a unit, with quote, ground, demand and deadline', () => {
  assert.is(issuing.code, 0, issuing.err);
  golden('orders.txt', issuing.out);
  assert.equal(states(ISSUED), ['1 区文旅局 issued', '2 区医保局 issued', '3 区应急局 issued', '4 区公安分局 issued']);
});

test('an order holds everything that a document needs', () => {
  const [first] = readOrders(ISSUED, null);
  const document = orderDocument(first!);
  assert.is(document.number, '×减督〔2026〕1号');
  assert.is(document.addressee, '区文旅局');
  assert.is(document.date, '2026年11月25日');
  assert.equal(
    document.sections.map(({ title }) => title),
    ['存在问题', '认定依据', '整改要求', '整改时限', '反馈要求'],
  );
  assert.equal(document.receipt.columns, ['序号', '问题', '整改措施', '完成情况', '责任人', '完成时间']);
  const [row] = document.problems;
  assert.is(row!.place, 'autumn-2026.csv，C2 单元格');
  assert.is(row!.quote, '完成党报党刊征订任务，订阅率达到100%');
  assert.match(row!.grounds, /《取消和禁入事项清单》V-P-08“报刊.*征订任务”；《中华人民共和国/);
  assert.is(row!.demand, '取消');
});

test('the demand follows from the verdict', () => {
  const demands = readOrders(ISSUED, null).flatMap(({ problems }) =>
    problems.map(({ verdict, demand }) => `${verdict} ${demand}`),
  );
  assert.equal([...new Set(demands)].sort(), ['needs-admission admit', 'prohibited cancel', 'unfunded fund']);
});

test('assistance handed down as responsibility is to be worded as assistance', async () => {
  const ledger = join(temporary(), 'ledger');
  const path = reportWith((row, i) =>
    i === 0 ? { ...row, findings: [{ ...row.findings[0]!, rule: 'role-overreach' }] } : row,
  );
  const run = await order(ledger, ['issue', path, '--unit', '区文旅局'], '2026-11-25');
  assert.match(run.out, /1\. 改为协助表述，写明由部门负责、村（社区）协助/);
});

/** A copy of the autumn report with its rows changed. */
function reportWith(change: (row: JudgedRow, i: number) => JudgedRow): string {
  const report = JSON.parse(readFileSync(AUTUMN, 'utf8')) as Report;
  const path = join(temporary(), 'report.json');
  writeFileSync(path, JSON.stringify({ ...report, rows: report.rows.map(change) }));
  return path;
}

test('a second run gives no second order for what is under way', async () => {
  const ledger = issued();
  const again = await order(ledger, ['issue', AUTUMN], '2026-11-26');
  assert.is(again.code, 0);
  assert.is(again.out, '没有要下发的督办单\n');
  assert.match(again.err, /区文旅局：2 项已在 ×减督〔2026〕1号 督办中，不再下发/);
  assert.is(states(ledger).length, 4);
});

test('a waived problem is not ordered', async () => {
  const path = reportWith((row) => ({ ...row, findings: row.findings.map((one) => ({ ...one, waived: 'W-1' })) }));
  const run = await order(join(temporary(), 'ledger'), ['issue', path], '2026-11-25');
  assert.is(run.out, '没有要下发的督办单\n');
});

test('rows that name no unit are counted, or go to the one that is named', async () => {
  const path = reportWith((row) => ({ ...row, unit: null }));
  const left = await order(join(temporary(), 'ledger'), ['issue', path], '2026-11-25');
  assert.match(left.err, /6 项没有写明下发单位，没有列入；请用 --default-unit 指明/);
  const named = await order(join(temporary(), 'ledger'), ['issue', path, '--default-unit', '区委办'], '2026-11-25');
  assert.match(named.out, /×减督〔2026〕1号[\s\S]*区委办：[\s\S]*有 6 项需要整改/);
});

test('a dry run numbers and writes nothing', async () => {
  const ledger = join(temporary(), 'ledger');
  const run = await order(ledger, ['issue', AUTUMN, '--dry-run'], '2026-11-25');
  assert.match(run.out, /未登记\n.*\n×减督〔2026〕×号/);
  assert.not.ok(existsSync(ledger));
});

test('numbers run by year and prefix', async () => {
  const ledger = join(temporary(), 'ledger');
  const number = async (unit: string, more: string[], day: string): Promise<string> =>
    /\n(\S+〔\d+〕\d+号)/.exec((await order(ledger, ['issue', AUTUMN, '--unit', unit, ...more], day)).out)![1]!;
  assert.is(await number('区文旅局', ['--prefix', '庐减督'], '2026-11-25'), '庐减督〔2026〕1号');
  assert.is(await number('区医保局', ['--prefix', '庐减督'], '2026-12-25'), '庐减督〔2026〕2号');
  assert.is(await number('区应急局', ['--prefix', '庐减督'], '2027-01-05'), '庐减督〔2027〕1号');
  assert.is(await number('区公安分局', ['--prefix', '蜀减督'], '2027-01-05'), '蜀减督〔2027〕1号');
});

test('offices that issue at the same moment take different numbers', async () => {
  const ledger = join(temporary(), 'ledger');
  const units = ['区文旅局', '区医保局', '区应急局', '区公安分局'];
  await Promise.all(units.map((unit) => order(ledger, ['issue', AUTUMN, '--unit', unit], '2026-11-25')));
  assert.equal(
    readOrders(ledger, null).map(({ sequence }) => sequence),
    [1, 2, 3, 4],
  );
});

// ---------------------------------------------------------------- forward only

test('issued, replied, verified, closed: the history tells it', async () => {
  const ledger = issued();
  const evidence = join(temporary(), '修订后指标.pdf');
  writeFileSync(evidence, 'pdf');
  await reply(ledger, '2', ['--document', '区医保函〔2026〕8号', '--evidence', evidence]);
  assert.match((await order(ledger, ['verify', '2', '--report', SPRING], '2027-04-16')).out, /现已核验/);
  assert.match((await order(ledger, ['close', '2026-2'], '2027-04-20')).out, /×减督〔2026〕2号（区医保局）：现已销号/);
  const shown = await order(ledger, ['show', '×减督[2026]2号'], '2027-05-01');
  golden('order-closed.txt', shown.out);
  const kept = readOrders(ledger, null).find(({ sequence }) => sequence === 2)!.replies[0]!.evidence;
  assert.equal(
    kept.map(({ name, sha256 }) => [name, sha256?.length]),
    [['修订后指标.pdf', 64]],
  );
});

/** Steps out of turn, and what is said. */
const OUT_OF_TURN: Readonly<Record<string, readonly [steps: readonly string[][], said: RegExp]>> = {
  'closing what was only issued': [[['close', '2']], /现在是已下发，不能销号；销号须先已核验/],
  'checking before an answer': [[['verify', '2', '--report', SPRING]], /现在是已下发，不能核验；核验须先已答复/],
  'answering what is closed': [
    [
      ['reply', '2', '--measures', '已取消', '--evidence', '函'],
      ['verify', '2', '--report', SPRING],
      ['close', '2'],
      ['reply', '2', '--measures', '再答'],
    ],
    /现在是已销号，不能答复/,
  ],
  'closing without evidence': [
    [
      ['reply', '2', '--measures', '已取消'],
      ['verify', '2', '--report', SPRING],
      ['close', '2'],
    ],
    /没有任何佐证材料，不能销号；请用 --evidence 写明文件或文号/,
  ],
  'checking with the report of the order': [
    [
      ['reply', '2', '--measures', '已取消'],
      ['verify', '2', '--report', AUTUMN],
    ],
    /这就是下发时的那份报告/,
  ],
  'checking without a report': [
    [
      ['reply', '2', '--measures', '已取消'],
      ['verify', '2'],
    ],
    /核验要有一份答复之后的报告/,
  ],
  'a number that does not exist': [[['show', '9']], /没有督办单“9”；用 qingdan order list 查看字号/],
};
for (const [name, [steps, said]] of Object.entries(OUT_OF_TURN))
  test(`refused: ${name}`, async () => {
    const run = await inOrder(issued(), steps);
    assert.is(run.code, 2);
    assert.match(run.err, said);
  });

/** The same steps on days that follow each other as they do in life. */
async function inOrder(ledger: string, steps: readonly string[][]): Promise<Ran> {
  const days = ['2026-12-10', '2027-04-16', '2027-04-20', '2027-05-01'];
  let last: Ran | null = null;
  for (const [i, words] of steps.entries())
    last = await order(ledger, words, steps.length === 1 ? '2027-05-01' : days[i]!);
  return last!;
}

test('a re-check that still finds a problem is recorded, moves nothing and says where', async () => {
  const ledger = issued();
  await reply(ledger, '1');
  const run = await order(ledger, ['verify', '1', '--report', SPRING], '2027-04-16');
  assert.is(run.code, 1);
  assert.match(run.out, /核验未通过，还有 1 项\n　第 2 项仍在：.*spring-2027\.csv!C2 “协助开展文化惠民演出，提供场地”/);
  assert.match(states(ledger)[0]!, /replied$/);
  assert.match((await order(ledger, ['close', '1', '--evidence', '函'], '2027-04-20')).err, /不能销号/);
});

test('a re-check sees through another wording', async () => {
  const ledger = issued();
  await reply(ledger, '4');
  const run = await order(ledger, ['verify', '4', '--report', NEXT], '2027-11-12');
  assert.is(run.code, 1);
  assert.match(run.out, /“反诈APP注册人数每村不少于200人，按月通报排名”（换了说法）/);
});

test('a report without the unit proves nothing; a withdrawn table must be said to be one', async () => {
  const ledger = issued();
  await reply(ledger, '2', ['--evidence', '函']);
  const report = JSON.parse(readFileSync(SPRING, 'utf8')) as Report;
  const path = join(temporary(), 'spring.json');
  writeFileSync(path, JSON.stringify({ ...report, rows: report.rows.filter(({ unit }) => unit !== '区医保局') }));
  assert.match(
    (await order(ledger, ['verify', '2', '--report', path], '2027-04-16')).err,
    /报告里没有区医保局的行，不能证明已经整改/,
  );
  assert.is((await order(ledger, ['verify', '2', '--withdrawn', '整张表已撤回'], '2027-04-16')).code, 0);
  assert.is((await order(ledger, ['close', '2'], '2027-04-20')).code, 0);
});

test('what comes back after closing gives a new order that cites the old one', async () => {
  const ledger = issued();
  for (const number of ['2', '4']) {
    await reply(ledger, number, ['--evidence', '函']);
    await order(ledger, ['verify', number, '--report', SPRING], '2027-04-16');
    await order(ledger, ['close', number], '2027-04-20');
  }
  const run = await order(ledger, ['issue', NEXT, '--format', 'json'], '2027-11-12');
  const made = JSON.parse(run.out).orders as {
    number: string;
    unit: string;
    cites: string[];
    problems: { relapse_of: string | null }[];
  }[];
  assert.equal(
    made.map(({ number, unit, cites }) => [number, unit, cites]),
    [
      ['×减督〔2027〕1号', '区公安分局', ['×减督〔2026〕4号']],
      ['×减督〔2027〕2号', '区应急局', []],
    ],
  );
  assert.is(made[0]!.problems[0]!.relapse_of, '×减督〔2026〕4号');
  const back = await runCommand(['lookback', AUTUMN, SPRING, NEXT, '--ledger', ledger, '--format', 'json']);
  const { total, changes } = JSON.parse(back.out);
  assert.is(total.relapsed, 2);
  assert.is(changes[1].order, '×减督〔2026〕4号');
});

// ---------------------------------------------------------------- time

test('lateness is counted on the day asked for', async () => {
  const ledger = issued();
  assert.is((await order(ledger, ['list'], '2026-12-25')).code, 0);
  const late = await order(ledger, ['list', '--overdue'], '2027-01-05');
  assert.is(late.code, 1);
  assert.match(late.out, /×减督〔2026〕1号 +2026-11-25 +2026-12-25 +已下发 +11 天 +2 +— +区文旅局/);
  await reply(ledger, '1');
  const json = JSON.parse((await order(ledger, ['list', '--format', 'json'], '2027-01-05')).out);
  assert.equal(
    json.orders.map((one: { days_overdue: number }) => one.days_overdue),
    [0, 11, 11, 11],
  );
  // as it stood before the answer
  assert.match((await order(ledger, ['list', '--unit', '区文旅局'], '2026-12-09')).out, /已下发/);
  assert.is((await order(ledger, ['list'], '2026-11-24')).out, '没有督办单\n');
});

test('a step before the step before it is refused', async () => {
  const ledger = issued();
  assert.match(
    (await order(ledger, ['reply', '1', '--measures', 'x'], '2026-11-24')).err,
    /2026-11-24 早于上一步的 2026-11-25/,
  );
  assert.match(
    (await order(join(temporary(), 'l'), ['issue', AUTUMN], '2026-11-20')).err,
    /下发日期 2026-11-20 早于报告的基准日 2026-11-22/,
  );
  assert.match(
    (await order(join(temporary(), 'l'), ['issue', AUTUMN, '--deadline', '2026-11-24'], '2026-11-25')).err,
    /期限 2026-11-24 早于下发日期/,
  );
});

// ---------------------------------------------------------------- ledger check

const check = (ledger: string): Promise<Ran> => runCommand(['ledger', 'check', '--ledger', ledger, '--lists', LISTS]);

test('ledger check: sound, an order gone, a number twice, a step out of turn', async () => {
  const sound = await check(issued());
  assert.is(sound.code, 0, sound.out);
  assert.match(sound.out, /督办单　4 件 4 条记录，完好/);

  const gone = issued();
  const [, second] = readdirSync(join(gone, 'orders'))
    .filter((name) => name.startsWith('DB-'))
    .sort();
  rmSync(join(gone, 'orders', second!), { recursive: true });
  const missing = await check(gone);
  assert.is(missing.code, 1);
  assert.match(missing.out, /×减督〔2026〕2号 的记录不见了（gap）/);

  const twice = issued();
  const other = join(temporary(), 'ledger');
  await order(other, ['issue', AUTUMN, '--unit', '区应急局'], '2026-11-25');
  const [name] = readdirSync(join(other, 'orders')).filter((one) => one.startsWith('DB-'));
  cpSync(join(other, 'orders', name!), join(twice, 'orders', name!), { recursive: true });
  assert.match((await check(twice)).out, /×减督〔2026〕1号 用了 2 次/);

  const json = JSON.parse(
    (await runCommand(['ledger', 'check', '--ledger', twice, '--lists', LISTS, '--format', 'json'])).out,
  );
  assert.equal(
    [json.faults, json.ledgers.map((one: { name: string }) => one.name)],
    [1, ['admissions', 'complaints', 'orders']],
  );
});

// ---------------------------------------------------------------- complaints

const SECRETS = /张三丰|李小梅|欧阳锋|1381234|138 ?0013|１３８００|62345678|340104199001011234/;
const add = (ledger: string, words: readonly string[]): Promise<Ran> =>
  runCommand(['complaint', 'add', ...words, '--ledger', ledger, '--lists', LISTS, '--as-of', '2026-11-12']);

test('a hotline register: every lead with item and unit, the row without words named', async () => {
  const ledger = join(temporary(), 'ledger');
  const run = await add(ledger, ['fixtures/ledger/hotline.csv']);
  assert.is(run.code, 0);
  assert.match(run.err, /hotline\.csv:8: 没有事项原话，没有登记/);
  // the verdict is the engine's business; what a lead says and hides is the ledger's
  for (const line of [
    /^已登记 5 条\n编号 +时间 +来源 +村（社区） +结论 +事项 +责任单位 +原话\n/,
    /JB-20261112-\w{5} +2026-11-03 +电话 +王庄村 +.* +区医保局 +上头要村里收医保，收不齐就扣村里的分，还要先垫钱\n/,
    /2026-11-05 +信箱 +花园社区 .*我是×××，电话［电话］，报刊征订又派任务/,
    /2026-11-10 +电话 +北关社区 .*门口二十七块牌子，×××主任说都要挂/,
  ])
    assert.match(run.out, line);
  const listed = JSON.parse((await list(ledger, ['--format', 'json'])).out).complaints;
  const at = (place: string) => listed.find((one: { place: string }) => one.place === place);
  assert.equal(
    [at('王庄村').match.item, at('王庄村').suggested_unit, at('王庄村').date],
    ['V-P-06', '区医保局', '2026-11-03'],
  );
  assert.equal([at('花园社区').body, at('花园社区').match.item, at('花园社区').unit], ['community', 'C-P-08', null]);
  assert.ok(at('花园社区').suggested_unit, 'the department of the item is suggested');
  assert.equal([at('东风社区').anonymous, at('王庄村').anonymous], [true, false]);
});

const list = (ledger: string, words: readonly string[]): Promise<Ran> =>
  runCommand(['complaint', 'list', ...words, '--ledger', ledger, '--lists', LISTS, '--as-of', '2026-12-31']);

test('no name and no number of a teller leaves the private file', async () => {
  const ledger = issued();
  const outputs = [await add(ledger, ['fixtures/ledger/hotline.csv'])];
  const [lead] = JSON.parse((await list(ledger, ['--format', 'json'])).out).complaints;
  outputs.push(
    await add(ledger, [
      '--words',
      '我是欧阳锋，联系0551-62345678，上头派报刊征订',
      '--reporter',
      '欧阳锋',
      '--phone',
      '0551-62345678',
      '--place',
      '北关社区',
      '--format',
      'json',
    ]),
  );
  for (const words of [[], ['--format', 'json'], ['--unit', '区医保局']]) outputs.push(await list(ledger, words));
  outputs.push(await order(ledger, ['issue', NEXT, '--complaint', lead.id], '2027-11-12'));
  outputs.push(await order(ledger, ['list', '--format', 'json'], '2027-11-12'));
  outputs.push(await runCommand(['lookback', AUTUMN, NEXT, '--ledger', ledger]), await check(ledger));
  for (const { out, err } of outputs) assert.not.match(out + err, SECRETS);
  const files = readdirSync(ledger, { recursive: true, encoding: 'utf8' })
    .map((name) => join(ledger, name))
    .filter((path) => statSync(path).isFile());
  for (const path of files) {
    const secret = path.includes('/complaints/private/');
    if (!secret) assert.not.match(readFileSync(path, 'utf8'), SECRETS, path);
    else assert.is(statSync(path).mode & 0o777, 0o600);
  }
  const kept = files
    .filter((path) => path.includes('/private/'))
    .map((path) => readFileSync(path, 'utf8'))
    .join();
  for (const name of ['张三丰', '李小梅', '欧阳锋', '13812345678']) assert.ok(kept.includes(name), name);
});

test('git does not take the private files', async () => {
  const ledger = join(temporary(), 'ledger');
  await add(ledger, ['--words', '上头派报刊征订', '--reporter', '李小梅']);
  const git = (...words: string[]) => spawnSync('git', words, { cwd: ledger, encoding: 'utf8' });
  git('init', '-q');
  git('add', '-A');
  assert.not.match(git('ls-files').stdout, /private/);
  assert.match(git('ls-files').stdout, /JB-/);
});

test('a private file that was changed is noticed; one that is not in this copy is not missed', async () => {
  const ledger = join(temporary(), 'ledger');
  await add(ledger, ['--words', '上头派报刊征订', '--reporter', '李小梅']);
  const dir = join(ledger, 'complaints/private');
  const [name] = readdirSync(dir);
  assert.is((await check(ledger)).code, 0);
  writeFileSync(join(dir, name!), readFileSync(join(dir, name!), 'utf8').replace('李小梅', '李大梅'));
  assert.match((await check(ledger)).out, /保密文件与记录的校验值不符/);
  rmSync(dir, { recursive: true });
  assert.is((await check(ledger)).code, 0);
});

test('an order that follows up a complaint must name one that exists', async () => {
  const run = await order(issued(), ['issue', NEXT, '--complaint', 'JB-1'], '2027-11-12');
  assert.match(run.err, /没有编号为“JB-1”的举报/);
});

/** Registers that cannot be taken in. */
test('a register without the words column, and a lead without words', async () => {
  const path = join(temporary(), 'x.csv');
  writeFileSync(path, '序号,备注\n1,甲\n');
  const run = await add(join(temporary(), 'l'), [path]);
  assert.is(run.code, 2);
  assert.match(
    run.err,
    /找不到“事项原话”这一列；表头写成 事项原话、来源、时间、反映人、联系电话、村（社区）、被反映单位/,
  );
  assert.match((await add(join(temporary(), 'l'), [])).err, /没有事项原话；请用 --words 写明/);
});

// ---------------------------------------------------------------- masks and days

/** text as told → what is shown */
const MASKED: readonly (readonly [told: string, shown: string])[] = [
  ['电话 138 1234 5678', '电话 ［电话］'],
  ['打１３８１２３４５６７８找我', '打［电话］找我'],
  ['138-1234-5678', '［电话］'],
  ['座机0551-62345678', '座机［电话］'],
  ['身份证340104199001011234', '身份证［证件号］'],
  ['身份证 34010419900101123X 号', '身份证 ［证件号］ 号'],
  ['我叫王小明，家住赵集', '我叫×××，家住赵集'],
  ['联系人：欧阳锋', '联系人：×××'],
  ['村民赵六13912345678反映', '村民×××［电话］反映'],
  ['王主任说不签就扣分', '×××主任说不签就扣分'],
  ['李大爷家的事', '×××大爷家的事'],
];
/** what is no name and no number stays */
const PLAIN = [
  '党支部书记要签责任状',
  '安全科长来检查',
  '完成招商2000万元，签约20261122号',
  '请拨打12345',
  '每月上报2026年报表3套',
  '区民发〔2026〕5号',
  '我是王家庄的',
  '村主任负责',
  '学习强国积分每人每天不少于30分',
];
test('names, telephone and identity numbers are masked, other words and numbers are not', () => {
  const mask = createTextMask(loadLibrary(LISTS).columns);
  for (const [told, shown] of MASKED) assert.is(mask(told), shown);
  for (const text of PLAIN) assert.is(mask(text), text);
  assert.is(mask('张 三丰说，张三丰找过', ['张三丰']), '×××说，×××找过');
});

test('days as registers write them', () => {
  const days = ['2026/11/3', '2026年11月9日 10:20', '11月5日', '２０２６．１１．３', '2026-02-30', '昨天', null].map(
    (text) => dayOf(text, 2026),
  );
  assert.equal(days, ['2026-11-03', '2026-11-09', '2026-11-05', '2026-11-03', null, null, null]);
});

test('every command has help with examples, in both languages', async () => {
  const commands = [
    'complaint add',
    'complaint list',
    'ledger check',
    ...['issue', 'reply', 'verify', 'close', 'list', 'show'].map((name) => `order ${name}`),
  ];
  for (const name of commands)
    for (const lang of ['zh', 'en'] as const) {
      const help = await runCommand([...name.split(' '), '--help'], { lang });
      assert.is(help.code, 0);
      assert.match(help.out, lang === 'zh' ? /例子：/ : /Examples/);
      assert.match(help.out, new RegExp(`qingdan ${name}`));
    }
});

test.run();
