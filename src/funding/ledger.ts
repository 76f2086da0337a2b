/** The funding ledger (--funding FILE) as the judgement sees it: who has set aside how much, for what, until when. */
import { comparable } from '../text.ts';
import type { Body, FundingJudgement, Row } from '../types.ts';

/** One line of the funding ledger. Sums in yuan, dates YYYY-MM-DD, inclusive. */
export interface FundingEntry {
  /** the department that issues the task; null = any */
  readonly unit: string | null;
  /** whose work it is; null = both */
  readonly body: Body | null;
  /** name of the matter, as in the tables; compared without spaces, punctuation and numbering */
  readonly matter: string;
  /** id of the list item the money is for; null = told by the words of the matter alone */
  readonly item?: string | null;
  readonly payer: string | null;
  readonly amount: number | null;
  /** what the work costs by the ledger's own standard; null = not stated */
  readonly need: number | null;
  readonly from: string | null;
  readonly until: string | null;
}

/** Finds the entries that speak for a row. */
export interface FundingLedger {
  /** all of them: from these the ledger can be made again */
  readonly lines: readonly FundingEntry[];
  /** @param items ids of the items the row may be, best first */
  entries(row: Row, body: Body, items: readonly string[]): readonly FundingEntry[];
}

const PLAIN = /[^\p{L}\p{N}]|^[0-9一二三四五六七八九十]+[、.．)）]/gu;
const plain = (text: string): string => comparable(text).text.replace(PLAIN, '');

/**
 * @param entries lines of the ledger
 * @returns a ledger in which a line speaks for a row when unit and body agree and one matter contains the other
 */
export function fundingLedger(entries: readonly FundingEntry[]): FundingLedger {
  const known = entries.map((entry) => ({ entry, matter: plain(entry.matter), unit: plain(entry.unit ?? '') }));
  return {
    lines: entries,
    entries(row, body, items) {
      const text = plain(row.text);
      const unit = plain(row.unit ?? '');
      return known
        .filter(({ entry }) => entry.body === null || entry.body === body)
        .filter((one) => one.unit === '' || unit === '' || one.unit.includes(unit) || unit.includes(one.unit))
        .filter(({ entry, matter }) => {
          if (entry.item != null && items[0] === entry.item) return true;
          return matter.length >= 2 && (text.includes(matter) || matter.includes(text));
        })
        .map(({ entry }) => entry);
    },
  };
}

/**
 * What the ledger says: in force on the day, and enough.
 * @param asOf YYYY-MM-DD; null = dates are not looked at
 * @returns null when the ledger has no entry for the row
 */
export function judgeLedger(entries: readonly FundingEntry[], asOf: string | null): FundingJudgement | null {
  const [first] = entries;
  if (!first) return null;
  const open = entries.filter((one) => asOf === null || ((one.from ?? '') <= asOf && (one.until ?? '9999') >= asOf));
  const stands = { quote: (open[0] ?? first).matter, from: 'ledger' as const };
  if (open.length === 0) return { outcome: 'expired', ...stands, detail: `${first.from ?? ''}—${first.until ?? ''}` };
  const paid = open.reduce((sum, one) => sum + (one.amount ?? 0), 0);
  const need = Math.max(...open.map((one) => one.need ?? 0));
  if (paid < need) return { outcome: 'short', ...stands, detail: `已落实 ${paid} 元，需要 ${need} 元` };
  if (paid === 0 && open.some((one) => one.amount !== null)) return { outcome: 'denied', ...stands, detail: '0 元' };
  return { outcome: 'funded', ...stands, detail: open[0]!.payer };
}
