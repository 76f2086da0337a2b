/** 豁免未经批准 */
import { judgementHash } from '../../judgement-hash.ts';
import type { Waiver } from '../../types.ts';
import { isApproved } from '../approvals.ts';
import type { CheckDraft } from '../checks/check.ts';
import type { GateCheck, GateSubject } from './gate-check.ts';

export const waiverAdded: GateCheck = {
  id: 'waiver-added',
  title: { zh: '新增豁免', en: 'Waiver added' },
  why: {
    zh: '豁免使禁入事项不再报出，等于准入；新增、延长、放宽的豁免要经两级同意。',
    en: 'A waiver silences prohibited items, which amounts to admission: it needs both approvals.',
  },
  severity: 'error',
  messages: {
    wide: {
      fault: {
        zh: '新增或放宽的豁免 {id} 可以免去禁入事项，没有经两级同意',
        en: 'waiver {id} is new or wider, can silence prohibited items and lacks both approvals',
      },
      fix: {
        zh: '请写明只免哪一个协助事项，或用 qingdan admission new --kind lexicon 申报，内容校验值 {hash}',
        en: 'name the one assist item it is for, or apply with content hash {hash}',
      },
    },
    narrow: {
      fault: { zh: '新增或改动了豁免 {id}（{item}）', en: 'waiver {id} ({item}) is new or changed' },
      fix: { zh: '请核对批准文件 {document}', en: 'check its document {document}' },
    },
  },
  check({ base, head, approvals, within }: GateSubject): readonly CheckDraft[] {
    if (base === null) return [];
    const known = new Set(base.waivers.map(canonical));
    const lists = new Map(head.items.map((item) => [item.id, item.list]));
    const hash = judgementHash(head);
    return head.waivers
      .filter((one) => !known.has(canonical(one)))
      .flatMap((one): CheckDraft[] => {
        const place = within(one.place, one.id);
        // a fingerprint, a unit, an item that is not on the lists: nobody can say what it silences
        const list = one.item === null ? null : (lists.get(one.item) ?? null);
        if (list === null || list === 'prohibited')
          return isApproved(approvals, hash) ? [] : [{ say: 'wide', place, args: { id: one.id, hash } }];
        const args = { id: one.id, item: one.item ?? '', document: one.document };
        return [{ say: 'narrow', severity: 'note', place, args }];
      });
  },
};

function canonical({ place: _, ...waiver }: Waiver): string {
  return JSON.stringify(waiver);
}
