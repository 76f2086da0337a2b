/** What the admission ledger has approved, as far as lint needs to know. */
import type { ApprovedChange } from '../ledger/admission.ts';

export type { ApprovedChange, Change as ChangeKind } from '../ledger/admission.ts';

/** Whether something with this content is approved at all. */
export const isApproved = (approvals: readonly ApprovedChange[], contentHash: string): boolean =>
  approvals.some((one) => one.contentHash === contentHash);
