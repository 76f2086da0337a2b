/** `qingdan rows`: the tables as understood, before any judgement. */
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { expandInputs, openTables } from '../read/open.ts';
import { rowLine } from '../rows/jsonl.ts';
import { describeHeaders, layoutRows } from '../rows/layout.ts';
import type { ColumnSynonyms, Lang, SkipReason, Table, TableContext } from '../types.ts';
import { RecordCounts } from './audit-files.ts';
import { examples, type Io } from './command.ts';
import { namedLibrary } from './lists-at.ts';
import { type RawReading, type Reading, readingOf, readingOptions } from './reading.ts';

/** Reasons for skipping in the words of the user. */
export const SKIP_WORDS: Readonly<Record<SkipReason, Readonly<Record<Lang, string>>>> = {
  blank: { zh: '空行', en: 'blank' },
  title: { zh: '标题、填报行', en: 'title or fill-in line' },
  header: { zh: '表头', en: 'header' },
  heading: { zh: '分组标题', en: 'heading' },
  subtotal: { zh: '小计、合计', en: 'sub-total' },
  note: { zh: '说明', en: 'note' },
  signature: { zh: '签章、落款', en: 'signature' },
  'no-text': { zh: '没有事项内容', en: 'no text' },
  'hidden-sheet': { zh: '隐藏工作表（用 --sheet 指名才读）', en: 'hidden sheet (name it with --sheet)' },
};

interface Raw extends RawReading {
  lists: string;
  quiet?: boolean;
  inputs?: boolean;
}

export function define(command: Command, io: Io): void {
  command
    .argument('<file...>', '表格文件、文件夹、通配符，- 为标准输入')
    .option('--lists <dir>', '清单目录（表头用词在其中的 columns.yaml）', io.shippedLists)
    .option('--inputs', '每张表之后另写一行摘要（读了多少行、跳过什么），供分块核查后合并')
    .option('--quiet', '不显示每张表的摘要');
  readingOptions(command);
  examples(command, io.lang, [
    ['qingdan rows 年终考核指标.xlsx', '看工具读出了哪些行，每行一条 JSON'],
    ['qingdan rows 任务.csv --map text=干什么', '指明哪一列是事项内容'],
    ['qingdan rows 各部门/ | qingdan check --rows -', '先读后核'],
  ]);
  command.action(async (files: string[], raw: Raw) => {
    const { columns } = namedLibrary(raw.lists);
    const say = { quiet: raw.quiet === true, inputs: raw.inputs === true };
    io.exit(await printRows(files, columns, readingOf(raw), io, say));
  });
}

/**
 * Writes one line of JSON for every row of the files to `io.out`, and a summary of each table to `io.err`.
 * @returns exit code 0
 * @throws UserError for input that cannot be read, and when no row was found
 */
export async function printRows(
  inputs: readonly string[],
  columns: readonly ColumnSynonyms[],
  reading: Reading,
  io: Pick<Io, 'out' | 'err' | 'lang'>,
  say: { readonly quiet: boolean; readonly inputs: boolean },
): Promise<number> {
  let total = 0;
  const headers: string[] = [];
  for (const path of await expandInputs([...inputs]))
    for (const table of await openTables(path, reading)) {
      const { context, rows } = await layoutRows(table, columns, { ...reading, hidden: reading.sheet !== null });
      const skipped = new Map<SkipReason, number>();
      const counts = new RecordCounts();
      let found = 0;
      for await (const batch of rows) {
        found += batch.rows.length;
        counts.checked += batch.rows.length;
        for (const { reason } of batch.skipped) {
          counts.skip(reason);
          skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
        }
        if (batch.rows.length > 0) await io.out(`${batch.rows.map(rowLine).join('\n')}\n`);
      }
      total += found;
      if (found === 0 && !table.hidden) headers.push(describeHeaders(context, io.lang));
      if (say.inputs) await io.out(`${JSON.stringify({ input: counts.summary(table, context) })}\n`);
      if (!say.quiet) io.err(`${summaryLine(table, context, found, skipped, io.lang)}\n`);
    }
  if (total === 0)
    throw new UserError(
      'nothing-read',
      inputs.join(' '),
      `没有读出待审事项${headers.length > 0 ? `；${headers.join('；')}` : ''}`,
      '请用 --map text=表头名 指明哪一列是事项内容',
    );
  return 0;
}

/** 表.xlsx:区文旅局：找到的表头（第 2 行）：…；待审事项 3，跳过：表头 1、小计、合计 1 */
function summaryLine(
  table: Table,
  context: TableContext,
  rows: number,
  skipped: ReadonlyMap<SkipReason, number>,
  lang: Lang,
): string {
  const zh = lang === 'zh';
  const place = table.sheet === null ? table.source : `${table.source}:${table.sheet}`;
  const skips = [...skipped].map(([reason, count]) => `${SKIP_WORDS[reason][lang]} ${count}`);
  const parts = [
    skipped.has('hidden-sheet') ? null : describeHeaders(context, lang),
    `${zh ? '待审事项' : 'rows'} ${rows}`,
    skips.length > 0 ? `${zh ? '跳过：' : 'skipped: '}${skips.join(zh ? '，' : ', ')}` : null,
    context.complete
      ? null
      : zh
        ? '标准输入读不到表尾，表后说明未能预先看到'
        : 'notes at the end were not looked at (stdin)',
    ...table.warnings,
  ];
  return `${place}${zh ? '：' : ': '}${parts.filter((part) => part !== null).join(zh ? '；' : '; ')}`;
}
