/**
 * Look-back (回头看): what became of every problem over two or more audits. A problem is followed by its fingerprints,
 * then by its row, then as another wording of the same matter; what changed is attributed to the data, the lists, the
 * statutes or a waiver. A unit that a later audit has no row of is not said to have put anything right.
 */
import type { TextMask } from '../mask.ts';
import type { Citation, JudgedRow, Report, Verdict } from '../types.ts';
import { VERDICTS } from '../types.ts';
import { daysOverdue, type OrderCase } from './order.ts';
import { isWaived, type Problem, pairUp, problemOf, similarity } from './problems.ts';

export const STATES = ['relapsed', 'new', 'unfixed', 'underway', 'fixed', 'unseen'] as const;
/** 反弹、新增、未整改、整改中、已整改、未复查 */
export type LookbackState = (typeof STATES)[number];

/** 表改了、清单改了、法律变了、豁免、程序改了 */
export type Cause = 'data' | 'list' | 'statute' | 'waiver' | 'tool';

/** How two appearances were found to be one problem. */
export type Identity = 'fingerprint' | 'row' | 'reworded' | 'order';

/** A problem as it stood in one report. */
export interface Appearance {
  /** 0-based report */
  readonly report: number;
  readonly problem: Problem;
}

/** What became of one problem. */
export interface Change {
  readonly state: LookbackState;
  readonly unit: string | null;
  /** as it was first seen in this thread */
  readonly first: Appearance;
  /** as it was last seen; the same as `first` for a new problem */
  readonly last: Appearance;
  /** the row as it stands now where the problem is gone and the row, or its new wording, is still there */
  readonly now: { readonly text: string; readonly verdict: Verdict; readonly reworded: boolean } | null;
  /** how the last two appearances were tied together */
  readonly identity: Identity;
  /** likeness of the wordings when identity is 'reworded' or 'order' with another wording, else null */
  readonly similarity: number | null;
  /** null where nothing changed */
  readonly cause: Cause | null;
  /** reports (0-based) in which it was gone before it came back */
  readonly goneIn: readonly number[];
  /** order that covers it */
  readonly order: string | null;
}

export interface LookbackReport {
  readonly name: string;
  readonly asOf: string;
  readonly edition: string;
  readonly lists: string;
  readonly rows: number;
  readonly problems: number;
}

export type StateCounts = Readonly<Record<LookbackState, number>>;

export interface Lookback {
  readonly reports: readonly LookbackReport[];
  readonly changes: readonly Change[];
  readonly total: StateCounts;
  readonly units: readonly { readonly unit: string | null; readonly counts: StateCounts }[];
  /** problems put right, by cause */
  readonly causes: Readonly<Partial<Record<Cause, number>>>;
}

/** One report with its name. */
export interface NamedReport {
  readonly name: string;
  readonly report: Report;
}

/** A problem through the reports. */
interface Thread {
  readonly seen: Appearance[];
  /** reports in which it was gone, with a row of its unit to show it */
  readonly gone: Set<number>;
  identity: Identity;
  similarity: number | null;
  /** wording before the last one, where the last is another */
  closedBy: { report: number; row: JudgedRow | null; reworded: boolean; cause: Cause } | null;
  cause: Cause | null;
  unseen: boolean;
}

interface Indexed {
  readonly name: string;
  readonly report: Report;
  readonly problems: readonly Problem[];
  readonly rows: ReadonlyMap<string, JudgedRow>;
  readonly units: ReadonlySet<string | null>;
  /** rows without a problem, by unit and body */
  readonly clean: ReadonlyMap<string, readonly JudgedRow[]>;
}

/**
 * Compares reports in time order.
 * @param orders as they stood on the day of the last report; empty without a ledger
 */
export function lookback(reports: readonly NamedReport[], orders: readonly OrderCase[]): Lookback {
  const all = reports.map(indexed);
  const threads: Thread[] = [];
  all.forEach((now, k) => {
    follow(threads, all, now, k);
  });
  const asOf = all.at(-1)!.report.as_of;
  const changes = threads
    .map((thread) => changeOf(thread, all.at(-1)!, all.length - 1, orders, asOf))
    .sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state));
  return summarised(all, changes);
}

/** The same with personal data hidden in every text; identity has been settled before, on the texts as they are. */
export function maskedLookback(result: Lookback, mask: TextMask): Lookback {
  const name = (unit: string | null): string | null => (unit === null ? null : mask(unit));
  const seen = ({ report, problem }: Appearance): Appearance => ({
    report,
    problem: { ...problem, unit: name(problem.unit), text: mask(problem.text) },
  });
  return {
    ...result,
    units: result.units.map((one) => ({ ...one, unit: name(one.unit) })),
    changes: result.changes.map((change) => ({
      ...change,
      unit: name(change.unit),
      first: seen(change.first),
      last: seen(change.last),
      now: change.now === null ? null : { ...change.now, text: mask(change.now.text) },
    })),
  };
}

const placeOfRow = ({ unit, body }: { readonly unit: string | null; readonly body: string }): string =>
  `${body}\n${unit ?? ''}`;

function indexed({ name, report }: NamedReport): Indexed {
  const problems: Problem[] = [];
  const clean = new Map<string, JudgedRow[]>();
  for (const row of report.rows) {
    const problem = problemOf(row);
    const peers = clean.get(placeOfRow(row));
    if (problem) problems.push(problem);
    else if (peers) peers.push(row);
    else clean.set(placeOfRow(row), [row]);
  }
  return {
    name,
    report,
    problems,
    clean,
    rows: new Map(report.rows.map((row) => [row.key, row])),
    units: new Set(report.rows.map(({ unit }) => unit)),
  };
}

/** Ties the problems of report `k` to the threads so far, opens new threads, closes what is gone. */
function follow(threads: Thread[], all: readonly Indexed[], now: Indexed, k: number): void {
  const left = new Set(now.problems);
  const free = new Set(threads);
  const tie = (thread: Thread, problem: Problem, identity: Identity, score: number | null): void => {
    const before = thread.seen.at(-1)!;
    thread.cause = causeBetween(all[before.report]!, before.problem, now, problem);
    thread.seen.push({ report: k, problem });
    thread.identity = identity;
    thread.similarity = score;
    thread.closedBy = null;
    thread.unseen = false;
    left.delete(problem);
    free.delete(thread);
  };
  const tieBy = (identity: Identity, keys: (problem: Problem) => readonly string[]): void => {
    const known = new Map<string, Thread>();
    for (const thread of free) for (const key of keys(thread.seen.at(-1)!.problem)) known.set(key, thread);
    for (const problem of [...left]) {
      const thread = keys(problem)
        .map((key) => known.get(key))
        .find((one) => one !== undefined && free.has(one));
      if (thread) tie(thread, problem, identity, null);
    }
  };
  tieBy('fingerprint', ({ fingerprints }) => fingerprints);
  tieBy('row', ({ key }) => [key]);
  // a wording that still stands in the table as it was has not been replaced by another
  const gone = [...free].filter((thread) => !now.rows.has(thread.seen.at(-1)!.problem.key));
  const wordings = gone.map((thread) => ({ ...thread.seen.at(-1)!.problem, thread }));
  for (const { old, now: problem, score } of pairUp(wordings, [...left])) tie(old.thread, problem, 'reworded', score);
  for (const thread of free) close(thread, all, now, k);
  for (const problem of left)
    threads.push({
      seen: [{ report: k, problem }],
      gone: new Set(),
      identity: 'fingerprint',
      similarity: null,
      closedBy: null,
      cause: k === 0 ? null : causeOfNew(all[k - 1]!, now, problem),
      unseen: false,
    });
}

function close(thread: Thread, all: readonly Indexed[], now: Indexed, k: number): void {
  const before = thread.seen.at(-1)!;
  if (thread.closedBy && !thread.unseen) {
    thread.gone.add(k);
    return;
  }
  const { problem } = before;
  const same = now.rows.get(problem.key) ?? null;
  if (same === null && !now.units.has(problem.unit)) {
    thread.unseen = true;
    return;
  }
  thread.unseen = false;
  thread.gone.add(k);
  const row = same ?? lawfulWording(problem, now, all[before.report]!);
  const cause = same ? causeOfRow(all[before.report]!, problem.key, now) : 'data';
  thread.closedBy = { report: k, row, reworded: same === null, cause: cause ?? 'data' };
}

/** The row into which a problem was lawfully reworded, if there is one: new, of the same unit, and alike. */
function lawfulWording(problem: Problem, now: Indexed, before: Indexed): JudgedRow | null {
  let best: JudgedRow | null = null;
  let most = 0.4;
  for (const row of now.clean.get(placeOfRow(problem)) ?? []) {
    if (before.rows.has(row.key)) continue;
    const score = similarity(problem.text, row.text);
    if (score > most) [best, most] = [row, score];
  }
  return best;
}

// ---------------------------------------------------------------- why

/** Why a row that is still there is judged otherwise; null when it is not. */
function causeOfRow(before: Indexed, key: string, now: Indexed): Cause | null {
  const [a, b] = [before.rows.get(key), now.rows.get(key)];
  return a && b ? causeBetweenRows(before, a, now, b) : 'data';
}

function causeBetween(before: Indexed, a: Problem, now: Indexed, b: Problem): Cause | null {
  if (a.key !== b.key) return 'data';
  return causeOfRow(before, a.key, now);
}

/** A problem that was not one before: its row was there and clean, or is new. */
function causeOfNew(before: Indexed, now: Indexed, problem: Problem): Cause {
  if (!before.rows.has(problem.key)) return 'data';
  return causeOfRow(before, problem.key, now) ?? 'data';
}

const WITH_TIME: readonly string[] = ['basis-repealed', 'basis-not-yet-in-force', 'basis-no-such-article'];

function causeBetweenRows(before: Indexed, a: JudgedRow, now: Indexed, b: JudgedRow): Cause | null {
  if (isWaived(a) !== isWaived(b)) return 'waiver';
  const listChanged = before.report.lists.hash !== now.report.lists.hash;
  const cited = (row: JudgedRow): string => row.citations.map(({ raw }) => raw).join('\n');
  if (cited(a) !== cited(b)) return 'data';
  const judged = (row: JudgedRow): string => row.citations.map(outcomeOf).join('\n');
  if (judged(a) !== judged(b) || a.basis_outcome !== b.basis_outcome) {
    const timed = before.report.as_of !== now.report.as_of;
    const byTime = [...a.citations, ...b.citations].some(({ outcome }) => WITH_TIME.includes(outcome));
    return timed && (byTime || !listChanged) ? 'statute' : listChanged ? 'list' : 'tool';
  }
  if (a.funding_outcome !== b.funding_outcome || a.section !== b.section) return 'data';
  const verdict = (row: JudgedRow): string => `${row.verdict} ${row.item}`;
  if (verdict(a) === verdict(b)) return null;
  if (listChanged) return 'list';
  return before.report.version === now.report.version ? 'data' : 'tool';
}

const outcomeOf = ({ outcome, instrument, article }: Citation): string => `${outcome} ${instrument} ${article}`;

// ---------------------------------------------------------------- what became of it

function changeOf(thread: Thread, now: Indexed, last: number, orders: readonly OrderCase[], asOf: string): Change {
  const [first, final] = [thread.seen[0]!, thread.seen.at(-1)!];
  const open = final.report === last;
  const goneIn = [...thread.gone].filter((k) => k < final.report);
  const covering = orderFor(thread, orders, now);
  const { closedBy } = thread;
  const stands =
    !open && closedBy?.row
      ? { text: closedBy.row.text, verdict: closedBy.row.verdict, reworded: closedBy.reworded }
      : null;
  const base = {
    unit: final.problem.unit,
    first,
    last: final,
    now: stands,
    identity: covering?.reworded && thread.seen.length === 1 ? ('order' as const) : thread.identity,
    similarity: covering?.reworded && thread.seen.length === 1 ? covering.score : thread.similarity,
    goneIn,
    order: covering?.order.number ?? null,
  };
  const done = covering !== null && (covering.relapsed || ['closed', 'verified'].includes(covering.order.state));
  if (!open) {
    if (thread.unseen) return { ...base, state: 'unseen', cause: null };
    return { ...base, state: 'fixed', cause: closedBy?.cause ?? 'data' };
  }
  if (goneIn.length > 0 || done) return { ...base, state: 'relapsed', cause: thread.cause ?? 'data' };
  if (first.report === last) return { ...base, state: 'new', cause: thread.cause };
  const late = covering !== null && daysOverdue(covering.order, asOf) > 0;
  const milder = VERDICTS.indexOf(final.problem.verdict) > VERDICTS.indexOf(first.problem.verdict);
  const state = (covering !== null && !late) || milder ? 'underway' : 'unfixed';
  return { ...base, state, cause: thread.cause };
}

interface Covering {
  readonly order: OrderCase;
  /** the order itself was given for a relapse */
  readonly relapsed: boolean;
  readonly reworded: boolean;
  readonly score: number | null;
}

/** The latest order that covers a thread: one of its rows, or an earlier wording that is in no table any more. */
function orderFor(thread: Thread, orders: readonly OrderCase[], now: Indexed): Covering | null {
  const latest = [...orders].reverse();
  const keys = new Set(thread.seen.flatMap(({ problem }) => [problem.key, ...problem.fingerprints]));
  for (const order of latest) {
    const own = order.problems.filter(
      (one) => keys.has(one.key) || one.fingerprints.some((fingerprint) => keys.has(fingerprint)),
    );
    if (own.length > 0)
      return { order, relapsed: own.some(({ relapseOf }) => relapseOf !== null), reworded: false, score: null };
  }
  const { problem } = thread.seen[0]!;
  for (const order of latest) {
    if (order.unit !== problem.unit || order.report.asOf >= now.report.as_of) continue;
    const old = order.problems.filter(({ key }) => !now.rows.has(key)).map((one) => ({ ...one, unit: order.unit }));
    const [pair] = thread.seen.length === 1 ? pairUp(old, [problem]) : [];
    if (pair) return { order, relapsed: false, reworded: true, score: pair.score };
  }
  return null;
}

// ---------------------------------------------------------------- counts

function summarised(all: readonly Indexed[], changes: readonly Change[]): Lookback {
  const units = new Map<string | null, Change[]>();
  for (const change of changes) units.set(change.unit, [...(units.get(change.unit) ?? []), change]);
  const causes: Partial<Record<Cause, number>> = {};
  for (const { state, cause } of changes)
    if (state === 'fixed' && cause !== null) causes[cause] = (causes[cause] ?? 0) + 1;
  return {
    reports: all.map(({ name, report, problems }) => ({
      name,
      asOf: report.as_of,
      edition: report.lists.edition,
      lists: report.lists.hash,
      rows: report.rows.length,
      problems: problems.length,
    })),
    changes,
    total: countsOf(changes),
    units: [...units]
      .map(([unit, own]) => ({ unit, counts: countsOf(own) }))
      .sort((a, b) => (a.unit ?? '').localeCompare(b.unit ?? '', 'zh-Hans-CN')),
    causes,
  };
}

function countsOf(changes: readonly Change[]): StateCounts {
  const counts = { relapsed: 0, new: 0, unfixed: 0, underway: 0, fixed: 0, unseen: 0 };
  for (const { state } of changes) counts[state]++;
  return counts;
}
