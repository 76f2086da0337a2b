/** Labelled rows and their judgements → figures of quality. All shares are 0..1, null when there is nothing to divide. */
import { type JudgedRow, VERDICTS, type Verdict } from '../types.ts';
import type { LabelledRow } from './labelled.ts';

export interface Case {
  readonly key: string;
  readonly tier: string;
  readonly gold: string;
  readonly alt: string | null;
  readonly got: Verdict;
  readonly goldItem: string | null;
  readonly gotItem: string | null;
  readonly ok: boolean;
  readonly itemOk: boolean | null;
  readonly score: number;
  readonly strength: string;
}

export interface Figures {
  readonly rows: number;
  readonly accuracy: number | null;
  readonly decided: number | null;
  readonly coverage: number | null;
  readonly macroF1: number | null;
  readonly prohibited: {
    readonly precision: number | null;
    readonly recall: number | null;
    readonly f1: number | null;
  };
  readonly itemHit: number | null;
  readonly strong: { readonly rows: number; readonly accuracy: number | null };
  readonly spanErrors: number;
  readonly byTier: Readonly<Record<string, { readonly rows: number; readonly accuracy: number | null }>>;
  readonly byList: Readonly<
    Record<string, { readonly rows: number; readonly accuracy: number | null; readonly itemHit: number | null }>
  >;
  /** gold verdict → got verdict → rows */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** One labelled row with what the tool said. A row is right when it equals gold_verdict, or alt_verdict where given. */
export function caseOf(label: LabelledRow, judged: JudgedRow): Case {
  const accepted = [label.goldItems[0], ...label.altItems].filter((id) => id !== undefined);
  return {
    key: label.key,
    tier: label.tier,
    gold: label.goldVerdict,
    alt: label.altVerdict,
    got: judged.verdict,
    goldItem: label.goldItems[0] ?? null,
    gotItem: judged.item,
    ok: judged.verdict === label.goldVerdict || judged.verdict === label.altVerdict,
    itemOk: label.goldItems.length === 0 ? null : judged.item !== null && accepted.includes(judged.item),
    score: judged.score,
    strength: judged.strength,
  };
}

/** Spans that do not quote the text they claim to quote. */
export function spanErrors(judged: JudgedRow): number {
  const all = [...judged.evidence, ...judged.findings.flatMap((finding) => finding.evidence)];
  return all.filter((one) => judged.text.slice(one.start, one.end) !== one.quote).length;
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
const listName: Readonly<Record<string, string>> = { M: 'statutory', S: 'service', A: 'assist', P: 'prohibited' };

export function figuresOf(cases: readonly Case[], spans: number): Figures {
  const count = (test: (one: Case) => boolean): number => cases.filter(test).length;
  const decided = cases.filter((one) => one.got !== 'review');
  const truePositive = count((one) => one.got === 'prohibited' && one.gold === 'prohibited');
  const precision = share(
    truePositive,
    count((one) => one.got === 'prohibited'),
  );
  const recall = share(
    truePositive,
    count((one) => one.gold === 'prohibited'),
  );
  const withItem = cases.filter((one) => one.itemOk !== null);
  const strong = decided.filter((one) => one.strength === 'strong');
  const f1s = VERDICTS.flatMap((verdict) => {
    const gold = count((one) => one.gold === verdict);
    if (gold === 0) return [];
    const hit = count((one) => one.gold === verdict && one.got === verdict);
    return [(2 * hit) / (gold + count((one) => one.got === verdict))];
  });
  const confusion: Record<string, Record<string, number>> = {};
  for (const one of cases) {
    confusion[one.gold] ??= {};
    confusion[one.gold]![one.got] = (confusion[one.gold]![one.got] ?? 0) + 1;
  }
  const group = (name: (one: Case) => string): Map<string, Case[]> => {
    const groups = new Map<string, Case[]>();
    for (const one of cases) groups.set(name(one), [...(groups.get(name(one)) ?? []), one]);
    return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  const right = (some: readonly Case[]): number | null => share(some.filter((one) => one.ok).length, some.length);
  return {
    rows: cases.length,
    accuracy: right(cases),
    decided: right(decided),
    coverage: share(decided.length, cases.length),
    macroF1: share(
      f1s.reduce((sum, one) => sum + one, 0),
      f1s.length,
    ),
    prohibited: {
      precision,
      recall,
      f1:
        precision === null || recall === null || precision + recall === 0
          ? null
          : (2 * precision * recall) / (precision + recall),
    },
    itemHit: share(withItem.filter((one) => one.itemOk).length, withItem.length),
    strong: { rows: strong.length, accuracy: right(strong) },
    spanErrors: spans,
    byTier: Object.fromEntries(
      [...group((one) => one.tier)].map(([tier, some]) => [tier, { rows: some.length, accuracy: right(some) }]),
    ),
    byList: Object.fromEntries(
      [...group((one) => (one.goldItem ? (listName[one.goldItem[2]!] ?? '?') : 'none'))].map(([list, some]) => {
        const items = some.filter((one) => one.itemOk !== null);
        return [
          list,
          {
            rows: some.length,
            accuracy: right(some),
            itemHit: share(items.filter((one) => one.itemOk).length, items.length),
          },
        ];
      }),
    ),
    confusion,
  };
}
