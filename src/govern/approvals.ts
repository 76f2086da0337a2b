/** What the admission ledger has approved, as far as lint needs to know. */

export type ChangeKind = 'add' | 'move' | 'reword' | 'rebase' | 'remove' | 'lexicon';

/** One approved change: first instance and meeting, in order, from the right offices; the ledger has seen to that. */
export interface ApprovedChange {
  /** id of the proposal */
  readonly proposal: string;
  /** id of the item; for a change of words the id of the proposal's subject, which nothing depends on */
  readonly item: string;
  readonly body: string;
  readonly kind: ChangeKind;
  /** hash of the item as approved (as it stood, for a removal); of the words, for a change of the lexicon */
  readonly contentHash: string;
  /** YYYY-MM-DD of the meeting */
  readonly approvedOn: string;
}

/** Whether something with this content is approved at all. */
export const isApproved = (approvals: readonly ApprovedChange[], contentHash: string): boolean =>
  approvals.some((one) => one.contentHash === contentHash);
