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

/**
 * Terms seen in one stretch of text, by class, in comparable offsets. The first hits of a class are kept in flat
 * arrays: class n has `count[n]` of them from `n * 6` on.
 */
export class Seen {
  form: Comparable = { text: '', offsets: null, original: '', hidden: 0 };
  /** offset of the stretch in the text it was cut from */
  base = 0;
  /** numbers of the classes that were seen, in order of first appearance */
  readonly present: Int32Array;
  presentCount = 0;
  readonly count: Uint8Array;
  readonly start: Int32Array;
  readonly end: Int32Array;

  constructor(classes: number) {
    this.present = new Int32Array(classes);
    this.count = new Uint8Array(classes);
    this.start = new Int32Array(classes * HITS_KEPT);
    this.end = new Int32Array(classes * HITS_KEPT);
  }

  has(n: number): boolean {
    return this.count[n] !== 0;
  }

  /** The kept hits of a class. */
  hits(n: number): Span[] {
    const out: Span[] = [];
    for (let k = n * HITS_KEPT; k < n * HITS_KEPT + this.count[n]!; k++)
      out.push({ start: this.start[k]!, end: this.end[k]! });
    return out;
  }

  add(n: number, start: number, end: number): void {
    const had = this.count[n]!;
    if (had === HITS_KEPT) return;
    if (had === 0) this.present[this.presentCount++] = n;
    const at = n * HITS_KEPT + had;
    this.start[at] = start;
    this.end[at] = end;
    this.count[n] = had + 1;
  }

  /** Words inside a masking word do not count for the masked class. */
  silence(n: number, start: number, end: number): void {
    const had = this.count[n]!;
    if (had === 0) return;
    const from = n * HITS_KEPT;
    let left = 0;
    for (let k = from; k < from + had; k++) {
      if (this.start[k]! >= start && this.end[k]! <= end) continue;
      this.start[from + left] = this.start[k]!;
      this.end[from + left] = this.end[k]!;
      left++;
    }
    this.count[n] = left;
    if (left > 0) return;
    const at = this.present.indexOf(n);
    this.present.copyWithin(at, at + 1, this.presentCount);
    this.presentCount--;
  }

  clear(): void {
    for (let k = 0; k < this.presentCount; k++) this.count[this.present[k]!] = 0;
    this.presentCount = 0;
  }
}

/** Spots every class in a stretch of text. `into` is reused where given. */
export function spot(compiled: Compiled, text: string, base: number, into = new Seen(compiled.names.length)): Seen {
  const { spotter, maskBase } = compiled;
  into.clear();
  into.base = base;
  into.form = comparable(text);
  const hits = spotter.scan(into.form.text);
  let masks: number[] | null = null;
  for (let i = 0; i < hits.count; i++) {
    const marks = spotter.terms[hits.term[i]!]!.marks;
    for (let k = 0; k < marks.length; k++) {
      const mark = marks[k]!;
      if (mark < maskBase) into.add(mark, hits.start[i]!, hits.end[i]!);
      else {
        masks ??= [];
        masks.push(mark - maskBase, hits.start[i]!, hits.end[i]!);
      }
    }
  }
  if (masks) for (let k = 0; k < masks.length; k += 3) into.silence(masks[k]!, masks[k + 1]!, masks[k + 2]!);
  return into;
}

/** The hits as evidence in offsets of the original row text. */
export function evidenceOf(seen: Seen, hits: readonly Span[], original: string, why: string): Evidence[] {
  return hits.map((hit) => {
    const span = originalSpan(seen.form, hit.start, hit.end);
    const start = span.start + seen.base;
    const end = span.end + seen.base;
    return { start, end, quote: original.slice(start, end), why };
  });
}
