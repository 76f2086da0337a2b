/** Cell formats: a new style sheet, or formats appended to the one a workbook has. */
import { escapeXml } from './xml.ts';

/** How a cell looks. Colours are RRGGBB. */
export interface CellStyle {
  readonly bold?: boolean;
  readonly size?: number;
  readonly color?: string;
  readonly fill?: string;
  readonly border?: boolean;
  readonly wrap?: boolean;
  readonly horizontal?: 'left' | 'center' | 'right';
  readonly vertical?: 'top' | 'center';
  /** text of other people: format @ and quotePrefix, so that no spreadsheet ever takes it for a formula */
  readonly text?: boolean;
  /** number format code; General when absent */
  readonly format?: string;
}

/** Built-in format of text (ECMA-376 18.8.30). */
const TEXT_FORMAT = 49;
/** first id free for own formats */
const OWN_FORMATS = 164;
const LINE = 'D0D0D0';

/** A new style sheet; the same style is the same index. */
export class Styles {
  readonly #fonts: string[];
  readonly #fills = [
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
  ];
  readonly #borders = ['<border><left/><right/><top/><bottom/><diagonal/></border>'];
  readonly #formats: string[] = [];
  readonly #xfs: string[] = [];

  constructor(
    private readonly font: string,
    private readonly size: number,
  ) {
    this.#fonts = [this.#font({})];
    this.of({});
  }

  /** Index of a cell format. */
  of(style: CellStyle): number {
    const font = indexOf(this.#fonts, this.#font(style));
    const fill = style.fill === undefined ? 0 : indexOf(this.#fills, solid(style.fill));
    const border = style.border ? indexOf(this.#borders, thin(LINE)) : 0;
    const format = style.text
      ? TEXT_FORMAT
      : style.format === undefined
        ? 0
        : OWN_FORMATS + indexOf(this.#formats, style.format);
    const alignment = [
      style.horizontal === undefined ? '' : ` horizontal="${style.horizontal}"`,
      ` vertical="${style.vertical ?? 'top'}"`,
      style.wrap ? ' wrapText="1"' : '',
    ].join('');
    return indexOf(
      this.#xfs,
      `<xf numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="${border}" xfId="0"${style.text ? ' quotePrefix="1"' : ''} applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment${alignment}/></xf>`,
    );
  }

  #font({ bold, size, color }: CellStyle): string {
    return `<font>${bold ? '<b/>' : ''}<sz val="${size ?? this.size}"/><color rgb="FF${color ?? '000000'}"/><name val="${escapeXml(this.font)}"/><family val="2"/><charset val="134"/></font>`;
  }

  /** Properties of a run of rich text in the font of the sheet. */
  run({ bold, color }: Pick<CellStyle, 'bold' | 'color'>): string {
    return `<rPr>${bold ? '<b/>' : ''}<sz val="${this.size}"/><color rgb="FF${color ?? '000000'}"/><rFont val="${escapeXml(this.font)}"/><family val="2"/><charset val="134"/></rPr>`;
  }

  /** xl/styles.xml */
  xml(): string {
    const formats = this.#formats.map(
      (code, i) => `<numFmt numFmtId="${OWN_FORMATS + i}" formatCode="${escapeXml(code)}"/>`,
    );
    return [
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
      '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
      formats.length === 0 ? '' : list('numFmts', formats),
      list('fonts', this.#fonts),
      list('fills', this.#fills),
      list('borders', this.#borders),
      list('cellStyleXfs', ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>']),
      list('cellXfs', this.#xfs),
      list('cellStyles', ['<cellStyle name="Normal" xfId="0" builtinId="0"/>']),
      '</styleSheet>',
    ].join('');
  }
}

/** Appends child elements to a counted list of an existing style sheet; returns the new xml and the first new index. */
export function appendStyles(
  xml: string,
  kind: 'fonts' | 'fills' | 'borders' | 'cellXfs',
  added: readonly string[],
): { xml: string; first: number } {
  const open = new RegExp(`<((?:\\w+:)?)${kind}(\\s[^>]*)?>`).exec(xml);
  if (!open) throw new Error(`no ${kind} in the style sheet`);
  const prefix = open[1] ?? '';
  const end = xml.indexOf(`</${prefix}${kind}>`, open.index);
  if (end === -1) throw new Error(`no end of ${kind} in the style sheet`);
  const child = { fonts: 'font', fills: 'fill', borders: 'border', cellXfs: 'xf' }[kind];
  const inner = xml.slice(open.index + open[0].length, end);
  const first = inner.match(new RegExp(`<${prefix}${child}[\\s/>]`, 'g'))?.length ?? 0;
  const attributes = (open[2] ?? '').replace(/\scount\s*=\s*(?:"[^"]*"|'[^']*')/, '');
  const start = `<${prefix}${kind}${attributes} count="${first + added.length}">`;
  const own = prefix === '' ? added : added.map((one) => one.replace(/<(\/?)(?=[a-zA-Z])/g, `<$1${prefix}`));
  return { xml: xml.slice(0, open.index) + start + inner + own.join('') + xml.slice(end), first };
}

/** `<fill>` of one colour. */
export const solid = (color: string): string =>
  `<fill><patternFill patternType="solid"><fgColor rgb="FF${color}"/><bgColor indexed="64"/></patternFill></fill>`;

const thin = (color: string): string => {
  const side = (name: string): string => `<${name} style="thin"><color rgb="FF${color}"/></${name}>`;
  return `<border>${['left', 'right', 'top', 'bottom'].map(side).join('')}<diagonal/></border>`;
};

const list = (name: string, items: readonly string[]): string =>
  `<${name} count="${items.length}">${items.join('')}</${name}>`;

function indexOf(all: string[], one: string): number {
  const at = all.indexOf(one);
  return at === -1 ? all.push(one) - 1 : at;
}
