import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { UserError } from '../src/errors.ts';
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
  for (const { row, reason } of skipped.sort((a, b) => a.row - b.row))
    reasons[reason] = [...(reasons[reason] ?? []), row];
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

const HEADER = ['序号', '类别', '工作内容', '责任单位', '分值'];

test('a further table below with another header is read by its own header', async () => {
  const { rows, skipped } = await read(
    tableOf([
      HEADER,
      ['1', '安全', '清理楼道杂物', '区应急局', '5'],
      ['附表二'],
      ['考核部门', '考核指标', '权重', '考核内容', '备注'],
      ['区民政局', '养老', '8', '走访高龄老人', ''],
    ]),
  );
  assert.equal(
    rows.map(({ cell, text, points, unit, section }) => [cell, text, points, unit, section]),
    [
      ['C2', '清理楼道杂物', 5, '区应急局', '安全'],
      ['D5', '走访高龄老人', 8, '区民政局', '养老'],
    ],
  );
  assert.equal(skipped.map(({ row, reason }) => `${row} ${reason}`).sort(), ['1 header', '3 title', '4 header']);
});

test('a mapped header that is not there is named with those that are', async () => {
  try {
    await read(tableOf([HEADER, ['1', '甲', '走访困难家庭', '', '']]), { map: { text: '任务说明' } });
    assert.unreachable();
  } catch (error) {
    assert.instance(error, UserError);
    assert.match((error as UserError).line(), '--map text=任务说明 指的列不在表里；表头是：“序号”、“类别”、“工作内容”');
  }
});

test('a header row that is not there is an error', async () => {
  try {
    await read(tableOf([HEADER, ['1', '甲', '走访困难家庭', '', '']]), { headerRow: 9 });
    assert.unreachable();
  } catch (error) {
    assert.match((error as UserError).line(), '第 9 行没有内容');
  }
});

test('columns can be mapped by letter where there is no header', async () => {
  const { rows } = await read(
    tableOf([
      ['10', '走访困难家庭，送去慰问信', '甲'],
      ['20', '巡查山塘，险情上报', '乙'],
    ]),
    {
      map: { text: 'B', points: 'A' },
    },
  );
  assert.equal(
    rows.map(({ text, points }) => [text, points]),
    [
      ['走访困难家庭，送去慰问信', 10],
      ['巡查山塘，险情上报', 20],
    ],
  );
});

test('from standard input the end of a long table cannot be looked at', async () => {
  const long = Array.from({ length: 200 }, (_, i) => [`${i}`, '甲', `走访第${i}户`, '', '']);
  const note = ['注：以上事项经费由区民政局承担。'];
  const piped = await read(tableOf([HEADER, ...long, note], { replayable: false, tail: async () => null }, 50));
  assert.is(piped.context.complete, false);
  assert.equal(piped.context.notes, []);
  const filed = await read(tableOf([HEADER, ...long, note], {}, 50));
  assert.is(filed.context.complete, true);
  assert.equal(
    filed.context.notes.map(({ text }) => text),
    note,
  );
  assert.is(filed.rows.length, 200);
});

test('--body and --kind are taken as said', async () => {
  const table = tableOf([['各村考核指标'], HEADER, ['1', '甲', '走访', '', '5']]);
  const [row] = (await read(table, { body: 'community', kind: 'task' })).rows;
  assert.equal([row?.bodies, row?.kind, row?.addressee], [['community'], 'task', '各村']);
});

/** Sheets as people make them: a header or none, then rows, groups, sub-totals, notes and blank lines in any order. */
const anyTable = fc.tuple(
  fc.boolean(),
  fc.array(
    fc.oneof(
      fc.tuple(
        fc.constantFrom('1', '', '2'),
        fc.constantFrom('', '党建', '安\n全\n(10分)', '合计'),
        fc.constantFrom('走访困难家庭', '', '……', '工作内容', '宣传政策(4分)；\n上门讲解。', '村务公开'),
        fc.constantFrom('', '区民政局、各村', '各镇街', '同上'),
        fc.constantFrom('', '5', '0.5分', '１０', '-'),
      ),
      fc.constantFrom(
        [''],
        ['一、组织领导（10分）'],
        ['注：经费由区民政局承担。'],
        ['合 计', '', '', '', '20'],
        HEADER,
      ),
      fc.constantFrom(['填表人：', '', '审核人：'], ['', ' ', '\u200b'], ['2.说明'], ['凡漏报的，一律取消评优资格。']),
    ),
    { maxLength: 40 },
  ),
);

test('every record becomes rows or is skipped with a reason, whatever the table', () =>
  fc.assert(
    fc.asyncProperty(anyTable, async ([headed, body]) => {
      const records = headed ? [HEADER, ...body] : body;
      const { rows, skipped } = await read(tableOf(records));
      const seen = [...new Set(rows.map(({ row }) => row)), ...skipped.map(({ row }) => row)].sort((a, b) => a - b);
      assert.equal(
        seen,
        records.map((_, i) => i + 1),
      );
    }),
    { numRuns: 300, seed: 7 },
  ));

test('the size of the batches changes nothing', () =>
  fc.assert(
    fc.asyncProperty(anyTable, fc.integer({ min: 1, max: 7 }), async ([headed, body], size) => {
      const records = headed ? [HEADER, ...body] : body;
      const whole = await read(tableOf(records));
      const parts = await read(tableOf(records, {}, size));
      assert.equal(parts.rows, whole.rows);
      assert.equal(parts.context, whole.context);
    }),
    { numRuns: 200, seed: 7 },
  ));

test('the cell of a row is where its text begins', () =>
  fc.assert(
    fc.asyncProperty(anyTable, async ([headed, body]) => {
      const records: readonly (readonly string[])[] = headed ? [HEADER, ...body] : body;
      for (const { cell, row, text } of (await read(tableOf(records))).rows) {
        const column = cell.charCodeAt(0) - 65;
        assert.is(text.split(' | ')[0], records[row - 1]![column]);
        assert.is(cell, `${'ABCDE'[column]}${row}`);
      }
    }),
    { numRuns: 200, seed: 7 },
  ));

test('lines of rows read back as the same rows', async () => {
  const { rows } = await read(
    tableOf([['村级任务'], HEADER, ['1', '甲', '走访\n困难家庭', '区民政局', '5'], ['注：每村3000元']]),
  );
  const lines = new RowLines();
  const again = rows.map((row, i) => lines.parse(rowLine(row), 'rows.jsonl', i + 1));
  assert.equal(again, rows);
  for (const bad of ['{', '[]', '{"source":"a"}'])
    assert.throws(
      () => lines.parse(bad, 'rows.jsonl', 3),
      (error: unknown) => error instanceof UserError && error.line().startsWith('qingdan: rows.jsonl:3:1: '),
    );
});

test.run();
