/** 依据不在依据库 */

import { nearest } from '../../lists/words.ts';
import { basisArgs, basisRefs } from '../basis-refs.ts';
import type { CheckDraft, ListCheck, Subject } from './check.ts';

export const basisDangling: ListCheck = {
  id: 'basis-dangling',
  title: { zh: '依据不在依据库', en: 'Basis not in the register' },
  why: {
    zh: '依据库里没有的文件，无从知道是否有效、有几条，公开的清单上就站不住。',
    en: 'Nothing is known of an instrument that the register does not hold.',
  },
  severity: 'error',
  messages: {
    unknown: {
      fault: { zh: '{item} 的依据《{instrument}》不在依据库', en: '{item}: 《{instrument}》 is not in the register' },
      fix: {
        zh: '请写全称{near}；是新文件的，先在 register/instruments.yaml 里登记',
        en: 'write the full title{near}, or register it in register/instruments.yaml',
      },
    },
  },
  check(subject: Subject): readonly CheckDraft[] {
    const titles = subject.library.register.map((one) => one.title);
    return basisRefs(subject)
      .filter(({ known }) => known === null)
      .map((one) => {
        const near = titles.find((title) => title.endsWith(one.ref.instrument)) ?? nearest(one.ref.instrument, titles);
        return { place: one.place, args: { ...basisArgs(one), near: near ? `（是不是《${near}》？）` : '' } };
      });
  },
};
