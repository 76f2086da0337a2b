/** What a change of words judges otherwise: every example of the base, every frozen case, every table heading. */
import { type Auditor, createAuditor } from '../../audit.ts';
import { judgementHash } from '../../judgement-hash.ts';
import { layoutRows } from '../../rows/layout.ts';
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
  const turned = rows.flatMap(({ row, place }) => compare(before, after, row, place));
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

function compare(before: Auditor, after: Auditor, row: Row, place: LinePlace): Turned[] {
  const [a, b] = [before.reason(row), after.reason(row)];
  if (a.judged.verdict === b.judged.verdict) return [];
  return [
    {
      text: row.text,
      body: a.body,
      before: a.judged.verdict,
      after: b.judged.verdict,
      itemBefore: a.judged.item?.id ?? null,
      itemAfter: b.judged.item?.id ?? null,
      place,
    },
  ];
}

/**
 * Column names and words of layout decide whether a row is read at all, and as what. Every name of the base heads a
 * small table with a prohibited text in it, and every prohibited example stands in a plain table: what was prohibited
 * under the old words and is not under the new ones has turned.
 */
async function turnedByColumns(base: Library, columns: readonly ColumnSynonyms[], auditor: Auditor): Promise<Turned[]> {
  const prohibited = exampleCases(base).filter(({ row }) => auditor.reason(row).judged.verdict === 'prohibited');
  const texts = new Map(prohibited.map(({ row, place }) => [row.text, place]));
  const [sample] = texts.keys();
  const heading = base.columns.find((one) => one.field === 'text')?.names[0];
  if (sample === undefined || heading === undefined) return [];
  const place: LinePlace = { file: 'columns.yaml', line: 1, column: 1 };
  const probes: { name: string; table: Table; place: LinePlace }[] = [...texts].map(([text, where]) => ({
    name: text,
    table: tableOf([
      ['序号', heading],
      ['1', text],
      ['2', sample],
    ]),
    place: where,
  }));
  for (const { field, names } of base.columns)
    for (const name of names) {
      const head = field === 'text' ? ['序号', name] : ['序号', heading, name];
      probes.push({ name, table: tableOf([head, ['1', sample, '√'].slice(0, head.length)]), place });
    }
  const turned: Turned[] = [];
  for (const { name, table, place: where } of probes) {
    const before = await verdictOf(table, base.columns, auditor);
    if (before !== 'prohibited') continue;
    const after = await verdictOf(table, columns, auditor);
    if (after === before) continue;
    turned.push({ text: name, body: 'village', before, after, itemBefore: null, itemAfter: null, place: where });
  }
  return turned;
}

async function verdictOf(table: Table, columns: readonly ColumnSynonyms[], auditor: Auditor): Promise<Verdict | null> {
  const { rows } = await layoutRows(table, columns, { map: {}, headerRow: null, body: 'village', kind: 'auto' });
  for await (const batch of rows) for (const row of batch.rows) return auditor.reason(row).judged.verdict;
  return null;
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
