/** What the parsing process and its parent tell each other. */
import type { Limits, Merge, SourceFormat } from '../types.ts';
import type { FaultCode } from './faults.ts';

/** On the command line of the child, as JSON; the bytes of the workbook follow on its standard input. */
export interface Task {
  /** 'text' = decoded by us, UTF-8 */
  readonly kind: 'zip' | 'ole' | 'biff' | 'text';
  readonly limits: Limits;
}

export interface SheetHead {
  readonly name: string;
  /** 1-based position in the workbook */
  readonly index: number;
  readonly hidden: boolean;
  readonly merges: readonly Merge[];
  readonly hiddenColumns: readonly number[];
}

/** What only reading all rows of a sheet shows: 1-based row numbers. */
export interface SheetFindings {
  readonly hiddenRows: number[];
  /** rows with a formula that has no computed value */
  readonly uncomputedRows: number[];
}

/** Messages of the child, in this order: (sheet rows* found)* end, or a refusal at any time. */
export type Message =
  | { readonly type: 'sheet'; readonly sheet: SheetHead }
  /** JSON of RawRow[] of the sheet before: bytes take a fifth of the memory of the objects */
  | { readonly type: 'rows'; readonly data: Buffer }
  | { readonly type: 'found'; readonly found: SheetFindings }
  | { readonly type: 'end'; readonly format: SourceFormat }
  | { readonly type: 'fault'; readonly fault: FaultCode; readonly detail: string }
  | { readonly type: 'limit'; readonly limit: keyof Limits; readonly seen: number | null; readonly at: string };
