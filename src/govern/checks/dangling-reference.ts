/** 指向不存在的概念或词类 */
import type { LinePlace } from '../../types.ts';
import type { CheckDraft, ListCheck, Subject } from './check.ts';

/** What a miss is when it is nothing on the lists. */
const NOTHING = 'no-item';

export const danglingReference: ListCheck = {
  id: 'dangling-reference',
  title: { zh: '指向不存在的概念或词类', en: 'Dangling reference' },
  why: {
    zh: '事项凭概念识别，句式凭词类识别；名字写错一个字，这一项就再也认不出来。',
    en: 'Items are recognised by concepts and frames by word classes: one wrong letter and an item is never found.',
  },
  severity: 'error',
  messages: {
    concept: {
      fault: { zh: '{owner}指向的概念“{name}”不存在', en: '{owner} points to concept “{name}”, which does not exist' },
      fix: { zh: '请改成 concepts/ 里已有的 id，或新建这个概念', en: 'use an id under concepts/, or add the concept' },
    },
    class: {
      fault: { zh: '{owner}用到的词类“{name}”不存在', en: '{owner} uses class “{name}”, which does not exist' },
      fix: {
        zh: '请改成 lexicon/ 里已有的词类；是原词的，写成 "={name}"',
        en: 'use a class under lexicon/; write "={name}" for the word itself',
      },
    },
    orphan: {
      fault: { zh: '概念“{name}”没有任何事项使用', en: 'no item uses concept “{name}”' },
      fix: {
        zh: '请在事项的 concepts 里写上它；清单外的工作写 kind: unlisted',
        en: 'name it in an item, or mark it kind: unlisted',
      },
    },
  },
  check({ library, within }: Subject): readonly CheckDraft[] {
    const concepts = new Set(library.concepts.map((one) => one.id));
    const classes = new Set(library.classes.map((one) => one.id));
    const drafts: CheckDraft[] = [];
    const concept = (owner: string, name: string, place: LinePlace): void => {
      if (!concepts.has(name)) drafts.push({ say: 'concept', place: within(place, name), args: { owner, name } });
    };
    const word = (owner: string, name: string, place: LinePlace): void => {
      if (!name.startsWith('=') && !classes.has(name))
        drafts.push({ say: 'class', place: within(place, name), args: { owner, name } });
    };
    const used = new Set(library.items.flatMap((item) => item.concepts));
    for (const item of library.items) for (const name of item.concepts) concept(item.id, name, item.place);
    for (const one of library.concepts) {
      for (const frame of one.frames)
        for (const name of new Set([...frame.all.flat(), ...frame.none, ...frame.heading]))
          word(`${one.id} 的句式`, name, frame.place);
      for (const { instead, place } of one.miss)
        if (instead !== null && instead !== NOTHING) concept(`${one.id} 的反例`, instead, place);
      if (one.kind === 'topic' && !used.has(one.id))
        drafts.push({
          say: 'orphan',
          severity: 'warning',
          place: within(one.place, one.id),
          args: { name: one.id },
        });
    }
    const { decision } = library;
    const top = { file: 'decision.yaml', line: 1, column: 1 };
    for (const name of new Set(Object.values(decision.classes).flat())) word('decision.yaml', name, top);
    for (const name of [decision.overreach, ...decision.forms]) concept('decision.yaml', name, top);
    return drafts;
  },
};
