/**
 * How like a text is to the titles, aliases and examples of each concept: cosine of idf-weighted character bigrams, the
 * best phrase of a concept decides. It answers for what the lexicon does not name; frames come first.
 */
export interface Phrase {
  readonly concept: number;
  readonly text: string;
}

export class Similarity {
  /** concepts that had some likeness in the last ranking, `count` of them */
  readonly concepts: Int32Array;
  count = 0;
  private readonly gramIndex = new Map<number, number>();
  private readonly offsets: Int32Array;
  private readonly phrases: Int32Array;
  private readonly weights: Float32Array;
  private readonly idf: Float64Array;
  private readonly concept: Int32Array;
  private readonly scores: Float32Array;
  private readonly touched: Int32Array;
  private readonly best: Float32Array;
  private readonly unknownIdf: number;
  private readonly texts: readonly string[];
  /** phrases of this text do not count: an example must not be found by itself when words are put to the test */
  omitted: string | null = null;

  constructor(phrases: readonly Phrase[], concepts: number) {
    this.texts = phrases.map((phrase) => phrase.text);
    const grams = phrases.map((phrase) => bigrams(phrase.text));
    // how many concepts share a bigram, by counting each concept once: phrases of a concept come together
    const last: number[] = [];
    const spread: number[] = [];
    const postings: number[] = [];
    grams.forEach((list, i) => {
      for (const gram of list) {
        let g = this.gramIndex.get(gram);
        if (g === undefined) {
          g = spread.length;
          this.gramIndex.set(gram, g);
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
    this.idf = Float64Array.from(spread, (seen) => Math.log(1 + concepts / seen));
    this.unknownIdf = Math.log(1 + concepts) * 0.55;
    this.offsets = new Int32Array(postings.length + 1);
    postings.forEach((size, g) => {
      this.offsets[g + 1] = this.offsets[g]! + size;
    });
    const at = this.offsets.slice(0, -1);
    const total = this.offsets[postings.length] ?? 0;
    this.phrases = new Int32Array(total);
    this.weights = new Float32Array(total);
    grams.forEach((list, i) => {
      let norm = 0;
      for (const gram of list) norm += this.idf[this.gramIndex.get(gram)!]! ** 2;
      norm = Math.sqrt(norm) || 1;
      for (const gram of list) {
        const g = this.gramIndex.get(gram)!;
        this.phrases[at[g]!] = i;
        this.weights[at[g]!++] = this.idf[g]! / norm;
      }
    });
    this.concept = Int32Array.from(phrases, (phrase) => phrase.concept);
    this.scores = new Float32Array(phrases.length);
    this.touched = new Int32Array(phrases.length);
    this.best = new Float32Array(concepts);
    this.concepts = new Int32Array(concepts);
  }

  /** Ranks all concepts by their likeness to a text; ask `of`, then `clear`. Below `floor` nothing is kept. */
  rank(text: string, floor: number): void {
    const { gramIndex, offsets, phrases, weights, idf, scores, touched, best } = this;
    let norm = 0;
    let count = 0;
    for (const gram of bigrams(text)) {
      const g = gramIndex.get(gram);
      if (g === undefined) {
        norm += this.unknownIdf ** 2;
        continue;
      }
      const weight = idf[g]!;
      norm += weight ** 2;
      for (let k = offsets[g]!; k < offsets[g + 1]!; k++) {
        const phrase = phrases[k]!;
        if (scores[phrase] === 0) touched[count++] = phrase;
        scores[phrase]! += weights[k]! * weight;
      }
    }
    norm = Math.sqrt(norm) || 1;
    this.count = 0;
    for (let k = 0; k < count; k++) {
      const phrase = touched[k]!;
      const score = scores[phrase]! / norm;
      scores[phrase] = 0;
      if (score < floor || this.texts[phrase] === this.omitted) continue;
      const concept = this.concept[phrase]!;
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
}

const isWord = (c: number): boolean => (c >= 0x3400 && c <= 0x9fff) || (c >= 0x61 && c <= 0x7a);

/** Distinct bigrams of letters and Han characters; digits and punctuation only separate. */
function bigrams(text: string): number[] {
  const out: number[] = [];
  let before = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (!isWord(c)) {
      before = 0;
      continue;
    }
    if (before !== 0) {
      const gram = before * 65536 + c;
      if (!out.includes(gram)) out.push(gram);
    }
    before = c;
  }
  return out;
}
