/**
 * CSV for Excel and WPS: byte order mark, CRLF, no cell that a spreadsheet takes for a formula (single quote before
 * = + - @ TAB CR LF NUL and their full-width forms, after OWASP's "CSV injection"; quoting alone does not help).
 * All columns of the user's tables are kept, then what the check found.
 */
import { columnName } from '../place.ts';
import type { JudgedRow, ReportContext } from '../types.ts';
import type { Format } from './format.ts';
import { basisText, fileName, fixText, itemText, reasonText } from './row.ts';
import { type ReportWords, WORDS } from './words.ts';

const BOM = '\ufeff';
const FORMULA = /^[=+\-@\t\r\n\0＝＋－＠]/;
/** control characters but tab and line breaks, and those that turn the direction of what a person reads */
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/**
 * Rows held back to learn the headers of all tables of a run. A longer run is written row by row with the columns
 * known by then; what later tables add stands as “header：value” in one column 其他列.
 */
const HELD_ROWS = 20_000;

export const csv: Format = {
  id: 'csv',
  extension: 'csv',
  binary: false,
  title: { zh: 'CSV（Excel、WPS 直接打开）', en: 'CSV for Excel and WPS' },
  stream: (context) => {
    const columns = new Columns(WORDS[context.lang]);
    const words = WORDS[context.lang];
    let held: { front: string[]; cells: readonly string[]; at: readonly number[]; back: string[] }[] | null = [];
    const line = (one: NonNullable<typeof held>[number]): string =>
      record([...one.front, ...columns.place(one.cells, one.at), ...one.back]);
    const release = (): string => {
      const lines = held!.map(line).join('');
      held = null;
      return columns.header() + lines;
    };
    return {
      begin: () => BOM,
      row: (row) => {
        const one = {
          front: front(row, words),
          cells: context.cells(row),
          at: columns.of(context.header(row), context.cells(row).length),
          back: back(row, context, words),
        };
        if (!held) return line(one);
        held.push(one);
        if (held.length < HELD_ROWS) return '';
        columns.close();
        return release();
      },
      end: () => (held ? release() : ''),
    };
  },
};

/** Where the row stands. */
const front = (row: JudgedRow, words: ReportWords): string[] => [
  fileName(row.source, words),
  row.sheet ?? '',
  row.cell,
];

/** What the check found, and room for what a person decides: `check --decisions` takes the file back. */
const back = (row: JudgedRow, context: ReportContext, words: ReportWords): string[] => [
  words.verdict[row.verdict],
  itemText(row, context),
  reasonText(row, context),
  basisText(row, context),
  fixText(row, context),
  row.key,
  '',
  '',
  '',
];

/** The user's columns of all tables: same header = same column; a header that repeats in one table stays apart. */
class Columns {
  readonly #names: string[] = [];
  readonly #known = new Map<string, number>();
  #last: { header: readonly string[]; width: number; at: readonly number[] } | null = null;
  #closed = false;

  constructor(private readonly words: ReportWords) {}

  /** From now on no column is added: the header has been written. */
  close(): void {
    this.#closed = true;
  }

  /** Columns of the report for the columns of one table, -1 = 其他列. */
  of(header: readonly string[], width: number): readonly number[] {
    const last = this.#last;
    if (last && last.header === header && last.width >= width) return last.at;
    const seen = new Map<string, number>();
    const at = Array.from({ length: Math.max(width, header.length) }, (_, i) => {
      const name = header[i] || this.words.columnNamed(columnName(i));
      const nth = seen.get(name) ?? 0;
      seen.set(name, nth + 1);
      return this.#column(name, nth);
    });
    this.#last = { header, width: at.length, at };
    return at;
  }

  #column(name: string, nth: number): number {
    const key = `${nth}\n${name}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#closed) return -1;
    this.#known.set(key, this.#names.length);
    return this.#names.push(name) - 1;
  }

  /** Cells of a table under the columns of the report. */
  place(cells: readonly string[], at: readonly number[]): string[] {
    const placed = this.#names.map(() => '');
    const others: string[] = [];
    cells.forEach((cell, i) => {
      const column = at[i]!;
      if (column >= 0) placed[column] = cell;
      else if (cell !== '')
        others.push(`${this.#last?.header[i] || this.words.columnNamed(columnName(i))}${this.words.colon}${cell}`);
    });
    return this.#closed ? [...placed, others.join(this.words.semicolon)] : placed;
  }

  header(): string {
    const { column, added } = this.words;
    const others = this.#closed ? [column.others] : [];
    const { decided } = this.words;
    const found = [added.verdict, added.item, added.reason, added.basis, added.fix, ...decided];
    return record([column.file, column.sheet, column.cell, ...this.#names, ...others, ...found]);
  }
}

function record(cells: readonly string[]): string {
  return `${cells.map(field).join(',')}\r\n`;
}

/** One field: formula-safe, quoted where it has to be. */
export function field(value: string): string {
  // a NUL vanishes in some spreadsheets and uncovers what follows it; no control sign is anything but harm in a cell
  const text = value.replace(CONTROLS, '').toWellFormed();
  const safe = FORMULA.test(value) || FORMULA.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(safe) || /^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
