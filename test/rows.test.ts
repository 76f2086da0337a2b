import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { DEFAULT_LIMITS, openTables } from '../src/read/open.ts';
import { RowLines, rowLine } from '../src/rows/jsonl.ts';
import { type LayoutOptions, layoutRows } from '../src/rows/layout.ts';
import type { ColumnSynonyms, Row, SkippedRow, Table } from '../src/types.ts';

const TABLES = 'fixtures/tables';
const { columns } = parse(readFileSync('lists/columns.yaml', 'utf8')) as { columns: ColumnSynonyms[] };
const AUTO: LayoutOptions = { map: {}, headerRow: null, body: 'auto', kind: 'auto' };

/** A table in memory; `batch` records at a time. */
function tableOf(rows: readonly (readonly string[])[], extra: Partial<Table> = {}, batch = 1000): Table {
  const raw = rows.map((cells, i) => ({ number: i + 1, cells }));
  return {
    source: '表.csv',
    sheet: null,
    index: 1,
    hidden: false,
    format: 'csv',
    encoding: 'utf-8',
    merges: [],
    warnings: [],
    async *rows() {
      for (let i = 0; i < raw.length; i += batch) yield raw.slice(i, i + batch);
    },
    replayable: true,
    tail: async () => raw.slice(-40),
    ...extra,
  };
}

async function read(table: Table, options: Partial<LayoutOptions> = {}) {
  const { context, rows } = await layoutRows(table, columns, { ...AUTO, ...options });
  const all: Row[] = [];
  const skipped: SkippedRow[] = [];
  for await (const batch of rows) {
    all.push(...batch.rows);
    skipped.push(...batch.skipped);
  }
  return { context, rows: all, skipped };
}

/** A table as the fixture expects it: its context, its rows without what repeats, its skipped records by reason. */
async function expectedOf(table: Table, options: Partial<LayoutOptions>): Promise<string[]> {
  const { context, rows, skipped } = await read(table, options);
  const reasons: Record<string, number[]> = {};
  for (const { row, reason } of skipped.sort((a, b) => a.row - b.row)) (reasons[reason] ??= []).push(row);
  // text formats have no sheet, and the rest of the folder may be a workbook
  const sheet = table.sheet === null ? {} : { sheet: table.sheet };
  return [
    JSON.stringify({ ...sheet, ...context }),
    ...rows.map(({ source: _, sheet: __, table: ___, cells: ____, ...row }) => JSON.stringify(row)),
    JSON.stringify({ skipped: reasons }),
  ];
}

for (const name of readdirSync(TABLES).sort()) {
  const dir = join(TABLES, name);
  const files = readdirSync(dir).filter((file) => !/^(expected\.jsonl|options\.json)$/.test(file));
  const { sheet = null, ...options } = existsSync(join(dir, 'options.json'))
    ? (JSON.parse(readFileSync(join(dir, 'options.json'), 'utf8')) as Partial<LayoutOptions> & { sheet?: string })
    : {};
  for (const file of files.sort())
    test(`${name}/${file}`, async () => {
      const tables = await openTables(join(dir, file), { encoding: null, sheet, limits: DEFAULT_LIMITS });
      const lines: string[] = [];
      for (const table of tables) lines.push(...(await expectedOf(table, { hidden: sheet !== null, ...options })));
      const path = join(dir, 'expected.jsonl');
      const bare = (text: string): string => text.replace(/^\{"sheet":"[^"]*",/gm, '{');
      const got = `${lines.join('\n')}\n`;
      if (process.env.UPDATE === '1') writeFileSync(path, got);
      const expected = readFileSync(path, 'utf8');
      // a folder with several files holds one table in several formats
      assert.equal(files.length > 1 ? bare(got) : got, files.length > 1 ? bare(expected) : expected);
    });
}

test.run();
