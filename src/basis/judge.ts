/**
 * The basis of a row: citations → instrument, in force on the day, article exists, article carries the task.
 * The best citation of a cell decides: valid > unknown > not yet > no mandate > no such article > repealed > missing.
 */
import { Recent } from '../recent.ts';
import type {
  BasisJudgement,
  BasisOutcome,
  BasisRef,
  BasisWords,
  Body,
  Citation,
  Item,
  Library,
  Row,
} from '../types.ts';
import { standing } from './force.ts';
import { createMandates, type Mandate, type Mandates } from './mandate.ts';
import { type NameTable, nameTable } from './names.ts';
import { type ParsedArticle, type ParsedCitation, parseCitations } from './parse.ts';

export interface BasisJudge {
  /** what the cell cites: items whose own basis it names exactly, full titles of the instruments, or nothing at all */
  cited(row: BasisInput, body: Body): Cited;
  /** @param items lawful items the row may rest on, best first; may be empty */
  judge(row: BasisInput, body: Body, items: readonly Item[]): BasisJudgement;
  /** what to cite instead: the successor of a repealed instrument, else the basis of the first item */
  suggest(judgement: BasisJudgement, items: readonly Item[]): readonly BasisRef[];
}

export interface Cited {
  readonly items: ReadonlySet<string>;
  readonly instruments: readonly string[];
  readonly nothing: boolean;
}

/** What of a row the judgement looks at. */
export type BasisInput = Pick<Row, 'text' | 'basis'>;

/** Best first. */
export const OUTCOMES = [
  'valid',
  'basis-unknown',
  'basis-not-yet-in-force',
  'basis-no-mandate',
  'basis-no-such-article',
  'basis-repealed',
  'basis-missing',
] as const satisfies readonly BasisOutcome[];

/** cells whose reading is kept */
const REMEMBERED = 4000;
/** The judgement of a row that cites nothing. */
export const BASIS_MISSING: BasisJudgement = { outcome: 'basis-missing', citations: [] };
const NOTHING_CITED: Cited = { items: new Set<string>(), instruments: [], nothing: true };
/** words after which a name in a running text is a basis, and not the matter itself (宣传《反家庭暴力法》) */
const GROUNDED = /(?:根据|依据|依照|按照|按|依|落实|执行)[^，。；]{0,6}$/;

/**
 * @param asOf YYYY-MM-DD, the day whose law counts
 * @returns a judge with its tables built on first use; without lists/lexicon/basis.yaml every cell is missing a basis
 */
export function createBasisJudge(library: Library, asOf: string): BasisJudge {
  const words = library.basisWords;
  if (!words) return { cited: () => NOTHING_CITED, judge: () => BASIS_MISSING, suggest: () => [] };
  let tools: { names: NameTable; mandates: Mandates } | undefined;
  const open = () => {
    tools ??= { names: nameTable(library, words), mandates: createMandates(library, words) };
    return tools;
  };
  const parsed = new Recent<string, readonly ParsedCitation[]>(REMEMBERED);
  const itemsOn = itemsByBasis(library);
  const cites = new WeakMap<readonly ParsedCitation[], Map<Body, Cited>>();

  const citationsOf = ({ basis, text }: BasisInput): readonly ParsedCitation[] => {
    const cell = basis ?? '';
    if (cell.trim() !== '') {
      const own = remember(parsed, cell, () => parseCitations(cell, open().names, words));
      if (own.length > 0) return own;
    }
    if (!mayCite(text)) return [];
    return remember(parsed, `\u0001${text}`, () => citedInText(text, open().names, words));
  };

  return {
    cited(row, body) {
      const citations = citationsOf(row);
      if (citations.length === 0) return NOTHING_CITED;
      let known = cites.get(citations);
      if (!known) {
        known = new Map();
        cites.set(citations, known);
      }
      let cited = known.get(body);
      if (!cited) {
        const instruments = [...new Set(citations.flatMap((one) => one.known?.title ?? []))];
        const items = new Set(citations.flatMap((one) => itemsOn(one, body)));
        cited = { items, instruments, nothing: false };
        known.set(body, cited);
      }
      return cited;
    },
    judge(row, body, items) {
      const citations = citationsOf(row);
      if (citations.length === 0) return BASIS_MISSING;
      return best(
        citations.flatMap((one) => judgeCitation(one, { row, body, items, asOf, mandates: open().mandates })),
      );
    },
    suggest: (judgement, items) => suggestBasis(judgement, items),
  };
}

function remember<T>(cache: Recent<string, T>, key: string, make: () => T): T {
  let found = cache.get(key);
  if (found === undefined) {
    found = make();
    cache.set(key, found);
  }
  return found;
}

/** Cheap look before the text of a task is parsed: most tasks cite nothing. */
function mayCite(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    // 《 〈 第 号
    if (c === 0x300a || c === 0x3008 || c === 0x7b2c || c === 0x53f7) return CITING.test(text);
  }
  return false;
}
const CITING = /[《〈]|第[0-9０-９一二三四五六七八九十百]+条|[0-9０-９]号/;

/** Citations inside the text of a task: with an article or a number, or after 依据、按照. */
function citedInText(text: string, names: NameTable, words: BasisWords): readonly ParsedCitation[] {
  return parseCitations(text, names, words).filter((one) => {
    const before = text.slice(Math.max(0, one.start - 12), one.start);
    const marked = /^[《〈]/.test(one.raw) || one.articles.length > 0 || /[0-9]号/.test(one.raw);
    return one.articles.length > 0 || (marked && GROUNDED.test(before));
  });
}

/** Ids of the items of a body whose own basis is cited, article and all. */
function itemsByBasis({ items }: Library): (cited: ParsedCitation, body: Body) => readonly string[] {
  const known = new Map<string, string[]>();
  const keyOf = (body: Body, instrument: string, article: BasisRef['article']): string =>
    `${body}\n${instrument}\n${article}`;
  for (const item of items)
    for (const { instrument, article } of item.basis) {
      const key = keyOf(item.body, instrument, article);
      const ids = known.get(key);
      if (ids) ids.push(item.id);
      else known.set(key, [item.id]);
    }
  return ({ known: instrument, articles }, body) =>
    instrument === null ? [] : articles.flatMap((one) => known.get(keyOf(body, instrument.title, one.article)) ?? []);
}

/** The successor of a repealed instrument, else the first item's own basis. */
export function suggestBasis(judgement: BasisJudgement, items: readonly Item[]): readonly BasisRef[] {
  const successors = judgement.citations.flatMap((one) => (one.successor ? [one.successor] : []));
  const own = items[0]?.basis.filter((ref) => !ref.unverified) ?? [];
  const matching = own.filter((ref) => successors.includes(ref.instrument));
  if (matching.length > 0) return matching;
  if (successors.length > 0) return [...new Set(successors)].map((instrument) => ({ instrument, article: null }));
  return own;
}

interface Circumstances {
  readonly row: BasisInput;
  readonly body: Body;
  readonly items: readonly Item[];
  readonly asOf: string;
  readonly mandates: Mandates;
}

/** One instrument of a cell → one citation for each article named, or one for the whole. */
function judgeCitation(cited: ParsedCitation, circumstances: Circumstances): Citation[] {
  const whole = (outcome: BasisOutcome, successor: string | null = null): Citation[] =>
    (cited.articles.length > 0 ? cited.articles : [null]).map((one) => ({
      raw: cited.raw,
      instrument: cited.known?.title ?? null,
      article: one ? articleName(one) : null,
      paragraph: one?.paragraph ?? null,
      outcome,
      successor,
    }));
  const { known } = cited;
  if (!known) return whole(cited.says === 'draft' ? 'basis-not-yet-in-force' : 'basis-unknown');
  const { force, text } = standing(cited, known, circumstances.asOf);
  if (force === 'repealed') return whole('basis-repealed', text?.replacedBy ?? null);
  if (force === 'not-yet') return whole('basis-not-yet-in-force');
  if (force === 'old-text') return whole('basis-unknown');
  const edition = text === known.next ? (text?.version ?? null) : null;
  const last = text?.articles ?? null;
  return whole('valid').map((citation, i) => {
    const article = cited.articles[i] ?? null;
    const missing = article !== null && (article.insert !== null || (last !== null && article.article > last));
    if (missing) return { ...citation, outcome: 'basis-no-such-article' };
    return { ...citation, outcome: mandateOf(known, article, edition, circumstances) };
  });
}

const articleName = (one: ParsedArticle): number | string =>
  one.insert === null ? one.article : `${one.article}之${one.insert}`;

/** valid, no mandate, or unknown where the facts do not hold the text. */
function mandateOf(
  known: NonNullable<ParsedCitation['known']>,
  article: ParsedArticle | null,
  edition: string | null,
  { row, body, items, mandates }: Circumstances,
): BasisOutcome {
  const judged = (one: string): Mandate | null => mandates.judge(known.title, one, body, row.text, edition);
  const cited = article === null ? mandates.articles(known.title, body, edition) : [String(article.article)];
  const found = cited.map(judged).filter((one) => one !== null);
  if (found.length === 0) return known.settled ? 'basis-no-mandate' : 'basis-unknown';
  // the row was recognised as an item that rests on this very article: only an act the article does not allow speaks against
  const own = article !== null && items[0] !== undefined && restsOn(items[0], known.title, cited[0]!);
  if (own && found[0]!.act === null) return 'valid';
  if (!found.some((one) => one.carries)) return 'basis-no-mandate';
  if (article === null) return 'valid';
  const closest = mandates.closest(known.title, body, row.text, edition);
  return mandates.misses(found[0]!.overlap, closest) ? 'basis-no-mandate' : 'valid';
}

const restsOn = (item: Item, title: string, article: string): boolean =>
  item.basis.some((ref) => ref.instrument === title && String(ref.article) === article && !ref.unverified);

/** The best citation decides. */
function best(citations: readonly Citation[]): BasisJudgement {
  const outcome = OUTCOMES.find((one) => citations.some((citation) => citation.outcome === one));
  return { outcome: outcome ?? 'basis-missing', citations };
}
