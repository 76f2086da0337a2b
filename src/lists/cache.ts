/**
 * Parsed lists kept as JSON: parsing the YAML costs a quarter of a second, reading this some milliseconds. An entry is
 * found by the hash of the list files and of the code that reads them, and carries a digest of itself: it may be
 * deleted, cut short or scribbled on at any time, and is then simply not used.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { env, pid } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Kept } from '../kept.ts';
import type { Concept } from '../types.ts';
import type { LibraryData } from './load.ts';

/** Entries kept in the user's folder; a list that is being edited leaves some per change. */
const KEPT = 16;

/** Where entries are looked for. */
export interface ListCache {
  /** identity of the code that wrote the entries */
  readonly build: string;
  /** the entry of the shipped lists, made by the build; null from the sources */
  readonly shipped: string | null;
  /** folder for lists of one's own, null for none */
  readonly folder: string | null;
  /** identity of the whole program, for what its stages keep; null from the sources, which change all the time */
  readonly engine: string | null;
}

/** What the build leaves beside the program. */
export interface BuildMark {
  readonly build: string;
  readonly engine: string;
}

/** The cache of this program: $XDG_CACHE_HOME/qingdan, else ~/.cache/qingdan. */
export function defaultCache(): ListCache {
  const base = env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const folder = join(base, 'qingdan');
  try {
    const mark = JSON.parse(readFileSync(new URL('./lists-build.json', import.meta.url), 'utf8')) as BuildMark;
    return { ...mark, shipped: fileURLToPath(new URL('./lists-cache.json', import.meta.url)), folder };
  } catch {
    return { build: sourceBuild(), shipped: null, folder, engine: null };
  }
}

/** Identity of the reading code: sha-256 over the sources of this folder and the schemas. */
export function sourceBuild(): string {
  const hash = createHash('sha256');
  for (const folder of ['./', '../../lists/schema/']) {
    const path = fileURLToPath(new URL(folder, import.meta.url));
    for (const name of readdirSync(path).sort()) hash.update(name).update(readFileSync(join(path, name)));
  }
  return hash.digest('hex');
}

/** The library whose files have this hash, null when no sound entry is there. */
export function readCache(cache: ListCache, contentHash: string): LibraryData | null {
  const paths = [cache.shipped, entryPath(cache, contentHash)];
  for (const path of paths) {
    const data = path === null ? null : readEntry(path, cache.build, contentHash);
    if (data !== null) return data;
  }
  return null;
}

/** Keep a parsed library in the user's folder. Where that cannot be written, nothing happens. */
export function writeCache(cache: ListCache, data: LibraryData): void {
  const path = entryPath(cache, data.contentHash);
  if (path !== null && cache.folder !== null) writeEntry(cache.folder, path, serialize(cache.build, data));
}

function writeEntry(folder: string, path: string, content: string | Uint8Array): void {
  const temporary = `${path}.${pid}.tmp`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(temporary, content, { mode: 0o600 });
    renameSync(temporary, path);
    prune(folder);
  } catch {
    // a cache is a favour: whatever the disk has against it, the work goes on without
  }
}

/** The place where stages keep what they work out of the lists with this hash; null from the sources. */
export function keptIn({ engine, shipped, folder }: ListCache, contentHash: string): Kept | null {
  if (engine === null) return null;
  const own = (name: string): string | null =>
    folder === null
      ? null
      : join(folder, `lists-${contentHash.slice(0, 16)}${contentHash.slice(-16)}-${engine.slice(0, 8)}-${name}.bin`);
  return {
    read(name) {
      const beside = shipped === null ? null : join(dirname(shipped), keptName(name));
      for (const path of [beside, own(name)]) {
        const bytes = path === null ? null : unsealed(path, engine, contentHash);
        if (bytes !== null) return bytes;
      }
      return null;
    },
    write(name, bytes) {
      const path = own(name);
      if (path !== null && folder !== null) writeEntry(folder, path, sealed(engine, contentHash, bytes));
    },
  };
}

/** File name of something kept for the shipped lists. */
export const keptName = (name: string): string => `lists-${name}.bin`;

/** Bytes behind a line `engine contentHash digest`. */
export function sealed(engine: string, contentHash: string, bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${engine} ${contentHash} ${digest(bytes)}\n`), bytes]);
}

function unsealed(path: string, engine: string, contentHash: string): Uint8Array | null {
  try {
    const whole = readFileSync(path);
    const end = whole.indexOf('\n');
    const bytes = whole.subarray(end + 1);
    return whole.toString('latin1', 0, end) === `${engine} ${contentHash} ${digest(bytes)}` ? bytes : null;
  } catch {
    return null;
  }
}

/**
 * An entry as text: a line `build contentHash digest`, the library as a line of JSON, and the examples of each concept
 * on a line of its own. The examples are more than half of it and seldom asked for: they are read when they are.
 */
export function serialize(build: string, data: LibraryData): string {
  const lines = data.concepts.map(({ hit, miss }) => JSON.stringify([hit, miss]));
  let at = 0;
  const concepts = data.concepts.map(({ hit: _, miss: __, ...concept }, i) => {
    const from = at;
    at += Buffer.byteLength(lines[i]!) + 1;
    return { ...concept, examples: [from, at - 1] };
  });
  const content = `${JSON.stringify({ ...data, concepts })}\n${lines.join('\n')}`;
  return `${build} ${data.contentHash} ${digest(content)}\n${content}`;
}

function readEntry(path: string, build: string, contentHash: string): LibraryData | null {
  try {
    const bytes = readFileSync(path);
    const end = bytes.indexOf('\n');
    const content = bytes.subarray(end + 1);
    if (bytes.toString('latin1', 0, end) !== `${build} ${contentHash} ${digest(content)}`) return null;
    const core = content.indexOf('\n');
    const data = JSON.parse(content.toString('utf8', 0, core)) as LibraryData;
    const examples = content.subarray(core + 1);
    for (const concept of data.concepts) unfold(concept as Folded, examples);
    return data;
  } catch {
    return null;
  }
}

/** A concept whose examples still lie in the entry, from one byte to another. */
interface Folded {
  examples?: readonly [from: number, to: number];
  hit: Concept['hit'];
  miss: Concept['miss'];
}

/** Gives a concept its examples, to be read when somebody asks. */
function unfold(concept: Folded, entry: Buffer): void {
  const [from, to] = concept.examples!;
  delete concept.examples;
  let known: readonly [Concept['hit'], Concept['miss']] | undefined;
  const both = (): readonly [Concept['hit'], Concept['miss']] => {
    known ??= JSON.parse(entry.toString('utf8', from, to)) as [Concept['hit'], Concept['miss']];
    return known;
  };
  Object.defineProperties(concept, {
    hit: { get: () => both()[0], enumerable: true, configurable: true },
    miss: { get: () => both()[1], enumerable: true, configurable: true },
  });
}

function entryPath(cache: ListCache, contentHash: string): string | null {
  return cache.folder === null
    ? null
    : join(cache.folder, `lists-${contentHash.slice(0, 24)}-${cache.build.slice(0, 8)}.json`);
}

const digest = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** Forget all but the entries used last. */
function prune(folder: string): void {
  const entries = readdirSync(folder)
    .filter((name) => /^lists-\w+-\w+(-\w+)?\.(json|bin)(\.\d+\.tmp)?$/.test(name))
    .map((name) => ({ path: join(folder, name), time: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.time - a.time);
  for (const { path } of entries.slice(KEPT)) rmSync(path, { force: true });
}
