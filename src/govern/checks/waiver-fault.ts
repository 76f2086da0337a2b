/** 豁免的期限和对象 */
import type { CheckDraft, ListCheck, Subject } from './check.ts';

export const waiverFault: ListCheck = {
  id: 'waiver-fault',
  title: { zh: '豁免有误', en: 'Faulty waiver' },
  why: {
    zh: '豁免是有期限的例外；期限倒置、指向不存在的事项，就不知道免了什么。',
    en: 'A waiver is a dated exception to one thing.',
  },
  severity: 'error',
  messages: {
    dates: {
      fault: { zh: '豁免 {id} 的止期 {until} 早于起期 {from}', en: 'waiver {id} ends on {until}, before {from}' },
      fix: { zh: '请核对日期', en: 'check the dates' },
    },
    item: {
      fault: { zh: '豁免 {id} 指向的事项 {item} 不在清单上', en: 'waiver {id}: item {item} is not on the lists' },
      fix: { zh: '请核对编号，或删去这条豁免', en: 'check the id, or remove the waiver' },
    },
    expired: {
      fault: { zh: '豁免 {id} 已于 {until} 到期', en: 'waiver {id} expired on {until}' },
      fix: { zh: '请删去，或重新报批', en: 'remove it, or have it approved anew' },
    },
  },
  check({ library, asOf, within }: Subject): readonly CheckDraft[] {
    const ids = new Set(library.items.map((item) => item.id));
    return library.waivers.flatMap((one): CheckDraft[] => {
      const args = { id: one.id, item: one.item ?? '', from: one.from, until: one.until };
      if (one.until < one.from) return [{ say: 'dates', place: within(one.place, one.until), args }];
      if (one.item !== null && !ids.has(one.item)) return [{ say: 'item', place: within(one.place, one.item), args }];
      if (one.until < asOf) return [{ say: 'expired', severity: 'note', place: within(one.place, one.until), args }];
      return [];
    });
  },
};
