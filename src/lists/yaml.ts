/**
 * Safe YAML: bytes → plain value with the place of every node. Depth is counted before anything is composed; anchors,
 * aliases, tags and duplicate keys are refused by name, and so are the slips that YAML swallows silently (full-width
 * colon, odd spaces, tabs). One fault each, with line and column.
 */
import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import { displayWidth, printable } from '../text.ts';
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
  /** maps as objects without a prototype, so that a key such as __proto__ is a key like any other; null when faulty */
  readonly value: unknown;
  readonly faults: readonly ListFault[];
  /** place of the value at a pointer; the start of the file when the pointer is unknown */
  place(pointer: string): LinePlace;
  /** place of the key at a pointer; of the value when it has no key */
  keyPlace(pointer: string): LinePlace;
  /** true when the scalar at a pointer is written in quotes */
  quoted(pointer: string): boolean;
}

/** Levels of nesting: a list file needs eight. The parser's own recursion dies, uncatchably, at some thousands. */
const MAX_DEPTH = 64;
const MAX_BYTES = 4 * 1024 * 1024;

/** The parser is 34 ms of start-up: it is loaded only when a file really has to be parsed. */
const load = createRequire(import.meta.url);
let library: typeof Yaml | undefined;
const yaml = (): typeof Yaml => {
  library ??= load('yaml') as typeof Yaml;
  return library;
};

/** `a/b` → `a~1b`, as JSON pointers want it. */
export const pointerKey = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** The line of a place with a caret under its column, as two lines of text. */
export function excerpt(source: string, place: LinePlace): string {
  const line = (source.split(/\r?\n/)[place.line - 1] ?? '').replace(/[\p{Cc}\p{Cf}\p{Co}]/gu, '·');
  const start = Math.max(0, place.column - 1 - 40);
  const shown = line.slice(start, start + 100);
  return `${shown}\n${' '.repeat(displayWidth(line.slice(start, place.column - 1)))}^`;
}

/**
 * Parse one YAML file. Never throws: what is wrong stands in `faults`, and then `value` is null.
 * @param bytes the file, UTF-8; a BOM at the start is allowed
 * @param file the name that stands in messages
 */
export function parseYaml(bytes: Uint8Array, file: string): YamlFile {
  const faults: ListFault[] = [];
  const text = decode(bytes);
  const place = placer(text, file);
  const report: Report = (code, offset, fault, hint) => {
    faults.push({ code, place: place(offset), fault, hint });
  };
  const nodes = new Nodes();
  let value: unknown = null;
  if (bytes.length > MAX_BYTES) {
    report(
      'yaml-size',
      0,
      `文件有 ${bytes.length} 字节，超过 ${MAX_BYTES}`,
      '清单文件不会这么大，请检查是否放错了文件',
    );
  } else {
    checkCharacters(text, report);
    const tokens = faults.length === 0 ? tokenize(text, report) : [];
    if (faults.length === 0) value = compose(tokens, text, nodes, report);
  }
  faults.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  const at = (offset: number | undefined): LinePlace | null => (offset === undefined ? null : place(offset));
  const valuePlace = (pointer: string): LinePlace => at(nodes.values.get(pointer)) ?? { file, line: 1, column: 1 };
  return {
    file,
    source: text,
    value: faults.length === 0 ? value : null,
    faults,
    place: valuePlace,
    keyPlace: (pointer) => at(nodes.keys.get(pointer)) ?? valuePlace(pointer),
    quoted: (pointer) => nodes.quoted.has(pointer),
  };
}

type Report = (code: string, offset: number, fault: string, hint: string) => void;

/** UTF-8 → text without the BOM at its start. Bytes that are no UTF-8 become U+FFFD, which checkCharacters refuses. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}

/** Offset → 1-based line and column, by binary search over the line starts. */
function placer(text: string, file: string): (offset: number) => LinePlace {
  const starts = [0];
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { file, line: low + 1, column: offset - starts[low]! + 1 };
  };
}

/** Characters that YAML takes without a word and that are never meant. */
const CHARACTERS: readonly (readonly [code: string, pattern: RegExp, fault: string, hint: string])[] = [
  ['yaml-encoding', /\uFFFD/, '不是 UTF-8 编码（有无法识别的字节）', '请另存为 UTF-8'],
  ['yaml-bom', /\uFEFF/, '文件中间有 BOM（U+FEFF，看不见的字符）', '请删去，多半是拼接文件时带进来的'],
  ['yaml-tab', /^ *\t/m, '用制表符缩进', '请改用空格缩进'],
  [
    'yaml-space',
    /^[ \t]*[\u00A0\u1680\u2000-\u200B\u202F\u205F\u3000]/m,
    '缩进里有全角空格或不间断空格',
    '请改用普通空格；看上去一样，层级却会弄错',
  ],
  ['yaml-control', /[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x84\x86-\x9F]/, '有控制字符', '请删去看不见的控制字符'],
];

function checkCharacters(text: string, report: Report): void {
  for (const [code, pattern, fault, hint] of CHARACTERS) {
    const match = pattern.exec(text);
    if (match) report(code, match.index + match[0].length - 1, fault, hint);
  }
}

/** Text → concrete tokens. The parser's stack is the depth of nesting; it is looked at before it can hurt. */
function tokenize(text: string, report: Report): Yaml.CST.Token[] {
  const { CST, Lexer, Parser } = yaml();
  const parser = new Parser();
  const tokens: Yaml.CST.Token[] = [];
  const refuse = (code: string, what: string): void =>
    report(code, parser.offset, what, '清单文件不用锚点、别名、标签和指令，请把内容写全');
  let scalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    const type = CST.tokenType(lexeme);
    if (type === 'anchor') refuse('yaml-anchor', `使用了锚点 ${lexeme}`);
    else if (type === 'alias' && !scalar) refuse('yaml-alias', `使用了别名 ${lexeme}`);
    else if (type === 'tag') refuse('yaml-tag', `使用了标签 ${lexeme}`);
    else if (type === 'double-quoted-scalar' || type === 'single-quoted-scalar') {
      if (lexeme.length < 2 || !lexeme.endsWith(lexeme[0]!))
        report('yaml-quote', parser.offset, `引号 ${lexeme[0]} 没有收尾`, '请在值的末尾补上引号');
    } else if (type === 'directive-line') refuse('yaml-directive', `使用了指令 ${lexeme.trim()}`);
    if (scalar) checkColon(lexeme, parser.offset, report);
    scalar = type === 'scalar';
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > MAX_DEPTH) {
      report('yaml-depth', parser.offset, `嵌套超过 ${MAX_DEPTH} 层`, '清单最多八层，请检查括号和缩进');
      return [];
    }
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

/** A colon that is full-width, or has no space after it, makes a word of what was meant as `key: value`. */
function checkColon(scalar: string, offset: number, report: Report): void {
  for (const match of scalar.matchAll(/(?<=^|\n[ ]*)([a-z_]+)[ ]*(：|:(?=[^\s/:]))/g)) {
    const at = offset + match.index + match[0].length - 1;
    const [, key, colon] = match;
    if (colon === '：') report('yaml-colon', at, `“${key}：”用了全角冒号`, `请写成半角冒号加空格：${key}: …`);
    else report('yaml-colon', at, `“${key}:”后面少一个空格`, `请写成 ${key}: …`);
  }
}

/** Places of nodes, by JSON pointer. */
class Nodes {
  readonly values = new Map<string, number>();
  readonly keys = new Map<string, number>();
  readonly quoted = new Set<string>();
}

function compose(tokens: readonly Yaml.CST.Token[], text: string, nodes: Nodes, report: Report): unknown {
  const { Composer, isMap, isScalar, isSeq } = yaml();
  const options = { schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const;
  const [document, second] = [...new Composer(options).compose(tokens, true, text.length)];
  if (second) {
    report('yaml-documents', second.range[0], '一个文件里有两份文档（---）', '请拆成两个文件');
    return null;
  }
  // one fault is enough: after the first, the rest of a broken file is mostly an echo
  const [error] = [...document!.errors, ...document!.warnings];
  if (error) {
    const [fault, hint] = SYNTAX[error.code] ?? [`YAML 写法有误（${error.code}）`, '请检查这一行的缩进、冒号和引号'];
    report('yaml-syntax', error.pos[0], fault, hint);
    return null;
  }

  const convert = (node: unknown, pointer: string, fallback: number): unknown => {
    const offset = startOf(node) ?? fallback;
    nodes.values.set(pointer, offset);
    if (isMap(node)) {
      const object: Record<string, unknown> = Object.create(null);
      const seen = new Set<string>();
      for (const pair of node.items) {
        const keyOffset = startOf(pair.key) ?? offset;
        if (!isScalar(pair.key) || typeof pair.key.value !== 'string' || pair.key.value === '') {
          report('yaml-key', keyOffset, '键不是一个词', '键写成一个英文词，后面跟半角冒号和空格');
          continue;
        }
        const key = pair.key.value;
        const folded = key.normalize('NFKC');
        if (seen.has(folded))
          report('yaml-duplicate-key', keyOffset, `键“${printable(key)}”重复`, '同一层里每个键只写一次');
        seen.add(folded);
        const child = `${pointer}/${pointerKey(key)}`;
        nodes.keys.set(child, keyOffset);
        object[key] = convert(pair.value, child, keyOffset);
      }
      return object;
    }
    if (isSeq(node)) return node.items.map((item, index) => convert(item, `${pointer}/${index}`, offset));
    if (!isScalar(node)) return null;
    if (node.type === 'PLAIN') return plain(String(node.value));
    nodes.quoted.add(pointer);
    return node.value;
  };
  return convert(document!.contents, '', 0);
}

function startOf(node: unknown): number | undefined {
  return (node as { range?: readonly number[] | null } | null)?.range?.[0];
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

/** What the parser's error codes mean to the person who typed. */
const SYNTAX: Readonly<Record<string, readonly [fault: string, hint: string]>> = {
  BAD_INDENT: ['缩进不对', '同一层的键和短横要上下对齐'],
  BLOCK_AS_IMPLICIT_KEY: ['一行里写了两层', '把下一层另起一行并缩进；值里有“: ”时请加引号'],
  BLOCK_IN_FLOW: ['花括号、方括号里换行写成了列表', '括号里的内容写在一起，用逗号分开'],
  BAD_SCALAR_START: ['值的开头是特殊字符', '请给这个值加双引号'],
  BAD_DQ_ESCAPE: ['双引号里的反斜杠不对', '反斜杠要写两个 \\\\，或改用单引号'],
  MISSING_CHAR: ['缺少符号（引号、括号、逗号或空格）', '请检查引号和括号是否成对、冒号后是否有空格'],
  MULTILINE_IMPLICIT_KEY: ['键写成了多行，或缺少冒号', '请写成“键: 值”，冒号后加空格'],
  KEY_OVER_1024_CHARS: ['键太长', '冒号前只写键名；值里有冒号时请加引号'],
  TAB_AS_INDENT: ['用制表符缩进', '请改用空格缩进'],
  UNEXPECTED_TOKEN: ['多出了符号', '请检查引号和括号是否成对，值里有特殊字符时请加引号'],
  IMPOSSIBLE: ['YAML 写法有误', '请检查这一行的缩进、冒号和引号'],
};
