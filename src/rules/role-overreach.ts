/** 协助事项下达为主责 */
import { type Draft, itemArgs, quotes, type Rule, type RuleContext } from './rule.ts';

export const roleOverreach: Rule = {
  id: 'role-overreach',
  title: { zh: '协助事项下达为主责', en: 'Assistance handed down as responsibility' },
  why: {
    zh: '协助事项的责任主体是职能部门，村（社区）在条件允许的情况下配合。写成责任主体、负总责、第一责任人或者追责到村（社区），就是转嫁法定职责。',
    en: 'The department stays responsible for assistance; making the committee the responsible party shifts a statutory duty.',
  },
  fix: {
    zh: '删去{words}，改为“协助”“配合”“发现报告”等表述，并写明由{department}负责、经费由其承担',
    en: 'Drop {words}; write that {department} is responsible and pays, the committee assists',
  },
  message: {
    zh: '协助事项 {item}“{title}”被写成村（社区）主责：{words}',
    en: 'Assist item {item} “{title}” is handed down as responsibility: {words}',
  },
  severity: 'error',
  check(context: RuleContext): readonly Draft[] {
    const { judged } = context;
    if (judged.reason !== 'overreach' || !judged.item) return [];
    const assist = judged.concept?.item ?? judged.item;
    return [
      {
        item: judged.item,
        evidence: judged.evidence,
        basis: judged.item.basis,
        args: { ...itemArgs(assist, []), words: quotes(judged.overreach) },
      },
    ];
  },
};
