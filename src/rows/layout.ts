/**
 * Table → rows. The header is found among the first records, the notes at the end are looked at ahead of time; the
 * rows then stream past once, in constant memory.
 */
import { UserError } from '../errors.ts';
import {
  type Body,
  type ColumnSynonyms,
  type Kind,
  type RawRow,
  ROW_FIELDS,
  type Row,
  type SkippedRow,
  type SkipReason,
  type Table,
  type TableContext,
} from '../types.ts';
import { type Above, aboveOf, NoteFollower, notesIn, unitOfSheet } from './context.ts';
import { Fill } from './fill.ts';
import { type Grid, gridOf } from './grid.ts';
import { findHeader, furtherHeader, guessHeader, type Header } from './header.ts';
import { type ColumnMap, type Plan, plansOf } from './plan.ts';
import { RecordReader, type Shared } from './record.ts';
import { Headings, numbering } from './section.ts';
import { filledCells, Skips } from './skip.ts';
import { isBlank, squeeze, type Vocabulary, vocabularyOf } from './vocabulary.ts';

export { describeHeaders } from './describe.ts';

export interface LayoutOptions {
  /** field → header name (or column letter) given by the user */
  readonly map: ColumnMap;
  /** 1-based row on which the header starts, null to search */
  readonly headerRow: number | null;
  readonly body: Body | 'auto';
  readonly kind: Kind | 'auto';
  /** the user named this sheet: read it though it is hidden or holds notes; by default its records are skipped */
  readonly hidden?: boolean;
}

/** Rows and skipped records of one batch of the reader. */
export interface RowBatch {
  readonly rows: Row[];
  readonly skipped: SkippedRow[];
}

export interface Layout {
  readonly context: TableContext;
  /** once; ends the reading of the table when it is left early */
  readonly rows: AsyncIterable<RowBatch>;
}

/** Records in which the header is looked for. */
const HEAD = 60;

/**
 * Understands one table.
 * @param table as read; `table.rows()` is called once
 * @param columns entries of lists/columns.yaml
 * @throws UserError when a mapped header or the given header row is not in the table
 */
export async function layoutRows(
  table: Table,
  columns: readonly ColumnSynonyms[],
  options: LayoutOptions,
): Promise<Layout> {
  const vocabulary = vocabularyOf(columns);
  const skips = new Skips(vocabulary);
  const source = new Source(table);
  if (table.hidden && options.hidden !== true)
    return { context: emptyContext(table, vocabulary), rows: skipAll(source, 'hidden-sheet') };

  // a sheet 填表说明 beside the tables is read only when it is asked for
  if (options.hidden !== true && table.sheet !== null && vocabulary.is('note', squeeze(table.sheet)))
    return { context: emptyContext(table, vocabulary), rows: skipAll(source, 'note') };

  const head = await source.peek(Math.max(HEAD, (options.headerRow ?? 0) + 10));
  const grid = gridOf(head.slice(0, Math.max(HEAD, (options.headerRow ?? 0) + 5)), table.merges);
  const forced = grid.width === 0 ? null : forcedRow(grid, options.headerRow, table);
  const extra = new Set(Object.values(options.map).map(squeeze));
  const header =
    findHeader(grid, vocabulary, forced, extra) ?? guessHeader(grid, vocabulary, titleRows(grid, vocabulary, skips));
  const start = header === null ? titleRows(grid, vocabulary, skips) : header.last + 1;
  const above = aboveOf(grid, grid.rows.slice(0, header?.first ?? start), vocabulary, skips);
  const sample = grid.rows.slice(start).filter((row) => !isSparse(row, grid.width));
  const place = table.sheet === null ? table.source : `${table.source}:${table.sheet}`;
  const plans = plansOf(grid, header, sample, vocabulary, grid.width === 0 ? {} : options.map, place);

  const tail = source.ended ? [] : await table.tail();
  const known = head.at(-1)?.number ?? 0;
  const behind = [...head.slice(start), ...(tail ?? []).filter((row) => row.number > known)];
  const context: TableContext = {
    title: above.title,
    unit: above.unit ?? unitOfSheet(table.sheet, vocabulary),
    header: header?.columns.map((column) => column.name) ?? [],
    headerRow: header === null ? null : grid.rows[header.last]!.number,
    columns: fieldsOf(plans),
    hasFundingColumn: plans.some((plan) => plan.funding.length + plan.amount.length > 0),
    hasBasisColumn: plans.some((plan) => plan.basis.length > 0),
    notes: [...above.notes, ...notesIn(behind, grid.width, skips)],
    complete: tail !== null,
  };
  const shared: Shared = {
    source: table.source,
    sheet: table.sheet,
    context,
    vocabulary,
    skips,
    fill: new Fill(table.merges, vocabulary),
    headings: new Headings(),
    notes: new NoteFollower(skips),
    titles: above.lines,
    headerRows: headerRows(grid, header),
    over: [above.title, table.sheet].filter((text) => text !== null),
    addressee: above.addressee,
    body: options.body,
    kind: options.kind === 'auto' ? null : options.kind,
    tableKind: tableKind(above, table, plans, context.header, vocabulary),
  };
  const first = grid.rows[start]?.number ?? Number.POSITIVE_INFINITY;
  const top = header === null ? null : grid.rows[header.first]!.number;
  const before = (row: number): SkipReason | null => {
    if (row >= first) return null;
    if (above.noteRows.has(row)) return 'note';
    return top !== null && row >= top ? 'header' : 'title';
  };
  // a further table under the first has its own header; beside each other they have not
  const replan = (cells: readonly string[]): Plan | null => {
    const further = plans.length === 1 ? furtherHeader(cells, vocabulary) : null;
    return further && plansOf({ width: further.length }, { columns: further }, [], vocabulary, options.map, place)[0]!;
  };
  return {
    context,
    rows: readAll(
      source,
      plans.map((plan) => new RecordReader(plan, shared, replan)),
      shared.fill,
      before,
    ),
  };
}

/** The records of a table, read once; the first ones can be looked at ahead. */
class Source {
  private readonly iterator: AsyncIterator<readonly RawRow[]>;
  private readonly batches: (readonly RawRow[])[] = [];
  ended = false;

  constructor(table: Table) {
    this.iterator = table.rows()[Symbol.asyncIterator]();
  }

  /** At least `count` records, fewer only when the table ends before. */
  async peek(count: number): Promise<readonly RawRow[]> {
    let seen = 0;
    while (seen <= count && !this.ended) {
      const { value, done } = await this.iterator.next();
      if (done) this.ended = true;
      else {
        this.batches.push(value);
        seen += value.length;
      }
    }
    return this.batches.flat();
  }

  async *all(): AsyncIterable<readonly RawRow[]> {
    try {
      for (let batch = this.batches.shift(); batch; batch = this.batches.shift()) yield batch;
      while (!this.ended) {
        const { value, done } = await this.iterator.next();
        if (done) this.ended = true;
        else yield value;
      }
    } finally {
      await this.iterator.return?.();
    }
  }
}

async function* readAll(
  source: Source,
  readers: readonly RecordReader[],
  fill: Fill,
  before: (row: number) => SkipReason | null,
): AsyncIterable<RowBatch> {
  let pending: RawRow | null = null;
  for await (const batch of source.all()) {
    const out: RowBatch = { rows: [], skipped: [] };
    for (const raw of batch) {
      if (raw.cells.every(isBlank)) {
        out.skipped.push({ row: raw.number, reason: 'blank' });
        continue;
      }
      if (pending !== null) readOne(pending, raw, readers, fill, before, out);
      pending = raw;
    }
    yield out;
  }
  if (pending === null) return;
  const out: RowBatch = { rows: [], skipped: [] };
  readOne(pending, null, readers, fill, before, out);
  yield out;
}

function readOne(
  raw: RawRow,
  next: RawRow | null,
  readers: readonly RecordReader[],
  fill: Fill,
  before: (row: number) => SkipReason | null,
  out: RowBatch,
): void {
  fill.observe(raw.number, raw.cells);
  let reason = before(raw.number);
  let rows = 0;
  if (reason === null)
    for (const reader of readers) {
      const result = reader.read(raw, next);
      if (result === null) continue;
      if (typeof result === 'string') reason ??= result;
      else {
        out.rows.push(result);
        rows++;
      }
    }
  if (rows === 0) out.skipped.push({ row: raw.number, reason: reason ?? 'no-text' });
}

async function* skipAll(source: Source, reason: SkipReason): AsyncIterable<RowBatch> {
  for await (const batch of source.all())
    yield {
      rows: [],
      skipped: batch.map((raw) => ({ row: raw.number, reason: raw.cells.every(isBlank) ? 'blank' : reason })),
    };
}

function forcedRow(grid: Grid, headerRow: number | null, table: Table): number | null {
  if (headerRow === null) return null;
  const position = grid.rows.findIndex((row) => row.number === headerRow);
  if (position >= 0) return position;
  throw new UserError(
    'header-row-missing',
    table.source,
    `第 ${headerRow} 行没有内容，不能作表头`,
    '请用 --header-row 给出表头所在的行号，从 1 数起',
  );
}

/** Without a header: how many of the first records are titles and fill-in lines. */
function titleRows(grid: Grid, vocabulary: Vocabulary, skips: Skips): number {
  const titleEnd = vocabulary.pattern('title-end', (words) => `${words}(?:\\([^()]*\\))?$`);
  const wide = grid.rows.some((row) => grid.filled(row).length > 1);
  let count = 0;
  for (const [i, row] of grid.rows.entries()) {
    const filled = filledCells(row.cells, 0, grid.width);
    if (filled.length === 0) continue;
    const line = squeeze(filled[0]!);
    const title =
      filled.length === 1 &&
      i + 1 < grid.rows.length &&
      line.length <= 40 &&
      numbering(filled[0]!) === null &&
      !/[。；;]/.test(line) &&
      (wide || titleEnd.test(line));
    if (!title || skips.isNote(filled[0]!, true)) break;
    count = i + 1;
  }
  return count;
}

/** Heading lines and blank records tell nothing about the columns. */
function isSparse(row: RawRow, width: number): boolean {
  const filled = row.cells.filter((cell) => !isBlank(cell)).length;
  return filled === 0 || (filled === 1 && width > 1);
}

function headerRows(grid: Grid, header: Header | null): readonly (readonly string[])[] {
  if (header === null) return [];
  return grid.rows
    .slice(header.first, header.last + 1)
    .map((row) => Array.from({ length: grid.width }, (_, c) => squeeze(row.cells[c] ?? '')));
}

/** field → columns over all plans, in the order of the sheet. */
function fieldsOf(plans: readonly Plan[]): TableContext['columns'] {
  const columns: Partial<Record<(typeof ROW_FIELDS)[number], number[]>> = {};
  for (const field of ROW_FIELDS) {
    const list = plans.flatMap((plan) => {
      if (field === 'text') return [...plan.text, ...plan.after];
      return field === 'department' ? [...plan.department, ...plan.responsible] : plan[field];
    });
    if (list.length > 0) columns[field] = [...new Set(list)].sort((a, b) => a - b);
  }
  return columns;
}

/** Points, scoring rules or a title that speaks of 考核 make all rows indicators. */
function tableKind(
  above: Above,
  table: Table,
  plans: readonly Plan[],
  header: readonly string[],
  vocabulary: Vocabulary,
): Kind | null {
  const words = vocabulary.pattern('indicator', (alternatives) => alternatives);
  if (plans.some((plan) => plan.points.length > 0)) return 'indicator';
  const headings = plans.flatMap((plan) => [...plan.text, ...plan.after, ...plan.section].map((c) => header[c] ?? ''));
  const says = [above.title, table.sheet, ...headings].some((text) => text !== null && words.test(squeeze(text)));
  return says ? 'indicator' : null;
}

function emptyContext(table: Table, vocabulary: Vocabulary): TableContext {
  return {
    title: null,
    unit: unitOfSheet(table.sheet, vocabulary),
    header: [],
    headerRow: null,
    columns: {},
    hasFundingColumn: false,
    hasBasisColumn: false,
    notes: [],
    complete: true,
  };
}
