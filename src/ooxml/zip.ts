/** Zip containers: read through yauzl, written over node:zlib. The same parts give the same bytes: no clock in them. */
import { once } from 'node:events';
import { crc32, createDeflateRaw, inflateRawSync } from 'node:zlib';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';

const STORED = 0;
const DEFLATED = 8;
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** names are UTF-8 */
const UTF8 = 0x0800;
/** 1980-01-01 00:00, the first moment that zip can write */
const FIRST_DAY = 0x0021;
/** sizes above need zip64, which no spreadsheet program asks for */
const MOST = 0xffff_fffe;

/** One entry as it stands in a container. */
export interface PackedEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly size: number;
  /** compressed bytes */
  readonly packed: Buffer;
}

/** Bytes or text of a part, at once or in chunks. */
export type Content = string | Uint8Array | Iterable<string>;

/** Thrown for containers that cannot be read or written; the caller knows the file. */
export class ZipFault extends Error {
  override readonly name = 'ZipFault';
}

/** All entries of a container, still compressed. @throws ZipFault */
export async function readZip(bytes: Buffer): Promise<PackedEntry[]> {
  const entries: PackedEntry[] = [];
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true, strictFileNames: false }, (error, opened) => {
      if (error) reject(new ZipFault(error.message));
      else resolve(opened);
    });
  });
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      try {
        entries.push(packedEntry(bytes, entry));
      } catch (error) {
        reject(error);
        return;
      }
      zip.readEntry();
    });
    zip.on('end', () => resolve());
    zip.on('error', (error: Error) => reject(new ZipFault(error.message)));
    zip.readEntry();
  });
  return entries;
}

function packedEntry(bytes: Buffer, entry: Entry): PackedEntry {
  const header = entry.relativeOffsetOfLocalHeader;
  if (header + 30 > bytes.length || bytes.readUInt32LE(header) !== LOCAL)
    throw new ZipFault(`no header: ${entry.fileName}`);
  const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
  const packed = bytes.subarray(start, start + entry.compressedSize);
  if (packed.length < entry.compressedSize) throw new ZipFault(`cut short: ${entry.fileName}`);
  return {
    name: entry.fileName,
    method: entry.compressionMethod,
    crc: entry.crc32,
    size: entry.uncompressedSize,
    packed,
  };
}

/**
 * Inflates one entry.
 * @param most bytes that it may have
 * @throws ZipFault when it is broken, larger than declared or than `most`
 */
export function unpack(entry: PackedEntry, most: number): Buffer {
  if (entry.method === STORED) return entry.packed;
  if (entry.method !== DEFLATED || entry.size > most) throw new ZipFault(`cannot inflate: ${entry.name}`);
  try {
    const bytes = inflateRawSync(entry.packed, { maxOutputLength: Math.max(1, entry.size) });
    if (crc32(bytes) === entry.crc) return bytes;
  } catch {
    // said below
  }
  throw new ZipFault(`broken: ${entry.name}`);
}

/** Compresses one part; chunks are taken one by one, so that a part may be longer than the longest string. */
export async function pack(name: string, content: Content): Promise<PackedEntry> {
  const deflate = createDeflateRaw({ level: 6 });
  const packed: Buffer[] = [];
  deflate.on('data', (piece: Buffer) => packed.push(piece));
  const ended = once(deflate, 'end');
  let crc = 0;
  let size = 0;
  for (const chunk of chunksOf(content)) {
    crc = crc32(chunk, crc);
    size += chunk.length;
    if (!deflate.write(chunk)) await once(deflate, 'drain');
  }
  deflate.end();
  await ended;
  if (size > MOST) throw new ZipFault(`too large: ${name}`);
  return { name, method: DEFLATED, crc, size, packed: Buffer.concat(packed) };
}

/** Chunks of about this many characters go through the compressor. */
const CHUNK = 1 << 16;

function* chunksOf(content: Content): Iterable<Uint8Array> {
  if (typeof content === 'string') yield Buffer.from(content);
  else if (content instanceof Uint8Array) yield content;
  else {
    let text = '';
    for (const piece of content) {
      text += piece;
      if (text.length < CHUNK) continue;
      yield Buffer.from(text);
      text = '';
    }
    if (text !== '') yield Buffer.from(text);
  }
}

/** The container of these entries, in this order. @throws ZipFault when it would need zip64 */
export function writeZip(entries: readonly PackedEntry[]): Buffer {
  const pieces: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(LOCAL, 0);
    local.writeUInt16LE(20, 4);
    facts(local, 6, entry, name);
    pieces.push(local, name, entry.packed);
    const record = Buffer.alloc(46);
    record.writeUInt32LE(CENTRAL, 0);
    record.writeUInt16LE(20, 4);
    record.writeUInt16LE(20, 6);
    facts(record, 8, entry, name);
    record.writeUInt32LE(at, 42);
    central.push(record, name);
    at += local.length + name.length + entry.packed.length;
    if (at > MOST) throw new ZipFault('too large');
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...pieces, directory, end]);
}

/** The fields that local header and directory record share. */
function facts(into: Buffer, at: number, entry: PackedEntry, name: Buffer): void {
  into.writeUInt16LE(UTF8, at);
  into.writeUInt16LE(entry.method, at + 2);
  into.writeUInt16LE(0, at + 4);
  into.writeUInt16LE(FIRST_DAY, at + 6);
  into.writeUInt32LE(entry.crc, at + 8);
  into.writeUInt32LE(entry.packed.length, at + 12);
  into.writeUInt32LE(entry.size, at + 16);
  into.writeUInt16LE(name.length, at + 20);
}
