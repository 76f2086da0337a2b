/** 改词使结论改变 */
import { judgementHash } from '../../judgement-hash.ts';
import type { Words } from '../../rules/rule.ts';
import type { Verdict } from '../../types.ts';
import { isApproved } from '../approvals.ts';
import type { CheckDraft } from '../checks/check.ts';
import type { GateCheck, GateSubject } from './gate-check.ts';

const VERDICTS: Readonly<Record<Verdict, Words>> = {
  prohibited: { zh: '命中禁入', en: 'prohibited' },
  'no-basis': { zh: '清单外且无依据', en: 'no-basis' },
  'needs-admission': { zh: '清单外但有依据', en: 'needs-admission' },
  unfunded: { zh: '未落实经费', en: 'unfunded' },
  review: { zh: '待人工核定', en: 'review' },
  listed: { zh: '清单内', en: 'listed' },
  'out-of-scope': { zh: '不涉及村（社区）', en: 'out-of-scope' },
};

/** An item in brackets, nothing for none. */
const item = (id: string | null): Words => (id === null ? { zh: '', en: '' } : { zh: `（${id}）`, en: ` (${id})` });

export const verdictTurned: GateCheck = {
  id: 'verdict-turned',
  title: { zh: '改词使结论改变', en: 'Words turn a verdict' },
  why: {
    zh: '词、概念、表头、尺度的改动会悄悄改变结论；把禁入改成别的，等于放行，要经两级同意。',
    en: 'A change of words changes verdicts silently; what turns prohibited into anything else needs both approvals.',
  },
  severity: 'error',
  messages: {
    freed: {
      fault: {
        zh: '「{text}」原判命中禁入{from}，改词后{to}，没有经两级同意',
        en: '“{text}” was prohibited{from} and now is {to}, without both approvals',
      },
      fix: {
        zh: '请改回；确有理由的，用 qingdan admission new --kind lexicon 申报，内容校验值 {hash}',
        en: 'undo it, or apply with content hash {hash}',
      },
    },
    turned: {
      fault: { zh: '「{text}」从{was}{from}变为{to}', en: '“{text}” turns from {was}{from} to {to}' },
      fix: { zh: '', en: '' },
    },
  },
  check({ turned, approvals, head }: GateSubject): readonly CheckDraft[] {
    if (turned.length === 0) return [];
    const hash = judgementHash(head);
    const approved = isApproved(approvals, hash);
    return turned.map((one): CheckDraft => {
      const [verdict, id] = [one.after && VERDICTS[one.after], item(one.itemAfter)];
      const to: Words = verdict
        ? { zh: verdict.zh + id.zh, en: verdict.en + id.en }
        : { zh: '这一行不再读出', en: 'not read as a row' };
      const args = {
        text: one.text,
        was: VERDICTS[one.before],
        from: item(one.itemBefore),
        to,
        hash,
      };
      if (one.before === 'prohibited' && !approved) return { say: 'freed', place: one.place, args };
      return { say: 'turned', severity: 'note', place: one.place, args };
    });
  },
};
