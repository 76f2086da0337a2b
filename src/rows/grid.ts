/** The first rows of a sheet as a grid: merged cells are seen from every cell they cover. */
import type { Merge, RawRow } from '../types.ts';
import { isBlank } from './vocabulary.ts';

export interface Grid {
  readonly rows: readonly RawRow[];
  /** number of columns that hold anything */
  readonly width: number;
  /** text of a cell, that of the merged range's first cell inside a range */
  at(row: RawRow, column: number): string;
  /** columns of the row whose own cells hold text */
  filled(row: RawRow): number[];
  /** the merged range that starts at or covers the cell, or null */
  merge(row: RawRow, column: number): Merge | null;
}

/** @param rows the first rows of the sheet; @param merges those of the sheet */
export function gridOf(rows: readonly RawRow[], merges: readonly Merge[]): Grid {
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  const last = rows.at(-1)?.number ?? 0;
  const near = merges.filter((merge) => merge.top <= last);
  const merge = (row: RawRow, column: number): Merge | null =>
    near.find((m) => m.top <= row.number && row.number <= m.bottom && m.left <= column && column <= m.right) ?? null;
  let width = 0;
  for (const row of rows) for (let c = row.cells.length; c > width; c--) if (!isBlank(row.cells[c - 1])) width = c;
  return {
    rows,
    width,
    merge,
    at(row, column) {
      const own = row.cells[column];
      if (!isBlank(own)) return own!;
      const range = near.length > 0 ? merge(row, column) : null;
      return range === null ? '' : (byNumber.get(range.top)?.cells[range.left] ?? '');
    },
    filled: (row) => [...row.cells.keys()].filter((c) => !isBlank(row.cells[c])),
  };
}
