/** Command line arguments → files: files, folders, globs, '-'. */
import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fault } from './faults.ts';

/** What is taken from a folder. A file that is named is read whatever it is called. */
const EXTENSIONS = ['csv', 'tsv', 'txt', 'tab', 'xlsx', 'xlsm', 'xls', 'xlsb', 'et', 'ett', 'ods', 'xltx'] as const;
const KNOWN = new RegExp(`\\.(?:${EXTENSIONS.join('|')})$`, 'i');

/**
 * Files that the arguments name, each once, in the order given; inside folders and globs by code point. Lock files
 * (`~$…`) and hidden files of folders are left out. Throws `not-found` / `no-input`.
 */
export async function expandInputs(args: string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const arg of args) for (const file of await expand(arg)) found.add(file);
  if (found.size === 0) throw fault('no-input', null);
  return [...found];
}

async function expand(arg: string): Promise<string[]> {
  if (arg === '-') return ['-'];
  const info = await stat(arg).catch(() => null);
  if (info?.isDirectory()) {
    const files = (await walk(arg)).filter((file) => KNOWN.test(file));
    if (files.length === 0) throw fault('no-input', arg);
    return files;
  }
  // a file whose name holds [ or * is a file first
  if (info !== null || !/[*?[{]/.test(arg)) return [arg];
  const files = await glob(arg);
  if (files.length === 0) throw fault('not-found', arg, '没有与通配符相符的文件');
  return files;
}

/** Files under a folder, sorted by path. Links to folders are not followed: they can go round in circles. */
async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw fault('not-readable', folder, error.code);
  });
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('~$') || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) files.push(...(await walk(path)));
    else if (entry.isFile() || (await isLinkToFile(path))) files.push(path);
  }
  return files;
}

async function isLinkToFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}

/** `*`, `?`, `[…]`, `{a,b}`, `**`: for shells that leave globs to the program. */
async function glob(pattern: string): Promise<string[]> {
  const parts = pattern.split(/[\\/]/);
  const wild = parts.findIndex((part) => /[*?[{]/.test(part));
  const root = parts.slice(0, wild).join(sep) || (pattern.startsWith('/') ? sep : '.');
  const test = new RegExp(
    `^${parts.slice(wild).map(source).join('/').replaceAll('\u0000/', '(?:.+/)?').replaceAll('\u0000', '.*')}$`,
    'u',
  );
  const files = await walk(root).catch(() => []);
  const prefix = root === sep ? 1 : root.length + 1;
  return files
    .filter((file) => test.test((root === '.' ? file : file.slice(prefix)).split(sep).join('/')))
    .map((file) => (parts[0] === '.' && root === '.' ? `.${sep}${file}` : file));
}

/** One part of a glob as a regular expression; NUL stands for `**`. */
function source(part: string): string {
  if (part === '**') return '\u0000';
  return part.replace(/\*|\?|\[[^\]]*\]|\{[^}]*\}|[\\^$.|+()\]}]/g, (piece) => {
    if (piece === '*') return '[^/]*';
    if (piece === '?') return '[^/]';
    if (piece.startsWith('[')) return piece.replace(/^\[!/, '[^');
    if (piece.startsWith('{')) return `(?:${piece.slice(1, -1).split(',').map(source).join('|')})`;
    return `\\${piece}`;
  });
}
