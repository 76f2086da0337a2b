/** Labelled rows: what an office writes in a spreadsheet to measure the judgement. */
import type { Body, Row, TableContext } from '../types.ts';

/** One labelled row. Columns as in fixtures/eval/*.csv; missing columns count as empty. */
export interface LabelledRow {
  readonly key: string;
  readonly tier: string;
  readonly text: string;
  readonly section: string | null;
  readonly basis: string | null;
  readonly funding: string | null;
  readonly owner: string | null;
  /** the list the row was labelled under; only the body of the TABLE is taken from it, never handed to the engine as a fact about the row */
  readonly body: string;
  readonly goldItems: readonly string[];
  readonly altItems: readonly string[];
  readonly goldVerdict: string;
  readonly altVerdict: string | null;
  readonly amount: string | null;
  /** a note cell beside the row (column note_cell) */
  readonly noteCell: string | null;
  /** labels of basis-only and funding-only sets */
  readonly goldOutcome: string | null;
  readonly goldFunding: string | null;
}

const TABLE: TableContext = {
  title: null,
  unit: null,
  header: [],
  headerRow: null,
  columns: {},
  hasFundingColumn: true,
  hasBasisColumn: true,
  notes: [],
  complete: true,
};

const filled = (text: string | undefined): string | null => (text === undefined || text.trim() === '' ? null : text);
const split = (text: string | undefined): string[] => (text ?? '').split('|').filter((part) => part !== '');

/** @param header column names; @param record cells in the same order */
export function labelled(header: readonly string[], record: readonly string[]): LabelledRow {
  const at = (name: string): string | undefined => {
    const column = header.indexOf(name);
    return column === -1 ? undefined : record[column];
  };
  return {
    key: at('key') ?? '',
    tier: at('tier') ?? '',
    text: at('text') ?? '',
    section: filled(at('section')),
    basis: filled(at('basis')),
    funding: filled(at('funding')),
    owner: filled(at('owner')),
    body: at('body') ?? '',
    goldItems: split(at('gold_items')),
    altItems: split(at('alt_items')),
    goldVerdict: at('gold_verdict') ?? '',
    altVerdict: filled(at('alt_verdict')),
    amount: filled(at('amount')),
    noteCell: filled(at('note_cell')),
    goldOutcome: filled(at('gold_outcome')),
    goldFunding: filled(at('gold_funding')),
  };
}

/**
 * The row as a sheet would give it: text, heading, basis, funding, department and the table's body. Community rows come
 * from community tables; all others, those that address a town among them, from village tables.
 */
export function asSheetRow(row: LabelledRow, number: number): Row {
  const body: Body = row.body === 'community' ? 'community' : 'village';
  return {
    source: 'eval',
    sheet: null,
    row: number,
    cell: `A${number}`,
    id: null,
    unit: null,
    section: row.section,
    text: row.text,
    kind: 'indicator',
    bodies: [body],
    addressee: null,
    basis: row.basis,
    funding: row.funding,
    amount: row.amount,
    department: row.owner,
    points: null,
    cells: [],
    table: row.noteCell === null ? TABLE : { ...TABLE, notes: [{ row: number + 1, text: row.noteCell }] },
  };
}
