/** 依据已废止 */
import { basisArgs, basisRefs } from '../basis-refs.ts';
import type { CheckDraft, ListCheck, Subject } from './check.ts';

export const listBasisRepealed: ListCheck = {
  id: 'basis-repealed',
  title: { zh: '依据已废止', en: 'Basis repealed' },
  why: {
    zh: '废止的文件不能再作为依据，事项要么换依据，要么移出清单。',
    en: 'A repealed instrument carries nothing: the item needs another basis, or goes.',
  },
  severity: 'error',
  messages: {
    repealed: {
      fault: {
        zh: '{item} 的依据《{instrument}》{on}废止',
        en: '{item}: 《{instrument}》 is repealed{on}',
      },
      fix: { zh: '请改引{successor}，或按程序移出', en: 'cite {successor} instead, or retire the item' },
    },
  },
  check(subject: Subject): readonly CheckDraft[] {
    return basisRefs(subject).flatMap((one): CheckDraft[] => {
      if (one.standing?.force !== 'repealed') return [];
      const { repealedOn, replacedBy } = one.standing.text ?? { repealedOn: null, replacedBy: null };
      return [
        {
          place: one.place,
          args: {
            ...basisArgs(one),
            on: repealedOn ? `已于 ${repealedOn} ` : '已',
            successor: replacedBy ? `《${replacedBy}》` : '现行有效的文件',
          },
        },
      ];
    });
  },
};
