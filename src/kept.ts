/**
 * What stages work out of lists and want kept, so that the next start reads it back instead. Only the very lists that
 * were loaded have something kept: a copy with other items or words (a proposal on trial) has nothing.
 */
import type { Library } from './types.ts';

export interface Kept {
  /** what was kept under a name, whole and unchanged; null when there is nothing sound */
  read(name: string): Uint8Array | null;
  /** keeps bytes where it can; never fails */
  write(name: string, bytes: Uint8Array): void;
}

/** The parts of a library that anything is worked out of. */
const PARTS = ['concepts', 'items', 'classes', 'funding', 'basisWords', 'register'] as const;
type Parts = Pick<Library, (typeof PARTS)[number]>;

const shelves = new WeakMap<object, { readonly of: Parts; readonly kept: Kept }>();

/** Says where things worked out of this library are kept. */
export function keepFor(library: Library, kept: Kept): void {
  const { concepts, items, classes, funding, basisWords, register } = library;
  shelves.set(concepts, { of: { concepts, items, classes, funding, basisWords, register }, kept });
}

/** Where things worked out of this library are kept, null for nowhere. */
export function keptFor(library: Library): Kept | null {
  const shelf = shelves.get(library.concepts);
  return shelf && PARTS.every((part) => shelf.of[part] === library[part]) ? shelf.kept : null;
}

/** What was worked out of this library under a name, as JSON; made and kept where it is not there yet. */
export function keptJson<T>(library: Library, name: string, make: () => T): T {
  const kept = keptFor(library);
  const bytes = kept?.read(name);
  if (bytes) return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')) as T;
  const made = make();
  kept?.write(name, Buffer.from(JSON.stringify(made)));
  return made;
}
