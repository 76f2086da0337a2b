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

/** Terms seen in one stretch of text: class number → hits, in comparable offsets. */
export interface Seen {
  readonly form: Comparable;
  /** offset of the stretch in the text it was cut from */
  readonly base: number;
  readonly byClass: ReadonlyMap<number, readonly Span[]>;
}

const HITS_KEPT = 6;

/** Spots every class in a stretch of text; words inside a masking word do not count for the masked class. */
export function spot(compiled: Compiled, text: string, base: number): Seen {
  const form = comparable(text);
  const byClass = new Map<number, Span[]>();
  let masks: { mark: number; start: number; end: number }[] | null = null;
  const { spotter, maskBase } = compiled;
  spotter.scan(form.text, (term, start, end) => {
    for (const mark of spotter.marks(term)) {
      if (mark >= maskBase) {
        masks ??= [];
        masks.push({ mark: mark - maskBase, start, end });
        continue;
      }
      const hits = byClass.get(mark);
      if (!hits) byClass.set(mark, [{ start, end }]);
      else if (hits.length < HITS_KEPT) hits.push({ start, end });
    }
  });
  for (const mask of (masks as { mark: number; start: number; end: number }[] | null) ?? []) {
    const hits = byClass.get(mask.mark);
    if (!hits) continue;
    const left = hits.filter((hit) => hit.start < mask.start || hit.end > mask.end);
    if (left.length === 0) byClass.delete(mask.mark);
    else byClass.set(mask.mark, left);
  }
  return { form, base, byClass };
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
