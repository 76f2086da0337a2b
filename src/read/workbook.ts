/** A workbook → tables, parsed in a process of its own that can be killed: the parsers hang on some corrupt files. */
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { columnName } from '../place.ts';
import type { RawRow, ReadOptions, SourceFormat, Table } from '../types.ts';
import type { Detected } from './encoding.ts';
import { decode } from './encoding.ts';
import { fault } from './faults.ts';
import { overLimit } from './limits.ts';
import { Notes } from './notes.ts';
import type { Message, SheetFindings, SheetHead, Task } from './protocol.ts';
import type { Kind } from './sniff.ts';
import type { Source } from './source.ts';

const TAIL_ROWS = 40;

/** From source the child is TypeScript beside this file; the build makes one entry of it beside the bundle. */
const CHILD = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './read-child.js', import.meta.url),
);

interface Parsed {
  readonly sheet: SheetHead;
  readonly found: SheetFindings;
  /** JSON of RawRow[] */
  readonly batches: readonly Buffer[];
}

/** Tables of a workbook. `detected` = encoding of html and xml, which we decode ourselves. */
export async function workbookTables(
  source: Source,
  kind: Exclude<Kind, 'text'>,
  detected: Detected | null,
  options: ReadOptions,
): Promise<Table[]> {
  const { limits } = options;
  if (source.size !== null && source.size > limits.fileBytes)
    throw overLimit(source.name, 'fileBytes', limits, source.size);
  const task: Task = { kind: kind === 'html' || kind === 'xml' ? 'text' : kind, limits };
  const bytes = detected ? decode(source.chunks(), detected, false, new Notes()) : source.chunks();
  const { format, sheets } = await parse(source.name, task, bounded(source.name, bytes, options));
  const shown = extname(source.name).toLowerCase() === '.et' && format === 'xls' ? 'et' : format;
  return choose(source.name, sheets, options.sheet).map((sheet) => table(source.name, shown, sheet));
}

/** Standard input has no size to look at beforehand. */
async function* bounded(name: string, bytes: AsyncIterable<Buffer>, { limits }: ReadOptions): AsyncIterable<Buffer> {
  let seen = 0;
  for await (const chunk of bytes) {
    seen += chunk.length;
    if (seen > limits.fileBytes) throw overLimit(name, 'fileBytes', limits);
    yield chunk;
  }
}

/** Runs the child to its end. Throws a UserError for every way in which that fails. */
async function parse(
  name: string,
  task: Task,
  bytes: AsyncIterable<Buffer>,
): Promise<{ format: SourceFormat; sheets: Parsed[] }> {
  const { limits } = task;
  const child = fork(CHILD, [JSON.stringify(task)], {
    execArgv: [...loaderArguments(), `--max-old-space-size=${limits.parseMb}`],
    serialization: 'advanced',
    stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
  });
  let late = false;
  const deadline = watch(child, limits.parseMs, () => {
    late = true;
    child.kill('SIGKILL');
  });
  // a child that refuses early closes its input; the reason comes as a message
  const fed = pipeline(bytes, child.stdin!).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
  try {
    const [result] = await Promise.all([collect(name, task, child), fed]);
    if (result !== null) return result;
    if (late) throw overLimit(name, 'parseMs', limits);
    if (child.signalCode === 'SIGABRT' || child.exitCode === 134) throw overLimit(name, 'parseMb', limits);
    throw fault('vanished', name);
  } finally {
    deadline.stop();
    child.kill('SIGKILL');
  }
}

/** on a machine that others keep busy, a child may wait this many times its own time */
const PATIENCE = 4;

/** Calls `late` when the child has worked for `ms`; where its own time cannot be known, when `ms` have passed. */
function watch(child: ChildProcess, ms: number, late: () => void): { stop(): void } {
  let passed = ms;
  let timer = setTimeout(check, ms);
  function check(): void {
    const left = ms - (workedMs(child.pid) ?? ms);
    if (left <= 0 || passed >= ms * PATIENCE) {
      late();
      return;
    }
    const wait = Math.max(left, 100);
    passed += wait;
    timer = setTimeout(check, wait);
  }
  return { stop: () => clearTimeout(timer) };
}

/** Processor time of a process in milliseconds, where the system tells (Linux); else null. */
function workedMs(pid: number | undefined): number | null {
  try {
    // after the name in brackets: state is field 3, utime 14, stime 15, in hundredths of a second
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return Number.isFinite(ticks) ? ticks * 10 : null;
  } catch {
    return null;
  }
}

/** All sheets, or null when the child was gone before it had said 'end'. */
function collect(
  name: string,
  { limits }: Task,
  child: ChildProcess,
): Promise<{ format: SourceFormat; sheets: Parsed[] } | null> {
  const sheets: { sheet: SheetHead; found: SheetFindings; batches: Buffer[] }[] = [];
  return new Promise((resolve, reject) => {
    child.on('message', (message: Message) => {
      if (message.type === 'sheet')
        sheets.push({ sheet: message.sheet, found: { hiddenRows: [], uncomputedRows: [] }, batches: [] });
      else if (message.type === 'rows') sheets.at(-1)!.batches.push(Buffer.from(message.data));
      else if (message.type === 'found') sheets.at(-1)!.found = message.found;
      else if (message.type === 'end') resolve({ format: message.format, sheets });
      else if (message.type === 'fault') reject(fault(message.fault, name, message.detail));
      else reject(overLimit(message.at ? `${name}:${message.at}` : name, message.limit, limits, message.seen));
    });
    // messages may still be under way when the process is gone; the channel closes after the last one
    let gone = 0;
    const done = (): void => {
      if (++gone === 2) resolve(null);
    };
    child.on('disconnect', done);
    child.on('exit', done);
    child.on('error', () => resolve(null));
  });
}

/** What makes this process understand TypeScript, for the child; nothing else of its options (inspector, heap, -e). */
function loaderArguments(): string[] {
  const kept: string[] = [];
  for (let i = 0; i < process.execArgv.length; i++) {
    const argument = process.execArgv[i]!;
    if (!/^(?:--import|--require|-r|--loader|--experimental-loader|--conditions|-C)(?:=|$)/.test(argument)) continue;
    kept.push(argument);
    if (!argument.includes('=')) kept.push(process.execArgv[++i] ?? '');
  }
  return kept;
}

/** Sheets the user wants: all, or the one named or numbered. */
function choose(name: string, sheets: readonly Parsed[], wanted: string | null): readonly Parsed[] {
  if (wanted === null) return sheets;
  const named = sheets.filter(({ sheet }) => sheet.name.trim() === wanted.trim());
  if (named.length > 0) return named;
  const numbered = sheets.filter(({ sheet }) => String(sheet.index) === wanted.trim());
  if (numbered.length > 0) return numbered;
  const known = sheets.map(({ sheet }) => sheet.name).join('、');
  throw fault('no-sheet', name, wanted, `可选：${known}`);
}

function table(source: string, format: SourceFormat, { sheet, found, batches }: Parsed): Table {
  const notes = new Notes();
  for (const row of found.hiddenRows) notes.add('hidden-rows', row);
  for (const row of found.uncomputedRows) notes.add('no-cached-value', row);
  if (sheet.hidden) notes.say('工作表被隐藏');
  if (sheet.hiddenColumns.length > 0) notes.say(`${columnRanges(sheet.hiddenColumns)} 列被隐藏，仍照常读取`);
  return {
    source,
    sheet: sheet.name,
    index: sheet.index,
    hidden: sheet.hidden,
    format,
    encoding: null,
    merges: sheet.merges,
    warnings: notes.texts(),
    async *rows() {
      for (const batch of batches) yield unpack(batch);
    },
    replayable: true,
    tail: async () => batches.slice(-2).flatMap(unpack).slice(-TAIL_ROWS),
  };
}

/** 0-based columns in order as A、C—F: people hide everything to the right of their table. */
function columnRanges(columns: readonly number[]): string {
  const ranges: string[] = [];
  for (let i = 0; i < columns.length; ) {
    let end = i;
    while (columns[end + 1] === columns[end]! + 1) end++;
    const [from, to] = [columnName(columns[i]!), columnName(columns[end]!)];
    ranges.push(end === i ? from : `${from}—${to}`);
    i = end + 1;
  }
  return ranges.join('、');
}

const unpack = (batch: Buffer): RawRow[] => JSON.parse(batch.toString('utf8')) as RawRow[];
