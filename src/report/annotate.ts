/**
 * What a report says about the rows of one workbook, as columns beside the user's own: verdict, item, reason, basis,
 * proposal and evidence; and the legend that explains them.
 */

import type { AddedCell, AddedColumns, AddedRow } from '../ooxml/sheet-patch.ts';
import { Styles } from '../ooxml/styles.ts';
import { writeWorkbook } from '../ooxml/workbook.ts';
import { type Cell, type Sheet, type SheetRow, sheetName } from '../ooxml/worksheet.ts';
import { columnName } from '../place.ts';
import {
  type JudgedRow,
  type Lang,
  type RawRow,
  type Report,
  type ReportContext,
  type Table,
  VERDICTS,
} from '../types.ts';
import { COLORS } from './colors.ts';
import { basisText, fixText, itemText, needsAction, reasonText, rowEvidence, verdictText } from './row.ts';
import { WORDS } from './words.ts';

interface AnnotationWords {
  readonly legend: string;
  /** sheet of a file that has none */
  readonly sheet: string;
  readonly evidence: string;
  readonly explained: readonly string[];
  readonly colors: string;
  /** the workbook is the user's own */
  readonly kept: string;
  /** the workbook is a new one made from a file in another format */
  readonly made: (format: string) => string;
}

const ANNOTATION: Readonly<Record<Lang, AnnotationWords>> = {
  zh: {
    legend: '核查图例',
    sheet: '核查',
    evidence: '证据原文',
    explained: [
      '清单对照的结果',
      '清单里对应的事项编号和名称',
      '为什么是这个结论，还有什么问题',
      '该事项的法律法规和文件依据；清单外事项为所引依据及其效力',
      '建议怎么处理',
      '原文里起决定作用的字句',
    ],
    colors: '结论单元格和有问题的原文单元格按结论着色：',
    kept: '除表格右侧新增的各列、有问题的原文单元格的底色和本图例外，原工作簿的内容、格式和设置没有改动。',
    made: (format) =>
      `原文件是 ${format} 格式，本工作簿按读到的内容另做一份 XLSX；原有的格式、公式和设置没有带过来，请以原文件为准。`,
  },
  en: {
    legend: 'Legend',
    sheet: 'Checked',
    evidence: 'Evidence',
    explained: [
      'what the lists say',
      'number and title of the item of the lists',
      'why, and what else is wrong',
      'the basis of the item; for unlisted work what is cited and whether it holds',
      'what is proposed',
      'the words that decide',
    ],
    colors: 'Cells with a verdict, and cells with a problem, have its colour:',
    kept: 'Apart from the columns added to the right of the tables, the fill of cells with a problem and this legend, nothing in this workbook was changed.',
    made: (format) =>
      `The file was ${format}; this is a new XLSX with what was read. Formats, formulas and settings were not carried over: the original file counts.`,
  },
};

const WIDTHS = [14, 24, 34, 28, 36, 22];
/** quotes of evidence in one cell */
const APART = ' / ';

/** What one matter adds to its row. */
interface Part {
  readonly row: JudgedRow['cell'];
  readonly verdict: JudgedRow['verdict'];
  readonly flagged: boolean;
  /** texts of the added columns, from the left */
  readonly texts: readonly string[];
  readonly own: readonly string[];
}

/** Gathers what is added row by row and keeps nothing else of a row: workbooks may be long. */
export class Annotation {
  readonly #sheets = new Map<string | null, Map<number, Part[]>>();
  /** equal texts are kept once: a long table says the same few things */
  readonly #texts = new Map<string, string>();

  add(row: JudgedRow, context: ReportContext): void {
    let rows = this.#sheets.get(row.sheet);
    if (!rows) {
      rows = new Map();
      this.#sheets.set(row.sheet, rows);
    }
    const part = {
      row: row.cell,
      verdict: row.verdict,
      flagged: needsAction(row),
      texts: textsOf(row, context).map((text) => this.#once(text)),
      own: context.cells(row),
    };
    const own = rows.get(row.row);
    if (own) own.push(part);
    else rows.set(row.row, [part]);
  }

  #once(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }

  /** Sheet name → columns beside its table; null stands for the one table of a text file. */
  columns(inputs: Report['inputs'], lang: Lang): Map<string | null, AddedColumns> {
    return new Map(
      [...this.#sheets].map(([name, rows]) => [
        name,
        {
          headerRow: inputs.find((input) => input.sheet === name)?.headerRow ?? null,
          header: columnNames(lang),
          widths: WIDTHS,
          rows: {
            get: (number: number) => {
              const parts = rows.get(number);
              return parts && addedRow(parts, lang);
            },
            keys: () => rows.keys(),
          },
        },
      ]),
    );
  }
}

/** The columns that a whole report adds. */
export function addedColumns(report: Report, context: ReportContext): Map<string | null, AddedColumns> {
  const all = new Annotation();
  for (const row of report.rows) all.add(row, context);
  return all.columns(report.inputs, context.lang);
}

/** Names of the added columns, the same as in other tables of the tool. */
function columnNames(lang: Lang): string[] {
  const { verdict, item, reason, basis, fix } = WORDS[lang].added;
  return [verdict, item, reason, basis, fix, ANNOTATION[lang].evidence];
}

const textsOf = (row: JudgedRow, context: ReportContext): string[] => [
  WORDS[context.lang].verdict[row.verdict],
  itemText(row, context),
  reasonText(row, context),
  basisText(row, context),
  fixText(row, context),
  [...new Set(rowEvidence(row).map((one) => one.quote))].join(APART),
];

/** One row of a sheet; several matters in it are told apart by their cells. */
function addedRow(parts: readonly Part[], lang: Lang): AddedRow {
  const worst = VERDICTS.find((verdict) => parts.some((part) => part.verdict === verdict))!;
  const each = (column: number): string =>
    parts.length === 1
      ? parts[0]!.texts[column]!
      : parts
          .filter(({ texts }) => texts[column] !== '')
          .map(({ row, texts }) => `${row}${WORDS[lang].colon}${texts[column]}`)
          .join('\n');
  return {
    cells: parts[0]!.texts.map(
      (_, column): AddedCell => ({ text: each(column), fill: column === 0 ? COLORS[worst].fill : null }),
    ),
    own: parts[0]!.own,
    flagged: new Map(parts.filter(({ flagged }) => flagged).map(({ row, verdict }) => [row, COLORS[verdict].fill])),
  };
}

/** The sheet that explains columns and colours; `made` names the format of the original when the workbook is new. */
export function legendSheet(
  report: Omit<Report, 'rows'>,
  context: ReportContext,
  made: string | null,
  style: (fill: string | null) => number,
): Sheet {
  const words = WORDS[context.lang];
  const own = ANNOTATION[context.lang];
  const line = (...texts: readonly string[]): SheetRow => ({
    cells: texts.map((text) => ({ style: style(null), text })),
  });
  const { summary, lists } = report;
  const facts = `${words.asOf} ${report.as_of}${words.comma}${words.edition} ${lists.edition}${words.brackets[0]}${lists.hash.slice(0, 12)}${words.brackets[1]}${words.comma}${report.tool} ${report.version}`;
  const rows: SheetRow[] = [
    line(words.title),
    line(facts),
    line(words.rowCounts(summary.rows)),
    line(made === null ? own.kept : own.made(made)),
    line(''),
    line(own.colors),
    ...VERDICTS.map((verdict) => ({
      cells: [
        { style: style(COLORS[verdict].fill), text: verdictText(verdict, words) },
        { style: style(null), text: String(summary.verdict[verdict]) },
      ],
    })),
    line(''),
    ...columnNames(context.lang).map((name, i) => line(name, own.explained[i]!)),
  ];
  const wide = [1, 2, 3, 4, 6].map((row) => ({ top: row, left: 1, bottom: row, right: 2 }));
  return { name: own.legend, widths: [44, 60], rows: rows.map(fit), merges: wide };
}

/** Merged cells are not fitted by any program. */
function fit(row: SheetRow, i: number): SheetRow {
  return i === 3 ? { ...row, height: 46 } : row;
}

/** A new workbook from tables of another format: their cells as read, the added columns, the legend. */
export async function annotatedCopy(
  tables: readonly Table[],
  added: ReadonlyMap<string | null, AddedColumns>,
  report: Omit<Report, 'rows'>,
  context: ReportContext,
): Promise<Buffer> {
  const styles = new Styles('宋体', 11);
  const look = { text: true, wrap: true, border: true, vertical: 'center' } as const;
  const plain = styles.of(look);
  const head = styles.of({ ...look, bold: true, horizontal: 'center', fill: 'D9E1F2' });
  const filled = (fill: string | null): number => (fill === null ? plain : styles.of({ ...look, fill }));
  const sheets: Sheet[] = [];
  for (const table of tables) {
    const raw: RawRow[] = [];
    for await (const batch of table.rows()) raw.push(...batch);
    const name = uniqueName(table.sheet ?? ANNOTATION[context.lang].sheet, sheets);
    sheets.push(copySheet(name, raw, table, added.get(table.sheet), { plain, head, filled }));
  }
  const format = tables[0]?.format.toUpperCase() ?? '';
  sheets.push(legendSheet(report, context, format, filled));
  return writeWorkbook(sheets, () => styles);
}

function uniqueName(wanted: string, sheets: readonly Sheet[]): string {
  const base = sheetName(wanted);
  const taken = new Set(sheets.map((sheet) => sheet.name.toLowerCase()));
  let name = base;
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = sheetName(`${base.slice(0, 28)}${n}`);
  return name;
}

interface Looks {
  readonly plain: number;
  readonly head: number;
  readonly filled: (fill: string | null) => number;
}

function copySheet(
  name: string,
  raw: readonly RawRow[],
  table: Table,
  added: AddedColumns | undefined,
  looks: Looks,
): Sheet {
  const width = raw.reduce((most, row) => Math.max(most, row.cells.length), 0);
  // a record of a text file may run over several lines: rows stand by their numbers in workbooks only
  const spread = table.format !== 'csv';
  const rows: SheetRow[] = [];
  for (const { number, cells } of raw) {
    if (spread) while (rows.length < number - 1) rows.push({ cells: [] });
    const own = added?.rows.get(number);
    const header = number === added?.headerRow;
    const beside: Cell[] = header
      ? added!.header.map((text) => ({ style: looks.head, text }))
      : (own?.cells ?? []).map(({ text, fill }) => ({ style: looks.filled(fill), text }));
    const copied = Array.from({ length: beside.length > 0 ? width : cells.length }, (_, i): Cell => {
      const fill = own?.flagged.get(`${columnName(i)}${number}`) ?? null;
      return { style: header ? looks.head : looks.filled(fill), text: cells[i] ?? '' };
    });
    rows.push({ cells: [...copied, ...beside] });
  }
  const merges = spread
    ? table.merges.map((one) => ({ top: one.top, left: one.left + 1, bottom: one.bottom, right: one.right + 1 }))
    : [];
  return {
    name,
    widths: [...Array.from({ length: width }, (_, i) => columnWidth(raw, i)), ...(added?.widths ?? [])],
    rows,
    merges,
    landscape: true,
  };
}

const WIDEST = 40;

function columnWidth(raw: readonly RawRow[], column: number): number {
  const longest = raw.slice(0, 200).reduce((most, row) => Math.max(most, (row.cells[column] ?? '').length * 2), 0);
  return Math.max(6, Math.min(WIDEST, longest + 2));
}
