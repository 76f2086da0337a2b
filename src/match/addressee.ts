/**
 * Whom a row speaks to. The lists bind villages and communities; what a sheet asks of the town, of a department or of a
 * named post is out of scope, unless it is passed on to them in the same breath.
 */
import type { Evidence, RowMatch, Span } from '../types.ts';
import type { Compiled } from './compile.ts';
import { evidenceOf, type MatchInput, type Seen, spot } from './spot.ts';

type Who = 'town' | 'department' | 'post';

/** A subject stands this close to the beginning of its clause; a department closer, for it is often only mentioned. */
const SUBJECT_WITHIN: Readonly<Record<Who, number>> = { town: 8, department: 3, post: 6 };

/** Whoever is helped, joined, told or asked is an object, not the subject: 协助派出所…, 配合民警…, 向司法所…. */
const AS_OBJECT = /(?:协助|配合|支持|陪同|会同|联系|通知|告知|告诉|转告|反映|报告|根据|按照|[请与和跟同向给报帮陪按])$/;

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
  const place = numbers(classes.place);
  const columnCommittee = has(column, committee).length > 0 || has(column, place).length > 0;
  const named = clauses.reduce((sum, clause) => sum + has(clause, committee).length, 0);
  const headCommittee = has(head, committee).length > 0 || has(head, place).length > 0;
  const assessed = clauses.flatMap((clause) =>
    evidenceOf(clause, has(clause, numbers(classes.superior)), input.text, 'addressee'),
  );
  let best: { who: Who; score: number; evidence: Evidence[] } | null = null;
  for (const [who, names] of [
    ['town', classes.town],
    ['department', classes.department],
    ['post', classes.post],
  ] as const) {
    const wanted = numbers(names);
    const evidence: Evidence[] = [];
    let score = 0;
    let leading = false;
    if (column && !columnCommittee && has(column, wanted).length > 0) score += 3;
    clauses.forEach((clause, i) => {
      const subject = has(clause, wanted).filter((hit) => !AS_OBJECT.test(clause.form.text.slice(0, hit.start)));
      if (subject.length === 0) return;
      const first = Math.min(...subject.map((hit) => hit.start));
      const leads = first <= SUBJECT_WITHIN[who] && first < earliest(has(clause, committee));
      if (leads && i === 0) leading = true;
      if (leads) score += i === 0 ? 2 : 0.8;
      else if (who === 'town') score += 0.3;
      evidence.push(...evidenceOf(clause, subject.slice(0, 2), input.text, 'addressee'));
    });
    if (who !== 'post' && has(head, wanted).length > 0) score += headCommittee ? 0.2 : who === 'town' ? 1.7 : 0.8;
    if (who === 'town' && assessed.length > 0) {
      score += 1.6;
      evidence.push(...assessed);
    }
    if (named > 0) score -= leading ? 0.6 : 1.6;
    if (headCommittee && !leading) score -= 0.8;
    if (columnCommittee) score -= 2;
    if (score > 0 && (!best || score > best.score)) best = { who, score, evidence };
  }
  return best;
}

function earliest(hits: readonly Span[]): number {
  return hits.reduce((least, hit) => Math.min(least, hit.start), Number.POSITIVE_INFINITY);
}
