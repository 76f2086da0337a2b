/** The rows as the page reads them: one array a row, repeated texts once in a pool. */
import { printable } from '../../text.ts';
import type { JudgedRow, ReportContext, RuleId } from '../../types.ts';
import { VERDICTS } from '../../types.ts';
import { basisText, fixText, itemText, markEvidence, reasonText, rowEvidence, sourceText } from '../row.ts';
import type { ReportWords } from '../words.ts';

/** Numbers are places in `pool`; `pieces` alternate between plain text and evidence, beginning with plain text. */
type PageRow = readonly [
  verdict: number,
  source: number,
  cell: string,
  unit: number,
  section: number,
  pieces: readonly string[],
  points: number | null,
  item: number,
  reason: number,
  basis: number,
  fix: number,
  rules: readonly RuleId[],
];

export interface PageRows {
  readonly pool: readonly string[];
  readonly rows: readonly PageRow[];
}

export function pageRows(rows: readonly JudgedRow[], context: ReportContext, words: ReportWords): PageRows {
  const pool: string[] = [];
  const known = new Map<string, number>();
  const pooled = (text: string): number => {
    const found = known.get(text);
    if (found !== undefined) return found;
    known.set(text, pool.length);
    return pool.push(text) - 1;
  };
  return {
    pool,
    rows: rows.map((row) => [
      VERDICTS.indexOf(row.verdict),
      pooled(sourceText(row)),
      printable(row.cell),
      pooled(row.unit === null ? words.noUnit : printable(row.unit)),
      pooled(printable(row.section ?? '')),
      pieces(row),
      row.points,
      pooled(printable(itemText(row, context))),
      pooled(printable(reasonText(row, context))),
      pooled(printable(basisText(row, context))),
      pooled(printable(fixText(row, context))),
      [...new Set(row.findings.filter((one) => one.waived === null).map((one) => one.rule))],
    ]),
  };
}

/** Line breaks of the cell stay; nothing else that cannot be seen does. */
const lines = (text: string): string =>
  text
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map(printable)
    .join('\n');

function pieces(row: JudgedRow): string[] {
  const out: string[] = [];
  for (const { text, marked } of markEvidence(row.text, rowEvidence(row), lines)) {
    if (marked === (out.length % 2 === 0)) out.push('');
    out.push(text);
  }
  return out;
}
