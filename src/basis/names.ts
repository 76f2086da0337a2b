/** The names of instruments: one table of full, short, everyday and half-remembered names; one pass over a cell. */
import { comparable } from '../text.ts';
import type { BasisWords, Instrument, Library } from '../types.ts';

/** All versions of one instrument that the register knows. */
export interface Known {
  readonly title: string;
  /** the text in force (or the last one, when repealed) */
  readonly current: Instrument | null;
  /** the adopted text that is not yet in force */
  readonly next: Instrument | null;
  /** its text is a national law or regulation whose articles the wide facts count and quote */
  readonly settled: boolean;
}

export interface NameTable {
  /** the longest name that begins at `at`, null when none does */
  at(text: string, at: number): { readonly name: string; readonly known: Known } | null;
  /** by name as a whole, with or without 中华人民共和国; half-remembered names too */
  find(name: string): Known | null;
  byTitle(title: string): Known | null;
  /** by document number, whatever its brackets and whatever stands before it */
  byNumber(number: string): Known | null;
}

const STATE = '中华人民共和国';
const plain = (name: string): string => comparable(name).text.replace(/〈/g, '《').replace(/〉/g, '》');
/** 民发〔2020〕20号 → 民发202020号 */
export const plainNumber = (number: string): string => comparable(number).text.replace(/[〔〕[\]【】（）()]/g, '');

/** Builds the table; about a thousand instruments, once per library. */
export function nameTable(library: Library, words: BasisWords | null): NameTable {
  const titles = gather(library);
  const names = new Map<string, Known>();
  const numbers = new Map<string, Known>();
  const add = (name: string, known: Known): void => {
    const key = plain(name);
    if (key.length >= 2 && !names.has(key)) names.set(key, known);
  };
  // full titles first, so that no everyday name can take the place of another instrument's title
  for (const known of titles.values()) add(known.title, known);
  for (const known of titles.values()) add(known.title.replace(STATE, ''), known);
  for (const known of titles.values())
    for (const one of [known.current, known.next])
      if (one) for (const name of [one.shortTitle, ...one.aliases]) add(name, known);
  for (const [name, title] of Object.entries(words?.aliases ?? {})) {
    const known = titles.get(title);
    if (known) add(name, known);
  }
  for (const known of titles.values()) {
    const number = known.current?.number ?? known.next?.number;
    if (number && /号/.test(number)) numbers.set(plainNumber(number), known);
  }

  const byFirst = new Map<string, string[]>();
  for (const name of names.keys()) {
    const list = byFirst.get(name[0]!);
    if (list) list.push(name);
    else byFirst.set(name[0]!, [name]);
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.length - a.length);

  const remembered = new Map<string, Known | null>();
  return {
    at(text, at) {
      for (const name of byFirst.get(text[at]!) ?? [])
        if (text.startsWith(name, at)) return { name, known: names.get(name)! };
      return null;
    },
    find(name) {
      const key = plain(name).replace(STATE, '');
      const exact = names.get(key) ?? names.get(STATE + key);
      if (exact) return exact;
      if (!remembered.has(key)) remembered.set(key, halfRemembered(key, names));
      return remembered.get(key)!;
    },
    byTitle: (title) => titles.get(title) ?? null,
    byNumber(number) {
      const cited = plainNumber(number);
      for (const [one, known] of numbers) if (cited.endsWith(one)) return known;
      return null;
    },
  };
}

/** Register and wide facts joined by title. The register speaks first: people keep it. */
function gather(library: Library): Map<string, Known> {
  const titles = new Map<string, Known>();
  const wide = library.wide();
  const settled = new Set(wide.instruments.map((one) => one.title));
  for (const one of [...library.register, ...wide.instruments]) {
    const old = titles.get(one.title);
    const next = one.status === 'not-yet' ? one : null;
    titles.set(one.title, {
      title: one.title,
      current: old?.current ?? (next ? null : one),
      next: old?.next ?? next,
      settled: settled.has(one.title),
    });
  }
  return titles;
}

/**
 * 医疗保障基金监督条例 for 医疗保障基金使用监督管理条例: the same ending, all characters in the same order, at least
 * half of the full name remembered, and only one instrument that fits best. Laws and regulations only: other endings
 * (办法、规定) are too common.
 */
function halfRemembered(name: string, names: ReadonlyMap<string, Known>): Known | null {
  const ending = /(?:法|条例)$/.exec(name)?.[0];
  if (!ending || name.length < 4 || name.length > 20 || /[省市县区州×《]/.test(name)) return null;
  let best: Known | null = null;
  let share = 0.55;
  let tied = false;
  for (const [full, known] of names) {
    if (!full.endsWith(ending) || full.length <= name.length || full.startsWith(STATE)) continue;
    if (known.current?.status === 'repealed') continue;
    const ratio = name.length / full.length;
    if (ratio < share || !inOrder(name, full)) continue;
    tied = ratio === share && best !== known;
    share = ratio;
    best = known;
  }
  return tied ? null : best;
}

function inOrder(part: string, whole: string): boolean {
  let from = 0;
  for (const one of part) {
    const at = whole.indexOf(one, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}
