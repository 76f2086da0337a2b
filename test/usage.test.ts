/** Whose usual words a row uses: shares, what a missing example changes, and the words that tell. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadLibrary } from '../src/lists/load.ts';
import { compile } from '../src/match/compile.ts';
import { packTables, unpackTables } from '../src/match/pack.ts';
import { matchTables, samplesOf } from '../src/match/tables.ts';
import { type Sample, Usage, usageTables } from '../src/match/usage.ts';
import { comparable } from '../src/text.ts';

/** 0 = 报刊, 1 = 选举, 2 = 防汛 */
const SAMPLES: readonly Sample[] = [
  { concept: 0, text: '完成报刊征订任务', heading: '宣传思想' },
  { concept: 0, text: '党报党刊订阅不少于上年', heading: '' },
  { concept: 1, text: '依法组织村委会换届选举', heading: '基层自治' },
  { concept: 1, text: '选举结果当场公布', heading: '' },
  { concept: 2, text: '汛期巡查堤坝，发现险情及时报告', heading: '' },
  { concept: 2, text: '转移安置受洪水威胁的群众', heading: '防汛抗旱' },
];
const usage = () => new Usage(usageTables(SAMPLES), 3, () => SAMPLES);
const shares = (of: Usage): number[] => [0, 1, 2].map((c) => of.of(c));
const SPREAD = 4;

test('the shares of a row are one point, or none where no word is known', () => {
  const one = usage();
  const word = fc.constantFrom(...'报刊征订党组织选举堤坝汛情群众，。12 abc鹏', '换届', '公布');
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 30 }),
      fc.option(fc.constantFrom('防汛抗旱', '宣传思想', '无关')),
      (words, heading) => {
        one.weigh([words.join('')], heading, SPREAD);
        const total = shares(one).reduce((sum, share) => sum + share, 0);
        assert.ok(Math.abs(total - (one.count === 0 ? 0 : 1)) < 1e-5, `${words.join('')}: ${total}`);
        assert.ok(shares(one).every((share) => share >= 0 && share <= 1));
      },
    ),
    { seed: 7, numRuns: 300 },
  );
});

test('a row leans to whose words it uses, its heading counts, and a row leaves nothing for the next', () => {
  const one = usage();
  one.weigh(['报刊订阅按时完成'], null, SPREAD);
  assert.ok(one.of(0) > 0.8, String(shares(one)));
  one.weigh(['及时报告'], null, SPREAD);
  const alone = one.of(2);
  one.weigh(['及时报告'], '防汛抗旱', SPREAD);
  assert.ok(one.of(2) > alone && one.of(2) > 0.8, String(shares(one)));
  one.weigh(['１２３'], null, SPREAD);
  assert.equal(shares(one), [0, 0, 0]);
});

test('an example that is left out does not speak for itself', () => {
  const one = usage();
  const text = '汛期巡查堤坝，发现险情及时报告';
  one.weigh([text], null, SPREAD);
  const known = one.of(2);
  one.omitted = text;
  one.weigh([text], null, SPREAD);
  assert.ok(one.of(2) < known - 0.3, String(shares(one)));
  one.omitted = null;
  one.weigh([text], null, SPREAD);
  assert.is(one.of(2), known);
});

test('what is kept of the shipped lists weighs as what was counted', () => {
  const library = loadLibrary('lists', null);
  const tables = matchTables(library);
  const kept = unpackTables(packTables(tables)).usage;
  const samples = samplesOf(library);
  const [a, b] = [tables.usage, kept].map((one) => new Usage(one, library.concepts.length, () => samples)) as [
    Usage,
    Usage,
  ];
  let right = 0;
  let asked = 0;
  for (const sample of samples.filter((_, i) => i % 40 === 0)) {
    for (const one of [a, b]) one.weigh([sample.text], sample.heading || null, SPREAD);
    let best = 0;
    for (let c = 0; c < library.concepts.length; c++) {
      assert.is(a.of(c), b.of(c));
      if (a.of(c) > a.of(best)) best = c;
    }
    asked++;
    if (best === sample.concept) right++;
  }
  assert.ok(right / asked > 0.8, `${right} of ${asked}`);
});

test('the telling words are words of the text, in its order, and of the concept', () => {
  const library = loadLibrary('lists');
  const { usage: own } = compile(library);
  const press = library.concepts.findIndex((one) => one.hit.some((hit) => hit.text.includes('征订')));
  const text = comparable('张榜公示选举结果，党报党刊的征订进度').text;
  const words = own.telling(text, press).map(({ start, end }) => text.slice(start, end));
  assert.ok(words.length > 0);
  assert.ok(
    words.every((word) => text.indexOf(word) >= text.indexOf('党报')),
    words.join('、'),
  );
  assert.equal(own.telling('３，。', press), []);
});

test.run();
