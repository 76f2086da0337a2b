/**
 * Row × library → candidates with their reasons.
 *
 * Every clause of the cell is spotted for terms; frames (object × action × …) say which concepts the terms make, the
 * headings over the row fill at most all but one slot; likeness to titles and examples answers for what no frame names.
 * Nothing is decided here: roles, scope and addressee are reported beside the candidates, and judge.ts weighs them.
 */

import { standingOf } from '../standing.ts';
import { comparable } from '../text.ts';
import type {
  BasisRef,
  Body,
  ClauseMatch,
  Concept,
  ConceptMatch,
  Decision,
  Evidence,
  Item,
  RowMatch,
  Span,
} from '../types.ts';
import { addressed } from './addressee.ts';
import { Candidate, type Worth } from './candidate.ts';
import { type Clause, splitClauses } from './clauses.ts';
import type { Compiled } from './compile.ts';
import { SLOTS_MOST } from './frames.ts';
import { evidenceOf, type MatchInput, type Seen, seenBefore, spot } from './spot.ts';

/** Headings repeat from row to row; what was seen in so many of them is kept. */
const HEADINGS_KEPT = 256;
/** Candidates of a clause that are worth reporting. */
const CANDIDATES_KEPT = 12;

/** Everything the matcher has to say about one row under the lists of `input.body`. */
export function matchRow(compiled: Compiled, input: MatchInput): RowMatch {
  const { text, title, section } = input;
  const over = title ? (section ? `${title} / ${section}` : title) : (section ?? '');
  const head = over === '' ? null : seenBefore(compiled, over);
  const spans = splitClauses(text);
  // where the whole cell is written plainly, so is every part of it
  const plain = comparable(text).offsets === null;
  const seen = spans.map((span, i) => {
    const part = text.slice(span.start, span.end);
    const form = plain ? { text: part, offsets: null, original: part, hidden: 0 } : comparable(part);
    return spot(compiled, form, span.start, compiled.scratch(i));
  });
  carryScores(compiled, spans, seen);
  const matter = seen.filter((_, i) => !spans[i]!.rule).map((one) => one.form.text);
  compiled.usage.weigh(matter, head?.form.text ?? null, compiled.library.decision.usage.spread);
  const clauses = seen.map((one, i) => {
    // a scoring rule says what it says: it borrows its matter neither from the heading nor from the first clause
    const { rule } = spans[i]!;
    return matchClause(compiled, input, spans[i]!, one, rule ? null : head, rule || i === 0 ? null : seen[0]!);
  });
  const usage = usageByStanding(compiled, input.body);
  let hidden = 0;
  for (const one of seen) hidden += one.form.hidden;
  return { body: input.body, clauses, addressee: addressed(compiled, input, head, seen), usage, hidden };
}

/** The shares of the usual words, added up for what a verdict tells apart. */
function usageByStanding({ usage, items, concepts }: Compiled, body: Body): RowMatch['usage'] {
  const shares = { prohibited: 0, assist: 0, own: 0, unlisted: 0, scope: 0 };
  for (let k = 0; k < usage.count; k++) {
    const c = usage.concepts[k]!;
    shares[standingOf(items[body][c]![0] ?? null, concepts[c]!)] += usage.of(c);
  }
  return shares;
}

/**
 * Points and penalties of a scoring rule count for the clause that it scores, and no longer for the rule: they stand at
 * the end of that clause, outside its text.
 */
function carryScores(compiled: Compiled, spans: readonly Clause[], seen: readonly Seen[]): void {
  let main = 0;
  spans.forEach((span, i) => {
    if (!span.rule) main = i;
    else
      for (const n of compiled.roles.scoring) {
        if (!seen[i]!.has(n)) continue;
        seen[main]!.add(n, seen[main]!.form.text.length, seen[main]!.form.text.length);
        seen[i]!.silence(n, 0, seen[i]!.form.text.length);
      }
  });
}

function matchClause(
  compiled: Compiled,
  input: MatchInput,
  span: Clause,
  clause: Seen,
  head: Seen | null,
  cell: Seen | null,
): ClauseMatch {
  const { decision } = compiled.library;
  const found = rankConcepts(compiled, input, clause, head, cell, decision);
  const own = span.rule ? found.filter((one) => one.by !== 'similarity') : found;
  const named = own.some((one) => one.by !== 'similarity');
  const best =
    named || head === null ? own : withHeading(compiled, own, headingConcepts(compiled, input, head), decision);
  const { roles } = compiled;
  const scope = best.find((one) => one.concept.kind === 'scope') ?? null;
  return {
    start: span.start,
    end: span.end,
    text: clause.form.original,
    rule: span.rule,
    candidates: scope === null ? best : best.filter((one) => one.concept.kind !== 'scope'),
    scope,
    responsible: roleWords(clause, roles.responsible, input.text),
    doubtful: roleWords(clause, roles.doubtful, input.text),
    assisting: roleWords(clause, roles.assisting, input.text),
    weight: hanCount(clause.form.text),
  };
}

/** What a heading by itself is about, and the item it stands for. */
export interface Headed {
  readonly concept: number;
  readonly item: Item | null;
  readonly score: number;
}

/** What the heading by itself is about; only frames and phrases count, likeness to it would say nothing of the clause. */
function headingConcepts(compiled: Compiled, input: MatchInput, head: Seen): readonly Headed[] {
  const { decision } = compiled.library;
  const key = `${input.body} ${head.form.original}`;
  let known = compiled.headingMatches.get(key);
  if (!known) {
    if (compiled.headingMatches.size >= HEADINGS_KEPT) compiled.headingMatches.clear();
    known = ranked(compiled, { ...input, cited: NONE_CITED, instruments: [] }, head, null, null, decision)
      .filter(({ match }) => match.by !== 'similarity')
      .map(({ match, concept }) => ({
        concept,
        item: match.item,
        // its words are the table's, not the clause's
        score:
          match.score -
          wordingOf(match.concept, match.item, compiled.similarity.wording, decision) -
          usageOf(compiled, concept),
      }));
    compiled.headingMatches.set(key, known);
  }
  if (input.cited.size === 0 && input.instruments.length === 0) return known;
  return known.map(({ concept, score }) => {
    const { item, cited, other } = pickItem(compiled.items[input.body][concept]!, input);
    return { concept, item, score: score + (cited ? decision.citedBasis : other ? -decision.otherBasis : 0) };
  });
}
const NONE_CITED: ReadonlySet<string> = new Set();

/** A clause that names nothing itself is read under its heading: 捐赠标准 / 每户不少于50元. */
function withHeading(
  compiled: Compiled,
  own: readonly ConceptMatch[],
  above: readonly Headed[],
  decision: Decision,
): readonly ConceptMatch[] {
  if (above.length === 0) return own;
  const out = [...own];
  for (const { concept: c, item, score: whole } of above) {
    const score = whole - decision.headingAlone;
    if (score <= 0) continue;
    const concept = compiled.concepts[c]!;
    const at = out.findIndex((one) => one.concept === concept);
    const likeness = at === -1 ? 0 : out[at]!.score;
    if (at !== -1) out.splice(at, 1);
    const parts = [
      { label: 'heading', value: score },
      ...(likeness > 0 ? [{ label: 'similarity', value: likeness }] : []),
    ];
    out.push({
      concept,
      item,
      by: 'heading',
      score: score + likeness,
      helped: true,
      wording: 0,
      evidence: NOTHING,
      parts,
    });
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
): readonly ConceptMatch[] {
  const found = ranked(compiled, input, clause, head, cell, decision);
  return found.length === 0 ? NO_MATCH : found.map((one) => one.match);
}

function ranked(
  compiled: Compiled,
  input: MatchInput,
  clause: Seen,
  head: Seen | null,
  cell: Seen | null,
  decision: Decision,
): readonly Ranked[] {
  const { filler, similarity, usage, aliasConcept } = compiled;
  filler.run(clause, head, cell);
  similarity.rank(clause.form.text, decision.similarityFloor);
  const out: Ranked[] = [];
  for (let k = 0; k < filler.touchedCount; k++) {
    const c = filler.touched[k]!;
    consider(compiled, c, similarity.of(c), input, clause, out);
    similarity.take(c);
  }
  for (let k = 0; k < clause.presentCount; k++) {
    const c = aliasConcept[clause.present[k]!]!;
    if (c === -1 || filler.frames[c] !== 0) continue;
    consider(compiled, c, similarity.of(c), input, clause, out);
    similarity.take(c);
  }
  for (let k = 0; k < similarity.count; k++) {
    const c = similarity.concepts[k]!;
    if (similarity.of(c) > 0) consider(compiled, c, similarity.of(c), input, clause, out);
  }
  for (let k = 0; k < usage.count; k++) {
    const c = usage.concepts[k]!;
    if (usage.of(c) >= decision.usage.least && !out.some((one) => one.concept === c))
      consider(compiled, c, 0, input, clause, out);
  }
  similarity.clear();
  if (out.length <= CANDIDATES_KEPT) return out;
  // the best scope concept is kept wherever it stands
  return out.filter((one, i) => i < CANDIDATES_KEPT || one.match.concept.kind === 'scope');
}

/** A candidate and the number of its concept. */
interface Ranked {
  readonly match: Candidate;
  readonly concept: number;
}
const NO_MATCH: readonly ConceptMatch[] = [];

/** Weighs one concept and puts it in its place among the candidates, unless it is too weak to be kept. */
function consider(
  compiled: Compiled,
  c: number,
  likeness: number,
  input: MatchInput,
  clause: Seen,
  out: Ranked[],
): void {
  const { decision } = compiled.library;
  const { filler } = compiled;
  const frames = filler.frames[c]!;
  const aliasClass = compiled.aliasClass[c]!;
  const alias = aliasClass !== -1 && clause.count[aliasClass] !== 0 ? clause.first[aliasClass]! : 0;
  const { item, cited, other } = pickItem(compiled.items[input.body][c]!, input);
  const worth: Worth = {
    frame: frames === 0 ? 0 : filler.score[c]!,
    help: frames === 0 ? null : filler.fromHeading[c] === 1 ? 'heading' : filler.fromCell[c] === 1 ? 'cell' : null,
    further: frames > 1 ? Math.min(decision.furtherFrameCap, (frames - 1) * decision.furtherFrame) : 0,
    alias: alias === 0 ? 0 : decision.alias + 0.02 * (clause.end[alias]! - clause.start[alias]!),
    // likeness tells topics apart; that a clause is no task has to be said in words
    likeness: (compiled.concepts[c]!.kind === 'scope' ? decision.scopeSimilarity : decision.similarity) * likeness,
    wording: wordingOf(compiled.concepts[c]!, item, compiled.similarity.wording, decision),
    usage: usageOf(compiled, c),
    cited: cited ? decision.citedBasis : other ? -decision.otherBasis : 0,
  };
  let score = worth.frame + worth.further;
  const phrase = worth.alias > score;
  if (phrase) score = worth.alias;
  else if (alias !== 0) score += decision.furtherFrame;
  score = score + worth.likeness + worth.wording + worth.usage + worth.cited;
  if (score <= 0) return;
  const concept = compiled.concepts[c]!;
  let at = out.length;
  if (at >= CANDIDATES_KEPT && score < out[CANDIDATES_KEPT - 1]!.match.score && concept.kind !== 'scope') return;
  const by = phrase ? 'alias' : frames > 0 ? 'frame' : 'similarity';
  const { form, base } = clause;
  const known = phrase ? clause.hits(aliasClass) : frames > 0 ? spansOf(compiled, c) : null;
  const { text } = input;
  const match = new Candidate(concept, item, score, by, worth, known, form, base, text, decision, compiled, c);
  // an insertion among a handful
  while (at > 0 && isBetter(compiled, score, c, out[at - 1]!)) at--;
  out.splice(at, 0, { match, concept: c });
}

/** What the words of the clause as a whole say for a concept: they lean to prohibited topics, or to lawful work. */
function wordingOf(concept: Concept, item: Item | null, said: number, { wording }: Decision): number {
  const value = wording.weight * Math.max(-wording.most, Math.min(wording.most, said - wording.even));
  // that a clause is no task has to be said in words
  if (concept.kind === 'scope') return 0;
  return item === null ? -value * wording.unlisted : item.list === 'prohibited' ? value : -value;
}

/** What the words of the row as a whole say for a concept. */
const usageOf = ({ concepts, usage, library }: Compiled, c: number): number =>
  concepts[c]!.kind === 'scope' ? 0 : library.decision.usage.weight * usage.of(c);

const isBetter = (compiled: Compiled, score: number, c: number, than: Ranked): boolean =>
  score > than.match.score || (score === than.match.score && compiled.rank[c]! < compiled.rank[than.concept]!);

function spansOf({ filler }: Compiled, c: number): Span[] {
  const out: Span[] = [];
  const from = c * SLOTS_MOST;
  for (let k = from; k < from + filler.hits[c]!; k++) out.push({ start: filler.start[k]!, end: filler.end[k]! });
  return out;
}

/** Of several items that share a concept, the one whose basis the cell cites; else the first. */
function pickItem(items: readonly Item[], input: MatchInput): { item: Item | null; cited: boolean; other: boolean } {
  if (input.cited.size > 0) {
    const cited = items.find((item) => input.cited.has(item.id));
    if (cited && cited.list !== 'prohibited') return { item: cited, cited: true, other: false };
  }
  const item = items[0] ?? null;
  // a known instrument that is none of the item's speaks against a lawful item, never against a prohibited one
  const other =
    item !== null &&
    item.list !== 'prohibited' &&
    input.instruments.length > 0 &&
    !shares(item.basis, input.instruments);
  return { item, cited: false, other };
}

const shares = (basis: readonly BasisRef[], instruments: readonly string[]): boolean =>
  basis.some((ref) => instruments.includes(ref.instrument));
