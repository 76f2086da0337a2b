/** A row written field by field is what JSON.stringify writes, byte for byte, whatever stands in its texts. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createAuditor } from '../src/audit.ts';
import { exampleRow } from '../src/govern/lists-test.ts';
import { loadLibrary } from '../src/lists/load.ts';
import { createMasker } from '../src/mask.ts';
import { jsonLine, rowJson } from '../src/report/json.ts';
import type { JudgedRow, Row } from '../src/types.ts';
import { rows } from './bench/generator.ts';

const library = loadLibrary('lists');
const auditor = createAuditor(library, { asOf: '2026-11-22', lang: 'zh', ledger: null });
const masker = createMasker(library.columns);

const rowOf = (texts: { text: string; section: string; basis: string; funding: string }, number: number): Row => ({
  ...exampleRow(texts, 'village'),
  source: '表.csv',
  sheet: number % 2 === 0 ? null : '表1',
  row: number,
  cell: `C${number}`,
  id: number % 3 === 0 ? null : String(number),
  unit: '区民政局',
  bodies: ['village', 'community'],
  basis: texts.basis || null,
  funding: texts.funding || null,
  department: '区民政局',
  points: number % 5 === 0 ? null : number / 4,
});

function assertSame(row: JudgedRow): void {
  assert.is(rowJson(row), jsonLine(row));
}

test('rows as tables have them', () => {
  let number = 1;
  let findings = 0;
  let cited = 0;
  for (const [, section, text, , basis, funding] of rows(21)) {
    if (number++ > 1500) break;
    const judged = auditor.check(
      rowOf({ text: `${text}，联系人：王小明13800138000`, section, basis, funding }, number),
    );
    findings += judged.findings.length;
    cited += judged.citations.length;
    assertSame(judged);
    assertSame(masker.row(judged));
    assertSame({ ...judged, findings: judged.findings.map((one) => ({ ...one, waived: 'W-"1"' })) });
  }
  assert.ok(findings > 500 && cited > 100, `${findings} findings, ${cited} citations`);
});

test('any text at all: quotes, controls, bidi signs, halves of pairs', () => {
  const any = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom('"', '\\', '\n', '\u0000', '\u0085', '\u2028', '\u202e', '\ud800', '\udc00', '征', '订'),
    }),
  );
  fc.assert(
    fc.property(any, any, any, any, fc.nat(), (text, section, basis, funding, number) => {
      const judged = auditor.check(rowOf({ text: `完成党报征订${text}`, section, basis, funding }, number));
      assertSame({ ...judged, source: section, sheet: basis, id: funding, reason: text });
    }),
    { numRuns: 300, seed: 20261122 },
  );
});

test.run();
