/**
 * A judging thread: rows in, reported rows out as JSON. It does what the main thread does with a row in a run of one
 * thread, in the same order: judge, number, decisions and waivers, hide personal data.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type Auditor, createAuditor, type SettledRow } from '../audit.ts';
import { DecisionBook } from '../decisions.ts';
import { UserError } from '../errors.ts';
import { fundingLedger } from '../funding/judge.ts';
import { hashText } from '../occurrences.ts';
import { rowJson } from '../report/json.ts';
import type { Row } from '../types.ts';
import { WaiverBook } from '../waivers.ts';
import { maskerOf, withWaivers } from './audit-files.ts';
import type { Counted, FromJob, JobSetup, SentRow, SentTable, ToJob } from './job-protocol.ts';
import { namedLibrary } from './lists-at.ts';

interface Waiting {
  readonly rows: readonly Row[];
  readonly settled: readonly SettledRow[];
}

class Job {
  private readonly auditor: Auditor;
  private readonly book: WaiverBook;
  private readonly after: ReturnType<typeof withWaivers>;
  private readonly masker: ReturnType<typeof maskerOf>;
  private readonly waiting = new Map<number, Waiting>();
  private table!: SentTable;

  constructor({ lists, hash, asOf, lang, ledger, unmasked, waivers, known, decisions }: JobSetup) {
    const library = namedLibrary(lists);
    if (library.contentHash !== hash)
      throw new UserError('lists-changed', lists, '清单在核查过程中被改动', '请等改动结束后再核查一次');
    this.auditor = createAuditor(library, { asOf, lang, ledger: ledger === null ? null : fundingLedger(ledger) });
    this.book = new WaiverBook(waivers, asOf, lang, known);
    this.after = withWaivers(this.book, decisions.length === 0 ? null : new DecisionBook(decisions, lang));
    this.masker = maskerOf({ unmasked }, library);
  }

  take(message: ToJob): void {
    if (message.type === 'table') this.table = message.table;
    else if (message.type === 'rows') this.settle(message.batch, JSON.parse(message.rows) as SentRow[]);
    else if (message.type === 'numbers') this.finish(message.batch, message.occurrences);
    else send({ type: 'ended', waivers: this.book.usedIds() });
  }

  private settle(batch: number, sent: readonly SentRow[]): void {
    const { source, sheet, context } = this.table;
    const rows = sent.map((row): Row => ({ ...row, source, sheet, table: context, cells: NO_CELLS }));
    const settled = rows.map((row) => this.auditor.settle(row));
    const hashes = new Int32Array(rows.length * 2);
    settled.forEach(({ base }, i) => {
      hashText(base, hashes, i * 2);
    });
    this.waiting.set(batch, { rows, settled });
    send({ type: 'settled', batch, hashes }, [hashes.buffer]);
  }

  private finish(batch: number, occurrences: Uint32Array): void {
    const { rows, settled } = this.waiting.get(batch)!;
    this.waiting.delete(batch);
    const ends = new Uint32Array(rows.length);
    const counted: Counted[] = [];
    const lines: string[] = [];
    let end = 0;
    rows.forEach((row, i) => {
      const judged = this.after.apply(this.auditor.finish(row, settled[i]!, occurrences[i]!));
      const shown = this.masker.row(judged);
      const line = rowJson(shown);
      end += Buffer.byteLength(line);
      ends[i] = end;
      lines.push(line);
      const { verdict, unit, section, points, findings } = shown;
      counted.push({
        verdict,
        unit,
        section,
        points,
        findings: findings.map(({ rule, severity, waived }) => ({ rule, severity, waived })),
      });
    });
    // a buffer of its own: one from the common pool cannot be handed over
    const json = new Uint8Array(end);
    new TextEncoder().encodeInto(lines.join(''), json);
    send({ type: 'judged', batch, json, ends, counted: JSON.stringify(counted) }, [json.buffer, ends.buffer]);
  }
}

const NO_CELLS: readonly string[] = [];

function send(message: FromJob, transfer: ArrayBuffer[] = []): void {
  parentPort!.postMessage(message, transfer);
}

/** Known errors travel as what they say; everything else is a bug and ends the thread. */
function telling(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { code, place, fault, hint } = error;
    send({ type: 'fault', code, place, fault, hint });
  }
}

let job: Job | null = null;
telling(() => {
  job = new Job(workerData as JobSetup);
});
parentPort!.on('message', (message: ToJob) => telling(() => job?.take(message)));
