/** Checked YAML values → the plain nouns of types.ts. Nothing is validated here: the schema has spoken before. */
import type {
  BasisRef,
  BasisWords,
  Body,
  ColumnSynonyms,
  Concept,
  Decision,
  Edition,
  Example,
  Frame,
  FundingWords,
  Instrument,
  Item,
  LexiconClass,
  ListName,
  Strength,
  Waiver,
} from '../types.ts';
import type { YamlFile } from './yaml.ts';

interface ItemYaml {
  id: string;
  title: string;
  department?: string | null;
  basis?: BasisYaml[];
  since?: string;
  until?: string;
  note?: string | null;
  concepts?: string[];
}
interface BasisYaml {
  instrument: string;
  article?: number | string | null;
  paragraph?: number;
  unverified?: boolean;
}
interface ListYaml {
  body: Body;
  list: ListName;
  /** date from which items without a date of their own stand on the list */
  since?: string;
  categories?: { name: string; items: ItemYaml[] }[];
  items?: ItemYaml[];
}

/** One of the eight list files → its items, in the order written. */
export function toItems(file: YamlFile): Item[] {
  const list = file.value as ListYaml;
  const item = (one: ItemYaml, category: string | null, pointer: string): Item => ({
    id: one.id,
    body: list.body,
    list: list.list,
    category,
    title: one.title,
    department: one.department ?? null,
    basis: (one.basis ?? []).map(toBasis),
    since: one.since ?? list.since ?? null,
    until: one.until ?? null,
    note: one.note ?? null,
    concepts: one.concepts ?? [],
    place: file.place(pointer),
  });
  return [
    ...(list.categories ?? []).flatMap((category, c) =>
      category.items.map((one, i) => item(one, category.name, `/categories/${c}/items/${i}`)),
    ),
    ...(list.items ?? []).map((one, i) => item(one, null, `/items/${i}`)),
  ];
}

function toBasis(basis: BasisYaml): BasisRef {
  return {
    instrument: basis.instrument,
    article: basis.article ?? null,
    ...(basis.paragraph === undefined ? {} : { paragraph: basis.paragraph }),
    ...(basis.unverified === undefined ? {} : { unverified: basis.unverified }),
  };
}

interface EditionYaml {
  edition: string;
  effective: string;
  reviewed: string;
  review_within: number;
  inventory: Record<Body, Record<ListName, number>>;
  extends?: string;
  extends_edition?: string;
  retired?: { id: string; title: string; on: string }[];
  changes?: { on: string; text: string }[];
}

export function toEdition(file: YamlFile): Edition {
  const written = file.value as EditionYaml;
  const { edition, effective, reviewed, review_within, inventory, retired, changes } = written;
  const counts = ({ statutory, service, assist, prohibited }: Record<ListName, number>) => ({
    statutory,
    service,
    assist,
    prohibited,
  });
  return {
    edition,
    effective,
    reviewed,
    reviewWithin: review_within,
    inventory: { village: counts(inventory.village), community: counts(inventory.community) },
    extends: written.extends ?? null,
    extendsEdition: written.extends_edition ?? null,
    retired: (retired ?? []).map(({ id, title, on }) => ({ id, title, on })),
    changes: (changes ?? []).map(({ on, text }) => ({ on, text })),
  };
}

interface ClassYaml {
  id: string;
  role: LexiconClass['role'];
  terms: string[];
  not_in?: string[];
}

export function toClasses(file: YamlFile): LexiconClass[] {
  return (file.value as { classes: ClassYaml[] }).classes.map((one, i) => ({
    id: one.id,
    role: one.role,
    terms: one.terms,
    notIn: one.not_in ?? [],
    place: file.place(`/classes/${i}`),
  }));
}

type ExampleYaml = string | { text: string; section?: string; instead?: string };
interface FrameYaml {
  all: (string | string[])[];
  none?: string[];
  near?: number;
  ordered?: boolean;
  heading?: string[];
  strength?: Strength;
}
interface ConceptYaml {
  id: string;
  name: string;
  kind?: Concept['kind'];
  frames?: FrameYaml[];
  aliases?: string[];
  hit?: ExampleYaml[];
  miss?: ExampleYaml[];
}

export function toConcepts(file: YamlFile): Concept[] {
  return (file.value as { concepts: ConceptYaml[] }).concepts.map((one, i): Concept => {
    const pointer = `/concepts/${i}`;
    const examples = (key: 'hit' | 'miss'): Example[] =>
      (one[key] ?? []).map((example, n) => {
        const place = file.place(`${pointer}/${key}/${n}`);
        if (typeof example === 'string') return { text: example, section: null, instead: null, place };
        return { text: example.text, section: example.section ?? null, instead: example.instead ?? null, place };
      });
    return {
      id: one.id,
      name: one.name,
      kind: one.kind ?? 'topic',
      frames: (one.frames ?? []).map((frame, n) => toFrame(frame, file, `${pointer}/frames/${n}`)),
      aliases: one.aliases ?? [],
      hit: examples('hit'),
      miss: examples('miss'),
      place: file.place(pointer),
    };
  });
}

function toFrame(frame: FrameYaml, file: YamlFile, pointer: string): Frame {
  return {
    all: frame.all.map((slot) => (typeof slot === 'string' ? [slot] : slot)),
    none: frame.none ?? [],
    near: frame.near ?? 0,
    ordered: frame.ordered ?? false,
    heading: frame.heading ?? [],
    strength: frame.strength ?? 'strong',
    place: file.place(pointer),
  };
}

interface InstrumentYaml {
  title: string;
  short_title?: string | null;
  aliases?: string[];
  group: Instrument['group'];
  issuer?: string | null;
  number?: string | null;
  adopted?: string | null;
  version?: string | null;
  effective?: string | null;
  repealed_on?: string | null;
  status?: Instrument['status'];
  replaced_by?: string | null;
  articles?: number | null;
  note?: string | null;
}

export function toInstruments(file: YamlFile): Instrument[] {
  return (file.value as { instruments: InstrumentYaml[] }).instruments.map((one) => ({
    title: one.title,
    shortTitle: one.short_title ?? one.title,
    aliases: one.aliases ?? [],
    group: one.group,
    issuer: one.issuer ?? null,
    number: one.number ?? null,
    adopted: one.adopted ?? null,
    version: one.version ?? one.adopted ?? null,
    effective: one.effective ?? null,
    repealedOn: one.repealed_on ?? null,
    status: one.status ?? null,
    replacedBy: one.replaced_by ?? null,
    articles: one.articles ?? null,
    note: one.note ?? null,
  }));
}

interface FundingYaml {
  words: { id: string; terms?: string[]; say?: string[]; not_in?: string[] }[];
  signs: FundingWords['signs'][number][];
  outcomes: (Partial<FundingWords['outcomes'][number]> & Pick<FundingWords['outcomes'][number], 'gives' | 'why'>)[];
  speaks: string[];
  collects: string[];
  plausible: FundingWords['plausible'];
}

export function toFunding(file: YamlFile): FundingWords {
  const { words, signs, outcomes, speaks, collects, plausible } = file.value as FundingYaml;
  return {
    words: words.map(({ id, terms, say, not_in }) => ({ id, terms: terms ?? [], say: say ?? [], notIn: not_in ?? [] })),
    signs: signs.map(({ sign, why, say }) => ({ sign, why, say })),
    outcomes: outcomes.map(({ all, any, none, gives, why }) => ({
      all: all ?? [],
      any: any ?? [],
      none: none ?? [],
      gives,
      why,
    })),
    speaks,
    collects,
    plausible: { least: plausible.least, most: plausible.most },
  };
}

interface BasisWordsYaml extends Omit<BasisWords, 'assistWords' | 'acts'> {
  assist_words: string[];
  acts: { id: string; why: string; words: string[]; not_in?: string[]; article?: string[] }[];
}

export function toBasisWords(file: YamlFile): BasisWords {
  const { assist_words, acts, ...words } = file.value as BasisWordsYaml;
  const { kind: _, ...plain } = words as typeof words & { kind: string };
  return {
    ...plain,
    assistWords: assist_words,
    acts: acts.map(({ id, why, words, not_in, article }) => ({
      id,
      why,
      words,
      notIn: not_in ?? [],
      article: article ?? words,
    })),
  };
}

/** decision.yaml has the shape of the type, its keys in snake case. */
export function toDecision(file: YamlFile): Decision {
  const camel = (value: unknown): unknown => {
    if (Array.isArray(value) || value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
        camel(one),
      ]),
    );
  };
  const { kind: _, ...decision } = camel(file.value) as Decision & { kind: string };
  return decision;
}

export function toColumns(file: YamlFile): ColumnSynonyms[] {
  const { columns } = file.value as { columns: { field: ColumnSynonyms['field']; names: string[] }[] };
  return columns.map(({ field, names }) => ({ field, names }));
}

interface WaiverYaml {
  id: string;
  fingerprint?: string | null;
  unit?: string | null;
  item?: string | null;
  reason: string;
  approver: string;
  document: string;
  from: string;
  until: string;
}

export function toWaivers(file: YamlFile): Waiver[] {
  return (file.value as { waivers: WaiverYaml[] }).waivers.map((one, i) => ({
    id: one.id,
    fingerprint: one.fingerprint ?? null,
    unit: one.unit ?? null,
    item: one.item ?? null,
    reason: one.reason,
    approver: one.approver,
    document: one.document,
    from: one.from,
    until: one.until,
    place: file.place(`/waivers/${i}`),
  }));
}
