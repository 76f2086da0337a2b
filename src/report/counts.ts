/** The counts of a run as rows of cells: every format of the run shows the same ones. */
import { printable } from '../text.ts';
import type { InputSummary, PointsSummary, SkipReason, Summary, Verdict } from '../types.ts';
import { sourceText, verdictsIn } from './row.ts';
import type { ReportWords } from './words.ts';

/** Units named in one report made for reading; the others are counted. */
export const UNITS_SHOWN = 200;

export interface UnitCounts {
  readonly unit: string;
  readonly checked: number;
  readonly verdict: Readonly<Record<Verdict, number>>;
  readonly points: PointsSummary;
}

const NO_POINTS: PointsSummary = { total: 0, prohibited: 0, unlisted: 0, unfunded: 0 };

/** Units in the order in which they were met. */
export function unitCounts(summary: Summary, words: ReportWords): UnitCounts[] {
  return Object.entries(summary.unit).map(([unit, verdict]) => ({
    unit: unit === '' ? words.noUnit : printable(unit),
    checked: Object.values(verdict).reduce((sum, count) => sum + count, 0),
    verdict,
    points: summary.unitPoints[unit] ?? NO_POINTS,
  }));
}

/** Verdicts that occur in the run, worst first, with their rows and share. */
export function verdictCounts(summary: Summary): { verdict: Verdict; rows: number; share: string }[] {
  const all = Math.max(1, summary.rows.checked);
  return verdictsIn(summary.verdict).map((verdict) => {
    const rows = summary.verdict[verdict];
    return { verdict, rows, share: `${((100 * rows) / all).toFixed(1)}%` };
  });
}

/** Why records of a table were not judged: 标题 1、表头 2; blank rows included. */
export function skipText(skipped: InputSummary['skipped'], words: ReportWords): string {
  return (Object.entries(skipped) as [SkipReason, number][])
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${words.skip[reason]} ${count}`)
    .join(words.comma);
}

/** What a table was taken for: 事项内容取自“考核内容”，分值取自“分值”. */
export function mappedText(input: InputSummary, words: ReportWords): string {
  return (Object.entries(input.columns) as [keyof typeof words.field, readonly string[]][])
    .map(([field, headers]) => words.mapped(words.field[field], headers.map(printable).join(' + ')))
    .join(words.comma);
}

/** FILE:SHEET, marked when hidden. */
export function inputName(input: InputSummary, words: ReportWords): string {
  const name = sourceText({ source: input.file, sheet: input.sheet }, words);
  return input.hidden ? `${name}${words.brackets[0]}${words.hidden}${words.brackets[1]}` : name;
}
