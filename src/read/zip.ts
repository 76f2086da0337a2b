/**
 * Our own pass over a zip container, before any parser sees it. The parser's own unzipper loops for ever on a few
 * corrupt files; this one ends on all of them, and counts what comes out instead of believing what is declared.
 */
import { inflateRawSync } from 'node:zlib';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import type { Limits } from '../types.ts';
import type { FaultCode } from './faults.ts';

/** A refusal, without the file name, which only the caller knows. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly reason:
      | { readonly fault: FaultCode; readonly detail?: string }
      | { readonly limit: keyof Limits; readonly seen: number | null; readonly at?: string },
  ) {
    super('fault' in reason ? reason.fault : reason.limit);
  }
}

/** entries above this size are held to the ratio (as in Apache POI) */
const RATIO_FROM = 100 * 1024;
const STORED = 0;
const DEFLATED = 8;

/**
 * Entry name → inflated bytes, for the entries that `wanted` names. All entries count against the limits.
 * Throws {@link Refusal}.
 */
export async function unzip(
  bytes: Buffer,
  limits: Limits,
  wanted: (name: string) => boolean,
): Promise<Map<string, Buffer>> {
  const zip = await openZip(bytes);
  if (zip.entryCount > limits.zipEntries) throw new Refusal({ limit: 'zipEntries', seen: zip.entryCount });
  const entries = await listEntries(zip);
  const names = new Set<string>();
  let total = 0;
  for (const entry of entries) {
    const name = entry.fileName.toLowerCase();
    if (names.has(name)) throw new Refusal({ fault: 'duplicate-entry', detail: entry.fileName });
    names.add(name);
    if (entry.isEncrypted()) throw new Refusal({ fault: 'encrypted' });
    checkRatio(entry, entry.uncompressedSize, limits);
    total += entry.uncompressedSize;
    if (total > limits.zipBytes) throw new Refusal({ limit: 'zipBytes', seen: total });
  }
  const parts = new Map<string, Buffer>();
  let left = limits.zipBytes;
  for (const entry of entries) {
    if (!wanted(entry.fileName)) continue;
    const part = inflate(bytes, entry, left, limits);
    left -= part.length;
    parts.set(entry.fileName, part);
  }
  return parts;
}

function checkRatio(entry: Entry, size: number, limits: Limits): void {
  if (size <= RATIO_FROM) return;
  const ratio = Math.ceil(size / Math.max(1, entry.compressedSize));
  if (ratio > limits.zipRatio) throw new Refusal({ limit: 'zipRatio', seen: ratio });
}

function openZip(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true, strictFileNames: false }, (error, zip) => {
      if (error) reject(new Refusal({ fault: 'truncated' }));
      else resolve(zip);
    });
  });
}

function listEntries(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      if (!entry.fileName.endsWith('/')) entries.push(entry);
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', () => reject(new Refusal({ fault: 'broken' })));
    zip.readEntry();
  });
}

/** Inflates one entry, at most `left` bytes of it. */
function inflate(bytes: Buffer, entry: Entry, left: number, limits: Limits): Buffer {
  const header = entry.relativeOffsetOfLocalHeader;
  if (header + 30 > bytes.length || bytes.readUInt32LE(header) !== 0x04034b50) throw new Refusal({ fault: 'broken' });
  const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
  const packed = bytes.subarray(start, start + entry.compressedSize);
  if (packed.length < entry.compressedSize) throw new Refusal({ fault: 'truncated' });
  if (entry.compressionMethod === STORED) return packed;
  if (entry.compressionMethod !== DEFLATED) throw new Refusal({ fault: 'broken' });
  const byRatio = Math.max(RATIO_FROM, entry.compressedSize * limits.zipRatio);
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, Math.min(left, byRatio)) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw new Refusal({ fault: 'broken' });
    throw new Refusal({ limit: byRatio < left ? 'zipRatio' : 'zipBytes', seen: null });
  }
}
