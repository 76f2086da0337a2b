/** Figures for the two parts that are measured on their own: what the basis cell and the funding cell amount to. */
import type { JudgedRow } from '../types.ts';
import type { LabelledRow } from './labelled.ts';

export interface PartFigure {
  readonly rows: number;
  readonly accuracy: number;
}

/** Shares of rows whose basis_outcome equals gold_outcome, funding_outcome gold_funding; null without such labels. */
export function partFigures(
  rows: readonly LabelledRow[],
  judged: readonly JudgedRow[],
): { readonly basis: PartFigure | null; readonly funding: PartFigure | null } {
  const share = (gold: (row: LabelledRow) => string | null, got: (one: JudgedRow) => string): PartFigure | null => {
    const some = rows.map((row, i) => [gold(row), got(judged[i]!)] as const).filter(([label]) => label !== null);
    return some.length === 0
      ? null
      : { rows: some.length, accuracy: some.filter(([a, b]) => a === b).length / some.length };
  };
  return {
    basis: share(
      (row) => row.goldOutcome,
      (one) => one.basis_outcome,
    ),
    funding: share(
      (row) => row.goldFunding,
      (one) => one.funding_outcome,
    ),
  };
}
