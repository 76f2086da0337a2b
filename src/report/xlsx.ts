/**
 * The workbook for people: problems first, all rows, counts by unit, a summary with a chart, what was not judged.
 * Rows of the user are text cells only (no formula can come of them); everything else is a number.
 */
import type { BarChart } from '../ooxml/chart.ts';
import { type CellStyle, Styles } from '../ooxml/styles.ts';
import { writeWorkbook } from '../ooxml/workbook.ts';
import { type Cell, MAX_ROWS, type Range, type Sheet, type SheetRow } from '../ooxml/worksheet.ts';
import { displayWidth } from '../text.ts';
import { type JudgedRow, type Report, type ReportContext, VERDICTS, type Verdict } from '../types.ts';
import { COLORS } from './colors.ts';
import { mappedText, skipText, unitCounts } from './counts.ts';
import type { Format } from './format.ts';
import { pointsSheet } from './points-sheet.ts';
import {
  basisText,
  fileName,
  fixText,
  itemText,
  markEvidence,
  needsAction,
  reasonText,
  rowEvidence,
  verdictText,
} from './row.ts';
import { type ReportWords, WORDS } from './words.ts';

const FONT = '微软雅黑';
const SIZE = 10;
const HEADER_FILL = '305496';
const EVIDENCE = { bold: true, color: 'C00000' };

export const xlsx: Format = {
  id: 'xlsx',
  extension: 'xlsx',
  binary: true,
  title: { zh: 'Excel 工作簿', en: 'an Excel workbook' },
  render: (report, context) => renderWorkbook(report, context, MAX_ROWS - 1),
};

/** The workbook; rows beyond `room` go on in a further sheet. */
export function renderWorkbook(report: Report, context: ReportContext, room: number): Promise<Buffer> {
  return new Book(report, context, room).bytes();
}

/** A column of the two row sheets. */
interface Column {
  readonly name: string;
  readonly width: number;
  readonly cell: (row: JudgedRow) => Cell;
}

class Book {
  readonly #styles = new Styles(FONT, SIZE);
  readonly #words: ReportWords;
  readonly #text = this.#styles.of({ text: true, wrap: true, border: true, vertical: 'center' });
  readonly #number = this.#styles.of({ border: true, horizontal: 'right', vertical: 'center' });
  readonly #header = this.#styles.of({
    bold: true,
    color: 'FFFFFF',
    fill: HEADER_FILL,
    border: true,
    wrap: true,
    horizontal: 'center',
    vertical: 'center',
    text: true,
  });
  readonly #evidence = this.#styles.run(EVIDENCE);
  readonly #plainRun = this.#styles.run({});
  readonly #verdictStyle: Readonly<Record<Verdict, number>>;

  constructor(
    private readonly report: Report,
    private readonly context: ReportContext,
    /** rows of a sheet below its header */
    private readonly room: number,
  ) {
    this.#words = WORDS[context.lang];
    this.#verdictStyle = Object.fromEntries(
      VERDICTS.map((verdict) => [verdict, this.#styles.of(this.#verdictLook(verdict))]),
    ) as Record<Verdict, number>;
  }

  #verdictLook(verdict: Verdict): CellStyle {
    const { fill, text } = COLORS[verdict];
    return { text: true, wrap: true, border: true, bold: true, fill, color: text, vertical: 'center' };
  }

  bytes(): Promise<Buffer> {
    const { part } = this.#words;
    const problems = this.report.rows.filter(needsAction);
    const sheets = [
      ...this.#rowSheets(part.problems, problems, this.#problemColumns(), 'C00000'),
      ...this.#rowSheets(part.results, this.report.rows, this.#allColumns(), HEADER_FILL),
      this.#unitSheet(),
      this.#summarySheet(),
      this.#inputSheet(),
      ...this.#pointsSheets(),
    ];
    return writeWorkbook(sheets, () => this.#styles);
  }

  /** New points for the rows that stay, where there are points and something goes. */
  #pointsSheets(): Sheet[] {
    const looks = {
      head: (names: readonly string[]) => this.#head(names),
      text: (text: string) => this.#cell(text),
      number: (number: number) => this.#count(number),
      row: fitted,
      plain: (text: string): Cell => ({ style: this.#styles.of({ text: true, wrap: true, vertical: 'center' }), text }),
    };
    const sheet = pointsSheet(this.report.rows, this.context, looks, this.room);
    return sheet ? [sheet] : [];
  }

  #cell(text: string): Cell {
    return { style: this.#text, text };
  }

  #count(number: number): Cell {
    return { style: this.#number, number };
  }

  #head(names: readonly string[]): SheetRow {
    return { cells: names.map((text) => ({ style: this.#header, text })), height: 24, fixed: true };
  }

  /** Rows under a header that stays in sight; a run longer than a sheet goes on in the next one. */
  #rowSheets(name: string, rows: readonly JudgedRow[], columns: readonly Column[], tabColor: string): Sheet[] {
    const sheets: Sheet[] = [];
    for (let from = 0; from === 0 || from < rows.length; from += this.room) {
      const own = rows.slice(from, from + this.room);
      sheets.push({
        name: from === 0 ? name : this.#words.continued(name, from / this.room + 1),
        widths: columns.map((column) => column.width),
        rows: this.#rows(own, columns),
        frozen: { rows: 1, columns: 3 },
        filter: { top: 1, left: 1, bottom: own.length + 1, right: columns.length },
        titleRows: { from: 1, to: 1 },
        landscape: true,
        paper: 'A3',
        tabColor,
      });
    }
    return sheets;
  }

  *#rows(rows: readonly JudgedRow[], columns: readonly Column[]): Iterable<SheetRow> {
    yield this.#head(columns.map((column) => column.name));
    for (const row of rows)
      yield fitted(
        columns.map((column) => column.cell(row)),
        columns.map((column) => column.width),
      );
  }

  #problemColumns(): Column[] {
    const { column } = this.#words;
    const text = (name: string, width: number, of: (row: JudgedRow) => string): Column => ({
      name,
      width,
      cell: (row) => this.#cell(of(row)),
    });
    return [
      text(column.unit, 15, (row) => row.unit ?? ''),
      text(column.sheet, 12, (row) => row.sheet ?? ''),
      text(column.cell, 8, (row) => row.cell),
      { name: column.text, width: 42, cell: (row) => this.#marked(row) },
      {
        name: column.points,
        width: 7,
        cell: (row) => (row.points === null ? this.#cell('') : this.#count(row.points)),
      },
      { name: column.verdict, width: 14, cell: (row) => this.#verdict(row.verdict) },
      text(column.item, 24, (row) => itemText(row, this.context)),
      text(column.reason, 34, (row) => reasonText(row, this.context)),
      text(column.basis, 26, (row) => basisText(row, this.context)),
      text(column.fix, 36, (row) => fixText(row, this.context)),
      text(column.file, 16, (row) => fileName(row.source, this.#words)),
      ...this.#words.decided.map((name, i) => text(name, i === 0 ? 18 : 14, (row) => (i === 0 ? row.key : ''))),
    ];
  }

  #allColumns(): Column[] {
    const { column, body, kind, fundingOutcome, basisOutcome, brackets, semicolon } = this.#words;
    const more: readonly (readonly [string, number, (row: JudgedRow) => string])[] = [
      [column.section, 18, (row) => row.section ?? ''],
      [column.body, 7, (row) => body[row.body]],
      [column.kind, 9, (row) => kind[row.kind]],
      [column.funding, 12, (row) => fundingOutcome[row.funding_outcome]],
      [
        column.citations,
        26,
        (row) =>
          row.citations
            .map((one) => `${one.raw}${brackets[0]}${basisOutcome[one.outcome]}${brackets[1]}`)
            .join(semicolon) || basisOutcome[row.basis_outcome],
      ],
    ];
    return [
      ...this.#problemColumns(),
      ...more.map(([name, width, of]) => ({ name, width, cell: (row: JudgedRow) => this.#cell(of(row)) })),
    ];
  }

  #verdict(verdict: Verdict): Cell {
    return { style: this.#verdictStyle[verdict], text: this.#words.verdict[verdict] };
  }

  /** The text as written, the words that carry the verdict in bold red. */
  #marked(row: JudgedRow): Cell {
    const pieces = markEvidence(row.text, rowEvidence(row), (text) => text);
    if (!pieces.some((piece) => piece.marked)) return this.#cell(row.text);
    const runs = pieces.map(({ text, marked }) => ({ text, properties: marked ? this.#evidence : this.#plainRun }));
    return { style: this.#text, runs };
  }

  #unitSheet(): Sheet {
    const { column, part, short } = this.#words;
    const units = unitCounts(this.report.summary, this.#words).slice(0, this.room);
    const names = [
      column.unit,
      column.checked,
      ...VERDICTS.map((verdict) => short[verdict]),
      column.pointsTotal,
      column.pointsProhibited,
      column.pointsUnlisted,
      column.pointsUnfunded,
    ];
    const rows = units.map(({ unit, checked, verdict, points }) => ({
      cells: [
        this.#cell(unit),
        ...[
          checked,
          ...VERDICTS.map((one) => verdict[one]),
          points.total,
          points.prohibited,
          points.unlisted,
          points.unfunded,
        ].map((count) => this.#count(count)),
      ],
    }));
    const bottom = rows.length + 1;
    const bar = (at: number, color: string) => ({ range: { top: 2, left: at, bottom, right: at }, color });
    const firstPoints = 3 + VERDICTS.length;
    return {
      name: part.units,
      widths: [24, 8, ...VERDICTS.map(() => 13), 10, 10, 12, 16],
      rows: [this.#head(names), ...rows],
      frozen: { rows: 1, columns: 1 },
      filter: { top: 1, left: 1, bottom, right: names.length },
      titleRows: { from: 1, to: 1 },
      bars: [
        ...VERDICTS.map((verdict, i) => bar(3 + i, COLORS[verdict].bar)),
        bar(firstPoints + 1, COLORS.prohibited.bar),
        bar(firstPoints + 2, COLORS['no-basis'].bar),
        bar(firstPoints + 3, COLORS.unfunded.bar),
      ],
      landscape: true,
    };
  }

  #summarySheet(): Sheet & { charts: BarChart[] } {
    const words = this.#words;
    const { summary } = this.report;
    const title = this.#styles.of({ bold: true, size: 16 });
    const plain = this.#styles.of({ text: true });
    const share = this.#styles.of({ border: true, horizontal: 'right', vertical: 'center', format: '0.0%' });
    const line = (text: string): SheetRow => ({ cells: [{ style: plain, text }] });
    const facts = [
      words.rowCounts(summary.rows),
      words.findingCounts(summary.findings),
      `${words.asOf} ${this.report.as_of}${words.comma}${words.edition} ${this.report.lists.edition}${words.brackets[0]}${this.report.lists.hash.slice(0, 12)}${words.brackets[1]}${words.comma}${this.report.tool} ${this.report.version}`,
    ];
    const rows: SheetRow[] = [
      { cells: [{ style: title, text: words.title }], height: 30 },
      ...facts.map(line),
      line(''),
    ];
    const all = Math.max(1, summary.rows.checked);
    const first = rows.length + 2;
    rows.push(this.#head([words.column.verdict, words.column.count, words.column.share]));
    for (const verdict of VERDICTS)
      rows.push({
        cells: [
          { style: this.#verdictStyle[verdict], text: verdictText(verdict, words) },
          this.#count(summary.verdict[verdict]),
          { style: share, number: summary.verdict[verdict] / all },
        ],
      });
    const last = rows.length;
    rows.push(this.#totalRow(words.column.total, summary.rows.checked), line(''));
    if (summary.points.total > 0) {
      rows.push(this.#head(['', words.column.points, words.column.share]));
      const { points } = summary;
      const names = words.column;
      for (const [name, value] of [
        [names.pointsTotal, points.total],
        [names.pointsProhibited, points.prohibited],
        [names.pointsUnlisted, points.unlisted],
        [names.pointsUnfunded, points.unfunded],
      ] as const)
        rows.push({
          cells: [this.#cell(name), this.#count(value), { style: share, number: value / Math.max(1, points.total) }],
        });
      rows.push(line(''));
    }
    for (const finding of this.report.findings) rows.push(line(`${finding.message}${words.semicolon}${finding.fix}`));
    const column = (at: number): Range => ({ top: first, left: at, bottom: last, right: at });
    const shorts = VERDICTS.map((verdict) => verdictText(verdict, words));
    return {
      name: words.part.summary,
      widths: [40, 12, 10, 4, 12, 12, 12, 12, 12, 12],
      rows,
      merges: [{ top: 1, left: 1, bottom: 1, right: 10 }],
      landscape: true,
      charts: [
        {
          title: words.part.results,
          sheet: words.part.summary,
          categories: { range: column(1), names: shorts },
          series: [
            {
              name: words.column.count,
              range: column(2),
              values: VERDICTS.map((verdict) => summary.verdict[verdict]),
              color: HEADER_FILL,
              colors: VERDICTS.map((verdict) => COLORS[verdict].bar),
            },
          ],
          stacked: false,
          at: { left: 4, top: facts.length + 2, right: 10, bottom: facts.length + 2 + 17 },
        },
      ],
    };
  }

  #totalRow(name: string, count: number): SheetRow {
    const bold = { bold: true, border: true, vertical: 'center' } as const;
    return {
      cells: [
        { style: this.#styles.of({ ...bold, text: true }), text: name },
        { style: this.#styles.of({ ...bold, horizontal: 'right' }), number: count },
        { style: this.#styles.of({ ...bold, horizontal: 'right', format: '0.0%' }), number: count === 0 ? 0 : 1 },
      ],
    };
  }

  /** Every table that was read, with what was not judged and why. */
  #inputSheet(): Sheet {
    const words = this.#words;
    const { column } = words;
    const widths = [28, 18, 10, 8, 8, 8, 10, 32, 54, 36];
    const cells = this.report.inputs.map((input) => [
      this.#cell(fileName(input.file, words)),
      this.#cell(
        input.hidden
          ? `${input.sheet ?? ''}${words.brackets[0]}${words.hidden}${words.brackets[1]}`
          : (input.sheet ?? ''),
      ),
      input.headerRow === null ? this.#cell(words.noHeader) : this.#count(input.headerRow),
      ...[input.rows.read, input.rows.checked, input.rows.blank, input.rows.skipped].map((count) => this.#count(count)),
      this.#cell(skipText(input.skipped, words)),
      this.#cell(mappedText(input, words)),
      this.#cell(input.warnings.join('\n')),
    ]);
    return {
      name: words.part.unjudged,
      widths,
      rows: [
        this.#head([
          column.file,
          column.sheet,
          column.headerRow,
          column.read,
          column.checked,
          column.blank,
          column.skipped,
          column.reason,
          column.mapping,
          column.warnings,
        ]),
        ...cells.map((row) => fitted(row, widths)),
      ],
      frozen: { rows: 1, columns: 2 },
      filter: { top: 1, left: 1, bottom: cells.length + 1, right: widths.length },
      titleRows: { from: 1, to: 1 },
      landscape: true,
      paper: 'A3',
    };
  }
}

/** points of one line, and of the air around a cell's text */
const LINE_HEIGHT = 15;
const AIR = 5;

/** A row high enough for its longest cell: programs that do not fit heights on opening show it whole all the same. */
function fitted(cells: readonly Cell[], widths: readonly number[]): SheetRow {
  let most = 1;
  cells.forEach((cell, i) => {
    if (!cell || 'number' in cell) return;
    const text = 'text' in cell ? cell.text : cell.runs.map((run) => run.text).join('');
    // a cell shows a little less than its width: padding, and words that do not break
    const room = widths[i]! - 1.5;
    const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(displayWidth(line) / room)), 0);
    most = Math.max(most, lines);
  });
  return { cells, height: most * LINE_HEIGHT + AIR };
}
