/** 改词使结论改变 */
import { judgementHash } from '../../judgement-hash.ts';
import { isApproved } from '../approvals.ts';
import type { CheckDraft } from '../checks/check.ts';
import type { GateCheck, GateSubject } from './gate-check.ts';

const VERDICTS = {
  prohibited: '命中禁入',
  'no-basis': '清单外且无依据',
  'needs-admission': '清单外但有依据',
  unfunded: '未落实经费',
  review: '待人工核定',
  listed: '清单内',
  'out-of-scope': '不涉及村（社区）',
} as const;

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
      const to =
        one.after === null ? '这一行不再读出' : `${VERDICTS[one.after]}${one.itemAfter ? `（${one.itemAfter}）` : ''}`;
      const args = {
        text: one.text,
        was: VERDICTS[one.before],
        from: one.itemBefore ? `（${one.itemBefore}）` : '',
        to,
        hash,
      };
      if (one.before === 'prohibited' && !approved) return { say: 'freed', place: one.place, args };
      return { say: 'turned', severity: 'note', place: one.place, args };
    });
  },
};
