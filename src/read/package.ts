/** Parts of a zip package: which kind of document they make, and repairs the library needs before it reads them. */
import type { SourceFormat } from '../types.ts';
import { UNCOMPUTED } from './cell-text.ts';
import { Refusal } from './zip.ts';

/** Kind of document from the names of its parts. Throws {@link Refusal} for what is no workbook. */
export function packageFormat(parts: ReadonlyMap<string, Buffer>): SourceFormat {
  const names = [...parts.keys()].map((name) => name.toLowerCase());
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  if (has(/^xl\//)) return 'xlsx';
  if (has(/^word\//)) throw new Refusal({ fault: 'word' });
  if (has(/^ppt\//)) throw new Refusal({ fault: 'slides' });
  if (!has(/^content\.xml$/)) throw new Refusal({ fault: has(/^\[content_types\]\.xml$/) ? 'broken' : 'archive' });
  const manifest = parts.get('META-INF/manifest.xml')?.toString('utf8') ?? '';
  if (manifest.includes('encryption-data')) throw new Refusal({ fault: 'encrypted' });
  const type = parts.get('mimetype')?.toString('latin1') ?? manifest;
  if (type.includes('opendocument.text')) throw new Refusal({ fault: 'word' });
  if (type.includes('opendocument.presentation')) throw new Refusal({ fault: 'slides' });
  return 'ods';
}

/** Puts right, in place, what the library misreads or misses. */
export function repairParts(parts: Map<string, Buffer>): void {
  // optional in ODF, asked for by the library
  if (parts.has('content.xml') && !parts.has('styles.xml')) parts.set('styles.xml', Buffer.from('<styles/>'));
  for (const [name, bytes] of parts) {
    if (!/\.xml$/i.test(name)) continue;
    if (/sharedstrings\.xml$/i.test(name)) parts.set(name, plainStrings(bytes));
    else if (bytes.includes('&#')) parts.set(name, withText(bytes, withoutFarReferences));
    if (/worksheets\//i.test(name) && bytes.includes('<f'))
      parts.set(
        name,
        withText(parts.get(name)!, (xml) => xml.replace(EMPTY_FORMULA, markUncomputed)),
      );
  }
}

/**
 * Edits markup one byte a character: what is looked for is ASCII, and Chinese text takes half the memory that way.
 * Inserted text has to be UTF-8 in the same form.
 */
function withText(bytes: Buffer, edit: (latin1: string) => string): Buffer {
  return Buffer.from(edit(bytes.toString('latin1')), 'latin1');
}

/**
 * Shared strings without rich text and phonetic runs, of which only the text is wanted, and without `<si/>`, after
 * which the library loses a string. Files with a namespace prefix are left as they are.
 */
function plainStrings(bytes: Buffer): Buffer {
  if (!['<r>', '<r ', '<rPh', '<si/>', '<si />', '&#'].some((sign) => bytes.includes(sign))) return bytes;
  return withText(bytes, (xml) =>
    withoutFarReferences(xml).replace(/<si\s*\/>|<si(?:\s[^>]*)?>([\s\S]*?)<\/si>/g, (_, inner?: string) => {
      let text = '';
      const visible = inner?.includes('<rPh') ? inner.replace(/<rPh[\s>][\s\S]*?<\/rPh>/g, '') : (inner ?? '');
      for (const [, part] of visible.matchAll(TEXT)) text += part;
      return `<si><t xml:space="preserve">${text}</t></si>`;
    }),
  );
}

const TEXT = /<t(?:\s[^>]*)?>([^<]*(?:<!\[CDATA\[[\s\S]*?\]\]>[^<]*)*)<\/t>/g;

/** `&#134071;` as the character itself: the library cuts references above U+FFFF to 16 bits. */
function withoutFarReferences(xml: string): string {
  return xml.replace(/&#(?:x([0-9a-f]{5,6})|(\d{5,7}));/gi, (reference, hex?: string, decimal?: string) => {
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return point > 0xffff && point <= 0x10ffff ? utf8(String.fromCodePoint(point)) : reference;
  });
}

/** A cell with a formula and no value: what programs write that do not compute. An empty text has t="str". */
const EMPTY_FORMULA = /<c(\s[^>]*)>\s*(<f(?:\s[^>]*)?(?:\/>|>[^<]*<\/f>))\s*(?:<v>\s*<\/v>|<v\s*\/>)?\s*<\/c>/g;

function markUncomputed(cell: string, attributes: string, formula: string): string {
  return /\st=/.test(attributes) ? cell : `<c${attributes} t="str">${formula}<v>${utf8(UNCOMPUTED)}</v></c>`;
}

/** UTF-8 bytes as one character each. */
const utf8 = (text: string): string => Buffer.from(text).toString('latin1');
