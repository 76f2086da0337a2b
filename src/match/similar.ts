/**
 * How like a text is to the titles, aliases and examples of each concept: cosine of idf-weighted character bigrams, the
 * best phrase of a concept decides. It answers for what the lexicon does not name; frames come first.
 */
export interface Phrase {
  readonly concept: number;
  readonly text: string;
}

/** The index as flat tables: all there is to keep of it. */
export interface SimilarityTables {
  /** pairs of a bigram (two characters) and its number + 1; 0 = free */
  readonly grams: Int32Array;
  readonly idf: Float64Array;
  /** bigram g stands in phrases[offsets[g]] … with weights[offsets[g]] … */
  readonly offsets: Int32Array;
  readonly phrases: Int32Array;
  readonly weights: Float32Array;
  /** phrase → concept */
  readonly concept: Int32Array;
}

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
  private readonly unknownIdf: number;
  private readonly mask: number;
  private serial = 0;
  /** bigram → the ranking in which it was met last */
  private readonly met: Int32Array;
  /** known bigrams of the text in order, −1 for an unknown one */
  private list = new Int32Array(256);
  /** a set of bigrams that no phrase has, by the ranking in which they were met */
  private strange = new Int32Array(512);
  private strangeMet = new Int32Array(512);
  private skipped: ReadonlySet<number> | null = null;

  /** @param texts of all phrases, asked only when one is to be omitted */
  constructor(
    private readonly tables: SimilarityTables,
    concepts: number,
    private readonly texts: () => readonly string[],
  ) {
    this.unknownIdf = Math.log(1 + concepts) * 0.55;
    this.mask = tables.grams.length - 2;
    this.scores = new Float32Array(tables.concept.length);
    this.touched = new Int32Array(tables.concept.length);
    this.best = new Float32Array(concepts);
    this.concepts = new Int32Array(concepts);
    this.met = new Int32Array(tables.idf.length);
  }

  /** Phrases of this text do not count: an example must not be found by itself when words are put to the test. */
  set omitted(text: string | null) {
    this.skipped = text === null ? null : new Set(this.texts().flatMap((one, i) => (one === text ? [i] : [])));
  }

  /** Ranks all concepts by their likeness to a text; ask `of`, then `clear`. Below `floor` nothing is kept. */
  rank(text: string, floor: number): void {
    const { scores, touched, best } = this;
    const { offsets, phrases, weights, idf } = this.tables;
    const grams = this.read(text);
    const longest = this.longest(grams);
    let square = 0;
    let count = 0;
    for (let i = 0; i < grams; i++) {
      const g = this.list[i]!;
      if (g === -1) {
        square += this.unknownIdf ** 2;
        continue;
      }
      const weight = idf[g]!;
      square += weight ** 2;
      const from = offsets[g]!;
      const to = offsets[g + 1]!;
      if (to - from > longest) continue;
      for (let k = from; k < to; k++) {
        const phrase = phrases[k]!;
        if (scores[phrase] === 0) touched[count++] = phrase;
        scores[phrase]! += weights[k]! * weight;
      }
    }
    const norm = Math.sqrt(square) || 1;
    const { concept: conceptOf } = this.tables;
    this.count = 0;
    for (let k = 0; k < count; k++) {
      const phrase = touched[k]!;
      const score = scores[phrase]! / norm;
      scores[phrase] = 0;
      if (score < floor || this.skipped?.has(phrase)) continue;
      const concept = conceptOf[phrase]!;
      if (best[concept] === 0) this.concepts[this.count++] = concept;
      if (score > best[concept]!) best[concept] = Math.min(1, score);
    }
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

  /** The distinct bigrams of a text into `list`; how many. */
  private read(text: string): number {
    const { grams } = this.tables;
    const { mask, met } = this;
    this.serial = (this.serial + 1) | 0;
    const { serial } = this;
    if (this.list.length < text.length) {
      this.list = new Int32Array(text.length * 2);
      let size = this.strange.length;
      while (size < text.length * 2) size *= 2;
      this.strange = new Int32Array(size);
      this.strangeMet = new Int32Array(size);
    }
    let count = 0;
    let a = 0;
    for (let i = 0; i < text.length; i++) {
      const b = text.charCodeAt(i);
      if (!isWord(b)) {
        a = 0;
        continue;
      }
      if (a !== 0) {
        const key = (a << 16) | b;
        let slot = hash(key) & mask;
        while (grams[slot + 1] !== 0 && grams[slot] !== key) slot = (slot + 2) & mask;
        const g = grams[slot + 1]! - 1;
        if (g === -1) {
          if (this.isNew(key)) this.list[count++] = -1;
        } else if (met[g] !== serial) {
          met[g] = serial;
          this.list[count++] = g;
        }
      }
      a = b;
    }
    return count;
  }

  /** True for an unknown bigram that this text has not had before. */
  private isNew(key: number): boolean {
    const mask = this.strange.length - 1;
    let slot = (hash(key) >>> 1) & mask;
    while (this.strangeMet[slot] === this.serial) {
      if (this.strange[slot] === key) return false;
      slot = (slot + 1) & mask;
    }
    this.strange[slot] = key;
    this.strangeMet[slot] = this.serial;
    return true;
  }

  /** The length of list of phrases up to which a bigram is looked at, so that there are not too many looks in all. */
  private longest(grams: number): number {
    const { offsets } = this.tables;
    const most = Math.max(LOOKS_LEAST, grams * LOOKS);
    let looks = 0;
    for (let i = 0; i < grams; i++) {
      const g = this.list[i]!;
      if (g !== -1) looks += offsets[g + 1]! - offsets[g]!;
    }
    if (looks <= most) return Number.POSITIVE_INFINITY;
    const lengths = this.list.slice(0, grams).map((g) => (g === -1 ? 0 : offsets[g + 1]! - offsets[g]!));
    lengths.sort();
    let sum = 0;
    let longest = 0;
    for (const length of lengths) {
      sum += length;
      if (sum > most) break;
      longest = length;
    }
    return longest;
  }
}

/** @param phrases those of one concept together; @param concepts how many there are */
export function similarityTables(phrases: readonly Phrase[], concepts: number): SimilarityTables {
  const numbers = new Map<number, number>();
  const grams = phrases.map((phrase) => bigrams(phrase.text));
  // how many concepts share a bigram, by counting each concept once: phrases of a concept come together
  const last: number[] = [];
  const spread: number[] = [];
  const postings: number[] = [];
  grams.forEach((list, i) => {
    for (const gram of list) {
      let g = numbers.get(gram);
      if (g === undefined) {
        g = spread.length;
        numbers.set(gram, g);
        spread.push(0);
        last.push(-1);
        postings.push(0);
      }
      postings[g]!++;
      if (last[g] !== phrases[i]!.concept) {
        last[g] = phrases[i]!.concept;
        spread[g]!++;
      }
    }
  });
  const idf = Float64Array.from(spread, (seen) => Math.log(1 + concepts / seen));
  const offsets = new Int32Array(postings.length + 1);
  postings.forEach((size, g) => {
    offsets[g + 1] = offsets[g]! + size;
  });
  const at = offsets.slice(0, -1);
  const total = offsets[postings.length] ?? 0;
  const places = new Int32Array(total);
  const weights = new Float32Array(total);
  grams.forEach((list, i) => {
    let norm = 0;
    for (const gram of list) norm += idf[numbers.get(gram)!]! ** 2;
    norm = Math.sqrt(norm) || 1;
    for (const gram of list) {
      const g = numbers.get(gram)!;
      places[at[g]!] = i;
      weights[at[g]!++] = idf[g]! / norm;
    }
  });
  let size = 1024;
  while (size < numbers.size * 2) size *= 2;
  const table = new Int32Array(size * 2);
  const mask = table.length - 2;
  for (const [key, g] of numbers) {
    let slot = hash(key) & mask;
    while (table[slot + 1] !== 0) slot = (slot + 2) & mask;
    table[slot] = key;
    table[slot + 1] = g + 1;
  }
  const concept = Int32Array.from(phrases, (phrase) => phrase.concept);
  return { grams: table, idf, offsets, phrases: places, weights, concept };
}

const hash = (key: number): number => Math.imul(key ^ (key >>> 15), 0x9e3779b1) >>> 9;
const isWord = (c: number): boolean => (c >= 0x3400 && c <= 0x9fff) || (c >= 0x61 && c <= 0x7a);

/** Distinct bigrams of letters and Han characters; digits and punctuation only separate. */
function bigrams(text: string): number[] {
  const out = new Set<number>();
  let a = 0;
  for (let i = 0; i < text.length; i++) {
    const b = text.charCodeAt(i);
    if (!isWord(b)) {
      a = 0;
      continue;
    }
    if (a !== 0) out.add((a << 16) | b);
    a = b;
  }
  return [...out];
}
