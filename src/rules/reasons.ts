/** The one sentence that says why a row got its verdict. */
import type { Judged, Lang, ReasonCode } from '../types.ts';
import { fillIn, quotable, quotes, type Words } from './rule.ts';

const REASONS: Readonly<Record<ReasonCode, Words>> = {
  prohibited: { zh: '命中禁入事项“{title}”{words}', en: 'Prohibited item “{title}”{words}' },
  overreach: { zh: '协助事项被写成村（社区）主责{words}', en: 'Assistance handed down as responsibility{words}' },
  'own-duty': { zh: '属清单内事项“{title}”', en: 'Listed duty “{title}”' },
  'assist-funded': { zh: '属协助事项“{title}”，经费已落实', en: 'Listed assistance “{title}”, funded' },
  'assist-unfunded': { zh: '属协助事项“{title}”，未落实部门经费', en: 'Listed assistance “{title}”, not funded' },
  'assist-unclear': { zh: '属协助事项“{title}”，经费是否落实不明', en: 'Listed assistance “{title}”, funding unclear' },
  'assist-doubtful-role': {
    zh: '属协助事项“{title}”，但责任归属含糊{words}',
    en: 'Listed assistance “{title}”, responsibility unclear{words}',
  },
  'unlisted-valid': {
    zh: '清单内没有对应事项，所引依据有效，须走准入',
    en: 'Not listed; the cited basis is valid: admission needed',
  },
  'unlisted-unknown': {
    zh: '清单内没有对应事项，所引依据不在依据库内，须人工核实',
    en: 'Not listed; the cited basis cannot be checked',
  },
  'unlisted-nothing': { zh: '清单内没有对应事项，也没有有效依据', en: 'Not listed and without a valid basis' },
  unrecognised: {
    zh: '看不出是清单内哪一项，也没有引用依据，须人工核定',
    en: 'No item recognised and no basis cited; for a person',
  },
  protective: {
    zh: '属保护性表述、清单引用或计分规则，不是派给村（社区）的任务{words}',
    en: 'Protective wording or a scoring rule, no task{words}',
  },
  'other-addressee': {
    zh: '对象是镇街、部门或特定岗位，不是村（社区）{words}',
    en: 'Addressed to the town, a department or a post{words}',
  },
  'no-matter': { zh: '没有可判断的任务内容', en: 'No matter to judge' },
  uncertain: { zh: '与“{title}”等事项相近，拿不准{words}', en: 'Close to “{title}”, uncertain{words}' },
};

/** The reason in words; evidence is quoted as written. */
export function reasonOf(judged: Judged, lang: Lang): string {
  const words = quotes(judged.evidence);
  const item = judged.reason === 'overreach' ? (judged.concept?.item ?? judged.item) : judged.item;
  return fillIn(REASONS[judged.reason][lang], {
    title: quotable(item?.title ?? judged.concept?.concept.name ?? ''),
    words: words === '' ? '' : lang === 'zh' ? `：${words}` : `: ${words}`,
  });
}
