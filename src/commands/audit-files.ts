/** The main job over files: tables in, judged rows out to any number of formats at once. */
import { type Auditor, createAuditor } from '../audit.ts';
import { UserError } from '../errors.ts';
import type { FundingLedger } from '../funding/judge.ts';
import { expandInputs, openTables } from '../read/open.ts';
import type { Format, RowStream } from '../report/format.ts';
import { Tally } from '../report/summary.ts';
import { describeHeaders, layoutRows } from '../rows/layout.ts';
import type {
  Body,
  Finding,
  InputSummary,
  JudgedRow,
  Kind,
  Lang,
  Library,
  Limits,
  Report,
  ReportContext,
  RowField,
  Severity,
  SkipReason,
  Table,
} from '../types.ts';

export interface AuditFilesOptions {
  readonly asOf: string;
  readonly lang: Lang;
  readonly body: Body | 'auto';
  readonly kind: Kind | 'auto';
  readonly sheet: string | null;
  readonly headerRow: number | null;
  readonly map: Readonly<Partial<Record<RowField, string>>>;
  readonly encoding: string | null;
  readonly limits: Limits;
  readonly failOn: Severity | 'never';
  readonly ledger: FundingLedger | null;
}

/** Where one format of the run goes; `write` resolves when the bytes are taken. */
export interface Output {
  readonly format: Format;
  readonly width: number;
  readonly color: boolean;
  write(piece: string | Uint8Array): Promise<void>;
}

export interface Progress {
  /** called now and then with the rows judged so far */
  rows(done: number, place: string): void;
  end(): void;
}

/** Version of the JSON shape. */
export const SCHEMA = '1';

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
): Promise<number> {
  const auditor = createAuditor(library, { asOf: options.asOf, lang: options.lang, ledger: options.ledger });
  const sources = new Sources();
  const sinks = outputs.map((output) => new Sink(output, sources.context(output, auditor, options.lang)));
  const keep = outputs.some((output) => !output.format.stream);
  const kept: JudgedRow[] = [];
  const tally = new Tally();
  const summaries: InputSummary[] = [];
  const headers: string[] = [];
  for (const sink of sinks) await sink.begin();
  for (const path of await expandInputs([...inputs])) {
    const tables = await openTables(path, { encoding: options.encoding, sheet: options.sheet, limits: options.limits });
    for (const table of tables) {
      const summary = await auditTable(table, auditor, options, async (rows, cells, header) => {
        for (let i = 0; i < rows.length; i++) {
          const row = rows[i]!;
          tally.add(row);
          sources.now(row, cells[i]!, header, keep);
          if (keep) kept.push(row);
          for (const sink of sinks) sink.row(row);
        }
        for (const sink of sinks) await sink.flush();
        progress.rows(tally.rows, table.sheet === null ? table.source : `${table.source}:${table.sheet}`);
      });
      summaries.push(summary.input);
      if (summary.input.rows.checked === 0 && !table.hidden) headers.push(summary.headers);
    }
  }
  progress.end();
  if (tally.rows === 0)
    throw new UserError(
      'nothing-judged',
      inputs.join(' '),
      `没有可以核查的行${headers.length > 0 ? `；${headers.join('；')}` : ''}`,
      '请用 --map text=表头名 指明哪一列是事项内容',
    );
  const head: Omit<Report, 'rows'> = {
    tool: 'qingdan',
    version,
    schema: SCHEMA,
    as_of: options.asOf,
    lists: { edition: library.edition.edition, hash: library.contentHash },
    inputs: summaries,
    summary: tally.summary(summaries),
    findings: [] as Finding[],
  };
  for (const sink of sinks) await sink.end(head, kept);
  return exitCode(head.summary.findings, options.failOn);
}

/** 1 when a finding that is not waived stands at or above the bar. */
export function exitCode(findings: Readonly<Record<Severity, number>>, failOn: Severity | 'never'): number {
  if (failOn === 'never') return 0;
  if (failOn === 'error') return findings.error > 0 ? 1 : 0;
  return findings.error + findings.warning > 0 ? 1 : 0;
}

type Take = (rows: JudgedRow[], cells: (readonly string[])[], header: readonly string[]) => Promise<void>;

async function auditTable(
  table: Table,
  auditor: Auditor,
  options: AuditFilesOptions,
  take: Take,
): Promise<{ input: InputSummary; headers: string }> {
  const { context, rows } = await layoutRows(table, auditor.library.columns, {
    map: options.map,
    headerRow: options.headerRow,
    body: options.body,
    kind: options.kind,
    hidden: options.sheet !== null,
  });
  let checked = 0;
  let blank = 0;
  const skipped: Partial<Record<SkipReason, number>> = {};
  let skips = 0;
  for await (const batch of rows) {
    for (const skip of batch.skipped) {
      if (skip.reason === 'blank') blank++;
      else skips++;
      skipped[skip.reason] = (skipped[skip.reason] ?? 0) + 1;
    }
    checked += batch.rows.length;
    await take(
      batch.rows.map((row) => auditor.check(row)),
      batch.rows.map((row) => row.cells),
      context.header,
    );
  }
  const columns = Object.fromEntries(
    Object.entries(context.columns).map(([field, at]) => [field, at.map((column) => context.header[column] ?? '')]),
  ) as InputSummary['columns'];
  return {
    input: {
      file: table.source,
      sheet: table.sheet,
      hidden: table.hidden,
      format: table.format,
      encoding: table.encoding,
      header: context.header,
      headerRow: context.headerRow,
      columns,
      rows: { read: checked + blank + skips, checked, blank, skipped: skips },
      skipped,
      warnings: table.warnings,
    },
    headers: describeHeaders(context),
  };
}

/** Original cells of judged rows, for formats that keep the user's columns. */
class Sources {
  #cells: readonly string[] = [];
  #header: readonly string[] = [];
  #current: JudgedRow | null = null;
  readonly #all = new Map<JudgedRow, { cells: readonly string[]; header: readonly string[] }>();

  now(row: JudgedRow, cells: readonly string[], header: readonly string[], keep: boolean): void {
    this.#current = row;
    this.#cells = cells;
    this.#header = header;
    if (keep) this.#all.set(row, { cells, header });
  }

  context(output: Output, auditor: Auditor, lang: Lang): ReportContext {
    return {
      lang,
      width: output.width,
      color: output.color,
      items: auditor.items,
      cells: (row) => (row === this.#current ? this.#cells : (this.#all.get(row)?.cells ?? [])),
      header: (row) => (row === this.#current ? this.#header : (this.#all.get(row)?.header ?? [])),
    };
  }
}

/** One output of the run. */
class Sink {
  readonly #output: Output;
  readonly #context: ReportContext;
  readonly #stream: RowStream | null;
  #pending = '';

  constructor(output: Output, context: ReportContext) {
    this.#output = output;
    this.#context = context;
    this.#stream = output.format.stream?.(context) ?? null;
  }

  async begin(): Promise<void> {
    if (this.#stream) this.#pending = this.#stream.begin();
  }

  row(row: JudgedRow): void {
    if (this.#stream) this.#pending += this.#stream.row(row);
  }

  async flush(): Promise<void> {
    if (this.#pending === '') return;
    const piece = this.#pending;
    this.#pending = '';
    await this.#output.write(piece);
  }

  async end(head: Omit<Report, 'rows'>, rows: readonly JudgedRow[]): Promise<void> {
    if (this.#stream) this.#pending += this.#stream.end(head);
    await this.flush();
    const { render } = this.#output.format;
    if (!this.#stream && render) await this.#output.write(await render({ ...head, rows }, this.#context));
  }
}
