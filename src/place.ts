/** A sheet cell, a line of a file or an article of an instrument, and how it prints. */
import type { BasisRef, CellPlace, LinePlace } from './types.ts';

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

/** 《中华人民共和国禁毒法》第17条; clause labels (一、正文) stand as they are. */
export function printBasis(ref: BasisRef): string {
  const article = ref.article === null ? '' : typeof ref.article === 'number' ? `第${ref.article}条` : ref.article;
  return `《${ref.instrument}》${article}`;
}
