/** The main job over files: tables in, judged rows out to any number of formats at once. */
import { type Auditor, createAuditor } from '../audit.ts';
import type { DecisionBook } from '../decisions.ts';
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
} from '../types.ts';
import type { WaiverBook } from '../waivers.ts';
import type { Reading } from './reading.ts';
import { type Output, ReportRun } from './report-run.ts';

export interface AuditFilesOptions extends Reading {
  readonly asOf: string;
  readonly lang: Lang;
  readonly failOn: Severity | 'never';
  readonly ledger: FundingLedger | null;
  /** show personal data as they stand in the cells; hidden by default */
  readonly unmasked?: boolean;
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
}

/** A person's decisions first, then waivers. */
export const withWaivers = (book: WaiverBook, decided: DecisionBook | null = null): AfterJudging => ({
  apply: (row) => book.apply(decided ? decided.apply(row) : row),
  closing: () => book.unused(),
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
  const auditor = createAuditor(library, { asOf: options.asOf, lang: options.lang, ledger: options.ledger });
  const run = new ReportRun(outputs, auditor.items, options.lang, maskerOf(options, library));
  const summaries: InputSummary[] = [];
  const headers: string[] = [];
  await run.begin();
  for (const path of await expandInputs([...inputs])) {
    const tables = await openTables(path, { encoding: options.encoding, sheet: options.sheet, limits: options.limits });
    for (const table of tables) {
      const place = table.sheet === null ? table.source : `${table.source}:${table.sheet}`;
      const { input, context } = await auditTable(table, auditor, options, after, run, (done) =>
        progress.rows(done, place),
      );
      summaries.push(input);
      if (input.rows.checked === 0 && !table.hidden) headers.push(describeHeaders(context, options.lang));
    }
  }
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
  auditor: Auditor,
  options: AuditFilesOptions,
  after: AfterJudging,
  run: ReportRun,
  progress: (done: number) => void,
): Promise<{ input: InputSummary; context: TableContext }> {
  const { context, rows } = await layoutRows(table, auditor.library.columns, {
    map: options.map,
    headerRow: options.headerRow,
    body: options.body,
    kind: options.kind,
    hidden: options.sheet !== null,
  });
  const counts = new RecordCounts();
  for await (const batch of rows) {
    for (const skip of batch.skipped) counts.skip(skip.reason);
    for (const row of batch.rows) {
      counts.checked++;
      run.add(after.apply(auditor.check(row)), row.cells, context.header);
    }
    await run.flush();
    progress(run.tally.rows);
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
