/** 编号重复 */
import type { LinePlace } from '../../types.ts';
import type { CheckDraft, ListCheck, Subject } from './check.ts';

export const duplicateId: ListCheck = {
  id: 'duplicate-id',
  title: { zh: '编号重复', en: 'Duplicate id' },
  why: {
    zh: '报告、准入、豁免都凭编号认事项，一个编号只能指一件事。',
    en: 'Reports, admissions and waivers name an item by its id: one id, one item.',
  },
  severity: 'error',
  messages: {
    repeated: {
      fault: { zh: '{what}“{id}”已经用过（{first}）', en: '{what} “{id}” is already used ({first})' },
      fix: { zh: '请换一个没有用过的编号，或合并两条', en: 'use a new id, or merge the two' },
    },
  },
  check(subject: Subject): readonly CheckDraft[] {
    const { library } = subject;
    const kinds: readonly (readonly [string, readonly { readonly id: string; readonly place: LinePlace }[]])[] = [
      ['事项编号', library.items],
      ['概念', library.concepts],
      ['词类', library.classes],
      ['豁免编号', library.waivers],
    ];
    return kinds.flatMap(([what, entries]) => repeated(subject, what, entries));
  },
};

/** Ids that differ only in width, case or invisible characters are the same id to the people who read them. */
function repeated(
  subject: Subject,
  what: string,
  entries: readonly { readonly id: string; readonly place: LinePlace }[],
): CheckDraft[] {
  const seen = new Map<string, LinePlace>();
  return entries.flatMap(({ id, place }) => {
    const key = id.normalize('NFKC').toUpperCase();
    const first = seen.get(key);
    if (!first) {
      seen.set(key, place);
      return [];
    }
    const args = { what, id, first: `${first.file}:${first.line}` };
    return [{ place: subject.within(place, id), also: first, args }];
  });
}
