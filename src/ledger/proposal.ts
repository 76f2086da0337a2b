/** What an applicant wrote → a proposal: the item as it shall stand, its id, its hash, and what the checks say. */
import { nameTable } from '../basis/names.ts';
import { parseCitations } from '../basis/parse.ts';
import { UserError } from '../errors.ts';
import { createFundingJudge } from '../funding/judge.ts';
import { itemHash } from '../item-hash.ts';
import { printBasis } from '../place.ts';
import type { BasisRef, Body, Item, Library, ListName } from '../types.ts';
import type { AdmissionCase, Change, ConceptDraft, Proposal } from './admission.ts';
import type { Track } from './policy.ts';
import { textRow } from './probe.ts';
import { type CheckedProposal, checkProposal } from './proposal-check.ts';

/** The form as filled in; null = not filled in. */
export interface ProposalDraft {
  readonly change: Change;
  readonly applicant: string;
  readonly track: Track;
  readonly body: Body;
  readonly list: ListName | null;
  readonly category: string | null;
  /** id: of the item that changes; for a new one the id wanted, null = the next free one */
  readonly item: string | null;
  readonly title: string | null;
  readonly department: string | null;
  /** citations as written */
  readonly basis: readonly string[];
  readonly since: string | null;
  readonly until: string | null;
  readonly note: string | null;
  readonly concepts: readonly string[];
  readonly conceptName: string | null;
  readonly aliases: readonly string[];
  readonly hit: readonly string[];
  readonly miss: readonly string[];
  readonly fundingSource: string | null;
  readonly fundingStandard: string | null;
  readonly scope: string | null;
  readonly reason: string | null;
  readonly despite: string | null;
  /** for `lexicon`: the hash that lint printed */
  readonly hash: string | null;
}

/** A proposal ready to be recorded, or the reasons why it may not be. */
export interface PreparedProposal {
  readonly proposal: Proposal;
  /** reasons that nothing cures */
  readonly refused: readonly string[];
  /** reasons that a stated ground (`despite`) overrides */
  readonly objections: readonly string[];
}

const LETTERS: Readonly<Record<ListName, string>> = { statutory: 'M', service: 'S', assist: 'A', prohibited: 'P' };
const NOTHING: CheckedProposal = {
  check: { asOf: '', lists: '', basis: [], conflicts: [], duplicates: [] },
  refused: [],
};

/**
 * Fills in what follows from the form and runs the checks.
 * @param cases all cases so far: their ids are never given again
 * @throws UserError for a form that cannot be understood
 */
export function prepareProposal(
  library: Library,
  cases: readonly AdmissionCase[],
  draft: ProposalDraft,
  asOf: string,
): PreparedProposal {
  if (draft.change === 'lexicon') return lexiconProposal(draft);
  const old = draft.change === 'add' ? null : existing(library, draft);
  const content = draft.change === 'remove' ? null : contentOf(library, cases, draft, old, asOf);
  const concept = content && draft.change === 'add' ? conceptOf(library, draft, content.id, content.title) : null;
  const filled = content && concept ? { ...content, concepts: [concept.id] } : content;
  const checked = filled ? checkProposal(library, filled, concept, asOf) : NOTHING;
  const funding = filled ? checkFunding(library, draft, filled, asOf) : { refused: [], objections: [] };
  const doubtful = checked.check.basis
    .filter(({ outcome }) => outcome === 'basis-unknown' || outcome === 'basis-no-mandate')
    .map(({ cited, outcome }) =>
      outcome === 'basis-unknown' ? `依据${cited}不在依据库内，须人工核实` : `依据${cited}没有给村（居）委会这项任务`,
    );
  const proposal: Proposal = {
    change: draft.change,
    applicant: draft.applicant,
    track: draft.track,
    body: draft.body,
    item: filled?.id ?? old!.id,
    from: old && filled && old.id !== filled.id ? old.id : null,
    before: old ? itemHash(old) : null,
    content: filled,
    contentHash: filled ? itemHash(filled) : itemHash(old!),
    concept,
    funding:
      draft.fundingSource === null ? null : { source: draft.fundingSource, standard: draft.fundingStandard ?? '' },
    scope: draft.scope,
    reason: draft.reason,
    despite: draft.despite,
    check: filled ? checked.check : null,
  };
  return {
    proposal,
    refused: [...checked.refused, ...funding.refused],
    objections: [...checked.check.conflicts, ...checked.check.duplicates, ...doubtful, ...funding.objections],
  };
}

function lexiconProposal(draft: ProposalDraft): PreparedProposal {
  if (draft.hash === null || !/^[0-9a-f]{64}$/.test(draft.hash))
    throw new UserError(
      'no-hash',
      null,
      '词语改动的申报缺少校验值',
      '把 lists lint --base 打印的校验值写在 --hash 后面',
    );
  if (draft.reason === null)
    throw new UserError('no-reason', null, '词语改动的申报须写明理由', '请用 --reason 写明改什么、为什么');
  const { change, applicant, track, body, scope, reason, despite, hash } = draft;
  const rest = { from: null, before: null, content: null, concept: null, funding: null, check: null };
  const proposal: Proposal = {
    change,
    applicant,
    track,
    body,
    item: draft.item ?? '-',
    ...rest,
    contentHash: hash,
    scope,
    reason,
    despite,
  };
  return { proposal, refused: [], objections: [] };
}

function existing(library: Library, draft: ProposalDraft): Item {
  const item = library.items.find(({ id }) => id === draft.item);
  if (item && item.body === draft.body) return item;
  if (draft.item === null) throw new UserError('no-item', null, '没有写明改哪一项', '请用 --item 写事项编号');
  const fault = item ? `${draft.item} 是${item.body === 'village' ? '村' : '社区'}的事项` : `清单里没有 ${draft.item}`;
  throw new UserError('no-such-item', null, fault, '用 qingdan explain 编号 查看事项');
}

function contentOf(
  library: Library,
  cases: readonly AdmissionCase[],
  draft: ProposalDraft,
  old: Item | null,
  asOf: string,
): NonNullable<Proposal['content']> {
  if (old) return changed(library, cases, draft, old);
  const need = <T>(value: T | null, what: string, flag: string): T => {
    if (value !== null && value !== '') return value;
    throw new UserError(
      'not-filled-in',
      null,
      `申报缺少${what}`,
      `请用 ${flag} 写明，或在终端里直接运行 qingdan admission new 逐项填写`,
    );
  };
  const list = need(draft.list, '清单', '--list');
  const title = need(draft.title, '事项名称', '--title');
  const category = categoryOf(library, draft.body, list, draft.category);
  return {
    id: draft.item ?? nextId(library, cases, draft.body, list, category),
    body: draft.body,
    list,
    category,
    title,
    department: draft.department,
    basis: basisOf(library, draft.basis),
    since: draft.since ?? asOf,
    until: draft.until,
    note: draft.note,
    concepts: draft.concepts,
  };
}

/** The item with what the form changes; what the form leaves open stays. */
function changed(
  library: Library,
  cases: readonly AdmissionCase[],
  draft: ProposalDraft,
  old: Item,
): NonNullable<Proposal['content']> {
  const { place: _, ...content } = old;
  if (draft.change === 'reword') {
    if (draft.title === null || draft.title === old.title)
      throw new UserError('no-change', null, '没有写新的表述', '请用 --title 写明');
    return { ...content, title: draft.title };
  }
  if (draft.change === 'rebase') {
    if (draft.basis.length === 0) throw new UserError('no-change', null, '没有写新的依据', '请用 --basis 写明');
    return { ...content, basis: basisOf(library, draft.basis) };
  }
  const list = draft.list ?? old.list;
  if (list === old.list && (draft.category === null || draft.category === old.category))
    throw new UserError('no-change', null, '没有写移到哪里', '请用 --list 或 --category 写明');
  const category = categoryOf(library, draft.body, list, draft.category ?? (list === old.list ? old.category : null));
  const id = list === old.list ? old.id : nextId(library, cases, draft.body, list, category);
  return { ...content, id, list, category };
}

/** The name of a category, which must exist in the list; null for lists without categories. */
function categoryOf(library: Library, body: Body, list: ListName, asked: string | null): string | null {
  const known = categoriesOf(library, body, list);
  if (known.length === 0) return asked;
  if (asked !== null && known.includes(asked)) return asked;
  const fault = asked === null ? '没有写类别' : `没有“${asked}”这一类`;
  throw new UserError('no-category', null, fault, `请用 --category 写其中之一：${known.join('、')}`);
}

/** Names of the categories of a list, in order. */
export function categoriesOf(library: Library, body: Body, list: ListName): string[] {
  const items = library.items.filter((item) => item.body === body && item.list === list);
  return [...new Set(items.flatMap(({ category }) => category ?? []))];
}

/** The next id of a category that no item and no proposal has ever had. */
export function nextId(
  library: Library,
  cases: readonly AdmissionCase[],
  body: Body,
  list: ListName,
  category: string | null,
): string {
  const peers = library.items.filter((item) => item.body === body && item.list === list && item.category === category);
  const sample = peers[0]?.id ?? `${body === 'village' ? 'V' : 'C'}-${LETTERS[list]}-01`;
  const stem = sample.slice(0, sample.lastIndexOf('-') + 1);
  const used = [
    ...library.items.map(({ id }) => id),
    ...cases.flatMap(({ proposal, founding }) => [
      ...(proposal ? [proposal.item, proposal.from ?? ''] : []),
      ...(founding?.items.map(({ id }) => id) ?? []),
    ]),
  ];
  const numbers = used.filter((id) => id.startsWith(stem)).map((id) => Number(id.slice(stem.length)));
  return `${stem}${String(Math.max(0, ...numbers) + 1).padStart(2, '0')}`;
}

/** Citations as written → instrument and article by the names of the register. */
export function basisOf(library: Library, written: readonly string[]): BasisRef[] {
  const words = library.basisWords;
  if (!words || written.length === 0) return [];
  const names = nameTable(library, words);
  return written.flatMap((cell) => {
    const cited = parseCitations(cell, names, words);
    if (cited.length === 0)
      throw new UserError('no-citation', null, `认不出依据“${cell}”`, '写成 《中华人民共和国禁毒法》第17条 的样子');
    return cited.flatMap(({ known, raw, articles }): BasisRef[] => {
      const instrument = known?.title ?? /《([^》]+)》/.exec(raw)?.[1] ?? raw;
      if (articles.length === 0) return [{ instrument, article: null }];
      return articles.map(({ article, paragraph }) => ({
        instrument,
        article,
        ...(paragraph === null ? {} : { paragraph }),
      }));
    });
  });
}

/** New examples and aliases, null where the item takes a concept that exists. */
function conceptOf(library: Library, draft: ProposalDraft, id: string, title: string): ConceptDraft | null {
  if (draft.concepts.length > 0) {
    const missing = draft.concepts.find((one) => !library.concepts.some((concept) => concept.id === one));
    if (missing !== undefined)
      throw new UserError('no-concept', null, `没有概念 ${missing}`, '用 qingdan explain 事项编号 查看概念的编号');
    return null;
  }
  if (draft.hit.length < 2 || draft.miss.length < 2)
    throw new UserError(
      'no-examples',
      null,
      `正例 ${draft.hit.length} 条、反例 ${draft.miss.length} 条，各要至少两条`,
      '请用 --hit、--miss 写上基层实际会看到的句子，或用 --concept 指明已有的概念',
    );
  return {
    id: `item-${id.toLowerCase()}`,
    name: draft.conceptName ?? [...title].slice(0, 16).join(''),
    aliases: draft.aliases,
    hit: draft.hit,
    miss: draft.miss,
  };
}

/** Assistance needs money of the department (费随事转); duties of the committee's own do not. */
function checkFunding(
  library: Library,
  draft: ProposalDraft,
  content: NonNullable<Proposal['content']>,
  asOf: string,
): { refused: string[]; objections: string[] } {
  if (content.list !== 'assist' || draft.change !== 'add') return { refused: [], objections: [] };
  const written = [draft.fundingSource, draft.fundingStandard].filter((one) => one !== null).join('，');
  const judge = createFundingJudge(library, asOf, null);
  const row = textRow(content.title, [content.body], {
    funding: written,
    department: content.department,
    basis: content.basis.map(printBasis).join('；'),
  });
  const { outcome, quote } = judge(row, content.body, []);
  if (outcome === 'funded') return { refused: [], objections: [] };
  const said = quote ? `“${quote}”` : `“${written}”`;
  if (outcome === 'missing' && written === '')
    return { refused: ['协助事项没有写经费来源和标准（费随事转）'], objections: [] };
  if (outcome === 'denied') return { refused: [`经费没有由部门承担：${said}`], objections: [] };
  if (outcome === 'expired') return { refused: [`经费期限已过：${said}`], objections: [] };
  return { refused: [], objections: [`经费是否落实不明：${said}`] };
}
