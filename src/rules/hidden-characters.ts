/** 含有看不见的字符 */
import type { Draft, Rule, RuleContext } from './rule.ts';

export const hiddenCharacters: Rule = {
  id: 'hidden-characters',
  title: { zh: '含有看不见的字符', en: 'Hidden characters' },
  why: {
    zh: '看不见的字符会让检索和核对落空，也可能是有意规避核查。',
    en: 'Invisible characters defeat search and may be meant to.',
  },
  fix: {
    zh: '删去看不见的字符后重新提交',
    en: 'Remove the invisible characters and submit again',
  },
  message: {
    zh: '文字中夹有 {count} 个看不见的字符',
    en: '{count} invisible characters inside the text',
  },
  severity: 'warning',
  check(context: RuleContext): readonly Draft[] {
    if (context.hidden === 0) return [];
    return [{ item: null, evidence: [], basis: [], args: { count: context.hidden } }];
  },
};
