/** All checks of the lists, in the order in which their faults are shown. Retired ids stay as comments, never reused. */
import { basisDangling } from './basis-dangling.ts';
import { listBasisNoMandate } from './basis-no-mandate.ts';
import { listBasisNoSuchArticle } from './basis-no-such-article.ts';
import { listBasisNotYetInForce } from './basis-not-yet-in-force.ts';
import { listBasisRepealed } from './basis-repealed.ts';
import { basisSuperseded } from './basis-superseded.ts';
import { basisUnverified } from './basis-unverified.ts';
import type { CheckWords, ListCheck } from './check.ts';
import { danglingReference } from './dangling-reference.ts';
import { deadTerm } from './dead-term.ts';
import { duplicateId } from './duplicate-id.ts';
import { editionUnchanged } from './edition-unchanged.ts';
import { examplesFailing } from './examples-failing.ts';
import { examplesMissing } from './examples-missing.ts';
import { idPlace } from './id-place.ts';
import { inventory } from './inventory.ts';
import { overlap } from './overlap.ts';
import { overlayAllows } from './overlay-allows.ts';
import { registerFault } from './register-fault.ts';
import { retiredId } from './retired-id.ts';
import { reviewOverdue } from './review-overdue.ts';
import { SCHEMA } from './schema.ts';
import { shrink } from './shrink.ts';
import { waiverFault } from './waiver-fault.ts';

/** Checks of lists that could be read. */
export const CHECKS: readonly ListCheck[] = [
  duplicateId,
  retiredId,
  idPlace,
  danglingReference,
  registerFault,
  basisDangling,
  listBasisRepealed,
  listBasisNotYetInForce,
  listBasisNoSuchArticle,
  listBasisNoMandate,
  basisSuperseded,
  basisUnverified,
  overlap,
  overlayAllows,
  examplesMissing,
  examplesFailing,
  deadTerm,
  inventory,
  reviewOverdue,
  waiverFault,
  shrink,
  editionUnchanged,
];

/** What every check, also those that are no {@link ListCheck}, says of itself. */
export const CHECK_WORDS: readonly CheckWords[] = [SCHEMA, ...CHECKS];
