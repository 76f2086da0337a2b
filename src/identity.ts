/**
 * Identity across audits. A row's key is unit + body + text without numbering, points and deductions, so that a
 * shuffled, renumbered or re-scored table gives the same keys; a finding's fingerprint is key + rule + item.
 */
import { createHash } from 'node:crypto';
import { comparable } from './text.ts';
import type { Body, RuleId } from './types.ts';

const NUMBERING = /^(?:[(（]?(?:[一二三四五六七八九十百]+|\d{1,3}|[a-z])[)）、.．:：]+|[①-⑳⑴-⒛])+/;
/** （4分） 计3分 每缺一项扣0.5分 减1分 满分10分 | 4 */
const SCORES =
  /[(（]?(?:每[^，。；,;]{0,18}|不达标|未完成|缺[^，。；,;]{0,8}|达不到[^，。；,;]{0,6}|没有的?|无的?)?(?:扣|减|得|计|记|加|满分|分值|基础分)?\d+(?:\.\d+)?分[)）]?|不得分|不计分|扣完为止|[|｜]\d+(?:\.\d+)?(?=[|｜]|$)/g;

/** The text of a row reduced to what stays the same from year to year. */
export function identityText(text: string): string {
  const folded = comparable(text).text.replace(NUMBERING, '');
  return folded.replace(SCORES, '').replace(/[^\p{L}\p{N}%‰]/gu, '');
}

/** sha-256, first 16 hex digits. */
const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/**
 * The key of a row.
 * @param occurrence 1 for the first row of this unit, body and text in a run, 2 for the second …
 */
export function rowKey(unit: string | null, body: Body, text: string, occurrence: number): string {
  const base = `${unit ?? ''}\n${body}\n${identityText(text)}`;
  return short(occurrence <= 1 ? base : `${base}\n${occurrence}`);
}

/** The fingerprint that waivers, SARIF, GitLab and look-back use. */
export function fingerprint(key: string, rule: RuleId, item: string | null): string {
  return short(`${key}\n${rule}\n${item ?? ''}`);
}
