/** A sheet cell or a line of a file, and how it prints. */
import type { CellPlace, LinePlace } from './types.ts';

/** 0-based column → A, B … Z, AA. */
export function columnName(column: number): string {
  let name = '';
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26)) name = String.fromCharCode(65 + ((n - 1) % 26)) + name;
  return name;
}

/** FILE[:SHEET!CELL] or FILE:LINE:COL, as in every message of the tool. */
export function printPlace(place: CellPlace | LinePlace): string {
  if ('file' in place) return `${place.file}:${place.line}:${place.column}`;
  return place.sheet === null ? `${place.source}:${place.row}` : `${place.source}:${place.sheet}!${place.cell}`;
}
