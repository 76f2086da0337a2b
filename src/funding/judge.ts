import type { Body, FundingJudgement, Library, Row } from '../types.ts';
export type FundingLedger = unknown;
export type FundingJudge = (row: Row, body: Body) => FundingJudgement;
export function createFundingJudge(_l: Library, _a: string, _x: FundingLedger | null): FundingJudge {
  return () => ({ outcome: 'missing', quote: null, from: null, detail: null });
}
