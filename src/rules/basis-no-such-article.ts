/** 条款不存在 */
import { basisDraft, type Draft, isUnlisted, type Rule, type RuleContext } from './rule.ts';

export const basisNoSuchArticle: Rule = {
  id: 'basis-no-such-article',
  title: { zh: '条款不存在', en: 'No such article' },
  why: {
    zh: '法无授权不可为：交村（社区）办理的事项须有现行有效、确实给村（社区）设定职责的依据。',
    en: 'Nothing may be handed down without a basis in force that gives the committee this duty.',
  },
  fix: {
    zh: '核对条号后重新引用{suggest}',
    en: 'Check the article number{suggest}',
  },
  message: {
    zh: '所引条款不存在：{cited}',
    en: 'The cited article does not exist: {cited}',
  },
  severity: 'error',
  check(context: RuleContext): readonly Draft[] {
    if (context.basis.outcome !== 'basis-no-such-article' || context.judged.verdict === 'out-of-scope') return [];
    return [basisDraft(context, isUnlisted(context.judged) ? 'error' : 'warning')];
  },
};
