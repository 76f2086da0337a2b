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

/** No header has more; a sheet that does is not made by people. */
const MERGES = 4000;

/** @param rows the first rows of the sheet; @param merges those of the sheet */
export function gridOf(rows: readonly RawRow[], merges: readonly Merge[]): Grid {
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  const last = rows.at(-1)?.number ?? 0;
  let width = 0;
  for (const row of rows) for (let c = row.cells.length; c > width; c--) if (!isBlank(row.cells[c - 1])) width = c;
  const near = merges.filter((merge) => merge.top <= last).slice(0, MERGES);
  // looked up once a row: a sheet may hold thousands of merged ranges
  const byRow = new Map<number, (Merge | undefined)[]>();
  const covering = (row: number): (Merge | undefined)[] => {
    let columns = byRow.get(row);
    if (!columns) {
      columns = [];
      for (const merge of near)
        if (merge.top <= row && row <= merge.bottom)
          for (let c = merge.left; c <= merge.right && c < width; c++) columns[c] ??= merge;
      byRow.set(row, columns);
    }
    return columns;
  };
  const merge = (row: RawRow, column: number): Merge | null =>
    near.length === 0 ? null : (covering(row.number)[column] ?? null);
  return {
    rows,
    width,
    merge,
    at(row, column) {
      const own = row.cells[column];
      if (!isBlank(own)) return own!;
      const range = merge(row, column);
      return range === null ? '' : (byNumber.get(range.top)?.cells[range.left] ?? '');
    },
    filled: (row) => [...row.cells.keys()].filter((c) => !isBlank(row.cells[c])),
  };
}
