/** 依据尚未施行 */
import { basisArgs, basisRefs } from '../basis-refs.ts';
import type { CheckDraft, ListCheck, Subject } from './check.ts';

export const listBasisNotYetInForce: ListCheck = {
  id: 'basis-not-yet-in-force',
  title: { zh: '依据尚未施行', en: 'Basis not yet in force' },
  why: {
    zh: '还没有施行的文件现在不能作为依据。',
    en: 'An instrument that is not yet in force carries nothing today.',
  },
  severity: 'error',
  messages: {
    early: {
      fault: { zh: '{item} 的依据《{instrument}》{when}', en: '{item}: 《{instrument}》 is not yet in force{when}' },
      fix: {
        zh: '请先用现行依据，施行之后再改；或给事项写上 since',
        en: 'use the text in force until then, or give the item a later since',
      },
    },
  },
  check(subject: Subject): readonly CheckDraft[] {
    return basisRefs(subject).flatMap((one): CheckDraft[] => {
      if (one.standing?.force !== 'not-yet') return [];
      const effective = one.standing.text?.effective ?? null;
      // an item that enters the list with its instrument is in order
      if (effective !== null && one.item.since !== null && one.item.since >= effective) return [];
      return [
        { place: one.place, args: { ...basisArgs(one), when: effective ? `自 ${effective} 起才施行` : '尚未施行' } },
      ];
    });
  },
};
