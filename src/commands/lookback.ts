/** `qingdan lookback`: what became of the problems of earlier audits. */
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { type Lookback, lookback, maskedLookback } from '../ledger/lookback.ts';
import { lookbackJson, lookbackMarkdown, lookbackTable } from '../ledger/lookback-words.ts';
import { type OrderCase, readOrders } from '../ledger/order.ts';
import { loadLibrary } from '../lists/load.ts';
import { createTextMask } from '../mask.ts';
import { choiceOption, examples, type Io } from './command.ts';
import { json, say } from './ledger-options.ts';
import { demandTimeOrder, type ReportFile, readReportFile } from './report-file.ts';

const FAIL_ON = ['relapse', 'new', 'open', 'never'] as const;

interface Raw {
  lists: string;
  ledger?: string;
  format: 'table' | 'json' | 'md';
  failOn: (typeof FAIL_ON)[number];
}

export function define(command: Command, io: Io): void {
  const { lang } = io;
  command
    .argument(
      '<report...>',
      say(lang, '两份以上的报告（check --format json），按时间先后', 'two or more reports in time order'),
    )
    .option('--lists <dir>', say(lang, '清单目录', 'folder of the lists'), io.shippedLists)
    .option(
      '--ledger <dir>',
      say(lang, '台账目录：有督办单的，一并看办到哪一步', 'folder of the ledgers, for the orders'),
    )
    .option(
      '--format <format>',
      say(lang, '输出：table 表格、json、md', 'output: table, json, md'),
      choiceOption('--format', ['table', 'json', 'md']),
      'table',
    )
    .option(
      '--fail-on <what>',
      say(
        lang,
        '什么情况退出码为 1：relapse 反弹、new 反弹或新增、open 还有没整改的、never',
        'exit code 1 for: relapse, new, open, never',
      ),
      choiceOption('--fail-on', FAIL_ON),
      'new',
    );
  examples(command, lang, [
    ['qingdan lookback 2026秋.json 2027春.json', say(lang, '两次核查相比', 'two audits')],
    [
      'qingdan lookback 2026秋.json 2027春.json 2027秋.json --ledger ledger',
      say(lang, '三次，连同督办单', 'three, with the orders'),
    ],
    ['qingdan lookback 2026秋.json 2027春.json --format md > 回头看.md', say(lang, '写成文稿', 'as Markdown')],
  ]);
  command.addHelpText(
    'after',
    say(
      lang,
      `
反弹：消失过（或销号过）又出现，换了说法、换了表也算；新增：以前没有；未整改：一直在；
整改中：在督办期限内，或已有改进；已整改：不在了，并说明是表改了、清单改了、法律变了还是豁免；
未复查：后一份报告里没有这个单位的行，不能算整改。
换了说法的，按同一单位（或别的表）、同一事项、文字相近认定，两种说法都列出来，请人看过。`,
      `
relapsed: gone or closed once and back, also reworded; new; not fixed; under way; fixed, with the cause;
not re-checked: the later report has no row of the unit. Reworded problems are shown with both wordings.`,
    ),
  );
  command.action(async (paths: string[], raw: Raw) => io.exit(await run(paths, raw, io)));
}

async function run(paths: readonly string[], raw: Raw, io: Io): Promise<number> {
  if (paths.length < 2)
    throw new UserError('one-report', paths[0] ?? null, '回头看至少要两份报告', '按时间先后写上两份以上');
  const files = paths.map(readReportFile);
  demandTimeOrder(files);
  const result = lookback(
    files.map(({ ref, report }, i) => ({ name: nameOf(files, i) ?? ref.name, report })),
    ordersOf(raw.ledger, files.at(-1)!),
  );
  await io.out(rendered(maskedLookback(result, createTextMask(loadLibrary(raw.lists).columns)), raw.format, io));
  return exitCode(result, raw.failOn);
}

/** The file name; the whole path where two have the same name. */
function nameOf(files: readonly ReportFile[], i: number): string | null {
  const { ref, path } = files[i]!;
  return files.some((other, k) => k !== i && other.ref.name === ref.name) ? path : ref.name;
}

function ordersOf(ledger: string | undefined, last: ReportFile): OrderCase[] {
  if (ledger === undefined) return [];
  return readOrders(ledger, last.ref.asOf);
}

function rendered(result: Lookback, format: Raw['format'], io: Io): string {
  if (format === 'json') return json(lookbackJson(result));
  return format === 'md' ? lookbackMarkdown(result, io.lang) : lookbackTable(result, io.lang);
}

function exitCode({ total }: Lookback, failOn: Raw['failOn']): number {
  const counted = {
    relapse: total.relapsed,
    new: total.relapsed + total.new,
    open: total.relapsed + total.new + total.unfixed + total.underway + total.unseen,
    never: 0,
  }[failOn];
  return counted > 0 ? 1 : 0;
}
