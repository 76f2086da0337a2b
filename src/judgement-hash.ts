/** Everything that judges but is no item, as one number: what an approval of a change of words is bound to. */
import { createHash } from 'node:crypto';
import type { Library } from './types.ts';

/**
 * sha-256 (64 hex digits) over the lexicon, the concepts with their aliases and examples, columns, decision scale,
 * funding and basis words, register, wide facts and waivers — as they are understood, so that comments, quoting, line
 * ends and the split into files do not count, while every word does.
 */
export function judgementHash(library: Library): string {
  const { classes, concepts, columns, decision, funding, basisWords, register, waivers } = library;
  const wide = library.wide();
  const parts = [classes, concepts, columns, decision, funding, basisWords, register, waivers, wide];
  return createHash('sha256')
    .update(JSON.stringify(parts.map(canonical)), 'utf8')
    .digest('hex');
}

/** Without places, keys in one order; entries that carry an id in the order of their ids. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    const list = value.map(canonical);
    return list.every(hasId) ? list.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)) : list;
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'place')
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, canonical(one)]),
  );
}

const hasId = (value: unknown): value is { readonly id: string } =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
