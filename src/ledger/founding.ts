/** The record of the first import: every item of the lists as they are, bound by its hash. */
import { itemHash } from '../item-hash.ts';
import type { Library } from '../types.ts';
import type { Founding } from './admission.ts';

/** Items in the order of the directory. */
export function foundingOf(library: Library): Founding {
  return {
    edition: library.edition.edition,
    items: library.items.map((item) => ({ id: item.id, body: item.body, hash: itemHash(item) })),
  };
}
