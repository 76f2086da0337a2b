/** What a verdict tells apart: the lists, with the committee's own duties, statutory or service, as one. */
import type { Concept, Item, Standing } from './types.ts';

/** @param item null for work and texts that are on no list of the body */
export function standingOf(item: Item | null, concept: Concept): Standing {
  if (item === null) return concept.kind === 'scope' ? 'scope' : 'unlisted';
  return item.list === 'statutory' || item.list === 'service' ? 'own' : item.list;
}
