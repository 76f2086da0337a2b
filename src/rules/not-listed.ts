/** 清单外事项 */
import type { ReasonCode } from '../types.ts';
import { type Draft, isUnlisted, type Rule, type RuleContext, type Words } from './rule.ts';

/** What to do when the cited basis holds, when it cannot be checked, when there is none. */
const FIX: Readonly<Partial<Record<ReasonCode, Words>>> = {
  'unlisted-valid': {
    zh: '按程序申请准入（党群部门报组织部，政府部门报民政局初审），审议通过后方可下达',
    en: 'Apply for admission before handing it down',
  },
  'unlisted-unknown': {
    zh: '核实所引文件：有效的按程序申请准入，无效的退回',
    en: 'Check the cited document: with a valid basis apply for admission, otherwise return it',
  },
  'unlisted-nothing': {
    zh: '没有有效依据的退回；补齐依据的按程序申请准入（党群部门报组织部，政府部门报民政局初审）',
    en: 'Return it; with a valid basis, apply for admission',
  },
};

export const notListed: Rule = {
  id: 'not-listed',
  title: { zh: '清单外事项', en: 'Not on the lists' },
  why: {
    zh: '法无授权不可为：清单以外的事项须有政策依据，经初审和区委党建领导小组会议审议准入后方可下达。',
    en: 'What is not on the lists needs a policy basis and admission before it is handed down.',
  },
  fix: {
    zh: '有依据的按程序申请准入（党群部门报组织部，政府部门报民政局初审）；没有依据的退回',
    en: 'With a basis, apply for admission; without one, return it',
  },
  message: {
    zh: '四张清单中没有对应事项{near}',
    en: 'No item of the four lists covers this{near}',
  },
  severity: 'warning',
  check(context: RuleContext): readonly Draft[] {
    const { judged } = context;
    if (!isUnlisted(judged)) return [];
    const near = judged.concept?.concept.kind === 'unlisted' ? `（${judged.concept.concept.name}）` : '';
    const fix = FIX[judged.reason];
    return [{ item: null, evidence: judged.evidence, basis: [], args: { near }, ...(fix ? { fix } : {}) }];
  },
};
