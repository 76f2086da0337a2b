/**
 * Spots all terms of a lexicon in one pass over a text.
 *
 * Terms are bucketed by their first two characters in an open-addressing table with a small filter before it, so that
 * most positions of a text cost one look. It is built in a few milliseconds (an automaton over a Chinese alphabet takes
 * ten times as long, which every cold start would pay) and scans tens of millions of characters a second.
 */
export interface SpotterTerm {
  readonly text: string;
  /** numbers of whatever the term stands for; the caller knows what they mean */
  readonly marks: readonly number[];
}

/** A spotter as flat tables: all there is to keep of it. Term t is pool[from[t]] … pool[from[t + 1] − 1]. */
export interface SpotterTables {
  readonly pool: Uint16Array;
  readonly from: Int32Array;
  /** the marks of term t are marks[markFrom[t]] … */
  readonly markFrom: Int32Array;
  readonly marks: Int32Array;
  /** pairs of a key (two characters) and the first term of its bucket + 1; 0 = free */
  readonly slots: Int32Array;
  /** the next term of the same bucket, −1 at its end */
  readonly next: Int32Array;
}

/** What a scan found, flat: hit i is term `term[i]` at [start[i], end[i]). Reused by the next scan. */
export interface Hits {
  count: number;
  term: Int32Array;
  start: Int32Array;
  end: Int32Array;
}

export class Spotter {
  /** number of the term that is left out, for asking what it is worth; −1 = none */
  muted = -1;
  private readonly filter = new Uint8Array(8192);
  private readonly singles = new Uint8Array(8192);
  /** character → the term of that one character + 1 */
  private readonly single = new Map<number, number>();
  private readonly mask: number;
  private known: readonly SpotterTerm[] | null = null;
  private readonly hits: Hits = {
    count: 0,
    term: new Int32Array(1024),
    start: new Int32Array(1024),
    end: new Int32Array(1024),
  };

  constructor(readonly tables: SpotterTables) {
    const { slots, from, pool } = tables;
    this.mask = slots.length / 2 - 1;
    for (let slot = 0; slot < slots.length; slot += 2) {
      const key = slots[slot]!;
      if (slots[slot + 1] !== 0) setBit(this.filter, hash(key >>> 16, key & 0xffff));
    }
    for (let t = 0; t + 1 < from.length; t++) {
      if (from[t + 1]! - from[t]! !== 1) continue;
      const c = pool[from[t]!]!;
      this.single.set(c, t);
      setBit(this.singles, c);
    }
  }

  /** All terms, in the order of their numbers. */
  get terms(): readonly SpotterTerm[] {
    this.known ??= Array.from({ length: this.tables.from.length - 1 }, (_, t) => ({
      text: String.fromCharCode(...this.tables.pool.subarray(this.tables.from[t], this.tables.from[t + 1])),
      marks: [...this.tables.marks.subarray(this.tables.markFrom[t], this.tables.markFrom[t + 1])],
    }));
    return this.known;
  }

  /** Every occurrence of every term, by start, longest first. The result is overwritten by the next scan. */
  scan(text: string): Hits {
    const { filter, singles, mask, hits, muted } = this;
    const { slots, next, pool, from } = this.tables;
    const n = text.length;
    let count = 0;
    let b = n > 0 ? text.charCodeAt(0) : 0;
    for (let i = 0; i < n; i++) {
      const a = b;
      b = i + 1 < n ? text.charCodeAt(i + 1) : 0;
      const h = hash(a, b);
      if (hasBit(filter, h)) {
        const key = (a << 16) | b;
        let slot = (h & mask) * 2;
        while (slots[slot + 1] !== 0 && slots[slot] !== key) slot = (slot + 2) & (mask * 2);
        for (let t = slots[slot + 1]! - 1; t !== -1; t = next[t]!) {
          const base = from[t]!;
          const size = from[t + 1]! - base;
          if (i + size > n || t === muted) continue;
          let k = 2;
          while (k < size && pool[base + k] === text.charCodeAt(i + k)) k++;
          if (k < size) continue;
          if (count + 1 >= hits.term.length) grow(hits);
          hits.term[count] = t;
          hits.start[count] = i;
          hits.end[count++] = i + size;
        }
      }
      if (hasBit(singles, a)) {
        const one = this.single.get(a)!;
        if (one === muted) continue;
        if (count + 1 >= hits.term.length) grow(hits);
        hits.term[count] = one;
        hits.start[count] = i;
        hits.end[count++] = i + 1;
      }
    }
    hits.count = count;
    return hits;
  }
}

/** Terms → tables. Of equal terms of one character the last counts. */
export function spotterTables(terms: readonly SpotterTerm[]): SpotterTables {
  let size = 1024;
  while (size < terms.length * 4) size *= 2;
  const slots = new Int32Array(size * 2);
  const next = new Int32Array(terms.length).fill(-1);
  const from = new Int32Array(terms.length + 1);
  const markFrom = new Int32Array(terms.length + 1);
  const pool = new Uint16Array(terms.reduce((sum, term) => sum + term.text.length, 0));
  const marks = new Int32Array(terms.reduce((sum, term) => sum + term.marks.length, 0));
  let at = 0;
  let mark = 0;
  terms.forEach((term, t) => {
    for (let k = 0; k < term.text.length; k++) pool[at++] = term.text.charCodeAt(k);
    for (const one of term.marks) marks[mark++] = one;
    from[t + 1] = at;
    markFrom[t + 1] = mark;
  });
  // longest first inside a bucket, so that hits at one position come in a fixed order
  const order = terms.map((_, t) => t).sort((a, b) => terms[a]!.text.length - terms[b]!.text.length || b - a);
  for (const t of order) {
    const { text } = terms[t]!;
    if (text.length < 2) continue;
    const a = text.charCodeAt(0);
    const b = text.charCodeAt(1);
    const key = (a << 16) | b;
    let slot = hash(a, b) & (size - 1);
    while (slots[slot * 2 + 1] !== 0 && slots[slot * 2] !== key) slot = (slot + 1) & (size - 1);
    slots[slot * 2] = key;
    next[t] = slots[slot * 2 + 1]! - 1;
    slots[slot * 2 + 1] = t + 1;
  }
  return { pool, from, markFrom, marks, slots, next };
}

const hash = (a: number, b: number): number => (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> 7;
const hasBit = (bits: Uint8Array, n: number): boolean => ((bits[(n >>> 3) & 8191]! >>> (n & 7)) & 1) !== 0;
const setBit = (bits: Uint8Array, n: number): void => {
  bits[(n >>> 3) & 8191]! |= 1 << (n & 7);
};

function grow(hits: Hits): void {
  for (const name of ['term', 'start', 'end'] as const) {
    const wider = new Int32Array(hits[name].length * 2);
    wider.set(hits[name]);
    hits[name] = wider;
  }
}
