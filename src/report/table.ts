/** For the terminal: what needs action in full, what passed in one line each, the counts at the end. */
import { Chalk } from 'chalk';
import { displayWidth, printable } from '../text.ts';
import type { JudgedRow, Report, ReportContext, Verdict } from '../types.ts';
import { inputName, mappedText, skipText, UNITS_SHOWN, unitCounts, verdictCounts } from './counts.ts';
import type { Format } from './format.ts';
import { align, cut, cutAround, type Piece, pad, wrap } from './lines.ts';
import {
  fixText,
  markEvidence,
  needsAction,
  reasonText,
  rowEvidence,
  sourceText,
  verdictsIn,
  verdictText,
} from './row.ts';
import { type ReportWords, WORDS } from './words.ts';

const PLACE = 6;
const ITEM = 8;
const GAP = '  ';
/** narrower terminals get the text under the verdict instead of beside it */
const NARROW = 72;
const NARROWEST = 40;
/** lines of the text of a row that needs action */
const TEXT_LINES = 3;

type Paint = (text: string) => string;
const plain: Paint = (text) => text;

/** How the pieces look; without colour evidence stands in 【】. */
function looks(color: boolean) {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  const verdict: Readonly<Record<Verdict, Paint>> = {
    prohibited: chalk.red.bold,
    'no-basis': chalk.magenta,
    'needs-admission': chalk.cyan,
    unfunded: chalk.yellow,
    review: chalk.blue,
    listed: chalk.green,
    'out-of-scope': chalk.dim,
  };
  return {
    verdict,
    evidence: color ? chalk.bold.underline : plain,
    marks: color ? (['', ''] as const) : (['【', '】'] as const),
    heading: chalk.bold,
    quiet: color ? chalk.dim : plain,
    fix: color ? chalk.cyan : plain,
    warning: color ? chalk.yellow : plain,
  };
}
type Looks = ReturnType<typeof looks>;

export const table: Format = {
  id: 'table',
  extension: 'txt',
  binary: false,
  title: { zh: '终端表格', en: 'a table for the terminal' },
  stream: (context) => {
    const look = looks(context.color);
    const layout = new Layout(context, look);
    let source = '';
    return {
      begin: () => '',
      row: (row) => {
        const now = sourceText(row, WORDS[context.lang]);
        const heading = now === source ? '' : `${source === '' ? '' : '\n'}${layout.heading(now)}`;
        source = now;
        return heading + layout.row(row);
      },
      end: (report) => `\n${summaryLines(report, context, look).join('\n')}\n`,
    };
  },
};

/** Columns of one run. */
class Layout {
  readonly #words: ReportWords;
  readonly #verdict: number;
  readonly #indent: string;
  readonly #content: number;
  readonly #narrow: boolean;

  constructor(
    private readonly context: ReportContext,
    private readonly look: Looks,
  ) {
    this.#words = WORDS[context.lang];
    this.#verdict = Math.max(...Object.values(this.#words.short).map(displayWidth));
    const width = Math.max(NARROWEST, context.width);
    this.#narrow = width < NARROW;
    const beside = GAP.length * 4 + PLACE + this.#verdict + ITEM;
    this.#indent = ' '.repeat(this.#narrow ? GAP.length * 2 : beside);
    this.#content = width - this.#indent.length;
  }

  heading(source: string): string {
    const { column } = this.#words;
    const names = [pad(column.place, PLACE), pad(column.verdict, this.#verdict), pad(column.item, ITEM), column.text];
    return `${this.look.heading(cut(source, this.#content + this.#indent.length))}\n${this.look.quiet(GAP + names.join(GAP))}\n`;
  }

  row(row: JudgedRow): string {
    const act = needsAction(row);
    const lead = [
      pad(row.cell, PLACE),
      this.look.verdict[row.verdict](pad(this.#words.short[row.verdict], this.#verdict)),
      pad(row.item ?? '', ITEM),
    ].join(GAP);
    const text = this.#text(row, act);
    if (!act) return this.#narrow ? `${GAP}${lead}\n${this.#indent}${text[0]}\n` : `${GAP}${lead}${GAP}${text[0]}\n`;
    const more = [
      ...this.#said('- ', reasonText(row, this.context), plain),
      ...this.#said('→ ', fixText(row, this.context), this.look.fix),
    ];
    const lines = this.#narrow
      ? [`${GAP}${lead.trimEnd()}`, ...[...text, ...more].map((line) => this.#indent + line)]
      : [`${GAP}${lead}${GAP}${text[0] ?? ''}`, ...[...text.slice(1), ...more].map((line) => this.#indent + line)];
    return `${lines.join('\n')}\n`;
  }

  /** The text of the row with evidence marked, at most a few lines of it. */
  #text(row: JudgedRow, act: boolean): string[] {
    const [open, close] = act ? this.look.marks : ['', ''];
    const style = act ? plain : this.look.quiet;
    const pieces = markEvidence(row.text, act ? rowEvidence(row) : []).map(({ text, marked }) => ({
      text: marked ? `${open}${text}${close}` : text,
      style: marked ? this.look.evidence : style,
      marked,
    }));
    const room = act ? this.#content * TEXT_LINES - 4 : this.#content;
    const shown: Piece[] = cutAround(pieces, room, (piece) => piece.marked);
    const lines = wrap(shown, this.#content);
    return lines.length === 0 ? [''] : lines;
  }

  #said(sign: string, text: string, style: Paint): string[] {
    const lines = wrap([{ text: printable(text), style }], this.#content - displayWidth(sign));
    return lines.map((line, i) => (i === 0 ? style(sign) : ' '.repeat(displayWidth(sign))) + line);
  }
}

function summaryLines(report: Omit<Report, 'rows'>, context: ReportContext, look: Looks): string[] {
  const words = WORDS[context.lang];
  const { summary } = report;
  const width = Math.max(NARROWEST, context.width);
  const flow = (text: string, style: Paint = plain, indent = GAP): string[] =>
    wrap([{ text: printable(text), style }], width - indent.length).map((line) => indent + line);
  const heading = (name: string): string => look.heading(name);
  const facts = [
    words.rowCounts(summary.rows),
    words.findingCounts(summary.findings),
    ...(summary.points.total > 0 ? [words.pointsLine(summary.points)] : []),
    [
      `${words.asOf} ${report.as_of}`,
      `${words.edition} ${report.lists.edition}${words.brackets[0]}${report.lists.hash.slice(0, 12)}${words.brackets[1]}`,
      `${report.tool} ${report.version}`,
    ].join(words.comma),
  ];
  return [
    heading(words.part.summary),
    ...verdictLines(report, words, look),
    ...facts.flatMap((fact) => flow(fact)),
    '',
    heading(words.part.units),
    ...unitLines(report, words, width),
    '',
    heading(words.part.inputs),
    ...report.inputs.flatMap((input) => {
      const skipped = skipText(input.skipped, words);
      const where = input.headerRow === null ? words.noHeader : words.headerLine(input.headerRow);
      const mapped = mappedText(input, words);
      const parts = [where, `${words.column.checked} ${input.rows.checked}`];
      if (skipped !== '') parts.push(`${words.column.skipped}${words.colon}${skipped}`);
      return [
        ...flow(inputName(input, words)),
        ...flow(parts.join(words.semicolon), look.quiet, GAP + GAP),
        ...(mapped === '' ? [] : flow(mapped, look.quiet, GAP + GAP)),
        ...input.warnings.flatMap((warning) => flow(`! ${warning}`, look.warning, GAP + GAP)),
      ];
    }),
    ...(report.findings.length === 0
      ? []
      : [
          '',
          heading(words.part.findings),
          ...report.findings.flatMap((finding) => flow(`${finding.message}${words.semicolon}${finding.fix}`)),
        ]),
  ];
}

/** Verdicts with their rows and share, one a line. */
function verdictLines(report: Omit<Report, 'rows'>, words: ReportWords, look: Looks): string[] {
  const counts = verdictCounts(report.summary);
  const lines = align([
    [words.column.verdict, words.column.count, words.column.share],
    ...counts.map(({ verdict, rows, share }) => [verdictText(verdict, words), String(rows), share]),
  ]);
  return lines.map((line, i) => GAP + (i === 0 ? look.quiet(line) : look.verdict[counts[i - 1]!.verdict](line)));
}

/** Units in columns where the terminal is wide enough, else one line of words each. */
function unitLines(report: Omit<Report, 'rows'>, words: ReportWords, width: number): string[] {
  const verdicts = verdictsIn(report.summary.verdict);
  const all = unitCounts(report.summary, words);
  const units = all.slice(0, UNITS_SHOWN);
  const lines = align([
    [words.column.unit, words.column.checked, ...verdicts.map((verdict) => words.short[verdict]), words.column.points],
    ...units.map(({ unit, checked, verdict, points }) => [
      unit,
      String(checked),
      ...verdicts.map((one) => String(verdict[one])),
      String(points.total),
    ]),
  ]);
  const more = all.length > units.length ? [words.cut(units.length, all.length)] : [];
  if (lines.every((line) => displayWidth(line) <= width - GAP.length))
    return [...lines, ...more].map((line) => GAP + line);
  return [
    ...units.flatMap(({ unit, checked, verdict }) => {
      const counts = verdicts.filter((one) => verdict[one] > 0).map((one) => `${words.short[one]} ${verdict[one]}`);
      const text = `${unit} ${checked}${words.colon}${counts.join(words.comma)}`;
      return wrap([{ text, style: plain }], width - GAP.length);
    }),
    ...more,
  ].map((line) => GAP + line);
}
