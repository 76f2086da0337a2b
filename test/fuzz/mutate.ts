/**
 * Seeded mutations as fast-check values: a case is a seed file and a few edits, so that a failure shrinks to the
 * fewest edits that still show it, and the same seed gives the same cases anywhere.
 */
import fc from 'fast-check';
import { pack, readZip, unpack, writeZip } from '../../src/ooxml/zip.ts';

/** One edit of bytes; `at` is a fraction of the length, so that it fits any file. */
interface ByteEdit {
  readonly kind: 'flip' | 'set' | 'insert' | 'delete' | 'copy' | 'cut';
  readonly at: number;
  readonly length: number;
  readonly value: number;
}

const fraction = fc.double({ min: 0, max: 0.999_999, noNaN: true });

const byteEdit: fc.Arbitrary<ByteEdit> = fc.record({
  kind: fc.constantFrom('flip', 'set', 'insert', 'delete', 'copy', 'cut'),
  at: fraction,
  length: fc.integer({ min: 1, max: 64 }),
  value: fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 0x22, 0x2c, 0x0a, 0x0d, 0xff, 0x80, 0x7f)),
});

export function editBytes(bytes: Uint8Array, edits: readonly ByteEdit[]): Buffer {
  let out = Buffer.from(bytes);
  for (const { kind, at, length, value } of edits) {
    const from = Math.floor(at * (out.length + 1));
    const head = out.subarray(0, from);
    const some = out.subarray(from, from + length);
    const rest = out.subarray(from + length);
    if (kind === 'insert') out = Buffer.concat([head, Buffer.alloc(length, value), some, rest]);
    else if (kind === 'delete') out = Buffer.concat([head, rest]);
    else if (kind === 'copy') out = Buffer.concat([head, some, some, rest]);
    else if (kind === 'cut') out = Buffer.from(at > 0.3 ? head : out);
    else if (kind === 'set') out = Buffer.concat([head, Buffer.alloc(some.length, value), rest]);
    else {
      out = Buffer.from(out);
      if (from < out.length) out[from] = out[from]! ^ (1 << (value & 7));
    }
  }
  return out;
}

/** Bytes of one of the seeds, edited. */
export const mutatedBytes = (seeds: readonly Uint8Array[]): fc.Arbitrary<Buffer> =>
  fc
    .tuple(fc.nat(seeds.length - 1), fc.array(byteEdit, { minLength: 1, maxLength: 6 }))
    .map(([seed, edits]) => editBytes(seeds[seed]!, edits));

/** What stands in XML of workbooks and breaks readers. */
const XML_TOKENS: readonly string[] = [
  '<c r="ZZZZZ99999999"><v>1</v></c>',
  '<c r="A1" t="s"><v>99999999</v></c>',
  '<c r="A1" t="s"><v>-1</v></c>',
  '<c t="e"><v>#REF!</v></c>',
  '<c r="B2" t="n"><v>1e999</v></c>',
  '<c r="B2" t="d"><v>2026-13-45</v></c>',
  '<mergeCell ref="A1:XFD1048576"/>',
  '<mergeCell ref="B2:A1"/>',
  '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
  '<row r="0"/>',
  '<table:table-cell table:number-columns-repeated="99999999"/>',
  '<table:table-row table:number-rows-repeated="99999999"><table:table-cell/></table:table-row>',
  '<sheet name="__proto__" sheetId="9" r:id="rId99"/>',
  '<!DOCTYPE x [<!ENTITY a "b">]>',
  '&a;',
  '&#0;',
  '&#xFFFE;',
  '_x0000_',
  '<f>1+1</f>',
  '</row>',
  '</sheetData>',
  '<',
  '>',
  '"',
  ']]>',
  '\u0000',
];

interface TextEdit {
  readonly at: number;
  readonly length: number;
  readonly token: string | null;
}

const textEdit = (tokens: readonly string[]): fc.Arbitrary<TextEdit> =>
  fc.record({
    at: fraction,
    length: fc.integer({ min: 0, max: 40 }),
    token: fc.oneof(fc.constantFrom(...tokens), fc.constant(null)),
  });

/** Cuts and puts in tokens; a null token writes the piece that was cut a second time. */
export function editText(text: string, edits: readonly TextEdit[]): string {
  let out = text;
  for (const { at, length, token } of edits) {
    const from = Math.floor(at * (out.length + 1));
    const piece = out.slice(from, from + length);
    out = out.slice(0, from) + (token ?? piece + piece) + out.slice(from + (token === null ? length : length >> 2));
  }
  return out;
}

export const mutatedText = (seeds: readonly string[], tokens: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.nat(seeds.length - 1), fc.array(textEdit(tokens), { minLength: 1, maxLength: 5 }))
    .map(([seed, edits]) => editText(seeds[seed]!, edits));

/** A workbook package taken apart once, so that a case only packs one part anew. */
export interface Taken {
  rebuild(part: number, edits: readonly TextEdit[]): Promise<Buffer>;
}

export async function takeApart(bytes: Buffer): Promise<Taken> {
  const entries = await readZip(bytes);
  const texts = entries.flatMap((entry, i) => (/\.(?:xml|rels)$/.test(entry.name) ? [i] : []));
  return {
    async rebuild(part, edits) {
      const i = texts[part % texts.length]!;
      const entry = entries[i]!;
      const edited = editText(unpack(entry, 1 << 24).toString('utf8'), edits);
      const packed = await pack(entry.name, edited);
      return writeZip(entries.map((one, at) => (at === i ? packed : one)));
    },
  };
}

/** Which package, which part, what is done to its XML; `rebuild` makes the bytes. */
export const partCase = (
  packages: number,
): fc.Arbitrary<{ readonly seed: number; readonly part: number; readonly edits: readonly TextEdit[] }> =>
  fc.record({
    seed: fc.nat(packages - 1),
    part: fc.nat(30),
    edits: fc.array(textEdit(XML_TOKENS), { minLength: 1, maxLength: 4 }),
  });
