/**
 * What the register and the engine say about a proposal before anybody decides: is the basis good, does another item
 * cover it already, does it bring in what is prohibited. Every answer carries the words that led to it.
 */
import { createAuditor } from '../audit.ts';
import { createBasisJudge } from '../basis/judge.ts';
import type { ItemContent } from '../item-hash.ts';
import { printBasis } from '../place.ts';
import { quotes } from '../rules/rule.ts';
import type { BasisOutcome, Concept, Item, Library } from '../types.ts';
import type { ConceptDraft, ProposalCheck } from './admission.ts';
import { textRow } from './probe.ts';

/** A check with what must be changed before the proposal can be recorded. */
export interface CheckedProposal {
  readonly check: ProposalCheck;
  /** faults that no reason cures: a basis that does not hold, examples that are not read as meant */
  readonly refused: readonly string[];
}

const OUTCOMES: Readonly<Record<BasisOutcome, string>> = {
  valid: '有效',
  'basis-missing': '没有写依据',
  'basis-repealed': '已废止',
  'basis-not-yet-in-force': '尚未施行',
  'basis-no-such-article': '没有这一条',
  'basis-no-mandate': '该条没有给村（居）委会这项任务',
  'basis-unknown': '不在依据库内，须人工核实',
};

/** An outcome in words. */
export const outcomeText = (outcome: BasisOutcome): string => OUTCOMES[outcome];

/** Outcomes that may be proposed all the same, with a reason. */
const CURABLE: readonly BasisOutcome[] = ['valid', 'basis-unknown', 'basis-no-mandate'];

/**
 * Checks the content of an item against the lists as they are.
 * @param concept new examples and aliases, null where the item uses concepts that exist
 * @param asOf YYYY-MM-DD
 */
export function checkProposal(
  library: Library,
  content: ItemContent,
  concept: ConceptDraft | null,
  asOf: string,
): CheckedProposal {
  const basis = checkBasis(library, content, asOf);
  const found = checkTexts(library, content, concept, asOf);
  const refused = basis
    .filter(({ outcome }) => !CURABLE.includes(outcome))
    .map(({ cited, outcome }) => `依据${cited}：${OUTCOMES[outcome]}`);
  if (basis.length === 0) refused.push('没有写依据');
  if (concept) refused.push(...tryExamples(library, content, concept, asOf));
  return { check: { asOf, lists: `${library.edition.edition} ${library.contentHash}`, basis, ...found }, refused };
}

function checkBasis(library: Library, content: ItemContent, asOf: string): ProposalCheck['basis'] {
  const judge = createBasisJudge(library, asOf);
  return content.basis.map((ref) => {
    const cited = printBasis(ref);
    return { cited, outcome: judge.judge({ text: content.title, basis: cited }, content.body, []).outcome };
  });
}

/** The title, aliases and hit examples through the lists as they are. */
function checkTexts(
  library: Library,
  content: ItemContent,
  concept: ConceptDraft | null,
  asOf: string,
): Pick<ProposalCheck, 'conflicts' | 'duplicates'> {
  const auditor = createAuditor(library, { asOf, lang: 'zh', ledger: null });
  const conflicts: string[] = [];
  const duplicates: string[] = [];
  const own = new Set(content.concepts);
  for (const text of [content.title, ...(concept?.aliases ?? []), ...(concept?.hit ?? [])]) {
    const row = textRow(text, [content.body], { basis: content.basis.map(printBasis).join('；') });
    const { judged } = auditor.reason(row);
    const { item } = judged;
    if (item === null || item.id === content.id) continue;
    const said = `“${text}”与${item.id}“${item.title}”相合${wordsOf(quotes(judged.evidence))}`;
    if (judged.verdict === 'prohibited' && content.list !== 'prohibited') conflicts.push(`${said}，属取消和禁入事项`);
    else if (judged.strength !== 'weak' && !item.concepts.some((one) => own.has(one))) duplicates.push(said);
  }
  const twins = library.items.filter(
    (item) => item.body === content.body && item.id !== content.id && item.concepts.some((one) => own.has(one)),
  );
  for (const item of twins) duplicates.push(`${item.id}“${item.title}”用的是同一个概念`);
  return { conflicts, duplicates };
}

const wordsOf = (words: string): string => (words === '' ? '' : `：${words}`);

/**
 * The draft's own examples through lists in which it already stands. Whose usual words they use is left out: counted from
 * the examples themselves, it would always find them.
 */
function tryExamples(library: Library, content: ItemContent, concept: ConceptDraft, asOf: string): string[] {
  const { decision } = library;
  const plain = { ...library, decision: { ...decision, usage: { ...decision.usage, weight: 0 } } };
  const auditor = createAuditor(withDraft(plain, content, concept), { asOf, lang: 'zh', ledger: null });
  const winner = (text: string): { ours: boolean; words: string } => {
    const { judged } = auditor.reason(textRow(text, [content.body]));
    const other = judged.concept?.concept ?? null;
    const ours = judged.item?.id === content.id || other?.id === concept.id;
    if (judged.item) return { ours, words: `认作${judged.item.id}“${judged.item.title}”` };
    if (other)
      return { ours, words: `认作清单外的“${other.name}”；如果就是它，请改用 --concept ${other.id}，不再另写例句` };
    return { ours, words: '没有认作任何事项；请用 --alias 补上例句里有的固定说法' };
  };
  return [
    ...concept.hit.flatMap((text) => {
      const { ours, words } = winner(text);
      return ours ? [] : [`正例“${text}”没有认作这一项：${words}`];
    }),
    ...concept.miss.flatMap((text) => (winner(text).ours ? [`反例“${text}”被认作了这一项`] : [])),
  ];
}

/** The library as it would be with the draft in it. */
function withDraft(library: Library, content: ItemContent, draft: ConceptDraft): Library {
  const place = { file: 'draft', line: 1, column: 1 };
  const example = (text: string) => ({ text, section: null, instead: null, place });
  const concept: Concept = {
    id: draft.id,
    name: draft.name,
    kind: 'topic',
    frames: [],
    aliases: draft.aliases,
    hit: draft.hit.map(example),
    miss: draft.miss.map(example),
    place,
  };
  const item: Item = { note: null, ...content, place };
  return {
    ...library,
    items: [...library.items.filter((one) => one.id !== item.id), item],
    concepts: [...library.concepts.filter((one) => one.id !== concept.id), concept],
    wide: () => library.wide(),
  };
}
