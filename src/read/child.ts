/**
 * The process that parses one workbook: bytes on standard input, {@link Message}s to the parent. It may hang, run out
 * of memory or print; none of that reaches the user.
 */
import type { RawRow } from '../types.ts';
import type { Message, Task } from './protocol.ts';
import { readWorkbook } from './sheets.ts';
import { Refusal } from './zip.ts';

/** Sends and waits until the parent took it: rows in flight stay few. */
function send(message: Message): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send!(message, undefined, undefined, (error: Error | null) => (error ? reject(error) : resolve()));
  });
}

async function run(task: Task): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const { format, sheets } = await readWorkbook(Buffer.concat(chunks.splice(0)), task);
  for (const { head, rows, found } of sheets) {
    await send({ type: 'sheet', sheet: head });
    for (const batch of rows) await send({ type: 'rows', data: pack(batch) });
    await send({ type: 'found', found });
  }
  await send({ type: 'end', format });
}

const pack = (rows: readonly RawRow[]): Buffer => Buffer.from(JSON.stringify(rows));

/** What the parent is told. The library's own words stay here: they mean nothing to the user. */
function refusal(error: unknown, { kind }: Task): Message {
  if (!(error instanceof Refusal)) {
    const text = error instanceof Error ? error.message : String(error);
    const fault = /password|encrypt/i.test(text) ? 'encrypted' : kind === 'text' ? 'markup' : 'broken';
    return { type: 'fault', fault, detail: '' };
  }
  const { reason } = error;
  if ('fault' in reason) return { type: 'fault', fault: reason.fault, detail: reason.detail ?? '' };
  return { type: 'limit', limit: reason.limit, seen: reason.seen, at: reason.at ?? '' };
}

process.on('disconnect', () => process.exit());
const task = JSON.parse(process.argv[2]!) as Task;
run(task)
  .catch((error: unknown) => send(refusal(error, task)))
  .finally(() => process.disconnect());
