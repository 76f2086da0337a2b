/** The funding stage as the pipeline calls it. */
import type { Body, FundingJudgement, Library, Row } from '../types.ts';
import { judgeFunding } from './funding.ts';
import type { FundingLedger } from './ledger.ts';

export type { FundingEntry, FundingLedger } from './ledger.ts';
export { fundingLedger } from './ledger.ts';
/** @param items ids of the items the row may be, best first: a ledger line may name one */
export type FundingJudge = (row: Row, body: Body, items: readonly string[]) => FundingJudgement;

const SILENT: FundingJudgement = { outcome: 'missing', quote: null, from: null, detail: null };

/**
 * @param asOf YYYY-MM-DD, the day on which a promise must still hold
 * @param ledger null = no ledger was given; the cells alone decide
 * @returns the judge of one row; without lists/lexicon/funding.yaml nothing counts as stated
 */
export function createFundingJudge(library: Library, asOf: string, ledger: FundingLedger | null): FundingJudge {
  const words = library.funding;
  if (!words) return () => SILENT;
  return (row, body, items) => {
    const { text, funding, amount, basis } = row;
    const notes = row.table.notes.map((note) => note.text);
    const input = { text, funding, amount, basis, notes, asOf };
    return judgeFunding(ledger ? { ...input, ledger: ledger.entries(row, body, items) } : input, words);
  };
}
