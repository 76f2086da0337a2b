/** The content of an item as one number: what an approval is bound to. */
import { createHash } from 'node:crypto';
import type { BasisRef, Item } from './types.ts';

/** Everything of an item that is decided by an approval; place and note explain and are not. */
export type ItemContent = Omit<Item, 'place' | 'note'>;

/**
 * The canonical text of an item: JSON with keys in one order, values exactly as written. Two items have the same text
 * when, and only when, they say the same thing in the same place (id, body, list and category included).
 */
export function itemText(item: ItemContent): string {
  return JSON.stringify([
    'item/1',
    item.id,
    item.body,
    item.list,
    item.category,
    item.title,
    item.department,
    item.basis.map(basisText),
    item.since,
    item.until,
    [...item.concepts],
  ]);
}

/** sha-256 (64 hex digits) over the canonical text of an item. */
export function itemHash(item: ItemContent): string {
  return createHash('sha256').update(itemText(item), 'utf8').digest('hex');
}

const basisText = (ref: BasisRef): (string | number | boolean | null)[] => [
  ref.instrument,
  ref.article,
  ref.paragraph ?? null,
  ref.unverified ?? false,
];
