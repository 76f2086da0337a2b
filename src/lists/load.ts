/** The folder of lists → Library. Every file is read once; what is missing and optional counts as empty. */
import { createHash } from 'node:crypto';
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { BODIES, LISTS, type Library, type WideFacts } from '../types.ts';
import * as convert from './convert.ts';
import { checkSchema, type FileKind } from './schema.ts';
import { loadWide } from './wide.ts';
import { type ListFault, parseYaml, type YamlFile } from './yaml.ts';

/** One file under the lists folder; `path` is relative to it, with forward slashes. */
export interface ListFile {
  readonly path: string;
  readonly bytes: Buffer;
}

const LIST_FILES = BODIES.flatMap((body) => LISTS.map((list) => `${body}/${list}.yaml`));

/** The kind of the file at a path relative to the lists folder; null for files that are no part of the library. */
export function kindOf(path: string): FileKind | null {
  if (LIST_FILES.includes(path)) return 'list';
  if (path === 'edition.yaml') return 'edition';
  if (path === 'columns.yaml') return 'columns';
  if (path === 'decision.yaml') return 'decision';
  if (path === 'waivers.yaml') return 'waivers';
  if (path === 'lexicon/funding.yaml') return 'funding';
  if (/^register\/[^/]+\.yaml$/.test(path)) return 'register';
  if (/^lexicon\/[^/]+\.yaml$/.test(path)) return 'lexicon';
  if (/^concepts\/[^/]+\.yaml$/.test(path)) return 'concepts';
  return null;
}

/**
 * The files that make up the library, ordered by path: YAML by kind, and the tables of register/wide.
 * @throws UserError when the folder or its edition.yaml is missing
 */
export function listFiles(dir: string): ListFile[] {
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError('lists-missing', dir, '清单目录不存在', '请用 --lists 指明清单目录');
  }
  const paths: string[] = [];
  for (const folder of ['', 'village', 'community', 'register', 'register/wide', 'lexicon', 'concepts']) {
    for (const entry of entries(join(dir, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory() && (kindOf(path) !== null || folder === 'register/wide')) paths.push(path);
    }
  }
  for (const needed of ['edition.yaml', 'decision.yaml']) {
    if (paths.includes(needed)) continue;
    throw new UserError('lists-missing', dir, `目录里没有 ${needed}，不是完整的清单目录`, '请用 --lists 指明清单目录');
  }
  return paths.sort().map((path) => ({ path, bytes: readFileSync(join(dir, path)) }));
}

function entries(folder: string): Dirent[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder, { withFileTypes: true }) : [];
}

/** sha-256 (hex) over paths and bytes of all files of the library. */
export function hashFiles(files: readonly ListFile[]): string {
  const hash = createHash('sha256');
  for (const { path, bytes } of files) hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  return hash.digest('hex');
}

/** Everything of a library but its wide facts: plain data that survives JSON. */
export type LibraryData = Omit<Library, 'dir' | 'wide'>;

/** Parse all files; the faults of all of them, in the order of the files. */
export function parseLibrary(files: readonly ListFile[]): { data: LibraryData | null; faults: ListFault[] } {
  const parsed = files.flatMap((file) => {
    const kind = kindOf(file.path);
    return kind === null ? [] : [{ kind, file: parseYaml(file.bytes, file.path) }];
  });
  const faults = parsed.flatMap(({ kind, file }) => [...file.faults, ...checkSchema(kind, file)]);
  if (faults.length > 0) return { data: null, faults };
  const collect = <T>(kind: FileKind, each: (file: YamlFile) => T[]): T[] =>
    parsed.flatMap((one) => (one.kind === kind ? each(one.file) : []));
  const [edition] = collect('edition', (file) => [convert.toEdition(file)]);
  const [decision] = collect('decision', (file) => [convert.toDecision(file)]);
  const [funding] = collect('funding', (file) => [convert.toFunding(file)]);
  const listed = collect('list', convert.toItems);
  return {
    data: {
      contentHash: hashFiles(files),
      edition: edition!,
      // in the order of the printed directory, whatever the order of the files
      items: BODIES.flatMap((body) =>
        LISTS.flatMap((list) => listed.filter((item) => item.body === body && item.list === list)),
      ),
      concepts: collect('concepts', convert.toConcepts),
      classes: collect('lexicon', convert.toClasses),
      decision: decision!,
      funding: funding ?? null,
      columns: collect('columns', convert.toColumns),
      register: collect('register', convert.toInstruments),
      waivers: collect('waivers', convert.toWaivers),
    },
    faults: [],
  };
}

/**
 * The library under `dir`.
 * @param dir folder with edition.yaml, village/, community/, register/, lexicon/, concepts/, columns.yaml, waivers.yaml
 * @throws UserError with file, line and column for the first fault of a file
 */
export function loadLibrary(dir: string): Library {
  const files = listFiles(dir);
  const { data, faults } = parseLibrary(files);
  if (data === null) throw faultError(faults[0]!, dir);
  let wide: WideFacts | undefined;
  return {
    ...data,
    dir,
    wide() {
      wide ??= loadWide(dir);
      return wide;
    },
  };
}

/** A fault as the error the user sees, with the path as seen from where the command runs. */
export function faultError(fault: ListFault, dir: string): UserError {
  return new UserError(fault.code, { ...fault.place, file: join(dir, fault.place.file) }, fault.fault, fault.hint);
}
