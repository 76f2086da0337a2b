/** Delimited text → Table, in constant memory. */
import { CsvError, Parser } from 'csv-parse';
import type { Limits, RawRow, Table } from '../types.ts';
import { type Dialect, sniffDialect } from './dialect.ts';
import { countLines, type Detected, decode } from './encoding.ts';
import { fault } from './faults.ts';
import { overLimit } from './limits.ts';
import { Notes } from './notes.ts';
import type { Source } from './source.ts';

/** rows handed on together */
const BATCH = 1000;
const TAIL_BYTES = 64 * 1024;
const TAIL_ROWS = 40;
/** a record over more lines than this is probably a lost quote */
const LONG_RECORD = 100;
/** bytes without a record after which an open quote is assumed */
const STUCK = 16 * 1024 * 1024;

interface Text {
  readonly source: Source;
  readonly detected: Detected;
  readonly dialect: Dialect;
  readonly limits: Limits;
}

/** The one table of a text file. `sample` is its decoded head (some tens of thousands of characters), `doubt` a warning. */
export function csvTable(
  source: Source,
  detected: Detected,
  sample: string,
  doubt: string | null,
  limits: Limits,
): Table {
  const notes = new Notes();
  if (doubt !== null) notes.say(doubt);
  const text: Text = { source, detected, dialect: sniffDialect(sample), limits };
  return {
    source: source.name,
    sheet: null,
    index: 1,
    hidden: false,
    format: 'csv',
    encoding: detected.encoding,
    merges: [],
    get warnings() {
      return notes.texts();
    },
    rows: () => {
      notes.clear();
      return records(text, source.chunks(), 1, notes);
    },
    replayable: source.replayable,
    tail: () => tail(text),
  };
}

/**
 * csv-parse with its records taken at the source: its readable side (object mode, one event a record) would cost
 * a tenth of the run.
 */
class RecordParser extends Parser {
  records: string[][] = [];
  failure: Error | null = null;

  constructor(dialect: Dialect) {
    super({
      delimiter: dialect.delimiter,
      record_delimiter: dialect.crBreaks ? ['\n', '\r'] : ['\n'],
      relax_column_count: true,
      relax_quotes: true,
    });
    this.on('error', (error) => {
      this.failure = error;
    });
  }

  override push(record: string[] | null): boolean {
    if (record !== null) this.records.push(record);
    return true;
  }

  collected(): string[][] {
    const taken = this.records;
    this.records = [];
    return taken;
  }

  /** Parses what is left; a failure is the parser's own error. */
  async finish(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.once('error', reject);
      this.end(resolve);
    });
  }
}

/** Rows of `chunks`, whose first line has number `firstLine`. */
async function* records(
  { source, detected, dialect, limits }: Text,
  chunks: AsyncIterable<Buffer>,
  firstLine: number,
  notes: Notes,
): AsyncIterable<readonly RawRow[]> {
  const parser = new RecordParser(dialect);
  let line = firstLine;
  let batch: RawRow[] = [];
  let stuck = 0;
  let skip = dialect.declared && firstLine === 1;
  const take = (): void => {
    for (const cells of parser.collected()) {
      const number = line;
      line += linesOf(cells, dialect.crBreaks);
      for (const cell of cells)
        if (cell.length > limits.cellLength)
          throw overLimit(`${source.name}:${number}`, 'cellLength', limits, cell.length);
      if (line - number > LONG_RECORD) notes.add('long-record', number);
      if (skip) skip = false;
      else batch.push({ number, cells });
    }
  };
  for await (const piece of decode(chunks, detected, dialect.crBreaks, notes)) {
    parser.write(piece);
    stuck = parser.records.length > 0 ? 0 : stuck + piece.length;
    if (stuck > STUCK) throw fault('unclosed-quote', { file: source.name, line, column: 1 });
    take();
    if (batch.length < BATCH) continue;
    for (let i = 0; i < batch.length; i += BATCH) yield batch.slice(i, i + BATCH);
    batch = [];
  }
  try {
    await parser.finish();
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (error.code !== 'CSV_QUOTE_NOT_CLOSED') throw error;
    take();
    throw fault('unclosed-quote', { file: source.name, line, column: 1 });
  }
  take();
  if (batch.length > 0) yield batch;
}

/** Lines that a record fills: one, plus the line breaks inside its cells. */
function linesOf(cells: readonly string[], crBreaks: boolean): number {
  let count = 1;
  for (const cell of cells) {
    for (let i = cell.indexOf('\n'); i !== -1; i = cell.indexOf('\n', i + 1)) count++;
    if (crBreaks) for (let i = cell.indexOf('\r'); i !== -1; i = cell.indexOf('\r', i + 1)) count++;
  }
  return count;
}

/**
 * The last rows, from the last 64 KiB. What stands before is only counted for its line ends, so that the numbers are
 * those of {@link Table.rows}. Null for standard input that was too large to keep.
 */
async function tail(text: Text): Promise<readonly RawRow[] | null> {
  const { source, detected, dialect } = text;
  if (source.size === null) return null;
  const start = Math.max(0, source.size - TAIL_BYTES) & ~1;
  if (start <= detected.bom) return last(records(text, source.chunks(), 1, new Notes()));
  const bytes = await source.slice(start, source.size);
  if (bytes === null) return null;
  const wide = detected.encoding === 'utf-16le' || detected.encoding === 'utf-16be';
  const end = wide ? Buffer.from(new TextDecoder(detected.encoding).decode(bytes)) : bytes;
  const from = recordStart(end, dialect);
  let line = 1 + countLines(end.subarray(0, from), dialect.crBreaks);
  for await (const chunk of head(source, start))
    line += countLines(wide ? Buffer.from(new TextDecoder(detected.encoding).decode(chunk)) : chunk, dialect.crBreaks);
  const chunks = async function* (): AsyncIterable<Buffer> {
    yield end.subarray(from);
  };
  const as: Detected = { encoding: wide ? 'utf-8' : detected.encoding, bom: 0 };
  return last(records({ ...text, detected: as }, chunks(), line, new Notes()));
}

/** Bytes looked at in one piece where only line ends are counted. */
const COUNTED = 1024 * 1024;

/** The first `length` bytes of a source, in large pieces. */
async function* head(source: Source, length: number): AsyncIterable<Buffer> {
  for (let start = 0; start < length; start += COUNTED)
    yield (await source.slice(start, Math.min(start + COUNTED, length))) ?? Buffer.alloc(0);
}

/**
 * The first line of `bytes` that starts a record: quotes come in pairs, so an even number of them from there to the end
 * of the file means that the line does not stand inside a quoted cell.
 */
function recordStart(bytes: Buffer, { crBreaks }: Dialect): number {
  const QUOTE = 34;
  let quotes = 0;
  for (const byte of bytes) if (byte === QUOTE) quotes++;
  let fallback = -1;
  for (let i = 0; i + 1 < bytes.length; i++) {
    if (bytes[i] === QUOTE) quotes--;
    const breaks = bytes[i] === 10 || (crBreaks && bytes[i] === 13 && bytes[i + 1] !== 10);
    if (!breaks) continue;
    if (fallback === -1) fallback = i + 1;
    if (quotes % 2 === 0) return i + 1;
  }
  return fallback === -1 ? 0 : fallback;
}

async function last(batches: AsyncIterable<readonly RawRow[]>): Promise<readonly RawRow[] | null> {
  let rows: readonly RawRow[] = [];
  for await (const batch of batches) rows = [...rows.slice(-TAIL_ROWS), ...batch].slice(-TAIL_ROWS);
  return rows;
}
