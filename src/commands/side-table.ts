/** Small tables beside the main one: a header somewhere in the first rows, one record a line below it. */
import { UserError } from '../errors.ts';
import { columnName } from '../place.ts';
import { DEFAULT_LIMITS, openTables } from '../read/open.ts';
import { comparable } from '../text.ts';
import type { CellPlace, ColumnSynonyms, LayoutWord } from '../types.ts';

/** One record: what it says under each known column, and where it stands. */
export interface SideRecord {
  get(field: LayoutWord): string;
  /** the header as written, empty when the table has no such column */
  header(field: LayoutWord): string;
  place(field: LayoutWord): CellPlace;
}

/** Rows in which the header is looked for. */
const HEADER_WITHIN = 15;

/**
 * Reads the first sheet that has a header with all `required` columns.
 * @param fields columns that may be there; their names come from lists/columns.yaml
 * @throws UserError that names the headers wanted when no sheet has them
 */
export async function readSideTable(
  path: string,
  columns: readonly ColumnSynonyms[],
  fields: readonly LayoutWord[],
  required: readonly LayoutWord[],
): Promise<SideRecord[]> {
  const names = new Map<LayoutWord, readonly string[]>();
  for (const field of fields)
    names.set(
      field,
      columns.filter((one) => one.field === field).flatMap((one) => one.names.map(plain)),
    );
  for (const table of await openTables(path, { encoding: null, sheet: null, limits: DEFAULT_LIMITS })) {
    let at: Map<LayoutWord, number> | null = null;
    let header: readonly string[] = [];
    const records: SideRecord[] = [];
    let seen = 0;
    for await (const batch of table.rows())
      for (const raw of batch) {
        if (!at) {
          if (++seen > HEADER_WITHIN) break;
          const found = headerOf(raw.cells, names);
          if (required.every((field) => found.has(field))) [at, header] = [found, raw.cells];
          continue;
        }
        if (raw.cells.every((cell) => cell.trim() === '')) continue;
        const columnOf: ReadonlyMap<LayoutWord, number> = at;
        records.push({
          get: (field) => raw.cells[columnOf.get(field) ?? -1]?.trim() ?? '',
          header: (field) => header[columnOf.get(field) ?? -1]?.trim() ?? '',
          place: (field) => ({
            source: table.source,
            sheet: table.sheet,
            row: raw.number,
            cell: `${columnName(columnOf.get(field) ?? 0)}${raw.number}`,
          }),
        });
      }
    if (at) return records;
  }
  const wanted = required.map((field) => columns.find((one) => one.field === field)?.names[0] ?? field);
  throw new UserError('no-header', path, `找不到表头“${wanted.join('”“')}”`, '第一行写列名，叫法见 lists/columns.yaml');
}

const plain = (text: string): string => comparable(text).text;

function headerOf(
  cells: readonly string[],
  names: ReadonlyMap<LayoutWord, readonly string[]>,
): Map<LayoutWord, number> {
  const found = new Map<LayoutWord, number>();
  cells.forEach((cell, column) => {
    const bare = plain(cell).replace(/[(（].*$/, '');
    for (const [field, known] of names)
      if (!found.has(field) && (known.includes(plain(cell)) || known.includes(bare))) {
        found.set(field, column);
        break;
      }
  });
  return found;
}
