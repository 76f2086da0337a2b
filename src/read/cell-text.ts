/** One cell of the library → the text a person sees in the sheet. */
import { type CellObject, SSF } from '@e965/xlsx';

/**
 * Built-in formats as Chinese Excel and WPS show them (ECMA-376 part 1, 18.8.30, zh-cn). Files use them by number
 * without declaring them; the library knows them as American dates.
 */
const BUILT_IN: Readonly<Record<number, string>> = {
  14: 'yyyy/m/d',
  22: 'yyyy/m/d h:mm',
  27: 'yyyy"年"m"月"',
  28: 'm"月"d"日"',
  29: 'm"月"d"日"',
  30: 'm-d-yy',
  31: 'yyyy"年"m"月"d"日"',
  32: 'h"时"mm"分"',
  33: 'h"时"mm"分"ss"秒"',
  34: '上午/下午h"时"mm"分"',
  35: '上午/下午h"时"mm"分"ss"秒"',
  36: 'yyyy"年"m"月"',
  50: 'yyyy"年"m"月"',
  51: 'm"月"d"日"',
  52: 'yyyy"年"m"月"',
  53: 'm"月"d"日"',
  54: 'm"月"d"日"',
  55: '上午/下午h"时"mm"分"',
  56: '上午/下午h"时"mm"分"ss"秒"',
  57: 'yyyy"年"m"月"',
  58: 'm"月"d"日"',
};

/** Stands in for the value of a formula that has none; no text holds this character. */
export const UNCOMPUTED = '\ufdd0';

/** Formats that arrive by their American text instead of their number. */
const AMERICAN: Readonly<Record<string, string>> = { 'm/d/yy': 'yyyy/m/d', 'm/d/yy h:mm': 'yyyy/m/d h:mm' };

/** Loads {@link BUILT_IN} into the library's table, which it empties at the start of each file. Cheap when loaded. */
export function loadBuiltInFormats(): void {
  if (SSF.get_table()[27] !== undefined) return;
  for (const [id, format] of Object.entries(BUILT_IN)) SSF.load(format, Number(id));
}

/**
 * Numbers and dates as formatted; whole numbers in General in full (an 18-digit id is no 1.1E+17); text as typed even
 * where a format hides it.
 */
export function cellText(cell: CellObject): string {
  const { t, v, w } = cell;
  if (v === undefined || v === null || t === 'z') return '';
  if (isUncomputed(cell)) return '';
  if (t === 's') return String(v);
  if (t !== 'n') return w ?? String(v);
  const american = typeof cell.z === 'string' ? AMERICAN[cell.z] : undefined;
  if (american !== undefined) return SSF.format(american, v);
  const general = cell.z === undefined || cell.z === 'General';
  if (w === undefined || w === '' || /^#+$/.test(w) || (general && Number.isInteger(v))) return plain(v as number);
  return w;
}

/** A formula whose value was never computed. */
export function isUncomputed(cell: CellObject | undefined): boolean {
  return cell?.f !== undefined && (cell.v === UNCOMPUTED || Number.isNaN(cell.v));
}

/** Without exponent as long as a sheet would show the digits. */
function plain(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? value.toFixed(0) : String(value);
}
