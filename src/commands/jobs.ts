/**
 * Judging in several threads (`check --jobs N`): the main thread reads and writes, the others judge. What comes out does
 * not depend on their number: rows of the same text go to the same thread, repeats are numbered and rows reported in the
 * order in which they were read.
 */
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { UserError } from '../errors.ts';
import { hashText, Occurrences } from '../occurrences.ts';
import type { Row } from '../types.ts';
import type { Counted, FromJob, JobSetup, SentRow, SentTable, ToJob } from './job-protocol.ts';
import type { Judging } from './judging.ts';
import type { ReportRun } from './report-run.ts';

/** batches under way: enough that no thread waits for another, few enough that memory stays flat */
const UNDER_WAY = 6;

type Judged = Extract<FromJob, { type: 'judged' }>;

/** The rows of a batch that one thread has. */
interface Part {
  readonly rows: number;
  hashes: Int32Array | null;
  judged: Judged | null;
}

interface Batch {
  readonly id: number;
  readonly rows: readonly Row[];
  /** index of the thread of every row */
  readonly of: Uint8Array;
  readonly parts: readonly Part[];
  numbered: boolean;
}

export class Jobs implements Judging {
  private readonly threads: readonly Worker[];
  private readonly occurrences = new Occurrences();
  /** in order; the first is the next to be reported */
  private readonly batches: Batch[] = [];
  private made = 0;
  private ended = 0;
  private table: SentTable | null = null;
  private failure: unknown = null;
  private stopped = false;
  private wake: () => void = () => undefined;

  /** @param used is told at the end which waivers covered something */
  constructor(
    count: number,
    setup: JobSetup,
    private readonly run: ReportRun,
    private readonly used: (ids: readonly string[]) => void,
  ) {
    this.threads = Array.from({ length: count }, (_, i) => this.start(setup, i));
  }

  async rows(rows: readonly Row[]): Promise<void> {
    if (rows.length > 0) this.send(rows);
    await this.report(UNDER_WAY);
  }

  async end(): Promise<void> {
    await this.report(0);
    for (const thread of this.threads) post(thread, { type: 'end' });
    await this.until(() => this.ended === this.threads.length);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.threads.map((thread) => thread.terminate()));
  }

  private start(setup: JobSetup, index: number): Worker {
    const thread = startJob(setup);
    thread.on('message', (message: FromJob) => {
      this.take(message, index);
      this.wake();
    });
    thread.on('error', (error: NodeJS.ErrnoException) => this.fail(error.code === OUT_OF_MEMORY ? tooLarge() : error));
    thread.on('exit', (code) => {
      if (!this.stopped) this.fail(vanished(code));
    });
    return thread;
  }

  private fail(error: unknown): void {
    this.failure ??= error;
    this.wake();
  }

  private take(message: FromJob, index: number): void {
    if (message.type === 'ended') {
      this.used(message.waivers);
      this.ended++;
      return;
    }
    if (message.type === 'fault') {
      this.fail(new UserError(message.code, message.place, message.fault, message.hint));
      return;
    }
    const part = this.batches.find((batch) => batch.id === message.batch)!.parts[index]!;
    if (message.type === 'judged') part.judged = message;
    else {
      part.hashes = message.hashes;
      this.number();
    }
  }

  /** Numbers the repeats of all batches whose turn it is. */
  private number(): void {
    for (const batch of this.batches) {
      if (batch.numbered) continue;
      if (batch.parts.some((part) => part.rows > 0 && part.hashes === null)) return;
      const numbers = batch.parts.map((part) => new Uint32Array(part.rows));
      const at = batch.parts.map(() => 0);
      for (const one of batch.of) {
        const hashes = batch.parts[one]!.hashes!;
        const i = at[one]!++;
        numbers[one]![i] = this.occurrences.nextHash(hashes[i * 2]!, hashes[i * 2 + 1]!);
      }
      batch.numbered = true;
      numbers.forEach((occurrences, one) => {
        if (occurrences.length > 0)
          post(this.threads[one]!, { type: 'numbers', batch: batch.id, occurrences }, [occurrences.buffer]);
      });
    }
  }

  /** Deals one batch out; all rows of one text go to one thread, which then judges them once. */
  private send(rows: readonly Row[]): void {
    const { source, sheet, table: context } = rows[0]!;
    const { table: last } = this;
    if (last === null || last.context !== context || last.source !== source || last.sheet !== sheet) {
      this.table = { source, sheet, context };
      for (const thread of this.threads) post(thread, { type: 'table', table: this.table });
    }
    const of = new Uint8Array(rows.length);
    const dealt: SentRow[][] = this.threads.map(() => []);
    rows.forEach((row, i) => {
      hashText(row.text, hash, 0);
      const one = ((hash[0]! ^ (hash[0]! >>> 15)) >>> 0) % this.threads.length;
      of[i] = one;
      const { source: _source, sheet: _sheet, table: _table, cells: _cells, ...sent } = row;
      dealt[one]!.push(sent);
    });
    const id = this.made++;
    this.batches.push({
      id,
      rows,
      of,
      parts: dealt.map((part) => ({ rows: part.length, hashes: null, judged: null })),
      numbered: false,
    });
    dealt.forEach((part, one) => {
      if (part.length > 0) post(this.threads[one]!, { type: 'rows', batch: id, rows: JSON.stringify(part) });
    });
  }

  /** Reports what is judged, and waits until at most `left` batches are under way. */
  private async report(left: number): Promise<void> {
    for (;;) {
      const [batch] = this.batches;
      if (!batch) return;
      const isJudged = (): boolean => batch.parts.every((part) => part.rows === 0 || part.judged !== null);
      if (!isJudged() && this.batches.length <= left) return;
      await this.until(isJudged);
      this.batches.shift();
      this.add(batch);
      await this.run.flush();
    }
  }

  private add({ rows, of, parts }: Batch): void {
    const counted = parts.map((part) => (part.judged ? (JSON.parse(part.judged.counted) as Counted[]) : []));
    const at = parts.map(() => 0);
    rows.forEach((row, i) => {
      const one = of[i]!;
      const { json, ends } = parts[one]!.judged!;
      const k = at[one]!++;
      const bytes = json.subarray(k === 0 ? 0 : ends[k - 1]!, ends[k]!);
      this.run.addJson(bytes, counted[one]![k]!, row.cells, row.table.header);
    });
  }

  /** Waits for the threads. @throws what a thread ended with */
  private async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.failure !== null) throw this.failure;
      await new Promise<void>((wake) => {
        this.wake = wake;
      });
    }
  }
}

/**
 * The build makes one entry of the thread beside the bundle. From source it is TypeScript beside this file, and what
 * makes the main thread understand that (a development tool) has to be started in the other one too.
 */
function startJob(setup: JobSetup): Worker {
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(fileURLToPath(new URL('./judge-job.js', import.meta.url)), { workerData: setup });
  const api = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm/api'));
  // what resolves here is the CommonJS form, which registers nothing in a thread; the other one stands beside it
  const tool = JSON.stringify(new URL('./index.mjs', api));
  const job = JSON.stringify(new URL('./job.ts', import.meta.url));
  const start = `import(${tool}).then(({ register }) => { register(); return import(${job}); })`;
  return new Worker(start, { eval: true, execArgv: [], workerData: setup });
}

const hash = new Int32Array(2);
const OUT_OF_MEMORY = 'ERR_WORKER_OUT_OF_MEMORY';

function post(thread: Worker, message: ToJob, transfer: ArrayBuffer[] = []): void {
  thread.postMessage(message, transfer);
}

const tooLarge = (): UserError =>
  new UserError('job-memory', null, '核查线程内存不足', '请减小 --jobs，或去掉它再运行一次');
const vanished = (code: number): UserError =>
  new UserError('job-vanished', null, `核查线程意外结束（${code}）`, '请去掉 --jobs 再运行一次');
