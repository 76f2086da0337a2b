/** The main job over files: tables in, judged rows out to any number of formats at once. */
import type { Decision, DecisionBook } from '../decisions.ts';
import { UserError } from '../errors.ts';
import type { FundingLedger } from '../funding/judge.ts';
import { createMasker, type Masker, NO_MASK } from '../mask.ts';
import { expandInputs, openTables } from '../read/open.ts';
import { describeHeaders, layoutRows } from '../rows/layout.ts';
import type {
  Finding,
  InputSummary,
  JudgedRow,
  Lang,
  Library,
  RowField,
  Severity,
  SkipReason,
  Table,
  TableContext,
  Waiver,
} from '../types.ts';
import type { WaiverBook } from '../waivers.ts';
import { type Judging, judging } from './judging.ts';
import type { Reading } from './reading.ts';
import { type Output, ReportRun } from './report-run.ts';

export interface AuditFilesOptions extends Reading {
  readonly asOf: string;
  readonly lang: Lang;
  readonly failOn: Severity | 'never';
  readonly ledger: FundingLedger | null;
  /** show personal data as they stand in the cells; hidden by default */
  readonly unmasked?: boolean;
  /** threads that judge; 1 when nothing is said */
  readonly jobs?: number;
}

/** What hides personal data in this run. */
export const maskerOf = ({ unmasked }: Pick<AuditFilesOptions, 'unmasked'>, library: Library): Masker =>
  unmasked ? NO_MASK : createMasker(library.columns);

export interface Progress {
  /** called now and then with the rows judged so far */
  rows(done: number, place: string): void;
  end(): void;
}

/** What happens to a judged row before it is reported: waivers, decisions of a person. */
export interface AfterJudging {
  apply(row: JudgedRow): JudgedRow;
  /** findings about the run itself, once all rows have passed */
  closing(): readonly Finding[];
  /** what this was made of, to make the same again in another thread */
  readonly given: {
    readonly waivers: readonly Waiver[];
    readonly known: ReadonlySet<string>;
    readonly decisions: readonly Decision[];
  };
  /** waivers that covered rows in another thread */
  use(waivers: readonly string[]): void;
}

/** A person's decisions first, then waivers. */
export const withWaivers = (book: WaiverBook, decided: DecisionBook | null = null): AfterJudging => ({
  apply: (row) => book.apply(decided ? decided.apply(row) : row),
  closing: () => book.unused(),
  given: { waivers: book.waivers, known: book.known, decisions: decided?.decisions ?? [] },
  use: (waivers) => book.use(waivers),
});

/**
 * Runs the main job.
 * @returns exit code: 0 nothing at or above `failOn`, 1 findings
 * @throws UserError for input that cannot be read, and when no row at all was judged
 */
export async function auditFiles(
  inputs: readonly string[],
  library: Library,
  options: AuditFilesOptions,
  outputs: readonly Output[],
  version: string,
  progress: Progress,
  after: AfterJudging,
): Promise<number> {
  const items = new Map(library.items.map((item) => [item.id, item]));
  const run = new ReportRun(outputs, items, options.lang, maskerOf(options, library));
  const summaries: InputSummary[] = [];
  const headers: string[] = [];
  await run.begin();
  await judging(library, options, after, run, async (judges) => {
    for (const path of await expandInputs([...inputs])) {
      const { encoding, sheet, limits } = options;
      for (const table of await openTables(path, { encoding, sheet, limits })) {
        const place = table.sheet === null ? table.source : `${table.source}:${table.sheet}`;
        const { input, context } = await auditTable(table, library, options, judges, () =>
          progress.rows(run.tally.rows, place),
        );
        summaries.push(input);
        if (input.rows.checked === 0 && !table.hidden) headers.push(describeHeaders(context, options.lang));
      }
    }
  });
  progress.end();
  if (run.tally.rows === 0) throw nothingJudged(inputs, headers);
  const lists = { edition: library.edition.edition, hash: library.contentHash };
  const report = await run.end({ version, asOf: options.asOf, lists }, summaries, after.closing());
  return exitCode(report.summary.findings, options.failOn);
}

/** Zero rows judged is an error that shows what was found and how to say what is what. */
export function nothingJudged(inputs: readonly string[], headers: readonly string[]): UserError {
  const found = headers.filter((line) => line !== '').slice(0, 5);
  return new UserError(
    'nothing-judged',
    inputs.join(' '),
    `没有可以核查的行${found.length > 0 ? `；${found.join('；')}` : ''}`,
    '请用 --map text=表头名 指明哪一列是事项内容',
  );
}

/** 1 when a finding that is not waived stands at or above the bar. */
export function exitCode(findings: Readonly<Record<Severity, number>>, failOn: Severity | 'never'): number {
  if (failOn === 'never') return 0;
  if (failOn === 'error') return findings.error > 0 ? 1 : 0;
  return findings.error + findings.warning > 0 ? 1 : 0;
}

async function auditTable(
  table: Table,
  library: Library,
  options: AuditFilesOptions,
  judges: Judging,
  progress: () => void,
): Promise<{ input: InputSummary; context: TableContext }> {
  const { context, rows } = await layoutRows(table, library.columns, {
    map: options.map,
    headerRow: options.headerRow,
    body: options.body,
    kind: options.kind,
    hidden: options.sheet !== null,
  });
  const counts = new RecordCounts();
  for await (const batch of rows) {
    for (const skip of batch.skipped) counts.skip(skip.reason);
    counts.checked += batch.rows.length;
    await judges.rows(batch.rows);
    progress();
  }
  return { input: counts.summary(table, context), context };
}

/** How the records of one table were used. */
export class RecordCounts {
  checked = 0;
  private blank = 0;
  private others = 0;
  private readonly reasons: Partial<Record<SkipReason, number>> = {};

  skip(reason: SkipReason): void {
    if (reason === 'blank') this.blank++;
    else this.others++;
    this.reasons[reason] = (this.reasons[reason] ?? 0) + 1;
  }

  summary(
    table: Pick<Table, 'source' | 'sheet' | 'hidden' | 'format' | 'encoding' | 'warnings'>,
    context: TableContext,
  ): InputSummary {
    const columns = Object.fromEntries(
      Object.entries(context.columns).map(([field, at]) => [field, at.map((column) => context.header[column] ?? '')]),
    ) as Readonly<Partial<Record<RowField, readonly string[]>>>;
    return {
      file: table.source,
      sheet: table.sheet,
      hidden: table.hidden,
      format: table.format,
      encoding: table.encoding,
      header: context.header,
      headerRow: context.headerRow,
      columns,
      rows: {
        read: this.checked + this.blank + this.others,
        checked: this.checked,
        blank: this.blank,
        skipped: this.others,
      },
      skipped: this.reasons,
      warnings: table.warnings,
    };
  }
}
