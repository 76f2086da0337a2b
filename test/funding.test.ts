import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type FundingInput, judgeFunding } from '../src/funding/funding.ts';
import { judgeLedger } from '../src/funding/ledger.ts';
import { loadLibrary } from '../src/lists/load.ts';

const words = loadLibrary('lists').funding!;
const AS_OF = '2026-11-22';
const row = (funding: string | null, more: Partial<FundingInput> = {}): FundingInput => ({
  text: '协助开展禁毒宣传',
  funding,
  amount: null,
  notes: [],
  basis: null,
  asOf: AS_OF,
  ...more,
});

interface Case {
  readonly key: string;
  readonly text: string;
  readonly funding: string;
  readonly amount: string;
  readonly note_cell: string;
  readonly gold_funding: string;
}

for (const [file, floor] of [
  ['fixtures/eval/funding-dev.csv', 0.96],
  ['fixtures/funding/own.csv', 0.93],
] as const)
  test(`${file}: at least ${floor}`, () => {
    const cases = parse(readFileSync(file), { columns: true, bom: true }) as Case[];
    const wrong = cases.flatMap((one) => {
      const notes = one.note_cell === '' ? [] : [one.note_cell];
      const input = row(one.funding || null, { text: one.text, amount: one.amount || null, notes });
      const { outcome, quote, from } = judgeFunding(input, words);
      const cell = {
        funding: one.funding,
        amount: one.amount,
        text: one.text,
        note: one.note_cell,
        basis: '',
        ledger: '',
      };
      if (quote !== null)
        assert.ok(from && cell[from].includes(quote), `${one.key}: “${quote}” is not in the ${from} cell`);
      return outcome === one.gold_funding ? [] : [`${one.key} ${one.gold_funding} → ${outcome}: ${one.funding}`];
    });
    const accuracy = 1 - wrong.length / cases.length;
    console.log(`${file}: ${accuracy.toFixed(3)} of ${cases.length}\n  ${wrong.join('\n  ')}`);
    assert.ok(accuracy >= floor);
  });

test('the quote is what stood in the cell, full-width and spaced', () => {
  const { outcome, quote, from } = judgeFunding(row('由 区 民 政 局 列 支 ３０００元'), words);
  assert.is(outcome, 'funded');
  assert.is(from, 'funding');
  assert.ok('由 区 民 政 局 列 支 ３０００元'.includes(quote!));
});

test('a year that is over needs a person, a period that is over has expired', () => {
  assert.is(judgeFunding(row('列入区民政局2024年部门预算'), words).outcome, 'unclear');
  assert.is(judgeFunding(row('由区民政局按每村2000元拨付，期限至2025年底'), words).outcome, 'expired');
  assert.is(
    judgeFunding(row('由区民政局按每村2000元拨付，期限至2025年底', { asOf: '2025-06-01' }), words).outcome,
    'funded',
  );
});

test('a note for the whole table speaks where the cell is silent or a dash', () => {
  const notes = ['注：以上事项经费均由区民政局列入年度预算'];
  assert.equal(judgeFunding(row(null, { notes }), words).from, 'note');
  assert.is(judgeFunding(row('—', { notes }), words).outcome, 'funded');
  assert.is(judgeFunding(row('社区自筹', { notes }), words).outcome, 'denied');
});

test('the ledger: funded, short, expired, silent', () => {
  const entry = {
    unit: null,
    body: null,
    matter: '禁毒宣传',
    payer: '区公安分局',
    from: '2026-01-01',
    until: '2026-12-31',
  };
  const judged = (amount: number, need: number | null, day = AS_OF) =>
    judgeLedger([{ ...entry, amount, need }], day)?.outcome;
  assert.is(judged(3000, 2000), 'funded');
  assert.is(judged(1000, 2000), 'short');
  assert.is(judged(3000, null, '2027-01-01'), 'expired');
  assert.is(judgeLedger([], AS_OF), null);
});

test('a long table of equal cells costs next to nothing', () => {
  const start = process.hrtime.bigint();
  for (let i = 0; i < 100_000; i++) judgeFunding(row('由区民政局列支'), words);
  const micros = Number(process.hrtime.bigint() - start) / 1000 / 100_000;
  assert.ok(micros < 50, `${micros} µs a row`);
});

test.run();
