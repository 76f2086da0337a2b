/** 条款待核 */
import { basisArgs, basisRefs } from '../basis-refs.ts';
import type { CheckDraft, ListCheck, Subject } from './check.ts';

export const basisUnverified: ListCheck = {
  id: 'basis-unverified',
  title: { zh: '条款待核', en: 'Unverified clause' },
  why: {
    zh: '没有人对照原文核对过的条款，只能当线索，不能当依据公示。',
    en: 'A clause that nobody has compared with the text is a lead, not a basis.',
  },
  severity: 'note',
  messages: {
    unverified: {
      fault: {
        zh: '{item} 的依据《{instrument}》{article}还没有核对过原文',
        en: '{item}: 《{instrument}》 {article} is unverified',
      },
      fix: { zh: '核对后写上条号，删去 unverified', en: 'verify it and remove unverified' },
    },
  },
  check(subject: Subject): readonly CheckDraft[] {
    return basisRefs(subject)
      .filter(({ ref }) => ref.unverified === true)
      .map((one) => ({ place: one.place, args: basisArgs(one) }));
  },
};
