/** 经费是否落实不明 */
import { type Draft, fundingDrafts, type Rule, type RuleContext } from './rule.ts';

export const fundingUnclear: Rule = {
  id: 'funding-unclear',
  title: { zh: '经费是否落实不明', en: 'Funding unclear' },
  why: {
    zh: '费随事转、权随责走：有关部门委托协助开展工作的，所需经费由委托部门承担（村民委员会组织法第43条、城市居民委员会组织法第43条）。',
    en: 'Money follows the task: the delegating department bears the cost (Organic Laws, art. 43).',
  },
  fix: {
    zh: '请{department}书面明确经费由谁承担、按什么标准、何时拨付',
    en: '{department} states who pays, how much and when',
  },
  message: {
    zh: '协助事项 {item}“{title}”的经费是否由部门落实不明：{quote}',
    en: 'Assist item {item} “{title}”: unclear whether the department pays: {quote}',
  },
  severity: 'warning',
  check(context: RuleContext): readonly Draft[] {
    if (context.funding.outcome !== 'unclear') return [];
    return fundingDrafts(context, 'warning');
  },
};
