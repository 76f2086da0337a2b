/** 台账被改动 */
import type { CheckDraft } from '../checks/check.ts';
import type { GateCheck, GateSubject } from './gate-check.ts';
import { sameText } from './same-text.ts';

/** Records lie two folders down; policy, .gitattributes and the like beside the chains. */
const RECORD = /^admissions\/[^/]+\/[^/]+\.yaml$/;

export const ledgerIntact: GateCheck = {
  id: 'ledger-altered',
  title: { zh: '准入台账被改动', en: 'Admission ledger altered' },
  why: {
    zh: '台账只增不改：改一条旧记录，就等于改了当年的批准。',
    en: 'The ledger only grows: to alter a record is to alter what was approved.',
  },
  severity: 'error',
  messages: {
    gone: {
      fault: { zh: '台账记录 {path} 不见了', en: 'record {path} is gone' },
      fix: { zh: '请从基准版本恢复', en: 'restore it from the base revision' },
    },
    altered: {
      fault: { zh: '台账记录 {path} 被改动', en: 'record {path} was altered' },
      fix: { zh: '请从基准版本恢复；更正请另立记录', en: 'restore it; a correction is a new record' },
    },
    faulty: {
      fault: { zh: '台账有误：{fault}', en: 'the ledger is faulty: {fault}' },
      fix: { zh: '请用 qingdan ledger check 查明', en: 'look into it with qingdan ledger check' },
    },
    founding: {
      fault: {
        zh: '首次导入的记录 {path} 是在已有清单之后加的',
        en: 'founding record {path} was added to lists that existed already',
      },
      fix: { zh: '请删去；变动逐项走准入', en: 'remove it: every change has its own admission' },
    },
  },
  check({ base, baseFiles, headFiles, ledgerFaults, cases }: GateSubject): readonly CheckDraft[] {
    const drafts: CheckDraft[] = [];
    const at = (file: string) => ({ file, line: 1, column: 1 });
    for (const [path, bytes] of baseFiles) {
      if (!RECORD.test(path)) continue;
      const now = headFiles.get(path);
      if (!now) drafts.push({ say: 'gone', place: at(path), args: { path } });
      else if (!sameText(bytes, now)) drafts.push({ say: 'altered', place: at(path), args: { path } });
    }
    for (const { path, fault } of ledgerFaults) drafts.push({ say: 'faulty', place: at(path), args: { fault } });
    if (base !== null)
      for (const one of cases) {
        if (one.founding === null || [...baseFiles.keys()].some((path) => path.startsWith(`admissions/${one.id}/`)))
          continue;
        drafts.push({ say: 'founding', place: at(`admissions/${one.id}`), args: { path: one.id } });
      }
    return drafts;
  },
};
