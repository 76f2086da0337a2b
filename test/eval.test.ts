/** Quality as a product: floors on the development sets, the frozen run, the traps, and no labelled row learnt by heart. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createAuditor } from '../src/audit.ts';
import { caseOf, figuresOf, spanErrors } from '../src/evaluate/figures.ts';
import { asSheetRow, type LabelledRow, labelled } from '../src/evaluate/labelled.ts';
import { partFigures } from '../src/evaluate/parts.ts';
import { loadLibrary } from '../src/lists/load.ts';
import { comparable } from '../src/text.ts';
import type { JudgedRow } from '../src/types.ts';

const AS_OF = '2026-11-22';
const root = new URL('..', import.meta.url).pathname;
const library = loadLibrary(`${root}lists`);

function rowsOf(file: string): LabelledRow[] {
  const [header, ...records] = parse(readFileSync(`${root}fixtures/${file}`, 'utf8'), { bom: true }) as string[][];
  return records.map((record) => labelled(header!, record));
}

const judgedFiles = new Map<string, { rows: LabelledRow[]; judged: JudgedRow[] }>();
function judge(file: string): { rows: LabelledRow[]; judged: JudgedRow[] } {
  let known = judgedFiles.get(file);
  if (!known) {
    const auditor = createAuditor(library, { asOf: AS_OF, lang: 'zh', ledger: null });
    const rows = rowsOf(file);
    known = { rows, judged: rows.map((row, i) => auditor.check(asSheetRow(row, i + 2))) };
    judgedFiles.set(file, known);
  }
  return known;
}

function figures(file: string): ReturnType<typeof figuresOf> {
  const { rows, judged } = judge(file);
  return figuresOf(
    rows.map((row, i) => caseOf(row, judged[i]!)),
    judged.reduce((sum, one) => sum + spanErrors(one), 0),
  );
}

test('judgement-dev stays above its floors, without span errors', () => {
  const found = figures('eval/judgement-dev.csv');
  assert.ok(found.accuracy! >= 0.86, `accuracy ${found.accuracy}`);
  assert.ok(found.decided! >= 0.9, `decided ${found.decided}`);
  assert.ok(found.coverage! >= 0.92, `coverage ${found.coverage}`);
  assert.ok(found.prohibited.recall! >= 0.92, `prohibited recall ${found.prohibited.recall}`);
  assert.ok(found.prohibited.precision! >= 0.89, `prohibited precision ${found.prohibited.precision}`);
  assert.ok(found.itemHit! >= 0.85, `item hit ${found.itemHit}`);
  assert.is(found.spanErrors, 0);
});

test('paths-dev stays above its floor', () => {
  assert.ok(figures('eval/paths-dev.csv').accuracy! >= 0.92);
});

test('basis-dev and funding-dev stay above their floors', () => {
  const basis = judge('eval/basis-dev.csv');
  assert.ok(partFigures(basis.rows, basis.judged).basis!.accuracy >= 0.93);
  const funding = judge('eval/funding-dev.csv');
  assert.ok(partFigures(funding.rows, funding.judged).funding!.accuracy >= 0.93);
});

test('every span of every labelled row quotes the text', () => {
  for (const file of readdirSync(`${root}fixtures/eval`).filter((name) => name.endsWith('.csv')))
    for (const one of judge(`eval/${file}`).judged) assert.is(spanErrors(one), 0, `${file}: ${one.text}`);
});

if (existsSync(`${root}fixtures/traps.csv`))
  test('at most two traps are sprung', () => {
    const { rows, judged } = judge('traps.csv');
    assert.ok(rows.length >= 200, `${rows.length} traps`);
    const sprung = rows.flatMap((row, i) => {
      const one = judged[i]!;
      return one.verdict === row.goldVerdict || one.verdict === row.altVerdict
        ? []
        : [`${row.key} ${row.text}: ${one.verdict} ${one.item ?? ''}, not ${row.goldVerdict}`];
    });
    assert.ok(sprung.length <= 2, `\n${sprung.join('\n')}`);
  });

test('no labelled row, nor a run of 12 of its characters, stands in lists/ or src/', () => {
  const allowed = [
    ...library.items.map((item) => item.title),
    ...library.register.flatMap((one) => [one.title, one.shortTitle, ...one.aliases]),
    ...library.wide().instruments.map((one) => one.title),
  ]
    .map((text) => comparable(text).text)
    .join('\n');
  const texts: { path: string; text: string }[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (/\.(yaml|ts)$/.test(entry.name) && !path.includes('/register/') && entry.name !== 'text-tables.ts')
        texts.push({ path, text: comparable(readFileSync(path, 'utf8').replace(/\n/g, '\u0001')).text });
    }
  };
  walk(`${root}lists`);
  walk(`${root}src`);
  const index = new Map<string, string>();
  for (const { path, text } of texts)
    for (let i = 0; i + 12 <= text.length; i++) index.set(text.slice(i, i + 12), path);
  const found: string[] = [];
  for (const file of readdirSync(`${root}fixtures/eval`).filter(
    (name) => name.startsWith('judgement-') || name.startsWith('paths-'),
  ))
    for (const row of rowsOf(`eval/${file}`)) {
      const text = comparable(row.text).text;
      for (let i = 0; i + 12 <= text.length; i++) {
        const run = text.slice(i, i + 12);
        const path = index.get(run);
        // runs of figures, points and marks are no wording
        if (path && !allowed.includes(run) && (run.match(/[\u3400-\u9fff]/g)?.length ?? 0) >= 9)
          found.push(`${path.slice(root.length)}: ${file.includes('check') ? '(held-out row)' : `${row.key} ${run}`}`);
      }
    }
  assert.equal([...new Set(found)], []);
});

test('the frozen run of the development sets is kept up to date', () => {
  const path = `${root}fixtures/eval/frozen.json`;
  const old = JSON.parse(readFileSync(path, 'utf8')) as Record<string, readonly (string | null)[]>;
  const changed: string[] = [];
  for (const file of ['judgement-dev', 'paths-dev', 'basis-dev', 'funding-dev']) {
    const { rows, judged } = judge(`eval/${file}.csv`);
    rows.forEach((row, i) => {
      const one = judged[i]!;
      const now = [one.verdict, one.item, one.basis_outcome, one.funding_outcome];
      if (String(old[row.key]) !== String(now)) changed.push(`${row.key}: ${String(old[row.key])} → ${String(now)}`);
    });
  }
  assert.equal(changed, [], 'review the changes, then npm run freeze');
});

test.run();
