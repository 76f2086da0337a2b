/** Options and small tables that the commands of the ledgers share. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { toPlain } from '../ledger/admission.ts';
import { pad } from '../report/lines.ts';
import { displayWidth, printable } from '../text.ts';
import type { Lang } from '../types.ts';
import { choiceOption, dateOption, type Io } from './command.ts';

/** Chinese or English words by the language of the run. */
export const say = (lang: Lang, zh: string, en: string): string => (lang === 'zh' ? zh : en);

/** `--lists DIR` and `--ledger DIR` of the admission commands. */
export function admissionOptions(command: Command, io: Io): void {
  command
    .option('--lists <dir>', say(io.lang, '清单目录', 'folder of the lists'), io.shippedLists)
    .option(
      '--ledger <dir>',
      say(
        io.lang,
        '准入台账（默认清单目录下的 admissions）',
        'admissions ledger (default: admissions under the lists)',
      ),
    );
}

/** `--ledger DIR` of complaints and orders. */
export function caseOptions(command: Command, io: Io): void {
  command
    .option('--lists <dir>', say(io.lang, '清单目录', 'folder of the lists'), io.shippedLists)
    .option(
      '--ledger <dir>',
      say(io.lang, '台账目录（其中 complaints 举报、orders 督办单）', 'folder of the ledgers (complaints, orders)'),
      'ledger',
    );
}

export function asOfOption(command: Command, io: Io): void {
  command.option(
    '--as-of <date>',
    say(io.lang, '基准日（默认今天，北京时间）', 'the day (default: today in Asia/Shanghai)'),
    dateOption('--as-of'),
  );
}

export type ListFormat = 'table' | 'json';

export function formatOption(command: Command, io: Io): void {
  command.option(
    '--format <format>',
    say(io.lang, '输出：table 表格、json', 'output: table, json'),
    choiceOption<ListFormat>('--format', ['table', 'json']),
    'table',
  );
}

/** Collects the values of a repeatable option. */
export const repeat = (value: string, all: string[] | undefined): string[] => [...(all ?? []), value];

/** The folder of the admissions ledger. */
export const admissionsDir = (raw: { lists: string; ledger?: string }): string =>
  raw.ledger ?? `${raw.lists.replace(/[/\\]+$/, '')}/admissions`;

/** A message of the store on stderr. */
export const notices =
  (io: Io) =>
  (text: string): void =>
    io.err(`qingdan: ${text}\n`);

/** Refuses a ledger inside the installed program, where an update would take it away. */
export function demandOwnLists(lists: string, io: Io): void {
  const [shipped, here] = [resolve(io.shippedLists), resolve(lists)];
  if (shipped !== here || !/[/\\]node_modules[/\\]/.test(shipped)) return;
  throw new UserError(
    'shipped-lists',
    lists,
    '这是随程序安装的清单，升级时会被覆盖',
    '请用 --lists 指明本区自己的清单目录',
  );
}

/** Columns as lines for a terminal; the last column is not padded. Cells are cleaned of what must not be printed. */
export function columns(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows.map((row) => row.map(printable))];
  const widths = header.map((_, i) => Math.max(...all.map((row) => displayWidth(row[i] ?? ''))));
  return all
    .map((row) =>
      row
        .map((cell, i) => (i === row.length - 1 ? cell : pad(cell, widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** JSON for machines, indented, keys in snake case as in reports. */
export const json = (value: object): string => `${JSON.stringify(toPlain(value), null, 2)}\n`;
