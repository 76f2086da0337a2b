/** One worksheet as XML, row by row: texts are inline strings, numbers are values, formulas do not exist. */
import { columnName } from '../place.ts';
import { cellValue, cellXml, escapeXml } from './xml.ts';

/** Rows and columns a worksheet can have (ECMA-376, Excel specifications and limits). */
export const MAX_ROWS = 1_048_576;
export const MAX_COLUMNS = 16_384;
/** highest row, in points */
const MAX_HEIGHT = 409;

/** One cell; null = empty without a format. `style` is an index of the style sheet. */
export type Cell =
  | { readonly style: number; readonly text: string }
  | { readonly style: number; readonly number: number }
  | { readonly style: number; readonly runs: readonly { readonly text: string; readonly properties: string | null }[] }
  | null;

/** 1-based, inclusive. */
export interface Range {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export interface SheetRow {
  readonly cells: readonly Cell[];
  /** points; a program may fit it to the text again unless `fixed` */
  readonly height?: number;
  readonly fixed?: boolean;
}

export interface Sheet {
  readonly name: string;
  /** widths in characters */
  readonly widths: readonly number[];
  readonly rows: Iterable<SheetRow>;
  readonly frozen?: { readonly rows: number; readonly columns: number };
  readonly filter?: Range;
  readonly merges?: readonly Range[];
  /** bars inside the cells of a range */
  readonly bars?: readonly { readonly range: Range; readonly color: string }[];
  /** rows repeated on every printed page */
  readonly titleRows?: { readonly from: number; readonly to: number };
  readonly landscape?: boolean;
  readonly paper?: 'A3' | 'A4';
  readonly tabColor?: string;
  readonly hidden?: boolean;
}

/** A1:C9 */
export function printRange({ top, left, bottom, right }: Range): string {
  return `${columnName(left - 1)}${top}:${columnName(right - 1)}${bottom}`;
}

/** $A$1:$C$9 */
export function absoluteRange({ top, left, bottom, right }: Range): string {
  return `$${columnName(left - 1)}$${top}:$${columnName(right - 1)}$${bottom}`;
}

/** A sheet name as programs accept it: no \ / ? * : [ ], no apostrophe at the ends, at most 31 units, never empty. */
export function sheetName(wanted: string): string {
  const clean = cellValue(wanted)
    .replace(/[\\/?*:[\]\n\t]/g, ' ')
    .replace(/^'+|'+$/g, '')
    .trim();
  return clean.slice(0, 31).toWellFormed().trim() || 'Sheet';
}

/** xl/worksheets/sheetN.xml in pieces. `drawing` is the relationship id of its drawing. */
export function* worksheetXml(sheet: Sheet, drawing: string | null): Iterable<string> {
  const { frozen } = sheet;
  yield '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">';
  yield `<sheetPr>${sheet.tabColor ? `<tabColor rgb="FF${sheet.tabColor}"/>` : ''}<pageSetUpPr fitToPage="1"/></sheetPr>`;
  yield `<sheetViews><sheetView workbookViewId="0" showGridLines="0">${frozen ? pane(frozen) : ''}</sheetView></sheetViews>`;
  yield '<sheetFormatPr defaultRowHeight="15"/>';
  yield `<cols>${sheet.widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`).join('')}</cols>`;
  yield '<sheetData>';
  let number = 0;
  for (const row of sheet.rows) yield rowXml(row, ++number);
  yield '</sheetData>';
  if (sheet.filter) yield `<autoFilter ref="${printRange(sheet.filter)}"/>`;
  if (sheet.merges && sheet.merges.length > 0)
    yield `<mergeCells count="${sheet.merges.length}">${sheet.merges.map((one) => `<mergeCell ref="${printRange(one)}"/>`).join('')}</mergeCells>`;
  let priority = 0;
  for (const { range, color } of sheet.bars ?? [])
    yield `<conditionalFormatting sqref="${printRange(range)}"><cfRule type="dataBar" priority="${++priority}"><dataBar minLength="0" maxLength="100"><cfvo type="num" val="0"/><cfvo type="max"/><color rgb="FF${color}"/></dataBar></cfRule></conditionalFormatting>`;
  yield '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>';
  yield `<pageSetup paperSize="${sheet.paper === 'A3' ? 8 : 9}" orientation="${sheet.landscape ? 'landscape' : 'portrait'}" fitToWidth="1" fitToHeight="0"/>`;
  yield '<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter>';
  if (drawing !== null) yield `<drawing r:id="${drawing}"/>`;
  yield '</worksheet>';
}

function pane({ rows, columns }: { rows: number; columns: number }): string {
  const side = columns > 0 ? (rows > 0 ? 'bottomRight' : 'topRight') : 'bottomLeft';
  const split = `${columns > 0 ? ` xSplit="${columns}"` : ''}${rows > 0 ? ` ySplit="${rows}"` : ''}`;
  const first = `${columnName(columns)}${rows + 1}`;
  return `<pane${split} topLeftCell="${first}" activePane="${side}" state="frozen"/><selection pane="${side}" activeCell="${first}" sqref="${first}"/>`;
}

function rowXml({ cells, height, fixed }: SheetRow, number: number): string {
  const size = height === undefined ? '' : ` ht="${Math.min(MAX_HEIGHT, height)}"${fixed ? ' customHeight="1"' : ''}`;
  let xml = `<row r="${number}"${size}>`;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!;
    if (cell) xml += cellElement(cell, `${columnName(i)}${number}`);
  }
  return `${xml}</row>`;
}

/** `<c>` of one cell; also for cells that are patched into a workbook of somebody else. */
export function cellElement(cell: Exclude<Cell, null>, reference: string): string {
  const start = `<c r="${reference}" s="${cell.style}"`;
  if ('number' in cell) return Number.isFinite(cell.number) ? `${start}><v>${cell.number}</v></c>` : `${start}/>`;
  if ('runs' in cell) {
    // readers lose a run without text, and a single one needs no run
    const runs = cell.runs.filter((run) => run.text !== '');
    return runs.length === 0 ? `${start}/>` : `${start} t="inlineStr"><is>${runs.map(runXml).join('')}</is></c>`;
  }
  return cell.text === '' ? `${start}/>` : `${start} t="inlineStr"><is>${textElement(cell.text)}</is></c>`;
}

const runXml = ({ text, properties }: { text: string; properties: string | null }): string =>
  `<r>${properties ?? ''}${textElement(text)}</r>`;

const textElement = (text: string): string => `<t xml:space="preserve">${cellXml(text)}</t>`;

/** A sheet name inside a reference: 'By unit' */
export const quoteSheet = (name: string): string => `'${escapeXml(name.replaceAll("'", "''"))}'`;
