/** All checks of the gate, in the order in which their faults are shown. */
import { admissionMissing } from './admission-missing.ts';
import type { GateCheck } from './gate-check.ts';
import { gateHidden } from './gate-hidden.ts';
import { ledgerIntact } from './ledger-intact.ts';
import { policyChanged } from './policy-changed.ts';
import { verdictTurned } from './verdict-turned.ts';
import { waiverAdded } from './waiver-added.ts';

export const GATE_CHECKS: readonly GateCheck[] = [
  gateHidden,
  ledgerIntact,
  policyChanged,
  admissionMissing,
  verdictTurned,
  waiverAdded,
];
