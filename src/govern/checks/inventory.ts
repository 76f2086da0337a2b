/** 事项数与版次所载不符 */

import { BODIES, LISTS } from '../../types.ts';
import { listStats } from '../stats.ts';
import type { CheckDraft, ListCheck, Subject } from './check.ts';

export const inventory: ListCheck = {
  id: 'inventory',
  title: { zh: '事项数不符', en: 'Count differs from the inventory' },
  why: {
    zh: '公布的清单写明每张有多少项；多一项少一项，都要有据可查。',
    en: 'The published lists state how many items they hold.',
  },
  severity: 'error',
  messages: {
    count: {
      fault: {
        zh: '{file} 有 {items} 项，edition.yaml 写的是 {declared} 项',
        en: '{file} has {items} items; edition.yaml says {declared}',
      },
      fix: {
        zh: '增减事项要经准入并同时改 edition.yaml 的 inventory；不该变的请恢复',
        en: 'change inventory in edition.yaml with an approved change, or restore the items',
      },
    },
  },
  check({ library, within }: Subject): readonly CheckDraft[] {
    const stats = listStats(library);
    const top = { file: 'edition.yaml', line: 1, column: 1 };
    return BODIES.flatMap((body, b) =>
      LISTS.flatMap((list): CheckDraft[] => {
        const { items, declared } = stats.bodies[b]!.lists[list];
        if (items === declared) return [];
        const place = within(within(top, 'inventory:'), `${body}:`);
        return [{ place, args: { file: `${body}/${list}.yaml`, items, declared } }];
      }),
    );
  },
};
