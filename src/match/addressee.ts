/**
 * Whom a row speaks to. The lists bind villages and communities; what a sheet asks of the town, of a department or of a
 * named post is out of scope, unless it is passed on to them in the same breath. The weights are in lists/decision.yaml.
 */
import type { AddresseeScale, Evidence, RowMatch, Span } from '../types.ts';
import { type Compiled, ELSEWHERE, WHOM_BIT, type WhomKind } from './compile.ts';
import { evidenceOf, type MatchInput, type Seen, seenBefore } from './spot.ts';

type Who = 'town' | 'department' | 'post';
type Sign = Who | 'area';

/** A first clause this short is a run-in heading; the next one has the subject. */
const RUN_IN = 8;

/** True when a class of the kind was seen. */
function has({ whom }: Compiled, seen: Seen | null, kind: WhomKind): boolean {
  if (seen === null || (seen.whom & WHOM_BIT[kind]) === 0) return false;
  for (const n of whom[kind]) if (seen.has(n)) return true;
  return false;
}

const NOWHERE: readonly Span[] = [];
const NO_EVIDENCE: readonly Evidence[] = [];

function hits(compiled: Compiled, seen: Seen, kind: WhomKind): readonly Span[] {
  return has(compiled, seen, kind) ? compiled.whom[kind].flatMap((n) => seen.hits(n)) : NOWHERE;
}

/** The addressee when it is not the committee, with a score on the scale; null when it is or nothing says otherwise. */
export function addressed(
  compiled: Compiled,
  input: MatchInput,
  head: Seen | null,
  clauses: readonly Seen[],
): RowMatch['addressee'] {
  const column = input.addressee === null ? null : seenBefore(compiled, input.addressee);
  let whom = (head?.whom ?? 0) | (column?.whom ?? 0);
  for (const clause of clauses) whom |= clause.whom;
  // nobody else is named, and what speaks for the committee cannot make a score
  if ((whom & ELSEWHERE) === 0) return null;
  const scale = compiled.library.decision.addressee;
  const context: Context = {
    compiled,
    input,
    scale,
    clauses,
    head,
    column,
    whom,
    columnCommittee: has(compiled, column, 'committee') || has(compiled, column, 'place'),
    headCommittee: has(compiled, head, 'committee') || has(compiled, head, 'place'),
    named: clauses.some((clause) => acts(compiled, clause)),
    placed: clauses.some((clause) => has(compiled, clause, 'place')),
  };
  const area = signs(context, 'area');
  const town = signs(context, 'town');
  const assessed =
    (whom & WHOM_BIT.superior) === 0
      ? NO_EVIDENCE
      : clauses.flatMap((clause) => evidenceOf(clause, hits(compiled, clause, 'superior'), input.text, 'addressee'));
  const score =
    town.score +
    area.score +
    (assessed.length > 0 ? scale.assessed : 0) +
    titled(context) +
    against(context, town.leads || area.leads);
  let best = { who: 'town' as Who, score, evidence: [town.evidence, area.evidence, assessed] };
  for (const who of ['department', 'post'] as const) {
    const found = signs(context, who);
    const score = found.score + against(context, found.leads);
    if (score > best.score) best = { who, score, evidence: [found.evidence] };
  }
  return best.score > 0 ? { ...best, evidence: best.evidence.flat() } : null;
}

/** The committee is named as one that does something, not only as one to whom or for whom it is done (到村, 给各村). */
function acts(compiled: Compiled, clause: Seen): boolean {
  if (!has(compiled, clause, 'committee')) return false;
  const before = hits(compiled, clause, 'patient');
  const all = hits(compiled, clause, 'committee');
  const served = all.filter((hit) => before.some((one) => one.end === hit.start));
  // 按每个社区每年: 社区每 is no subject either
  return all.some((hit) => !served.some((one) => hit.start < one.end && one.start < hit.end));
}

interface Context {
  readonly compiled: Compiled;
  readonly input: MatchInput;
  readonly scale: AddresseeScale;
  readonly clauses: readonly Seen[];
  readonly head: Seen | null;
  readonly column: Seen | null;
  /** bits of all kinds that may be found in any of these */
  readonly whom: number;
  readonly columnCommittee: boolean;
  readonly headCommittee: boolean;
  readonly named: boolean;
  readonly placed: boolean;
}

interface Signs {
  readonly score: number;
  readonly leads: boolean;
  readonly evidence: readonly Evidence[];
}
const NO_SIGNS: Signs = { score: 0, leads: false, evidence: NO_EVIDENCE };

/** What speaks for one kind of addressee. */
function signs(context: Context, who: Sign): Signs {
  const { compiled, scale, clauses } = context;
  if ((context.whom & WHOM_BIT[who]) === 0) return NO_SIGNS;
  const evidence: Evidence[] = [];
  let score = 0;
  let leads = false;
  if (!context.columnCommittee && has(compiled, context.column, who)) score += scale.column;
  const first = clauses.length > 1 && clauses[0]!.form.text.length <= RUN_IN ? 1 : 0;
  clauses.forEach((clause, i) => {
    if (!has(compiled, clause, who)) return;
    const objects = hits(compiled, clause, 'object');
    const subject = hits(compiled, clause, who).filter((hit) => !objects.some((before) => before.end === hit.start));
    if (subject.length === 0) return;
    const start = earliest(subject);
    const here =
      distance(clause.form.text, start) <= scale.subjectWithin[who] &&
      start < earliest(hits(compiled, clause, 'committee'));
    if (here && i <= first) leads = true;
    if (!here) score += who === 'town' ? scale.mention : 0;
    else if (i > first) score += scale.leadLater;
    else if (who !== 'area') score += scale.lead;
    else score += context.placed ? scale.areaLead + scale.place : scale.areaLead;
    evidence.push(...evidenceOf(clause, subject.slice(0, 2), context.input.text, 'addressee'));
  });
  if (who !== 'post' && has(compiled, context.head, who))
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
function titled(context: Context): number {
  const { compiled, head } = context;
  if (head === null || context.named || context.placed || context.headCommittee) return 0;
  return hits(compiled, head, 'titled').some((hit) => hit.start === 0) ? context.scale.titled : 0;
}

function earliest(hits: readonly Span[]): number {
  return hits.reduce((least, hit) => Math.min(least, hit.start), Number.POSITIVE_INFINITY);
}
