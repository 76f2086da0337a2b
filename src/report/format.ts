/** What a report format is. One file a format, one line in registry.ts; a formatter is pure and never sees the disk. */
import type { JudgedRow, Report, ReportContext } from '../types.ts';

/** Text or bytes of one piece of a report. */
export type Piece = string | Uint8Array;

export interface Format {
  readonly id: string;
  /** extension of a file of this format, without the dot */
  readonly extension: string;
  /** bytes that must not be written to a terminal */
  readonly binary: boolean;
  readonly title: { readonly zh: string; readonly en: string };
  /** the whole report at once */
  readonly render?: (report: Report, context: ReportContext) => Piece | Promise<Piece>;
  /** row by row, for reports of any length; `end` gets the report without rows */
  readonly stream?: (context: ReportContext) => RowStream;
}

export interface RowStream {
  begin(): string;
  row(row: JudgedRow): string;
  /**
   * For formats in which a row stands as its JSON: what comes before and after it, called once a row instead of `row`.
   * A row that comes from another thread as JSON then needs not be read again. Null where rows are not shown at all.
   */
  around?(): readonly [before: string, after: string] | null;
  end(report: Omit<Report, 'rows'>): string;
}
