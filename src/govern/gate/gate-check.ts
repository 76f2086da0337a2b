/** What the gate looks at: the lists before and after a change, and what the offices have approved. */
import type { AdmissionCase } from '../../ledger/admission.ts';
import type { Item, Library, LinePlace } from '../../types.ts';
import type { ApprovedChange } from '../approvals.ts';
import type { CheckDraft, ListCheck } from '../checks/check.ts';
import type { Turned } from './turned.ts';

/** Files of a lists folder by path, records and schemas included. */
export type FolderFiles = ReadonlyMap<string, Buffer>;

export interface GateSubject {
  /** null when the base revision has no lists yet: the first import */
  readonly base: Library | null;
  readonly head: Library;
  readonly baseFiles: FolderFiles;
  readonly headFiles: FolderFiles;
  /** what counts as approved for this change, under the policy of the base */
  readonly approvals: readonly ApprovedChange[];
  readonly cases: readonly AdmissionCase[];
  /** faults of the ledger, in words, with the file */
  readonly ledgerFaults: readonly { readonly path: string; readonly fault: string }[];
  /** files that git calls unchanged and that differ from the commit, are missing on the disk, or are ignored */
  readonly hidden: readonly { readonly path: string; readonly how: 'differs' | 'absent' | 'ignored' }[];
  /** examples and frozen cases that the change of words judges otherwise */
  readonly turned: readonly Turned[];
  readonly asOf: string;
  within(from: LinePlace, ...words: readonly string[]): LinePlace;
}

export interface GateCheck extends Omit<ListCheck, 'check'> {
  check(subject: GateSubject): readonly CheckDraft[];
}

export const itemsById = (items: readonly Item[]): Map<string, Item> => new Map(items.map((item) => [item.id, item]));
