/** 依据已废止 */
import { basisDraft, type Draft, isUnlisted, type Rule, type RuleContext } from './rule.ts';

export const basisRepealed: Rule = {
  id: 'basis-repealed',
  title: { zh: '依据已废止', en: 'Basis repealed' },
  why: {
    zh: '法无授权不可为：交村（社区）办理的事项须有现行有效、确实给村（社区）设定职责的依据。',
    en: 'Nothing may be handed down without a basis in force that gives the committee this duty.',
  },
  fix: {
    zh: '改引现行有效的依据{successor}；现行法没有规定的，退回',
    en: 'Cite the law in force{successor}, or return it',
  },
  message: {
    zh: '所引依据已废止：{cited}{successor}',
    en: 'The cited basis is repealed: {cited}{successor}',
  },
  severity: 'error',
  check(context: RuleContext): readonly Draft[] {
    if (context.basis.outcome !== 'basis-repealed' || context.judged.verdict === 'out-of-scope') return [];
    return [basisDraft(context, isUnlisted(context.judged) ? 'error' : 'warning')];
  },
};
