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

/** What a scan found, flat: hit i is term `term[i]` at [start[i], end[i]). Reused by the next scan. */
export interface Hits {
  count: number;
  term: Int32Array;
  start: Int32Array;
  end: Int32Array;
}

export class Spotter {
  readonly terms: readonly SpotterTerm[];
  /** number of the term that is left out, for asking what it is worth; −1 = none */
  muted = -1;
  /** characters of all terms in a row, and where each begins */
  private readonly pool: Uint16Array;
  private readonly from: Int32Array;
  private readonly length: Int32Array;
  private readonly keys: Int32Array;
  private readonly heads: Int32Array;
  private readonly next: Int32Array;
  private readonly mask: number;
  private readonly single: Int32Array;
  private readonly hits: Hits = {
    count: 0,
    term: new Int32Array(1024),
    start: new Int32Array(1024),
    end: new Int32Array(1024),
  };

  constructor(terms: readonly SpotterTerm[]) {
    this.terms = terms;
    let size = 1024;
    while (size < terms.length * 4) size *= 2;
    this.mask = size - 1;
    this.keys = new Int32Array(size);
    this.heads = new Int32Array(size).fill(-1);
    this.next = new Int32Array(terms.length).fill(-1);
    this.single = new Int32Array(65536).fill(-1);
    this.from = new Int32Array(terms.length);
    this.length = new Int32Array(terms.length);
    this.pool = new Uint16Array(terms.reduce((sum, term) => sum + term.text.length, 0));
    let at = 0;
    terms.forEach((term, i) => {
      this.from[i] = at;
      this.length[i] = term.text.length;
      for (let k = 0; k < term.text.length; k++) this.pool[at++] = term.text.charCodeAt(k);
    });
    // longest first inside a bucket, so that hits at one position come in a fixed order
    const order = terms.map((_, i) => i).sort((a, b) => terms[a]!.text.length - terms[b]!.text.length || b - a);
    for (const i of order) {
      const { text } = terms[i]!;
      if (text.length === 0) continue;
      if (text.length === 1) {
        this.single[text.charCodeAt(0)] = i;
        continue;
      }
      const slot = this.slot(text.charCodeAt(0), text.charCodeAt(1));
      this.next[i] = this.heads[slot]!;
      this.heads[slot] = i;
    }
  }

  private slot(a: number, b: number): number {
    const key = ((a << 16) | b) + 1;
    let slot = hash(a, b) & this.mask;
    while (this.heads[slot] !== -1 && this.keys[slot] !== key) slot = (slot + 1) & this.mask;
    this.keys[slot] = key;
    return slot;
  }

  /** Every occurrence of every term, by start, longest first. The result is overwritten by the next scan. */
  scan(text: string): Hits {
    const { heads, keys, next, mask, single, pool, from, length, hits, muted } = this;
    const n = text.length;
    let count = 0;
    let a = n > 0 ? text.charCodeAt(0) : 0;
    for (let i = 0; i < n; i++) {
      const b = i + 1 < n ? text.charCodeAt(i + 1) : 0;
      const key = ((a << 16) | b) + 1;
      let slot = hash(a, b) & mask;
      while (heads[slot] !== -1 && keys[slot] !== key) slot = (slot + 1) & mask;
      if (count + 64 > hits.term.length) grow(hits);
      for (let t = heads[slot]!; t !== -1; t = next[t]!) {
        const size = length[t]!;
        if (i + size > n || t === muted) continue;
        let k = 2;
        for (const base = from[t]!; k < size && pool[base + k] === text.charCodeAt(i + k); k++);
        if (k < size) continue;
        hits.term[count] = t;
        hits.start[count] = i;
        hits.end[count++] = i + size;
        if (count + 1 >= hits.term.length) grow(hits);
      }
      const one = single[a]!;
      if (one !== -1 && one !== muted) {
        hits.term[count] = one;
        hits.start[count] = i;
        hits.end[count++] = i + 1;
      }
      a = b;
    }
    hits.count = count;
    return hits;
  }

  /** What the term with this number stands for. */
  marks(term: number): readonly number[] {
    return this.terms[term]!.marks;
  }
}

const hash = (a: number, b: number): number => (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> 7;

function grow(hits: Hits): void {
  for (const name of ['term', 'start', 'end'] as const) {
    const wider = new Int32Array(hits[name].length * 2);
    wider.set(hits[name]);
    hits[name] = wider;
  }
}
