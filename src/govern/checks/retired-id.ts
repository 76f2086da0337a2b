/** 已撤销的编号被重新使用 */
import { itemHash } from '../../item-hash.ts';
import type { CheckDraft, ListCheck, Subject } from './check.ts';

export const retiredId: ListCheck = {
  id: 'retired-id',
  title: { zh: '重用已撤销的编号', en: 'Retired id reused' },
  why: {
    zh: '撤销的编号留在旧报告和旧文件里；再给别的事项，旧报告就说错了话。',
    en: 'A retired id lives on in old reports; giving it to another item makes them say something else.',
  },
  severity: 'error',
  messages: {
    reused: {
      fault: {
        zh: '编号“{id}”已于 {on} 随“{title}”撤销',
        en: 'id “{id}” was retired with “{title}” on {on}',
      },
      fix: { zh: '请用一个没有用过的编号', en: 'use an id that was never used' },
    },
    forgotten: {
      fault: {
        zh: '事项“{id}”移出清单，却没有记入 edition.yaml 的 retired',
        en: 'item “{id}” has left the lists without an entry under retired in edition.yaml',
      },
      fix: {
        zh: '请在 edition.yaml 的 retired 里补上：- { id: "{id}", title: {title}, on: "{day}" }',
        en: 'add it under retired in edition.yaml: - { id: "{id}", title: {title}, on: "{day}" }',
      },
    },
    dropped: {
      fault: {
        zh: 'retired 里原有的“{id}”不见了',
        en: '“{id}” is no longer under retired',
      },
      fix: { zh: '撤销的编号要一直保留，请恢复', en: 'retired ids are kept for ever: restore it' },
    },
  },
  check({ library, base, within, asOf, approvals }: Subject): readonly CheckDraft[] {
    const { retired } = library.edition;
    const gone = new Map(retired.map((one) => [one.id, one]));
    // an approved removal is on record: the ledger keeps the id as well as edition.yaml would
    const removed = new Map(approvals.flatMap((one) => (one.kind === 'remove' ? [[one.item, one] as const] : [])));
    const drafts: CheckDraft[] = library.items.flatMap((item) => {
      const place = within(item.place, item.id);
      const old = gone.get(item.id);
      if (old) return [{ say: 'reused', place, args: { ...old } }];
      const record = removed.get(item.id);
      if (!record || record.contentHash === itemHash(item)) return [];
      const args = { id: item.id, title: `准入记录 ${record.proposal}`, on: record.approvedOn };
      return [{ say: 'reused', place, args }];
    });
    const top = { file: 'edition.yaml', line: 1, column: 1 };
    const ids = new Set(library.items.map((item) => item.id));
    for (const item of base?.items ?? [])
      if (!ids.has(item.id) && !gone.has(item.id) && !removed.has(item.id))
        drafts.push({
          say: 'forgotten',
          place: within(top, 'retired:'),
          args: { id: item.id, title: item.title, day: asOf },
        });
    for (const one of base?.edition.retired ?? [])
      if (!gone.has(one.id)) drafts.push({ say: 'dropped', place: within(top, 'retired:'), args: { id: one.id } });
    return drafts;
  },
};
