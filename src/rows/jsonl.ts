/** Rows as lines: what `qingdan rows` prints and `check --rows` reads back. */
import { UserError } from '../errors.ts';
import type { Row, TableContext } from '../types.ts';

/**
 * Context of a table as JSON, made once per table: every line carries it whole, so that any part of the lines can be
 * judged by itself.
 */
const contexts = new WeakMap<TableContext, string>();

/** One row as one line of JSON, its table's context included, without the line break. */
export function rowLine(row: Row): string {
  let table = contexts.get(row.table);
  if (table === undefined) {
    table = JSON.stringify(row.table);
    contexts.set(row.table, table);
  }
  const { table: _, ...own } = row;
  return `${JSON.stringify(own).slice(0, -1)},"table":${table}}`;
}

/** Reads lines of {@link rowLine}. Rows of one table share one context again. */
export class RowLines {
  private readonly known = new Map<string, TableContext>();

  /**
   * @param line one line; @param source file name for errors; @param number its 1-based number
   * @returns the row, null for an empty line
   * @throws UserError for a line that is no row
   */
  parse(line: string, source: string, number: number): Row | null {
    if (line.trim() === '') return null;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw this.fault(source, number, '不是 JSON');
    }
    if (!isRow(value)) throw this.fault(source, number, '缺少待审事项的字段（source、row、text、bodies、table 等）');
    const key = JSON.stringify(value.table);
    let table = this.known.get(key);
    if (table === undefined) {
      if (!isContext(value.table))
        throw this.fault(source, number, 'table 里缺少表格的字段（header、columns、notes 等）');
      table = value.table;
      this.known.set(key, table);
    }
    return { ...value, table };
  }

  private fault(source: string, number: number, what: string): UserError {
    return new UserError(
      'rows-line',
      { file: source, line: number, column: 1 },
      what,
      '请用 qingdan rows 的输出，一行一项',
    );
  }
}

const TEXTS = ['sheet', 'id', 'unit', 'section', 'addressee', 'basis', 'funding', 'amount', 'department'] as const;

const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNull = (value: unknown): value is string | null => value === null || typeof value === 'string';
const isNumberOrNull = (value: unknown): value is number | null => value === null || typeof value === 'number';
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Everything that the judging stages take for granted: a line may come from anywhere. */
function isRow(value: unknown): value is Row {
  if (!isObject(value)) return false;
  return (
    isText(value.source) &&
    typeof value.row === 'number' &&
    isText(value.cell) &&
    isText(value.text) &&
    (value.kind === 'task' || value.kind === 'indicator') &&
    isNumberOrNull(value.points) &&
    TEXTS.every((field) => isTextOrNull(value[field])) &&
    Array.isArray(value.bodies) &&
    value.bodies.length > 0 &&
    value.bodies.every((body) => body === 'village' || body === 'community') &&
    Array.isArray(value.cells) &&
    value.cells.every(isText) &&
    isObject(value.table)
  );
}

function isContext(table: unknown): table is TableContext {
  return (
    isObject(table) &&
    isTextOrNull(table.title) &&
    isTextOrNull(table.unit) &&
    isNumberOrNull(table.headerRow) &&
    Array.isArray(table.header) &&
    table.header.every(isText) &&
    isObject(table.columns) &&
    Object.values(table.columns).every((at) => Array.isArray(at) && at.every(Number.isInteger)) &&
    Array.isArray(table.notes) &&
    table.notes.every((note) => isObject(note) && typeof note.row === 'number' && isText(note.text))
  );
}
