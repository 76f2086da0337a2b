/** Library → what matching runs on: the flat tables and the working space around them. Built once a process. */
import { keptFor } from '../kept.ts';
import type { Body, Concept, Item, Library } from '../types.ts';
import { FrameFiller } from './frames.ts';
import type { Headed } from './match.ts';
import { packTables, unpackTables } from './pack.ts';
import { Similarity } from './similar.ts';
import { Seen } from './spot.ts';
import { Spotter } from './spotter.ts';
import { type MatchTables, matchTables, phrasesOf, samplesOf } from './tables.ts';
import { Usage } from './usage.ts';

/** Name under which the tables are kept. */
const KEPT = 'match';
/** The kinds of words that say whom a row addresses, as lists/decision.yaml names them: somebody else, then the committee. */
const WHOM = [
  'town',
  'area',
  'department',
  'post',
  'superior',
  'titled',
  'committee',
  'place',
  'object',
  'patient',
] as const;
export type WhomKind = (typeof WHOM)[number];
/** The bit of each kind in {@link Compiled.whomOf}. */
export const WHOM_BIT = Object.fromEntries(WHOM.map((kind, i) => [kind, 1 << i])) as Readonly<Record<WhomKind, number>>;
/** Bits of the kinds without which nobody else than the committee is addressed. */
export const ELSEWHERE = WHOM_BIT.committee - 1;

export interface Compiled {
  readonly library: Library;
  readonly spotter: Spotter;
  /** class number → name; a literal is its own class named '=词', an alias '~concept' */
  readonly names: readonly string[];
  /** marks at or above this are masks: mark − maskBase is the class they silence */
  readonly maskBase: number;
  /** class number → concept number for alias classes, −1 otherwise */
  readonly aliasConcept: Int32Array;
  /** concept number → the class of its aliases, −1 when it has none */
  readonly aliasClass: Int32Array;
  readonly concepts: readonly Concept[];
  /** concept number → its place in the order of ids */
  readonly rank: Int32Array;
  readonly similarity: Similarity;
  readonly usage: Usage;
  /** body → concept number → items of that body */
  readonly items: Readonly<Record<Body, readonly (readonly Item[])[]>>;
  /** class numbers of role words */
  readonly roles: Readonly<Record<'responsible' | 'doubtful' | 'assisting' | 'scoring', readonly number[]>>;
  /** class numbers of words that tell the addressee */
  readonly whom: Readonly<Record<WhomKind, readonly number[]>>;
  /** class number → bits of the kinds it belongs to */
  readonly whomOf: Uint16Array;
  readonly filler: FrameFiller;
  /** reusable space for the i-th clause of a cell */
  scratch(i: number): Seen;
  /** headings and addressee cells that were spotted before */
  readonly headings: Map<string, Seen>;
  /** body and heading → what the heading alone is about */
  readonly headingMatches: Map<string, readonly Headed[]>;
  /** after a term was muted or unmuted */
  forgetHeadings(): void;
  /** Examples of this text do not count: one must not be found by itself when words are put to the test; null = all do. */
  omit(text: string | null): void;
}

/** The tables of a library: as they were kept, else made and kept. */
function tablesOf(library: Library): MatchTables {
  const kept = keptFor(library);
  const bytes = kept?.read(KEPT);
  if (bytes) return unpackTables(bytes);
  const tables = matchTables(library);
  kept?.write(KEPT, packTables(tables));
  return tables;
}

/** Tables and working space for one library; matching with it never runs twice at once. */
export function compile(library: Library): Compiled {
  const tables = tablesOf(library);
  const { concepts } = library;
  const { names } = tables;
  const classOf = new Map(names.map((name, n) => [name, n]));
  const numbers = (list: readonly string[]): number[] => list.flatMap((name) => classOf.get(name) ?? []);
  const conceptNumber = new Map(concepts.map((concept, c) => [concept.id, c]));
  const items: Record<Body, Item[][]> = { village: concepts.map(() => []), community: concepts.map(() => []) };
  for (const item of library.items)
    for (const id of item.concepts) items[item.body][conceptNumber.get(id) ?? -1]?.push(item);

  const { classes } = library.decision;
  const whom = Object.fromEntries(WHOM.map((kind) => [kind, numbers(classes[kind])])) as Record<WhomKind, number[]>;
  const whomOf = new Uint16Array(names.length);
  for (const kind of WHOM) for (const n of whom[kind]) whomOf[n]! |= WHOM_BIT[kind];
  const rank = new Int32Array(concepts.length);
  concepts
    .map((concept, c) => ({ id: concept.id, c }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .forEach(({ c }, place) => {
      rank[c] = place;
    });

  const spaces: Seen[] = [];
  const headings = new Map<string, Seen>();
  const headingMatches = new Map<string, readonly Headed[]>();
  const similarity = new Similarity(tables.similarity, concepts.length, () =>
    phrasesOf(library).map((one) => one.text),
  );
  const usage = new Usage(tables.usage, concepts.length, () => samplesOf(library));
  return {
    library,
    spotter: new Spotter(tables.spotter),
    names,
    maskBase: names.length,
    aliasConcept: tables.aliasConcept,
    aliasClass: tables.aliasClass,
    concepts,
    rank,
    similarity,
    usage,
    items,
    roles: {
      responsible: numbers(classes.responsible),
      doubtful: numbers(classes.doubtful),
      assisting: numbers(classes.assisting),
      scoring: numbers(classes.scoring),
    },
    whom,
    whomOf,
    filler: new FrameFiller(tables.frames, concepts.length, library.decision),
    scratch(i) {
      spaces[i] ??= new Seen(names.length);
      return spaces[i];
    },
    headings,
    headingMatches,
    omit: (text) => {
      similarity.omitted = text;
      usage.omitted = text;
    },
    forgetHeadings: () => {
      headings.clear();
      headingMatches.clear();
    },
  };
}
