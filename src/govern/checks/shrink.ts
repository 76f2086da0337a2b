/** 清单大幅缩水 */
import { BODIES, LISTS } from '../../types.ts';
import type { CheckDraft, ListCheck, Subject } from './check.ts';

/** Share of a list that may go in one change. */
const ALLOWED = 0.2;

export const shrink: ListCheck = {
  id: 'shrink',
  title: { zh: '清单大幅缩水', en: 'List shrinks' },
  why: {
    zh: '一次删去一张清单的五分之一以上，多半是误删或文件没有存全。',
    en: 'More than a fifth of a list gone in one change is mostly an accident.',
  },
  severity: 'error',
  messages: {
    shrunk: {
      fault: {
        zh: '{file} 从 {before} 项减到 {after} 项，少了 {gone} 项，超过 20%',
        en: '{file} goes from {before} to {after} items: {gone} gone, more than 20 %',
      },
      fix: { zh: '请恢复误删的；确要清理的分次进行', en: 'restore what went by accident; retire items step by step' },
    },
  },
  check({ library, base, within }: Subject): readonly CheckDraft[] {
    if (!base) return [];
    const kept = new Set(library.items.map((item) => `${item.body}\n${item.list}\n${item.id}`));
    return BODIES.flatMap((body) =>
      LISTS.flatMap((list): CheckDraft[] => {
        const before = base.items.filter((item) => item.body === body && item.list === list);
        const gone = before.filter((item) => !kept.has(`${body}\n${list}\n${item.id}`)).length;
        if (gone === 0 || gone <= before.length * ALLOWED) return [];
        const file = `${body}/${list}.yaml`;
        return [
          {
            place: within({ file, line: 1, column: 1 }, 'list:'),
            args: { file, before: before.length, after: before.length - gone, gone },
          },
        ];
      }),
    );
  },
};
