/**
 * The user's own workbook with columns added beside its tables and a legend sheet behind its sheets. Only the parts
 * that have to change are written again; what cannot be kept faithfully is refused, never degraded.
 */
import { Package } from './package.ts';
import { attributeOf, tags, unescapeXml } from './scan.ts';
import { type AddedColumns, addColumns, type Covered, NoRoom } from './sheet-patch.ts';
import { StylePatch } from './style-patch.ts';
import { Styles } from './styles.ts';
import { type Sheet, worksheetXml } from './worksheet.ts';
import { escapeXml } from './xml.ts';
import { ZipFault } from './zip.ts';

/** Why a workbook is not annotated. */
export type Refusal =
  | 'not-a-workbook'
  | 'signed'
  | 'strict'
  | 'binary'
  | 'macros'
  | 'template'
  | 'revisions'
  | 'no-room';

export class AnnotateRefused extends Error {
  override readonly name = 'AnnotateRefused';
  constructor(readonly reason: Refusal) {
    super(reason);
  }
}

const TYPES = '[Content_Types].xml';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

export interface Annotations {
  /** sheet name → what is added; sheets without an entry stay byte for byte */
  readonly sheets: ReadonlyMap<string, AddedColumns>;
  /** the legend, made with formats of the style sheet it is given */
  readonly legend: (style: (fill: string | null) => number) => Sheet;
  /** whether the file that is written may hold macros (.xlsm) */
  readonly macros: boolean;
}

/**
 * @param bytes an .xlsx or .xlsm
 * @throws AnnotateRefused with the reason
 */
export async function annotateWorkbook(bytes: Buffer, annotations: Annotations): Promise<Buffer> {
  const book = await open(bytes);
  const main = mainPart(book);
  refuse(book, main, annotations.macros);
  const stylesPart = partOf(book, main, 'styles') ?? addStyles(book, main);
  const styles = new StylePatch(book.text(stylesPart));
  for (const { name, part } of sheetsOf(book, main)) {
    const added = annotations.sheets.get(name);
    if (!added) continue;
    try {
      // made now: the style sheet must know all formats before it is written
      await book.replace(part, addColumns(book.text(part), added, styles, picturesOf(book, part, added)));
    } catch (error) {
      throw error instanceof NoRoom ? new AnnotateRefused('no-room') : error;
    }
  }
  addSheet(
    book,
    main,
    annotations.legend((fill) => styles.derive(0, { fill, text: true })),
  );
  if (styles.changed) book.set(stylesPart, styles.patched());
  return book.bytes();
}

/**
 * Why a file would be refused, null when it would not; 'other-format' for files that are no Open XML package at all.
 * @param macros whether the file that is written may hold macros
 */
export async function refusalOf(bytes: Buffer, macros: boolean): Promise<Refusal | 'other-format' | null> {
  try {
    const book = await Package.open(bytes);
    if (!book.has(TYPES)) return 'other-format';
    refuse(book, mainPart(book), macros);
    return null;
  } catch (error) {
    if (error instanceof AnnotateRefused) return error.reason;
    if (error instanceof ZipFault) return 'other-format';
    throw error;
  }
}

async function open(bytes: Buffer): Promise<Package> {
  try {
    return await Package.open(bytes);
  } catch (error) {
    throw error instanceof ZipFault ? new AnnotateRefused('not-a-workbook') : error;
  }
}

/** Name of the part that lists the sheets. */
function mainPart(book: Package): string {
  const found = book.relationships('').find((one) => one.type.endsWith('/officeDocument'));
  if (!found) throw new AnnotateRefused('not-a-workbook');
  const name = resolve('', found.target);
  if (!book.has(name)) throw new AnnotateRefused('not-a-workbook');
  return name;
}

function refuse(book: Package, main: string, macros: boolean): void {
  if (main.endsWith('.bin')) throw new AnnotateRefused('binary');
  const types = book.text(TYPES);
  const type = new RegExp(
    `PartName="/${main.replaceAll('.', '\\.')}"[^>]*?ContentType="([^"]*)"|ContentType="([^"]*)"[^>]*?PartName="/${main.replaceAll('.', '\\.')}"`,
  ).exec(types);
  const own = type?.[1] ?? type?.[2] ?? '';
  if (/template/i.test(own)) throw new AnnotateRefused('template');
  if (/macroEnabled/i.test(own) !== macros) throw new AnnotateRefused('macros');
  if (book.names().some((name) => name.startsWith('_xmlsignatures/'))) throw new AnnotateRefused('signed');
  if (/xmlns(?::\w+)?="http:\/\/purl\.oclc\.org\/ooxml\//.test(book.text(main).slice(0, 4096)))
    throw new AnnotateRefused('strict');
  // a shared workbook keeps a log of every change; a change outside it breaks the log
  if (book.names().some((name) => name.includes('/revisions/'))) throw new AnnotateRefused('revisions');
}

/** Name of the part that `part` relates to by a kind of relationship, null where there is none. */
function partOf(book: Package, part: string, kind: string): string | null {
  const found = book.relationships(part).find((one) => one.type === `${OFFICE}/${kind}`);
  return found ? resolve(part, found.target) : null;
}

/** A target as written in relationships → name of the part. */
function resolve(from: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const steps = from.split('/').slice(0, -1);
  for (const step of target.split('/'))
    if (step === '..') steps.pop();
    else if (step !== '.') steps.push(step);
  return steps.join('/');
}

function sheetsOf(book: Package, main: string): { name: string; part: string }[] {
  const targets = new Map(book.relationships(main).map((one) => [one.id, one.target]));
  const sheets: { name: string; part: string }[] = [];
  for (const tag of tags(book.text(main))) {
    if (tag.name !== 'sheet' || tag.kind === 'close') continue;
    const id = unescapeXml(/\w+:id\s*=\s*["']([^"']*)["']/.exec(tag.attributes)?.[1] ?? '');
    const target = targets.get(id);
    const name = attributeOf(tag.attributes, 'name') ?? '';
    if (target !== undefined) sheets.push({ name, part: resolve(main, target) });
  }
  return sheets;
}

/** A workbook may do without a style sheet. */
function addStyles(book: Package, main: string): string {
  const part = resolve(main, 'styles.xml');
  book.set(part, new Styles('宋体', 11).xml(), `${SPREADSHEET}.styles+xml`);
  book.relate(main, `${OFFICE}/styles`, 'styles.xml');
  return part;
}

/** Columns that pictures and charts cover beside the rows of the table; what stands under them cannot be read. */
function picturesOf(book: Package, part: string, added: AddedColumns): Covered[] {
  const drawing = partOf(book, part, 'drawing');
  if (drawing === null || !book.has(drawing)) return [];
  let [top, bottom] = [Number.POSITIVE_INFINITY, 0];
  for (const row of added.rows.keys()) [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
  const covered: Covered[] = [];
  const corners = /<(?:\w+:)?(from|to)>\s*<(?:\w+:)?col>(\d+)<.*?<(?:\w+:)?row>(\d+)</gs;
  let from: { column: number; row: number } | null = null;
  for (const [, end, column, row] of book.text(drawing).matchAll(corners)) {
    const corner = { column: Number(column), row: Number(row) + 1 };
    if (end === 'from') from = corner;
    else if (from && from.row <= bottom && corner.row >= top) covered.push({ left: from.column, right: corner.column });
  }
  return covered;
}

/** Puts a sheet behind the others, under a name that is free. */
function addSheet(book: Package, main: string, sheet: Sheet): void {
  const names = sheetsOf(book, main).map((one) => one.name.toLowerCase());
  let name = sheet.name;
  for (let n = 2; names.includes(name.toLowerCase()); n++) name = `${sheet.name}${n}`;
  let number = 1;
  const at = (n: number): string => resolve(main, `worksheets/sheet${n}.xml`);
  while (book.has(at(number))) number++;
  book.set(at(number), worksheetXml({ ...sheet, name }, null), `${SPREADSHEET}.worksheet+xml`);
  const id = book.relate(main, `${OFFICE}/worksheet`, `worksheets/sheet${number}.xml`);
  const xml = book.text(main);
  let most = 0;
  let prefix = '';
  let end: { start: number } | null = null;
  let idPrefix = 'r';
  for (const tag of tags(xml)) {
    if (tag.name === 'sheet' && tag.kind !== 'close') {
      most = Math.max(most, Number(attributeOf(tag.attributes, 'sheetId')));
      idPrefix = /(\w+):id\s*=/.exec(tag.attributes)?.[1] ?? idPrefix;
      prefix = tag.prefix;
    } else if (tag.name === 'sheets' && tag.kind === 'close') end = tag;
  }
  if (!end) throw new AnnotateRefused('not-a-workbook');
  const entry = `<${prefix}sheet name="${escapeXml(name)}" sheetId="${most + 1}" ${idPrefix}:id="${id}"/>`;
  book.set(main, xml.slice(0, end.start) + entry + xml.slice(end.start));
}
