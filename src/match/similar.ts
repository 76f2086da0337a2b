/**
 * How like a text is to the titles, aliases and examples of each concept: cosine of idf-weighted character bigrams, the
 * best phrase of a concept decides. It answers for what the lexicon does not name; frames come first.
 */
import type { Span } from '../types.ts';
import { bigram, gramsOf, isWord, placeOf } from './grams.ts';
import { type Numbers, numbers, numbersOf } from './numbers.ts';
import { tellingSpans } from './telling.ts';

export interface Phrase {
  readonly concept: number;
  readonly text: string;
}

/**
 * The index as flat tables: all there is to keep of it. What is asked of a bigram stands together, in eight numbers of
 * one table that is hashed by its two characters: a text touches one line of memory a bigram.
 */
export interface SimilarityTables {
  /** see {@link KEY} to {@link MET}; a free place has no phrases */
  readonly grams: Int32Array;
  readonly phrases: Numbers;
  /** phrase → concept, and 1 / the norm of the phrase */
  readonly concept: Numbers;
  readonly inverse: Float32Array;
}

const SIZE = 8;
/** the two characters */
const KEY = 0;
/** the phrases with this bigram are phrases[from] … phrases[to − 1] */
const FROM = 1;
const TO = 2;
/** square of its weight (float) */
const SQUARE = 3;
/** the most that it can add to the likeness of a phrase to a text of norm 1 (float) */
const MOST = 4;
/** the text in which it was met last */
const MET = 5;
/** how much more the examples of one side have it than those of the other (float, log odds) */
const LEAN = 6;

/** A bigram of more phrases than this is common: what it adds may be looked up last. */
const COMMON = 16;
/**
 * Looks at phrases, for each bigram of a text and for any text, that keep the cost of a text nearly the same however long
 * the lists are: where more would have to be looked at, the commonest bigrams are left out, which tell least. The
 * shipped lists need about twenty a bigram.
 */
const LOOKS = 128;
const LOOKS_LEAST = 4096;

export class Similarity {
  /** concepts that had some likeness in the last ranking, `count` of them */
  readonly concepts: Int32Array;
  count = 0;
  private readonly scores: Float32Array;
  private readonly touched: Int32Array;
  private readonly best: Float32Array;
  private readonly unknown: number;
  private readonly mask: number;
  private serial = 0;
  private readonly grams: Int32Array;
  /** the same numbers as floats */
  private readonly floats: Float32Array;
  /** places of the known bigrams of the text: those that are not common in order, and the common ones from the rarest on */
  private rare = new Int32Array(256);
  private rares = 0;
  private common = new Int32Array(256);
  private commons = 0;
  /** square of the norm of the text */
  private norm = 0;
  /**
   * Whose words the text uses as a whole, in the last ranking: above 0 those of examples on the side of `true`, below 0
   * those of the others; about −6 to 6 whatever the length of the text.
   */
  wording = 0;
  /** a set of bigrams that no phrase has, by the ranking in which they were met */
  private strange = new Int32Array(512);
  private strangeMet = new Int32Array(512);
  private skipped: ReadonlySet<number> | null = null;
  /** text → phrases of this text, made when first asked for */
  private sameText: ReadonlyMap<string, ReadonlySet<number>> | null = null;

  /** @param texts of all phrases, asked only when one is to be omitted */
  constructor(
    private readonly tables: SimilarityTables,
    concepts: number,
    private readonly texts: () => readonly string[],
  ) {
    this.unknown = (Math.log(1 + concepts) * 0.55) ** 2;
    this.mask = tables.grams.length - SIZE;
    this.grams = tables.grams;
    this.floats = new Float32Array(tables.grams.buffer, tables.grams.byteOffset, tables.grams.length);
    this.scores = new Float32Array(tables.concept.length);
    this.touched = new Int32Array(tables.concept.length);
    this.best = new Float32Array(concepts);
    this.concepts = new Int32Array(concepts);
  }

  /** Phrases of this text do not count: an example must not be found by itself when words are put to the test. */
  set omitted(text: string | null) {
    this.sameText ??= phrasesByText(this.texts());
    this.skipped = text === null ? null : (this.sameText.get(text) ?? null);
  }

  /** Ranks all concepts by their likeness to a text; ask `of`, then `clear`. Below `floor` nothing is kept. */
  rank(text: string, floor: number): void {
    const { scores, touched, common, floats } = this;
    const { inverse } = this.tables;
    this.count = 0;
    this.read(text);
    const norm = Math.sqrt(this.norm) || 1;
    const needed = floor * norm * 0.999999;
    // a phrase that shares none but the commonest bigrams cannot reach the floor: these are looked up last
    let last = this.affordable();
    const end = last;
    let left = needed;
    let rest = 0;
    for (; last > 0; last--) {
      const g = common[last - 1]!;
      if (floats[g + MOST]! >= left) break;
      left -= floats[g + MOST]!;
      rest += floats[g + SQUARE]!;
    }
    let count = 0;
    for (let i = 0; i < this.rares; i++) count = this.gather(this.rare[i]!, count);
    for (let i = 0; i < last; i++) count = this.gather(common[i]!, count);
    let kept = 0;
    for (let k = 0; k < count; k++) {
      const phrase = touched[k]!;
      if ((scores[phrase]! + rest) * inverse[phrase]! >= needed) touched[kept++] = phrase;
      else scores[phrase] = 0;
    }
    if (kept === 0) return;
    for (let i = last; i < end; i++) this.complete(common[i]!);
    for (let k = 0; k < kept; k++) {
      const phrase = touched[k]!;
      const likeness = (scores[phrase]! * inverse[phrase]!) / norm;
      scores[phrase] = 0;
      if (likeness >= floor) this.keep(phrase, likeness);
    }
  }

  /** Adds a bigram to all its phrases. */
  private gather(g: number, count: number): number {
    const { scores, touched } = this;
    const { phrases } = this.tables;
    const weight = this.floats[g + SQUARE]!;
    const to = this.grams[g + TO]!;
    for (let k = this.grams[g + FROM]!; k < to; k++) {
      const phrase = phrases[k]!;
      const before = scores[phrase]!;
      if (before === 0) touched[count++] = phrase;
      scores[phrase] = before + weight;
    }
    return count;
  }

  /** Adds a bigram to those of its phrases that are still in question. */
  private complete(g: number): void {
    const { scores } = this;
    const { phrases } = this.tables;
    const weight = this.floats[g + SQUARE]!;
    const to = this.grams[g + TO]!;
    for (let k = this.grams[g + FROM]!; k < to; k++) {
      const phrase = phrases[k]!;
      const before = scores[phrase]!;
      if (before !== 0) scores[phrase] = before + weight;
    }
  }

  private keep(phrase: number, likeness: number): void {
    if (this.skipped?.has(phrase)) return;
    const concept = this.tables.concept[phrase]!;
    const before = this.best[concept]!;
    if (before === 0) this.concepts[this.count++] = concept;
    // the same text, whatever the rounding
    if (likeness > before) this.best[concept] = likeness > 0.99999 ? 1 : likeness;
  }

  /**
   * The bigrams of a text that lean most to a side, as spans in its order; neighbours are one.
   * @param side 1 = the side of `true`, −1 = the other
   */
  wordingSpans(text: string, side: 1 | -1): Span[] {
    const { grams, floats, mask } = this;
    return tellingSpans(text, (key) => {
      let g = placeOf(key, SIZE) & mask;
      while (grams[g + TO] !== 0 && grams[g] !== key) g = (g + SIZE) & mask;
      return grams[g + TO] === 0 ? 0 : side * floats[g + LEAN]!;
    });
  }

  /** Likeness 0..1 of a concept in the last ranking. */
  of(concept: number): number {
    return this.best[concept]!;
  }

  /** Leaves a concept out of what is still to be asked. */
  take(concept: number): void {
    this.best[concept] = 0;
  }

  clear(): void {
    for (let k = 0; k < this.count; k++) this.best[this.concepts[k]!] = 0;
    this.count = 0;
  }

  /** The distinct bigrams of a text, known ones into `rare` and `common`, all of them into `norm`. */
  private read(text: string): void {
    const { grams, floats, mask } = this;
    this.serial = (this.serial + 1) | 0;
    const { serial } = this;
    if (this.rare.length < text.length) this.widen(text.length);
    this.rares = 0;
    this.commons = 0;
    let norm = 0;
    let lean = 0;
    let known = 0;
    let a = 0;
    for (let i = 0; i < text.length; i++) {
      const b = text.charCodeAt(i);
      if (!isWord(b)) {
        a = 0;
        continue;
      }
      if (a !== 0) {
        const key = bigram(a, b);
        let g = placeOf(key, SIZE) & mask;
        while (grams[g + TO] !== 0 && grams[g] !== key) g = (g + SIZE) & mask;
        if (grams[g + TO] === 0) {
          if (this.isNew(key)) norm += this.unknown;
        } else if (grams[g + MET] !== serial) {
          grams[g + MET] = serial;
          norm += floats[g + SQUARE]!;
          lean += floats[g + LEAN]!;
          known++;
          if (grams[g + TO]! - grams[g + FROM]! <= COMMON) this.rare[this.rares++] = g;
          else this.insert(g);
        }
      }
      a = b;
    }
    this.norm = norm;
    this.wording = known === 0 ? 0 : lean / Math.sqrt(known);
  }

  /** From the rarest to the commonest. */
  private insert(g: number): void {
    let at = this.commons++;
    const size = this.phrasesOf(g);
    for (; at > 0 && this.phrasesOf(this.common[at - 1]!) > size; at--) this.common[at] = this.common[at - 1]!;
    this.common[at] = g;
  }

  private phrasesOf(g: number): number {
    return this.grams[g + TO]! - this.grams[g + FROM]!;
  }

  private widen(length: number): void {
    this.rare = new Int32Array(length * 2);
    this.common = new Int32Array(length * 2);
    let size = this.strange.length;
    while (size < length * 2) size *= 2;
    this.strange = new Int32Array(size);
    this.strangeMet = new Int32Array(size);
  }

  /** True for an unknown bigram that this text has not had before. */
  private isNew(key: number): boolean {
    const mask = this.strange.length - 1;
    let slot = (placeOf(key, SIZE) / SIZE) & mask;
    while (this.strangeMet[slot] === this.serial) {
      if (this.strange[slot] === key) return false;
      slot = (slot + 1) & mask;
    }
    this.strange[slot] = key;
    this.strangeMet[slot] = this.serial;
    return true;
  }

  /** How many of the common bigrams can be looked at, so that there are not too many looks in all. */
  private affordable(): number {
    let looks = Math.max(LOOKS_LEAST, (this.rares + this.commons) * LOOKS);
    for (let i = 0; i < this.commons; i++) {
      looks -= this.phrasesOf(this.common[i]!);
      if (looks < 0) return i;
    }
    return this.commons;
  }
}

/**
 * @param phrases those of one concept together; @param concepts how many there are
 * @param sides by concept: which side its phrases speak for, null = neither
 */
export function similarityTables(
  phrases: readonly Phrase[],
  concepts: number,
  sides: readonly (boolean | null)[],
): SimilarityTables {
  const lists = phrases.map((phrase) => [...gramsOf(phrase.text, false)]);
  const having = new Map<number, number[]>();
  lists.forEach((list, i) => {
    for (const gram of list) {
      const places = having.get(gram);
      if (places) places.push(i);
      else having.set(gram, [i]);
    }
  });
  const all = [...having];
  // how many concepts share a bigram, by counting each concept once: phrases of a concept come together
  const spread = (places: readonly number[]): number =>
    places.filter((i, k) => k === 0 || phrases[i]!.concept !== phrases[places[k - 1]!]!.concept).length;
  const square = new Map(all.map(([gram, places]) => [gram, Math.log(1 + concepts / spread(places)) ** 2]));
  const inverse = Float32Array.from(
    lists,
    (list) => 1 / (Math.sqrt(list.reduce((sum, gram) => sum + square.get(gram)!, 0)) || 1),
  );
  const places = numbers(
    all.reduce((sum, [, list]) => sum + list.length, 0),
    phrases.length,
  );
  const leaning = leanings(phrases, all, sides);
  let size = 1024;
  while (size < all.length * 2) size *= 2;
  const grams = new Int32Array(size * SIZE);
  const floats = new Float32Array(grams.buffer);
  const mask = grams.length - SIZE;
  let at = 0;
  for (const [key, list] of all) {
    let g = placeOf(key, SIZE) & mask;
    while (grams[g + TO] !== 0) g = (g + SIZE) & mask;
    grams[g + KEY] = key;
    grams[g + FROM] = at;
    grams[g + TO] = at + list.length;
    floats[g + SQUARE] = square.get(key)!;
    floats[g + MOST] = square.get(key)! * list.reduce((largest, i) => Math.max(largest, inverse[i]!), 0);
    floats[g + LEAN] = leaning(list);
    places.set(list, at);
    at += list.length;
  }
  return { grams, phrases: places, concept: numbersOf(phrases.map((phrase) => phrase.concept)), inverse };
}

/** Seen this often on each side before anything was counted: a bigram of one phrase tells little. */
const DOUBT = 0.5;

/** Phrases of a bigram → log odds of the side of `true`. */
function leanings(
  phrases: readonly Phrase[],
  all: readonly (readonly [number, readonly number[]])[],
  sides: readonly (boolean | null)[],
): (places: readonly number[]) => number {
  const count = (places: readonly number[], side: boolean): number =>
    places.reduce((sum, i) => sum + (sides[phrases[i]!.concept] === side ? 1 : 0), 0);
  let these = 1;
  let others = 1;
  for (const [, places] of all) {
    these += count(places, true);
    others += count(places, false);
  }
  return (places) => {
    const a = count(places, true);
    const b = count(places, false);
    return a + b === 0 ? 0 : Math.log(((a + DOUBT) / these) * (others / (b + DOUBT)));
  };
}

function phrasesByText(texts: readonly string[]): Map<string, Set<number>> {
  const phrases = new Map<string, Set<number>>();
  texts.forEach((text, i) => {
    const same = phrases.get(text);
    if (same) same.add(i);
    else phrases.set(text, new Set([i]));
  });
  return phrases;
}
