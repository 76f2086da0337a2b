/**
 * Safe YAML: text → plain value with the place of every node. Depth, aliases, tags, duplicate keys and the typing slips
 * of people (full-width colon, non-breaking space, tab) are refused by name, one message with line and column each.
 */
import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import type { LinePlace } from '../types.ts';

/** One fault of a list file, ready to be printed or turned into a UserError. */
export interface ListFault {
  /** kebab-case, stable: yaml-…, schema-… */
  readonly code: string;
  readonly place: LinePlace;
  readonly fault: string;
  readonly hint: string;
}

/** A parsed file. Pointers are JSON pointers (`/categories/0/name`), the same that a schema validator reports. */
export interface YamlFile {
  readonly file: string;
  readonly source: string;
  /** maps as objects without a prototype, so that a key such as __proto__ is a key like any other */
  readonly value: unknown;
  readonly faults: readonly ListFault[];
  /** place of the value at a pointer; of the file's first line when the pointer is unknown */
  place(pointer: string): LinePlace;
  /** place of the key at a pointer; of the value when it has no key */
  keyPlace(pointer: string): LinePlace;
  /** true when the scalar at a pointer is written in quotes */
  quoted(pointer: string): boolean;
}

/** The parser is 34 ms of start-up: it is loaded only when a file really has to be parsed. */
const load = createRequire(import.meta.url);
let library: typeof Yaml | undefined;
const yaml = (): typeof Yaml => {
  library ??= load('yaml') as typeof Yaml;
  return library;
};

/** `a/b` → `a~1b`, as JSON pointers want it. */
export const pointerKey = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/**
 * Parse one YAML file.
 * @param source text of the file; a BOM at the start is allowed
 * @param file the name that stands in messages
 */
export function parseYaml(source: string, file: string): YamlFile {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  const faults: ListFault[] = [];
  const values = new Map<string, number>();
  const keys = new Map<string, number>();
  const quotes = new Set<string>();
  const { parseDocument, LineCounter, isMap, isSeq, isScalar, isAlias } = yaml();
  const lines = new LineCounter();
  const at = (offset: number): LinePlace => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const report = (code: string, offset: number, fault: string, hint: string): void => {
    faults.push({ code, place: at(offset), fault, hint });
  };
  const document = parseDocument(text, {
    schema: 'failsafe',
    lineCounter: lines,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  for (const error of [...document.errors, ...document.warnings]) {
    report('yaml-syntax', error.pos[0], `YAML 写法有误（${error.message}）`, '请检查这一行的缩进、冒号和引号');
  }

  const convert = (node: unknown, pointer: string, fallback: number): unknown => {
    const offset = (node as { range?: [number, number, number] | null } | null)?.range?.[0] ?? fallback;
    values.set(pointer, offset);
    if (isAlias(node)) {
      report('yaml-alias', offset, '使用了别名 *', '清单文件不用锚点和别名，请把内容写全');
      return null;
    }
    if (isMap(node)) {
      const object: Record<string, unknown> = Object.create(null);
      const seen = new Map<string, string>();
      for (const pair of node.items) {
        const key = isScalar(pair.key) ? String(pair.key.value) : '';
        const keyOffset = (pair.key as { range?: [number, number, number] } | null)?.range?.[0] ?? offset;
        const child = `${pointer}/${pointerKey(key)}`;
        const folded = key.normalize('NFKC');
        const earlier = seen.get(folded);
        if (earlier !== undefined) {
          report('yaml-duplicate-key', keyOffset, `键“${key}”重复`, '同一层里每个键只写一次，请删去或改名');
        }
        seen.set(folded, key);
        keys.set(child, keyOffset);
        object[key] = convert(pair.value, child, keyOffset);
      }
      return object;
    }
    if (isSeq(node)) return node.items.map((item, index) => convert(item, `${pointer}/${index}`, offset));
    if (!isScalar(node)) return null;
    if (node.type !== 'PLAIN') quotes.add(pointer);
    return node.type === 'PLAIN' ? plain(String(node.value)) : node.value;
  };
  const value = convert(document.contents, '', 0);

  const placeOf = (table: ReadonlyMap<string, number>, pointer: string): LinePlace | null => {
    const offset = table.get(pointer);
    return offset === undefined ? null : at(offset);
  };
  const place = (pointer: string): LinePlace => placeOf(values, pointer) ?? { file, line: 1, column: 1 };
  return {
    file,
    source,
    value,
    faults,
    place,
    keyPlace: (pointer) => placeOf(keys, pointer) ?? place(pointer),
    quoted: (pointer) => quotes.has(pointer),
  };
}

/**
 * The value of an unquoted scalar. Only what is unmistakable becomes a number or a truth value: 00123 and numbers of
 * more than 15 digits stay the text that was written.
 */
function plain(text: string): unknown {
  if (text === '' || text === '~' || text === 'null') return null;
  if (text === 'true') return true;
  if (text === 'false') return false;
  return /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?$/.test(text) ? Number(text) : text;
}
