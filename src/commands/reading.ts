/** The options by which a user says how tables are to be read; shared by the commands that read tables. */
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { DEFAULT_LIMITS, LIMIT_FLAGS } from '../read/open.ts';
import { type Body, type Kind, type Limits, ROW_FIELDS, type RowField } from '../types.ts';
import { choiceOption, numberOption } from './command.ts';

/** What commander makes of the reading options. */
export interface RawReading {
  body: Body | 'auto';
  kind: Kind | 'auto';
  sheet?: string;
  headerRow?: number;
  map: Partial<Record<RowField, string>>;
  encoding?: string;
  [limit: `limit${string}`]: number | undefined;
}

/** How tables are read and understood. */
export interface Reading {
  readonly body: Body | 'auto';
  readonly kind: Kind | 'auto';
  readonly sheet: string | null;
  readonly headerRow: number | null;
  readonly map: Readonly<Partial<Record<RowField, string>>>;
  readonly encoding: string | null;
  readonly limits: Limits;
}

/** Adds the options to a command. */
export function readingOptions(command: Command): Command {
  command
    .option(
      '--body <body>',
      '按哪一套清单核查：village 村、community 社区、auto 看表',
      choiceOption('--body', ['village', 'community', 'auto']),
      'auto',
    )
    .option(
      '--kind <kind>',
      '行的性质：task 任务、indicator 考核指标、auto 看表',
      choiceOption('--kind', ['task', 'indicator', 'auto']),
      'auto',
    )
    .option('--sheet <name>', '只读这个工作表（名称或序号），隐藏的也读')
    .option('--header-row <n>', '表头从第几行开始', numberOption('--header-row', 1, 100000))
    .option('--map <field=header>', `指明哪一列是什么，可重复；字段：${ROW_FIELDS.join('、')}`, mapOption, {})
    .option('--encoding <name>', '文本文件的编码（默认自动识别）');
  for (const [limit, { flag, zh }] of Object.entries(LIMIT_FLAGS))
    command.option(
      `${flag} <n>`,
      zh,
      numberOption(flag, 1, Number.MAX_SAFE_INTEGER),
      DEFAULT_LIMITS[limit as keyof Limits],
    );
  return command;
}

/** The options as the work behind a command takes them. */
export function readingOf(raw: RawReading): Reading {
  return {
    body: raw.body,
    kind: raw.kind,
    sheet: raw.sheet ?? null,
    headerRow: raw.headerRow ?? null,
    map: raw.map,
    encoding: raw.encoding ?? null,
    limits: Object.fromEntries(
      (Object.keys(DEFAULT_LIMITS) as (keyof Limits)[]).map((limit) => {
        const option = LIMIT_FLAGS[limit].flag
          .slice(2)
          .replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
        return [limit, raw[option as `limit${string}`] ?? DEFAULT_LIMITS[limit]];
      }),
    ) as unknown as Limits,
  };
}

function mapOption(value: string, all: Partial<Record<RowField, string>>): Partial<Record<RowField, string>> {
  const at = value.indexOf('=');
  const field = ROW_FIELDS.find((one) => one === value.slice(0, at));
  if (at < 1 || !field)
    throw new UserError('bad-map', null, `--map 写法不对：${value}`, `写成 字段=表头，字段：${ROW_FIELDS.join('、')}`);
  return { ...all, [field]: value.slice(at + 1) };
}
