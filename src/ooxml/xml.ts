/** Text as XML of office documents: what the formats cannot hold is dropped, what looks like an escape is escaped. */

/** Longest text of one spreadsheet cell, in UTF-16 units (ECMA-376 18.3.1.93, Excel specifications and limits). */
export const CELL_LIMIT = 32_767;

/** Not allowed in XML 1.0: C0 controls but tab and line breaks, U+FFFE and U+FFFF, which some writers let through. */
const ILLEGAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const SPECIAL = /[&<>"]/g;
const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text as XML 1.0 can hold it: illegal characters dropped, lone surrogates replaced, every line break one LF. */
export function cleanXml(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(ILLEGAL, '').toWellFormed();
}

/** Character data or attribute value. */
export function escapeXml(text: string): string {
  return cleanXml(text).replace(SPECIAL, (sign) => ENTITY[sign]!);
}

/**
 * What a spreadsheet cell shows of a text: clean, at most {@link CELL_LIMIT} units, … where something was cut. A reader
 * gets exactly this back.
 */
export function cellValue(text: string): string {
  const clean = cleanXml(text);
  if (clean.length <= CELL_LIMIT) return clean;
  return `${clean
    .slice(0, CELL_LIMIT - 1)
    .toWellFormed()
    .replace(/\ufffd$/, '')}…`;
}

/** A cell text as content of `<t>`: a literal _x0041_, which readers take for an escape, is escaped itself. */
export function cellXml(text: string): string {
  return cellValue(text)
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
    .replace(SPECIAL, (sign) => ENTITY[sign]!);
}
