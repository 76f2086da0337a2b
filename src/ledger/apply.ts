/**
 * Putting an approved proposal into the lists: the edits of all files are worked out and checked in memory, then the
 * files are replaced one by one, each only when it still is what was read. Run again after an interruption, it finds
 * what is done already and does the rest.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../errors.ts';
import { type ItemContent, itemHash } from '../item-hash.ts';
import { faultError, type LibraryData, type ListFile, listFiles, loadLibrary, parseLibrary } from '../lists/load.ts';
import { type Body, type Item, LISTS, type Library, type ListName } from '../types.ts';
import type { ConceptDraft, Proposal } from './admission.ts';
import {
  appendEntry,
  appendLines,
  basisLine,
  flowList,
  removeEntry,
  replaceEntries,
  replaceScalar,
  type Splice,
  spliced,
  YamlText,
} from './splice.ts';
import { replaceFile } from './store.ts';
import { yamlQuoted, yamlScalar } from './yaml-write.ts';

/** The edit of one file. */
export interface FileEdit {
  /** relative to the lists folder, with forward slashes */
  readonly path: string;
  /** null for a file that is new */
  readonly before: Buffer | null;
  readonly after: Buffer;
  readonly splices: readonly Splice[];
  /** what the person should look at, such as a comment left above a removed item */
  readonly notes: readonly string[];
}

/** All edits of one proposal; none when the lists have it already. */
export interface ListEdit {
  readonly files: readonly FileEdit[];
}

const EDITED = /^(?:edition\.yaml|(?:village|community)\/[a-z]+\.yaml)$/;
const CONCEPTS = /^concepts\/[^/]+\.yaml$/;

/**
 * Works out what a proposal changes, without touching a file. Lists that extend others are edited in their own folder:
 * a changed item of the upper lists is put into the own file in its new form, a removed one under `retired`.
 * @param on YYYY-MM-DD, the day from which a removed item is off the list
 * @param edition new label of the edition, null to leave it
 * @throws UserError when the lists are no longer what the proposal speaks of, or the result would not be exactly it
 */
export function planEdit(lists: string, proposal: Proposal, on: string, edition: string | null): ListEdit {
  // the items, the words that an item may bring along, and the count: nothing else is read or touched
  const files = listFiles(lists).filter(({ path }) => EDITED.test(path) || (proposal.concept && CONCEPTS.test(path)));
  const own = parsed(files, lists);
  const whole = own.edition.extends === null ? own : loadLibrary(lists);
  const edits = new Editor(lists, files);
  if (proposal.change === 'lexicon')
    throw new UserError('not-applied', null, '词语的改动由编辑人直接改文件', '批准已登记，lists lint --base 会认');
  if (!isDone(whole, proposal)) {
    demandUnchanged(whole, proposal);
    editItems(edits, own, whole, proposal);
  }
  if (proposal.concept && !whole.concepts.some(({ id }) => id === proposal.concept!.id))
    addConcept(edits, own, proposal, proposal.concept);
  edits.finish();
  retire(edits, own, whole, proposal, on);
  countInventory(edits, whole, proposal);
  if (edition !== null && edition !== own.edition.edition)
    edits.splice('edition.yaml', (file) => [replaceScalar(file, ['edition'], edition)]);
  edits.finish();
  demandExact(own, parsed(edits.files(), lists), proposal);
  return { files: edits.edits(proposal.change === 'remove' || proposal.from !== null) };
}

/**
 * Replaces the files of an edit.
 * @throws UserError 'changed-meanwhile' when a file is not what was read; that file and those after it stay as they are
 */
export function writeEdit(lists: string, edit: ListEdit): void {
  for (const { path, before } of edit.files) demandSame(join(lists, path), before);
  for (const { path, before, after } of edit.files) {
    const full = join(lists, path);
    demandSame(full, before);
    if (before === null) mkdirSync(dirname(full), { recursive: true });
    replaceFile(full, after);
  }
}

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function demandSame(path: string, before: Buffer | null): void {
  const now = existsSync(path) ? readFileSync(path) : null;
  if (now === null ? before === null : before !== null && sha(now) === sha(before)) return;
  throw new UserError('changed-meanwhile', path, '文件在此期间被别人改动，没有写入', '请看过改动后再运行一次');
}

function parsed(files: readonly ListFile[], lists: string): LibraryData {
  const { data, faults } = parseLibrary(files);
  if (data === null) throw faultError(faults[0]!, lists);
  return data;
}

/** Files with the edits made so far; a file may be spliced in several steps. */
class Editor {
  readonly #lists: string;
  readonly #read: ReadonlyMap<string, Buffer>;
  readonly #now: Map<string, Buffer>;
  readonly #splices = new Map<string, Splice[]>();
  readonly #pending = new Map<string, Splice[]>();
  readonly #notes = new Map<string, string[]>();

  constructor(lists: string, files: readonly ListFile[]) {
    this.#lists = lists;
    this.#read = new Map(files.map(({ path, bytes }) => [path, bytes]));
    this.#now = new Map(this.#read);
  }

  open(path: string): YamlText {
    const bytes = this.#now.get(path);
    if (!bytes) throw new UserError('no-list-file', join(this.#lists, path), '没有这个文件', '请先建好这个文件');
    return new YamlText(bytes, join(this.#lists, path));
  }

  /** A file that is not there yet begins as `text`. */
  begin(path: string, text: string): void {
    if (!this.#now.has(path)) this.#now.set(path, Buffer.from(text, 'utf8'));
  }

  /** Splices of one file, all in terms of the text as it is now; they take effect with finish(). */
  splice(path: string, make: (file: YamlText) => readonly Splice[]): void {
    this.#pending.set(path, [...(this.#pending.get(path) ?? []), ...make(this.open(path))]);
  }

  note(path: string, text: string): void {
    this.#notes.set(path, [...(this.#notes.get(path) ?? []), text]);
  }

  finish(): void {
    for (const [path, splices] of this.#pending) {
      const text = this.open(path).text;
      this.#now.set(path, Buffer.from(spliced(text, splices), 'utf8'));
      this.#splices.set(path, [...(this.#splices.get(path) ?? []), ...splices]);
    }
    this.#pending.clear();
  }

  files(): ListFile[] {
    return [...this.#now].map(([path, bytes]) => ({ path, bytes }));
  }

  /**
   * Words first, then items, then the count, so that no item stands there without its words after an interruption;
   * with an item that goes, the count and its retired id first.
   */
  edits(removal: boolean): FileEdit[] {
    const rank = (path: string): number =>
      path.startsWith('concepts/') ? 1 : path !== 'edition.yaml' ? 2 : removal ? 0 : 3;
    return [...this.#splices.keys()]
      .filter((path) => !this.#read.has(path) || !this.#now.get(path)!.equals(this.#read.get(path)!))
      .sort((a, b) => rank(a) - rank(b))
      .map((path) => ({
        path,
        before: this.#read.get(path) ?? null,
        after: this.#now.get(path)!,
        splices: this.#splices.get(path)!,
        notes: this.#notes.get(path) ?? [],
      }));
  }
}

const listPath = (body: Body, list: ListName): string => `${body}/${list}.yaml`;
type Items = Pick<Library, 'items'>;
const itemOf = (library: Items, id: string): Item | undefined => library.items.find((item) => item.id === id);

/** True when the items of the lists are already as the proposal wants them. */
function isDone(library: Items, { change, item, from, contentHash }: Proposal): boolean {
  const now = itemOf(library, item);
  if (change === 'remove') return now === undefined;
  if (from !== null && from !== item && itemOf(library, from)) return false;
  return now !== undefined && itemHash(now) === contentHash;
}

/** The lists must still be what the approvals were given for. */
function demandUnchanged(library: Items, { change, item, from, before }: Proposal): void {
  const old = itemOf(library, from ?? item);
  if (change === 'add') {
    if (old) throw new UserError('id-taken', old.place, `编号 ${item} 已是“${old.title}”`, '请用新编号另行申报');
    return;
  }
  if (!old) throw new UserError('item-gone', null, `清单里没有 ${from ?? item}`, '请核对清单是否已改');
  if (itemHash(old) !== before)
    throw new UserError('item-changed', old.place, `${old.id} 在申报之后被改动过`, '请按现在的内容另行申报');
}

function editItems(edits: Editor, own: LibraryData, whole: Items, proposal: Proposal): void {
  const { change, content, item, from } = proposal;
  const old = itemOf(own, from ?? item);
  // an item of the upper lists is not there to be edited: its new form stands in the own file and takes its place
  if (change === 'add' || (content && !old)) insertItem(edits, own, content!, null);
  else if (change === 'reword' || change === 'rebase') editInPlace(edits, own, old!, content!);
  else if (old) {
    const kept = change === 'move' ? keptLines(edits, own, old, content!) : null;
    removeItem(edits, own, old);
    if (change === 'move') insertItem(edits, own, content!, kept);
  } else if (!itemOf(whole, item)) throw new UserError('item-gone', null, `清单里没有 ${item}`, '请核对清单是否已改');
}

/** An id that is off the list is kept for ever, so that it is never given to another item. */
function retire(
  edits: Editor,
  own: LibraryData,
  whole: Items,
  { change, item, from, before }: Proposal,
  on: string,
): void {
  const id = change === 'remove' ? item : change === 'move' && from !== null && from !== item ? from : null;
  if (id === null || own.edition.retired.some((one) => one.id === id)) return;
  const title = itemOf(whole, id)?.title;
  if (title === undefined || before === null) return;
  const line = `{ id: ${yamlQuoted(id)}, title: ${yamlScalar(title)}, on: ${yamlQuoted(on)} }`;
  edits.splice('edition.yaml', (file) => [
    file.node(['retired']) === undefined
      ? appendLines(file, ['retired:', `  - ${line}`])
      : appendEntry(file, ['retired'], [`- ${line}`]),
  ]);
}

/** Path of an item in its file: ['categories', 2, 'items', 0] or ['items', 3]. */
function pathOf(library: LibraryData, item: Item): (string | number)[] {
  const peers = library.items.filter(({ body, list }) => body === item.body && list === item.list);
  const flat = peers.filter(({ category }) => category === null);
  if (item.category === null) return ['items', flat.findIndex(({ id }) => id === item.id)];
  const categories = [...new Set(peers.flatMap(({ category }) => category ?? []))];
  const inside = peers.filter(({ category }) => category === item.category);
  return ['categories', categories.indexOf(item.category), 'items', inside.findIndex(({ id }) => id === item.id)];
}

function editInPlace(edits: Editor, library: LibraryData, old: Item, content: ItemContent): void {
  const path = pathOf(library, old);
  edits.splice(listPath(old.body, old.list), (file) => {
    const splices: Splice[] = [];
    if (old.title !== content.title) splices.push(replaceScalar(file, [...path, 'title'], content.title));
    if (JSON.stringify(old.basis) !== JSON.stringify(content.basis))
      splices.push(replaceEntries(file, [...path, 'basis'], content.basis.map(basisLine)));
    return splices;
  });
}

/** The lines of an item that only changes its category, as they are: its comments go with it. */
function keptLines(edits: Editor, library: LibraryData, old: Item, content: ItemContent): string | null {
  if (old.id !== content.id || old.list !== content.list || old.body !== content.body) return null;
  const file = edits.open(listPath(old.body, old.list));
  const { start, end } = removeEntry(file, pathOf(library, old));
  return file.text.slice(start, end);
}

function removeItem(edits: Editor, library: LibraryData, old: Item): void {
  const path = pathOf(library, old);
  const listFile = listPath(old.body, old.list);
  const peers = library.items.filter(
    (one) => one.body === old.body && one.list === old.list && one.category === old.category,
  );
  edits.splice(listFile, (file) => {
    // a category does not stay without items
    const gone = removeEntry(file, old.category !== null && peers.length === 1 ? path.slice(0, 2) : path);
    const above = file.text.slice(0, gone.start).split(/\r?\n/).at(-2) ?? '';
    if (/^\s*#/.test(above))
      edits.note(listFile, `第 ${file.line(gone.start) - 1} 行的注释保留，请看是否随事项一并删去`);
    return [gone];
  });
}

function insertItem(edits: Editor, library: LibraryData, content: ItemContent, kept: string | null): void {
  const path = listPath(content.body, content.list);
  const empty = content.category === null ? 'items' : 'categories';
  edits.begin(path, `kind: list\nbody: ${content.body}\nlist: ${content.list}\n${empty}: []\n`);
  edits.splice(path, (file) => {
    const peers = library.items.filter(({ body, list }) => body === content.body && list === content.list);
    const since = (file.node(['since']) as { value?: string } | undefined)?.value ?? null;
    const lines = itemLines(content, since);
    if (content.category === null) return [appendEntry(file, ['items'], lines)];
    const at = [...new Set(peers.flatMap(({ category }) => category ?? []))].indexOf(content.category);
    if (at === -1) {
      const entry = [`- name: ${yamlScalar(content.category)}`, '  items:', ...lines.map((line) => `    ${line}`)];
      return [appendEntry(file, ['categories'], entry)];
    }
    const splice = appendEntry(file, ['categories', at, 'items'], lines);
    if (kept === null) return [splice];
    return [{ ...splice, text: `${file.eol(splice.start)}${kept.replace(/\r?\n$/, '')}` }];
  });
}

/** An item as the shipped lists write it. */
function itemLines(content: ItemContent & { readonly note?: string | null }, fileSince: string | null): string[] {
  return [
    `- id: ${yamlQuoted(content.id)}`,
    `  title: ${yamlScalar(content.title)}`,
    ...(content.department === null ? [] : [`  department: ${yamlScalar(content.department)}`]),
    '  basis:',
    ...content.basis.map((ref) => `    ${basisLine(ref)}`),
    ...(content.since === null || content.since === fileSince ? [] : [`  since: ${yamlQuoted(content.since)}`]),
    ...(content.until === null ? [] : [`  until: ${yamlQuoted(content.until)}`]),
    ...(content.note ? [`  note: ${yamlScalar(content.note)}`] : []),
    `  concepts: ${flowList(content.concepts)}`,
  ];
}

/** New examples and aliases go to the file that holds those of the neighbouring items. */
function addConcept(edits: Editor, library: LibraryData, { content }: Proposal, concept: ConceptDraft): void {
  const near = library.items.filter(({ body, list }) => body === content!.body && list === content!.list);
  const peers = [...near.filter(({ category }) => category === content!.category).reverse(), ...near, ...library.items];
  const places = peers.flatMap(({ concepts }) => library.concepts.filter(({ id }) => concepts.includes(id)));
  const path = places[0]?.place.file ?? `concepts/${content!.list}.yaml`;
  edits.splice(path, (file) => [appendEntry(file, ['concepts'], conceptLines(concept))]);
}

function conceptLines(concept: ConceptDraft): string[] {
  return [
    `- id: ${yamlScalar(concept.id)}`,
    `  name: ${yamlScalar(concept.name)}`,
    ...(concept.aliases.length === 0 ? [] : [`  aliases: ${flowList(concept.aliases)}`]),
    '  hit:',
    ...concept.hit.map((text) => `    - ${yamlScalar(text)}`),
    '  miss:',
    ...concept.miss.map((text) => `    - ${yamlScalar(text)}`),
  ];
}

/** The declared inventory follows what the lists hold after the change, those they extend included. */
function countInventory(edits: Editor, whole: Library | LibraryData, proposal: Proposal): void {
  const { content, body, from, item, change } = proposal;
  const gone = change === 'remove' ? item : (from ?? item);
  const kept = whole.items.filter(({ id }) => id !== gone && id !== item);
  const after: readonly Pick<Item, 'body' | 'list'>[] = content ? [...kept, content] : kept;
  for (const list of LISTS) {
    const count = after.filter((one) => one.body === body && one.list === list).length;
    const touched = list === content?.list || list === itemOf(whole, gone)?.list || change === 'remove';
    if (!touched || whole.edition.inventory[body][list] === count) continue;
    edits.splice('edition.yaml', (file) => [replaceScalar(file, ['inventory', body, list], count)]);
  }
}

/** The result is exactly what was approved, and every other item and concept is as before. */
function demandExact(before: LibraryData, after: LibraryData, proposal: Proposal): void {
  const refuse = (what: string): never => {
    throw new UserError('not-exact', null, `改后的清单与批准的内容不一致（${what}），没有写入`, '请手工修改清单');
  };
  const touched = new Set([proposal.item, proposal.from ?? proposal.item]);
  const others = (library: LibraryData): string =>
    library.items
      .filter(({ id }) => !touched.has(id))
      .map((item) => `${itemHash(item)} ${item.note}`)
      .join('\n');
  if (others(before) !== others(after)) refuse('别的事项变了');
  const now = itemOf(after, proposal.item);
  if (proposal.change === 'remove' ? now !== undefined : !now || itemHash(now) !== proposal.contentHash)
    refuse(proposal.item);
  if (proposal.from !== null && proposal.from !== proposal.item && itemOf(after, proposal.from)) refuse(proposal.from);
  const words = (library: LibraryData): string =>
    JSON.stringify(
      library.concepts.filter(({ id }) => id !== proposal.concept?.id).map(({ place: _, ...rest }) => rest),
      (key, value) => (key === 'place' ? undefined : value),
    );
  if (words(before) !== words(after)) refuse('别的概念变了');
}

/** The edit of a file as lines with - and +, two lines of context. */
export function diffText({ path, before, after }: FileEdit): string {
  const old = before === null ? [] : linesOf(before);
  const now = linesOf(after);
  const hunks = hunksOf(old, now);
  const shown = (line: string): string => line.replace(/\r$/, '').replace(/^\uFEFF/, '');
  const lines = hunks.flatMap(({ from, to, oldEnd, newEnd }) => {
    const start = Math.max(0, from - 2);
    const tail = old.slice(oldEnd, oldEnd + 2);
    return [
      `@@ -${start + 1},${oldEnd - start + tail.length} +${to - (from - start) + 1},${newEnd - to + (from - start) + tail.length} @@`,
      ...old.slice(start, from).map((line) => ` ${shown(line)}`),
      ...old.slice(from, oldEnd).map((line) => `-${shown(line)}`),
      ...now.slice(to, newEnd).map((line) => `+${shown(line)}`),
      ...tail.map((line) => ` ${shown(line)}`),
    ];
  });
  return `--- ${before === null ? '（新文件）' : path}\n+++ ${path}\n${lines.join('\n')}\n`;
}

/** Lines of a file; the end of the file is not one. */
const linesOf = (bytes: Buffer): string[] => bytes.toString('utf8').replace(/\n$/, '').split('\n');

interface Hunk {
  /** first changed line, 0-based, before and after */
  readonly from: number;
  readonly to: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** Differing stretches of two texts; lines between them are the same in both. */
function hunksOf(old: readonly string[], now: readonly string[]): Hunk[] {
  const hunks: Hunk[] = [];
  let a = 0;
  let b = 0;
  while (a < old.length || b < now.length) {
    if (a < old.length && b < now.length && old[a] === now[b]) {
      a++;
      b++;
      continue;
    }
    const [oldEnd, newEnd] = resume(old, now, a, b);
    hunks.push({ from: a, to: b, oldEnd, newEnd });
    a = oldEnd;
    b = newEnd;
  }
  return hunks;
}

/** The nearest pair of lines from which both texts run alike for two lines, or to the end. */
function resume(old: readonly string[], now: readonly string[], a: number, b: number): [number, number] {
  const limit = old.length - a + (now.length - b);
  for (let distance = 1; distance <= limit; distance++)
    for (let skip = 0; skip <= distance; skip++) {
      const i = a + skip;
      const j = b + distance - skip;
      if (i > old.length || j > now.length) continue;
      if ([0, 1].every((k) => old[i + k] === now[j + k])) return [i, j];
    }
  return [old.length, now.length];
}
