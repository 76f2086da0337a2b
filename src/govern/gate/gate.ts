/**
 * The gate: may this change of the lists land? It fails closed. What needs approval and who approves is read from the
 * base revision, never from the change. It proves that the procedure was followed, not who typed the records.
 */
import type { AdmissionCase, ApprovedChange } from '../../ledger/admission.ts';
import type { Lang, Library } from '../../types.ts';
import type { LintFinding } from '../checks/check.ts';
import { Sources, worded } from '../lint.ts';
import type { FolderFiles, GateSubject } from './gate-check.ts';
import { GATE_CHECKS } from './registry.ts';
import { type FrozenCase, turnedBy } from './turned.ts';

export interface GateInput {
  readonly base: Library | null;
  readonly head: Library;
  readonly baseFiles: FolderFiles;
  readonly headFiles: FolderFiles;
  readonly approvals: readonly ApprovedChange[];
  readonly cases: readonly AdmissionCase[];
  readonly ledgerFaults: GateSubject['ledgerFaults'];
  readonly hidden: GateSubject['hidden'];
  readonly frozen: readonly FrozenCase[];
  readonly asOf: string;
  readonly lang: Lang;
}

/** Approvals that may count: of founding records only those that the base already had, or at the first import. */
export function countingApprovals(
  approvals: readonly ApprovedChange[],
  cases: readonly AdmissionCase[],
  base: Library | null,
): ApprovedChange[] {
  if (base === null) return [...approvals];
  const founding = new Set(cases.filter((one) => one.founding !== null).map((one) => one.id));
  return approvals.filter((one) => !founding.has(one.proposal));
}

/** All findings of the gate. */
export async function gate(input: GateInput): Promise<LintFinding[]> {
  const { base, head, frozen, asOf } = input;
  const list = (files: FolderFiles) => [...files].map(([path, bytes]) => ({ path, bytes }));
  const sources = new Sources(list(input.headFiles));
  const old = new Sources(list(input.baseFiles));
  const subject: GateSubject = {
    ...input,
    approvals: countingApprovals(input.approvals, input.cases, base),
    turned: base === null ? [] : await turnedBy(base, head, frozen, asOf),
    within: (from, ...words) => sources.within(from, words),
  };
  return GATE_CHECKS.flatMap((check) =>
    check
      .check(subject)
      .map((draft) => worded(check, draft, input.lang, check.id === 'verdict-turned' ? old : sources)),
  );
}
