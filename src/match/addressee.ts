/**
 * Whom a row speaks to. The lists bind villages and communities; what a sheet asks of the town, of a department or of a
 * named post is out of scope, unless it is passed on to them in the same breath.
 */
import type { Evidence, RowMatch, Span } from '../types.ts';
import type { Compiled } from './compile.ts';
import { evidenceOf, type MatchInput, type Seen, spot } from './spot.ts';

type Who = 'town' | 'department' | 'post';

/** A subject stands this close to the beginning of its clause. */
const SUBJECT_WITHIN = 10;

/** The addressee when it is not the committee; null when it is or nothing says otherwise. Score 0..5. */
export function addressed(
  compiled: Compiled,
  input: MatchInput,
  head: Seen | null,
  clauses: readonly Seen[],
): RowMatch['addressee'] {
  const { classes } = compiled.library.decision;
  const numbers = (names: readonly string[]): number[] =>
    names.map((name) => compiled.classOf.get(name) ?? -1).filter((n) => n !== -1);
  const committee = numbers(classes.committee);
  const has = (seen: Seen | null, wanted: readonly number[]): readonly Span[] =>
    seen === null ? [] : wanted.flatMap((n) => seen.byClass.get(n) ?? []);
  const column = input.addressee === null ? null : spot(compiled, input.addressee, 0);
  const columnCommittee = has(column, committee).length > 0;
  let best: { who: Who; score: number; evidence: Evidence[] } | null = null;
  for (const [who, names] of [
    ['town', classes.town],
    ['department', classes.department],
    ['post', classes.post],
  ] as const) {
    const wanted = numbers(names);
    let score = 0;
    const evidence: Evidence[] = [];
    if (column && !columnCommittee && has(column, wanted).length > 0) score += 3;
    const first = clauses[0];
    for (const clause of clauses) {
      const subject = has(clause, wanted);
      if (subject.length === 0) continue;
      const early = subject.some((hit) => hit.start <= SUBJECT_WITHIN);
      const earlier = earliest(has(clause, committee));
      const leads = early && subject.some((hit) => hit.start < earlier);
      score += (leads ? 2 : 0.7) * (clause === first ? 1 : 0.5);
      evidence.push(...evidenceOf(clause, subject.slice(0, 2), input.text, 'addressee'));
    }
    if (has(head, wanted).length > 0) score += has(head, committee).length > 0 ? 0.3 : 1.6;
    const committeeHits = clauses.flatMap((clause) => has(clause, committee));
    if (committeeHits.length > 0) score -= Math.min(2.5, 1.2 + 0.5 * committeeHits.length);
    if (columnCommittee) score -= 2;
    if (score > 0 && (!best || score > best.score)) best = { who, score, evidence };
  }
  return best;
}

function earliest(hits: readonly Span[]): number {
  return hits.reduce((least, hit) => Math.min(least, hit.start), Number.POSITIVE_INFINITY);
}
