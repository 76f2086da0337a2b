/** 没有这一条 */
import { basisArgs, basisRefs } from '../basis-refs.ts';
import type { CheckDraft, ListCheck, Subject } from './check.ts';

export const listBasisNoSuchArticle: ListCheck = {
  id: 'basis-no-such-article',
  title: { zh: '没有这一条', en: 'No such article' },
  why: {
    zh: '条号超过了文件的最后一条，多半是笔误，或者引的是旧版。',
    en: 'The number is beyond the last article: a slip, or another edition.',
  },
  severity: 'error',
  messages: {
    beyond: {
      fault: {
        zh: '{item} 引{article}，《{instrument}》只有 {last} 条',
        en: '{item} cites {article}; 《{instrument}》 has {last} articles',
      },
      fix: { zh: '请核对条号', en: 'check the number' },
    },
  },
  check(subject: Subject): readonly CheckDraft[] {
    return basisRefs(subject).flatMap((one): CheckDraft[] => {
      const last = one.standing?.text?.articles ?? null;
      const { article } = one.ref;
      if (typeof article !== 'number' || last === null || article <= last) return [];
      return [{ place: one.place, args: { ...basisArgs(one), last } }];
    });
  },
};
