/** 命中取消和禁入事项 */
import { type Draft, itemArgs, type Rule, type RuleContext } from './rule.ts';

const UNQUOTED = {
  zh: '命中禁入事项 {item}“{title}”，从所在类别和上下文看出',
  en: 'Hits prohibited item {item} “{title}”, as its heading and context show',
};

export const prohibitedItem: Rule = {
  id: 'prohibited-item',
  title: { zh: '命中取消和禁入事项', en: 'Prohibited item' },
  why: {
    zh: '取消和禁入事项由职能部门自行解决，不得下派村（社区）。村民委员会组织法第43条、城市居民委员会组织法第43条：委托协助开展工作的事项应当符合法律、法规规定。',
    en: "Prohibited items are the department's own work and must not be handed down (Organic Laws, art. 43).",
  },
  fix: {
    zh: '取消该事项，由{department}自行完成；确需村（社区）支持的，改为清单内的协助表述并落实经费',
    en: 'Cancel it; {department} does the work itself, or rewrite it as listed assistance with funding',
  },
  message: {
    zh: '命中禁入事项 {item}“{title}”：{quotes}',
    en: 'Hits prohibited item {item} “{title}”: {quotes}',
  },
  severity: 'error',
  check(context: RuleContext): readonly Draft[] {
    const { judged } = context;
    if (judged.verdict !== 'prohibited' || judged.reason === 'overreach' || !judged.item) return [];
    return [
      {
        item: judged.item,
        evidence: judged.evidence,
        basis: judged.item.basis,
        args: itemArgs(judged.item, judged.evidence),
        // the heading alone has no words in the cell
        ...(judged.evidence.length === 0 && { message: UNQUOTED }),
      },
    ];
  },
};
