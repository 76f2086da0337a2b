/** Every basis of every item with its standing on a day; the basis checks share it. */
import { type Standing, standing } from '../basis/force.ts';
import { type Known, nameTable } from '../basis/names.ts';
import type { BasisRef, Item, LinePlace } from '../types.ts';
import type { Subject } from './checks/check.ts';

export interface StandingRef {
  readonly item: Item;
  readonly ref: BasisRef;
  /** null when neither the register nor the wide facts know the instrument */
  readonly known: Known | null;
  readonly standing: Standing | null;
  /** where the instrument of this basis is written */
  readonly place: LinePlace;
}

/** An item names an instrument as such: no edition, no word on its being in force. */
const PLAIN = { start: 0, end: 0, raw: '', known: null, articles: [], edition: null, says: null } as const;

const made = new WeakMap<Subject, readonly StandingRef[]>();

/** All bases of the lists, in the order of the items. */
export function basisRefs(subject: Subject): readonly StandingRef[] {
  const old = made.get(subject);
  if (old) return old;
  const { library, asOf } = subject;
  const names = nameTable(library, library.basisWords);
  const refs = library.items.flatMap((item) =>
    item.basis.map((ref): StandingRef => {
      const known = names.byTitle(ref.instrument);
      return {
        item,
        ref,
        known,
        standing: known && standing(PLAIN, known, asOf),
        place: placeOf(subject, item, ref),
      };
    }),
  );
  made.set(subject, refs);
  return refs;
}

/** The line of the basis: the one that names the instrument and the article, else the instrument. */
function placeOf(subject: Subject, item: Item, ref: BasisRef): LinePlace {
  const written = `instrument: ${ref.instrument}, article: ${ref.article}`;
  const near = subject.within(item.place, `${written},`, `${written} `, `${written}}`, ref.instrument);
  return near;
}

/** {placeholders} that every message on a basis uses. */
export function basisArgs({ item, ref }: StandingRef): Record<string, string | number> {
  const article = ref.article === null ? '' : typeof ref.article === 'number' ? `第${ref.article}条` : ref.article;
  return { item: item.id, instrument: ref.instrument, article };
}

/**
 * Where an article has gone in a revision, as the register's note says: 第67、68、73、74条改为第81、83、87、88条.
 * @returns the new number, null when the note does not say
 */
export function movedTo(note: string | null, article: number | string | null): number | null {
  const [, from, to] = /第([\d、]+)条改为第([\d、]+)条/.exec(note ?? '') ?? [];
  if (from === undefined || to === undefined || typeof article !== 'number') return null;
  const at = from.split('、').indexOf(String(article));
  const moved = to.split('、')[at];
  return at === -1 || moved === undefined ? null : Number(moved);
}
