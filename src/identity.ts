/**
 * Identity across audits. A row's key is unit + body + text without numbering, points and deductions, so that a
 * shuffled, renumbered or re-scored table gives the same keys; a finding's fingerprint is key + rule + item.
 */
import { hash } from 'node:crypto';
import { comparable } from './text.ts';
import type { Body, RuleId } from './types.ts';

const NUMBERING = /^(?:[(（]?(?:[一二三四五六七八九十百]+|\d{1,3}|[a-z])[)）、.．:：]+|[①-⑳⑴-⒛])+/;
/** （4分） 计3分 每缺一项扣0.5分 减1分 满分10分 | 4 */
const SCORES =
  /[(（]?(?:每[^，。；,;]{0,18}|不达标|未完成|缺[^，。；,;]{0,8}|达不到[^，。；,;]{0,6}|没有的?|无的?)?(?:扣|减|得|计|记|加|满分|分值|基础分)?\d+(?:\.\d+)?分[)）]?|不得分|不计分|扣完为止|[|｜]\d+(?:\.\d+)?(?=[|｜]|$)/g;
const NO_WORD = /[^\p{L}\p{N}%‰]/gu;

const UNKNOWN = 0;
const WORD = 1;
const OTHER = 2;
/** code unit → whether it stays in the identity of a text; asked of the pattern once, halves of pairs never known */
const kinds = new Uint8Array(65536);
kinds.fill(WORD, 0x3400, 0x4dc0).fill(WORD, 0x4e00, 0xa000);

function kindOf(c: number): number {
  if (c >= 0xd800 && c <= 0xdfff) return UNKNOWN;
  NO_WORD.lastIndex = 0;
  const kind = NO_WORD.test(String.fromCharCode(c)) ? OTHER : WORD;
  kinds[c] = kind;
  return kind;
}

/** ① folds to a bare 1, which could as well be a quantity: it goes before folding. */
const CIRCLED = /^\s*[①-⑳㉑-㉟㊱-㊿❶-❿⓫-⓴⓵-⓾➀-➓]+/;

/** The text of a row reduced to what stays the same from year to year. */
export function identityText(text: string): string {
  let rest = comparable(isHanStart(text) ? text : text.replace(CIRCLED, '')).text;
  if (startsNumbered(rest)) rest = rest.replace(NUMBERING, '');
  if (mayScore(rest)) rest = rest.replace(SCORES, '');
  return wordsOf(rest);
}

/** Letters, digits and percent signs. */
function wordsOf(text: string): string {
  let out = '';
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    const kind = kinds[c]! || kindOf(c);
    if (kind === WORD) continue;
    if (kind === UNKNOWN) return text.replace(NO_WORD, '');
    if (i > from) out += text.slice(from, i);
    from = i + 1;
  }
  return from === 0 ? text : out + text.slice(from);
}

const isHanStart = (text: string): boolean => text.charCodeAt(0) >= 0x3400 && text.charCodeAt(0) <= 0x9fff;
const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39;
const NUMBER_STARTS = new Set('(（一二三四五六七八九十百①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛');

/** A cheap look: false for every text without numbering. */
function startsNumbered(text: string): boolean {
  const c = text.charCodeAt(0);
  return isDigit(c) || (c >= 0x61 && c <= 0x7a) || NUMBER_STARTS.has(text[0] ?? '');
}

/** A cheap look: false for every text without scores. */
function mayScore(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    // 分 after a digit, 不得分, 不计分
    if (c === 0x5206) {
      const before = text.charCodeAt(i - 1);
      if (isDigit(before) || before === 0x5f97 || before === 0x8ba1) return true;
    } else if (c === 0x7c || c === 0xff5c || (c === 0x6263 && text.startsWith('扣完为止', i))) return true;
  }
  return false;
}

/** sha-256, first 16 hex digits. */
const short = (text: string): string => hash('sha256', text, 'hex').slice(0, 16);

/**
 * What rows that repeat each other share.
 * @param identity of the text, as {@link identityText} gives it
 */
export const identityBase = (unit: string | null, body: Body, identity: string): string =>
  `${unit ?? ''}\n${body}\n${identity}`;

/** The key of the row that is the `occurrence`-th of its base in a run, counted from 1. */
export const keyOf = (base: string, occurrence: number): string =>
  short(occurrence <= 1 ? base : `${base}\n${occurrence}`);

/**
 * The key of a row.
 * @param occurrence 1 for the first row of this unit, body and text in a run, 2 for the second …
 */
export function rowKey(unit: string | null, body: Body, text: string, occurrence: number): string {
  return keyOf(identityBase(unit, body, identityText(text)), occurrence);
}

/** The fingerprint that waivers, SARIF, GitLab and look-back use. */
export function fingerprint(key: string, rule: RuleId, item: string | null): string {
  return short(`${key}\n${rule}\n${item ?? ''}`);
}
