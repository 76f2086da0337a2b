/**
 * Plain values → YAML by our own rule of quoting. A library leaves `no`, `2024-01-01` and invisible characters unquoted
 * and folds long lines; a ledger must read back exactly what was written, by any reader, for years.
 */

/** What a record may hold: what JSON may hold. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** Starts with a letter or Han character, holds nothing that YAML gives a meaning to. */
const BARE = /^[\p{Script=Han}A-Za-z][\p{Script=Han}A-Za-z0-9（）《》〈〉“”〔〕，。；、！？…·-]*$/u;
/** Words that some reader of YAML takes for something else than text. */
const WORDS = /^(?:true|false|null|yes|no|on|off|y|n|nan|inf)$/i;
/** Characters that must not stand in a file as they are: control, format, private, separators, byte order marks. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\u00A0\u3000\uFEFF\uFFFD]/gu;
const SAFE_NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?$/;

/** One scalar: bare where nothing can be mistaken, else in double quotes with invisible characters escaped. */
export function yamlScalar(value: string | number | boolean | null): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!SAFE_NUMBER.test(String(value))) throw new RangeError(`no plain number: ${value}`);
    return String(value);
  }
  if (BARE.test(value) && !WORDS.test(value)) return value;
  return yamlQuoted(value);
}

/** A string in double quotes. */
export function yamlQuoted(value: string): string {
  return JSON.stringify(value).replace(UNSEEN, (one) =>
    [...Array(one.length).keys()].map((i) => `\\u${one.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  );
}

/** A value as block YAML, indented by two; empty lists and maps in flow style. Ends in a line break. */
export function writeYaml(value: { readonly [key: string]: Plain }): string {
  return `${mapLines(value).join('\n')}\n`;
}

function mapLines(map: { readonly [key: string]: Plain }): string[] {
  return Object.entries(map).flatMap(([key, value]) => entryLines(keyText(key), value));
}

const keyText = (key: string): string => (/^[A-Za-z_][\w-]*$/.test(key) && !WORDS.test(key) ? key : yamlQuoted(key));

function entryLines(key: string, value: Plain): string[] {
  if (isList(value))
    return value.length === 0 ? [`${key}: []`] : [`${key}:`, ...value.flatMap(itemLines).map((line) => `  ${line}`)];
  if (isMap(value)) {
    const lines = mapLines(value);
    return lines.length === 0 ? [`${key}: {}`] : [`${key}:`, ...lines.map((line) => `  ${line}`)];
  }
  return [`${key}: ${yamlScalar(value)}`];
}

function itemLines(value: Plain): string[] {
  if (isList(value))
    return value.length === 0 ? ['- []'] : value.flatMap(itemLines).map((line, i) => `${i === 0 ? '- ' : '  '}${line}`);
  if (isMap(value)) {
    const lines = mapLines(value);
    return lines.length === 0 ? ['- {}'] : lines.map((line, i) => `${i === 0 ? '- ' : '  '}${line}`);
  }
  return [`- ${yamlScalar(value)}`];
}

const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value);
const isMap = (value: Plain): value is { readonly [key: string]: Plain } =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** JSON with the keys of every map in one order: what hashes are taken over. */
export function canonical(value: Plain): string {
  if (isList(value)) return `[${value.map(canonical).join(',')}]`;
  if (isMap(value))
    return `{${Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key]!)}`)
      .join(',')}}`;
  return JSON.stringify(value);
}
