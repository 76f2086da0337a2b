/** The content hash of an item: what an approval is bound to. It lies on the ground, since the ledger needs it too. */
export { type ItemContent, itemHash, itemText } from '../item-hash.ts';
