/** 所引条款未给村（社区）设定该项职责 */
import { basisDraft, type Draft, isUnlisted, type Rule, type RuleContext } from './rule.ts';

export const basisNoMandate: Rule = {
  id: 'basis-no-mandate',
  title: { zh: '所引条款未给村（社区）设定该项职责', en: 'Article gives no such duty' },
  why: {
    zh: '法无授权不可为：交村（社区）办理的事项须有现行有效、确实给村（社区）设定职责的依据。',
    en: 'Nothing may be handed down without a basis in force that gives the committee this duty.',
  },
  fix: {
    zh: '改引给村（社区）设定该职责的条款{suggest}；没有的，由部门自行完成',
    en: 'Cite an article that gives this duty{suggest}, or do it yourself',
  },
  message: {
    zh: '所引条款没有给村（社区）设定这项职责：{cited}',
    en: 'The cited article gives the committee no such duty: {cited}',
  },
  severity: 'error',
  check(context: RuleContext): readonly Draft[] {
    if (context.basis.outcome !== 'basis-no-mandate' || context.judged.verdict === 'out-of-scope') return [];
    return [basisDraft(context, isUnlisted(context.judged) ? 'error' : 'warning')];
  },
};
