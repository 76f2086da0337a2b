import type { BasisJudgement, Body, Item, Library, Row } from '../types.ts';
export interface BasisJudge {
  cited(row: Row, body: Body): { items: ReadonlySet<string>; instruments: readonly string[] };
  judge(row: Row, body: Body, items: readonly Item[]): BasisJudgement;
}
export function createBasisJudge(_library: Library, _asOf: string): BasisJudge {
  return { cited: () => ({ items: new Set(), instruments: [] }), judge: () => ({ outcome: 'basis-missing', citations: [] }) };
}
