/**
 * Row × library → candidates with their reasons.
 *
 * Every clause of the cell is spotted for terms; frames (object × action × …) say which concepts the terms make, the
 * headings over the row fill at most all but one slot; likeness to titles and examples answers for what no frame names.
 * Nothing is decided here: roles, scope and addressee are reported beside the candidates, and judge.ts weighs them.
 */
import type {
  BasisRef,
  ClauseMatch,
  ConceptMatch,
  Decision,
  Evidence,
  Item,
  RowMatch,
  Span,
  Strength,
} from '../types.ts';
import { addressed } from './addressee.ts';
import { splitClauses } from './clauses.ts';
import type { Compiled, CompiledFrame } from './compile.ts';
import { evidenceOf, type MatchInput, type Seen, spot } from './spot.ts';

interface Filled {
  readonly frame: CompiledFrame;
  readonly score: number;
  readonly hits: readonly Span[];
  readonly fromHeading: boolean;
  readonly fromCell: boolean;
}

const EMPTY: ReadonlyMap<number, readonly Span[]> = new Map();
const HEADINGS_KEPT = 5000;

/** Headings repeat from row to row; what was seen in them is kept. */
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

/** Fills the slots of a frame; null when it does not match this clause. */
function fill(
  compiled: CompiledFrame,
  clause: Seen,
  over: ReadonlyMap<number, readonly Span[]>,
  cell: ReadonlyMap<number, readonly Span[]>,
  decision: Decision,
): Filled | null {
  const { frame } = compiled;
  if (compiled.heading.length > 0 && !compiled.heading.some((n) => over.has(n))) return null;
  for (const n of compiled.none) if (clause.byClass.has(n)) return null;
  const inClause: (readonly Span[])[] = [];
  let fromHeading = false;
  let fromCell = false;
  for (const slot of compiled.slots) {
    let hits: Span[] | readonly Span[] = [];
    for (const n of slot) {
      const found = clause.byClass.get(n);
      if (found) hits = hits.length === 0 ? found : [...hits, ...found];
    }
    if (hits.length > 0) inClause.push(hits);
    else if (slot.some((n) => over.has(n))) fromHeading = true;
    else if (slot.some((n) => cell.has(n))) fromCell = true;
    else return null;
  }
  if (inClause.length === 0 && compiled.slots.length > 0) return null;
  // an order of words can only be read inside one clause
  if (frame.ordered && (fromHeading || fromCell)) return null;
  const chosen = choose(inClause, frame.near, frame.ordered);
  if (!chosen) return null;
  let score = decision.frame[frame.strength];
  if (fromHeading) score -= decision.headingDiscount;
  if (fromCell) score -= decision.cellDiscount;
  score += 0.12 * (compiled.slots.length - 1) + 0.02 * chosen.reduce((sum, hit) => sum + hit.end - hit.start, 0);
  return { frame: compiled, score, hits: chosen, fromHeading, fromCell };
}

/** One hit a slot, none overlapping another, gaps no larger than `near`, in order when asked. */
function choose(slots: readonly (readonly Span[])[], near: number, ordered: boolean): Span[] | null {
  const chosen: Span[] = [];
  const place = (k: number): boolean => {
    if (k === slots.length) return near === 0 || close(chosen, near);
    for (const hit of slots[k]!) {
      if (chosen.some((other) => hit.start < other.end && other.start < hit.end)) continue;
      if (ordered && k > 0 && hit.start < chosen[k - 1]!.end) continue;
      chosen.push(hit);
      if (place(k + 1)) return true;
      chosen.pop();
    }
    return false;
  };
  return place(0) ? chosen : null;
}

function close(hits: readonly Span[], near: number): boolean {
  if (hits.length < 2) return true;
  const sorted = [...hits].sort((a, b) => a.start - b.start);
  for (let i = 1; i < sorted.length; i++) if (sorted[i]!.start - sorted[i - 1]!.end > near) return false;
  return true;
}

/** Everything the matcher has to say about one row under the lists of `input.body`. */
export function matchRow(compiled: Compiled, input: MatchInput): RowMatch {
  const over = [input.title, input.section].filter((part) => part !== null && part !== '').join(' / ');
  const head = over === '' ? null : heading(compiled, over);
  const spans = splitClauses(input.text);
  const seen = spans.map((span) => spot(compiled, input.text.slice(span.start, span.end), span.start));
  const clauses = seen.map((one, i) => matchClause(compiled, input, spans[i]!, one, head, seen, i));
  return {
    body: input.body,
    clauses,
    addressee: addressed(compiled, input, head, seen),
    hidden: seen.reduce((sum, one) => sum + one.form.hidden, 0),
  };
}

function matchClause(
  compiled: Compiled,
  input: MatchInput,
  span: Span,
  clause: Seen,
  head: Seen | null,
  all: readonly Seen[],
  position: number,
): ClauseMatch {
  const { decision } = compiled.library;
  const cell = position === 0 ? EMPTY : all[0]!.byClass;
  const best = rankConcepts(compiled, input, clause, head?.byClass ?? EMPTY, cell, decision);
  const topics = best.filter((one) => one.concept.kind !== 'scope');
  const scope = best.find((one) => one.concept.kind === 'scope') ?? null;
  const seenAs = (names: readonly string[], why: string): Evidence[] =>
    names.flatMap((name) => {
      const n = compiled.classOf.get(name);
      const hits = n === undefined ? undefined : clause.byClass.get(n);
      return hits ? evidenceOf(clause, hits, input.text, why) : [];
    });
  return {
    ...span,
    text: input.text.slice(span.start, span.end),
    candidates: topics,
    scope,
    responsible: seenAs(decision.classes.responsible, 'role'),
    doubtful: seenAs(decision.classes.doubtful, 'role'),
    assisting: seenAs(decision.classes.assisting, 'role'),
    weight: clause.form.text.replace(/[^\u3400-\u9fff]/g, '').length,
  };
}

interface Gathered {
  frames: Filled[];
  alias: readonly Span[] | null;
  similarity: number;
}

function rankConcepts(
  compiled: Compiled,
  input: MatchInput,
  clause: Seen,
  over: ReadonlyMap<number, readonly Span[]>,
  cell: ReadonlyMap<number, readonly Span[]>,
  decision: Decision,
): ConceptMatch[] {
  const gathered = new Map<number, Gathered>();
  const at = (concept: number): Gathered => {
    let one = gathered.get(concept);
    if (!one) {
      one = { frames: [], alias: null, similarity: 0 };
      gathered.set(concept, one);
    }
    return one;
  };
  const tried = new Set<number>();
  for (const [n, hits] of clause.byClass) {
    const aliasOf = compiled.aliasConcept[n]!;
    if (aliasOf !== -1) at(aliasOf).alias = hits;
    for (const f of compiled.framesByClass[n]!) {
      if (tried.has(f)) continue;
      tried.add(f);
      const frame = compiled.frames[f]!;
      const filled = fill(frame, clause, over, cell, decision);
      if (filled) at(frame.concept).frames.push(filled);
    }
  }
  for (const f of compiled.headingFrames) {
    const frame = compiled.frames[f]!;
    const filled = fill(frame, clause, over, cell, decision);
    if (filled) at(frame.concept).frames.push(filled);
  }
  compiled.similarity.rank(clause.form.text, decision.similarityFloor, (concept, similarity) => {
    at(concept).similarity = similarity;
  });
  const out: ConceptMatch[] = [];
  for (const [c, one] of gathered) {
    const match = scored(compiled, c, one, input, clause, decision);
    if (match) out.push(match);
  }
  return out.sort((a, b) => b.score - a.score || (a.concept.id < b.concept.id ? -1 : 1));
}

function scored(
  compiled: Compiled,
  c: number,
  one: Gathered,
  input: MatchInput,
  clause: Seen,
  decision: Decision,
): ConceptMatch | null {
  const concept = compiled.concepts[c]!;
  const candidates = compiled.items[input.body][c]!;
  if (concept.kind === 'topic' && candidates.length === 0) return null;
  const parts: { label: string; value: number }[] = [];
  let hits: readonly Span[] = [];
  let by: ConceptMatch['by'] = 'similarity';
  let score = 0;
  one.frames.sort((a, b) => b.score - a.score);
  const top = one.frames[0];
  if (top) {
    score = top.score;
    hits = top.hits;
    by = 'frame';
    parts.push({ label: top.fromHeading ? 'frame+heading' : top.fromCell ? 'frame+cell' : 'frame', value: top.score });
    const further = Math.min(decision.furtherFrameCap, (one.frames.length - 1) * decision.furtherFrame);
    if (further > 0) {
      score += further;
      parts.push({ label: 'further', value: further });
    }
  }
  if (one.alias) {
    const value = decision.alias + 0.02 * (one.alias[0]!.end - one.alias[0]!.start);
    if (value > score) {
      score = value;
      hits = one.alias;
      by = 'alias';
      parts.length = 0;
      parts.push({ label: 'alias', value });
    } else {
      score += decision.furtherFrame;
      parts.push({ label: 'alias', value: decision.furtherFrame });
    }
  }
  if (one.similarity > 0) {
    const value = decision.similarity * one.similarity;
    score += value;
    parts.push({ label: 'similarity', value });
  }
  const item = pickItem(candidates, input, decision, parts);
  score += parts
    .filter((part) => part.label === 'cited' || part.label === 'other-basis')
    .reduce((s, p) => s + p.value, 0);
  if (score <= 0) return null;
  return {
    concept,
    item,
    score,
    by,
    evidence: evidenceOf(clause, hits, input.text, by === 'frame' ? 'object+action' : 'phrase'),
    parts,
  };
}

/** Of several items that share a concept, the one whose basis the cell cites; else the first. */
function pickItem(
  items: readonly Item[],
  input: MatchInput,
  decision: Decision,
  parts: { label: string; value: number }[],
): Item | null {
  const cited = items.find((item) => input.cited.has(item.id));
  if (cited && cited.list !== 'prohibited') {
    parts.push({ label: 'cited', value: decision.citedBasis });
    return cited;
  }
  const item = items[0] ?? null;
  // a known instrument that is none of the item's speaks against a lawful item, never against a prohibited one
  if (item && item.list !== 'prohibited' && input.instruments.length > 0 && !shares(item.basis, input.instruments))
    parts.push({ label: 'other-basis', value: -decision.otherBasis });
  return item;
}

const shares = (basis: readonly BasisRef[], instruments: readonly string[]): boolean =>
  basis.some((ref) => instruments.includes(ref.instrument));

/** How sure a score and its lead over the runner-up are. */
export function strengthOf(score: number, lead: number, decision: Decision): Strength {
  if (score >= decision.thresholds.strong && lead >= decision.margins.medium) return 'strong';
  if (score >= decision.thresholds.medium && lead >= decision.margins.weak) return 'medium';
  return 'weak';
}
