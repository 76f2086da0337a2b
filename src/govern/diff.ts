/** What changed between two versions of the lists, in the nouns of people: items, words, examples, instruments. */
import { itemHash } from '../item-hash.ts';
import { printBasis } from '../place.ts';
import { comparable } from '../text.ts';
import type { Concept, Instrument, Item, LexiconClass, Library } from '../types.ts';

/** One changed field of an entry. */
export interface FieldChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface ItemChange {
  readonly id: string;
  readonly title: string;
  readonly changes: readonly FieldChange[];
}

export interface MovedItem {
  readonly from: string;
  readonly to: string;
  readonly title: string;
  readonly changes: readonly FieldChange[];
}

/** Entries that one word list has more or less. */
export interface WordChange {
  readonly id: string;
  /** what kind of words: terms, not_in, aliases, hit, miss, frames */
  readonly field: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface ListsDiff {
  readonly edition: { readonly before: string; readonly after: string };
  readonly added: readonly { readonly id: string; readonly title: string }[];
  readonly removed: readonly { readonly id: string; readonly title: string }[];
  readonly moved: readonly MovedItem[];
  /** another title */
  readonly reworded: readonly ItemChange[];
  /** the same title on another basis */
  readonly rebased: readonly ItemChange[];
  /** department, dates, concepts, notes */
  readonly changed: readonly ItemChange[];
  readonly concepts: Sides;
  readonly classes: Sides;
  readonly words: readonly WordChange[];
  readonly instruments: Sides & { readonly changed: readonly ItemChange[] };
  readonly waivers: Sides;
  /** column names and scale, by the name of the entry */
  readonly settings: readonly FieldChange[];
}

interface Sides {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Compares two libraries; nothing of files, order, comments and quoting counts. */
export function diffLists(before: Library, after: Library): ListsDiff {
  const items = diffItems(before.items, after.items);
  return {
    edition: { before: before.edition.edition, after: after.edition.edition },
    ...items,
    concepts: sides(ids(before.concepts), ids(after.concepts)),
    classes: sides(ids(before.classes), ids(after.classes)),
    words: [
      ...pairs(before.classes, after.classes).flatMap(([a, b]) => classWords(a, b)),
      ...pairs(before.concepts, after.concepts).flatMap(([a, b]) => conceptWords(a, b)),
    ],
    instruments: diffInstruments(before.register, after.register),
    waivers: sides(ids(before.waivers), ids(after.waivers)),
    settings: diffSettings(before, after),
  };
}

/** Whether nothing at all changed. */
export function isSame(diff: ListsDiff): boolean {
  const { edition, ...rest } = diff;
  const empty = (value: unknown): boolean =>
    Array.isArray(value) ? value.length === 0 : Object.values(value as object).every(empty);
  return edition.before === edition.after && empty(rest);
}

type ItemsDiff = Pick<ListsDiff, 'added' | 'removed' | 'moved' | 'reworded' | 'rebased' | 'changed'>;

function diffItems(before: readonly Item[], after: readonly Item[]): ItemsDiff {
  const old = new Map(before.map((item) => [item.id, item]));
  const now = new Map(after.map((item) => [item.id, item]));
  const gone = before.filter((item) => !now.has(item.id));
  const fresh = after.filter((item) => !old.has(item.id));
  const moved = fresh.flatMap((item): MovedItem[] => {
    const from = gone.find((one) => isSameMatter(one, item));
    return from ? [{ from: from.id, to: item.id, title: item.title, changes: fieldChanges(from, item) }] : [];
  });
  const [left, come] = [new Set(moved.map((one) => one.from)), new Set(moved.map((one) => one.to))];
  const kept = pairs(before, after).filter(([a, b]) => itemHash(a) !== itemHash(b) || a.note !== b.note);
  const change = ([a, b]: readonly [Item, Item]): ItemChange => ({
    id: b.id,
    title: b.title,
    changes: fieldChanges(a, b),
  });
  const isRebased = ([a, b]: readonly [Item, Item]): boolean => a.title === b.title && bases(a) !== bases(b);
  return {
    added: fresh.filter((item) => !come.has(item.id)).map(({ id, title }) => ({ id, title })),
    removed: gone.filter((item) => !left.has(item.id)).map(({ id, title }) => ({ id, title })),
    moved,
    reworded: kept.filter(([a, b]) => a.title !== b.title).map(change),
    rebased: kept.filter(isRebased).map(change),
    changed: kept.filter(([a, b]) => a.title === b.title && bases(a) === bases(b)).map(change),
  };
}

/** The same matter under another id: the same words, or the same concepts. */
const isSameMatter = (a: Item, b: Item): boolean =>
  a.body === b.body &&
  (comparable(a.title).text === comparable(b.title).text || a.concepts.join() === b.concepts.join());

const bases = (item: Item): string =>
  item.basis
    .map((ref) => `${printBasis(ref)}${ref.paragraph ? `第${ref.paragraph}款` : ''}${ref.unverified ? '（待核）' : ''}`)
    .join('、');

function fieldChanges(a: Item, b: Item): FieldChange[] {
  const fields: readonly (readonly [string, string | null, string | null])[] = [
    ['title', a.title, b.title],
    ['basis', bases(a), bases(b)],
    ['department', a.department, b.department],
    ['category', a.category, b.category],
    ['since', a.since, b.since],
    ['until', a.until, b.until],
    ['concepts', a.concepts.join('、'), b.concepts.join('、')],
    ['note', a.note, b.note],
  ];
  return fields.flatMap(([field, before, after]) => (before === after ? [] : [{ field, before, after }]));
}

function classWords(a: LexiconClass, b: LexiconClass): WordChange[] {
  return [...words(b.id, 'terms', a.terms, b.terms), ...words(b.id, 'not_in', a.notIn, b.notIn)];
}

function conceptWords(a: Concept, b: Concept): WordChange[] {
  const texts = (examples: Concept['hit']): string[] =>
    examples.map(({ text, section }) => (section === null ? text : `${section} / ${text}`));
  const frames = (one: Concept): string[] => one.frames.map(({ place: _, ...frame }) => frameText(frame));
  return [
    ...words(b.id, 'frames', frames(a), frames(b)),
    ...words(b.id, 'aliases', a.aliases, b.aliases),
    ...words(b.id, 'hit', texts(a.hit), texts(b.hit)),
    ...words(b.id, 'miss', texts(a.miss), texts(b.miss)),
    ...(a.kind === b.kind ? [] : [{ id: b.id, field: 'kind', added: [b.kind], removed: [a.kind] }]),
  ];
}

/** 报刊 + 征订/订阅，无 自愿 */
function frameText({ all, none, heading, near, strength }: Omit<Concept['frames'][number], 'place'>): string {
  return [
    all.map((slot) => slot.join('/')).join(' + '),
    ...(heading.length > 0 ? [`标题 ${heading.join('/')}`] : []),
    ...(none.length > 0 ? [`无 ${none.join('/')}`] : []),
    ...(near > 0 ? [`间隔 ${near}`] : []),
    ...(strength === 'strong' ? [] : [strength]),
  ].join('，');
}

function words(id: string, field: string, a: readonly string[], b: readonly string[]): WordChange[] {
  const { added, removed } = sides(a, b);
  return added.length + removed.length === 0 ? [] : [{ id, field, added, removed }];
}

function diffInstruments(a: readonly Instrument[], b: readonly Instrument[]): ListsDiff['instruments'] {
  const key = (one: Instrument): string => (one.status === 'not-yet' ? `${one.title}（未施行）` : one.title);
  const old = new Map(a.map((one) => [key(one), one]));
  return {
    ...sides(a.map(key), b.map(key)),
    changed: b.flatMap((one): ItemChange[] => {
      const before = old.get(key(one));
      if (!before) return [];
      const changes = fieldsOf(before, one);
      return changes.length === 0 ? [] : [{ id: key(one), title: one.title, changes }];
    }),
  };
}

function diffSettings(a: Library, b: Library): FieldChange[] {
  const names = (one: Library): Record<string, string> => {
    const all: Record<string, string> = {};
    for (const { field, names: list } of one.columns)
      all[field] = [...(all[field]?.split('、') ?? []), ...list].join('、');
    return all;
  };
  const prefix = (file: string, changes: readonly FieldChange[]): FieldChange[] =>
    changes.map((one) => ({ ...one, field: `${file} ${one.field}` }));
  return [
    ...prefix('columns', fieldsOf(names(a), names(b))),
    ...prefix('decision', fieldsOf(a.decision, b.decision)),
    ...prefix('funding', fieldsOf(a.funding ?? {}, b.funding ?? {})),
    ...prefix('basis', fieldsOf(a.basisWords ?? {}, b.basisWords ?? {})),
  ];
}

/** Fields of two plain objects that differ; long lists show what is more and less. */
function fieldsOf(a: object, b: object): FieldChange[] {
  const [left, right] = [new Map<string, unknown>(Object.entries(a)), new Map<string, unknown>(Object.entries(b))];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((field) => {
    const [x, y] = [shown(left.get(field)), shown(right.get(field))];
    if (x === y) return [];
    if (x !== null && y !== null && x.length + y.length > 120) {
      const { added, removed } = sides(x.split('、'), y.split('、'));
      return [{ field, before: removed.join('、') || null, after: added.join('、') || null }];
    }
    return [{ field, before: x, after: y }];
  });
}

function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join('、');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const ids = (entries: readonly { readonly id: string }[]): string[] => entries.map((one) => one.id);

function sides(a: readonly string[], b: readonly string[]): Sides {
  const [left, right] = [new Set(a), new Set(b)];
  return { added: b.filter((one) => !left.has(one)), removed: a.filter((one) => !right.has(one)) };
}

function pairs<T extends { readonly id: string }>(a: readonly T[], b: readonly T[]): (readonly [T, T])[] {
  const old = new Map(a.map((one) => [one.id, one]));
  return b.flatMap((one) => {
    const before = old.get(one.id);
    return before ? [[before, one] as const] : [];
  });
}
