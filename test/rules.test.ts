/** Every rule on its fixture: rows on which it must speak and rows on which it must not. A new rule is a new file. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createAuditor } from '../src/audit.ts';
import { fundingLedger } from '../src/funding/judge.ts';
import { exampleRow } from '../src/govern/lists-test.ts';
import { loadLibrary } from '../src/lists/load.ts';
import { RULES } from '../src/rules/registry.ts';
import type { Body, JudgedRow } from '../src/types.ts';
import { WaiverBook } from '../src/waivers.ts';

const AS_OF = '2026-11-22';
const library = loadLibrary(new URL('../lists', import.meta.url).pathname);

interface FixtureRow {
  readonly text: string;
  readonly section?: string;
  readonly basis?: string;
  readonly funding?: string;
  readonly body?: Body;
  readonly expect: 'yes' | 'no';
  readonly ledger_amount?: string;
  readonly ledger_need?: string;
  readonly waiver_item?: string;
  readonly waiver_until?: string;
}

const plain = createAuditor(library, { asOf: AS_OF, lang: 'zh', ledger: null });

function judged(row: FixtureRow): JudgedRow {
  const ledger = row.ledger_amount
    ? fundingLedger([
        {
          unit: null,
          body: null,
          matter: row.text,
          payer: null,
          amount: Number(row.ledger_amount),
          need: Number(row.ledger_need),
          from: null,
          until: null,
        },
      ])
    : null;
  const auditor = ledger ? createAuditor(library, { asOf: AS_OF, lang: 'zh', ledger }) : plain;
  return auditor.check({
    ...exampleRow({ text: row.text, section: row.section || null }, row.body ?? 'village'),
    basis: row.basis || null,
    funding: row.funding || null,
  });
}

/** Rules that speak on the row, those about the run among them. */
function speaking(row: FixtureRow): string[] {
  const one = judged(row);
  if (row.waiver_item === undefined) return one.findings.map((finding) => finding.rule);
  const book = new WaiverBook(
    [
      {
        id: 'W-1',
        fingerprint: null,
        unit: null,
        item: row.waiver_item,
        reason: '过渡期',
        approver: '区委党建领导小组',
        document: '×党建〔2025〕1号',
        from: '2025-01-01',
        until: row.waiver_until!,
        place: { file: 'waivers.yaml', line: 1, column: 1 },
      },
    ],
    AS_OF,
    'zh',
    new Set(),
  );
  const findings = book.apply(one).findings;
  return [...findings, ...book.unused()].map((finding) => finding.rule);
}

for (const rule of RULES) {
  const path = new URL(`../fixtures/rules/${rule.id}.csv`, import.meta.url);
  const rows = parse(readFileSync(path, 'utf8'), { columns: true }) as FixtureRow[];
  test(`${rule.id} has a hit and a miss`, () => {
    assert.ok(rows.some((row) => row.expect === 'yes') && rows.some((row) => row.expect === 'no'));
  });
  for (const row of rows)
    test(`${rule.id} ${row.expect === 'yes' ? 'speaks on' : 'is silent on'} ${row.text}`, () => {
      assert.is(speaking(row).includes(rule.id), row.expect === 'yes', speaking(row).join(' '));
    });
}

test('no message keeps an unfilled placeholder', () => {
  for (const rule of RULES) {
    const rows = parse(readFileSync(new URL(`../fixtures/rules/${rule.id}.csv`, import.meta.url), 'utf8'), {
      columns: true,
    });
    for (const row of rows as FixtureRow[])
      for (const finding of judged(row).findings) assert.not.match(`${finding.message}${finding.fix}`, /\{\w+\}/);
  }
});

test.run();
