/** 未载明经费 */
import { type Draft, fundingDrafts, type Rule, type RuleContext } from './rule.ts';

export const fundingMissing: Rule = {
  id: 'funding-missing',
  title: { zh: '未载明经费', en: 'Funding not stated' },
  why: {
    zh: '费随事转、权随责走：有关部门委托协助开展工作的，所需经费由委托部门承担（村民委员会组织法第43条、城市居民委员会组织法第43条）。',
    en: 'Money follows the task: the delegating department bears the cost (Organic Laws, art. 43).',
  },
  fix: {
    zh: '由{department}写明经费来源和标准后再下达',
    en: '{department} states who pays, how much and when',
  },
  message: {
    zh: '协助事项 {item}“{title}”未载明配套经费',
    en: 'Assist item {item} “{title}” states no funding',
  },
  severity: 'error',
  check(context: RuleContext): readonly Draft[] {
    if (context.funding.outcome !== 'missing') return [];
    // a table without any funding column says nothing about one row
    const silent = !context.row.table.hasFundingColumn && !context.ledger;
    return fundingDrafts(context, silent ? 'warning' : 'error');
  },
};
