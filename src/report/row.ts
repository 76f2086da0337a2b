/** What people read about one judged row, the same in every format made for people. */
import { printBasis } from '../place.ts';
import { printable } from '../text.ts';
import type { Evidence, JudgedRow, ReportContext, RuleId, Summary, Verdict } from '../types.ts';
import { VERDICTS } from '../types.ts';
import { type ReportWords, WORDS } from './words.ts';

/** Findings that say no more than the reason of the row. */
const SAID_BY_REASON: ReadonlySet<RuleId> = new Set([
  'prohibited-item',
  'role-overreach',
  'not-listed',
  'uncertain-match',
]);
/** Verdicts that ask nobody for anything. */
const SETTLED: ReadonlySet<Verdict> = new Set(['listed', 'out-of-scope']);
const BASES_SHOWN = 3;

/** True for rows on which somebody has to act: by verdict, or by a finding that is not waived. */
export function needsAction(row: JudgedRow): boolean {
  return !SETTLED.has(row.verdict) || row.findings.some((finding) => finding.waived === null);
}

/** Verdicts that say themselves what follows. */
const PLAIN: ReadonlySet<Verdict> = new Set(['review', 'out-of-scope']);

/** 核查结论 with what follows from it: 命中禁入 → 取消. */
export function verdictText(verdict: Verdict, words: ReportWords): string {
  return PLAIN.has(verdict) ? words.verdict[verdict] : `${words.verdict[verdict]} → ${words.action[verdict]}`;
}

/** The item as people cite it, V-P-08 党报党刊…; empty when the row meets none. */
export function itemText(row: JudgedRow, context: ReportContext): string {
  if (row.item === null) return '';
  const title = context.items.get(row.item)?.title;
  return title === undefined ? row.item : `${row.item} ${title}`;
}

/** Why the row got its verdict, and what else is wrong with it. */
export function reasonText(row: JudgedRow, context: ReportContext): string {
  const words = WORDS[context.lang];
  const further = row.findings.filter((finding) => !SAID_BY_REASON.has(finding.rule));
  // a finding about the money of this very item says all that the reason does, and quotes the words
  const money = further.some((finding) => finding.rule.startsWith('funding-') && finding.item === row.item);
  const parts = further.map(
    (finding) =>
      `${finding.message}${finding.waived === null ? '' : `${words.brackets[0]}${words.waived}${words.brackets[1]}`}`,
  );
  return distinct(money ? parts : [row.reason, ...parts]).join(words.semicolon);
}

/**
 * What to do: the advice of every finding that is not waived, or what follows from the verdict. Work that is to be
 * cancelled needs no better citation.
 */
export function fixText(row: JudgedRow, context: ReportContext): string {
  const words = WORDS[context.lang];
  const cancelled = row.verdict === 'prohibited';
  const live = row.findings.filter(
    (finding) => finding.waived === null && !(cancelled && finding.rule.startsWith('basis-')),
  );
  const advice = distinct(live.map((finding) => finding.fix));
  return advice.length > 0 ? advice.join(words.semicolon) : words.action[row.verdict];
}

/** The basis of the item the row meets; where it meets none, what the row cites and what became of it. */
export function basisText(row: JudgedRow, context: ReportContext): string {
  const words = WORDS[context.lang];
  const item = row.item === null ? undefined : context.items.get(row.item);
  if (item && item.basis.length > 0)
    return distinct(item.basis.map(printBasis)).slice(0, BASES_SHOWN).join(words.semicolon);
  return row.citations
    .slice(0, BASES_SHOWN)
    .map((one) => `${one.raw}${words.brackets[0]}${words.basisOutcome[one.outcome]}${words.brackets[1]}`)
    .join(words.semicolon);
}

/** The file a row came from, as people call it. */
export const fileName = (source: string, words: ReportWords): string => (source === '-' ? words.stdin : source);

/** FILE:SHEET as heading of a group of rows. */
export function sourceText(row: Pick<JudgedRow, 'source' | 'sheet'>, words: ReportWords = WORDS.zh): string {
  const file = fileName(row.source, words);
  return printable(row.sheet === null ? file : `${file}:${row.sheet}`);
}

/** Verdicts that occur, worst first. */
export function verdictsIn(counts: Summary['verdict']): Verdict[] {
  return VERDICTS.filter((verdict) => counts[verdict] > 0);
}

/** A stretch of a text, evidence or not. */
export interface Marked {
  readonly text: string;
  readonly marked: boolean;
}

/**
 * A text in pieces, marked and not; spans that overlap are joined. The pieces together are the whole text, each as
 * `shown` makes it: by default without anything that must not reach a terminal or a document.
 */
export function markEvidence(text: string, evidence: readonly Evidence[], shown = printable): Marked[] {
  const spans = evidence
    .filter((one) => one.end > one.start && text.slice(one.start, one.end) === one.quote)
    .sort((a, b) => a.start - b.start);
  const pieces: Marked[] = [];
  let at = 0;
  let i = 0;
  while (i < spans.length) {
    const start = Math.max(at, spans[i]!.start);
    let end = spans[i]!.end;
    for (i++; i < spans.length && spans[i]!.start <= end; i++) end = Math.max(end, spans[i]!.end);
    if (end <= start) continue;
    if (start > at) pieces.push({ text: shown(text.slice(at, start)), marked: false });
    pieces.push({ text: shown(text.slice(start, end)), marked: true });
    at = end;
  }
  if (at < text.length) pieces.push({ text: shown(text.slice(at)), marked: false });
  return pieces.filter((piece) => piece.text !== '');
}

/** Findings of the text itself: evidence of the verdict, or of the findings where the verdict has none. */
export function rowEvidence(row: JudgedRow): readonly Evidence[] {
  return row.evidence.length > 0 ? row.evidence : row.findings.flatMap((finding) => finding.evidence);
}

const distinct = (parts: readonly string[]): string[] => [...new Set(parts)].filter((part) => part !== '');
