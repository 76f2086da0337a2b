/** What the lists hold and how much they relieve: counted from the lists, never written down. */
import { BODIES, type Body, LISTS, type Library, type ListName } from '../types.ts';

export interface ListCount {
  readonly items: number;
  /** 0 for a list without categories */
  readonly categories: number;
  /** what edition.yaml says there should be */
  readonly declared: number;
}

export interface BodyStats {
  readonly body: Body;
  readonly lists: Readonly<Record<ListName, ListCount>>;
  readonly total: number;
  /** duties that stay with the committee: 依法管理 + 公共服务 */
  readonly kept: number;
  /** per cent of all matters that are no duty of the committee any more, rounded; 0 for empty lists */
  readonly relief: number;
}

export interface ListStats {
  readonly edition: string;
  readonly effective: string;
  readonly reviewed: string;
  readonly hash: string;
  readonly bodies: readonly BodyStats[];
  /** instruments of the register, concepts, lexicon terms, examples */
  readonly instruments: number;
  readonly concepts: number;
  readonly terms: number;
  readonly examples: number;
}

/** Inventory per body and list, with the relief 1 − kept / total. */
export function listStats(library: Library): ListStats {
  return {
    edition: library.edition.edition,
    effective: library.edition.effective,
    reviewed: library.edition.reviewed,
    hash: library.contentHash,
    bodies: BODIES.map((body) => bodyStats(library, body)),
    instruments: library.register.length,
    concepts: library.concepts.length,
    terms: library.classes.reduce((sum, one) => sum + one.terms.length, 0),
    examples: library.concepts.reduce((sum, one) => sum + one.hit.length + one.miss.length, 0),
  };
}

function bodyStats(library: Library, body: Body): BodyStats {
  const count = (list: ListName): ListCount => {
    const items = library.items.filter((item) => item.body === body && item.list === list);
    const categories = new Set(items.flatMap(({ category }) => (category === null ? [] : [category])));
    return { items: items.length, categories: categories.size, declared: library.edition.inventory[body][list] };
  };
  const lists = {
    statutory: count('statutory'),
    service: count('service'),
    assist: count('assist'),
    prohibited: count('prohibited'),
  };
  const total = LISTS.reduce((sum, list) => sum + lists[list].items, 0);
  const kept = lists.statutory.items + lists.service.items;
  return { body, lists, total, kept, relief: total === 0 ? 0 : Math.round((1 - kept / total) * 100) };
}
