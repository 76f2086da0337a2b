/** 没有依据 */
import { basisDraft, type Draft, isUnlisted, type Rule, type RuleContext } from './rule.ts';

export const basisMissing: Rule = {
  id: 'basis-missing',
  title: { zh: '没有依据', en: 'No legal basis' },
  why: {
    zh: '法无授权不可为：交村（社区）办理的事项须有现行有效、确实给村（社区）设定职责的依据。',
    en: 'Nothing may be handed down without a basis in force that gives the committee this duty.',
  },
  fix: {
    zh: '补充具体依据（法律法规名称和条款）',
    en: 'Name the instrument and article',
  },
  message: {
    zh: '没有引用任何法律、法规或文件',
    en: 'Cites no instrument',
  },
  severity: 'error',
  check(context: RuleContext): readonly Draft[] {
    if (context.basis.outcome !== 'basis-missing' || context.judged.verdict === 'out-of-scope') return [];
    // on listed and prohibited rows a missing citation is an outcome, not a finding
    if (!isUnlisted(context.judged)) return [];
    return [basisDraft(context, 'error')];
  },
};
