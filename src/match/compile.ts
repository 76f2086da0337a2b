/** Library → the tables that matching runs on. Built once a process. */
import { comparable } from '../text.ts';
import type { Body, Concept, ConceptMatch, Frame, Item, Library } from '../types.ts';
import { FrameFiller } from './frames.ts';
import { Similarity } from './similar.ts';
import { Seen } from './spot.ts';
import { Spotter, type SpotterTerm } from './spotter.ts';

/** A frame with its names replaced by class numbers. */
export interface CompiledFrame {
  readonly concept: number;
  readonly frame: Frame;
  readonly slots: readonly Int32Array[];
  readonly none: Int32Array;
  readonly heading: Int32Array;
}

export interface Compiled {
  readonly library: Library;
  readonly spotter: Spotter;
  /** class number → name; a literal is its own class named '=词', an alias '~concept' */
  readonly names: readonly string[];
  readonly classOf: ReadonlyMap<string, number>;
  /** marks at or above this are masks: mark − maskBase is the class they silence */
  readonly maskBase: number;
  /** class number → concept number for alias classes, −1 otherwise */
  readonly aliasConcept: Int32Array;
  /** concept number → the class of its aliases, −1 when it has none */
  readonly aliasClass: Int32Array;
  readonly concepts: readonly Concept[];
  readonly frames: readonly CompiledFrame[];
  /** class number → frames whose rarest slot holds it */
  readonly framesByAnchor: readonly Int32Array[];
  /** frames without slots: the heading alone decides */
  readonly headingFrames: readonly number[];
  readonly similarity: Similarity;
  /** body → concept number → items of that body */
  readonly items: Readonly<Record<Body, readonly (readonly Item[])[]>>;
  /** class numbers of role words */
  readonly roles: Readonly<Record<'responsible' | 'doubtful' | 'assisting', readonly number[]>>;
  readonly filler: FrameFiller;
  /** reusable space for the i-th clause of a cell */
  scratch(i: number): Seen;
  /** reusable list of concept numbers */
  readonly marked: number[];
  /** headings that were spotted before */
  readonly headings: Map<string, Seen>;
  /** body + heading → what the heading alone is about */
  readonly headingMatches: Map<string, readonly ConceptMatch[]>;
  /** after a term was muted or unmuted */
  forgetHeadings(): void;
}

/** @throws Error when a frame names a class that no lexicon file has (lint reports it before, with its place) */
export function compile(library: Library): Compiled {
  const names: string[] = [];
  const classOf = new Map<string, number>();
  const number = (name: string): number => {
    let n = classOf.get(name);
    if (n === undefined) {
      n = names.length;
      names.push(name);
      classOf.set(name, n);
    }
    return n;
  };
  const marks = new Map<string, Set<number>>();
  const masks: { text: string; class: number }[] = [];
  const add = (term: string, mark: number): void => {
    const { text } = comparable(term);
    if (text === '') return;
    const set = marks.get(text);
    if (set) set.add(mark);
    else marks.set(text, new Set([mark]));
  };
  for (const entry of library.classes) {
    const n = number(entry.id);
    for (const term of entry.terms) add(term, n);
    for (const word of entry.notIn) masks.push({ text: word, class: n });
  }
  const resolve = (name: string): number => {
    if (name.startsWith('=')) {
      const n = number(name);
      add(name.slice(1), n);
      return n;
    }
    return number(name);
  };
  const { concepts } = library;
  const frames: CompiledFrame[] = [];
  concepts.forEach((concept, c) => {
    for (const frame of concept.frames)
      frames.push({
        concept: c,
        frame,
        slots: frame.all.map((slot) => Int32Array.from(slot, resolve)),
        none: Int32Array.from(frame.none, resolve),
        heading: Int32Array.from(frame.heading, resolve),
      });
  });
  const aliases: { class: number; concept: number }[] = [];
  concepts.forEach((concept, c) => {
    if (concept.aliases.length === 0) return;
    const n = number(`~${concept.id}`);
    aliases.push({ class: n, concept: c });
    for (const alias of concept.aliases) add(alias, n);
  });
  const maskBase = names.length;
  for (const mask of masks) add(mask.text, maskBase + mask.class);
  const terms: SpotterTerm[] = [...marks].map(([text, set]) => ({ text, marks: [...set] }));
  const aliasConcept = new Int32Array(names.length).fill(-1);
  for (const alias of aliases) aliasConcept[alias.class] = alias.concept;

  const aliasClass = new Int32Array(concepts.length).fill(-1);
  for (const alias of aliases) aliasClass[alias.concept] = alias.class;

  // a frame waits on its rarest slot; single characters and short words are met everywhere
  const commonness = new Float64Array(names.length);
  for (const term of terms)
    for (const mark of term.marks)
      if (mark < maskBase) commonness[mark]! += term.text.length === 1 ? 200 : term.text.length === 2 ? 10 : 2;
  const anchors: number[][] = names.map(() => []);
  frames.forEach((frame, f) => {
    const cost = (slot: Int32Array): number => slot.reduce((sum, n) => sum + commonness[n]!, 0);
    const anchor = frame.slots.reduce<Int32Array | null>(
      (best, slot) => (best === null || cost(slot) < cost(best) ? slot : best),
      null,
    );
    for (const n of anchor ?? []) if (!anchors[n]!.includes(f)) anchors[n]!.push(f);
  });
  const framesByAnchor = anchors.map((list) => Int32Array.from(list));

  const conceptNumber = new Map(concepts.map((concept, c) => [concept.id, c]));
  const items: Record<Body, Item[][]> = { village: concepts.map(() => []), community: concepts.map(() => []) };
  const phrases: { concept: number; text: string }[] = [];
  for (const item of library.items)
    for (const id of item.concepts) {
      const c = conceptNumber.get(id);
      if (c === undefined) continue;
      items[item.body][c]!.push(item);
      phrases.push({ concept: c, text: comparable(item.title).text });
    }
  concepts.forEach((concept, c) => {
    for (const alias of concept.aliases) phrases.push({ concept: c, text: comparable(alias).text });
    for (const example of concept.hit) phrases.push({ concept: c, text: comparable(example.text).text });
  });
  const headings = new Map<string, Seen>();
  const headingMatches = new Map<string, readonly ConceptMatch[]>();
  const { classes } = library.decision;
  const numbers = (list: readonly string[]): number[] =>
    list.flatMap((name) => (classOf.has(name) ? [classOf.get(name)!] : []));
  const spaces: Seen[] = [];
  let filler: FrameFiller | null = null;
  const compiled: Compiled = {
    headings,
    roles: {
      responsible: numbers(classes.responsible),
      doubtful: numbers(classes.doubtful),
      assisting: numbers(classes.assisting),
    },
    get filler() {
      filler ??= new FrameFiller(compiled);
      return filler;
    },
    scratch(i) {
      spaces[i] ??= new Seen(names.length);
      return spaces[i];
    },
    marked: [],
    headingMatches,
    forgetHeadings: () => {
      headings.clear();
      headingMatches.clear();
    },
    library,
    spotter: new Spotter(terms),
    names,
    classOf,
    maskBase,
    aliasConcept,
    concepts,
    frames,
    framesByAnchor,
    aliasClass,
    headingFrames: frames.flatMap((frame, f) => (frame.slots.length === 0 ? [f] : [])),
    // phrases of one concept together: the index counts each concept once a bigram
    similarity: new Similarity(
      phrases.sort((a, b) => a.concept - b.concept),
      concepts.length,
    ),
    items,
  };
  return compiled;
}
