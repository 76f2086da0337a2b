/** Frozen cases of the base revision: labelled rows that a change of words must not turn unseen. */
import { parse } from 'csv-parse/sync';
import { asSheetRow, labelled } from '../../evaluate/labelled.ts';
import type { FrozenCase } from './turned.ts';

/** Which files of a repository hold frozen cases; those that are kept for acceptance are not looked at. */
export const isFrozen = (path: string): boolean =>
  /^fixtures\/eval\/[^/]+\.csv$/.test(path) && !/-check\.csv$/.test(path);

/** Rows of one file; files without a text column hold no cases. */
export function frozenCases(path: string, bytes: Buffer): FrozenCase[] {
  const records = parse(bytes, { bom: true, relax_column_count: true, skip_empty_lines: true }) as string[][];
  const [header = [], ...rows] = records;
  if (!header.includes('text')) return [];
  return rows
    .map((record) => labelled(header, record))
    .filter((one) => one.text !== '')
    .map((one, i) => ({ row: asSheetRow(one, i + 2), place: { file: path, line: i + 2, column: 1 } }));
}
