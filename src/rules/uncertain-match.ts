/** 拿不准，请人工核定 */
import { type Draft, isUnlisted, quotes, type Rule, type RuleContext } from './rule.ts';

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
    zh: '{doubt}',
    en: '{doubt}',
  },
  severity: 'warning',
  check(context: RuleContext): readonly Draft[] {
    const { judged } = context;
    if (judged.verdict !== 'review' || isUnlisted(judged) || judged.reason === 'assist-unclear') return [];
    const near = [judged.item?.id, ...judged.alternatives.map((one) => one.item)].filter((id) => id !== undefined);
    const named = near.slice(0, 3).map((id) => `${id} ${context.items.get(id)?.title ?? ''}`.trim());
    const doubt =
      judged.reason === 'assist-doubtful-role'
        ? `责任归属写得含糊（${quotes(judged.evidence.filter((one) => one.why === 'role'))}），是协助还是主责拿不准`
        : '与清单的对应关系拿不准';
    return [
      {
        item: judged.item,
        evidence: judged.evidence,
        basis: judged.item?.basis ?? [],
        args: { candidates: named.join('；') || '无', doubt },
      },
    ];
  },
};
