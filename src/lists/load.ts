/** The folder of lists → Library. Every file is read once; what is missing and optional counts as empty. */
import { createHash } from 'node:crypto';
import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../errors.ts';
import { keepFor, keptJson } from '../kept.ts';
import { BODIES, LISTS, type Library, type Waiver, type WideFacts } from '../types.ts';
import { defaultCache, keptIn, type ListCache, readCache, serialize, writeCache } from './cache.ts';
import * as convert from './convert.ts';
import { extendsOf, laidOver } from './overlay.ts';
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
  if (path === 'lexicon/basis.yaml') return 'basis';
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
  const files = paths.sort().map((path) => ({ path, bytes: readBytes(join(dir, path)) }));
  for (const needed of extendsOf(files) === null ? ['edition.yaml', 'decision.yaml'] : []) {
    if (paths.includes(needed)) continue;
    throw new UserError('lists-missing', dir, `目录里没有 ${needed}，不是完整的清单目录`, '请用 --lists 指明清单目录');
  }
  return files;
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new UserError('lists-unreadable', path, `读不出来（${reason}）`, '请检查文件权限');
  }
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

/** A list file says for itself which list it is; that must be the one whose place it has. */
function misplaced(kind: FileKind, file: YamlFile): ListFault[] {
  const [, folder, name] = /^(.+)\/(.+)\.yaml$/.exec(file.file) ?? [];
  if (kind !== 'list' || file.value === null) return [];
  return Object.entries({ body: folder!, list: name! }).flatMap(([key, wanted]) => {
    const written = (file.value as Record<string, unknown>)[key];
    if (typeof written !== 'string' || written === wanted) return [];
    return [
      {
        code: 'schema-misplaced',
        place: file.place(`/${key}`),
        fault: `${file.file} 里写的是 ${key}: ${written}`,
        hint: `请写成 ${key}: ${wanted}，或把文件移到 ${key === 'body' ? written : folder}/${key === 'list' ? written : name}.yaml`,
      },
    ];
  });
}

/** Parse all files; the faults of all of them, in the order of the files. */
export function parseLibrary(files: readonly ListFile[]): { data: LibraryData | null; faults: ListFault[] } {
  const parsed = files.flatMap((file) => {
    const kind = kindOf(file.path);
    return kind === null ? [] : [{ kind, file: parseYaml(file.bytes, file.path) }];
  });
  const faults = parsed.flatMap(({ kind, file }) => [
    ...file.faults,
    ...checkSchema(kind, file),
    ...misplaced(kind, file),
  ]);
  if (faults.length > 0) return { data: null, faults };
  const collect = <T>(kind: FileKind, each: (file: YamlFile) => T[]): T[] =>
    parsed.flatMap((one) => (one.kind === kind ? each(one.file) : []));
  const [edition] = collect('edition', (file) => [convert.toEdition(file)]);
  const [decision] = collect('decision', (file) => [convert.toDecision(file)]);
  const [basisWords] = collect('basis', (file) => [convert.toBasisWords(file)]);
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
      basisWords: basisWords ?? null,
      columns: collect('columns', convert.toColumns),
      register: collect('register', convert.toInstruments),
      waivers: collect('waivers', convert.toWaivers),
    },
    faults: [],
  };
}

/**
 * The library under `dir`.
 * @param dir folder with edition.yaml, decision.yaml, village/, community/, register/, lexicon/, concepts/, columns.yaml
 * @param cache where parsed lists are kept; null parses anew
 * @throws UserError with file, line and column for the first fault of a file
 */
export function loadLibrary(dir: string, cache: ListCache | null = defaultCache()): Library {
  return libraryOf(listFiles(dir), dir, cache);
}

/** Where the lists are that others extend. */
export type UpperLists = (extended: string, dir: string) => { readonly dir: string; readonly files: ListFile[] };

const fromDisk: UpperLists = (extended, dir) => {
  const upper = extended === 'qingdan' ? shippedLists() : join(dir, extended);
  return { dir: upper, files: listFiles(upper) };
};

/** The lists that come with the program: beside the sources, or beside the bundle. */
export function shippedLists(): string {
  const places = ['../lists', '../../lists'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return places.find((path) => existsSync(join(path, 'edition.yaml'))) ?? places[1]!;
}

/** How many levels may stand above each other: province, city, district, and one to spare. */
const LEVELS = 4;

/**
 * The library made of files that were read elsewhere, such as from a git revision.
 * @param dir names the folder in messages
 * @param upperLists finds the lists that these extend
 */
export function libraryOf(
  files: readonly ListFile[],
  dir: string,
  cache: ListCache | null = null,
  upperLists: UpperLists = fromDisk,
  level = 1,
): Library {
  const own = ownLibrary(files, dir, cache);
  const { extends: extended, extendsEdition } = own.edition;
  if (extended === null) return shelved(own, cache);
  const fail = (fault: string, hint: string) => new UserError('lists-extends', join(dir, 'edition.yaml'), fault, hint);
  if (level >= LEVELS) throw fail(`清单一层套一层，超过 ${LEVELS} 层`, '请检查 extends 是否绕了回来');
  const above = upperLists(extended, dir);
  const upper = libraryOf(above.files, above.dir, cache, upperLists, level + 1);
  if (extendsEdition !== null && extendsEdition !== upper.edition.edition)
    throw fail(
      `上级清单已是 ${upper.edition.edition} 版，这里写的是 ${extendsEdition} 版`,
      '请对照上级的变动复核本级清单，再改 extends_edition',
    );
  return shelved(laidOver(upper, own, extended === 'qingdan' ? above.dir : extended), cache);
}

/** Tells the stages where to keep what they work out of this library. */
function shelved(library: Library, cache: ListCache | null): Library {
  const kept = cache && keptIn(cache, library.contentHash);
  if (!kept) return library;
  keepFor(library, kept);
  let wide: WideFacts | undefined;
  return {
    ...library,
    wide() {
      wide ??= keptJson(library, 'wide', library.wide);
      return wide;
    },
  };
}

function ownLibrary(files: readonly ListFile[], dir: string, cache: ListCache | null): Library {
  const hash = hashFiles(files);
  let data = cache && readCache(cache, hash);
  if (!data) {
    const parsed = parseLibrary(files);
    if (parsed.data === null) throw faultError(parsed.faults[0]!, dir);
    data = parsed.data;
    if (cache) writeCache(cache, data);
  }
  let wide: WideFacts | undefined;
  return {
    ...data,
    dir,
    wide() {
      wide ??= loadWide(files, dir);
      return wide;
    },
  };
}

/** All faults of the files under `dir`, in the order of files and lines; file names relative to it. */
export function checkFiles(dir: string): ListFault[] {
  return parseLibrary(listFiles(dir)).faults;
}

/** The parsed library under `dir` as it is kept in a cache; `build` names the code that will read it. */
export function compileLibrary(dir: string, build: string): string {
  const { data, faults } = parseLibrary(listFiles(dir));
  if (data === null) throw faultError(faults[0]!, dir);
  return serialize(build, data);
}

/** A fault as the error the user sees, with the path as seen from where the command runs. */
export function faultError(fault: ListFault, dir: string): UserError {
  return new UserError(fault.code, { ...fault.place, file: join(dir, fault.place.file) }, fault.fault, fault.hint);
}

/** A waivers file that lies elsewhere than in the lists. @throws UserError for the first fault in it */
export function loadWaivers(path: string): readonly Waiver[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    throw new UserError('waivers-missing', path, '豁免文件读不了', '请核对路径和权限');
  }
  const file = parseYaml(bytes, path);
  const faults = file.faults.length > 0 ? file.faults : checkSchema('waivers', file);
  if (faults.length > 0) throw faultError(faults[0]!, '');
  return convert.toWaivers(file);
}
