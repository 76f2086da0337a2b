/** lists/columns.yaml, compiled for looking things up: header names, words of layout, words that name an addressee. */
import { comparable } from '../text.ts';
import { BODIES, type Body, type ColumnSynonyms, type LayoutWord, type RowField } from '../types.ts';

/** What a column can be. */
export type Use = RowField | LayoutWord;

/** A header that is known: its use, how surely, and where its name stands in the list of the use. */
export interface Known {
  readonly use: Use;
  /** 1 = the whole header, below = its end or its beginning */
  readonly sure: number;
  readonly rank: number;
}

/** Uses whose names count only as the whole header: they are too short or too common to be looked for inside one. */
const WHOLE_ONLY: ReadonlySet<Use> = new Set<Use>([
  'id',
  'body',
  'kind',
  'who',
  'remark',
  'level-village',
  'level-community',
  'level-both',
  'level-town',
  'level-county',
]);

const HEADER_USES: readonly Use[] = [
  'text',
  'section',
  'body',
  'kind',
  'basis',
  'funding',
  'amount',
  'department',
  'points',
  'unit',
  'id',
  'criterion',
  'quota',
  'addressee',
  'responsible',
  'ignored',
  'remark',
  'level-village',
  'level-community',
  'level-both',
  'level-town',
  'level-county',
  'who',
];

/** Longest header that is searched for a name at its end or beginning. */
const HEADER_LENGTH = 16;

/** The comparable form with brackets of one kind: what all words and short cells are compared in. */
export function squeeze(text: string): string {
  return comparable(text)
    .text.replace(/[（〔［【]/g, '(')
    .replace(/[）〕］】]/g, ')')
    .replaceAll('：', ':');
}

/** True for a cell that shows nothing. */
export function isBlank(cell: string | undefined): boolean {
  if (cell === undefined || cell === '') return true;
  const first = cell.charCodeAt(0);
  // almost every filled cell starts with a letter or a Chinese character
  if ((first > 0x20 && first < 0x7f) || (first > 0x3000 && first < 0xa000)) return false;
  return !/[^\s\u200b-\u200d\u2060\ufeff]/.test(cell);
}

/** Finds words in a text in one pass; the longest word at a place wins, and what it covers is not searched again. */
export class Spotter<T> {
  private readonly byFirst = new Map<number, { readonly word: string; readonly value: T }[]>();
  private readonly firsts = new Uint8Array(65536);

  constructor(words: Iterable<readonly [string, T]>) {
    for (const [word, value] of words) {
      const first = word.charCodeAt(0);
      this.firsts[first] = 1;
      const list = this.byFirst.get(first);
      if (list) list.push({ word, value });
      else this.byFirst.set(first, [{ word, value }]);
    }
    for (const list of this.byFirst.values()) list.sort((a, b) => b.word.length - a.word.length);
  }

  /** Calls `found` for each word of `text`, from left to right. */
  each(text: string, found: (value: T, word: string) => void): void {
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (this.firsts[c] === 0) continue;
      for (const { word, value } of this.byFirst.get(c)!) {
        if (!text.startsWith(word, i)) continue;
        found(value, word);
        i += word.length - 1;
        break;
      }
    }
  }
}

/** Whom a text names. */
export interface Named {
  readonly bodies: readonly Body[];
  /** the words themselves, in the order of the text, without repeats */
  readonly words: readonly string[];
}
const NOBODY: Named = { bodies: [], words: [] };
const VILLAGE = 1;
const COMMUNITY = 2;
const OTHER = 4;
const bodiesOf = (flags: number): readonly Body[] => BODIES.filter((_, i) => flags & (1 << i));

export class Vocabulary {
  private readonly words: ReadonlyMap<Use, ReadonlySet<string>>;
  private readonly raw: ReadonlyMap<Use, ReadonlySet<string>>;
  private readonly headers = new Map<string, Known>();
  private readonly parts: readonly (readonly [string, Known])[];
  private readonly naming: Spotter<number>;
  private readonly ownText: Spotter<number>;
  private readonly patterns = new Map<string, RegExp>();
  private readonly namedMemo = new Map<string, Named>();

  /** @param columns entries of lists/columns.yaml */
  constructor(columns: readonly ColumnSynonyms[]) {
    const words = new Map<Use, Set<string>>();
    const raw = new Map<Use, Set<string>>();
    for (const { field, names } of columns) {
      const set = words.get(field) ?? new Set();
      const plain = raw.get(field) ?? new Set();
      for (const name of names) {
        plain.add(name.toLowerCase());
        set.add(squeeze(name));
      }
      words.set(field, set);
      raw.set(field, plain);
    }
    this.words = words;
    this.raw = raw;
    for (const use of HEADER_USES) {
      let rank = 0;
      for (const name of words.get(use) ?? []) {
        if (!this.headers.has(name)) this.headers.set(name, { use, sure: 1, rank });
        rank++;
      }
    }
    this.parts = [...this.headers]
      .filter(([name, { use }]) => name.length > 1 && !WHOLE_ONLY.has(use))
      .sort((a, b) => b[0].length - a[0].length);
    const flagged = new Map<string, number>();
    const flag = (use: Use, bit: number): void => {
      for (const word of words.get(use) ?? []) flagged.set(word, (flagged.get(word) ?? 0) | bit);
    };
    flag('village', VILLAGE);
    flag('community', COMMUNITY);
    for (const use of ['town', 'office'] as const) flag(use, OTHER);
    flag('not-body', 0);
    this.naming = new Spotter(withBrackets(flagged));
    flag('village-text', VILLAGE);
    flag('community-text', COMMUNITY);
    this.ownText = new Spotter(withBrackets(flagged));
  }

  /** The use of a squeezed header name, or null. */
  header(name: string): Known | null {
    if (name === '') return null;
    const bare = name.replace(/\([^()]*\)/g, '').replace(/^[\d.、]+|[:：]$/g, '');
    const whole = this.headers.get(name) ?? this.headers.get(bare);
    if (whole) return whole;
    if (bare.length > HEADER_LENGTH || /[。；;:]/.test(bare)) return null;
    for (const [part, known] of this.parts) if (bare.endsWith(part)) return { ...known, sure: 0.6 };
    for (const [part, known] of this.parts) if (bare.startsWith(part)) return { ...known, sure: 0.5 };
    return null;
  }

  /** The words of one use, squeezed. */
  list(use: Use): string[] {
    return [...(this.words.get(use) ?? [])];
  }

  /** True when the squeezed text is one of the words. */
  is(use: Use, text: string): boolean {
    return this.words.get(use)?.has(text) ?? false;
  }

  /** True when the cell, as written, is one of the words (for signs that the comparable form drops: ●). */
  isSign(use: Use, cell: string): boolean {
    return this.raw.get(use)?.has(cell.trim().toLowerCase()) ?? false;
  }

  /** A pattern, made once, that holds the words as its first group: `make('(合计|小计)')`. */
  pattern(use: Use, make: (alternatives: string) => string): RegExp {
    const key = `${use} ${make('')}`;
    let pattern = this.patterns.get(key);
    if (!pattern) {
      const words = [...(this.words.get(use) ?? [])].sort((a, b) => b.length - a.length);
      const alternatives = words.map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|');
      pattern = new RegExp(make(words.length > 0 ? `(${alternatives})` : '([^\\s\\S])'));
      this.patterns.set(key, pattern);
    }
    return pattern;
  }

  /** Last characters (UTF-16 units) of the words of one use. */
  lasts(use: Use): Uint8Array {
    const table = new Uint8Array(65536);
    for (const word of this.words.get(use) ?? []) table[word.charCodeAt(word.length - 1)] = 1;
    return table;
  }

  /** First characters (UTF-16 units) of the words of some uses, with white space: a row that starts otherwise is none of them. */
  firsts(...uses: readonly Use[]): Uint8Array {
    const table = new Uint8Array(65536);
    for (const use of uses)
      for (const list of [this.words, this.raw]) for (const word of list.get(use) ?? []) table[word.charCodeAt(0)] = 1;
    for (let c = 0; c < 65536; c++)
      if (c < 0x21 || (c >= 0x2000 && c < 0x2070) || c === 0xa0 || c === 0x3000) table[c] = 1;
    // brackets and stars stand before 注 and 说明: (注)、【说明】、*注
    for (const c of '(（[【〔*※') table[c.charCodeAt(0)] = 1;
    return table;
  }

  /**
   * Whom a heading, a title or a cell names: villages, communities, towns, departments.
   * @param place the text may be the name of one village or community (邹家营村)
   */
  named(text: string | null, place = false): Named {
    if (text === null || text === '') return NOBODY;
    const key = place ? `\u0000${text}` : text;
    const known = this.namedMemo.get(key);
    if (known) return known;
    let flags = 0;
    const words = new Set<string>();
    const squeezed = squeeze(text);
    this.naming.each(squeezed, (value, word) => {
      flags |= value;
      if (value !== 0) words.add(closed(word));
    });
    // the name of one village: 邹家营村、红旗村(社区)
    if (place && flags === 0 && /^.{1,14}[^农乡]村$/.test(squeezed)) {
      flags = VILLAGE;
      words.add(text.trim());
    }
    const named = words.size === 0 ? NOBODY : { bodies: bodiesOf(flags), words: [...words] };
    if (this.namedMemo.size < 20_000) this.namedMemo.set(key, named);
    return named;
  }

  /** The bodies that a cell of a body column or the name of a level column stands for. */
  bodies(cell: string): readonly Body[] {
    const text = squeeze(cell).replace(/\([^()]*\)/g, (inside) => inside.slice(1, -1));
    if (this.is('level-both', text)) return BODIES;
    if (this.is('level-village', text)) return ['village'];
    if (this.is('level-community', text)) return ['community'];
    const parts = text.split(/[、,，/;；和与及|+]/);
    if (parts.length > 1)
      return BODIES.filter((body) => parts.some((part) => part !== '' && this.bodies(part).includes(body)));
    return this.named(cell, true).bodies;
  }

  /** The bodies a text speaks of, by any word (村委会、村民、村务 / 居委会、居民、社区). */
  bodiesIn(text: string): readonly Body[] {
    let flags = 0;
    this.ownText.each(text, (value) => {
      flags |= value;
    });
    return bodiesOf(flags);
  }
}

/** 村(社区 → 村(社区): a word that was cut at its bracket is shown whole. */
const closed = (word: string): string => (word.includes('(') && !word.includes(')') ? `${word})` : word);

/** Words that hold a bracket also in their full-width form. */
function* withBrackets(words: ReadonlyMap<string, number>): Iterable<readonly [string, number]> {
  for (const [word, flags] of words) {
    yield [word, flags];
    if (/[()]/.test(word)) yield [word.replaceAll('(', '（').replaceAll(')', '）'), flags];
  }
}

const compiled = new WeakMap<readonly ColumnSynonyms[], Vocabulary>();

/** The vocabulary of a library's columns, compiled once. */
export function vocabularyOf(columns: readonly ColumnSynonyms[]): Vocabulary {
  let vocabulary = compiled.get(columns);
  if (!vocabulary) {
    vocabulary = new Vocabulary(columns);
    compiled.set(columns, vocabulary);
  }
  return vocabulary;
}
