/** 依据有新版 */
import { basisArgs, basisRefs, movedTo } from '../basis-refs.ts';
import type { CheckDraft, ListCheck, Subject } from './check.ts';

export const basisSuperseded: ListCheck = {
  id: 'basis-superseded',
  title: { zh: '依据有修订本', en: 'Basis revised' },
  why: {
    zh: '修订之后条号常常变动，仍按旧条号引用，公示的依据就指到别的条文上。',
    en: 'A revision moves articles: an old number then points to another article.',
  },
  severity: 'warning',
  messages: {
    moved: {
      fault: {
        zh: '{item} 的依据《{instrument}》修订本自 {effective} 起施行，{article}改为第{to}条',
        en: '{item}: the revision of 《{instrument}》 is in force from {effective}: {article} has become article {to}',
      },
      fix: { zh: '请改成 article: {to}，并按程序报准', en: 'write article: {to} and have it approved' },
    },
    check: {
      fault: {
        zh: '{item} 的依据《{instrument}》修订本自 {effective} 起施行，{article}是否变动还没有核对',
        en: '{item}: the revision of 《{instrument}》 is in force from {effective}: nobody has checked {article}',
      },
      fix: { zh: '请核对新条号，把依据库里的条目换成修订本', en: 'check the number and update the register' },
    },
    coming: {
      fault: {
        zh: '{item} 的依据《{instrument}》将自 {effective} 起施行修订本{change}',
        en: '{item}: a revision of 《{instrument}》 is in force from {effective}{change}',
      },
      fix: { zh: '请在施行前备好修改', en: 'prepare the change before that day' },
    },
  },
  check(subject: Subject): readonly CheckDraft[] {
    return basisRefs(subject).flatMap((one): CheckDraft[] => {
      const next = one.known?.next;
      if (!next || next === one.known?.current || next.effective === null || !one.known?.current) return [];
      const to = movedTo(next.note, one.ref.article);
      const args: Record<string, string | number> = { ...basisArgs(one), effective: next.effective };
      const { place } = one;
      if (next.effective > subject.asOf) {
        const change = to === null ? '' : `，第${one.ref.article}条改为第${to}条`;
        return [{ say: 'coming', severity: 'note', place, args: { ...args, change } }];
      }
      if (to !== null) return [{ say: 'moved', place, args: { ...args, to } }];
      return [{ say: 'check', place, args }];
    });
  },
};
