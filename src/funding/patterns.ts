/** Sentence patterns of the funding lexicon → regular expressions over the comparable form of a text. */
import { comparable } from '../text.ts';
import type { FundingWords } from '../types.ts';

/** What a pattern sign stands for. Breaks of a clause are ，。；！？ and the line; 、 does not break it. */
const SIGNS: Readonly<Record<string, string>> = {
  '……': '[^。；;\\n]{0,30}?',
  '…': '[^，,。；;！？\\n]{0,16}?',
  '～': '[^，,。；;！？\\n由]{0,16}?',
  '＿': '[\\u3400-\\u9fff××]{0,9}?',
  '#': '[¥￥]?[0-9][0-9,.]*',
  '^': '^',
  $: '$',
};
const TOKEN = /\{([^}]+)\}|……|[…～＿#^$?]|./gu;

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** One term that does not count inside any of `longer`: 部 but not in 全部. */
function guarded(term: string, longer: readonly string[]): string {
  let guards = '';
  for (const word of longer)
    for (let at = word.indexOf(term); at >= 0; at = word.indexOf(term, at + 1)) {
      const before = word.slice(0, at);
      guards += `(?!${before ? `(?<=${literal(before)})` : ''}${literal(word.slice(at))})`;
    }
  return guards + literal(term);
}

/**
 * Compiles patterns that share one set of words.
 * @param words named sets of words; a word may use words that are written before or after it, not itself
 * @returns a compiler: patterns as written in lists/lexicon/funding.yaml → one global regular expression
 * @throws Error when a pattern names a word that does not exist
 */
export function compiler(words: FundingWords['words']): (patterns: readonly string[]) => RegExp {
  const byId = new Map(words.map((word) => [word.id, word]));
  const done = new Map<string, string>();

  const group = (id: string): string => {
    const known = done.get(id);
    if (known !== undefined) return known;
    const word = byId.get(id);
    if (!word) throw new Error(`funding lexicon: unknown word {${id}}`);
    const longer = word.notIn.map((one) => comparable(one).text);
    const terms = [...new Set(word.terms.map((one) => comparable(one).text || one))].sort(
      (a, b) => b.length - a.length,
    );
    const source = `(?:${[...word.say.map(one), ...terms.map((term) => guarded(term, longer))].join('|')})`;
    done.set(id, source);
    return source;
  };

  const one = (pattern: string): string => {
    let source = '';
    for (const [token, word] of pattern.matchAll(TOKEN)) {
      if (word) source += group(word);
      else if (token === '?') source += '?';
      else source += SIGNS[token] ?? literal(comparable(token).text || token);
    }
    return source;
  };

  return (patterns) => new RegExp(patterns.map(one).join('|'), 'g');
}
