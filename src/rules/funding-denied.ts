/** 经费由村（社区）自行承担 */
import { type Draft, fundingDrafts, type Rule, type RuleContext } from './rule.ts';

export const fundingDenied: Rule = {
  id: 'funding-denied',
  title: { zh: '经费由村（社区）自行承担', en: 'Funding denied' },
  why: {
    zh: '费随事转、权随责走：有关部门委托协助开展工作的，所需经费由委托部门承担（村民委员会组织法第43条、城市居民委员会组织法第43条）。',
    en: 'Money follows the task: the delegating department bears the cost (Organic Laws, art. 43).',
  },
  fix: {
    zh: '由{department}承担经费并写明来源和标准；不得由村（社区）自筹或者从办公经费列支',
    en: '{department} states who pays, how much and when',
  },
  message: {
    zh: '协助事项 {item}“{title}”没有部门经费：{quote}',
    en: 'Assist item {item} “{title}” has no departmental funding: {quote}',
  },
  severity: 'error',
  check(context: RuleContext): readonly Draft[] {
    if (context.funding.outcome !== 'denied') return [];
    return fundingDrafts(context, 'error');
  },
};
