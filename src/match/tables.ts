/** Library → the flat tables that matching runs on: slow to make, quick to keep and to read back. */
import { comparable } from '../text.ts';
import type { Library, Slot } from '../types.ts';
import { type FrameTables, STRENGTHS } from './frames.ts';
import { type Phrase, type SimilarityTables, similarityTables } from './similar.ts';
import { type SpotterTables, type SpotterTerm, spotterTables } from './spotter.ts';
import { type Sample, type UsageTables, usageTables } from './usage.ts';

export interface MatchTables {
  /** class number → name; a literal is its own class named '=词', an alias '~concept' */
  readonly names: readonly string[];
  /** class number → concept number for alias classes, −1 otherwise */
  readonly aliasConcept: Int32Array;
  /** concept number → the class of its aliases, −1 when it has none */
  readonly aliasClass: Int32Array;
  readonly spotter: SpotterTables;
  readonly frames: FrameTables;
  readonly similarity: SimilarityTables;
  readonly usage: UsageTables;
}

/** The tables of a library. Marks of the spotter from `names.length` on are masks: mark − names.length is silenced. */
export function matchTables(library: Library): MatchTables {
  const { concepts } = library;
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
  const add = (term: string, mark: number): void => {
    const { text } = comparable(term);
    if (text === '') return;
    const set = marks.get(text);
    if (set) set.add(mark);
    else marks.set(text, new Set([mark]));
  };
  const masks: { text: string; class: number }[] = [];
  for (const entry of library.classes) {
    const n = number(entry.id);
    for (const term of entry.terms) add(term, n);
    for (const word of entry.notIn) masks.push({ text: word, class: n });
  }
  const resolve = (name: string): number => {
    const n = number(name);
    if (name.startsWith('=')) add(name.slice(1), n);
    return n;
  };
  const slots = new SlotTable();
  const slot = (one: Slot): number => (one.length === 0 ? -1 : slots.number(one.map(resolve)));
  const frames = concepts.flatMap((concept, c) =>
    concept.frames.map((frame) => ({
      concept: c,
      frame,
      slots: frame.all.map((one) => slots.number(one.map(resolve))),
      none: slot(frame.none),
      heading: slot(frame.heading),
    })),
  );
  const aliasClass = new Int32Array(concepts.length).fill(-1);
  concepts.forEach((concept, c) => {
    if (concept.aliases.length === 0) return;
    const n = number(`~${concept.id}`);
    aliasClass[c] = n;
    for (const alias of concept.aliases) add(alias, n);
  });
  const aliasConcept = new Int32Array(names.length).fill(-1);
  aliasClass.forEach((n, c) => {
    if (n !== -1) aliasConcept[n] = c;
  });
  for (const mask of masks) add(mask.text, names.length + mask.class);
  const terms: SpotterTerm[] = [...marks].map(([text, set]) => ({ text, marks: [...set] }));

  const rarity = rarest(
    frames.map((frame) => frame.slots),
    slots.list,
    terms,
    names.length,
  );
  const [slotFrom, frameSlots] = joined(frames.map((frame) => frame.slots));
  const [classFrom, classes] = joined(slots.list);
  return {
    names,
    aliasConcept,
    aliasClass,
    spotter: spotterTables(terms),
    frames: {
      concept: Int32Array.from(frames, (one) => one.concept),
      near: Int32Array.from(frames, (one) => one.frame.near),
      ordered: Uint8Array.from(frames, (one) => (one.frame.ordered ? 1 : 0)),
      strength: Uint8Array.from(frames, (one) => STRENGTHS.indexOf(one.frame.strength)),
      slotFrom,
      slots: frameSlots,
      none: Int32Array.from(frames, (one) => one.none),
      heading: Int32Array.from(frames, (one) => one.heading),
      classFrom,
      classes,
      ...rarity,
      headed: Int32Array.from(frames.flatMap((one, f) => (one.slots.length === 0 ? [f] : []))),
    },
    similarity: similarityTables(phrasesOf(library), concepts.length, sidesOf(library)),
    usage: usageTables(samplesOf(library)),
  };
}

/** Titles, aliases, examples and others' misses by concept number, those of one concept together. */
export function phrasesOf({ concepts, items }: Library): Phrase[] {
  const titles: string[][] = concepts.map(() => []);
  const numbers = new Map(concepts.map((concept, c) => [concept.id, c]));
  for (const item of items) for (const id of item.concepts) titles[numbers.get(id) ?? -1]?.push(item.title);
  // a miss that says what it is instead is an example of that concept
  const instead: string[][] = concepts.map(() => []);
  for (const { miss } of concepts)
    for (const example of miss)
      if (example.instead !== null) instead[numbers.get(example.instead) ?? -1]?.push(example.text);
  return concepts.flatMap(({ aliases, hit }, concept) =>
    [...new Set([...titles[concept]!, ...aliases, ...hit.map((example) => example.text), ...instead[concept]!])].map(
      (text) => ({
        concept,
        text: comparable(text).text,
      }),
    ),
  );
}

/** Titles, aliases, examples and others' misses with the headings they stand under. */
export function samplesOf({ concepts, items }: Library): Sample[] {
  const numbers = new Map(concepts.map((concept, c) => [concept.id, c]));
  const samples: Sample[] = [];
  const add = (id: string | undefined, text: string, heading: string | null): void => {
    const concept = id === undefined ? undefined : numbers.get(id);
    if (concept === undefined) return;
    samples.push({ concept, text: comparable(text).text, heading: heading === null ? '' : comparable(heading).text });
  };
  for (const item of items) add(item.concepts[0], item.title, null);
  for (const { id, aliases, hit, miss } of concepts) {
    for (const alias of aliases) add(id, alias, null);
    for (const example of hit) add(id, example.text, example.section);
    // a miss that says what it is instead is an example of that concept
    for (const example of miss) if (example.instead !== null) add(example.instead, example.text, example.section);
  }
  return samples;
}

/** Concept number → whether its examples are of prohibited topics (true) or of lawful work (false); null = of neither. */
function sidesOf({ concepts, items }: Library): (boolean | null)[] {
  const side = new Map(items.flatMap((item) => item.concepts.map((id) => [id, item.list === 'prohibited'] as const)));
  return concepts.map((concept) => side.get(concept.id) ?? null);
}

/** Sets of classes, each kept once. */
class SlotTable {
  readonly list: (readonly number[])[] = [];
  private readonly numbers = new Map<string, number>();

  number(classes: readonly number[]): number {
    const key = classes.join();
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.list.length);
    return this.list.push(classes) - 1;
  }
}

/** A frame waits on its rarest slot and looks at the next one first; single characters and short words are met everywhere. */
function rarest(
  frames: readonly (readonly number[])[],
  slots: readonly (readonly number[])[],
  terms: readonly SpotterTerm[],
  classes: number,
): Pick<FrameTables, 'anchorFrom' | 'anchored' | 'probe'> {
  const commonness = new Float64Array(classes);
  for (const term of terms)
    for (const mark of term.marks)
      if (mark < classes) commonness[mark]! += term.text.length === 1 ? 200 : term.text.length === 2 ? 10 : 2;
  const costs = slots.map((slot) => slot.reduce((sum, n) => sum + commonness[n]!, 0));
  const waiting: Set<number>[] = Array.from({ length: classes }, () => new Set());
  const probe = frames.map((own, f) => {
    const [anchor, next] = [...own].sort((a, b) => costs[a]! - costs[b]!);
    if (anchor !== undefined) for (const n of slots[anchor]!) waiting[n]!.add(f);
    return next ?? -1;
  });
  const [anchorFrom, anchored] = joined(waiting);
  return { anchorFrom, anchored, probe: Int32Array.from(probe) };
}

/** Lists in a row, and where each begins. */
function joined(lists: readonly Iterable<number>[]): [Int32Array, Int32Array] {
  const from = new Int32Array(lists.length + 1);
  const all: number[] = [];
  lists.forEach((list, i) => {
    for (const one of list) all.push(one);
    from[i + 1] = all.length;
  });
  return [from, Int32Array.from(all)];
}
