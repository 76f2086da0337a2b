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
    const table = this.known.get(key) ?? value.table;
    this.known.set(key, table);
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

/** The fields that the judging stages cannot do without. */
function isRow(value: unknown): value is Row {
  if (typeof value !== 'object' || value === null) return false;
  const row = value as Record<string, unknown>;
  const table = row.table as Partial<TableContext> | null | undefined;
  return (
    typeof row.source === 'string' &&
    typeof row.row === 'number' &&
    typeof row.cell === 'string' &&
    typeof row.text === 'string' &&
    Array.isArray(row.bodies) &&
    row.bodies.length > 0 &&
    row.bodies.every((body) => body === 'village' || body === 'community') &&
    Array.isArray(row.cells) &&
    typeof table === 'object' &&
    table !== null &&
    Array.isArray(table.notes) &&
    Array.isArray(table.header)
  );
}
