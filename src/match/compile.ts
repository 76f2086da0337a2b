/** Library → the tables that matching runs on. Built once a process. */
import { comparable } from '../text.ts';
import type { Body, Concept, Frame, Item, Library } from '../types.ts';
import { Similarity } from './similar.ts';
import type { Seen } from './spot.ts';
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
  readonly concepts: readonly Concept[];
  readonly frames: readonly CompiledFrame[];
  /** class number → frames whose rarest slot holds it */
  readonly framesByClass: readonly (readonly number[])[];
  /** frames without slots: the heading alone decides */
  readonly headingFrames: readonly number[];
  readonly similarity: Similarity;
  /** body → concept number → items of that body */
  readonly items: Readonly<Record<Body, readonly (readonly Item[])[]>>;
  readonly scoring: ReadonlySet<number>;
  /** headings that were spotted before */
  readonly headings: Map<string, Seen>;
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

  // a frame waits on its rarest slot: the one with the fewest terms behind it
  const size = new Int32Array(names.length);
  for (const term of terms) for (const mark of term.marks) if (mark < maskBase) size[mark]!++;
  const framesByClass: number[][] = names.map(() => []);
  frames.forEach((frame, f) => {
    for (const slot of frame.slots) for (const n of slot) if (!framesByClass[n]!.includes(f)) framesByClass[n]!.push(f);
  });

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
  return {
    headings,
    forgetHeadings: () => headings.clear(),
    library,
    spotter: new Spotter(terms),
    names,
    classOf,
    maskBase,
    aliasConcept,
    concepts,
    frames,
    framesByClass,
    headingFrames: frames.flatMap((frame, f) => (frame.slots.length === 0 ? [f] : [])),
    similarity: new Similarity(phrases, concepts.length),
    items,
    scoring: new Set(library.decision.classes.scoring.map((name) => classOf.get(name) ?? -1)),
  };
}
