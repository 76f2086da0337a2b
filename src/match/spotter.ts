/**
 * Spots all terms of a lexicon in one pass over a text.
 *
 * Terms are bucketed by their first two characters in an open-addressing table with a small filter before it, so that
 * most positions of a text cost one look. It is built in a few milliseconds (an automaton over a Chinese alphabet takes
 * ten times as long, which every cold start would pay) and scans tens of millions of characters a second.
 */
import { type Numbers, numbers, numbersOf } from './numbers.ts';

export interface SpotterTerm {
  readonly text: string;
  /** numbers of whatever the term stands for; the caller knows what they mean */
  readonly marks: readonly number[];
}

/**
 * A spotter as flat tables: all there is to keep of it. Terms that begin with the same two characters stand together,
 * longest first. Term t is pool[from[t]] … pool[from[t + 1] − 1].
 */
export interface SpotterTables {
  readonly pool: Uint16Array;
  readonly from: Int32Array;
  /** the marks of term t are marks[markFrom[t]] … */
  readonly markFrom: Int32Array;
  readonly marks: Numbers;
  /** bucket + 1 of two characters, by their hash; 0 = free */
  readonly slots: Numbers;
  /** the two characters of a bucket, and its first term */
  readonly keys: Int32Array;
  readonly first: Int32Array;
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
  /** character → the term of that one character + 1 */
  private readonly single: Numbers;
  private readonly mask: number;
  private known: readonly SpotterTerm[] | null = null;
  private readonly hits: Hits = {
    count: 0,
    term: new Int32Array(1024),
    start: new Int32Array(1024),
    end: new Int32Array(1024),
  };

  constructor(readonly tables: SpotterTables) {
    const { keys, from, pool } = tables;
    this.mask = tables.slots.length - 1;
    this.single = numbers(65536, from.length);
    for (const key of keys) setBit(this.filter, hash(key >>> 16, key & 0xffff));
    for (let t = 0; t + 1 < from.length; t++) if (from[t + 1]! - from[t]! === 1) this.single[pool[from[t]!]!] = t + 1;
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
    const { filter, single, mask, hits, muted } = this;
    const { slots, keys, first, pool, from } = this.tables;
    const n = text.length;
    let count = 0;
    let b = n > 0 ? text.charCodeAt(0) : 0;
    for (let i = 0; i < n; i++) {
      const a = b;
      b = i + 1 < n ? text.charCodeAt(i + 1) : 0;
      const h = hash(a, b);
      if (hasBit(filter, h)) {
        const key = (a << 16) | b;
        let slot = h & mask;
        let bucket = slots[slot]!;
        while (bucket !== 0 && keys[bucket - 1] !== key) {
          slot = (slot + 1) & mask;
          bucket = slots[slot]!;
        }
        if (bucket !== 0) {
          const last = first[bucket]!;
          for (let t = first[bucket - 1]!; t < last; t++) {
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
      }
      const one = single[a]! - 1;
      if (one === -1 || one === muted) continue;
      if (count + 1 >= hits.term.length) grow(hits);
      hits.term[count] = one;
      hits.start[count] = i;
      hits.end[count++] = i + 1;
    }
    hits.count = count;
    return hits;
  }
}

/** Terms, each text once, none empty → tables. Terms are numbered anew. */
export function spotterTables(given: readonly SpotterTerm[]): SpotterTables {
  const pairOf = (text: string): number => (text.length < 2 ? -1 : (text.charCodeAt(0) << 16) | text.charCodeAt(1));
  // longest first inside a bucket, so that hits at one position come in a fixed order; single characters at the end
  const terms = given
    .map((term) => ({ ...term, pair: pairOf(term.text) }))
    .sort((a, b) => {
      if (a.pair !== b.pair) return a.text.length < 2 ? 1 : b.text.length < 2 ? -1 : a.pair - b.pair;
      return b.text.length - a.text.length;
    });
  const from = new Int32Array(terms.length + 1);
  const markFrom = new Int32Array(terms.length + 1);
  const pool = new Uint16Array(terms.reduce((sum, term) => sum + term.text.length, 0));
  const marks: number[] = [];
  const keys: number[] = [];
  const first: number[] = [];
  let at = 0;
  let singles = terms.length;
  terms.forEach(({ text, marks: own, pair }, t) => {
    for (let k = 0; k < text.length; k++) pool[at++] = text.charCodeAt(k);
    marks.push(...own);
    from[t + 1] = at;
    markFrom[t + 1] = marks.length;
    if (text.length < 2) singles = Math.min(singles, t);
    else if (t === 0 || terms[t - 1]!.pair !== pair) {
      keys.push(pair);
      first.push(t);
    }
  });
  first.push(singles);
  let size = 1024;
  while (size < keys.length * 2) size *= 2;
  const slots = numbers(size, keys.length);
  keys.forEach((key, bucket) => {
    let slot = hash(key >>> 16, key & 0xffff) & (size - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (size - 1);
    slots[slot] = bucket + 1;
  });
  return {
    pool,
    from,
    markFrom,
    marks: numbersOf(marks),
    slots,
    keys: Int32Array.from(keys),
    first: Int32Array.from(first),
  };
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
