/** What the main thread and the judging threads of one run tell each other (`check --jobs`). */
import type { Decision } from '../decisions.ts';
import type { FundingEntry } from '../funding/judge.ts';
import type { Counted } from '../report/summary.ts';
import type { CellPlace, Lang, LinePlace, Row, TableContext, Waiver } from '../types.ts';

/** What a thread needs to judge as the main thread would; goes with it when it is started. */
export interface JobSetup {
  /** folder of the lists; their content must have this hash */
  readonly lists: string;
  readonly hash: string;
  readonly asOf: string;
  readonly lang: Lang;
  readonly ledger: readonly FundingEntry[] | null;
  readonly unmasked: boolean;
  readonly waivers: readonly Waiver[];
  readonly known: ReadonlySet<string>;
  readonly decisions: readonly Decision[];
}

/** A row as it is sent: the table is sent once, the cells stay where they are reported. */
export type SentRow = Omit<Row, 'source' | 'sheet' | 'table' | 'cells'>;

export interface SentTable {
  readonly source: string;
  readonly sheet: string | null;
  readonly context: TableContext;
}

/**
 * To a thread: (table rows+)* with numbers for each rows, then end. The rows of a batch are numbered by the main thread,
 * for only it sees all rows in order.
 */
export type ToJob =
  | { readonly type: 'table'; readonly table: SentTable }
  /** JSON of SentRow[], of the table before */
  | { readonly type: 'rows'; readonly batch: number; readonly rows: string }
  /** occurrence of every row's base, counted from 1 */
  | { readonly type: 'numbers'; readonly batch: number; readonly occurrences: Uint32Array }
  | { readonly type: 'end' };

/** From a thread, in the order of what it was sent. */
export type FromJob =
  /** 64 bits of hash of every row's base */
  | { readonly type: 'settled'; readonly batch: number; readonly hashes: Int32Array }
  | {
      readonly type: 'judged';
      readonly batch: number;
      /** rows as JSON in UTF-8, one after the other; `ends` says where each ends */
      readonly json: Uint8Array;
      readonly ends: Uint32Array;
      /** JSON of Counted[] */
      readonly counted: string;
    }
  | { readonly type: 'ended'; readonly waivers: readonly string[] }
  | {
      readonly type: 'fault';
      readonly code: string;
      readonly place: string | CellPlace | LinePlace | null;
      readonly fault: string;
      readonly hint: string;
    };

export type { Counted };
