/** 豁免未用到 */
import type { Draft, Rule, RuleContext } from './rule.ts';

export const waiverUnused: Rule = {
  id: 'waiver-unused',
  title: { zh: '豁免未用到', en: 'Waiver unused' },
  why: {
    zh: '豁免是有期限、有批准人的例外，过期或无用的豁免不能悄悄留着。',
    en: 'A waiver is a dated, approved exception; stale ones must not linger.',
  },
  fix: {
    zh: '核对范围是否写对；已整改的，删去该豁免',
    en: 'Check its scope; remove it when the matter is settled',
  },
  message: {
    zh: '豁免 {waiver} 没有对应的问题',
    en: 'Waiver {waiver} matches no finding',
  },
  severity: 'warning',
  check(_context: RuleContext): readonly Draft[] {
    // raised by the waiver stage over the whole report, never from one row
    return [];
  },
};
