/**
 * Whose usual words a row uses. Each character and bigram speaks for the concepts in whose titles, aliases and examples
 * it stands more often than elsewhere, by the logarithm of that lift; over the row and its heading these add up, and the
 * concepts share one point by what they have more than others. Nothing but the lists is counted: an example more or
 * less, and the words weigh differently. It answers for rows that no frame foresees, and says when frame and words agree.
 */
import type { Span } from '../types.ts';
import { bigram, gramsOf, isWord, placeOf } from './grams.ts';
import { type Numbers, numbersOf } from './numbers.ts';
import { tellingSpans } from './telling.ts';

/** A title, alias or example of a concept, in comparable form. */
export interface Sample {
  readonly concept: number;
  readonly text: string;
  /** the heading it stands under, '' for none */
  readonly heading: string;
}

/** The counts as flat tables: all there is to keep of them. */
export interface UsageTables {
  /** four numbers a gram, hashed by it: see {@link KEY} to {@link MET}; a free place has no concepts */
  readonly grams: Int32Array;
  /** what a gram speaks for stands together: concept, logarithm of the lift, number of samples with the gram */
  readonly concept: Numbers;
  readonly lift: Float32Array;
  readonly count: Numbers;
}

const SIZE = 4;
/** the character, or two of them */
const KEY = 0;
/** it speaks for concept[from] … concept[to − 1] */
const FROM = 1;
const TO = 2;
/** the row in which it was met last */
const MET = 3;

/** Samples that every gram has had in every concept before anything was counted: one sample proves little. */
const PRIOR = 0.3;
/** A gram speaks for so many concepts at most, so that the cost of a row does not grow with the lists. */
const CONCEPTS_MOST = 64;
/** So many spreads behind the first a share is below a hundred-thousandth. */
const NOTHING_LEFT = 12;
/** Headings whose sums are kept. */
const HEADINGS_KEPT = 256;

export class Usage {
  /** concepts that the last row speaks for, `count` of them */
  readonly concepts: Int32Array;
  count = 0;
  private readonly sums: Float32Array;
  private readonly mask: number;
  private serial = 0;
  private readonly headings = new Map<string, readonly (readonly [concept: number, sum: number])[]>();
  /** concept → gram → samples that do not count */
  private without: ReadonlyMap<number, ReadonlyMap<number, number>> | null = null;

  private byText: ReadonlyMap<string, readonly Sample[]> | null = null;

  /** @param samples asked only when one is to be omitted */
  constructor(
    private readonly tables: UsageTables,
    concepts: number,
    private readonly samples: () => readonly Sample[],
  ) {
    this.mask = tables.grams.length - SIZE;
    this.sums = new Float32Array(concepts);
    this.concepts = new Int32Array(concepts);
  }

  /** Samples of this text do not count: an example must not speak for itself when words are put to the test. */
  set omitted(text: string | null) {
    this.headings.clear();
    if (text === null) {
      this.without = null;
      return;
    }
    this.byText ??= byText(this.samples());
    this.without = countsOf(this.byText.get(text) ?? []);
  }

  /**
   * Shares one point out among the concepts; ask `of`, and do so before the next row.
   * @param texts the parts of the row, in comparable form
   * @param heading over it, null for none
   * @param spread difference of sums at which a concept has the e-th part of another one's share
   */
  weigh(texts: Iterable<string>, heading: string | null, spread: number): void {
    const { sums, concepts } = this;
    for (let k = 0; k < this.count; k++) sums[concepts[k]!] = 0;
    this.count = 0;
    if (heading !== null) for (const [c, sum] of this.sumsOf(heading)) this.speak(c, sum);
    this.serial = (this.serial + 1) | 0;
    for (const text of texts) this.add(text);
    let most = 0;
    for (let k = 0; k < this.count; k++) most = Math.max(most, sums[concepts[k]!]!);
    let total = 0;
    for (let k = 0; k < this.count; k++) {
      const c = concepts[k]!;
      const behind = (most - sums[c]!) / spread;
      // most concepts are too far behind to share
      total += sums[c] = behind > NOTHING_LEFT ? 0 : Math.exp(-behind);
    }
    for (let k = 0; k < this.count; k++) sums[concepts[k]!]! /= total;
  }

  /** Share 0..1 of a concept in the last row. */
  of(concept: number): number {
    return this.sums[concept]!;
  }

  /** The bigrams of a text that speak most for a concept, as spans in its order; neighbours are one. */
  telling(text: string, concept: number): Span[] {
    const { grams, concept: concepts, lift } = this.tables;
    return tellingSpans(text, (key) => {
      const g = this.find(key);
      if (g === -1) return 0;
      for (let k = grams[g + FROM]!; k < grams[g + TO]!; k++) if (concepts[k] === concept) return lift[k]!;
      return 0;
    });
  }

  private sumsOf(heading: string): readonly (readonly [number, number])[] {
    let known = this.headings.get(heading);
    if (known === undefined) {
      this.serial = (this.serial + 1) | 0;
      this.add(heading);
      known = Array.from(this.concepts.subarray(0, this.count), (c) => [c, this.sums[c]!] as const);
      for (const [c] of known) this.sums[c] = 0;
      this.count = 0;
      if (this.headings.size >= HEADINGS_KEPT) this.headings.clear();
      this.headings.set(heading, known);
    }
    return known;
  }

  /** Adds what the grams of a text speak for; a gram counts once a row. */
  private add(text: string): void {
    let a = 0;
    for (let i = 0; i < text.length; i++) {
      const b = text.charCodeAt(i);
      if (isWord(b)) {
        this.hear(b);
        if (a !== 0) this.hear(bigram(a, b));
        a = b;
      } else a = 0;
    }
  }

  private hear(key: number): void {
    const { grams, concept, lift } = this.tables;
    const g = this.find(key);
    if (g === -1 || grams[g + MET] === this.serial) return;
    grams[g + MET] = this.serial;
    const to = grams[g + TO]!;
    for (let k = grams[g + FROM]!; k < to; k++) {
      const c = concept[k]!;
      this.speak(c, this.without === null ? lift[k]! : this.lessened(key, k));
    }
  }

  private speak(c: number, lift: number): void {
    const before = this.sums[c]!;
    if (before === 0 && lift > 0) this.concepts[this.count++] = c;
    this.sums[c] = before + lift;
  }

  /** The lift without the samples that do not count. */
  private lessened(key: number, k: number): number {
    const { concept, lift, count } = this.tables;
    const fewer = this.without?.get(concept[k]!)?.get(key) ?? 0;
    if (fewer === 0) return lift[k]!;
    const left = count[k]! - fewer;
    return left <= 0 ? 0 : Math.max(0, lift[k]! + Math.log((left + PRIOR) / (count[k]! + PRIOR)));
  }

  /** The place of a gram, −1 when no sample has it. */
  private find(key: number): number {
    const { grams } = this.tables;
    let g = placeOf(key, SIZE) & this.mask;
    while (grams[g + TO] !== 0 && grams[g + KEY] !== key) g = (g + SIZE) & this.mask;
    return grams[g + TO] === 0 ? -1 : g;
  }
}

/** The tables of all samples. */
export function usageTables(samples: readonly Sample[]): UsageTables {
  const counts = countsOf(samples);
  const everywhere = new Map<number, { total: number; by: [concept: number, count: number][] }>();
  const totals = new Map<number, number>();
  let grand = 0;
  for (const [c, grams] of counts)
    for (const [gram, count] of grams) {
      const of = everywhere.get(gram);
      if (of) {
        of.total += count;
        of.by.push([c, count]);
      } else everywhere.set(gram, { total: count, by: [[c, count]] });
      totals.set(c, (totals.get(c) ?? 0) + count);
      grand += count;
    }
  const vocabulary = everywhere.size;
  const spoken = [...everywhere].flatMap(([key, { total, by }]) => {
    const share = (total + 1) / (grand + vocabulary);
    const lifts = by.map(([c, count]) => ({
      c,
      count,
      lift: Math.log((count + PRIOR) / (totals.get(c)! + PRIOR * vocabulary) / share),
    }));
    const most = lifts
      .filter((one) => one.lift > 0)
      .sort((a, b) => b.lift - a.lift || a.c - b.c)
      .slice(0, CONCEPTS_MOST);
    return most.length === 0 ? [] : [{ key, most }];
  });
  let size = 1024;
  while (size < spoken.length * 2) size *= 2;
  const grams = new Int32Array(size * SIZE);
  const mask = grams.length - SIZE;
  let at = 0;
  for (const { key, most } of spoken) {
    let g = placeOf(key, SIZE) & mask;
    while (grams[g + TO] !== 0) g = (g + SIZE) & mask;
    grams[g + KEY] = key;
    grams[g + FROM] = at;
    at += most.length;
    grams[g + TO] = at;
  }
  const all = spoken.flatMap(({ most }) => most);
  return {
    grams,
    concept: numbersOf(all.map(({ c }) => c)),
    lift: Float32Array.from(all, ({ lift }) => lift),
    count: numbersOf(all.map(({ count }) => count)),
  };
}

function byText(samples: readonly Sample[]): Map<string, Sample[]> {
  const found = new Map<string, Sample[]>();
  for (const sample of samples) {
    const same = found.get(sample.text);
    if (same) same.push(sample);
    else found.set(sample.text, [sample]);
  }
  return found;
}

/** Concept → gram → in how many samples it stands. */
function countsOf(samples: readonly Sample[]): Map<number, Map<number, number>> {
  const counts = new Map<number, Map<number, number>>();
  for (const { concept, text, heading } of samples) {
    let of = counts.get(concept);
    if (!of) {
      of = new Map();
      counts.set(concept, of);
    }
    for (const gram of gramsOf(`${heading}\n${text}`, true)) of.set(gram, (of.get(gram) ?? 0) + 1);
  }
  return counts;
}
