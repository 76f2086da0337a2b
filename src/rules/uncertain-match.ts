/** 拿不准，请人工核定 */
import { type Draft, isUnlisted, quotes, type Rule, type RuleContext, type Words } from './rule.ts';

const DOUBTFUL_ROLE: Words = {
  zh: '责任归属写得含糊（{words}），是协助还是主责拿不准',
  en: 'Unclear whether the committee assists or is responsible ({words})',
};
const NO_CANDIDATE: Words = {
  zh: '请对照四张清单人工核定',
  en: 'Decide by hand against the four lists',
};

export const uncertainMatch: Rule = {
  id: 'uncertain-match',
  title: { zh: '拿不准，请人工核定', en: 'Uncertain, for a person' },
  why: {
    zh: '机器拿不准的不作结论，交人核定。误判和漏判都伤信任。',
    en: 'What cannot be decided goes to a person: a missed burden and a false accusation both cost trust.',
  },
  fix: {
    zh: '请对照候选事项人工核定：{candidates}',
    en: 'Decide by hand between: {candidates}',
  },
  message: {
    zh: '与清单的对应关系拿不准',
    en: 'Uncertain which item this is',
  },
  severity: 'warning',
  check(context: RuleContext): readonly Draft[] {
    const { judged } = context;
    if (judged.verdict !== 'review' || isUnlisted(judged) || judged.reason === 'assist-unclear') return [];
    const near = [judged.item?.id, ...judged.alternatives.map((one) => one.item)].filter((id) => id !== undefined);
    const named = near.slice(0, 3).map((id) => `${id} ${context.items.get(id)?.title ?? ''}`.trim());
    return [
      {
        item: judged.item,
        evidence: judged.evidence,
        basis: judged.item?.basis ?? [],
        args: {
          candidates: named.join('；'),
          words: quotes(judged.evidence.filter((one) => one.why === 'role')),
        },
        ...(judged.reason === 'assist-doubtful-role' ? { message: DOUBTFUL_ROLE } : {}),
        ...(named.length === 0 ? { fix: NO_CANDIDATE } : {}),
      },
    ];
  },
};
