/** Formats derived from those a workbook has: appended behind them, so that no cell of the user changes its look. */
import { attributeOf, endOfElement, tags, withAttribute } from './scan.ts';
import { appendStyles, solid } from './styles.ts';

/** height of a line ÷ size of its font */
const LINE = 1.36;

/** What differs from the format a cell would otherwise have. */
export interface Derived {
  /** RRGGBB */
  readonly fill: string | null;
  /** text format, wrapped, from the left: for words of a report */
  readonly text: boolean;
  /** begins at the upper edge, for rows that are too low for it */
  readonly top?: boolean;
}

export class StylePatch {
  readonly #xfs: string[];
  readonly #fonts: string[];
  readonly #added: string[] = [];
  readonly #fills: string[] = [];
  readonly #known = new Map<string, number>();
  readonly #firstFill: number;

  /** @param xml the style sheet of the workbook */
  constructor(private readonly xml: string) {
    this.#xfs = elementsOf(xml, 'cellXfs', 'xf');
    this.#fonts = elementsOf(xml, 'fonts', 'font');
    this.#firstFill = elementsOf(xml, 'fills', 'fill').length;
  }

  /** Index of a format like `base` with the differences. */
  derive(base: number, { fill, text, top = false }: Derived): number {
    const key = `${base} ${fill} ${text} ${top}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = this.#xfs.length + this.#added.length;
    this.#added.push(this.#format(this.#xfs[base] ?? this.#xfs[0] ?? '<xf/>', fill, text, top));
    this.#known.set(key, made);
    return made;
  }

  #format(xf: string, fill: string | null, text: boolean, top: boolean): string {
    const [tag] = tags(xf);
    let { attributes } = tag!;
    const children = tag!.kind === 'empty' ? '' : xf.slice(tag!.end, xf.lastIndexOf('</'));
    const alignment = /<alignment\b([^>]*?)\/>|<alignment\b([^>]*)><\/alignment>/.exec(children);
    if (fill !== null) {
      attributes = withAttribute(attributes, 'fillId', String(this.#firstFill + this.#fill(fill)));
      attributes = withAttribute(attributes, 'applyFill', '1');
    }
    if (!text) return `<xf${attributes}>${children}</xf>`;
    for (const [name, value] of [
      ['numFmtId', '49'],
      ['applyNumberFormat', '1'],
      ['applyAlignment', '1'],
      ['quotePrefix', '1'],
    ] as const)
      attributes = withAttribute(attributes, name, value);
    const vertical = top ? 'top' : (attributeOf(alignment?.[1] ?? alignment?.[2] ?? '', 'vertical') ?? 'center');
    const rest = alignment ? children.replace(alignment[0], '') : children;
    return `<xf${attributes}><alignment horizontal="left" vertical="${vertical}" wrapText="1"/>${rest}</xf>`;
  }

  #fill(color: string): number {
    const fill = solid(color);
    const at = this.#fills.indexOf(fill);
    return at === -1 ? this.#fills.push(fill) - 1 : at;
  }

  /** Whether cells of a format break their text into lines. */
  wraps(style: number): boolean {
    return /\swrapText\s*=\s*["'](?:1|true)["']/.test(this.#xfs[style] ?? '');
  }

  /** Points of one line in a format. */
  lineHeight(style: number): number {
    const font = Number(attributeOf(/<xf\b([^>]*)/.exec(this.#xfs[style] ?? '')?.[1] ?? '', 'fontId') ?? 0);
    const size = Number(/<sz\s[^>]*val\s*=\s*["']([\d.]+)/.exec(this.#fonts[font] ?? '')?.[1] ?? 11);
    return Math.round(size * LINE * 4) / 4;
  }

  /** True when any format was derived. */
  get changed(): boolean {
    return this.#added.length > 0;
  }

  /** The style sheet with everything that was derived. */
  patched(): string {
    const filled = this.#fills.length === 0 ? this.xml : appendStyles(this.xml, 'fills', this.#fills).xml;
    return appendStyles(filled, 'cellXfs', this.#added).xml;
  }
}

/** Child elements of a list of the style sheet, without prefixes. */
function elementsOf(xml: string, list: string, child: string): string[] {
  const all = tags(xml);
  const found: string[] = [];
  let inside = false;
  for (let one = all.next(); !one.done; one = all.next()) {
    const tag = one.value;
    if (tag.name === list) {
      if (tag.kind !== 'open') break;
      inside = true;
    } else if (inside && tag.name === child && tag.kind !== 'close') {
      const { end } = endOfElement(tag, all);
      const written = xml.slice(tag.start, end);
      found.push(
        tag.prefix === '' ? written : written.replaceAll(`<${tag.prefix}`, '<').replaceAll(`</${tag.prefix}`, '</'),
      );
    }
  }
  return found;
}
