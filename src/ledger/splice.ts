/**
 * Editing a list file in place: text is spliced at the places of nodes, nothing is ever printed anew. Not one byte
 * outside the edit changes: comments, BOM, CRLF, indentation and blank lines stay. Every edit is parsed again and
 * compared with what was meant; when it is not exactly that, the file is left alone.
 */
import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import { UserError } from '../errors.ts';
import { parseYaml } from '../lists/yaml.ts';
import type { BasisRef } from '../types.ts';
import { yamlQuoted, yamlScalar } from './yaml-write.ts';

const load = createRequire(import.meta.url);
const yaml = (): typeof Yaml => load('yaml') as typeof Yaml;

/** One replacement in a text; offsets in UTF-16 units. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A YAML file open for splicing. */
export class YamlText {
  /** with the BOM, if there is one */
  readonly text: string;
  readonly path: string;
  readonly #document: Yaml.Document;
  readonly #shift: number;

  /** @throws UserError when the file has faults, and when it uses what cannot be edited safely */
  constructor(bytes: Uint8Array, path: string) {
    this.path = path;
    const [fault] = parseYaml(bytes, path).faults;
    if (fault) throw new UserError(fault.code, fault.place, fault.fault, fault.hint);
    this.text = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(bytes);
    this.#shift = this.text.startsWith('\uFEFF') ? 1 : 0;
    this.#document = yaml().parseDocument(this.text.slice(this.#shift), { schema: 'failsafe', uniqueKeys: false });
  }

  /** The node at a path of keys and indexes, undefined when there is none. */
  node(path: readonly (string | number)[]): Yaml.Node | undefined {
    return (path.length === 0 ? this.#document.contents : this.#document.getIn(path, true)) as Yaml.Node | undefined;
  }

  /** Where the value of a node begins and ends, without comments and line breaks after it. */
  span(node: Yaml.Node): { start: number; end: number } {
    const [start, end] = node.range!;
    let stop = this.#shift + this.#lastEnd(node, end);
    while (stop > start && /\s/.test(this.text[stop - 1]!)) stop--;
    return { start: start + this.#shift, end: stop };
  }

  /** The end of what is really written: block collections end with their last scalar, not with comments after it. */
  #lastEnd(node: Yaml.Node, end: number): number {
    const { isMap, isSeq } = yaml();
    if ((isMap(node) || isSeq(node)) && !node.flow) {
      const last = node.items.at(-1);
      const inner = isMap(node)
        ? ((last as Yaml.Pair | undefined)?.value ?? (last as Yaml.Pair | undefined)?.key)
        : last;
      const range = (inner as Yaml.Node | undefined)?.range;
      if (range) return this.#lastEnd(inner as Yaml.Node, range[1]);
    }
    return end;
  }

  /** Offset of the first character of the line of an offset. */
  lineStart(offset: number): number {
    const start = this.text.lastIndexOf('\n', offset - 1) + 1;
    return Math.max(start, this.#shift);
  }

  /** Offset of the line break that ends the line of an offset (of the CR where there is one), or the end of the text. */
  lineEnd(offset: number): number {
    const at = this.text.indexOf('\n', offset);
    if (at === -1) return this.text.length;
    return this.text[at - 1] === '\r' && at > offset ? at - 1 : at;
  }

  /** The line break of the file at an offset: as on the line before it. */
  eol(offset: number): string {
    const at = this.text.lastIndexOf('\n', offset - 1);
    const near = at === -1 ? this.text.indexOf('\n') : at;
    return near > 0 && this.text[near - 1] === '\r' ? '\r\n' : '\n';
  }

  /** Columns before the first character of a node on its line. */
  column(offset: number): number {
    return offset - this.lineStart(offset);
  }

  /** 1-based line of an offset. */
  line(offset: number): number {
    return this.text.slice(0, offset).split('\n').length;
  }
}

/** Splices applied; they must not overlap. */
export function spliced(text: string, splices: readonly Splice[]): string {
  return [...splices]
    .sort((a, b) => b.start - a.start || b.end - a.end)
    .reduce((rest, { start, end, text: put }) => rest.slice(0, start) + put + rest.slice(end), text);
}

type KeyPath = readonly (string | number)[];

/** Lines put in after the last entry of the block sequence at a path, indented like its entries. */
export function appendEntry(file: YamlText, path: KeyPath, lines: readonly string[]): Splice {
  const seq = file.node(path);
  const { isSeq } = yaml();
  if (!isSeq(seq)) throw new UserError('cannot-edit', file.path, `没有 ${path.join('.')} 这一列`, '请手工补上');
  const last = seq.items.at(-1) as Yaml.Node | undefined;
  if (seq.flow && seq.items.length > 0)
    throw new UserError('cannot-edit', file.path, `${path.join('.')} 写在方括号里`, '请改成一行一项的写法再试');
  if (!last) {
    // `items: []`: the brackets give way to entries below the key
    const { start, end } = file.span(seq);
    const key = file.text.slice(file.lineStart(start)).search(/\S/);
    return { start: start - 1, end, text: block(lines, ' '.repeat(key + 2), file.eol(start)) };
  }
  const dash = dashOf(file, last);
  const at = file.lineEnd(file.span(last).end);
  return { start: at, end: at, text: block(lines, ' '.repeat(file.column(dash)), file.eol(at)) };
}

/** Lines put at the end of the file. */
export function appendLines(file: YamlText, lines: readonly string[]): Splice {
  const at = file.text.length;
  const eol = file.eol(at);
  const text = lines.join(eol);
  return { start: at, end: at, text: file.text.endsWith('\n') ? `${text}${eol}` : `${eol}${text}` };
}

const block = (lines: readonly string[], indent: string, eol: string): string =>
  lines.map((line) => `${eol}${indent}${line}`).join('');

/** Offset of the dash before an entry of a block sequence. */
function dashOf(file: YamlText, entry: Yaml.Node): number {
  const { start } = file.span(entry);
  const at = file.text.lastIndexOf('-', start - 1);
  if (at === -1 || file.text.slice(at + 1, start).trim() !== '')
    throw new UserError('cannot-edit', file.path, `第 ${file.line(start)} 行的写法认不准`, '请手工改');
  return at;
}

/** The lines of an entry of a block sequence, from its dash to the line break after it. Comments above it stay. */
export function removeEntry(file: YamlText, path: KeyPath): Splice {
  const entry = file.node(path)!;
  const start = file.lineStart(dashOf(file, entry));
  const end = file.lineEnd(file.span(entry).end);
  const next = file.text.startsWith('\r\n', end) ? end + 2 : Math.min(end + 1, file.text.length);
  // the last line of a file without a line break at its end takes the break before it along
  if (next === file.text.length && !file.text.endsWith('\n') && start > 0)
    return { start: start - (file.text[start - 2] === '\r' ? 2 : 1), end: next, text: '' };
  return { start, end: next, text: '' };
}

/** The value at a path given anew: a scalar, or lines below its key. */
export function replaceScalar(file: YamlText, path: KeyPath, value: string | number): Splice {
  const node = file.node(path)!;
  const { start, end } = file.span(node);
  const quoted = /^["']/.test(file.text.slice(start, start + 1)) && typeof value === 'string';
  return { start, end, text: quoted ? yamlQuoted(value) : yamlScalar(value) };
}

/** A block sequence at a path given anew, entry by entry. */
export function replaceEntries(file: YamlText, path: KeyPath, lines: readonly string[]): Splice {
  const seq = file.node(path) as Yaml.YAMLSeq<Yaml.Node>;
  const { start, end } = file.span(seq);
  if (seq.flow) {
    const key = file.text.slice(file.lineStart(start)).search(/[^\s-]/);
    return { start: start - 1, end, text: block(lines, ' '.repeat(key + 2), file.eol(start)) };
  }
  const dash = dashOf(file, seq.items[0]!);
  const text = block(lines, ' '.repeat(file.column(dash)), file.eol(dash));
  return { start: dash, end, text: text.slice(file.eol(dash).length + file.column(dash)) };
}

/** `{ instrument: …, article: 17 }` as the shipped lists write it. */
export function basisLine(ref: BasisRef): string {
  const parts = [`instrument: ${flowScalar(ref.instrument)}`];
  if (ref.article !== null) parts.push(`article: ${flowScalar(ref.article)}`);
  if (ref.paragraph !== undefined) parts.push(`paragraph: ${ref.paragraph}`);
  if (ref.unverified !== undefined) parts.push(`unverified: ${ref.unverified}`);
  return `- { ${parts.join(', ')} }`;
}

const flowScalar = (value: string | number): string => yamlScalar(value);

/** `[a, b]` */
export const flowList = (values: readonly string[]): string => `[${values.map((one) => yamlScalar(one)).join(', ')}]`;
