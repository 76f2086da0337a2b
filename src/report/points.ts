/**
 * Points after cancellation: what stays of every table, and a proposal that brings its remaining rows back to the old
 * total. Only a proposal: the weights between the remaining rows are kept, nobody's judgement is replaced.
 */
import type { JudgedRow, Verdict } from '../types.ts';

/** Rows that cannot stand in an assessment as they are: cancelled, returned, or waiting for admission or money. */
const LEAVES: ReadonlySet<Verdict> = new Set(['prohibited', 'no-basis', 'needs-admission', 'unfunded']);

export interface RescaledRow {
  readonly row: JudgedRow;
  readonly old: number;
  /** proposed points */
  readonly proposed: number;
}

/** One table that carries points. */
export interface PointsTable {
  readonly source: string;
  readonly sheet: string | null;
  /** points of all rows / of the rows that stay */
  readonly total: number;
  readonly kept: number;
  /** proposed ÷ old; null when nothing is left that could carry the points */
  readonly factor: number | null;
  readonly rows: readonly RescaledRow[];
}

/**
 * A proposal for every table with points, in reading order. The proposed points of one table add up to its old total
 * exactly: shares are cut to a step of 0.1 (0.01 where the old points are finer) and the steps left over go to the
 * largest remainders. Rows without points or with a deduction stay as they are.
 */
export function rescale(rows: readonly JudgedRow[]): PointsTable[] {
  const tables = new Map<string, JudgedRow[]>();
  for (const row of rows) {
    if (row.points === null) continue;
    const key = `${row.source}\u0000${row.sheet ?? ''}`;
    const own = tables.get(key);
    if (own) own.push(row);
    else tables.set(key, [row]);
  }
  return [...tables.values()].map(rescaleTable);
}

/** Tables that lose points, with what is proposed for them. */
export function proposals(rows: readonly JudgedRow[]): PointsTable[] {
  return rescale(rows).filter((table) => table.total > 0 && table.kept !== table.total);
}

const HUNDREDTHS = 100;
const hundredths = (points: number): number => Math.round(points * HUNDREDTHS);

function rescaleTable(rows: readonly JudgedRow[]): PointsTable {
  const old = rows.map((row) => hundredths(row.points!));
  const staying = rows.map((row, i) => ({ row, old: old[i]! })).filter(({ row }) => !LEAVES.has(row.verdict));
  const total = sum(old);
  const kept = sum(staying.map((one) => one.old));
  const scaled = staying.filter((one) => one.old > 0);
  const base = sum(scaled.map((one) => one.old));
  const target = total - (kept - base);
  const possible = base > 0 && target > 0;
  const step = [...old, total].every((points) => points % 10 === 0) ? 10 : 1;
  const shares = possible
    ? apportion(
        scaled.map((one) => (one.old / base) * target),
        target,
        step,
      )
    : [];
  const proposed = new Map(scaled.map((one, i) => [one.row, shares[i]]));
  return {
    source: rows[0]!.source,
    sheet: rows[0]!.sheet,
    total: total / HUNDREDTHS,
    kept: kept / HUNDREDTHS,
    factor: possible ? target / base : null,
    rows: staying.map((one) => ({
      row: one.row,
      old: one.old / HUNDREDTHS,
      proposed: (proposed.get(one.row) ?? one.old) / HUNDREDTHS,
    })),
  };
}

/** Shares in whole steps that add up to `target` (largest remainder; earlier rows first where remainders are equal). */
function apportion(shares: readonly number[], target: number, step: number): number[] {
  const cut = shares.map((share) => Math.floor(share / step + 1e-9) * step);
  let left = Math.round((target - sum(cut)) / step);
  const order = shares.map((share, i) => ({ i, rest: share - cut[i]! })).sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of order) {
    if (left-- <= 0) break;
    cut[i]! += step;
  }
  return cut;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
