/** The sheet of the workbook that proposes new points for the rows that stay. */
import type { Cell, Sheet, SheetRow } from '../ooxml/worksheet.ts';
import type { ReportContext } from '../types.ts';
import { type PointsTable, proposals } from './points.ts';
import { POINTS_WORDS } from './points-words.ts';
import { WORDS } from './words.ts';

/** How the workbook writes its cells. */
export interface Looks {
  readonly head: (names: readonly string[]) => SheetRow;
  readonly text: (text: string) => Cell;
  readonly number: (number: number) => Cell;
  /** a row high enough for its cells */
  readonly row: (cells: readonly Cell[], widths: readonly number[]) => SheetRow;
  /** a text without a border, over the whole width */
  readonly plain: (text: string) => Cell;
}

/**
 * One sheet for all tables with points, each with its total below its rows; null when nothing can be proposed.
 * @param room rows that a sheet has below its header
 */
export function pointsSheet(
  rows: Parameters<typeof proposals>[0],
  context: ReportContext,
  looks: Looks,
  room: number,
): Sheet | null {
  const tables = proposals(rows).filter((table) => table.factor !== null);
  if (tables.length === 0) return null;
  const { column, verdict } = WORDS[context.lang];
  const own = POINTS_WORDS[context.lang];
  const names = [
    column.file,
    column.sheet,
    column.cell,
    column.unit,
    column.text,
    column.verdict,
    own.old,
    own.proposed,
    own.factor,
  ];
  const written = tables.flatMap((table) => tableRows(table, looks, column.total, verdict)).slice(0, room - 1);
  return {
    name: own.title,
    widths: WIDTHS,
    rows: [{ cells: [looks.plain(own.note)], height: 20 }, looks.head(names), ...written],
    merges: [{ top: 1, left: 1, bottom: 1, right: names.length }],
    frozen: { rows: 2, columns: 0 },
    titleRows: { from: 2, to: 2 },
    landscape: true,
  };
}

const WIDTHS = [24, 14, 8, 18, 52, 18, 10, 10, 10];

function tableRows(
  table: PointsTable,
  { text, number, row: fitted }: Looks,
  total: string,
  verdicts: (typeof WORDS)['zh']['verdict'],
): SheetRow[] {
  const sum = table.rows.reduce((all, one) => all + one.proposed, 0);
  return [
    ...table.rows.map(({ row, old, proposed }) =>
      fitted(
        [
          text(row.source),
          text(row.sheet ?? ''),
          text(row.cell),
          text(row.unit ?? ''),
          text(row.text),
          text(verdicts[row.verdict]),
          number(old),
          number(proposed),
          text(''),
        ],
        WIDTHS,
      ),
    ),
    fitted(
      [
        text(table.source),
        text(table.sheet ?? ''),
        text(''),
        text(''),
        text(total),
        text(''),
        number(table.kept),
        number(Math.round(sum * 100) / 100),
        number(Math.round(table.factor! * 1000) / 1000),
      ],
      WIDTHS,
    ),
  ];
}
