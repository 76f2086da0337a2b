/**
 * What costly checks found, kept from one run to the next: the same lists on the same day give the same drafts. The
 * entry may be deleted or scribbled on at any time, and is then simply made anew.
 */
import { type Kept, keptFor } from '../kept.ts';
import type { Library } from '../types.ts';
import type { CheckDraft } from './checks/check.ts';

/** Name under which drafts are kept. */
const KEPT = 'lint';

type Drafts = readonly CheckDraft[];

interface Entry {
  /** what the drafts rest on beside the lists and the program */
  readonly on: string;
  readonly drafts: Readonly<Record<string, Drafts>>;
}

export interface KeptDrafts {
  /** the drafts of a check as they were kept, else as they are made now */
  of(check: string, make: () => Drafts): Drafts;
  /** keeps what was made since */
  save(): void;
}

/** @param asOf YYYY-MM-DD */
export function keptDrafts(library: Library, asOf: string): KeptDrafts {
  const kept = keptFor(library);
  const on = JSON.stringify([asOf, ...foldersAbove(library)]);
  const drafts: Record<string, Drafts> = { ...read(kept, on) };
  let made = false;
  return {
    of(check, make) {
      const known = drafts[check];
      if (known) return known;
      made = true;
      drafts[check] = make();
      return drafts[check];
    },
    save() {
      if (made) kept?.write(KEPT, Buffer.from(JSON.stringify({ on, drafts } satisfies Entry)));
    },
  };
}

/** Places in lists above are named with their folders, which the hash of the lists does not hold. */
function foldersAbove(library: Library): readonly (string | null)[] {
  return library.upper ? [library.edition.extends, library.upper.dir, ...foldersAbove(library.upper)] : [];
}

/** The kept bytes are whole and of this program and these lists; only what else they rest on is to be looked at. */
function read(kept: Kept | null, on: string): Entry['drafts'] {
  const bytes = kept?.read(KEPT);
  if (!bytes) return {};
  const entry = JSON.parse(Buffer.from(bytes).toString('utf8')) as Entry;
  return entry.on === on ? entry.drafts : {};
}
