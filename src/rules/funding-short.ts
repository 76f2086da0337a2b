/** 经费低于所需 */
import { type Draft, fundingDrafts, type Rule, type RuleContext } from './rule.ts';

export const fundingShort: Rule = {
  id: 'funding-short',
  title: { zh: '经费低于所需', en: 'Funding short' },
  why: {
    zh: '费随事转、权随责走：有关部门委托协助开展工作的，所需经费由委托部门承担（村民委员会组织法第43条、城市居民委员会组织法第43条）。',
    en: 'Money follows the task: the delegating department bears the cost (Organic Laws, art. 43).',
  },
  fix: {
    zh: '由{department}补足经费',
    en: '{department} states who pays, how much and when',
  },
  message: {
    zh: '协助事项 {item}“{title}”的经费低于所需：{detail}',
    en: 'Assist item {item} “{title}”: the amount is below the need: {detail}',
  },
  severity: 'error',
  check(context: RuleContext): readonly Draft[] {
    if (context.funding.outcome !== 'short') return [];
    return fundingDrafts(context, 'error');
  },
};
