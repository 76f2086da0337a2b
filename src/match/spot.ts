/** Terms and headings: what is seen in a stretch of text, with the map back to the original. */
import { type Comparable, comparable, originalSpan } from '../text.ts';
import type { Body, Evidence, Span } from '../types.ts';
import type { Compiled } from './compile.ts';

/** What a sheet gives about one row. */
export interface MatchInput {
  readonly text: string;
  readonly section: string | null;
  readonly title: string | null;
  readonly addressee: string | null;
  readonly department: string | null;
  readonly body: Body;
  /** ids of items whose own basis the cell cites exactly */
  readonly cited: ReadonlySet<string>;
  /** full titles of instruments the cell cites, when they are known */
  readonly instruments: readonly string[];
}

/** Hits of one class that are kept in one stretch: more would not change a judgement. */
const HITS_KEPT = 6;
const EMPTY: Comparable = { text: '', offsets: null, original: '', hidden: 0 };

/**
 * Terms seen in one stretch of text, by class, in comparable offsets. The hits of a class hang together as a list:
 * `for (let h = seen.first[n]; h !== 0; h = seen.next[h])`, valid where `count[n]` is not 0.
 */
export class Seen {
  form: Comparable = EMPTY;
  /** offset of the stretch in the text it was cut from */
  base = 0;
  /** numbers of the classes that were seen, in order of first appearance */
  present = new Int32Array(64);
  presentCount = 0;
  /** class → hits that are kept */
  readonly count: Uint8Array;
  readonly first: Int32Array;
  private readonly last: Int32Array;
  start = new Int32Array(64);
  end = new Int32Array(64);
  next = new Int32Array(64);
  private used = 1;
  /** bits of the kinds of addressees of which a class was spotted; it may have been silenced since */
  whom = 0;

  constructor(classes: number) {
    this.count = new Uint8Array(classes);
    this.first = new Int32Array(classes);
    this.last = new Int32Array(classes);
  }

  has(n: number): boolean {
    return this.count[n] !== 0;
  }

  /** The kept hits of a class. */
  hits(n: number): Span[] {
    const out: Span[] = [];
    if (this.count[n] === 0) return out;
    for (let h = this.first[n]!; h !== 0; h = this.next[h]!) out.push({ start: this.start[h]!, end: this.end[h]! });
    return out;
  }

  add(n: number, start: number, end: number): void {
    const had = this.count[n]!;
    if (had === HITS_KEPT) return;
    if (this.used === this.start.length) this.grow();
    const h = this.used++;
    if (had === 0) {
      this.present[this.presentCount++] = n;
      this.first[n] = h;
    } else this.next[this.last[n]!] = h;
    this.last[n] = h;
    this.start[h] = start;
    this.end[h] = end;
    this.next[h] = 0;
    this.count[n] = had + 1;
  }

  /** Words inside a masking word do not count for the masked class. */
  silence(n: number, start: number, end: number): void {
    if (this.count[n] === 0) return;
    let left = 0;
    let before = 0;
    for (let h = this.first[n]!; h !== 0; h = this.next[h]!) {
      if (this.start[h]! >= start && this.end[h]! <= end) continue;
      if (before === 0) this.first[n] = h;
      else this.next[before] = h;
      before = h;
      left++;
    }
    this.count[n] = left;
    if (left > 0) {
      this.next[before] = 0;
      this.last[n] = before;
      return;
    }
    const at = this.present.indexOf(n);
    this.present.copyWithin(at, at + 1, this.presentCount);
    this.presentCount--;
  }

  clear(): void {
    const { count, present } = this;
    for (let k = 0; k < this.presentCount; k++) count[present[k]!] = 0;
    this.presentCount = 0;
    this.used = 1;
    this.whom = 0;
  }

  /** A hit opens one class at most: present never outgrows the hits. */
  private grow(): void {
    for (const name of ['start', 'end', 'next', 'present'] as const) {
      const wider = new Int32Array(this[name].length * 2);
      wider.set(this[name]);
      this[name] = wider;
    }
  }
}

/** Headings and addressee cells that are kept. */
const KEPT = 256;

/** What is seen in a text that repeats from row to row: a heading, a cell of addressees. */
export function seenBefore(compiled: Compiled, text: string): Seen {
  const { headings } = compiled;
  let seen = headings.get(text);
  if (!seen) {
    if (headings.size >= KEPT) headings.clear();
    seen = spot(compiled, comparable(text), 0, new Seen(compiled.names.length));
    headings.set(text, seen);
  }
  return seen;
}

/** Spots every class in a stretch of text that begins at `base` of its row; `into` is used anew. */
export function spot(compiled: Compiled, form: Comparable, base: number, into: Seen): Seen {
  const { spotter, maskBase, whomOf } = compiled;
  const { terms, marks } = spotter.tables;
  into.clear();
  into.base = base;
  into.form = form;
  const hits = spotter.scan(form.text);
  const { term, start, end, count } = hits;
  let masks: number[] | null = null;
  for (let i = 0; i < count; i++) {
    const t = term[i]!;
    const to = terms[t * 2 + 3]!;
    for (let k = terms[t * 2 + 1]!; k < to; k++) {
      const mark = marks[k]!;
      if (mark < maskBase) {
        into.add(mark, start[i]!, end[i]!);
        into.whom |= whomOf[mark]!;
      } else {
        masks ??= [];
        masks.push(mark - maskBase, start[i]!, end[i]!);
      }
    }
  }
  if (masks) for (let k = 0; k < masks.length; k += 3) into.silence(masks[k]!, masks[k + 1]!, masks[k + 2]!);
  return into;
}

/** The hits as evidence in offsets of the original row text. */
export function evidenceOf(
  seen: { readonly form: Comparable; readonly base: number },
  hits: readonly Span[],
  original: string,
  why: string,
): Evidence[] {
  // hits carried over from a scoring rule have no words in this clause
  return hits
    .filter((hit) => hit.end > hit.start)
    .map((hit) => {
      const span = originalSpan(seen.form, hit.start, hit.end);
      const start = span.start + seen.base;
      const end = span.end + seen.base;
      return { start, end, quote: original.slice(start, end), why };
    });
}
