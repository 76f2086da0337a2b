/**
 * Spots all terms of a lexicon in one pass over a text.
 *
 * Terms are bucketed by their first two characters in an open-addressing table with a small filter before it, so that
 * most positions of a text cost one look. It is built in a few milliseconds (an automaton over a Chinese alphabet takes
 * ten times as long, which every cold start would pay) and scans tens of millions of characters a second.
 */
import { type Numbers, numbersOf } from './numbers.ts';

export interface SpotterTerm {
  readonly text: string;
  /** numbers of whatever the term stands for; the caller knows what they mean */
  readonly marks: readonly number[];
}

/**
 * A spotter as flat tables: all there is to keep of it. Terms that begin with the same two characters stand together,
 * longest first. What is asked together stands together: a scan is as fast as the memory it touches.
 */
export interface SpotterTables {
  readonly pool: Uint16Array;
  readonly marks: Numbers;
  /** two numbers a term, and two after the last: where its characters begin in `pool`, its marks in `marks` */
  readonly terms: Int32Array;
  /** four numbers a bucket, hashed by its two characters: these, its first term, the term after its last; 0 = free */
  readonly buckets: Int32Array;
}

const BUCKET = 4;

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
  /** character → the term of that one character */
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
    const { buckets, terms, pool } = tables;
    this.mask = buckets.length - BUCKET;
    for (let at = 0; at < buckets.length; at += BUCKET)
      if (buckets[at + 2] !== 0) setBit(this.filter, hash(buckets[at]! >>> 16, buckets[at]! & 0xffff));
    for (let t = 0; t * 2 + 2 < terms.length; t++) {
      if (terms[t * 2 + 2]! - terms[t * 2]! !== 1) continue;
      this.single.set(pool[terms[t * 2]!]!, t);
      setBit(this.singles, pool[terms[t * 2]!]!);
    }
  }

  /** All terms, in the order of their numbers. */
  get terms(): readonly SpotterTerm[] {
    const { terms, pool, marks } = this.tables;
    this.known ??= Array.from({ length: terms.length / 2 - 1 }, (_, t) => ({
      text: String.fromCharCode(...pool.subarray(terms[t * 2], terms[t * 2 + 2])),
      marks: [...marks.subarray(terms[t * 2 + 1], terms[t * 2 + 3])],
    }));
    return this.known;
  }

  /** Every occurrence of every term, by start, longest first. The result is overwritten by the next scan. */
  scan(text: string): Hits {
    const { filter, singles, mask, hits, muted } = this;
    const { buckets, terms, pool } = this.tables;
    const n = text.length;
    let count = 0;
    let b = n > 0 ? text.charCodeAt(0) : 0;
    for (let i = 0; i < n; i++) {
      const a = b;
      b = i + 1 < n ? text.charCodeAt(i + 1) : 0;
      const h = hash(a, b);
      if (hasBit(filter, h)) {
        const key = (a << 16) | b;
        let at = (h * BUCKET) & mask;
        while (buckets[at + 2] !== 0 && buckets[at] !== key) at = (at + BUCKET) & mask;
        const last = buckets[at + 2]!;
        for (let t = buckets[at + 1]!; t < last; t++) {
          const base = terms[t * 2]!;
          const size = terms[t * 2 + 2]! - base;
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
      if (!hasBit(singles, a)) continue;
      const one = this.single.get(a)!;
      if (one === muted) continue;
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
  const numbered = new Int32Array(terms.length * 2 + 2);
  const pool = new Uint16Array(terms.reduce((sum, term) => sum + term.text.length, 0));
  const marks: number[] = [];
  const pairs = new Map<number, { first: number; last: number }>();
  let at = 0;
  terms.forEach(({ text, marks: own, pair }, t) => {
    for (let k = 0; k < text.length; k++) pool[at++] = text.charCodeAt(k);
    marks.push(...own);
    numbered[t * 2 + 2] = at;
    numbered[t * 2 + 3] = marks.length;
    if (text.length < 2) return;
    const bucket = pairs.get(pair);
    if (bucket) bucket.last = t + 1;
    else pairs.set(pair, { first: t, last: t + 1 });
  });
  let size = 1024;
  while (size < pairs.size * 2) size *= 2;
  const buckets = new Int32Array(size * BUCKET);
  const mask = buckets.length - BUCKET;
  for (const [pair, { first, last }] of pairs) {
    let place = (hash(pair >>> 16, pair & 0xffff) * BUCKET) & mask;
    while (buckets[place + 2] !== 0) place = (place + BUCKET) & mask;
    buckets.set([pair, first, last], place);
  }
  return { pool, marks: numbersOf(marks), terms: numbered, buckets };
}

const hash = (a: number, b: number): number => (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> 9;
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
