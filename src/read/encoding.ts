/**
 * Bytes → UTF-8 bytes cut at line ends. A line that is not in the encoding of its file is repaired and reported with
 * its number: files stitched together from several offices are common, and a silent � would hide a finding.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import { fault } from './faults.ts';
import type { Notes } from './notes.ts';

/** Labels of TextDecoder. GB18030 always stands for GBK and GB2312: Node's 'gbk' decoder gets 83 pairs wrong. */
export type Encoding = 'utf-8' | 'gb18030' | 'big5' | 'utf-16le' | 'utf-16be';

export interface Detected {
  readonly encoding: Encoding;
  /** length of the byte order mark */
  readonly bom: number;
}

const NAMES: Readonly<Record<string, Encoding>> = {
  utf8: 'utf-8',
  'utf-8': 'utf-8',
  'utf-8-bom': 'utf-8',
  'utf-8-sig': 'utf-8',
  gb18030: 'gb18030',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  cp936: 'gb18030',
  ansi: 'gb18030',
  big5: 'big5',
  cp950: 'big5',
  utf16: 'utf-16le',
  'utf-16': 'utf-16le',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
};

const LF = 10;
const CR = 13;
/** a "line" longer than this is cut anyway, so that a file without line ends stays in constant memory */
const LONGEST_LINE = 16 * 1024 * 1024;
const HAN = /[\u3000-\u303f\u3400-\u9fff\uff01-\uff5e]/g;
/** three UTF-8 sequences of three bytes in a row, seen as Latin-1: next to impossible in real GBK text */
const UTF8_RUN = /(?:[\xe3-\xef][\x80-\xbf]{2}){3}/;
/** everything that a line of Chinese text in UTF-8 may consist of */
const CHINESE_ONLY =
  /^[\t\n\r\x20-\x7e\u00b7\u00d7\u2010-\u2040\u2100-\u22ff\u2460-\u27bf\u3000-\u9fff\uff00-\uffef]*$/;
const PRIVATE_USE = /[\ue000-\uf8ff]/;

/** The encoding a user named with `--encoding`. Throws `unknown-encoding`. */
export function encodingByName(name: string): Encoding {
  const encoding = NAMES[name.trim().toLowerCase()];
  if (encoding === undefined) throw fault('unknown-encoding', '--encoding', name);
  return encoding;
}

/** The byte order mark at the start of `bytes`, null when there is none. */
export function byteOrderMark(bytes: Buffer): Detected | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', bom: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', bom: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', bom: 2 };
  return null;
}

/**
 * The encoding of text: byte order mark, pattern of NUL bytes, strict UTF-8, else GB18030. `complete` is false when
 * `bytes` is only the head of a longer text (its last line is then not judged). Big5 is never guessed: most GBK text
 * is also valid Big5.
 */
export function detectEncoding(bytes: Buffer, complete: boolean): Detected {
  const mark = byteOrderMark(bytes);
  if (mark) return mark;
  const wide = detectUtf16(bytes);
  if (wide) return { encoding: wide, bom: 0 };
  if (isUtf8(bytes)) return { encoding: 'utf-8', bom: 0 };
  const cut = complete ? bytes.length : Math.max(bytes.lastIndexOf(LF), bytes.lastIndexOf(CR)) + 1;
  const whole = cut > 0 ? bytes.subarray(0, cut) : bytes.subarray(0, endOfLastCharacter(bytes));
  if (isUtf8(whole)) return { encoding: 'utf-8', bom: 0 };
  let utf8 = 0;
  let other = 0;
  for (const line of lines(whole, bytes.indexOf(LF) === -1)) {
    if (isAscii(line)) continue;
    if (isUtf8(line) || mostlyUtf8(line)) utf8++;
    else other++;
  }
  return { encoding: utf8 >= other ? 'utf-8' : 'gb18030', bom: 0 };
}

/** UTF-16 without a mark: ASCII characters leave NUL bytes on one side only, and what is between reads as text. */
function detectUtf16(bytes: Buffer): Encoding | null {
  if (bytes.length < 4 || bytes.indexOf(0) === -1) return null;
  const even = Math.min(bytes.length, 65536) & ~1;
  let le = 0;
  let be = 0;
  for (let i = 0; i < even; i += 2) {
    if (bytes[i + 1] === 0 && bytes[i] !== 0) le++;
    if (bytes[i] === 0 && bytes[i + 1] !== 0) be++;
  }
  if (Math.min(le, be) * 10 > Math.max(le, be)) return null;
  const encoding = le > be ? 'utf-16le' : 'utf-16be';
  const text = new TextDecoder(encoding).decode(bytes.subarray(0, even));
  const readable = text.match(/[\t\n\r\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e\u2010-\u2040]/g)?.length ?? 0;
  return readable >= text.length * 0.9 ? encoding : null;
}

/**
 * Text that was taken for GB18030 and is Big5, by all signs: few of the 3,755 everyday characters of GB2312, and valid
 * as Big5. Only good for a hint; both encodings share their byte ranges.
 */
export function looksLikeBig5(bytes: Buffer): boolean {
  let everyday = 0;
  let pairs = 0;
  for (let i = 0; i + 1 < bytes.length; i++) {
    const lead = bytes[i]!;
    if (lead < 0x80) continue;
    pairs++;
    const trail = bytes[++i]!;
    if (trail >= 0xa1 && ((lead >= 0xb0 && lead <= 0xd7) || lead === 0xa1 || lead === 0xa3)) everyday++;
  }
  if (pairs < 4 || everyday > pairs * 0.6) return false;
  const whole = bytes.subarray(0, bytes.lastIndexOf(LF) + 1);
  return strict('big5', whole.length > 0 ? whole : bytes) !== null;
}

/** Valid but for a few bytes: a UTF-8 line that was cut or hit, not a GBK line. */
function mostlyUtf8(line: Buffer): boolean {
  const text = line.toString('utf8');
  const bad = text.split('\ufffd').length - 1;
  const good = text.match(HAN)?.length ?? 0;
  return bad * 3 <= good;
}

/** Lines with their ends; a lone CR ends a line when `crBreaks`. */
function* lines(bytes: Buffer, crBreaks: boolean): Iterable<Buffer> {
  let start = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== LF && !(crBreaks && bytes[i] === CR && bytes[i + 1] !== LF)) continue;
    yield bytes.subarray(start, i + 1);
    start = i + 1;
  }
  if (start < bytes.length) yield bytes.subarray(start);
}

/** Length without a UTF-8 sequence that is cut off at the end. */
function endOfLastCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const need = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return need > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

/**
 * UTF-8 bytes in pieces that end at a line end, whatever the chunks were: the result depends on the bytes alone.
 * CRLF comes out as LF. `crBreaks` = lone CR ends a line too. Repairs are written to `notes` by line number.
 */
export async function* decode(
  chunks: AsyncIterable<Buffer>,
  { encoding, bom }: Detected,
  crBreaks: boolean,
  notes: Notes,
): AsyncIterable<Buffer> {
  const bytes = skip(chunks, bom);
  const wide = encoding === 'utf-16le' || encoding === 'utf-16be';
  let line = 1;
  for await (const piece of wholeLines(wide ? transcode(bytes, encoding) : bytes, crBreaks)) {
    const at = { line, crBreaks, notes };
    const text = wide || encoding === 'utf-8' ? utf8Piece(piece, at) : otherPiece(piece, encoding, at);
    noteDoubtful(text, at);
    line += countLines(piece, crBreaks);
    yield withoutCrlf(text);
  }
}

async function* skip(chunks: AsyncIterable<Buffer>, count: number): AsyncIterable<Buffer> {
  let left = count;
  for await (const chunk of chunks) {
    if (left === 0) yield chunk;
    else if (chunk.length > left) {
      yield chunk.subarray(left);
      left = 0;
    } else left -= chunk.length;
  }
}

async function* transcode(chunks: AsyncIterable<Buffer>, encoding: Encoding): AsyncIterable<Buffer> {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  const rest = decoder.decode();
  if (rest) yield Buffer.from(rest);
}

async function* wholeLines(chunks: AsyncIterable<Buffer>, crBreaks: boolean): AsyncIterable<Buffer> {
  let pending: Buffer[] = [];
  let held = 0;
  for await (const chunk of chunks) {
    const cut = lastBreak(chunk, crBreaks);
    if (cut === 0 && held + chunk.length < LONGEST_LINE) {
      pending.push(chunk);
      held += chunk.length;
      continue;
    }
    const end = cut === 0 ? chunk.length : cut;
    yield pending.length === 0 ? chunk.subarray(0, end) : Buffer.concat([...pending, chunk.subarray(0, end)]);
    pending = end < chunk.length ? [chunk.subarray(end)] : [];
    held = chunk.length - end;
  }
  if (held > 0) yield Buffer.concat(pending);
}

/** Offset after the last line end; a CR at the very end waits for the LF that may follow. */
function lastBreak(chunk: Buffer, crBreaks: boolean): number {
  const lf = chunk.lastIndexOf(LF) + 1;
  return crBreaks && chunk.length > 1 ? Math.max(lf, chunk.lastIndexOf(CR, chunk.length - 2) + 1) : lf;
}

/** Where a piece stands, for the notes. */
interface At {
  /** number of its first line */
  readonly line: number;
  readonly crBreaks: boolean;
  readonly notes: Notes;
}

function utf8Piece(piece: Buffer, at: At): Buffer {
  return isUtf8(piece) ? piece : repair(piece, at, (bytes, line) => utf8Line(bytes, line, at.notes));
}

function utf8Line(bytes: Buffer, line: number, notes: Notes): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  if (!mostlyUtf8(bytes)) {
    const text = strict('gb18030', bytes);
    if (text !== null) {
      notes.add('mixed-gb18030', line);
      return text;
    }
  }
  return bytes.toString('utf8');
}

function otherPiece(piece: Buffer, encoding: Encoding, at: At): Buffer {
  if (isAscii(piece)) return piece;
  const text = strict(encoding, piece);
  const mixed = encoding === 'gb18030' && UTF8_RUN.test(piece.toString('latin1'));
  if (text === null || mixed || PRIVATE_USE.test(text))
    return repair(piece, at, (bytes, line) => otherLine(bytes, encoding, line, at.notes));
  return Buffer.from(text);
}

function otherLine(bytes: Buffer, encoding: Encoding, line: number, notes: Notes): string {
  if (isAscii(bytes)) return bytes.toString('latin1');
  if (encoding === 'gb18030' && isUtf8(bytes) && UTF8_RUN.test(bytes.toString('latin1'))) {
    const text = bytes.toString('utf8');
    if (CHINESE_ONLY.test(text)) {
      notes.add('mixed-utf-8', line);
      return text;
    }
  }
  const text = strict(encoding, bytes);
  if (text !== null && PRIVATE_USE.test(text)) notes.add('private-use', line);
  return text ?? new TextDecoder(encoding).decode(bytes);
}

/** Decodes, null when a byte does not fit. */
function strict(encoding: Encoding, bytes: Buffer): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function repair(piece: Buffer, at: At, decodeLine: (bytes: Buffer, line: number) => string): Buffer {
  let text = '';
  let line = at.line;
  for (const bytes of lines(piece, at.crBreaks)) text += decodeLine(bytes, line++);
  return Buffer.from(text);
}

const REPLACEMENT = Buffer.from('\ufffd');

/** NUL and � that already stand in the text: kept, because a reader may want to see them, and reported. */
function noteDoubtful(text: Buffer, { line: first, crBreaks, notes }: At): void {
  const nul = text.indexOf(0) !== -1;
  const lost = text.indexOf(REPLACEMENT) !== -1;
  if (!nul && !lost) return;
  let line = first;
  for (const bytes of lines(text, crBreaks)) {
    if (nul && bytes.indexOf(0) !== -1) notes.add('nul', line);
    if (lost && bytes.indexOf(REPLACEMENT) !== -1) notes.add('bad-bytes', line);
    line++;
  }
}

/** Line ends in `bytes` (LF; lone CR too when it breaks lines). */
export function countLines(bytes: Buffer, crBreaks: boolean): number {
  let count = 0;
  for (let i = bytes.indexOf(LF); i !== -1; i = bytes.indexOf(LF, i + 1)) count++;
  if (crBreaks)
    for (let i = bytes.indexOf(CR); i !== -1; i = bytes.indexOf(CR, i + 1)) if (bytes[i + 1] !== LF) count++;
  return count;
}

/** One kind of line end is a quarter cheaper to parse than two. */
function withoutCrlf(text: Buffer): Buffer {
  return text.indexOf(CR) === -1 ? text : Buffer.from(text.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}
