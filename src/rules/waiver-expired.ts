/** 豁免已过期 */
import type { Draft, Rule, RuleContext } from './rule.ts';

export const waiverExpired: Rule = {
  id: 'waiver-expired',
  title: { zh: '豁免已过期', en: 'Waiver expired' },
  why: {
    zh: '豁免是有期限、有批准人的例外，过期或无用的豁免不能悄悄留着。',
    en: 'A waiver is a dated, approved exception; stale ones must not linger.',
  },
  fix: {
    zh: '整改该问题，或者重新报批豁免',
    en: 'Fix the finding or have the waiver renewed',
  },
  message: {
    zh: '豁免 {waiver} 已于 {until} 到期，问题恢复',
    en: 'Waiver {waiver} expired on {until}; the finding is back',
  },
  severity: 'warning',
  check(_context: RuleContext): readonly Draft[] {
    // raised by the waiver stage over the whole report, never from one row
    return [];
  },
};
