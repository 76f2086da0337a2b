/** Where bytes come from: a file (seekable) or standard input (kept when it is small). */
import { isAscii } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { fault } from './faults.ts';

/** Measured: some hundred records a chunk; larger chunks bring nothing and cost memory. */
const CHUNK = 128 * 1024;
/** stdin up to this size is kept, and so can be read twice */
const KEEP = 8 * 1024 * 1024;

export interface Source {
  /** as the user gave it; '-' for standard input */
  readonly name: string;
  /** bytes, null when unknown */
  readonly size: number | null;
  readonly replayable: boolean;
  /** path that can be opened again, null for standard input */
  readonly path: string | null;
  /** all bytes from the start; only once when not replayable */
  chunks(): AsyncIterable<Buffer>;
  /** bytes start … end (exclusive); null when the source cannot be sought */
  slice(start: number, end: number): Promise<Buffer> | null;
}

/** Opens `name` ('-' = standard input). Throws `not-found`, `not-readable`, `empty`. */
export async function openSource(name: string): Promise<Source> {
  return name === '-' ? stdinSource(process.stdin) : fileSource(name);
}

async function fileSource(path: string): Promise<Source> {
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(path, error);
  });
  // a pipe (/dev/stdin, process substitution) can be read only once
  if (!info.isFile() && !info.isDirectory()) return stdinSource(createReadStream(path), path);
  const { size } = info;
  return {
    name: path,
    size,
    replayable: true,
    path,
    chunks: () => readAll(path),
    slice: (start, end) => readRange(path, start, Math.min(end, size)),
  };
}

/** Reads by handle: a third of the cost of a ReadStream, which matters beside the parser. */
async function* readAll(path: string): AsyncIterable<Buffer> {
  const handle = await opened(path);
  try {
    for (;;) {
      // a new buffer each time: the parser may keep the one before
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } catch (error) {
    throw unreadable(path, error as NodeJS.ErrnoException);
  } finally {
    await handle.close();
  }
}

async function readRange(path: string, start: number, end: number): Promise<Buffer> {
  const handle = await opened(path);
  try {
    const length = Math.max(0, end - start);
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, start);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw unreadable(path, error as NodeJS.ErrnoException);
  } finally {
    await handle.close();
  }
}

function opened(path: string): Promise<FileHandle> {
  return open(path).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(path, error);
  });
}

/** A source over bytes in memory (small standard input, tests). */
export function bufferSource(name: string, bytes: Buffer): Source {
  return {
    name,
    size: bytes.length,
    replayable: true,
    path: null,
    async *chunks() {
      yield* pieces(bytes);
    },
    slice: async (start, end) => bytes.subarray(start, end),
  };
}

function* pieces(bytes: Buffer): Iterable<Buffer> {
  for (let i = 0; i < bytes.length; i += CHUNK) yield bytes.subarray(i, i + CHUNK);
}

/** Keeps the first {@link KEEP} bytes; when that is everything, the result can be read again. */
export async function stdinSource(input: AsyncIterable<Buffer | string>, name = '-'): Promise<Source> {
  const iterator = input[Symbol.asyncIterator]();
  const next = async (): Promise<Buffer | null> => {
    const step = await iterator.next();
    if (step.done) return null;
    return typeof step.value === 'string' ? Buffer.from(step.value) : step.value;
  };
  const kept: Buffer[] = [];
  let size = 0;
  for (let chunk = await next(); chunk !== null; chunk = await next()) {
    kept.push(chunk);
    size += chunk.length;
    if (size <= KEEP) continue;
    return {
      name,
      size: null,
      replayable: false,
      path: null,
      async *chunks() {
        for (const chunk of kept.splice(0)) yield chunk;
        for (let rest = await next(); rest !== null; rest = await next()) yield rest;
      },
      slice: () => null,
    };
  }
  return bufferSource(name, Buffer.concat(kept));
}

/** bytes that are looked at */
const HEAD = 256 * 1024;

export interface Peek {
  /** the first bytes */
  readonly head: Buffer;
  /** `head` is everything */
  readonly complete: boolean;
  /** bytes that show the encoding: `head`, or the first ones that are not ASCII when `head` is */
  readonly witness: Buffer;
  /** a source that still has all its bytes: looking at standard input must not eat it */
  readonly source: Source;
}

/** Looks at the head of a source, and on to the first character that is not ASCII, however late that comes. */
export async function peek(source: Source): Promise<Peek> {
  const iterator = source.chunks()[Symbol.asyncIterator]();
  const { bytes: head, complete } = await take(iterator, () => true);
  if (!source.replayable) return { head, complete, witness: head, source: withHead(source, head, iterator) };
  let witness = head;
  if (!complete && isAscii(head)) witness = (await take(iterator, (chunk) => !isAscii(chunk))).bytes;
  await iterator.return?.();
  return { head, complete, witness: witness.length > 0 ? witness : head, source };
}

/** {@link HEAD} bytes from the first chunk that is wanted on. */
async function take(
  iterator: AsyncIterator<Buffer>,
  wanted: (chunk: Buffer) => boolean,
): Promise<{ bytes: Buffer; complete: boolean }> {
  const taken: Buffer[] = [];
  let length = 0;
  for (let step = await iterator.next(); !step.done; step = await iterator.next()) {
    if (taken.length === 0 && !wanted(step.value)) continue;
    taken.push(step.value);
    length += step.value.length;
    if (length >= HEAD) return { bytes: Buffer.concat(taken), complete: false };
  }
  return { bytes: Buffer.concat(taken), complete: true };
}

function withHead(source: Source, head: Buffer, rest: AsyncIterator<Buffer>): Source {
  return {
    ...source,
    async *chunks() {
      yield* pieces(head);
      for (let step = await rest.next(); !step.done; step = await rest.next()) yield step.value;
    },
  };
}

function unreadable(path: string, error: NodeJS.ErrnoException): Error {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'ENAMETOOLONG')
    return fault('not-found', path);
  if (error.code === 'EISDIR') return fault('not-readable', path, '这是文件夹');
  return error.code === undefined ? error : fault('not-readable', path, error.code);
}
