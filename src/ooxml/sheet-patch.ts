/** Columns added beside the table of a worksheet; every cell, width and setting of the user stays as it was written. */
import { columnName } from '../place.ts';
import { displayWidth } from '../text.ts';
import {
  attributeOf,
  type Edit,
  edited,
  endOfElement,
  endOfFlat,
  type Tag,
  tags,
  underPrefix,
  withAttribute,
} from './scan.ts';
import type { StylePatch } from './style-patch.ts';
import { cellElement, MAX_COLUMNS } from './worksheet.ts';

/** highest row, in points; air around the lines of a cell */
const MAX_HEIGHT = 409;
const AIR = 4;
/** characters of a column without a width */
const DEFAULT_WIDTH = 8.43;

/** One cell to be written. */
export interface AddedCell {
  readonly text: string;
  /** RRGGBB */
  readonly fill: string | null;
}

export interface AddedRow {
  /** cells of the new columns, from the left */
  readonly cells: readonly AddedCell[];
  /** addresses of the user's own cells that are coloured, and with what */
  readonly flagged: ReadonlyMap<string, string>;
  /** texts of the user's own cells, from column A, for the height of a row that has none yet */
  readonly own: readonly string[];
}

export interface AddedColumns {
  /** 1-based last row of the header; null = the table has none */
  readonly headerRow: number | null;
  readonly header: readonly string[];
  /** widths in characters */
  readonly widths: readonly number[];
  /** 1-based row → what is added to it */
  readonly rows: { get(row: number): AddedRow | undefined; keys(): Iterable<number> };
}

/** Thrown when there is no room to the right. */
export class NoRoom extends Error {}

interface RowPlace {
  readonly number: number;
  readonly tag: Tag;
  /** end of the content, end of the element */
  readonly inner: number;
  readonly end: number;
  readonly flat: boolean;
}

interface CellPlace {
  readonly column: number;
  readonly tag: Tag;
  readonly end: number;
  readonly style: number | null;
  /** a value, a formula or a text */
  readonly full: boolean;
}

/** 0-based columns that a picture or chart covers beside the table. */
export interface Covered {
  readonly left: number;
  readonly right: number;
}

/**
 * The worksheet with the added columns, in pieces: right of the last column in use, and of pictures that stand there.
 * @throws NoRoom when the last columns of the sheet are in use
 */
export function addColumns(
  xml: string,
  added: AddedColumns,
  styles: StylePatch,
  pictures: readonly Covered[],
): Generator<string> {
  const sheet = readSheet(xml);
  let first = sheet.lastColumn + 1;
  for (const { left, right } of [...pictures].sort((a, b) => a.left - b.left))
    if (left < first + added.header.length && right >= first) first = right + 1;
  if (first + added.header.length > MAX_COLUMNS) throw new NoRoom();
  const patch = new SheetPatch(xml, sheet, added, styles, first);
  return edited(xml, patch.edits());
}

/** 0-based columns, 1-based rows, inclusive. */
interface Range {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

interface SheetShape {
  readonly prefix: string;
  readonly rows: readonly RowPlace[];
  /** 0-based, of cells with content and of merged ranges */
  readonly lastColumn: number;
  readonly dimension: Tag | null;
  readonly columns: { readonly tag: Tag; readonly entries: readonly Tag[]; readonly end: number } | null;
  readonly data: Tag;
  /** start and end tag of the list of merged ranges */
  readonly mergeList: { readonly tag: Tag; readonly end: number } | null;
  readonly merges: readonly Range[];
}

function readSheet(xml: string): SheetShape {
  let all = tags(xml);
  const flat = isFlat(xml);
  const rows: RowPlace[] = [];
  const merges: Range[] = [];
  let mergeList: { tag: Tag; end: number } | null = null;
  const entries: Tag[] = [];
  let dimension: Tag | null = null;
  let columns: { tag: Tag; end: number } | null = null;
  let data: Tag | null = null;
  let lastColumn = -1;
  let number = 0;
  for (let one = all.next(); !one.done; one = all.next()) {
    const tag = one.value;
    if (tag.kind === 'close') {
      if (tag.name === 'cols' && columns) columns.end = tag.end;
      if (tag.name === 'mergeCells' && mergeList) mergeList.end = tag.start;
      continue;
    }
    if (tag.name === 'dimension') dimension = tag;
    else if (tag.name === 'cols') columns = { tag, end: tag.end };
    else if (tag.name === 'col') entries.push(tag);
    else if (tag.name === 'sheetData') data = tag;
    else if (tag.name === 'row') {
      number = Number(attributeOf(tag.attributes, 'r') ?? number + 1);
      const { inner, end } = flat ? endOfFlat(xml, tag) : endOfElement(tag, all);
      const row = { number, tag, inner, end, flat };
      rows.push(row);
      if (flat) all = tags(xml, end);
      for (const cell of cellsOf(xml, row)) if (cell.full) lastColumn = Math.max(lastColumn, cell.column);
    } else if (tag.name === 'mergeCells') mergeList = { tag, end: tag.end };
    else if (tag.name === 'mergeCell') {
      const range = readRange(attributeOf(tag.attributes, 'ref') ?? '');
      if (range) merges.push(range);
    }
  }
  if (!data) throw new Error('no sheetData');
  for (const merge of merges) lastColumn = Math.max(lastColumn, merge.right);
  return {
    prefix: data.prefix,
    rows,
    lastColumn,
    dimension,
    columns: columns ? { ...columns, entries } : null,
    data,
    mergeList,
    merges,
  };
}

/** No comment and no CDATA, in which an end tag would not be one; every end tag is written without a space. */
const isFlat = (xml: string): boolean => !xml.includes('<!') && !/<\/[\w:]+\s/.test(xml);

/** Cells of one row; cells without an address follow the one before. */
function* cellsOf(xml: string, row: RowPlace): Generator<CellPlace> {
  let all = tags(xml, row.tag.end, row.inner);
  let column = -1;
  for (let one = all.next(); !one.done; one = all.next()) {
    const tag = one.value;
    if (tag.name !== 'c' || tag.kind === 'close') continue;
    const address = attributeOf(tag.attributes, 'r');
    column = address === null ? column + 1 : columnOf(address);
    const style = attributeOf(tag.attributes, 's');
    const { inner, end } = row.flat ? endOfFlat(xml, tag) : endOfElement(tag, all);
    if (row.flat) all = tags(xml, end, row.inner);
    yield { column, tag, end, style: style === null ? null : Number(style), full: inner > tag.end };
  }
}

/** AB12 → 27 */
function columnOf(address: string): number {
  let column = 0;
  for (const sign of address) {
    const code = sign.toUpperCase().charCodeAt(0);
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column - 1;
}

function readRange(ref: string): Range | null {
  const match = /^\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?$/i.exec(ref);
  if (!match) return null;
  const [, left, top, right = left, bottom = top] = match;
  return { left: columnOf(left!), top: Number(top), right: columnOf(right!), bottom: Number(bottom) };
}

class SheetPatch {
  readonly #last: number;
  /** addresses of the upper left cells of merged ranges */
  readonly #merged: ReadonlySet<string>;
  /** rows of the header; none at all where the table has no header */
  readonly #header: { readonly top: number; readonly bottom: number };

  constructor(
    private readonly xml: string,
    private readonly sheet: SheetShape,
    private readonly added: AddedColumns,
    private readonly styles: StylePatch,
    private readonly first: number,
  ) {
    this.#last = first + added.header.length - 1;
    this.#merged = new Set(sheet.merges.map(({ left, top }) => `${columnName(left)}${top}`));
    const { headerRow } = added;
    const beside = sheet.merges
      .filter((merge) => headerRow !== null && merge.top <= headerRow && headerRow <= merge.bottom)
      .sort((a, b) => b.right - a.right)[0];
    this.#header = beside ?? (headerRow === null ? { top: 0, bottom: -1 } : { top: headerRow, bottom: headerRow });
  }

  /** In the order of the sheet, and made one by one: a long table never stands in memory twice. */
  *edits(): Generator<Edit> {
    const { dimension } = this.sheet;
    const inOrder = (edits: Edit[]): Edit[] => edits.sort((a, b) => a.start - b.start);
    yield* inOrder([...(dimension ? this.#dimension(dimension) : []), this.#widths()]);
    const missing = this.#missingRows();
    let next = 0;
    for (const row of this.sheet.rows) {
      while (next < missing.length && missing[next]!.start <= row.tag.start) yield missing[next++]!;
      yield* inOrder(this.#row(row));
    }
    yield* missing.slice(next);
    yield* this.#merges();
  }

  #dimension(tag: Tag): Edit[] {
    const range = readRange(attributeOf(tag.attributes, 'ref') ?? '');
    if (!range || range.right >= this.#last) return [];
    const corner = `${columnName(range.left)}${range.top}`;
    return [this.#tag(tag, withAttribute(tag.attributes, 'ref', `${corner}:${columnName(this.#last)}${range.bottom}`))];
  }

  /** A start tag with other attributes. */
  #tag(tag: Tag, attributes: string): Edit {
    const end = tag.kind === 'empty' ? '/>' : '>';
    return { start: tag.start, end: tag.end, text: `<${tag.prefix}${tag.name}${attributes}${end}` };
  }

  /** Widths of the new columns; an entry that reaches over them is split, so that the others keep theirs. */
  #widths(): Edit {
    const { columns, data, prefix } = this.sheet;
    const own = this.added.widths.map((width, i) => ({
      min: this.first + i + 1,
      text: `<${prefix}col min="${this.first + i + 1}" max="${this.first + i + 1}" width="${width}" customWidth="1"/>`,
    }));
    if (!columns)
      return {
        start: data.start,
        end: data.start,
        text: `<${prefix}cols>${own.map((one) => one.text).join('')}</${prefix}cols>`,
      };
    const kept = columns.entries.flatMap((tag) => this.#outside(tag));
    const all = [...kept, ...own].sort((a, b) => a.min - b.min);
    return {
      start: columns.tag.start,
      end: columns.end,
      text: `<${prefix}cols${columns.tag.attributes}>${all.map((one) => one.text).join('')}</${prefix}cols>`,
    };
  }

  #outside(tag: Tag): { min: number; text: string }[] {
    const min = Number(attributeOf(tag.attributes, 'min'));
    const max = Number(attributeOf(tag.attributes, 'max'));
    if (max <= this.first || min > this.#last + 1) return [{ min, text: this.xml.slice(tag.start, tag.end) }];
    const part = (from: number, to: number): { min: number; text: string }[] => {
      if (from > to) return [];
      const attributes = withAttribute(withAttribute(tag.attributes, 'min', String(from)), 'max', String(to));
      return [{ min: from, text: `<${tag.prefix}col${attributes}/>` }];
    };
    return [...part(min, Math.min(max, this.first)), ...part(Math.max(min, this.#last + 2), max)];
  }

  #row(row: RowPlace): Edit[] {
    const own = this.added.rows.get(row.number);
    const header = this.#headerOf(row.number);
    if (!own && !header) return [];
    const cells = [...cellsOf(this.xml, row)];
    const beside = neighbour(cells, this.first, row.tag);
    if (!own) {
      const written = header!.map((text) => ({ text, style: beside }));
      return this.#write(row, cells, written, new Map(), row.tag.attributes);
    }
    const { attributes, low } = this.#height(row.tag.attributes, own, cells, beside);
    const written = own.cells.map(({ text, fill }) => ({
      text,
      style: this.styles.derive(beside, { fill, text: true, top: low }),
    }));
    return this.#write(row, cells, written, own.flagged, attributes);
  }

  /**
   * A height that the user set stays, and `low` says that it shows only the first lines; one that a program found is
   * raised, for not every program finds it again on opening.
   */
  #height(
    attributes: string,
    own: AddedRow,
    cells: readonly CellPlace[],
    beside: number,
  ): { attributes: string; low: boolean } {
    const line = this.styles.lineHeight(beside);
    const lines = Math.max(...own.cells.map(({ text }, i) => linesOf(text, this.added.widths[i]!)));
    const needed = Math.min(MAX_HEIGHT, lines * line + AIR);
    const written = attributeOf(attributes, 'ht');
    if (/^(?:1|true)$/.test(attributeOf(attributes, 'customHeight') ?? ''))
      return { attributes, low: written !== null && Number(written) < needed };
    const before = written === null ? this.#ownHeight(own.own, cells) : Number(written);
    if (written !== null && needed <= before) return { attributes, low: false };
    return { attributes: withAttribute(attributes, 'ht', String(Math.max(before, needed))), low: false };
  }

  /** Points that the user's own cells of a row take. */
  #ownHeight(texts: readonly string[], cells: readonly CellPlace[]): number {
    let most = 0;
    for (const { column, style, tag } of cells) {
      // a merged cell spreads over other rows or columns: no program fits a row to it
      if (this.#merged.has(attributeOf(tag.attributes, 'r') ?? '')) continue;
      const text = texts[column] ?? '';
      const lines = this.styles.wraps(style ?? 0) ? linesOf(text, this.#width(column)) : 1;
      most = Math.max(most, lines * this.styles.lineHeight(style ?? 0));
    }
    return Math.min(MAX_HEIGHT, most);
  }

  #width(column: number): number {
    const entry = this.sheet.columns?.entries.find(
      ({ attributes }) =>
        Number(attributeOf(attributes, 'min')) <= column + 1 && Number(attributeOf(attributes, 'max')) > column,
    );
    return Number(attributeOf(entry?.attributes ?? '', 'width') ?? DEFAULT_WIDTH);
  }

  /** Rows that the sheet does not write, because they hold nothing. */
  #missingRows(): Edit[] {
    const known = new Set(this.sheet.rows.map((row) => row.number));
    const missing = [...this.added.rows.keys()].filter((number) => !known.has(number)).sort((a, b) => a - b);
    const { prefix } = this.sheet;
    return missing.flatMap((number) => {
      const next = this.sheet.rows.find((row) => row.number > number);
      const at = next?.tag.start ?? this.sheet.rows.at(-1)?.end;
      if (at === undefined) return [];
      const cells = this.added.rows.get(number)!.cells.map(({ text, fill }, i) => {
        const style = this.styles.derive(0, { fill, text: true });
        return cellElement({ text, style }, `${columnName(this.first + i)}${number}`);
      });
      return [{ start: at, end: at, text: underPrefix(`<row r="${number}">${cells.join('')}</row>`, prefix) }];
    });
  }

  /** Texts of a header row; where the header beside is merged over several rows, the first one has them. */
  #headerOf(number: number): readonly string[] | null {
    const { top, bottom } = this.#header;
    if (number < top || number > bottom) return null;
    return this.added.header.map((text) => (number === top ? text : ''));
  }

  /** The new columns are merged as the last header cell is. */
  #merges(): Edit[] {
    const { top, bottom } = this.#header;
    const { mergeList, merges, prefix } = this.sheet;
    if (!mergeList || bottom <= top) return [];
    const added = this.added.header.map((_, i) => {
      const column = columnName(this.first + i);
      return `<${prefix}mergeCell ref="${column}${top}:${column}${bottom}"/>`;
    });
    const count = withAttribute(mergeList.tag.attributes, 'count', String(merges.length + added.length));
    return [this.#tag(mergeList.tag, count), { start: mergeList.end, end: mergeList.end, text: added.join('') }];
  }

  #write(
    row: RowPlace,
    cells: readonly CellPlace[],
    written: readonly { readonly text: string; readonly style: number }[],
    flagged: ReadonlyMap<string, string>,
    rowAttributes: string,
  ): Edit[] {
    const edits: Edit[] = [];
    const markup = written
      .map(({ text, style }, i) => cellElement({ text, style }, `${columnName(this.first + i)}${row.number}`))
      .join('');
    const added = underPrefix(markup, this.sheet.prefix);
    const attributes = withAttribute(rowAttributes, 'spans', null);
    if (row.tag.kind === 'empty') {
      const { prefix, name } = row.tag;
      return [
        { start: row.tag.start, end: row.end, text: `<${prefix}${name}${attributes}>${added}</${prefix}${name}>` },
      ];
    }
    if (attributes !== row.tag.attributes) edits.push(this.#tag(row.tag, attributes));
    let at = row.inner;
    for (const cell of cells) {
      const fill = flagged.get(`${columnName(cell.column)}${row.number}`);
      if (cell.column > this.#last) at = Math.min(at, cell.tag.start);
      // only a format without content can stand where the new columns go
      else if (cell.column >= this.first) edits.push({ start: cell.tag.start, end: cell.end, text: '' });
      else if (fill !== undefined) {
        const style = String(this.styles.derive(cell.style ?? 0, { fill, text: false }));
        edits.push(this.#tag(cell.tag, withAttribute(cell.tag.attributes, 's', style)));
      }
    }
    edits.push({ start: at, end: at, text: added });
    return edits;
  }
}

/** Lines of a text in a column: wide characters take two places, and a cell shows a little less than its width. */
function linesOf(text: string, width: number): number {
  return text
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(displayWidth(line) / Math.max(1, width - 1.5))), 0);
}

/** Format of the cell beside the new columns: the nearest one to the left that has any, else of the row. */
function neighbour(cells: readonly CellPlace[], first: number, row: Tag): number {
  let style: number | null = null;
  for (const cell of cells) if (cell.column < first && cell.style !== null) style = cell.style;
  return style ?? Number(attributeOf(row.attributes, 's') ?? 0);
}
