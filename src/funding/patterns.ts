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

/** Words that stand in one text: 1 at the number of each. */
export type Present = Uint8Array;

export interface Hit {
  readonly start: number;
  readonly end: number;
}

/** A list of patterns, any of which will do. */
export interface Patterns {
  /** the first hit at or after `from`; of patterns that begin together the one written first */
  find(text: string, from: number, present: Present): Hit | null;
  /** false for a text in which no pattern can be found; a cheap look at the rarest word of each */
  may(text: string): boolean;
}

export interface Compiler {
  /** which words stand in a text: a superset, exceptions (not_in) are not looked at; overwritten by the next call */
  present(text: string): Present;
  /** @throws Error when a pattern names a word that does not exist */
  patterns(list: readonly string[]): Patterns;
}

interface Pattern {
  readonly source: string;
  /** numbers of the words without which the pattern cannot match */
  readonly needs: readonly number[];
  /** literal stretches without which it cannot match */
  readonly literals: readonly string[];
  /** it holds a figure */
  readonly figure: boolean;
  expression: RegExp | null;
}

/** @param words named sets of words; a word may use other words, not itself */
export function compiler(words: FundingWords['words']): Compiler {
  const numbers = new Map(words.map((word, n) => [word.id, n]));
  const folded = new Map<string, string>();
  const plain = (term: string): string => {
    const known = folded.get(term);
    if (known !== undefined) return known;
    const text = comparable(term).text || term;
    folded.set(term, text);
    return text;
  };
  const terms = words.map((word) => [...new Set(word.terms.map(plain))]);
  const sources = new Map<string, string>();

  const group = (id: string): string => {
    const known = sources.get(id);
    if (known !== undefined) return known;
    const n = numbers.get(id);
    if (n === undefined) throw new Error(`funding lexicon: unknown word {${id}}`);
    const longer = words[n]!.notIn.map(plain);
    const sorted = [...terms[n]!].sort((a, b) => b.length - a.length);
    const said = words[n]!.say.map((one) => parse(one).source);
    const source = `(?:${[...said, ...sorted.map((term) => guarded(term, longer))].join('|')})`;
    sources.set(id, source);
    return source;
  };

  const parse = (pattern: string): Pattern => {
    let source = '';
    const needs: number[] = [];
    const literals: string[] = [];
    let figure = false;
    let stretch = '';
    const close = (): void => {
      if (stretch !== '') literals.push(stretch);
      stretch = '';
    };
    for (const [, word, sign, char, optional] of pattern.matchAll(TOKEN)) {
      if (word) {
        source += group(word);
        if (!optional) needs.push(numbers.get(word)!);
      } else if (sign) {
        source += SIGNS[sign]!;
        if (sign === '#' && !optional) figure = true;
      } else {
        const text = plain(char!);
        source += literal(text);
        if (!optional) stretch += text;
      }
      if (word || sign || optional) close();
      if (optional) source += '?';
    }
    close();
    return { source, needs, literals, figure, expression: null };
  };

  const made = words.map((word) => word.say.map(parse));
  const spoken = made.flatMap((say, n) => (say.length > 0 ? [n] : []));
  const finder = new Finder(terms.flatMap((list, n) => list.map((term) => [term, n] as const)));
  const present = new Uint8Array(words.length);

  /** Strings of which one stands in every text that the pattern matches, the rarest such set; null when there is none. */
  const signsOf = ({ needs, literals }: Pattern): Signs | null => {
    let best: Signs | null = null;
    for (const set of [...literals.map((one) => signs([one])), ...needs.map(signsOfWord)])
      if (set !== null && (best === null || set.commonness < best.commonness)) best = set;
    return best;
  };
  const wordSigns: (Signs | null | undefined)[] = [];
  const signsOfWord = (n: number): Signs | null => {
    const known = wordSigns[n];
    if (known !== undefined) return known;
    const said = made[n]!.map(signsOf);
    const all = said.includes(null) ? null : signs([...terms[n]!, ...said.flatMap((one) => one?.words ?? [])]);
    wordSigns[n] = all;
    return all;
  };

  return {
    present(text) {
      present.fill(0);
      finder.mark(text, present);
      for (const n of spoken)
        if (present[n] === 0 && made[n]!.some((one) => possible(one, text, present))) present[n] = 1;
      return present;
    },
    patterns(list) {
      const all = list.map(parse);
      const rarest = all.map(signsOf);
      const sets = [...new Set(rarest)];
      const setOf = rarest.map((set) => sets.indexOf(set));
      const looked = new Finder(sets.flatMap((set, n) => (set?.words ?? []).map((one) => [one, n] as const)));
      const always = sets.indexOf(null);
      const met = new Uint8Array(sets.length);
      return {
        may(text) {
          met.fill(0);
          if (always >= 0) met[always] = 1;
          looked.mark(text, met);
          return all.some(
            ({ literals, figure }, i) =>
              met[setOf[i]!] === 1 && literals.every((one) => text.includes(one)) && (!figure || /[0-9]/.test(text)),
          );
        },
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

/** Strings of which one stands in a text, and how often that may be expected: the shorter, the more. */
interface Signs {
  readonly words: readonly string[];
  readonly commonness: number;
}

const signs = (words: readonly string[]): Signs => ({
  words,
  commonness: words.reduce((sum, one) => sum + (one.length === 1 ? 200 : one.length === 2 ? 10 : 2), 0),
});

function possible({ needs, literals }: Pattern, text: string, present: Present): boolean {
  for (let i = 0; i < needs.length; i++) if (present[needs[i]!] === 0) return false;
  for (let i = 0; i < literals.length; i++) if (!text.includes(literals[i]!)) return false;
  return true;
}

/** Slots of a finder: small enough to stay near, and to be made in no time. */
const SLOTS = 4096;

/** Words looked for in a text by their first character; characters that share a slot are told apart by the word. */
class Finder {
  private readonly slots = new Uint16Array(SLOTS);
  private readonly lists: (readonly [string, number])[][] = [[]];

  /** @param words each with a number */
  constructor(words: readonly (readonly [string, number])[]) {
    for (const entry of words) {
      const slot = entry[0].charCodeAt(0) % SLOTS;
      if (this.slots[slot] === 0) this.slots[slot] = this.lists.push([]) - 1;
      this.lists[this.slots[slot]!]!.push(entry);
    }
  }

  /** Sets 1 at the number of each word that stands in the text. */
  mark(text: string, found: Uint8Array): void {
    for (let at = 0; at < text.length; at++) {
      const list = this.slots[text.charCodeAt(at) % SLOTS]!;
      if (list === 0) continue;
      for (const [word, n] of this.lists[list]!) if (found[n] === 0 && text.startsWith(word, at)) found[n] = 1;
    }
  }
}
