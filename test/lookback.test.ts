import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fingerprint, rowKey } from '../src/identity.ts';
import { type LookbackState, lookback, maskedLookback } from '../src/ledger/lookback.ts';
import { lookbackTable } from '../src/ledger/lookback-words.ts';
import type { OrderCase } from '../src/ledger/order.ts';
import { pairUp, similarity } from '../src/ledger/problems.ts';
import { loadLibrary } from '../src/lists/load.ts';
import { createTextMask } from '../src/mask.ts';
import type { JudgedRow, Report, RuleId, Verdict } from '../src/types.ts';
import { runCommand } from './command.ts';

const FIXTURES = 'fixtures/lookback';
const SEASONS = ['autumn-2026', 'spring-2027', 'autumn-2027'].map((name) => `${FIXTURES}/${name}.json`);
const dir = mkdtempSync(join(tmpdir(), 'qingdan-lookback-'));
test.after(() => rmSync(dir, { recursive: true, force: true }));
env.XDG_CACHE_HOME = dir;

/** A text compared with a file that UPDATE=1 rewrites. */
function golden(name: string, text: string): void {
  const path = `${FIXTURES}/${name}`;
  if (env.UPDATE) writeFileSync(path, text);
  assert.fixture(text, readFileSync(path, 'utf8'));
}

// ---------------------------------------------------------------- reports made by hand

interface RowDraft {
  readonly text: string;
  readonly unit?: string | null;
  readonly verdict?: Verdict;
  readonly item?: string | null;
  readonly rules?: readonly RuleId[];
  readonly waived?: string;
  readonly cited?: string;
  readonly outcome?: JudgedRow['basis_outcome'];
  readonly funding?: JudgedRow['funding_outcome'];
  readonly section?: string;
  readonly source?: string;
}

const RULES: Readonly<Partial<Record<Verdict, RuleId>>> = {
  prohibited: 'prohibited-item',
  'no-basis': 'basis-missing',
  'needs-admission': 'not-listed',
  unfunded: 'funding-missing',
};

function row(draft: RowDraft, number: number): JudgedRow {
  const { text, unit = '区文旅局', verdict = 'prohibited' } = draft;
  const item = draft.item === undefined ? (verdict === 'prohibited' ? 'V-P-08' : null) : draft.item;
  const key = rowKey(unit, 'village', text, 1);
  const rules = draft.rules ?? (RULES[verdict] ? [RULES[verdict]] : []);
  const outcome = draft.outcome ?? 'basis-missing';
  return {
    source: draft.source ?? 'a.xlsx',
    sheet: 'Sheet1',
    row: number,
    cell: `C${number}`,
    id: null,
    unit,
    section: draft.section ?? null,
    text,
    kind: 'indicator',
    body: 'village',
    verdict,
    list: null,
    item,
    score: 1,
    strength: 'strong',
    alternatives: [],
    reason: '',
    evidence: [],
    findings: rules.map((rule) => ({
      rule,
      severity: 'error',
      item,
      message: '',
      fix: '',
      evidence: [],
      basis: [],
      fingerprint: fingerprint(key, rule, item),
      waived: draft.waived ?? null,
    })),
    basis_outcome: outcome,
    citations: draft.cited
      ? [{ raw: draft.cited, instrument: draft.cited, article: null, paragraph: null, outcome, successor: null }]
      : [],
    funding_outcome: draft.funding ?? 'missing',
    points: 5,
    key,
  };
}

interface ReportDraft {
  readonly asOf: string;
  readonly rows: readonly RowDraft[];
  readonly lists?: string;
}

function report({ asOf, rows, lists = 'a' }: ReportDraft): { name: string; report: Report } {
  return {
    name: asOf,
    report: {
      tool: 'qingdan',
      version: '0',
      schema: '1',
      as_of: asOf,
      lists: { edition: lists, hash: lists },
      rows: rows.map((draft, i) => row(draft, i + 2)),
    } as unknown as Report,
  };
}

/** States and causes of all changes, in the order of the result. */
function outcome(drafts: readonly ReportDraft[], orders: readonly OrderCase[] = []): string[] {
  return lookback(drafts.map(report), orders).changes.map(({ state, cause }) => `${state} ${cause ?? '-'}`);
}

const PRESS = { text: '完成党报党刊征订任务' };
const OTHER = { text: '协助开展文化惠民演出', verdict: 'listed' } as const;
const A = '2026-11-22';
const B = '2027-04-15';
const C = '2027-11-10';

/** What two or three audits come to. */
const CASES: Readonly<Record<string, readonly [expected: readonly string[], reports: readonly ReportDraft[]]>> = {
  'a row that goes is put right by the table': [
    ['fixed data'],
    [
      { asOf: A, rows: [PRESS, OTHER] },
      { asOf: B, rows: [OTHER] },
    ],
  ],
  'a row that comes is new by the table': [
    ['new data'],
    [
      { asOf: A, rows: [OTHER] },
      { asOf: B, rows: [PRESS, OTHER] },
    ],
  ],
  'gone once and back is a relapse': [
    ['relapsed data'],
    [
      { asOf: A, rows: [PRESS, OTHER] },
      { asOf: B, rows: [OTHER] },
      { asOf: C, rows: [PRESS, OTHER] },
    ],
  ],
  'gone once and back under another name is a relapse': [
    ['relapsed data'],
    [
      { asOf: A, rows: [PRESS, OTHER] },
      { asOf: B, rows: [OTHER] },
      { asOf: C, rows: [{ text: '党报党刊应订尽订，纳入宣传考核' }, OTHER] },
    ],
  ],
  'gone once and back in the table of another unit is a relapse': [
    ['relapsed data'],
    [
      { asOf: A, rows: [PRESS, OTHER] },
      { asOf: B, rows: [OTHER] },
      { asOf: C, rows: [{ ...PRESS, text: '完成好党报党刊征订任务', unit: '区委宣传部', source: 'b.xlsx' }, OTHER] },
    ],
  ],
  'another wording in the next table is not put right': [
    ['unfixed data'],
    [
      { asOf: A, rows: [PRESS, OTHER] },
      { asOf: B, rows: [{ text: '党报党刊应订尽订，纳入宣传考核' }, OTHER] },
    ],
  ],
  'a row that stays stays': [
    ['unfixed -'],
    [
      { asOf: A, rows: [PRESS] },
      { asOf: B, rows: [PRESS] },
    ],
  ],
  'a milder verdict is on its way': [
    ['underway data'],
    [
      { asOf: A, rows: [{ ...PRESS, cited: '禁毒法17条' }] },
      { asOf: B, rows: [{ ...PRESS, verdict: 'unfunded', item: 'V-P-08', cited: '' }] },
    ],
  ],
  'money that was found is put right by the table': [
    ['fixed data'],
    [
      { asOf: A, rows: [{ text: '协助禁毒宣传', verdict: 'unfunded', item: 'V-A-1-01' }] },
      { asOf: B, rows: [{ text: '协助禁毒宣传', verdict: 'listed', item: 'V-A-1-01', funding: 'funded' }] },
    ],
  ],
  'a waiver is a waiver': [
    ['fixed waiver'],
    [
      { asOf: A, rows: [PRESS] },
      { asOf: B, rows: [{ ...PRESS, waived: 'W-1' }] },
    ],
  ],
  'a waiver that ran out brings the problem back by the waiver': [
    ['new waiver'],
    [
      { asOf: A, rows: [{ ...PRESS, waived: 'W-1' }] },
      { asOf: B, rows: [PRESS] },
    ],
  ],
  'an item that was admitted is the lists': [
    ['fixed list'],
    [
      { asOf: A, rows: [{ text: '动员无偿献血', verdict: 'needs-admission', outcome: 'valid', cited: '献血法6条' }] },
      {
        asOf: B,
        lists: 'b',
        rows: [{ text: '动员无偿献血', verdict: 'listed', item: 'V-A-4-05', outcome: 'valid', cited: '献血法6条' }],
      },
    ],
  ],
  'a law that came into force is the statutes': [
    ['fixed statute'],
    [
      {
        asOf: A,
        rows: [{ text: '缴费宣传', verdict: 'no-basis', cited: '医疗保障法20条', outcome: 'basis-not-yet-in-force' }],
      },
      { asOf: B, rows: [{ text: '缴费宣传', verdict: 'listed', cited: '医疗保障法20条', outcome: 'valid' }] },
    ],
  ],
  'a law that was repealed is the statutes, even in new lists': [
    ['new statute'],
    [
      { asOf: A, rows: [{ text: '噪声巡查', verdict: 'review', cited: '噪声法', outcome: 'valid' }] },
      {
        asOf: B,
        lists: 'b',
        rows: [{ text: '噪声巡查', verdict: 'no-basis', cited: '噪声法', outcome: 'basis-repealed' }],
      },
    ],
  ],
  'a unit without any row has put nothing right': [
    ['unseen -'],
    [
      { asOf: A, rows: [PRESS, { ...OTHER, unit: '区医保局' }] },
      { asOf: B, rows: [{ ...OTHER, unit: '区医保局' }] },
    ],
  ],
  'two wordings that stand side by side are two matters': [
    ['new data', 'unfixed -'],
    [
      { asOf: A, rows: [PRESS] },
      { asOf: B, rows: [PRESS, { text: '完成党报党刊征订任务，另订学习读本' }] },
    ],
  ],
  'another item is another matter, however alike': [
    ['new data', 'fixed data'],
    [
      { asOf: A, rows: [PRESS, OTHER] },
      { asOf: B, rows: [{ text: '完成慈善捐款任务', item: 'V-P-07' }, OTHER] },
    ],
  ],
};

for (const [name, [expected, reports]] of Object.entries(CASES))
  test(name, () => {
    assert.equal(outcome(reports), expected);
  });

test('the same twice, shuffled, renumbered and scored anew: nothing', () => {
  const texts = ['1. 完成党报党刊征订任务（5分）', '2. 完成招商引资任务，每少一项扣2分', '3. 收齐医保费，计3分'];
  const anew = ['（三）收齐医保费，计9分', '① 完成党报党刊征订任务（2分）', '12、完成招商引资任务，每少一项扣0.5分'];
  const at = (asOf: string, list: string[]): ReportDraft => ({ asOf, rows: list.map((text) => ({ text })) });
  for (const second of [texts, [...texts].reverse(), anew]) {
    const result = lookback([at(A, texts), at(B, second)].map(report), []);
    assert.equal(
      result.changes.map(({ state, cause }) => [state, cause]),
      Array(3).fill(['unfixed', null]),
    );
    assert.match(lookbackTable(result, 'zh'), /没有变化\n$/);
    assert.match(lookbackTable(result, 'en'), /nothing changed\n$/);
  }
});

/** An order as far as the look-back looks at it. */
function order(state: OrderCase['state'], text: string, more: Partial<OrderCase> = {}): OrderCase {
  const judged = row({ text }, 2);
  const [finding] = judged.findings;
  return {
    id: 'DB',
    number: '×减督〔2026〕1号',
    unit: '区文旅局',
    issuedOn: '2026-12-01',
    deadline: '2027-06-01',
    state,
    replies: [],
    checks: [],
    cites: [],
    report: { asOf: A },
    problems: [{ ...judged, fingerprints: [finding!.fingerprint], no: 1, relapseOf: null }],
    ...more,
  } as unknown as OrderCase;
}

test('an order within its days means under way, a late one does not', () => {
  const reports = [A, B].map((asOf) => ({ asOf, rows: [PRESS] }));
  assert.equal(outcome(reports, [order('issued', PRESS.text)]), ['underway -']);
  assert.equal(outcome(reports, [order('replied', PRESS.text)]), ['underway -']);
  assert.equal(outcome(reports, [order('issued', PRESS.text, { deadline: '2027-01-01' })]), ['unfixed -']);
});

test('what an order closed and a later audit finds is a relapse, also in other words', () => {
  const reports = [A, B].map((asOf) => ({ asOf, rows: [PRESS] }));
  assert.equal(outcome(reports, [order('closed', PRESS.text)]), ['relapsed data']);
  const fresh = [
    { asOf: B, rows: [OTHER] },
    { asOf: C, rows: [{ text: '党报党刊应订尽订，纳入宣传考核' }, OTHER] },
  ];
  const result = lookback(fresh.map(report), [order('closed', PRESS.text)]);
  assert.equal(
    result.changes.map(({ state, identity }) => [state, identity]),
    [['relapsed', 'order']],
  );
  assert.match(lookbackTable(result, 'zh'), /督办 ×减督〔2026〕1号/);
});

test('both wordings of a reworded problem are shown, with how alike they are', () => {
  const result = lookback(
    [
      { asOf: A, rows: [PRESS, OTHER] },
      { asOf: B, rows: [{ text: '党报党刊应订尽订，纳入宣传考核' }, OTHER] },
    ].map(report),
    [],
  );
  const text = lookbackTable(result, 'zh');
  for (const wanted of [
    '换了说法',
    '相似 0.',
    '“完成党报党刊征订任务”',
    '“党报党刊应订尽订，纳入宣传考核”',
    'a.xlsx:Sheet1!C2',
  ])
    assert.ok(text.includes(wanted), `${wanted}\n${text}`);
});

test('counts of units add up to the total and to the changes', () => {
  const states: Record<LookbackState, number> = { relapsed: 0, new: 0, unfixed: 0, underway: 0, fixed: 0, unseen: 0 };
  const units = ['区文旅局', '区医保局', null];
  const rows = (from: number, to: number): RowDraft[] =>
    Array.from({ length: to - from }, (_, i) => ({
      text: `完成第${'甲乙丙丁戊己庚辛壬癸'[i + from]}号征订任务`,
      unit: units[(i + from) % 3]!,
      item: `V-P-0${(i + from) % 7}`,
    }));
  const result = lookback(
    [
      { asOf: A, rows: rows(0, 7) },
      { asOf: B, rows: rows(3, 10) },
    ].map(report),
    [],
  );
  for (const { counts } of result.units)
    for (const state of Object.keys(states) as LookbackState[]) states[state] += counts[state];
  assert.equal(states, result.total);
  assert.is(
    Object.values(result.total).reduce((a, b) => a + b),
    result.changes.length,
  );
});

// ---------------------------------------------------------------- likeness

test('each wording is tied once, the likest first', () => {
  const wording = (text: string) => ({
    unit: 'x',
    body: 'village' as const,
    item: 'V-P-14',
    verdict: 'prohibited',
    text,
  });
  const gone = [wording('建立消防安全台账，一月一报'), wording('建立禁毒工作台账并上报')];
  const come = [wording('健全禁毒工作台账，按月上报'), wording('健全消防安全台账，按月上报')];
  const pairs = pairUp(gone, come).map(({ old, now }) => [gone.indexOf(old), come.indexOf(now)]);
  assert.equal(pairs.sort(), [
    [0, 1],
    [1, 0],
  ]);
});

test('likeness is 1 for the same, 0 for nothing in common, and does not see numbering', () => {
  assert.is(similarity('1. 完成党报党刊征订任务', '（二）完成党报党刊征订任务'), 1);
  assert.is(similarity('完成党报党刊征订任务', '收齐医保费'), 0);
});

// ---------------------------------------------------------------- the command

test('three seasons: two relapses under another name are told from the rest', async () => {
  const run = await runCommand(['lookback', ...SEASONS]);
  assert.is(run.code, 1);
  golden('seasons.txt', run.out);
  golden('seasons.md', (await runCommand(['lookback', ...SEASONS, '--format', 'md'])).out);
  golden('seasons.en.txt', (await runCommand(['lookback', ...SEASONS], { lang: 'en' })).out);
  const json = JSON.parse((await runCommand(['lookback', ...SEASONS, '--format', 'json'])).out);
  assert.equal(json.total, { relapsed: 2, new: 1, unfixed: 1, underway: 0, fixed: 3, unseen: 0 });
  const back = json.changes.filter(({ state }: { state: string }) => state === 'relapsed');
  assert.equal(
    back.map(({ unit, identity, gone_in }: { unit: string; identity: string; gone_in: number[] }) => [
      unit,
      identity,
      gone_in,
    ]),
    [
      ['区文旅局', 'reworded', [1]],
      ['区公安分局', 'reworded', [1]],
    ],
  );
});

test('one file twice: nothing new, nothing gone, exit code 0', async () => {
  const run = await runCommand(['lookback', SEASONS[0]!, SEASONS[0]!]);
  assert.is(run.code, 0);
  assert.match(run.out, /没有变化/);
  assert.is((await runCommand(['lookback', SEASONS[0]!, SEASONS[0]!, '--fail-on', 'open'])).code, 1);
  assert.is((await runCommand(['lookback', ...SEASONS, '--fail-on', 'never'])).code, 0);
});

/** Input that cannot be compared, and the one line that says so. */
const REFUSED: Readonly<Record<string, readonly [args: readonly string[], said: RegExp]>> = {
  'one report': [[SEASONS[0]!], /回头看至少要两份报告/],
  'wrong order': [
    [SEASONS[1]!, SEASONS[0]!],
    /基准日 2026-11-22 早于前一份 .*spring-2027\.json 的 2027-04-15；请按时间先后排列/,
  ],
  'no such file': [[SEASONS[0]!, 'none.json'], /none\.json: 报告读不了（ENOENT）/],
  'no JSON': [
    [SEASONS[0]!, `${FIXTURES}/autumn-2026.csv`],
    /autumn-2026\.csv: 不是完整的 JSON；请给出 qingdan check --format json/,
  ],
  'other JSON': [[SEASONS[0]!, 'package.json'], /package\.json: 不是本工具的报告/],
};
for (const [name, [args, said]] of Object.entries(REFUSED))
  test(`refused: ${name}`, async () => {
    const run = await runCommand(['lookback', ...args]);
    assert.is(run.code, 2);
    assert.match(run.err, said);
    assert.is(run.out, '');
  });

test('cells that try to break out of Markdown or the terminal do not', () => {
  const nasty = { text: '完成征订任务 | <img src=x> \u001b[31m\u202e 我叫张小三，13812345678', unit: '区文旅局|x' };
  const result = lookback(
    [
      { asOf: A, rows: [nasty] },
      { asOf: B, rows: [nasty] },
    ].map(report),
    [],
  );
  const mask = createTextMask(loadLibrary('lists').columns);
  const text = lookbackTable(maskedLookback(result, mask), 'zh');
  assert.not.match(text, /[\u001b\u202e]|张小三|13812345678/);
  assert.match(text, /我叫×××，［电话］/);
});

test('help names the states and shows examples, in both languages', async () => {
  assert.match((await runCommand(['lookback', '--help'])).out, /例子：[\s\S]*反弹：/);
  assert.match((await runCommand(['lookback', '--help'], { lang: 'en' })).out, /Examples[\s\S]*relapsed: /);
});

test.run();
