/** What a rule is. One file a rule; registry.ts orders them. */
import { printBasis } from '../place.ts';
import type {
  BasisJudgement,
  BasisRef,
  Evidence,
  FundingJudgement,
  Item,
  Judged,
  Lang,
  Row,
  RuleId,
  Severity,
} from '../types.ts';

/** A sentence in both languages people read. */
export type Words = Readonly<Record<Lang, string>>;

/** Everything a rule may look at. */
export interface RuleContext {
  readonly row: Pick<Row, 'text' | 'basis' | 'funding' | 'table'>;
  readonly judged: Judged;
  readonly basis: BasisJudgement;
  readonly funding: FundingJudgement;
  /** invisible characters inside the text */
  readonly hidden: number;
  /** whether a funding ledger was given */
  readonly ledger: boolean;
  /** item id → item */
  readonly items: ReadonlyMap<string, Item>;
}

/** A finding before its words: where, on what, with which arguments for {placeholders}. */
export interface Draft {
  readonly item: Item | null;
  readonly evidence: readonly Evidence[];
  readonly basis: readonly BasisRef[];
  readonly args: Readonly<Record<string, string | number>>;
  /** where they differ from the rule's own */
  readonly severity?: Severity;
  readonly message?: Words;
  readonly fix?: Words;
}

export interface Rule {
  readonly id: RuleId;
  readonly title: Words;
  /** why it matters, with the article it rests on */
  readonly why: Words;
  /** what to do; {placeholders} are filled from the draft */
  readonly fix: Words;
  /** what is wrong; {placeholders} are filled from the draft */
  readonly message: Words;
  readonly severity: Severity;
  check(context: RuleContext): readonly Draft[];
}

/** Words cut at their {placeholders}: text, name, text, name, … text. */
const cut = new Map<string, readonly string[]>();

/** Fills {placeholders}; one without an argument stays visible, so that a forgotten argument is seen in every golden. */
export function fillIn(words: string, args: Readonly<Record<string, string | number>>): string {
  let pieces = cut.get(words);
  if (pieces === undefined) {
    pieces = words.split(/\{(\w+)\}/);
    cut.set(words, pieces);
  }
  let out = pieces[0]!;
  for (let i = 1; i < pieces.length; i += 2) {
    const value = args[pieces[i]!];
    out += (value === undefined ? `{${pieces[i]}}` : value) + pieces[i + 1]!;
  }
  return out;
}

/** Work that no item of the lists covers. */
export const isUnlisted = (judged: Judged): boolean =>
  judged.reason === 'unlisted-valid' || judged.reason === 'unlisted-unknown' || judged.reason === 'unlisted-nothing';

/** The assist items whose money is to be asked for: the row's own, or those beside a prohibited form. */
export function assistItems(
  judged: Judged,
): readonly { readonly item: Item; readonly evidence: readonly Evidence[] }[] {
  const found: { item: Item; evidence: readonly Evidence[] }[] = [];
  if (judged.item?.list === 'assist') found.push({ item: judged.item, evidence: judged.evidence });
  for (const { item, evidence } of judged.assists)
    if (item && !found.some((one) => one.item.id === item.id)) found.push({ item, evidence });
  return found;
}

/** Evidence for words in another cell than the text: no span of the text, so none is claimed. */
export function quoteInText(text: string, quote: string | null, why: string): Evidence[] {
  if (!quote) return [];
  const start = text.indexOf(quote);
  return start === -1 ? [] : [{ start, end: start + quote.length, quote, why }];
}

/** Words as a person quotes them, each once: “甲”“乙”. */
export function quotes(evidence: readonly Evidence[]): string {
  let out = '';
  for (let i = 0; i < evidence.length; i++) {
    const { quote } = evidence[i]!;
    let again = false;
    for (let k = 0; k < i && !again; k++) again = evidence[k]!.quote === quote;
    if (!again) out += `“${quote}”`;
  }
  return out;
}

/** A title as it stands inside “”: quotation marks of its own become single ones. */
export const quotable = (title: string): string => title.replaceAll('“', '‘').replaceAll('”', '’');

/** Names of items as messages write them. */
const named = new WeakMap<Item, { readonly title: string; readonly department: string }>();

/** Arguments that name an item in a message. */
export function itemArgs(item: Item, evidence: readonly Evidence[]): Record<string, string> {
  let names = named.get(item);
  if (!names) {
    names = { title: quotable(item.title), department: departmentName(item.department) };
    named.set(item, names);
  }
  return { item: item.id, title: names.title, department: names.department, quotes: quotes(evidence) };
}

/** Words a full name of an office ends in. */
const OFFICE_END = /(?:部门|部|局|办|委|机关|单位|联|会|院|所|队|办公室)$/;

/** The department of an item as it is addressed: 宣传 → 宣传部门, 民政、公安 → 民政、公安部门, 妇联 stays. */
export function departmentName(department: string | null): string {
  if (department === null) return '主管部门';
  return OFFICE_END.test(department) ? department : `${department}部门`;
}

/** One finding about the citations of a row, whatever is wrong with them. */
export function basisDraft(context: RuleContext, severity: Severity): Draft {
  const { judged, basis, row } = context;
  const faulty = basis.citations.filter((one) => one.outcome === basis.outcome);
  const cited = faulty.map((one) => one.raw).join('、');
  const successors = [...new Set(faulty.flatMap((one) => (one.successor ? [one.successor] : [])))];
  const suggested =
    judged.item && judged.item.list !== 'prohibited' ? judged.item.basis.slice(0, 2).map(printBasis) : [];
  return {
    item: judged.item,
    evidence: faulty.flatMap((one) => quoteInText(row.text, one.raw, 'citation')),
    basis: judged.item?.basis ?? [],
    args: {
      cited,
      successor: successors.length > 0 ? `（现为《${successors.join('》《')}》）` : '',
      suggest: suggested.length > 0 ? `（该事项的依据是${suggested.join('、')}）` : '',
    },
    severity,
  };
}

/** One finding for every assist item of the row whose money is not in order. */
export function fundingDrafts(context: RuleContext, severity: Severity): Draft[] {
  if (context.judged.verdict === 'out-of-scope') return [];
  const { quote, detail } = context.funding;
  return assistItems(context.judged).map(({ item, evidence }) => ({
    item,
    evidence: [...evidence, ...quoteInText(context.row.text, quote, 'funding')],
    basis: item.basis,
    args: { ...itemArgs(item, evidence), quote: quote ? `“${quote}”` : '', detail: detail ?? '' },
    severity,
  }));
}
