/** 事项重叠 */

import { comparable } from '../../text.ts';
import type { Item } from '../../types.ts';
import { exampleRow } from '../lists-test.ts';
import type { CheckDraft, ListCheck, Subject } from './check.ts';

export const overlap: ListCheck = {
  id: 'overlap',
  title: { zh: '事项重叠', en: 'Overlapping items' },
  why: {
    zh: '同一件事列在两处，表里的一行就有两个结论；一边让做一边禁入时更说不清。',
    en: 'One matter under two items gives one row two verdicts.',
  },
  severity: 'error',
  kept: true,
  messages: {
    same: {
      fault: { zh: '{id} 与 {other} 名称相同', en: '{id} and {other} have the same title' },
      fix: { zh: '请合并，或写明两项的区别', en: 'merge them, or say how they differ' },
    },
    concept: {
      fault: {
        zh: '{id} 与 {other} 用同一个概念“{concept}”，永远只会认作 {other}',
        en: '{id} and {other} share concept “{concept}”: only {other} is ever found',
      },
      fix: { zh: '请给 {id} 单立概念和例子', en: 'give {id} a concept and examples of its own' },
    },
    covered: {
      fault: {
        zh: '{id} 的名称被认作 {other}“{title}”（凭“{why}”）',
        en: 'the title of {id} is recognised as {other} “{title}” (by “{why}”)',
      },
      fix: {
        zh: '请改写名称，或在概念里用句式和反例把两项分开',
        en: 'reword it, or tell the two apart by frames and misses',
      },
    },
  },
  check(subject: Subject): readonly CheckDraft[] {
    const { library, within } = subject;
    const drafts: CheckDraft[] = [];
    const titles = new Map<string, Item>();
    const concepts = new Map<string, Item>();
    for (const item of library.items) {
      const place = within(item.place, item.title);
      const title = `${item.body}\n${comparable(item.title).text}`;
      const twin = titles.get(title);
      if (twin) drafts.push({ say: 'same', place, also: twin.place, args: { id: item.id, other: twin.id } });
      else titles.set(title, item);
      for (const concept of item.concepts) {
        const first = concepts.get(`${item.body}\n${concept}`);
        if (!first) concepts.set(`${item.body}\n${concept}`, item);
        else
          drafts.push({
            say: 'concept',
            place: within(item.place, concept),
            also: first.place,
            args: { id: item.id, other: first.id, concept },
          });
      }
    }
    if (drafts.length > 0) return drafts;
    const auditor = subject.auditor();
    for (const item of library.items) {
      const { judged } = auditor.reason(exampleRow({ text: item.title, section: null }, item.body));
      const other = judged.item;
      if (!other || other.id === item.id || other.list === item.list || judged.strength === 'weak') continue;
      drafts.push({
        say: 'covered',
        severity: 'warning',
        place: within(item.place, item.title),
        also: other.place,
        args: {
          id: item.id,
          other: other.id,
          title: other.title,
          why: judged.evidence.map((one) => one.quote).join('+'),
        },
      });
    }
    return drafts;
  },
};
