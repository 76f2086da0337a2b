/**
 * An Open Packaging container (ECMA-376 part 2): parts, their content types and the relationships between them. A new
 * one starts empty; an opened one keeps every part that nobody touches byte for byte, still compressed as it was.
 */

import { escapeXml } from './xml.ts';
import { type Content, type PackedEntry, pack, readZip, unpack, writeZip } from './zip.ts';

const TYPES = '[Content_Types].xml';
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const NEW_TYPES = `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`;
const NEW_RELS = `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>`;
/** bytes one part may have when it is read back */
const PART_LIMIT = 512 * 1024 * 1024;

export interface Relationship {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

export class Package {
  /** name → entry as it was, or new content; in the order of the container */
  readonly #parts: Map<string, PackedEntry | { readonly content: Content }>;

  private constructor(entries: readonly PackedEntry[]) {
    this.#parts = new Map(entries.map((entry) => [entry.name, entry]));
  }

  /** A package without parts. */
  static empty(): Package {
    const made = new Package([]);
    made.#parts.set(TYPES, { content: NEW_TYPES });
    return made;
  }

  /** Opens a container. @throws ZipFault when it is none */
  static async open(bytes: Buffer): Promise<Package> {
    return new Package(await readZip(bytes));
  }

  /** Names of all parts, without a leading slash. */
  names(): string[] {
    return [...this.#parts.keys()];
  }

  has(name: string): boolean {
    return this.#parts.has(name);
  }

  /** The text of an XML part. @throws ZipFault when it is broken; Error when there is no such part */
  text(name: string): string {
    const part = this.#parts.get(name);
    if (!part) throw new Error(`no part ${name}`);
    if ('packed' in part)
      return unpack(part, PART_LIMIT)
        .toString('utf8')
        .replace(/^\ufeff/, '');
    const { content } = part;
    if (typeof content === 'string') return content;
    return content instanceof Uint8Array ? Buffer.from(content).toString('utf8') : [...content].join('');
  }

  /** Adds a part or replaces it; `contentType` is needed for parts that are new. */
  set(name: string, content: Content, contentType?: string): void {
    this.#parts.set(name, { content });
    if (contentType === undefined) return;
    const types = this.text(TYPES);
    if (types.includes(`PartName="/${name}"`)) return;
    this.#parts.set(TYPES, {
      content: insertBefore(types, 'Types', `<Override PartName="/${escapeXml(name)}" ContentType="${contentType}"/>`),
    });
  }

  /** Replaces a part and compresses it at once, piece by piece, so that a long one is never whole in memory. */
  async replace(name: string, pieces: Iterable<string>): Promise<void> {
    this.#parts.set(name, await pack(name, pieces));
  }

  /** The relationships of a part ('' = of the package itself). */
  relationships(part: string): Relationship[] {
    const name = relsName(part);
    if (!this.has(name)) return [];
    return [...this.text(name).matchAll(/<(?:\w+:)?Relationship\s([^>]*)>/g)].map(([, attributes]) => ({
      id: attribute(attributes!, 'Id'),
      type: attribute(attributes!, 'Type'),
      target: attribute(attributes!, 'Target'),
    }));
  }

  /** Relates `part` to `target` (relative to the folder of `part`) and returns the new id. */
  relate(part: string, type: string, target: string): string {
    const name = relsName(part);
    const taken = new Set(this.relationships(part).map((one) => one.id));
    let n = taken.size + 1;
    while (taken.has(`rId${n}`)) n++;
    const rels = this.has(name) ? this.text(name) : NEW_RELS;
    const added = `<Relationship Id="rId${n}" Type="${type}" Target="${escapeXml(target)}"/>`;
    this.#parts.set(name, { content: insertBefore(rels, 'Relationships', added) });
    return `rId${n}`;
  }

  /** The container. Untouched parts keep their bytes. @throws ZipFault when it would be too large */
  async bytes(): Promise<Buffer> {
    const entries: PackedEntry[] = [];
    for (const [name, part] of this.#parts) entries.push('packed' in part ? part : await pack(name, part.content));
    return writeZip(entries);
  }
}

/** xl/workbook.xml → xl/_rels/workbook.xml.rels */
function relsName(part: string): string {
  const slash = part.lastIndexOf('/') + 1;
  return `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`;
}

/** Puts `added` before the end tag of the root element, or into it where it is empty (`<Types/>`). */
export function insertBefore(xml: string, root: string, added: string): string {
  const end = new RegExp(`</(?:\\w+:)?${root}\\s*>\\s*$`).exec(xml);
  if (end) return xml.slice(0, end.index) + added + xml.slice(end.index);
  return xml.replace(
    new RegExp(`<((?:\\w+:)?${root})(\\s[^>]*)?/>\\s*$`),
    (_, tag: string, attributes = '') => `<${tag}${attributes}>${added}</${tag}>`,
  );
}

function attribute(attributes: string, name: string): string {
  const value = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return (value?.[1] ?? value?.[2] ?? '')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
