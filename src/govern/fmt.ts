/**
 * The form of list files. Lines are changed in place, nothing is ever printed anew: comments, order, quoting and
 * indentation stay. What is put in order is named below; a change that would alter one value or comment is not made.
 *
 * - white space at the ends of lines goes
 * - runs of blank lines become one; none at the beginning and the end; the file ends with a line break
 * - ids stand in double quotes
 * - line ends are those that most lines of the file have; a BOM stays where there is one and is never added
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { replaceFile } from '../ledger/store.ts';
import { kindOf, listFiles } from '../lists/load.ts';
import { parseYaml } from '../lists/yaml.ts';

/** One file whose form is not in order. */
export interface Reformed {
  readonly path: string;
  /** 1-based lines that change */
  readonly lines: readonly number[];
}

/**
 * Puts the form of all list files of a folder in order.
 * @param write false only looks
 * @returns the files that were, or would be, changed
 * @throws UserError for a file that cannot be read as YAML, before any file is written
 */
export function formatLists(dir: string, write: boolean): Reformed[] {
  const changed = listFiles(dir).flatMap(({ path, bytes }) => {
    if (kindOf(path) === null) return [];
    const formatted = formatYaml(bytes, join(dir, path));
    return formatted.equals(bytes) ? [] : [{ path, bytes, formatted }];
  });
  if (write)
    for (const { path, bytes, formatted } of changed) {
      const file = join(dir, path);
      if (!readFileSync(file).equals(bytes))
        throw new UserError('changed-on-disk', file, '文件在此期间被改过，没有写入', '请再运行一次');
      replaceFile(file, formatted);
    }
  return changed.map(({ path, bytes, formatted }) => ({ path, lines: changedLines(bytes, formatted) }));
}

/**
 * The file with its form in order; the same bytes when it is so already.
 * @throws UserError with the place when it cannot be read as YAML
 */
export function formatYaml(bytes: Buffer, file: string): Buffer {
  const [fault] = parseYaml(bytes, file).faults;
  if (fault) throw new UserError(fault.code, fault.place, fault.fault, fault.hint);
  const text = bytes.toString('utf8');
  const bom = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const meaning = meaningOf(text);
  let lines = text.slice(bom.length).split(/\r?\n/);
  const eol = commonEnd(text);
  // one step at a time, so that a step which is not safe in this file does not keep the others from being made
  for (const step of STEPS) {
    const next = step(lines);
    if (next.length === lines.length && next.every((line, i) => line === lines[i])) continue;
    if (meaningOf(bom + next.join(eol)) === meaning) lines = next;
    else lines = lineByLine(lines, step, (tried) => meaningOf(bom + tried.join(eol)) === meaning);
  }
  return Buffer.from(bom + lines.join(eol), 'utf8');
}

type Step = (lines: readonly string[]) => string[];

/** Ids of items and waivers, and of what edition.yaml keeps of items that have left. */
const BARE_ID = /^(\s*(?:- )?(?:item|id): )([VC]-[MSAP]-[\d-]+|W-[\w-]+)(?=\s*(?:#.*)?$)/;

const STEPS: readonly Step[] = [
  (lines) => lines.map((line) => line.replace(/[ \t]+$/, '')),
  (lines) => lines.map((line) => line.replace(BARE_ID, '$1"$2"')),
  (lines) => {
    const kept = lines.filter((line, i) => line !== '' || (i > 0 && lines[i - 1] !== ''));
    while (kept[0] === '') kept.shift();
    while (kept.at(-1) === '') kept.pop();
    return [...kept, ''];
  },
];

/** A step made where it changes no meaning, for steps that keep the number of lines; otherwise not at all. */
function lineByLine(lines: readonly string[], step: Step, safe: (tried: readonly string[]) => boolean): string[] {
  const out = [...lines];
  const wanted = step(lines);
  if (wanted.length !== lines.length) return out;
  wanted.forEach((line, i) => {
    if (line === out[i]) return;
    const before = out[i]!;
    out[i] = line;
    if (!safe(out)) out[i] = before;
  });
  return out;
}

/** Values with their kinds, and comments in order; the same text for the same content. */
function meaningOf(text: string): string {
  const file = parseYaml(Buffer.from(text, 'utf8'), '');
  if (file.faults.length > 0) return `faulty ${file.faults[0]!.code}`;
  const comments = text.split(/\r?\n/).flatMap((line) => /(?:^|\s)#.*$/.exec(line)?.[0].trim() ?? []);
  return JSON.stringify([file.value, comments]);
}

function commonEnd(text: string): '\n' | '\r\n' {
  const windows = text.split('\r\n').length - 1;
  const all = text.split('\n').length - 1;
  return windows > all - windows ? '\r\n' : '\n';
}

function changedLines(before: Buffer, after: Buffer): number[] {
  const [a, b] = [before, after].map((bytes) => bytes.toString('latin1').split('\n')) as [string[], string[]];
  // the common beginning and end stay; what lies between is named
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const same = a.length === b.length;
  return Array.from({ length: Math.max(1, a.length - start - end) }, (_, i) => start + i + 1).filter(
    (line) => !same || a[line - 1] !== b[line - 1],
  );
}
