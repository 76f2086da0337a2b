/**
 * Lists laid over other lists: a district adds to those of its city, the city to those of its province. An item with
 * the id of an item above takes its place; an id under `retired` takes it away; words and examples are only ever added.
 */
import { posix } from 'node:path';
import { UserError } from '../errors.ts';
import { BODIES, type Concept, type Item, type LexiconClass, LISTS, type Library, type LinePlace } from '../types.ts';
import type { ListFile } from './load.ts';

/** What edition.yaml says under `extends`, null when the lists stand alone; looked for without parsing. */
export function extendsOf(files: readonly ListFile[]): string | null {
  const edition = files.find((file) => file.path === 'edition.yaml')?.bytes.toString('utf8') ?? '';
  return /^extends:\s*["']?([^\s"'#]+)/m.exec(edition)?.[1] ?? null;
}

/**
 * One set of lists over another.
 * @param prefix leads from the folder of `own` to that of `upper`; places above are shown with it
 * @throws UserError when the lower level makes something else of a concept or class of the upper one
 */
export function laidOver(upper: Library, own: Library, prefix: string): Library {
  const up = (place: LinePlace): LinePlace => ({ ...place, file: posix.join(prefix, place.file) });
  const concepts = byId(
    upper.concepts.map((one) => movedConcept(one, up)),
    own.concepts,
    joinedConcept,
  );
  const classes = byId(
    upper.classes.map((one) => ({ ...one, place: up(one.place) })),
    own.classes,
    joinedClass,
  );
  return {
    dir: own.dir,
    contentHash: `${own.contentHash.slice(0, 32)}${upper.contentHash.slice(0, 32)}`,
    edition: own.edition,
    items: mergedItems(upper, own, up),
    concepts,
    classes,
    columns: [...own.columns, ...upper.columns],
    // a level may keep a scale or words of its own; as a whole, so that nobody has to guess what came from where
    decision: own.decision ?? upper.decision,
    funding: own.funding ?? upper.funding,
    basisWords: own.basisWords ?? upper.basisWords,
    register: [
      ...own.register,
      ...upper.register.filter(({ title }) => !own.register.some((one) => one.title === title)),
    ],
    waivers: [...own.waivers, ...upper.waivers.map((one) => ({ ...one, place: up(one.place) }))],
    upper,
    wide() {
      const facts = own.wide();
      return facts.instruments.length + facts.mentions.length > 0 ? facts : upper.wide();
    },
  };
}

function mergedItems(upper: Library, own: Library, up: (place: LinePlace) => LinePlace): Item[] {
  const retired = new Set(own.edition.retired.map((one) => one.id));
  const replaced = new Map(own.items.map((item) => [item.id, item]));
  const known = new Set(upper.items.map((item) => item.id));
  const items = upper.items
    .filter((item) => !retired.has(item.id) || replaced.has(item.id))
    .map((item) => replaced.get(item.id) ?? { ...item, place: up(item.place) });
  for (const item of own.items.filter(({ id }) => !known.has(id))) {
    // beside the others of its category, so that the categories keep their order
    const last = items.findLastIndex(
      (one) => one.body === item.body && one.list === item.list && one.category === item.category,
    );
    items.splice(last === -1 ? items.length : last + 1, 0, item);
  }
  return BODIES.flatMap((body) =>
    LISTS.flatMap((list) => items.filter((item) => item.body === body && item.list === list)),
  );
}

function movedConcept(one: Concept, up: (place: LinePlace) => LinePlace): Concept {
  const moved = <T extends { readonly place: LinePlace }>(entry: T): T => ({ ...entry, place: up(entry.place) });
  return { ...moved(one), frames: one.frames.map(moved), hit: one.hit.map(moved), miss: one.miss.map(moved) };
}

/** Entries of both; what both have is joined and keeps its place above. */
function byId<T extends { readonly id: string }>(
  above: readonly T[],
  own: readonly T[],
  join: (above: T, own: T) => T,
): T[] {
  const mine = new Map(own.map((one) => [one.id, one]));
  const known = new Set(above.map((one) => one.id));
  return [
    ...above.map((one) => {
      const added = mine.get(one.id);
      return added ? join(one, added) : one;
    }),
    ...own.filter((one) => !known.has(one.id)),
  ];
}

function joinedConcept(above: Concept, own: Concept): Concept {
  refuseUnlike(own, '概念', 'kind', above.kind, own.kind, '下级只能给它增加句式、说法和例子');
  return {
    ...above,
    frames: [...above.frames, ...own.frames],
    aliases: united(above.aliases, own.aliases),
    hit: [...above.hit, ...own.hit],
    miss: [...above.miss, ...own.miss],
  };
}

function joinedClass(above: LexiconClass, own: LexiconClass): LexiconClass {
  refuseUnlike(own, '词类', 'role', above.role, own.role, '下级只能给它增加词');
  return { ...above, terms: united(above.terms, own.terms), notIn: united(above.notIn, own.notIn) };
}

const united = (above: readonly string[], own: readonly string[]): string[] => [...new Set([...above, ...own])];

/** @throws UserError when a level turns what stands above it into something else */
function refuseUnlike(
  { id, place }: { readonly id: string; readonly place: LinePlace },
  what: string,
  field: string,
  above: string,
  own: string,
  hint: string,
): void {
  if (above === own) return;
  throw new UserError(`overlay-${field}`, place, `${what}“${id}”在上级清单里是 ${above}，这里写成了 ${own}`, hint);
}
