/**
 * Spots all terms of a lexicon in one pass over a text.
 *
 * Terms are bucketed by their first two characters in an open-addressing table, so that most positions of a text cost
 * one probe. It is built in a few milliseconds (an automaton over a Chinese alphabet takes ten times as long, which
 * every cold start would pay) and scans tens of millions of characters a second.
 */
export interface SpotterTerm {
  readonly text: string;
  /** numbers of whatever the term stands for; the caller knows what they mean */
  readonly marks: readonly number[];
}

export class Spotter {
  readonly #terms: readonly SpotterTerm[];
  readonly #keys: Int32Array;
  readonly #heads: Int32Array;
  readonly #next: Int32Array;
  readonly #mask: number;
  readonly #single: Int32Array;
  /** number of the term that is left out, for asking what it is worth; −1 = none */
  muted = -1;

  constructor(terms: readonly SpotterTerm[]) {
    this.#terms = terms;
    let size = 1024;
    while (size < terms.length * 4) size *= 2;
    this.#mask = size - 1;
    this.#keys = new Int32Array(size);
    this.#heads = new Int32Array(size).fill(-1);
    this.#next = new Int32Array(terms.length).fill(-1);
    this.#single = new Int32Array(65536).fill(-1);
    // longest first inside a bucket, so that hits at one position come in a fixed order
    const order = terms.map((_, i) => i).sort((a, b) => terms[a]!.text.length - terms[b]!.text.length || b - a);
    for (const i of order) {
      const { text } = terms[i]!;
      if (text.length === 0) continue;
      if (text.length === 1) {
        this.#single[text.charCodeAt(0)] = i;
        continue;
      }
      const slot = this.#slot(text.charCodeAt(0), text.charCodeAt(1));
      this.#next[i] = this.#heads[slot]!;
      this.#heads[slot] = i;
    }
  }

  #slot(a: number, b: number): number {
    const key = ((a << 16) | b) + 1;
    let slot = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> 7;
    slot &= this.#mask;
    while (this.#heads[slot] !== -1 && this.#keys[slot] !== key) slot = (slot + 1) & this.#mask;
    this.#keys[slot] = key;
    return slot;
  }

  /** Calls `found(term number, start, end)` for every occurrence, by start, longest first. */
  scan(text: string, found: (term: number, start: number, end: number) => void): void {
    const heads = this.#heads;
    const keys = this.#keys;
    const n = text.length;
    if (n === 0) return;
    let a = text.charCodeAt(0);
    for (let i = 0; i < n; i++) {
      const b = i + 1 < n ? text.charCodeAt(i + 1) : 0;
      const key = ((a << 16) | b) + 1;
      let slot = ((Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> 7) & this.#mask;
      while (heads[slot] !== -1 && keys[slot] !== key) slot = (slot + 1) & this.#mask;
      for (let t = heads[slot]!; t !== -1; t = this.#next[t]!) {
        if (t === this.muted) continue;
        const term = this.#terms[t]!.text;
        if (term.length === 2 || text.startsWith(term, i)) found(t, i, i + term.length);
      }
      const single = this.#single[a]!;
      if (single !== -1 && single !== this.muted) found(single, i, i + 1);
      a = b;
    }
  }

  get terms(): readonly SpotterTerm[] {
    return this.#terms;
  }

  /** What the term with this number stands for. */
  marks(term: number): readonly number[] {
    return this.#terms[term]!.marks;
  }
}
