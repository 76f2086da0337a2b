/** 依据尚未施行 */
import { basisDraft, type Draft, isUnlisted, type Rule, type RuleContext } from './rule.ts';

export const basisNotYetInForce: Rule = {
  id: 'basis-not-yet-in-force',
  title: { zh: '依据尚未施行', en: 'Basis not yet in force' },
  why: {
    zh: '法无授权不可为：交村（社区）办理的事项须有现行有效、确实给村（社区）设定职责的依据。',
    en: 'Nothing may be handed down without a basis in force that gives the committee this duty.',
  },
  fix: {
    zh: '施行之前引用现行有效的依据；没有的，待施行后再按程序办理',
    en: 'Cite the law in force today, or wait',
  },
  message: {
    zh: '所引依据尚未施行：{cited}',
    en: 'The cited basis is not yet in force: {cited}',
  },
  severity: 'error',
  check(context: RuleContext): readonly Draft[] {
    if (context.basis.outcome !== 'basis-not-yet-in-force' || context.judged.verdict === 'out-of-scope') return [];
    return [basisDraft(context, isUnlisted(context.judged) ? 'error' : 'warning')];
  },
};
