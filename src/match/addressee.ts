/**
 * Whom a row speaks to. The lists bind villages and communities; what a sheet asks of the town, of a department or of a
 * named post is out of scope, unless it is passed on to them in the same breath. The weights are in lists/decision.yaml.
 */
import type { AddresseeScale, Evidence, RowMatch, Span } from '../types.ts';
import type { Compiled } from './compile.ts';
import { evidenceOf, type MatchInput, type Seen, seenBefore } from './spot.ts';

type Who = 'town' | 'department' | 'post';
type Sign = Who | 'area';

/** A first clause this short is a run-in heading; the next one has the subject. */
const RUN_IN = 8;

function has(seen: Seen | null, wanted: readonly number[]): readonly Span[] {
  return seen === null ? [] : wanted.flatMap((n) => (seen.has(n) ? seen.hits(n) : []));
}

/** The addressee when it is not the committee, with a score on the scale; null when it is or nothing says otherwise. */
export function addressed(
  compiled: Compiled,
  input: MatchInput,
  head: Seen | null,
  clauses: readonly Seen[],
): RowMatch['addressee'] {
  const column = input.addressee === null ? null : seenBefore(compiled, input.addressee);
  // nobody else is named, and what speaks for the committee cannot make a score
  if (!head?.addressing && !column?.addressing && !clauses.some((clause) => clause.addressing)) return null;
  const { whom } = compiled;
  const scale = compiled.library.decision.addressee;
  const local = [...whom.committee, ...whom.place];
  const context: Context = {
    input,
    scale,
    clauses,
    head,
    column,
    committee: whom.committee,
    object: whom.object,
    columnCommittee: has(column, local).length > 0,
    headCommittee: has(head, local).length > 0,
    named: clauses.some((clause) => has(clause, whom.committee).length > 0),
    placed: clauses.some((clause) => has(clause, whom.place).length > 0),
  };
  const area = signs(context, 'area', whom.area);
  const town = signs(context, 'town', whom.town);
  const assessed = clauses.flatMap((clause) => evidenceOf(clause, has(clause, whom.superior), input.text, 'addressee'));
  const townScore = town.score + area.score + (assessed.length > 0 ? scale.assessed : 0) + titled(context, whom.titled);
  const all: { who: Who; score: number; evidence: Evidence[] }[] = [
    {
      who: 'town',
      score: townScore + against(context, town.leads || area.leads),
      evidence: [...town.evidence, ...area.evidence, ...assessed],
    },
    ...(['department', 'post'] as const).map((who) => {
      const found = signs(context, who, whom[who]);
      return { who, score: found.score + against(context, found.leads), evidence: found.evidence };
    }),
  ];
  const best = all.reduce((a, b) => (b.score > a.score ? b : a));
  return best.score > 0 ? best : null;
}

interface Context {
  readonly input: MatchInput;
  readonly scale: AddresseeScale;
  readonly clauses: readonly Seen[];
  readonly head: Seen | null;
  readonly column: Seen | null;
  readonly committee: readonly number[];
  readonly object: readonly number[];
  readonly columnCommittee: boolean;
  readonly headCommittee: boolean;
  readonly named: boolean;
  readonly placed: boolean;
}

/** What speaks for one kind of addressee. */
function signs(
  context: Context,
  who: Sign,
  wanted: readonly number[],
): { score: number; leads: boolean; evidence: Evidence[] } {
  const { scale, clauses, committee, object } = context;
  const evidence: Evidence[] = [];
  let score = 0;
  let leads = false;
  if (!context.columnCommittee && has(context.column, wanted).length > 0) score += scale.column;
  const first = clauses.length > 1 && clauses[0]!.form.text.length <= RUN_IN ? 1 : 0;
  clauses.forEach((clause, i) => {
    const objects = has(clause, object);
    const subject = has(clause, wanted).filter((hit) => !objects.some((before) => before.end === hit.start));
    if (subject.length === 0) return;
    const start = Math.min(...subject.map((hit) => hit.start));
    const here =
      distance(clause.form.text, start) <= scale.subjectWithin[who] && start < earliest(has(clause, committee));
    if (here && i <= first) leads = true;
    if (!here) score += who === 'town' ? scale.mention : 0;
    else if (i > first) score += scale.leadLater;
    else if (who !== 'area') score += scale.lead;
    else score += context.placed ? scale.areaLead + scale.place : scale.areaLead;
    evidence.push(...evidenceOf(clause, subject.slice(0, 2), context.input.text, 'addressee'));
  });
  if (who !== 'post' && has(context.head, wanted).length > 0)
    score += context.headCommittee
      ? scale.headingShared
      : { town: scale.heading, area: scale.headingArea, department: scale.headingDepartment }[who];
  return { score, leads, evidence };
}

/** Characters from the beginning of the clause, or from its last colon: 纳入考核（4分）：镇党委… */
function distance(text: string, start: number): number {
  const colon = Math.max(text.lastIndexOf('：', start), text.lastIndexOf(':', start));
  return colon === -1 ? start : start - colon - 1;
}

/** The committee named in the row, its heading or its column speaks against everybody else. */
function against(context: Context, leads: boolean): number {
  const { scale } = context;
  let score = 0;
  if (context.named) score += leads ? scale.namedLed : scale.named;
  if (context.headCommittee && !leads) score += scale.headingCommittee;
  if (context.columnCommittee) score += scale.columnCommittee;
  return score;
}

/** A heading such as 县森林防火目标考核办法 over a row that never names the committee. */
function titled(context: Context, wanted: readonly number[]): number {
  const { head } = context;
  if (head === null || context.named || context.placed || context.headCommittee) return 0;
  return has(head, wanted).some((hit) => hit.start === 0) ? context.scale.titled : 0;
}

function earliest(hits: readonly Span[]): number {
  return hits.reduce((least, hit) => Math.min(least, hit.start), Number.POSITIVE_INFINITY);
}
