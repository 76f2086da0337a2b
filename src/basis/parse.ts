/** A basis cell → citations, as officials write them. What the words mean is judged elsewhere. */
import { type Comparable, comparable, originalSpan } from '../text.ts';
import type { BasisWords, Span } from '../types.ts';
import type { Known, NameTable } from './names.ts';
import { NUMERAL, toNumber } from './numbers.ts';

export interface ParsedArticle {
  readonly article: number;
  /** 之一 → 1; null when the number stands alone */
  readonly insert: number | null;
  readonly paragraph: number | null;
}

/** One instrument named in a cell. */
export interface ParsedCitation extends Span {
  /** the words as written */
  readonly raw: string;
  /** null when something is named that the register does not know */
  readonly known: Known | null;
  readonly articles: readonly ParsedArticle[];
  /** year of the edition the words name (2018修正), null when they name none */
  readonly edition: number | null;
  /** what the words say of its being in force */
  readonly says: 'draft' | 'future' | 'fresh' | null;
}

interface Spotted {
  readonly start: number;
  readonly end: number;
  /** the name as written, without 《》 */
  readonly name: string;
  readonly known: Known | null;
}

const BREAK = /[；;。\n]/;
const NUMBER =
  /(?:[\u3400-\u9fff×]{1,12})?[〔[【(（]?(?:19|20)[0-9]{2}年?[〕\]】)）]?(?:[\u3400-\u9fff]{0,6})?第?[0-9]{1,4}号|[\u3400-\u9fff、×]{1,20}令(?:[（(]?第)?[0-9]{1,4}号/g;
const PART = new RegExp(`^第${NUMERAL}[编章节篇](?:第${NUMERAL}[章节])?|^[\u3400-\u9fff]{1,4}编`);
const ARTICLE = new RegExp(
  `^第?(${NUMERAL})(条?)(?:之(${NUMERAL}))?(?:的?第?(${NUMERAL})款)?(?:第?[（(]?${NUMERAL}[)）]?项)?`,
);
const PARAGRAPH = new RegExp(`^第?${NUMERAL}款|^第?[（(]?${NUMERAL}[)）]?项`);
const ASIDE = /^[（(【〔[][^（()）】〕\]]{0,40}[)）】〕\]]/;
/** words that lead up to a document and are no part of its number */
const LEAD = /^.*?(?:根据|依据|依照|按照|落实|执行|参照)(?=.)/;
const GLUE = /^(?:[、，,；;和及与]|以及|至|到|[-—–~～])+/;
const YEAR = /((?:19|20)[0-9]{2})(?=年|修|版|[)）]|[.\-/][0-9]|$)/;

/**
 * @param cell the basis cell, or a text that may cite something
 * @returns the instruments named, in order; empty when the cell names nothing (无, 微信群通知, 属地管理原则)
 */
export function parseCitations(cell: string, table: NameTable, words: BasisWords): ParsedCitation[] {
  const form = comparable(cell);
  const text = unify(form.text);
  const spotted = spot(text, table, words);
  return spotted.map((one, i) => {
    const from = i > 0 ? spotted[i - 1]!.end : 0;
    const to = spotted[i + 1]?.start ?? text.length;
    return citation(form, text, one, from, to, words);
  });
}

/** One form for all quotation marks and brackets of titles; the length stays. */
const unify = (text: string): string => text.replace(/[〈<]/g, '《').replace(/[〉>]/g, '》');

/** Names, numbers and documents of a cell, in order, without overlaps. */
function spot(text: string, table: NameTable, words: BasisWords): Spotted[] {
  const found: Spotted[] = [];
  for (let i = 0; i < text.length; i++) {
    const one = text[i] === '《' ? bracketed(text, i, table, words) : bare(text, i, table, words);
    if (!one) continue;
    found.push(one);
    i = one.end - 1;
  }
  return withDocuments(text, withNumbers(text, found, table), words);
}

/** 《…》, nested or not closed. */
function bracketed(text: string, start: number, table: NameTable, words: BasisWords): Spotted {
  let depth = 0;
  let end = start;
  for (; end < text.length; end++) {
    if (text[end] === '《') depth++;
    else if (text[end] === '》' && --depth === 0) break;
    else if (BREAK.test(text[end]!)) break;
  }
  const inner = text.slice(start + 1, end);
  const name = inner.replace(/[（(][^（()）]*[)）]/g, '').replace(/(?:19|20)[0-9]{2}年?(?:修正|修订|版)本?$/, '');
  const lean = leading(name, words.fresh);
  return { start, end: Math.min(end + 1, text.length), name: inner, known: table.find(name) ?? table.find(lean) };
}

/** A name without brackets, unless it is the tail or the head of another one (××市物业管理条例, 消防法实施细则). */
function bare(text: string, start: number, table: NameTable, words: BasisWords): Spotted | null {
  const hit = table.at(text, start);
  if (!hit) return null;
  const end = start + hit.name.length;
  const quoted = /["“”'‘’]/.test(text[start - 1] ?? '');
  if (!quoted && words.regions.some((one) => text.startsWith(one, start - one.length) && start >= one.length))
    return null;
  const rest = text.slice(end);
  if (/^》?(?:实施|施行)?(?:细则|办法|条例|规定|解释|释义)/.test(rest) && !/》$/.test(hit.name)) return null;
  return { start, end, name: hit.name, known: hit.known };
}

const leading = (text: string, words: readonly string[]): string => {
  const word = words.find((one) => text.startsWith(one));
  return word ? text.slice(word.length) : text;
};

const overlaps = (found: readonly Span[], start: number, end: number): boolean =>
  found.some((one) => start < one.end && end > one.start);

/** Document numbers beside names belong to them; numbers that stand alone are citations of their own. */
function withNumbers(text: string, found: readonly Spotted[], table: NameTable): Spotted[] {
  const all = [...found];
  for (const hit of text.matchAll(NUMBER)) {
    const end = hit.index + hit[0].length;
    const start = hit.index + (LEAD.exec(hit[0])?.[0].length ?? 0);
    if (overlaps(found, start, end)) continue;
    const before = text.slice(0, start);
    if (
      /》[（([【〔]?$/.test(before) ||
      found.some((one) => one.end <= start && /^[》"”]?[（([]?$/.test(text.slice(one.end, start)))
    )
      continue;
    all.push({ start, end, name: text.slice(start, end), known: table.byNumber(hit[0]) });
  }
  return all.sort((a, b) => a.start - b.start);
}

/** What is left of the cell and is named like a document: an issuer and 通知、方案…, or a name of its own. */
function withDocuments(text: string, found: readonly Spotted[], words: BasisWords): Spotted[] {
  const all = [...found];
  for (const part of text.matchAll(/[^；;。\n，,、]+/g)) {
    const start = part.index;
    const end = start + part[0].length;
    if (overlaps(found, start, end)) continue;
    if (isDocument(part[0], words)) all.push({ start, end, name: part[0], known: null });
  }
  return all.sort((a, b) => a.start - b.start);
}

function isDocument(part: string, words: BasisWords): boolean {
  const numbered = new RegExp(`第?${NUMERAL}条.*$`);
  const cited = numbered.test(part);
  const name = words.nothing
    .reduce((text, one) => text.replaceAll(comparable(one).text, ''), part.replace(numbered, ''))
    .replace(/[（(][^（()）]*[)）]$/, '')
    .replace(/["”“'’‘]/g, '')
    .replace(/(?:要求|的?有关)$/, '');
  const ending = words.documents.find((one) => name.endsWith(one));
  if (!ending) return false;
  const stem = name.slice(0, -ending.length).replace(/^(?:根据|依据|按照?|依照?|参照|执行|落实|无)/, '');
  const named =
    cited || words.issuers.some((one) => stem.includes(one)) || words.drafts.some((one) => part.includes(one));
  return stem.length >= (named ? 2 : 4);
}

/** Articles, edition and status words around a name that stands between two others. */
function citation(
  form: Comparable,
  text: string,
  one: Spotted,
  from: number,
  to: number,
  words: BasisWords,
): ParsedCitation {
  const before = text
    .slice(Math.max(from, one.start - 16), one.start)
    .split(BREAK)
    .at(-1)!;
  const { articles, end, aside } = parseArticles(text.slice(one.end, to));
  const around = `${one.name} ${aside} ${before}`;
  const until = one.end + end;
  const span = originalSpan(form, one.start, until);
  return {
    ...span,
    raw: form.original.slice(span.start, span.end),
    known: one.known,
    articles,
    edition: yearOf(`${one.name} ${aside}`) ?? yearOf(before),
    says: status(around, before, words),
  };
}

const yearOf = (text: string): number | null => {
  const hit = YEAR.exec(text.replace(/[〔[【(（](?:19|20)[0-9]{2}[〕\]】)）][^号]{0,4}[0-9]+号/g, ''));
  return hit ? Number(hit[1]) : null;
};

function status(around: string, before: string, words: BasisWords): ParsedCitation['says'] {
  if (words.drafts.some((one) => around.includes(one))) return 'draft';
  if (words.future.some((one) => around.includes(one))) return 'future';
  // 起施行、起实施 after a date is weighed with the year; 新 counts only right before the name or in its brackets
  const fresh = words.fresh.some(
    (one) => before.endsWith(one) || around.includes(`(${one}`) || around.includes(`（${one}`),
  );
  return fresh || words.fresh.some((one) => around.startsWith(one) && one !== '') ? 'fresh' : null;
}

/** 第十五、二十九条 · 第一百零三条第二款、第五条 · 32条 · 15—17条 · （2024修正）第四十三条. */
function parseArticles(rest: string): { articles: ParsedArticle[]; end: number; aside: string } {
  const articles: ParsedArticle[] = [];
  let aside = '';
  let at = 0;
  let end = 0;
  let range = false;
  for (;;) {
    const tail = rest.slice(at);
    const skip =
      /^[》"”'’\s:：的之中]+/.exec(tail)?.[0] ??
      ASIDE.exec(tail)?.[0] ??
      (articles.length === 0 ? editionWords(tail) : null) ??
      (articles.length === 0 ? PART.exec(tail)?.[0] : null);
    if (skip) {
      aside += skip;
      at += skip.length;
      if (articles.length === 0 || ASIDE.test(skip)) end = at;
      continue;
    }
    const glue = articles.length > 0 ? GLUE.exec(tail)?.[0] : null;
    if (glue) {
      const more = PARAGRAPH.exec(tail.slice(glue.length));
      if (more) {
        at += glue.length + more[0].length;
        end = at;
        continue;
      }
    }
    const start = at + (glue?.length ?? 0);
    const hit = ARTICLE.exec(rest.slice(start));
    if (!hit || !isArticle(hit, rest.slice(start + hit[0].length))) break;
    const article = toNumber(hit[1]!);
    const previous = articles.at(-1);
    if (
      glue &&
      /[至到\-—–~～]/.test(glue) &&
      previous &&
      article > previous.article &&
      article - previous.article < 30
    ) {
      for (let n = previous.article + 1; n < article; n++) articles.push({ article: n, insert: null, paragraph: null });
    }
    articles.push({
      article,
      insert: hit[3] ? toNumber(hit[3]) : null,
      paragraph: hit[4] ? toNumber(hit[4]) : null,
    });
    at = start + hit[0].length;
    end = at;
    range = hit[2] === '';
    if (range && /^条/.test(rest.slice(at))) at++;
  }
  return { articles, end, aside };
}

const editionWords = (tail: string): string | null =>
  /^(?:19|20)[0-9]{2}年?(?:[0-9]{1,2}月[0-9]{1,2}日)?(?:第[一二三四]次)?(?:修正|修订|公布|通过|施行|实施|版)?(?:本|版)?/.exec(
    tail,
  )?.[0] ?? null;

/** A bare number is an article only where it is closed by 条, by the next of the list, or by the end. */
function isArticle(hit: RegExpExecArray, after: string): boolean {
  if (hit[2] === '条') return true;
  if (/^[年月日号个万元%]/.test(after)) return false;
  const list = new RegExp(`^(?:[、，,和及与至到\\-—–~～]第?${NUMERAL})+条`).test(after);
  return list || (/^[0-9]+$/.test(hit[1]!) && /^(?:[、，,；;。)）]|$)/.test(after) && Number(hit[1]) < 1300);
}
