/** All rules, in the order in which their findings are shown. Retired ids stay as comments and are never reused. */

import type { Finding, Lang, RuleId, Severity } from '../types.ts';
import { basisMissing } from './basis-missing.ts';
import { basisNoMandate } from './basis-no-mandate.ts';
import { basisNoSuchArticle } from './basis-no-such-article.ts';
import { basisNotYetInForce } from './basis-not-yet-in-force.ts';
import { basisRepealed } from './basis-repealed.ts';
import { basisUnknown } from './basis-unknown.ts';
import { fundingDenied } from './funding-denied.ts';
import { fundingExpired } from './funding-expired.ts';
import { fundingMissing } from './funding-missing.ts';
import { fundingShort } from './funding-short.ts';
import { fundingUnclear } from './funding-unclear.ts';
import { hiddenCharacters } from './hidden-characters.ts';
import { notListed } from './not-listed.ts';
import { prohibitedItem } from './prohibited-item.ts';
import { roleOverreach } from './role-overreach.ts';
import { type Draft, fillIn, type Rule, type RuleContext } from './rule.ts';
import { uncertainMatch } from './uncertain-match.ts';
import { waiverExpired } from './waiver-expired.ts';
import { waiverUnused } from './waiver-unused.ts';

export const RULES: readonly Rule[] = [
  prohibitedItem,
  roleOverreach,
  basisMissing,
  basisRepealed,
  basisNotYetInForce,
  basisNoSuchArticle,
  basisNoMandate,
  basisUnknown,
  fundingDenied,
  fundingShort,
  fundingExpired,
  fundingMissing,
  fundingUnclear,
  notListed,
  uncertainMatch,
  hiddenCharacters,
  waiverExpired,
  waiverUnused,
];

const BY_ID: ReadonlyMap<RuleId, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule with this id. */
export function ruleOf(id: RuleId): Rule {
  return BY_ID.get(id)!;
}

const WORST_FIRST: readonly Severity[] = ['error', 'warning', 'note'];

/** A draft in words. `fingerprint` is filled by the caller, who knows the key of the row. */
export function worded(rule: Rule, draft: Draft, lang: Lang, fingerprint: string): Finding {
  return {
    rule: rule.id,
    severity: draft.severity ?? rule.severity,
    item: draft.item?.id ?? null,
    message: fillIn((draft.message ?? rule.message)[lang], draft.args),
    fix: fillIn((draft.fix ?? rule.fix)[lang], draft.args),
    evidence: draft.evidence,
    basis: draft.basis,
    fingerprint,
    waived: null,
  };
}

/** All findings of one row, worst first, in registry order within a severity. */
export function checkRules(
  context: RuleContext,
  lang: Lang,
  fingerprintOf: (rule: RuleId, item: string | null) => string,
): Finding[] {
  const found: Finding[] = [];
  for (const rule of RULES)
    for (const draft of rule.check(context))
      found.push(worded(rule, draft, lang, fingerprintOf(rule.id, draft.item?.id ?? null)));
  if (found.length < 2) return found;
  return found.sort((a, b) => WORST_FIRST.indexOf(a.severity) - WORST_FIRST.indexOf(b.severity));
}
