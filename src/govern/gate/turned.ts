/** What a change of words judges otherwise: every example of the base, every frozen case, every table heading. */
import { type Auditor, createAuditor } from '../../audit.ts';
import { judgementHash } from '../../judgement-hash.ts';
import { layoutRows } from '../../rows/layout.ts';
import { comparable } from '../../text.ts';
import type { Body, ColumnSynonyms, Library, LinePlace, Row, Table, Verdict } from '../../types.ts';
import { BODIES } from '../../types.ts';
import { exampleRow } from '../lists-test.ts';

/** One text whose verdict is another. */
export interface Turned {
  readonly text: string;
  readonly body: Body;
  readonly before: Verdict;
  /** null when the row is not even read any more */
  readonly after: Verdict | null;
  readonly itemBefore: string | null;
  readonly itemAfter: string | null;
  /** where the text stands: an example of the lists, or a frozen case */
  readonly place: LinePlace;
}

/** A labelled row that was frozen with the base revision. */
export interface FrozenCase {
  readonly row: Row;
  readonly place: LinePlace;
}

/**
 * Compares the words of two libraries over the same items (those after the change), so that an approved change of items
 * is not counted against the words.
 */
export async function turnedBy(
  base: Library,
  head: Library,
  frozen: readonly FrozenCase[],
  asOf: string,
): Promise<Turned[]> {
  if (judgementHash(base) === judgementHash(head)) return [];
  const before = createAuditor(
    { ...base, items: head.items, wide: () => base.wide() },
    { asOf, lang: 'zh', ledger: null },
  );
  const after = createAuditor(head, { asOf, lang: 'zh', ledger: null });
  const rows = [...exampleCases(base), ...frozen];
  const turned = rows.flatMap(({ row, place }) => turnsOf(before, after, row, place));
  if (JSON.stringify(base.columns) === JSON.stringify(head.columns)) return turned;
  return [...turned, ...(await turnedByColumns(base, head.columns, before))];
}

/** Hits and misses alike: a miss of one concept is mostly a hit of another, perhaps of a prohibited one. */
function exampleCases(library: Library): FrozenCase[] {
  return library.concepts.flatMap((concept) =>
    [...concept.hit, ...concept.miss].flatMap((example) =>
      BODIES.map((body) => ({ row: exampleRow(example, body), place: example.place })),
    ),
  );
}

/**
 * A text is judged twice by each side: as it is, and with the index blind to the text itself. An example that is found
 * by its own copy says nothing of the words, and rows in the field have no copy. What the base itself misjudges without
 * the copy is no loss when it is judged otherwise.
 */
export function turnsOf(before: Auditor, after: Auditor, row: Row, place: LinePlace): Turned[] {
  const open = glance(before, row, null);
  const blind = comparable(row.text).text;
  for (const omitted of [null, blind]) {
    const a = omitted === null ? open : glance(before, row, omitted);
    if (a.verdict !== open.verdict) continue;
    const b = glance(after, row, omitted);
    if (a.verdict === b.verdict) continue;
    const { body, verdict, item } = a;
    return [{ text: row.text, body, before: verdict, after: b.verdict, itemBefore: item, itemAfter: b.item, place }];
  }
  return [];
}

/** @param omitted text of examples that do not count, null when all do */
function glance(auditor: Auditor, row: Row, omitted: string | null): Glance {
  auditor.compiled.omit(omitted);
  const { body, judged } = auditor.reason(row);
  auditor.compiled.omit(null);
  return { body, verdict: judged.verdict, item: judged.item?.id ?? null };
}

interface Glance {
  readonly body: Body;
  readonly verdict: Verdict;
  readonly item: string | null;
}

/**
 * Column names and words of layout decide whether a row is read at all, and as what. Every name of the base heads a
 * small table with a prohibited text in it, and every prohibited example stands in a plain table: what was prohibited
 * under the old words and is not under the new ones has turned.
 */
async function turnedByColumns(base: Library, columns: readonly ColumnSynonyms[], auditor: Auditor): Promise<Turned[]> {
  const prohibited = exampleCases(base).filter(
    ({ row }) => row.bodies[0] === 'village' && auditor.reason(row).judged.verdict === 'prohibited',
  );
  const [sample] = prohibited;
  const heading = base.columns.find((one) => one.field === 'text')?.names[0];
  if (sample === undefined || heading === undefined) return [];
  const place: LinePlace = { file: 'columns.yaml', line: 1, column: 1 };
  const turned: Turned[] = [];
  const add = (text: string, after: Verdict | null, where: LinePlace): void =>
    void turned.push({
      text,
      body: 'village',
      before: 'prohibited',
      after,
      itemBefore: null,
      itemAfter: null,
      place: where,
    });

  const texts = tableOf([['序号', heading], ...prohibited.map(({ row }, i) => [String(i + 1), row.text])]);
  const [before, after] = [await verdictsOf(texts, base.columns, auditor), await verdictsOf(texts, columns, auditor)];
  prohibited.forEach(({ row, place: where }, i) => {
    const now = after.get(i + 2) ?? null;
    if (before.get(i + 2) === 'prohibited' && now !== 'prohibited') add(row.text, now, where);
  });

  const changed = changedNames(base.columns, columns);
  for (const { field, names } of base.columns)
    for (const name of names) {
      if (!changed.some((one) => one.includes(name) || name.includes(one))) continue;
      const head = field === 'text' ? ['序号', name] : ['序号', heading, name];
      const table = tableOf([head, ['1', sample.row.text, '√'].slice(0, head.length)]);
      if ((await verdictsOf(table, base.columns, auditor)).get(2) !== 'prohibited') continue;
      const now = (await verdictsOf(table, columns, auditor)).get(2) ?? null;
      if (now !== 'prohibited') add(name, now, place);
    }
  return turned;
}

/** Names that one side has under a field and the other has not. */
function changedNames(a: readonly ColumnSynonyms[], b: readonly ColumnSynonyms[]): string[] {
  const pairs = (columns: readonly ColumnSynonyms[]) =>
    new Map(columns.flatMap(({ field, names }) => names.map((name) => [`${field}\n${name}`, name] as const)));
  const [left, right] = [pairs(a), pairs(b)];
  const only = (x: ReadonlyMap<string, string>, y: ReadonlyMap<string, string>): string[] =>
    [...x].filter(([pair]) => !y.has(pair)).map(([, name]) => name);
  return [...only(left, right), ...only(right, left)];
}

/** Row number → verdict of the rows that are read. */
async function verdictsOf(
  table: Table,
  columns: readonly ColumnSynonyms[],
  auditor: Auditor,
): Promise<ReadonlyMap<number, Verdict>> {
  const { rows } = await layoutRows(table, columns, { map: {}, headerRow: null, body: 'village', kind: 'auto' });
  const verdicts = new Map<number, Verdict>();
  for await (const batch of rows)
    for (const row of batch.rows) verdicts.set(row.row, auditor.reason(row).judged.verdict);
  return verdicts;
}

function tableOf(cells: readonly (readonly string[])[]): Table {
  const rows = cells.map((one, i) => ({ number: i + 1, cells: one }));
  return {
    source: 'columns.yaml',
    sheet: null,
    index: 1,
    hidden: false,
    format: 'csv',
    encoding: 'utf-8',
    merges: [],
    warnings: [],
    async *rows() {
      yield rows;
    },
    replayable: true,
    tail: async () => rows,
  };
}
