/** Rows → report, in this thread or (jobs.ts) in several. */
import { setFlagsFromString } from 'node:v8';
import { type Auditor, createAuditor } from '../audit.ts';
import type { Library, Row } from '../types.ts';
import type { AfterJudging, AuditFilesOptions } from './audit-files.ts';
import type { ReportRun } from './report-run.ts';

export interface Judging {
  /** Judges and reports the rows of one table in order; resolves when there is room for more. */
  rows(rows: readonly Row[]): Promise<void>;
  /** Resolves when all rows are reported. */
  end(): Promise<void>;
  /** Lets go of everything, at any time. */
  stop(): Promise<void>;
}

/**
 * What is kept of texts judged lately dies old. Left alone, the engine lets four times of it gather before it looks; a
 * run of any length then takes a third of a gigabyte instead of the half of that. A short run is over before it matters,
 * and would only pay for looking.
 */
const HEAP_GROWTH = '--heap-growing-percent=50';
/** Rows from which a run is long. */
const LONG = 5000;

/** One row after the other, here and now. */
class InPlace implements Judging {
  private judged = 0;

  constructor(
    private readonly auditor: Auditor,
    private readonly after: AfterJudging,
    private readonly run: ReportRun,
  ) {}

  async rows(rows: readonly Row[]): Promise<void> {
    if (this.judged < LONG && this.judged + rows.length >= LONG) setFlagsFromString(HEAP_GROWTH);
    this.judged += rows.length;
    for (const row of rows) this.run.add(this.after.apply(this.auditor.check(row)), row.cells, row.table.header);
    await this.run.flush();
  }

  async end(): Promise<void> {}
  async stop(): Promise<void> {}
}

/**
 * Runs `work` with what judges: `options.jobs` threads, or this one.
 * @returns what `work` returns, once all rows are reported
 */
export async function judging<T>(
  library: Library,
  options: Pick<AuditFilesOptions, 'asOf' | 'lang' | 'ledger' | 'unmasked' | 'jobs'>,
  after: AfterJudging,
  run: ReportRun,
  work: (judging: Judging) => Promise<T>,
): Promise<T> {
  if ((options.jobs ?? 1) > 1) setFlagsFromString(HEAP_GROWTH);
  const { asOf, lang, ledger } = options;
  const jobs = options.jobs ?? 1;
  const judges: Judging =
    jobs === 1
      ? new InPlace(createAuditor(library, { asOf, lang, ledger }), after, run)
      : new (await import('./jobs.ts')).Jobs(
          jobs,
          {
            lists: library.dir,
            hash: library.contentHash,
            asOf,
            lang,
            ledger: ledger?.lines ?? null,
            unmasked: options.unmasked === true,
            ...after.given,
          },
          run,
          (ids) => after.use(ids),
        );
  try {
    const result = await work(judges);
    await judges.end();
    return result;
  } finally {
    await judges.stop();
  }
}
