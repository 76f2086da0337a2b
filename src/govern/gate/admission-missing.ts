/** 未经准入 */
import { itemHash } from '../../item-hash.ts';
import type { AdmissionCase } from '../../ledger/admission.ts';
import type { Item } from '../../types.ts';
import type { ChangeKind } from '../approvals.ts';
import type { CheckDraft } from '../checks/check.ts';
import { type GateCheck, type GateSubject, itemsById } from './gate-check.ts';

/** What happened to an item, in words. */
const WHAT = { add: '新增', reword: '改写', rebase: '换了依据', move: '移动', remove: '移出' } as const;

export const admissionMissing: GateCheck = {
  id: 'admission-missing',
  title: { zh: '未经准入', en: 'Not admitted' },
  why: {
    zh: '新增、移动、改写、换依据、移出的事项，须经初审和区委党建领导小组会议两级同意，批的就是这样的内容。',
    en: 'An item is added, moved, reworded, re-based or removed only with both approvals of exactly this content.',
  },
  severity: 'error',
  messages: {
    missing: {
      fault: { zh: '{id}“{title}”{what}，{reason}', en: '{id} “{title}” ({what}): {reason}' },
      fix: {
        zh: '请用 qingdan admission new 申报，两级同意后再合入；内容校验值 {hash}',
        en: 'apply with qingdan admission new; content hash {hash}',
      },
    },
  },
  check(subject: GateSubject): readonly CheckDraft[] {
    const { base, head } = subject;
    const before = itemsById(base?.items ?? []);
    const after = itemsById(head.items);
    const drafts: CheckDraft[] = [];
    for (const item of head.items) {
      const old = before.get(item.id) ?? null;
      const kind = changeOf(old, item);
      if (kind === null || covered(subject, item, old, kind)) continue;
      drafts.push(missing(subject, item, kind, itemHash(item)));
    }
    for (const item of before.values())
      if (!after.has(item.id) && !covered(subject, item, item, 'remove'))
        drafts.push(missing(subject, item, 'remove', itemHash(item)));
    return drafts;
  },
};

/** null when nothing of the item changed that an approval decides. */
function changeOf(old: Item | null, item: Item): Exclude<ChangeKind, 'lexicon'> | null {
  if (old === null) return 'add';
  if (itemHash(old) === itemHash(item)) return null;
  if (old.body !== item.body || old.list !== item.list || old.category !== item.category) return 'move';
  return JSON.stringify(old.basis) !== JSON.stringify(item.basis) && old.title === item.title ? 'rebase' : 'reword';
}

/** An approval for this item, from what it was to what it is. One that was used before does not fit again. */
function covered({ approvals, asOf }: GateSubject, item: Item, old: Item | null, kind: ChangeKind): boolean {
  const hash = itemHash(item);
  const fitting = approvals.filter(
    (one) => one.item === item.id && one.body === item.body && one.contentHash === hash && one.approvedOn <= asOf,
  );
  if (kind === 'remove') return fitting.some((one) => one.kind === 'remove');
  if (old !== null)
    return fitting.some((one) => ['move', 'reword', 'rebase'].includes(one.kind) && one.before === itemHash(old));
  // an item that has been removed since does not come back on its old approval
  const removed = approvals.filter((one) => one.item === item.id && one.kind === 'remove');
  return fitting.some(
    (one) => ['add', 'move'].includes(one.kind) && removed.every((gone) => gone.approvedOn < one.approvedOn),
  );
}

function missing(subject: GateSubject, item: Item, kind: Exclude<ChangeKind, 'lexicon'>, hash: string): CheckDraft {
  const place =
    kind === 'remove'
      ? { file: `${item.body}/${item.list}.yaml`, line: 1, column: 1 }
      : subject.within(item.place, item.id);
  return {
    place,
    args: { id: item.id, title: item.title, what: WHAT[kind], reason: reasonOf(subject, item, hash), hash },
  };
}

const STATES: Readonly<Partial<Record<AdmissionCase['state'], string>>> = {
  first: '还缺初审和审议',
  meeting: '还缺审议会议的同意',
  rejected: '已被退回',
};

/** Which step is lacking: the one line that the person who edits needs. */
function reasonOf({ cases, approvals, asOf }: GateSubject, item: Item, hash: string): string {
  const own = cases.filter(({ proposal }) => proposal !== null && [proposal.item, proposal.from].includes(item.id));
  const exact = own.filter(({ proposal }) => proposal!.contentHash === hash || proposal!.before === hash);
  const [one] = exact.toReversed();
  if (one && one.faults.length > 0) return `申报 ${one.id} 的记录有误（${one.faults[0]!.fault}）`;
  const state = one && STATES[one.state];
  if (one && state) return `申报 ${one.id} ${state}`;
  if (approvals.some((a) => a.contentHash === hash && a.item === item.id && a.approvedOn > asOf))
    return '审议日期晚于检查基准日';
  if (one) return `申报 ${one.id} 批的是另一种变动，或已经用过`;
  if (own.length > 0) return `申报 ${own.at(-1)!.id} 批的内容和现在的不一样`;
  return '没有申报';
}
