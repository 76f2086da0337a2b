/**
 * What is measured inside one process: the stages of the main job, judging alone, its growth with the lists, and
 * retrieval beside two packages. Bundled and started by bench.ts as `inside PART library.json ROWS [FILE]`; prints one
 * line of JSON.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import Fuse from 'fuse.js';
import MiniSearch from 'minisearch';
import { createAuditor } from '../../src/audit.ts';
import { ReportRun } from '../../src/commands/report-run.ts';
import { exampleRow } from '../../src/govern/lists-test.ts';
import { createMasker } from '../../src/mask.ts';
import { compile } from '../../src/match/compile.ts';
import { matchRow } from '../../src/match/match.ts';
import type { MatchInput } from '../../src/match/spot.ts';
import { DEFAULT_LIMITS, openTables } from '../../src/read/open.ts';
import { jsonl } from '../../src/report/jsonl.ts';
import { layoutRows } from '../../src/rows/layout.ts';
import type { Library, RawRow, Row, Table, WideFacts } from '../../src/types.ts';
import { type Cells, csvLine, rows } from './generator.ts';
import { listsOf } from './lists.ts';

const [part = '', libraryPath = '', count = '20000', argument] = process.argv.slice(2);
const { data, wide } = JSON.parse(readFileSync(libraryPath, 'utf8')) as {
  data: Omit<Library, 'wide'>;
  wide: WideFacts;
};
const library: Library = { ...data, wide: () => wide };
const ROWS = Number(count);
/** rows measured together; the median over such batches is not moved by a busy moment */
const BATCH = 250;

function rowOf(cells: Cells, number: number): Row {
  const [id, section, text, department, basis, funding, points] = cells;
  return {
    ...exampleRow({ text, section }, 'village'),
    source: 'bench.csv',
    row: number,
    cell: `C${number}`,
    id,
    unit: department,
    basis: basis || null,
    funding: funding || null,
    department,
    points: Number(points),
    cells,
  };
}

function take(seed: number, repeats: number): Cells[] {
  const out: Cells[] = [];
  for (const cells of rows(seed, repeats)) if (out.push(cells) === ROWS) break;
  return out;
}

/** Microseconds a row: the mean, and the quiet tenth of the batches. The first fifth warms up. */
function perRow<T>(list: readonly T[], work: (one: T) => void): { mean: number; quiet: number } {
  const times: number[] = [];
  for (let from = 0; from + BATCH <= list.length; from += BATCH) {
    const start = performance.now();
    for (let i = from; i < from + BATCH; i++) work(list[i]!);
    times.push(((performance.now() - start) * 1000) / BATCH);
  }
  const measured = times.slice(Math.floor(times.length / 5));
  const mean = measured.reduce((sum, one) => sum + one, 0) / measured.length;
  return { mean, quiet: measured.sort((a, b) => a - b)[Math.floor(measured.length / 10)]! };
}

function judging(): object {
  const cells = take(11, 0.3);
  const list = cells.map((one, i) => rowOf(one, i + 2));
  const auditor = createAuditor(library, { asOf: '2026-11-22', lang: 'zh', ledger: null });
  const judged = perRow(list, (row) => auditor.check(row));
  const batches: string[] = [];
  for (let from = 0; from + BATCH <= cells.length; from += BATCH)
    batches.push(
      cells
        .slice(from, from + BATCH)
        .map(csvLine)
        .join(''),
    );
  const parsing = batches.map((text) => {
    const start = performance.now();
    parse(text);
    return ((performance.now() - start) * 1000) / BATCH;
  });
  const parsed = parsing.slice(Math.floor(parsing.length / 5)).sort((a, b) => a - b);
  const floor = {
    mean: parsed.reduce((sum, one) => sum + one, 0) / parsed.length,
    quiet: parsed[Math.floor(parsed.length / 10)]!,
  };
  return {
    characters: list.reduce((sum, row) => sum + row.text.length, 0) / list.length,
    repeats: 1 - new Set(list.map((row) => row.text)).size / list.length,
    rows_per_second: Math.round(1e6 / judged.mean),
    rows_per_second_quiet: Math.round(1e6 / judged.quiet),
    csv_parse_us: floor,
    judge_us: judged,
    ratio: judged.quiet / floor.quiet,
  };
}

/** A text by itself, as the matcher is given it. */
const alone = (text: string): MatchInput => ({
  text,
  section: null,
  title: null,
  addressee: null,
  department: null,
  body: 'village',
  cited: new Set(),
  instruments: [],
});

/** Candidates of texts half of which are about items of the list. */
function growth(): object {
  const figures: Record<string, number> = {};
  const plain = take(12, 0).map((cells) => cells[2]);
  for (const size of [200, 2000, 20_000]) {
    const grown = listsOf(library, size);
    const compiled = compile(grown);
    const texts = plain.map((text, i) => {
      const item = grown.items[(i * 7919) % grown.items.length]!;
      return i % 2 === 0 ? text : `组织做好${item.title}，${text.slice(0, 12)}，台账资料齐全`;
    });
    const { quiet } = perRow(texts, (text) => matchRow(compiled, alone(text)));
    figures[`items_${size}_us`] = quiet;
  }
  return { ...figures, ratio: figures['items_20000_us']! / figures['items_200_us']! };
}

const bigrams = (text: string): string[] =>
  Array.from({ length: Math.max(1, text.length - 1) }, (_, i) => text.slice(i, i + 2));

/** The best of the shipped items for one text: our matcher with its reasons, beside two search packages. */
function rivals(): object {
  const texts = take(13, 0).map((cells) => cells[2]);
  const documents = library.items.map((item, id) => ({ id, title: item.title }));
  // what our matcher knows of an item: its title and every phrasing
  const concepts = new Map(library.concepts.map((one) => [one.id, one]));
  const whole = library.items.map((item, id) => {
    const own = item.concepts.flatMap((one) => concepts.get(one) ?? []);
    return {
      id,
      title: [item.title, ...own.flatMap((one) => [...one.aliases, ...one.hit.map((hit) => hit.text)])].join('\n'),
    };
  });
  const phrasings = new MiniSearch({ fields: ['title'], tokenize: bigrams, processTerm: (term) => term });
  phrasings.addAll(whole);
  const mini = new MiniSearch({ fields: ['title'], tokenize: bigrams, processTerm: (term) => term });
  mini.addAll(documents);
  const fuse = new Fuse(documents, { keys: ['title'], includeScore: true, ignoreLocation: true, threshold: 0.8 });
  const compiled = compile(library);
  const own = perRow(texts, (text) => matchRow(compiled, alone(text)));
  return {
    own_us: own.quiet,
    minisearch_us: perRow(texts.slice(0, 5000), (text) => mini.search(text, { combineWith: 'OR' })[0]).quiet,
    minisearch_phrasings_us: perRow(texts.slice(0, 5000), (text) => phrasings.search(text, { combineWith: 'OR' })[0])
      .quiet,
    fuse_us: perRow(texts.slice(0, 500), (text) => fuse.search(text, { limit: 1 })[0]).quiet,
  };
}

/** Where the time of the main job over a CSV file goes: each stage does what it does there, on all rows, one after the other. */
async function stages(path: string): Promise<object> {
  const options = { encoding: null, sheet: null, limits: DEFAULT_LIMITS };
  const spent = { reading: 0, layout: 0, judgement: 0, report: 0 };
  let rows = 0;
  let last = performance.now();
  const since = (stage: keyof typeof spent): void => {
    const now = performance.now();
    spent[stage] += now - last;
    last = now;
  };
  const auditor = createAuditor(library, { asOf: '2026-11-22', lang: 'zh', ledger: null });
  const output = { format: jsonl, width: 120, color: false, write: async () => undefined };
  const run = new ReportRun([output], auditor.items, 'zh', createMasker(library.columns));
  await run.begin();
  last = performance.now();
  for (const table of await openTables(path, options)) {
    const read = table.rows.bind(table);
    // what stands between two batches of the reader is layout and what follows
    const timed = async function* (): AsyncIterable<readonly RawRow[]> {
      const batches = read()[Symbol.asyncIterator]();
      for (;;) {
        since('layout');
        const { value, done } = await batches.next();
        since('reading');
        if (done) return;
        yield value;
      }
    };
    const seen: Table = Object.create(table, { rows: { value: timed } }) as Table;
    const laid = await layoutRows(seen, library.columns, {
      map: {},
      headerRow: null,
      body: 'auto',
      kind: 'auto',
    });
    for await (const batch of laid.rows) {
      since('layout');
      const judged = batch.rows.map((row) => auditor.check(row));
      since('judgement');
      judged.forEach((row, i) => {
        run.add(row, batch.rows[i]!.cells, laid.context.header);
      });
      await run.flush();
      since('report');
      rows += judged.length;
    }
  }
  const figures = Object.entries(spent).map(([stage, ms]) => [`${stage}_us`, (ms * 1000) / rows]);
  return { rows, ...Object.fromEntries(figures) };
}

const PARTS: Readonly<Record<string, () => object | Promise<object>>> = {
  judging,
  growth,
  rivals,
  stages: () => stages(argument!),
};
process.stdout.write(`${JSON.stringify(await PARTS[part]!())}\n`);
