/** Loose texts before the engine: titles of proposals, words of complaints. */
import type { Body, Row, TableContext } from '../types.ts';

const TABLE: TableContext = {
  title: null,
  unit: null,
  header: [],
  headerRow: null,
  columns: {},
  hasFundingColumn: false,
  hasBasisColumn: false,
  notes: [],
  complete: true,
};

/** A text as a row of no sheet. `bodies` names both where it may speak of either. */
export function textRow(text: string, bodies: readonly Body[], more: Partial<Row> = {}): Row {
  return {
    source: 'text',
    sheet: null,
    row: 1,
    cell: 'A1',
    id: null,
    unit: null,
    section: null,
    text,
    kind: 'task',
    bodies,
    addressee: null,
    basis: null,
    funding: null,
    amount: null,
    department: null,
    points: null,
    cells: [],
    table: TABLE,
    ...more,
  };
}
