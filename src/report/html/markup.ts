/** Markup as text. Whatever comes from a table, a list or a command line passes {@link escapeHtml} first. */
import { printable } from '../../text.ts';

const SPECIAL = /[&<>"']/g;
const ENTITY: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text or attribute value; control and direction characters are dropped. */
export function escapeHtml(text: string): string {
  return printable(text).replace(SPECIAL, (sign) => ENTITY[sign]!);
}

/** An element; attribute values are escaped, `content` is markup. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | null>>,
  content: string | readonly string[] = '',
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => ` ${key}="${escapeHtml(String(value))}"`)
    .join('');
  return `<${name}${written}>${typeof content === 'string' ? content : content.join('')}</${name}>`;
}

/** JSON that cannot end its script element, open a comment or hold a line separator. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A table with one header row; cells are texts, numbers stand right. */
export function simpleTable(
  caption: string,
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const head = header.map((name) => element('th', { scope: 'col' }, escapeHtml(name)));
  const body = rows.map((cells) =>
    element(
      'tr',
      {},
      cells.map((cell, i) =>
        i === 0
          ? element('th', { scope: 'row' }, escapeHtml(String(cell)))
          : element('td', typeof cell === 'number' ? { class: 'number' } : {}, escapeHtml(String(cell))),
      ),
    ),
  );
  return element('table', { class: 'plain' }, [
    element('caption', {}, escapeHtml(caption)),
    element('thead', {}, element('tr', {}, head)),
    element('tbody', {}, body),
  ]);
}
