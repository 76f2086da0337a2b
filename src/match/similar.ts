/**
 * How like a text is to the titles, aliases and examples of each concept: cosine of idf-weighted character bigrams, the
 * best phrase of a concept decides. It answers for what the lexicon does not name; frames come first.
 */
export interface Phrase {
  readonly concept: number;
  readonly text: string;
}

export class Similarity {
  readonly #postings = new Map<number, { phrases: Int32Array; weights: Float32Array; idf: number }>();
  readonly #concept: Int32Array;
  readonly #scores: Float32Array;
  readonly #touched: Int32Array;
  readonly #best: Float32Array;
  readonly #bestConcepts: Int32Array;
  readonly #unknownIdf: number;

  constructor(phrases: readonly Phrase[], concepts: number) {
    const grams = phrases.map((phrase) => bigrams(phrase.text));
    const spread = new Map<number, Set<number>>();
    grams.forEach((set, i) => {
      for (const gram of set) {
        const seen = spread.get(gram);
        if (seen) seen.add(phrases[i]!.concept);
        else spread.set(gram, new Set([phrases[i]!.concept]));
      }
    });
    const idf = new Map<number, number>();
    for (const [gram, seen] of spread) idf.set(gram, Math.log(1 + concepts / seen.size));
    this.#unknownIdf = Math.log(1 + concepts) * 0.55;
    const lists = new Map<number, { phrase: number; weight: number }[]>();
    grams.forEach((set, i) => {
      let norm = 0;
      for (const gram of set) norm += idf.get(gram)! ** 2;
      norm = Math.sqrt(norm) || 1;
      for (const gram of set) {
        const weight = idf.get(gram)! / norm;
        const list = lists.get(gram);
        if (list) list.push({ phrase: i, weight });
        else lists.set(gram, [{ phrase: i, weight }]);
      }
    });
    for (const [gram, list] of lists)
      this.#postings.set(gram, {
        phrases: Int32Array.from(list, (one) => one.phrase),
        weights: Float32Array.from(list, (one) => one.weight),
        idf: idf.get(gram)!,
      });
    this.#concept = Int32Array.from(phrases, (phrase) => phrase.concept);
    this.#scores = new Float32Array(phrases.length);
    this.#touched = new Int32Array(phrases.length);
    this.#best = new Float32Array(concepts);
    this.#bestConcepts = new Int32Array(concepts);
  }

  /** Calls `found(concept, similarity 0..1)` for every concept with some likeness. */
  rank(text: string, floor: number, found: (concept: number, similarity: number) => void): void {
    const query = bigrams(text);
    let norm = 0;
    let touched = 0;
    for (const gram of query) {
      const posting = this.#postings.get(gram);
      if (!posting) {
        norm += this.#unknownIdf ** 2;
        continue;
      }
      norm += posting.idf ** 2;
      const { phrases, weights, idf } = posting;
      for (let k = 0; k < phrases.length; k++) {
        const phrase = phrases[k]!;
        if (this.#scores[phrase] === 0) this.#touched[touched++] = phrase;
        this.#scores[phrase]! += weights[k]! * idf;
      }
    }
    norm = Math.sqrt(norm) || 1;
    let kept = 0;
    for (let k = 0; k < touched; k++) {
      const phrase = this.#touched[k]!;
      const score = this.#scores[phrase]! / norm;
      this.#scores[phrase] = 0;
      if (score < floor) continue;
      const concept = this.#concept[phrase]!;
      if (this.#best[concept] === 0) this.#bestConcepts[kept++] = concept;
      if (score > this.#best[concept]!) this.#best[concept] = score;
    }
    for (let k = 0; k < kept; k++) {
      const concept = this.#bestConcepts[k]!;
      found(concept, Math.min(1, this.#best[concept]!));
      this.#best[concept] = 0;
    }
  }
}

const isWord = (c: number): boolean => (c >= 0x3400 && c <= 0x9fff) || (c >= 0x61 && c <= 0x7a);

/** Distinct bigrams of letters and Han characters; digits and punctuation only separate. */
function bigrams(text: string): Set<number> {
  const set = new Set<number>();
  let before = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (!isWord(c)) {
      before = 0;
      continue;
    }
    if (before !== 0) set.add(before * 65536 + c);
    before = c;
  }
  return set;
}
