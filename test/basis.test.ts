import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createBasisJudge } from '../src/basis/judge.ts';
import { nameTable } from '../src/basis/names.ts';
import { toNumber } from '../src/basis/numbers.ts';
import { parseCitations } from '../src/basis/parse.ts';
import { loadLibrary } from '../src/lists/load.ts';
import type { Body } from '../src/types.ts';

const library = loadLibrary('lists');
const names = nameTable(library, library.basisWords);
const AS_OF = '2026-11-22';
const today = createBasisJudge(library, AS_OF);
const outcome = (text: string, basis: string | null, body: Body = 'village', judge = today) =>
  judge.judge({ text, basis }, body, []).outcome;

interface Case {
  readonly key: string;
  readonly text: string;
  readonly body: Body;
  readonly basis: string;
  readonly gold_outcome: string;
}

for (const [file, floor] of [
  ['fixtures/eval/basis-dev.csv', 0.96],
  ['fixtures/basis/own.csv', 0.93],
] as const)
  test(`${file}: at least ${floor}`, () => {
    const cases = parse(readFileSync(file), { columns: true, bom: true }) as Case[];
    const wrong = cases.flatMap((one) => {
      const got = outcome(one.text, one.basis || null, one.body);
      return got === one.gold_outcome ? [] : [`${one.key} ${one.gold_outcome} → ${got}: ${one.text} | ${one.basis}`];
    });
    const accuracy = 1 - wrong.length / cases.length;
    console.log(`${file}: ${accuracy.toFixed(3)} of ${cases.length}\n  ${wrong.join('\n  ')}`);
    assert.ok(accuracy >= floor);
  });

test('numbers of articles', () => {
  for (const [text, number] of [
    ['一千一百四十五', 1145],
    ['一〇一', 101],
    ['十五', 15],
    ['二百七十七', 277],
    ['32', 32],
  ] as const)
    assert.is(toNumber(text), number);
});

/** cell → title:articles(paragraph), one for each instrument */
const PARSED: readonly (readonly [cell: string, expected: string])[] = [
  ['《社区矫正法》第十二条第一款、第六条第二款', '中华人民共和国社区矫正法:12(1),6(2)'],
  ['依《地质灾害防治条例》第十五、二十九条', '地质灾害防治条例:15,29'],
  ['《湿地保护法》第４条第３款', '中华人民共和国湿地保护法:4(3)'],
  ['民法典总则编第34条第4款', '中华人民共和国民法典:34(4)'],
  ['消防法第三十二条至第三十四条', '中华人民共和国消防法:32,33,34'],
  ['家暴法17条；居组法第28条', '中华人民共和国反家庭暴力法:17;中华人民共和国城市居民委员会组织法:28'],
  ['《消防法》第三十二条之二', '中华人民共和国消防法:32之2'],
  ['《农业普查条例》第17条', '全国农业普查条例:17'],
  ['商标法2026修订本第4条', '中华人民共和国商标法:4'],
  ['安徽省实施《中华人民共和国村民委员会组织法》办法第5条', '安徽省实施《中华人民共和国村民委员会组织法》办法:5'],
  ['《××市物业管理条例》第六条', '?:6'],
  ['消防法实施细则第6条', '?:'],
  ['镇政发〔2026〕12号', '?:'],
  ['微信群通知', ''],
  ['属地管理原则', ''],
];
for (const [cell, expected] of PARSED)
  test(`reads ${cell}`, () => {
    const found = parseCitations(cell, names, library.basisWords!).map(({ known, articles, raw, start, end }) => {
      assert.is(cell.slice(start, end), raw);
      const numbers = articles.map(
        (one) => `${one.article}${one.insert ? `之${one.insert}` : ''}${one.paragraph ? `(${one.paragraph})` : ''}`,
      );
      return `${known?.title ?? '?'}:${numbers.join(',')}`;
    });
    assert.is(found.join(';'), expected);
  });

test('the day decides what is law', () => {
  const early = createBasisJudge(library, '2025-01-01');
  const late = createBasisJudge(library, '2027-01-02');
  assert.is(outcome('协助禁毒宣传', '禁毒法第十七条', 'village', early), 'valid');
  assert.is(outcome('协助入户走访救助申请家庭', '社会救助法第五条', 'village', early), 'basis-not-yet-in-force');
  // law on that day, repealed since: its articles are no longer among the facts
  assert.is(outcome('开展环保宣传', '环境保护法第九条', 'village', early), 'basis-unknown');
  assert.is(outcome('召集居民代表会议', '居委会组织法第二十八条', 'community', early), 'basis-unknown');
  const raising = '组织村民会议讨论筹资筹劳兴办公益事业';
  assert.is(outcome(raising, '农业法第八十七条', 'village', late), 'valid');
  assert.is(outcome(raising, '农业法（2026修订）第八十七条'), 'basis-not-yet-in-force');
  assert.is(outcome(raising, '农业法第七十三条'), 'valid');
});

test('a repealed basis names its successor, and what to cite instead', () => {
  const judged = today.judge({ text: '宣传土壤污染防治知识', basis: '土壤污染防治法第十条' }, 'village', []);
  assert.is(judged.outcome, 'basis-repealed');
  assert.is(judged.citations[0]!.successor, '中华人民共和国生态环境法典');
  assert.equal(today.suggest(judged, []), [{ instrument: '中华人民共和国生态环境法典', article: null }]);
});

test('a cell that cites an item exactly gives its id', () => {
  const row = { text: '协助禁毒宣传', basis: '《禁毒法》第十七条' };
  assert.ok(today.cited(row, 'village').items.has('V-A-1-01'));
  assert.ok(today.cited(row, 'community').items.has('C-A-1-01'));
  assert.equal(today.cited(row, 'village').instruments, ['中华人民共和国禁毒法']);
});

test('a citation inside the task counts; an instrument that is only the matter does not', () => {
  assert.is(outcome('依据《禁毒法》第十七条协助开展禁毒宣传', null), 'valid');
  assert.is(outcome('按照镇政发〔2026〕12号文件要求报送台账', null), 'basis-unknown');
  assert.is(outcome('宣传《反家庭暴力法》', null), 'basis-missing');
});

test('repeated cells cost next to nothing', () => {
  const start = process.hrtime.bigint();
  for (let i = 0; i < 100_000; i++) outcome('协助禁毒宣传', '禁毒法第十七条');
  const micros = Number(process.hrtime.bigint() - start) / 1000 / 100_000;
  assert.ok(micros < 50, `${micros} µs a row`);
});

test.run();
