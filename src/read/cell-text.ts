/** One cell of the library → the text a person sees in the sheet. */
import type { CellObject } from '@e965/xlsx';

/**
 * Numbers and dates as formatted; whole numbers in General in full (an 18-digit id is no 1.1E+17); text as typed even
 * where a format hides it.
 */
export function cellText(cell: CellObject): string {
  const { t, v, w } = cell;
  if (v === undefined || v === null || t === 'z') return '';
  if (t === 's') return String(v);
  if (t !== 'n') return w ?? String(v);
  if (isUncomputed(cell)) return '';
  const general = cell.z === undefined || cell.z === 'General';
  if (w === undefined || w === '' || /^#+$/.test(w) || (general && Number.isInteger(v))) return plain(v as number);
  return w;
}

/** A formula whose value was never computed (`<v></v>` reads as NaN or as an empty number). */
export function isUncomputed(cell: CellObject | undefined): boolean {
  return cell?.f !== undefined && (cell.v === undefined || Number.isNaN(cell.v));
}

/** Without exponent as long as a sheet would show the digits. */
function plain(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? value.toFixed(0) : String(value);
}
