/** 该条没有赋予职责 */
import { basisArgs, basisRefs } from '../basis-refs.ts';
import type { CheckDraft, ListCheck, Subject } from './check.ts';

const NAMES = { village: '村民委员会', community: '居民委员会' } as const;

export const listBasisNoMandate: ListCheck = {
  id: 'basis-no-mandate',
  title: { zh: '该条没有赋予职责', en: 'No mandate' },
  why: {
    zh: '条文写到了基层组织，却不是这一类组织，或者写的是“不得”：这样的条文不能作为职责的依据。',
    en: 'The article names the other body only, or forbids: it carries no duty.',
  },
  severity: 'error',
  messages: {
    other: {
      fault: {
        zh: '{item} 的依据《{instrument}》{article}只写了{named}，没有写{body}',
        en: '{item}: 《{instrument}》 {article} names {named}, not {body}',
      },
      fix: { zh: '请改引写明{body}的条款', en: 'cite an article that names {body}' },
    },
    forbids: {
      fault: {
        zh: '{item} 的依据《{instrument}》{article}写的是{body}不得做什么',
        en: '{item}: 《{instrument}》 {article} says what {body} must not do',
      },
      fix: { zh: '请改引赋予职责的条款', en: 'cite an article that gives the duty' },
    },
  },
  check(subject: Subject): readonly CheckDraft[] {
    const mentions = subject.library.wide().mentions;
    return basisRefs(subject).flatMap((one): CheckDraft[] => {
      const { item, ref } = one;
      if (item.list === 'prohibited' || typeof ref.article !== 'number' || one.standing?.force !== 'in-force')
        return [];
      const edition = one.standing.text === one.known?.next ? (one.standing.text?.version ?? null) : null;
      const said = mentions.filter(
        (mention) =>
          mention.instrument === ref.instrument && mention.article === ref.article && mention.edition === edition,
      );
      if (said.length === 0) return [];
      const own = said.filter((mention) => mention.bodies.includes(item.body));
      const args = { ...basisArgs(one), body: NAMES[item.body] };
      if (own.length === 0) {
        const named = [...new Set(said.flatMap((mention) => mention.bodies))].map((body) => NAMES[body]).join('、');
        return [{ say: 'other', place: one.place, args: { ...args, named } }];
      }
      if (own.every((mention) => mention.role === 'forbidden')) return [{ say: 'forbids', place: one.place, args }];
      return [];
    });
  },
};
