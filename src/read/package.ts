/** Parts of a zip package: which kind of document they make, and repairs the library needs before it reads them. */
import type { SourceFormat } from '../types.ts';
import { Refusal } from './zip.ts';

/** Chinese built-in formats (27-36, 50-58 and the dates of the system), which files use without declaring them. */
const BUILT_IN: Readonly<Record<number, string>> = {
  14: 'yyyy/m/d',
  22: 'yyyy/m/d h:mm',
  27: 'yyyy"年"m"月"',
  28: 'm"月"d"日"',
  29: 'm"月"d"日"',
  30: 'm-d-yy',
  31: 'yyyy"年"m"月"d"日"',
  32: 'h"时"mm"分"',
  33: 'h"时"mm"分"ss"秒"',
  36: 'yyyy"年"m"月"',
  50: 'yyyy"年"m"月"',
  51: 'm"月"d"日"',
  52: 'yyyy"年"m"月"',
  53: 'm"月"d"日"',
  54: 'm"月"d"日"',
  57: 'yyyy"年"m"月"',
  58: 'm"月"d"日"',
};

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

/** Puts right, in place, what the library misreads in OOXML parts. */
export function repairParts(parts: Map<string, Buffer>): void {
  for (const [name, bytes] of parts) {
    if (!/\.xml$/i.test(name)) continue;
    if (/sharedstrings\.xml$/i.test(name)) parts.set(name, plainStrings(bytes));
    else if (/^xl\/styles\.xml$/i.test(name)) parts.set(name, withBuiltIns(bytes));
    else if (bytes.includes('&#')) parts.set(name, Buffer.from(withoutFarReferences(bytes.toString('utf8'))));
  }
}

/**
 * Shared strings without rich text and phonetic runs, of which only the text is wanted, and without `<si/>`, after
 * which the library loses a string. Files with a namespace prefix are left as they are.
 */
function plainStrings(bytes: Buffer): Buffer {
  if (!['<r>', '<r ', '<rPh', '<si/>', '<si />', '&#'].some((sign) => bytes.includes(sign))) return bytes;
  const xml = withoutFarReferences(bytes.toString('utf8'));
  return Buffer.from(
    xml.replace(/<si\s*\/>|<si(?:\s[^>]*)?>([\s\S]*?)<\/si>/g, (_, inner: string | undefined) => {
      let text = '';
      for (const [, part] of (inner ?? '').replace(/<rPh[\s>][\s\S]*?<\/rPh>/g, '').matchAll(TEXT)) text += part ?? '';
      return `<si><t xml:space="preserve">${text}</t></si>`;
    }),
  );
}

const TEXT = /<t(?:\s[^>]*)?>([^<]*)<\/t>|<t(?:\s[^>]*)?>\s*<!\[CDATA\[[\s\S]*?\]\]>\s*<\/t>/g;

/** `&#134071;` as the character itself: the library cuts references above U+FFFF to 16 bits. */
function withoutFarReferences(xml: string): string {
  return xml.replace(/&#(?:x([0-9a-f]{5,6})|(\d{5,7}));/gi, (reference, hex?: string, decimal?: string) => {
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return point > 0xffff && point <= 0x10ffff ? String.fromCodePoint(point) : reference;
  });
}

/** Declares the built-in formats that styles.xml takes for granted. */
function withBuiltIns(bytes: Buffer): Buffer {
  const xml = bytes.toString('utf8');
  const used = new Set([...xml.matchAll(/numFmtId="(\d+)"/g)].map(([, id]) => Number(id)));
  const declared = new Set([...xml.matchAll(/<numFmt\s[^>]*numFmtId="(\d+)"/g)].map(([, id]) => Number(id)));
  const missing = Object.entries(BUILT_IN).filter(([id]) => used.has(Number(id)) && !declared.has(Number(id)));
  if (missing.length === 0) return bytes;
  const added = missing
    .map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code.replaceAll('"', '&quot;')}"/>`)
    .join('');
  if (/<numFmts[\s>]/.test(xml)) return Buffer.from(xml.replace(/<numFmts(?:\s[^>]*)?>/, (tag) => tag + added));
  return Buffer.from(xml.replace(/<styleSheet(?:\s[^>]*)?>/, (tag) => `${tag}<numFmts>${added}</numFmts>`));
}
