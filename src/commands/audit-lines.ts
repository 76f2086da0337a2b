/** `check --rows`: rows that were laid out elsewhere (`qingdan rows`), judged as they come, in constant memory. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { UserError } from '../errors.ts';
import { RowLines } from '../rows/jsonl.ts';
import type { InputSummary, Library, Row } from '../types.ts';
import {
  type AfterJudging,
  type AuditFilesOptions,
  exitCode,
  maskerOf,
  nothingJudged,
  type Progress,
} from './audit-files.ts';
import { judging } from './judging.ts';
import { joinInputs } from './report-parts.ts';
import { type Output, ReportRun } from './report-run.ts';
import { isInput } from './report-shape.ts';

/** Rows judged between two looks at the outputs. */
const BATCH = 500;

/**
 * @param paths files of lines, '-' for `stdin`
 * @returns exit code as of the main job
 * @throws UserError for a line that is no row, and when no row was judged
 */
export async function auditLines(
  paths: readonly string[],
  stdin: () => Readable,
  library: Library,
  options: Pick<AuditFilesOptions, 'asOf' | 'lang' | 'failOn' | 'ledger' | 'unmasked' | 'jobs'>,
  outputs: readonly Output[],
  version: string,
  progress: Progress,
  after: AfterJudging,
): Promise<number> {
  const items = new Map(library.items.map((item) => [item.id, item]));
  const run = new ReportRun(outputs, items, options.lang, maskerOf(options, library));
  const inputs: InputSummary[] = [];
  await run.begin();
  await judging(library, options, after, run, async (judges) => {
    for (const path of paths) {
      const lines = new RowLines();
      const said: InputSummary[] = [];
      const seen: InputSummary[] = [];
      let batch: Row[] = [];
      const pass = async (): Promise<void> => {
        await judges.rows(batch);
        batch = [];
        progress.rows(run.tally.rows, path);
      };
      let number = 0;
      for await (const line of createInterface({
        input: path === '-' ? stdin() : open(path),
        crlfDelay: Number.POSITIVE_INFINITY,
      })) {
        number++;
        const summary = line.startsWith('{"input":') ? inputLine(line, path, number) : null;
        if (summary) {
          said.push(summary);
          continue;
        }
        const row = lines.parse(line, path, number);
        if (!row) continue;
        seen.push(alone(row));
        if (seen.length > 1) seen.splice(0, seen.length, ...joinInputs(seen));
        // rows of one table, and of one place of it, go together
        const [first] = batch;
        if (first && (batch.length === BATCH || !isSameTable(first, row))) await pass();
        batch.push(row);
      }
      await pass();
      // a partition that carries the summaries of its tables knows what was skipped there; one that does not counts rows
      inputs.push(
        ...said,
        ...seen.filter((one) => !said.some((other) => other.file === one.file && other.sheet === one.sheet)),
      );
    }
  });
  progress.end();
  if (run.tally.rows === 0) throw nothingJudged(paths, []);
  const lists = { edition: library.edition.edition, hash: library.contentHash };
  const report = await run.end({ version, asOf: options.asOf, lists }, joinInputs(inputs), after.closing());
  return exitCode(report.summary.findings, options.failOn);
}

const isSameTable = (a: Row, b: Row): boolean => a.table === b.table && a.source === b.source && a.sheet === b.sheet;

function open(path: string): Readable {
  return createReadStream(path, 'utf8');
}

function inputLine(line: string, path: string, number: number): InputSummary {
  const refuse = (why: string): UserError =>
    new UserError('rows-line', { file: path, line: number, column: 1 }, why, '请用 qingdan rows 的输出');
  let input: unknown;
  try {
    ({ input } = JSON.parse(line) as { input: unknown });
  } catch {
    throw refuse('不是 JSON');
  }
  if (!isInput(input)) throw refuse('不是完整的表格摘要');
  return input;
}

/** A summary of one row, for tables of which nothing else is known. */
function alone(row: Row): InputSummary {
  return {
    file: row.source,
    sheet: row.sheet,
    hidden: false,
    format: 'csv',
    encoding: null,
    header: row.table.header,
    headerRow: row.table.headerRow,
    columns: {},
    rows: { read: 1, checked: 1, blank: 0, skipped: 0 },
    skipped: {},
    warnings: [],
    partial: true,
  };
}
