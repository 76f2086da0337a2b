/** 办事规则有变 */
import { createHash } from 'node:crypto';
import { isApproved } from '../approvals.ts';
import type { CheckDraft } from '../checks/check.ts';
import type { GateCheck, GateSubject } from './gate-check.ts';
import { sameText } from './same-text.ts';

export const POLICY_PATH = 'admissions/policy.yaml';

/** What an approval of a policy is bound to: its text with Unix line ends. */
export const policyHash = (bytes: Buffer): string =>
  createHash('sha256').update(bytes.toString('utf8').replaceAll('\r\n', '\n'), 'utf8').digest('hex');

export const policyChanged: GateCheck = {
  id: 'policy-changed',
  title: { zh: '办事规则有变', en: 'Policy changed' },
  why: {
    zh: '由谁初审、由谁审议，是审批的根本；本次仍按基准版本的规则核对，规则本身的变动也要经两级同意。',
    en: 'Who approves is read from the base revision; a change of the policy needs both approvals itself.',
  },
  severity: 'error',
  messages: {
    changed: {
      fault: { zh: '准入的办事规则有变动，没有经两级同意', en: 'the admission policy changed without both approvals' },
      fix: {
        zh: '请恢复；确要改的，用 qingdan admission new --kind lexicon 申报，内容校验值 {hash}',
        en: 'restore it, or apply with content hash {hash}',
      },
    },
    gone: {
      fault: { zh: '准入的办事规则不见了', en: 'the admission policy is gone' },
      fix: { zh: '请从基准版本恢复 {path}', en: 'restore {path}' },
    },
    none: {
      fault: {
        zh: '基准版本没有办事规则 {path}，无从核对由谁批准',
        en: 'the base revision has no {path}: nobody can say who approves',
      },
      fix: { zh: '请先单独合入办事规则，再改清单', en: 'merge the policy by itself first' },
    },
  },
  check({ base, baseFiles, headFiles, approvals }: GateSubject): readonly CheckDraft[] {
    if (base === null) return [];
    const place = { file: POLICY_PATH, line: 1, column: 1 };
    const before = baseFiles.get(POLICY_PATH);
    const now = headFiles.get(POLICY_PATH);
    if (!before) return now ? [] : [{ say: 'none', place, args: { path: POLICY_PATH } }];
    if (!now) return [{ say: 'gone', place, args: { path: POLICY_PATH } }];
    if (sameText(before, now)) return [];
    const hash = policyHash(now);
    return isApproved(approvals, hash) ? [] : [{ say: 'changed', place, args: { hash } }];
  },
};
