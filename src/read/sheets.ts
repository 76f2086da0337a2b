/**
 * Bytes of a workbook → sheets and rows as a person sees them, with the library's known faults put right. Runs in the
 * child process only; throws {@link Refusal} or whatever the library throws.
 */
import * as XLSX from '@e965/xlsx';
import { columnName } from '../place.ts';
import type { Limits, Merge, RawRow, SourceFormat } from '../types.ts';
import { cellText, isUncomputed, loadBuiltInFormats } from './cell-text.ts';
import { odsHidden } from './ods.ts';
import { packageFormat, repairParts } from './package.ts';
import type { SheetFindings, SheetHead, Task } from './protocol.ts';
import { Refusal, unzip } from './zip.ts';

const BATCH = 1000;
/** blank rows between two rows are handed on up to this gap: a far cell must not become a million of them */
const GAP = 1000;

export interface Workbook {
  readonly format: SourceFormat;
  readonly sheets: Iterable<{
    readonly head: SheetHead;
    readonly rows: Iterable<RawRow[]>;
    readonly found: SheetFindings;
  }>;
}

/** What the dense form of the library really holds. */
type Grid = (XLSX.CellObject | undefined)[][];
type Sheet = XLSX.WorkSheet & { '!data'?: Grid; '!type'?: string };

/** Options for every format; made anew each time, for the library writes into them. */
const options = (limits: Limits): XLSX.ParsingOptions => ({
  dense: true,
  cellHTML: false,
  cellFormula: true,
  // the only way to learn of hidden rows and columns
  cellStyles: true,
  // read after the library has emptied its table of formats and before it formats the first cell: the only moment
  get cellNF() {
    loadBuiltInFormats();
    return true;
  },
  // the setter keeps the library from failing when it fills in defaults
  set cellNF(_: boolean) {},
  sheetStubs: false,
  // one more than allowed shows that there are more
  sheetRows: limits.rows + 1,
  dateNF: 'yyyy/m/d',
});

/** Parses a workbook. */
export async function readWorkbook(bytes: Buffer, { kind, limits }: Task): Promise<Workbook> {
  if (kind === 'zip') return readPackage(bytes, limits);
  // the ESM build has no code pages: without them every GBK string of an old .xls is mojibake
  XLSX.set_cptable(await import('@e965/xlsx/dist/cpexcel.full.mjs'));
  if (kind === 'text') {
    const book = XLSX.read(bytes.toString('utf8'), { ...options(limits), type: 'string', raw: true });
    return { format: book.bookType === 'xlml' ? 'xml' : 'html', sheets: sheetsOf(book, limits, []) };
  }
  if (kind === 'ole') checkOle(bytes);
  return { format: 'xls', sheets: sheetsOf(XLSX.read(bytes, { ...options(limits), type: 'buffer' }), limits, []) };
}

async function readPackage(bytes: Buffer, limits: Limits): Promise<Workbook> {
  const parts = await unzip(bytes, limits, (name) => /(?:\.(?:xml|rels|bin)|mimetype)$/i.test(name));
  const format = packageFormat(parts);
  repairParts(parts);
  const container = XLSX.CFB.utils.cfb_new();
  for (const [name, content] of parts) XLSX.CFB.utils.cfb_add(container, name, content);
  const hidden = format === 'ods' ? odsHidden(parts) : [];
  parts.clear();
  const parse = (XLSX as unknown as { parse_zip(zip: unknown, options: XLSX.ParsingOptions): XLSX.WorkBook }).parse_zip;
  const book = parse(container, options(limits));
  return { format, sheets: sheetsOf(book, limits, hidden) };
}

/** An OLE container may hold an encrypted workbook, a Word document, or anything else. */
function checkOle(bytes: Buffer): void {
  const container = XLSX.CFB.read(bytes, { type: 'buffer' });
  const has = (name: string): boolean => XLSX.CFB.find(container, name) !== null;
  if (has('/EncryptedPackage')) throw new Refusal({ fault: 'encrypted' });
  if (has('/Workbook') || has('/Book')) return;
  if (has('/WordDocument')) throw new Refusal({ fault: 'word' });
  if (has('/PowerPoint Document')) throw new Refusal({ fault: 'slides' });
  throw new Refusal({ fault: 'broken' });
}

/** What ODS says about hidden things and the library does not pass on, by position of the sheet. */
export interface HiddenParts {
  readonly sheet: boolean;
  /** 1-based */
  readonly rows: ReadonlySet<number>;
}

function* sheetsOf(book: XLSX.WorkBook, limits: Limits, hidden: readonly HiddenParts[]): Workbook['sheets'] {
  const budget = { cells: limits.cells };
  for (const [i, name] of book.SheetNames.entries()) {
    // no Object.keys, no own-property test: a sheet may be called __proto__
    const sheet = book.Sheets[name] as Sheet | undefined;
    if (sheet === undefined) throw new Refusal({ fault: 'sheet-broken', detail: name });
    if (sheet['!type'] !== undefined && sheet['!type'] !== 'sheet') continue;
    const grid = sheet['!data'] ?? [];
    const extra = hidden[i];
    const hiddenRows = new Set(extra?.rows ?? []);
    for (const [r, row] of (sheet['!rows'] ?? []).entries()) if (row?.hidden) hiddenRows.add(r + 1);
    const head: SheetHead = {
      name,
      index: i + 1,
      hidden: (book.Workbook?.Sheets?.[i]?.Hidden ?? 0) !== 0 || extra?.sheet === true,
      merges: mergesOf(sheet, grid, name, limits),
      hiddenColumns: (sheet['!cols'] ?? []).flatMap((column, c) => (column?.hidden ? [c] : [])),
    };
    const found: SheetFindings = { hiddenRows: [], uncomputedRows: [] };
    yield { head, rows: rowsOf(grid, name, limits, budget, hiddenRows, found), found };
    // free the sheet before the next one is formatted
    grid.length = 0;
  }
}

/** Merges inside the used range: one over a whole column must not send a reader down a million rows. */
function mergesOf(sheet: Sheet, grid: Grid, name: string, limits: Limits): Merge[] {
  const merges = sheet['!merges'] ?? [];
  if (merges.length > limits.merges) throw new Refusal({ limit: 'merges', seen: merges.length, at: name });
  const lastRow = grid.length;
  const lastColumn =
    Math.min(
      limits.columns,
      grid.reduce((widest, row) => Math.max(widest, row?.length ?? 0), 1),
    ) - 1;
  return merges
    .filter(({ s }) => s.r < lastRow && s.c <= lastColumn)
    .map(({ s, e }) => ({
      top: s.r + 1,
      left: s.c,
      bottom: Math.min(e.r + 1, lastRow),
      right: Math.min(e.c, lastColumn),
    }));
}

function* rowsOf(
  grid: Grid,
  sheet: string,
  limits: Limits,
  budget: { cells: number },
  hidden: ReadonlySet<number>,
  found: SheetFindings,
): Iterable<RawRow[]> {
  let batch: RawRow[] = [];
  let before = 0;
  for (let r = 0; r < grid.length; r++) {
    const row = grid[r];
    if (row === undefined) continue;
    const cells = cellsOf(row, r, sheet, limits);
    delete grid[r];
    if (cells.length === 0) continue;
    budget.cells -= cells.length;
    if (budget.cells < 0) throw new Refusal({ limit: 'cells', seen: null, at: sheet });
    if (r + 1 > limits.rows) throw new Refusal({ limit: 'rows', seen: null, at: sheet });
    if (r - before <= GAP) for (let gap = before + 1; gap <= r; gap++) batch.push({ number: gap, cells: [] });
    before = r + 1;
    if (hidden.has(r + 1)) {
      found.hiddenRows.push(r + 1);
      batch.push({ number: r + 1, cells, hidden: true });
    } else batch.push({ number: r + 1, cells });
    if (row.some(isUncomputed)) found.uncomputedRows.push(r + 1);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Texts up to the last cell that has one. */
function cellsOf(row: Grid[number], r: number, sheet: string, limits: Limits): string[] {
  const cells: string[] = [];
  for (let c = 0; c < row.length; c++) {
    const text = row[c] === undefined ? '' : cellText(row[c]!);
    if (text === '') continue;
    if (c >= limits.columns || text.length > limits.cellLength) {
      const at = `${sheet}!${columnName(c)}${r + 1}`;
      if (c >= limits.columns) throw new Refusal({ limit: 'columns', seen: c + 1, at });
      throw new Refusal({ limit: 'cellLength', seen: text.length, at });
    }
    while (cells.length < c) cells.push('');
    cells.push(text);
  }
  return cells;
}
