/**
 * Sentence patterns of the funding lexicon, found in the comparable form of a text.
 *
 * Most patterns cannot match most texts: one pass over the text finds which words stand in it, and only a pattern
 * whose words all do is tried as a regular expression, which is built on first use.
 */
import { comparable } from '../text.ts';
import type { FundingWords } from '../types.ts';

/** What a pattern sign stands for. Breaks of a clause are ，。；！？ and the line; 、 does not break it. */
const SIGNS: Readonly<Record<string, string>> = {
  '……': '[^。；;\\n]{0,30}?',
  '…': '[^，,。；;！？\\n]{0,16}?',
  '～': '[^，,。；;！？\\n由]{0,16}?',
  '＿': '[\\u3400-\\u9fff×]{0,9}?',
  '#': '[¥￥]?[0-9][0-9,.]*',
  '^': '^',
  $: '$',
};
const TOKEN = /(?:\{([^}]+)\}|(……|[…～＿#^$])|([^{}…～＿#^$?]))(\?)?/gu;

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

/** Words that stand in one text, by id. */
export type Present = ReadonlySet<string>;

export interface Hit {
  readonly start: number;
  readonly end: number;
}

/** A list of patterns, any of which will do. */
export interface Patterns {
  /** the first hit at or after `from`; of patterns that begin together the one written first */
  find(text: string, from: number, present: Present): Hit | null;
}

export interface Compiler {
  /** which words stand in a text: a superset, exceptions (not_in) are not looked at */
  present(text: string): Present;
  /** @throws Error when a pattern names a word that does not exist */
  patterns(list: readonly string[]): Patterns;
}

interface Pattern {
  readonly source: string;
  /** words without which the pattern cannot match */
  readonly needs: readonly string[];
  readonly literals: readonly string[];
  expression: RegExp | null;
}

/** @param words named sets of words; a word may use other words, not itself */
export function compiler(words: FundingWords['words']): Compiler {
  const byId = new Map(words.map((word) => [word.id, word]));
  const plain = (term: string): string => comparable(term).text || term;
  const terms = new Map(words.map((word) => [word.id, [...new Set(word.terms.map(plain))]]));
  const sources = new Map<string, string>();

  const group = (id: string): string => {
    const known = sources.get(id);
    if (known !== undefined) return known;
    const word = byId.get(id);
    if (!word) throw new Error(`funding lexicon: unknown word {${id}}`);
    const longer = word.notIn.map(plain);
    const sorted = [...terms.get(id)!].sort((a, b) => b.length - a.length);
    const said = word.say.map((one) => parse(one).source);
    const source = `(?:${[...said, ...sorted.map((term) => guarded(term, longer))].join('|')})`;
    sources.set(id, source);
    return source;
  };

  const parse = (pattern: string): Pattern => {
    let source = '';
    const needs: string[] = [];
    const literals: string[] = [];
    for (const [, word, sign, char, optional] of pattern.matchAll(TOKEN)) {
      if (word) {
        source += group(word);
        if (!optional) needs.push(word);
      } else if (sign) source += SIGNS[sign]!;
      else {
        const folded = plain(char!);
        source += literal(folded);
        if (!optional) literals.push(folded);
      }
      if (optional) source += '?';
    }
    return { source, needs, literals, expression: null };
  };

  const byFirst = new Map<string, { readonly term: string; readonly id: string }[]>();
  for (const [id, list] of terms)
    for (const term of list) {
      const same = byFirst.get(term[0]!);
      if (same) same.push({ term, id });
      else byFirst.set(term[0]!, [{ term, id }]);
    }
  const made = words.filter((word) => word.say.length > 0).map((word) => ({ id: word.id, say: word.say.map(parse) }));

  return {
    present(text) {
      const found = new Set<string>();
      for (let at = 0; at < text.length; at++)
        for (const { term, id } of byFirst.get(text[at]!) ?? [])
          if (!found.has(id) && text.startsWith(term, at)) found.add(id);
      for (const { id, say } of made) if (say.some((one) => possible(one, text, found))) found.add(id);
      return found;
    },
    patterns(list) {
      const all = list.map(parse);
      return {
        find(text, from, present) {
          let first: Hit | null = null;
          for (const pattern of all) {
            if (!possible(pattern, text, present)) continue;
            pattern.expression ??= new RegExp(pattern.source, 'g');
            pattern.expression.lastIndex = from;
            const hit = pattern.expression.exec(text);
            if (hit && (first === null || hit.index < first.start))
              first = { start: hit.index, end: hit.index + hit[0].length };
          }
          return first;
        },
      };
    },
  };
}

const possible = ({ needs, literals }: Pattern, text: string, present: Present): boolean =>
  needs.every((id) => present.has(id)) && literals.every((one) => text.includes(one));
