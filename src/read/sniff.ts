/** What a file is, by its content. The extension is only a hint: half of the .xls files people send are something else. */
import { isUtf8 } from 'node:buffer';
import { basename } from 'node:path';
import { byteOrderMark, type Detected, detectEncoding } from './encoding.ts';
import { fault } from './faults.ts';

export type Kind = 'text' | 'zip' | 'ole' | 'biff' | 'html' | 'xml';

export interface Sniffed {
  readonly kind: Kind;
  /** for text, html and xml */
  readonly detected: Detected | null;
  /** decoded head, for text, html and xml */
  readonly sample: string;
}

const SAMPLE = 64 * 1024;

/** First bytes → what it is. A known kind that carries no table ends in its own {@link fault}. */
const MAGIC: readonly (readonly [bytes: readonly number[], kind: Kind | 'pdf' | 'image' | 'archive'])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'zip'],
  [[0x50, 0x4b, 0x05, 0x06], 'zip'],
  [[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], 'ole'],
  // workbooks from before OLE containers: BIFF2 to 5, 8
  [[0x09, 0x00, 0x04, 0x00], 'biff'],
  [[0x09, 0x02, 0x06, 0x00], 'biff'],
  [[0x09, 0x08, 0x10, 0x00], 'biff'],
  [[0x09, 0x08, 0x08, 0x00], 'biff'],
  [[0x09, 0x04, 0x06, 0x00], 'biff'],
  [[0x25, 0x50, 0x44, 0x46], 'pdf'],
  [[0x89, 0x50, 0x4e, 0x47], 'image'],
  [[0xff, 0xd8, 0xff], 'image'],
  [[0x47, 0x49, 0x46, 0x38], 'image'],
  [[0x42, 0x4d], 'image'],
  [[0x49, 0x49, 0x2a, 0x00], 'image'],
  [[0x4d, 0x4d, 0x00, 0x2a], 'image'],
  [[0x52, 0x49, 0x46, 0x46], 'image'],
  [[0x52, 0x61, 0x72, 0x21], 'archive'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'archive'],
  [[0x1f, 0x8b], 'archive'],
];

/**
 * Kind of a file from its head. `complete` = the head is the whole file; `encoding` = what the user named, which wins;
 * `witness` = bytes that show the encoding (see {@link Peek}).
 * Throws the fault that says what it is instead of a table.
 */
export function sniff(
  name: string,
  head: Buffer,
  complete: boolean,
  encoding: Detected | null,
  witness: Buffer,
): Sniffed {
  if (basename(name).startsWith('~$')) throw fault('lock-file', name);
  if (head.length === 0) throw fault('empty', name);
  for (const [bytes, kind] of MAGIC) {
    if (!bytes.every((byte, i) => head[i] === byte)) continue;
    // two letters are no proof: BM and II start words too
    if (bytes.length <= 2 && !isBinary(head)) continue;
    if (kind === 'pdf' || kind === 'image' || kind === 'archive') throw fault(kind, name);
    return { kind, detected: null, sample: '' };
  }
  const detected = encoding ?? byteOrderMark(head) ?? detectEncoding(witness, complete);
  const wide = detected.encoding.startsWith('utf-16');
  if (!wide && isBinary(head)) throw fault('binary', name);
  const sample = new TextDecoder(detected.encoding)
    .decode(head.subarray(detected.bom, detected.bom + SAMPLE), { stream: true })
    .replace(/^\ufeff/, '');
  if (complete && sample.trim() === '') throw fault('empty', name, '只有空白');
  return { kind: textKind(sample, name), detected, sample };
}

/** Control characters that no text has: more than one in fifty bytes. */
function isBinary(head: Buffer): boolean {
  if (byteOrderMark(head) !== null) return false;
  const sample = head.subarray(0, 4096);
  let strange = 0;
  for (const byte of sample) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127) strange++;
  return strange * 50 > sample.length && !(strange < 8 && isUtf8(sample));
}

function textKind(sample: string, name: string): Kind {
  const start = sample.slice(0, 4096).trimStart();
  if (!start.startsWith('<')) return 'text';
  // flat ODF: the library misreads its tables
  if (/<office:document\b/.test(start)) throw fault('markup', name);
  if (/<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet/.test(start)) return 'xml';
  if (/^<(?:!doctype\s+html|html|head|meta|table|body|style|div|!--)/i.test(start) || /<table\b/i.test(sample))
    return 'html';
  if (/^<(?:\?xml|!doctype)\b/i.test(start)) throw fault('markup', name);
  return 'text';
}
