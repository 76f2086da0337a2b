/** Rows of a report that have to be put right, and how like two of them are. Orders and look-back speak of these. */
import { identityText } from '../identity.ts';
import type { BasisRef, Body, JudgedRow, Kind, ListName, Report, RuleId, Severity, Verdict } from '../types.ts';

/** Verdicts that call for action by the unit that issued the row. */
export const PROBLEM_VERDICTS = ['prohibited', 'no-basis', 'needs-admission', 'unfunded'] as const;
export type ProblemVerdict = (typeof PROBLEM_VERDICTS)[number];

export interface ProblemFinding {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly item: string | null;
  readonly message: string;
  readonly fix: string;
  readonly basis: readonly BasisRef[];
  readonly fingerprint: string;
}

/** One row that has to be put right. */
export interface Problem {
  readonly key: string;
  readonly fingerprints: readonly string[];
  readonly unit: string | null;
  readonly body: Body;
  readonly verdict: ProblemVerdict;
  readonly list: ListName | null;
  readonly item: string | null;
  readonly text: string;
  readonly section: string | null;
  readonly kind: Kind;
  readonly source: string;
  readonly sheet: string | null;
  readonly row: number;
  readonly cell: string;
  readonly points: number | null;
  readonly findings: readonly ProblemFinding[];
}

const isProblemVerdict = (verdict: Verdict): verdict is ProblemVerdict =>
  (PROBLEM_VERDICTS as readonly Verdict[]).includes(verdict);

/** True when the row needs no action only because every finding on it is waived. */
export function isWaived(row: JudgedRow): boolean {
  return isProblemVerdict(row.verdict) && row.findings.length > 0 && open(row).length === 0;
}

const open = (row: JudgedRow): JudgedRow['findings'] =>
  row.findings.filter((one) => one.waived === null && one.severity !== 'note');

/** The problem of a row, null when it needs no action. */
export function problemOf(row: JudgedRow): Problem | null {
  if (!isProblemVerdict(row.verdict)) return null;
  const findings = open(row);
  if (findings.length === 0) return null;
  const { key, unit, body, list, item, text, section, kind, source, sheet, cell, points, verdict } = row;
  return {
    key,
    fingerprints: findings.map(({ fingerprint }) => fingerprint),
    unit,
    body,
    verdict,
    list,
    item,
    text,
    section,
    kind,
    source,
    sheet,
    row: row.row,
    cell,
    points,
    findings: findings.map((one) => ({
      rule: one.rule,
      severity: one.severity,
      item: one.item,
      message: one.message,
      fix: one.fix,
      basis: one.basis,
      fingerprint: one.fingerprint,
    })),
  };
}

/** All problems of a report, in reading order. */
export function problemsOf(report: Pick<Report, 'rows'>): Problem[] {
  return report.rows.flatMap((row) => problemOf(row) ?? []);
}

/** What two wordings are compared by: their letters, without numbering and points. */
export interface Wording {
  readonly unit: string | null;
  readonly body: Body;
  readonly item: string | null;
  readonly verdict: string;
  readonly text: string;
}

/** Likeness from which two wordings of one item count as one matter: in one unit, and across units. */
const SAME_UNIT = 0.25;
const OTHER_UNIT = 0.5;
/** … where no item tells what the matter is */
const NO_ITEM = 0.5;
/** … where in one unit exactly one wording of an item went and exactly one came: unit, body and item say the most */
const ONLY_ONE = 0.05;

/**
 * Pairs of old and new wordings that are one matter under another name, likest first; no wording twice. Two wordings of
 * one item in one unit need less likeness than two in different units; without an item the letters alone decide.
 */
export function pairUp<A extends Wording, B extends Wording>(
  gone: readonly A[],
  come: readonly B[],
): { readonly old: A; readonly now: B; readonly score: number }[] {
  const pairs: { old: A; now: B; score: number }[] = [];
  const freeOld = new Set(gone);
  const freeNow = new Set(come);
  const take = (old: A, now: B, score: number): void => {
    pairs.push({ old, now, score });
    freeOld.delete(old);
    freeNow.delete(now);
  };
  for (const { old, now, score } of likely(gone, come).sort((x, y) => y.score - x.score))
    if (freeOld.has(old) && freeNow.has(now)) take(old, now, score);
  const here = (one: Wording): string => (one.item === null ? '' : `${one.unit}\n${one.body}\n${one.item}`);
  const leftOld = grouped([...freeOld], here);
  const leftNow = grouped([...freeNow], here);
  for (const [place, [old, rival]] of leftOld) {
    const [now, other] = leftNow.get(place) ?? [];
    if (place === '' || rival || other || !old || !now) continue;
    const score = similarity(old.text, now.text);
    if (score >= ONLY_ONE) take(old, now, score);
  }
  return pairs;
}

function grouped<T>(all: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(key(one));
    if (group) group.push(one);
    else groups.set(key(one), [one]);
  }
  return groups;
}

/** Pairs of one body and item that are alike enough; texts of different matters are never compared. */
function likely<A extends Wording, B extends Wording>(
  gone: readonly A[],
  come: readonly B[],
): { old: A; now: B; score: number }[] {
  const matter = (one: Wording): string => `${one.body}\n${one.item ?? `${one.verdict}\n${one.unit}`}`;
  const known = grouped(
    come.map((now) => ({ now, grams: bigrams(now.text) })),
    ({ now }) => matter(now),
  );
  const pairs: { old: A; now: B; score: number }[] = [];
  for (const old of gone) {
    const grams = bigrams(old.text);
    for (const one of known.get(matter(old)) ?? []) {
      const bar = old.item === null ? NO_ITEM : old.unit === one.now.unit ? SAME_UNIT : OTHER_UNIT;
      const score = alike(grams, one.grams);
      if (score >= bar) pairs.push({ old, now: one.now, score });
    }
  }
  return pairs;
}

/** Mean of Dice and overlap of character bigrams: an addition to a sentence costs less than a new sentence. */
export function similarity(a: string, b: string): number {
  return alike(bigrams(a), bigrams(b));
}

function alike(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  if (few.size === 0) return 0;
  let shared = 0;
  for (const gram of few) if (many.has(gram)) shared++;
  return (shared * 2) / (few.size + many.size) / 2 + shared / few.size / 2;
}

/** Distinct pairs of neighbouring characters, each as one number. */
function bigrams(text: string): Set<number> {
  const plain = identityText(text);
  const grams = new Set<number>();
  for (let i = 0; i + 1 < plain.length; i++) grams.add(plain.charCodeAt(i) * 65536 + plain.charCodeAt(i + 1));
  return grams;
}
