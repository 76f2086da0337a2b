/**
 * Tags of an XML part with their places, so that a part can be changed in a few places and kept to the byte elsewhere.
 * For parts that a parser has already accepted: this one does not look for faults.
 */

export interface Tag {
  /** local name, without a prefix */
  readonly name: string;
  /** with the colon: 'x:' */
  readonly prefix: string;
  readonly kind: 'open' | 'close' | 'empty';
  /** offsets of < and behind > */
  readonly start: number;
  readonly end: number;
  /** attributes as written */
  readonly attributes: string;
}

/** All tags of `xml` between two offsets, in order; comments, CDATA and processing instructions are passed over. */
export function* tags(xml: string, from = 0, to = xml.length): Generator<Tag> {
  let at = xml.indexOf('<', from);
  while (at !== -1 && at < to) {
    const next = xml[at + 1];
    if (next === '!' || next === '?') {
      at = xml.indexOf('<', passOver(xml, at));
      continue;
    }
    const end = endOfTag(xml, at);
    const closing = next === '/';
    const empty = !closing && xml[end - 2] === '/';
    const inner = xml.slice(at + (closing ? 2 : 1), end - (empty ? 2 : 1));
    const space = inner.search(/\s/);
    const full = space === -1 ? inner : inner.slice(0, space);
    const colon = full.indexOf(':');
    yield {
      name: colon === -1 ? full : full.slice(colon + 1),
      prefix: colon === -1 ? '' : full.slice(0, colon + 1),
      kind: closing ? 'close' : empty ? 'empty' : 'open',
      start: at,
      end,
      attributes: space === -1 ? '' : inner.slice(space),
    };
    at = xml.indexOf('<', end);
  }
}

function passOver(xml: string, at: number): number {
  for (const [opening, closing] of [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
    ['<?', '?>'],
  ] as const)
    if (xml.startsWith(opening, at)) {
      const end = xml.indexOf(closing, at + opening.length);
      return end === -1 ? xml.length : end + closing.length;
    }
  return endOfTag(xml, at);
}

/** A tag ends at the first > that stands in no attribute value. */
function endOfTag(xml: string, at: number): number {
  const plain = xml.indexOf('>', at);
  if (plain === -1) return xml.length;
  const quote = xml.slice(at, plain).search(/["']/);
  if (quote === -1) return plain + 1;
  let open = '';
  for (let i = at; i < xml.length; i++) {
    const sign = xml[i]!;
    if (open !== '') {
      if (sign === open) open = '';
    } else if (sign === '"' || sign === "'") open = sign;
    else if (sign === '>') return i + 1;
  }
  return xml.length;
}

/** The element that begins with `tag`: offset behind its end tag. `later` goes on behind `tag`. */
export function endOfElement(tag: Tag, later: Iterator<Tag>): { inner: number; end: number } {
  if (tag.kind === 'empty') return { inner: tag.end, end: tag.end };
  let depth = 1;
  for (let one = later.next(); !one.done; one = later.next()) {
    const { kind, start, end } = one.value;
    if (kind === 'open') depth++;
    else if (kind === 'close' && --depth === 0) return { inner: start, end };
  }
  throw new Error(`<${tag.name}> does not end`);
}

const PATTERNS = new Map<string, RegExp>();

/** An attribute with its value; one pattern a name, for parts have millions of cells. */
function patternOf(name: string): RegExp {
  let pattern = PATTERNS.get(name);
  if (!pattern) {
    pattern = new RegExp(`(^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
    PATTERNS.set(name, pattern);
  }
  return pattern;
}

/**
 * {@link endOfElement} for elements that never hold one of their own name (rows, cells): found by its end tag, in a part
 * without comments and CDATA.
 */
export function endOfFlat(xml: string, tag: Tag): { inner: number; end: number } {
  if (tag.kind === 'empty') return { inner: tag.end, end: tag.end };
  const inner = xml.indexOf(`</${tag.prefix}${tag.name}>`, tag.end);
  if (inner === -1) throw new Error(`<${tag.name}> does not end`);
  return { inner, end: inner + tag.prefix.length + tag.name.length + 3 };
}

/** Value of an attribute, entities resolved; null where it is missing. */
export function attributeOf(attributes: string, name: string): string | null {
  const found = patternOf(name).exec(attributes);
  return found ? unescapeXml(found[2] ?? found[3] ?? '') : null;
}

/** Attributes with one set to `value` (null = taken out); everything else stays as written. */
export function withAttribute(attributes: string, name: string, value: string | null): string {
  const pattern = patternOf(name);
  if (value === null) return attributes.replace(pattern, '');
  const written = `${name}="${value}"`;
  return pattern.test(attributes)
    ? attributes.replace(pattern, (_, space: string) => space + written)
    : `${attributes.trimEnd()} ${written}`;
}

/** Text with the five entities and character references resolved. */
export function unescapeXml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(lt|gt|amp|quot|apos));/gi, (whole, hex, decimal, name) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }[String(name).toLowerCase()] ?? whole;
  });
}

/** Our own markup under the prefix that a part uses. */
export const underPrefix = (markup: string, prefix: string): string =>
  prefix === '' ? markup : markup.replace(/<(\/?)(?=[a-zA-Z])/g, `<$1${prefix}`);

/** One replacement of a stretch of a part. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The part with its edits, in pieces; edits stand in order and do not overlap. */
export function* edited(xml: string, edits: Iterable<Edit>): Generator<string> {
  let at = 0;
  for (const { start, end, text } of edits) {
    if (start > at) yield xml.slice(at, start);
    if (text !== '') yield text;
    at = end;
  }
  yield xml.slice(at);
}
