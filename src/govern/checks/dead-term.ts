/** 多余的词 */
import type { CheckDraft, ListCheck, Subject } from './check.ts';

export const deadTerm: ListCheck = {
  id: 'dead-term',
  title: { zh: '多余的词', en: 'Dead term' },
  why: {
    zh: '删去以后没有一条例子的结论会变的词，要么多余，要么缺一条用得着它的例子。',
    en: 'A term no example needs is either idle or lacks its example.',
  },
  severity: 'note',
  messages: {
    dead: {
      fault: {
        zh: '“{term}”（{classes}）删去后没有任何例子的结论改变',
        en: 'without “{term}” ({classes}) no example changes',
      },
      fix: { zh: '请删去，或补一条用到它的例子', en: 'remove it, or add an example that needs it' },
    },
  },
  check(subject: Subject): readonly CheckDraft[] {
    const { library, within, dead } = subject;
    if (!dead) return [];
    return subject.examples().dead.map(({ term, classes }) => {
      const owner =
        library.classes.find((one) => classes.includes(one.id)) ??
        library.concepts.find((one) => classes.includes(`~${one.id}`));
      const place = owner?.place ?? { file: 'edition.yaml', line: 1, column: 1 };
      return { place: within(place, term), args: { term, classes: classes.join('、') } };
    });
  },
};
