/**
 * Row × library → candidates with their reasons.
 *
 * Every clause of the cell is spotted for terms; frames (object × action × …) say which concepts the terms make, the
 * headings over the row fill at most all but one slot; likeness to titles and examples answers for what no frame names.
 * Nothing is decided here: roles, scope and addressee are reported beside the candidates, and judge.ts weighs them.
 */
import type { BasisRef, ClauseMatch, ConceptMatch, Decision, Evidence, Item, RowMatch, Span } from '../types.ts';
import { addressed } from './addressee.ts';
import { splitClauses } from './clauses.ts';
import type { Compiled } from './compile.ts';
import type { Made } from './frames.ts';
import { evidenceOf, type MatchInput, type Seen, spot } from './spot.ts';

/** Headings repeat from row to row; what was seen in so many of them is kept. */
const HEADINGS_KEPT = 256;
/** Candidates of a clause that are worth reporting. */
const CANDIDATES_KEPT = 12;

function heading(compiled: Compiled, text: string): Seen {
  const { headings } = compiled;
  let seen = headings.get(text);
  if (!seen) {
    if (headings.size >= HEADINGS_KEPT) headings.clear();
    seen = spot(compiled, text, 0);
    headings.set(text, seen);
  }
  return seen;
}

/** Everything the matcher has to say about one row under the lists of `input.body`. */
export function matchRow(compiled: Compiled, input: MatchInput): RowMatch {
  const over = input.title
    ? input.section
      ? `${input.title} / ${input.section}`
      : input.title
    : (input.section ?? '');
  const head = over === '' ? null : heading(compiled, over);
  const spans = splitClauses(input.text);
  const seen = spans.map((span, i) =>
    spot(compiled, input.text.slice(span.start, span.end), span.start, compiled.scratch(i)),
  );
  const clauses = seen.map((one, i) => matchClause(compiled, input, spans[i]!, one, head, i === 0 ? null : seen[0]!));
  let hidden = 0;
  for (const one of seen) hidden += one.form.hidden;
  return { body: input.body, clauses, addressee: addressed(compiled, input, head, seen), hidden };
}

function matchClause(
  compiled: Compiled,
  input: MatchInput,
  span: Span,
  clause: Seen,
  head: Seen | null,
  cell: Seen | null,
): ClauseMatch {
  const { decision } = compiled.library;
  const own = rankConcepts(compiled, input, clause, head, cell, decision);
  const named = own.some((one) => one.by !== 'similarity');
  const best =
    named || head === null ? own : withHeading(own, headingConcepts(compiled, input, head, decision), decision);
  const { roles } = compiled;
  return {
    start: span.start,
    end: span.end,
    text: input.text.slice(span.start, span.end),
    candidates: best.filter((one) => one.concept.kind !== 'scope'),
    scope: best.find((one) => one.concept.kind === 'scope') ?? null,
    responsible: roleWords(clause, roles.responsible, input.text),
    doubtful: roleWords(clause, roles.doubtful, input.text),
    assisting: roleWords(clause, roles.assisting, input.text),
    weight: hanCount(clause.form.text),
  };
}

/** What the heading by itself is about; only frames and phrases count, likeness to it would say nothing of the clause. */
function headingConcepts(
  compiled: Compiled,
  input: MatchInput,
  head: Seen,
  decision: Decision,
): readonly ConceptMatch[] {
  const key = `${input.body} ${head.form.original}`;
  let known = compiled.headingMatches.get(key);
  if (!known) {
    if (compiled.headingMatches.size >= HEADINGS_KEPT) compiled.headingMatches.clear();
    known = rankConcepts(compiled, input, head, null, null, decision).filter((one) => one.by !== 'similarity');
    compiled.headingMatches.set(key, known);
  }
  return known;
}

/** A clause that names nothing itself is read under its heading: 捐赠标准 / 每户不少于50元. */
function withHeading(
  own: readonly ConceptMatch[],
  above: readonly ConceptMatch[],
  decision: Decision,
): readonly ConceptMatch[] {
  const out = [...own];
  for (const match of above) {
    const score = match.score - decision.headingAlone;
    if (score <= 0) continue;
    const at = out.findIndex((one) => one.concept === match.concept);
    const likeness = at === -1 ? 0 : out[at]!.score;
    if (at !== -1) out.splice(at, 1);
    const parts = [
      { label: 'heading', value: score },
      ...(likeness > 0 ? [{ label: 'similarity', value: likeness }] : []),
    ];
    out.push({ ...match, by: 'heading', score: score + likeness, evidence: [], parts });
  }
  return out.sort((a, b) => b.score - a.score || (a.concept.id < b.concept.id ? -1 : 1));
}

const NOTHING: readonly Evidence[] = [];

function roleWords(clause: Seen, classes: readonly number[], text: string): readonly Evidence[] {
  let out: Evidence[] | null = null;
  for (const n of classes) {
    if (!clause.has(n)) continue;
    out ??= [];
    out.push(...evidenceOf(clause, clause.hits(n), text, 'role'));
  }
  return out ?? NOTHING;
}

function hanCount(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 0x3400 && c <= 0x9fff) count++;
  }
  return count;
}

/** Candidates of one clause, best first; ties by concept id, so that every run agrees. */
function rankConcepts(
  compiled: Compiled,
  input: MatchInput,
  clause: Seen,
  head: Seen | null,
  cell: Seen | null,
  decision: Decision,
): ConceptMatch[] {
  const { filler, similarity } = compiled;
  filler.run(clause, head, cell);
  const out: ConceptMatch[] = [];
  const seen = compiled.marked;
  seen.length = 0;
  const consider = (c: number, made: Made | null, likeness: number): void => {
    const match = scored(compiled, c, made, likeness, input, clause, decision);
    if (match) out.push(match);
  };
  similarity.rank(clause.form.text, decision.similarityFloor);
  for (let k = 0; k < filler.touchedCount; k++) {
    const c = filler.touched[k]!;
    seen.push(c);
    consider(c, filler.made[c]!, similarity.of(c));
    similarity.take(c);
  }
  for (let k = 0; k < clause.presentCount; k++) {
    const c = compiled.aliasConcept[clause.present[k]!]!;
    if (c === -1 || seen.includes(c)) continue;
    seen.push(c);
    consider(c, null, similarity.of(c));
    similarity.take(c);
  }
  for (let k = 0; k < similarity.count; k++) {
    const c = similarity.concepts[k]!;
    if (similarity.of(c) > 0) consider(c, null, similarity.of(c));
  }
  similarity.clear();
  out.sort((a, b) => b.score - a.score || (a.concept.id < b.concept.id ? -1 : 1));
  if (out.length <= CANDIDATES_KEPT) return out;
  // the best scope concept is kept wherever it stands
  return out.filter((one, i) => i < CANDIDATES_KEPT || one.concept.kind === 'scope');
}

function scored(
  compiled: Compiled,
  c: number,
  made: Made | null,
  likeness: number,
  input: MatchInput,
  clause: Seen,
  decision: Decision,
): ConceptMatch | null {
  const concept = compiled.concepts[c]!;
  const candidates = compiled.items[input.body][c]!;
  const parts: { label: string; value: number }[] = [];
  const aliasClass = compiled.aliasClass[c]!;
  const alias = aliasClass !== -1 && clause.has(aliasClass) ? clause.hits(aliasClass) : null;
  let hits: readonly Span[] = [];
  let by: ConceptMatch['by'] = 'similarity';
  let score = 0;
  if (made) {
    score = made.score;
    by = 'frame';
    hits = spansOf(made);
    parts.push({ label: made.fromHeading ? 'frame+heading' : made.fromCell ? 'frame+cell' : 'frame', value: score });
    const further = Math.min(decision.furtherFrameCap, (made.frames - 1) * decision.furtherFrame);
    if (further > 0) {
      score += further;
      parts.push({ label: 'further', value: further });
    }
  }
  if (alias) {
    const value = decision.alias + 0.02 * (alias[0]!.end - alias[0]!.start);
    if (value > score) {
      score = value;
      hits = alias;
      by = 'alias';
      parts.length = 0;
      parts.push({ label: 'alias', value });
    } else {
      score += decision.furtherFrame;
      parts.push({ label: 'alias', value: decision.furtherFrame });
    }
  }
  if (likeness > 0) {
    const value = decision.similarity * likeness;
    score += value;
    parts.push({ label: 'similarity', value });
  }
  const { item, part } = pickItem(candidates, input, decision);
  if (part) {
    score += part.value;
    parts.push(part);
  }
  if (score <= 0) return null;
  const why = by === 'frame' ? 'object+action' : 'phrase';
  return { concept, item, score, by, evidence: evidenceOf(clause, hits, input.text, why), parts };
}

function spansOf(made: Made): Span[] {
  const out: Span[] = [];
  for (let k = 0; k < made.hits; k++) out.push({ start: made.start[k]!, end: made.end[k]! });
  return out;
}

/** Of several items that share a concept, the one whose basis the cell cites; else the first. */
function pickItem(
  items: readonly Item[],
  input: MatchInput,
  decision: Decision,
): { item: Item | null; part: { label: string; value: number } | null } {
  if (input.cited.size > 0) {
    const cited = items.find((item) => input.cited.has(item.id));
    if (cited && cited.list !== 'prohibited')
      return { item: cited, part: { label: 'cited', value: decision.citedBasis } };
  }
  const item = items[0] ?? null;
  // a known instrument that is none of the item's speaks against a lawful item, never against a prohibited one
  const other =
    item && item.list !== 'prohibited' && input.instruments.length > 0 && !shares(item.basis, input.instruments);
  return { item, part: other ? { label: 'other-basis', value: -decision.otherBasis } : null };
}

const shares = (basis: readonly BasisRef[], instruments: readonly string[]): boolean =>
  basis.some((ref) => instruments.includes(ref.instrument));
