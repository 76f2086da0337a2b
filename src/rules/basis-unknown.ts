/** 依据未收录 */
import { basisDraft, type Draft, type Rule, type RuleContext } from './rule.ts';

export const basisUnknown: Rule = {
  id: 'basis-unknown',
  title: { zh: '依据未收录', en: 'Instrument not in the register' },
  why: {
    zh: '法无授权不可为：交村（社区）办理的事项须有现行有效、确实给村（社区）设定职责的依据。',
    en: 'Nothing may be handed down without a basis in force that gives the committee this duty.',
  },
  fix: {
    zh: '请提供文件原文，由考核办核对后收入依据库',
    en: 'Supply the document so that it can be checked and registered',
  },
  message: {
    zh: '所引文件不在依据库内，无法核实：{cited}',
    en: 'The instrument is not in the register: {cited}',
  },
  severity: 'warning',
  check(context: RuleContext): readonly Draft[] {
    if (context.basis.outcome !== 'basis-unknown' || context.judged.verdict === 'out-of-scope') return [];
    return [basisDraft(context, 'warning')];
  },
};
