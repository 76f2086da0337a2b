/** `qingdan order verify`: the re-check against a later report. */
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { findOrder, orderStore, readOrders, verifyOrder } from '../ledger/order.ts';
import { loadPolicy } from '../ledger/policy.ts';
import { loadLibrary } from '../lists/load.ts';
import { createTextMask } from '../mask.ts';
import { dateOption, examples, type Io } from './command.ts';
import { asOfOption, caseOptions, notices, say } from './ledger-options.ts';
import { stepText } from './order-show.ts';
import { readReportFile } from './report-file.ts';

interface Raw {
  lists: string;
  ledger: string;
  asOf?: string;
  on?: string;
  report?: string;
  withdrawn?: string;
  office?: string;
}

export function define(command: Command, io: Io): void {
  const { lang } = io;
  command.argument('<number>', say(lang, '字号，或 2026-3，或 3', 'number of the order'));
  caseOptions(command, io);
  command
    .option('--report <file>', say(lang, '答复之后重新核查的报告（check --format json）', 'a later report'))
    .option('--withdrawn <reason>', say(lang, '该单位已撤回整张表，没有报告可查', 'the unit withdrew the whole table'))
    .option('--office <name>', say(lang, '核验单位（默认看办事规则）', 'who checks'))
    .option('--on <date>', say(lang, '核验日期（默认今天）', 'day of the check (default: today)'), dateOption('--on'));
  asOfOption(command, io);
  examples(command, lang, [
    [
      'qingdan order verify 2026-3 --report 2027春.json',
      say(lang, '问题都不在了才算核验通过', 'passes only when all problems are gone'),
    ],
  ]);
  command.addHelpText(
    'after',
    say(
      lang,
      '\n换了说法、移到别的表里的也认得出来。还有问题时登记核验未通过，状态不变，退出码 1。',
      '\nReworded problems are recognised. Problems that remain are recorded, the state stays, exit code 1.',
    ),
  );
  command.action(async (number: string, raw: Raw) => io.exit(await run(number, raw, io)));
}

async function run(number: string, raw: Raw, io: Io): Promise<number> {
  if ((raw.report === undefined) === (raw.withdrawn === undefined))
    throw new UserError(
      'no-proof',
      null,
      '核验要有一份答复之后的报告',
      '请用 --report 写明；整张表已撤回的用 --withdrawn 写明',
    );
  const { id } = findOrder(readOrders(raw.ledger, null), number);
  const proof = raw.report === undefined ? null : readReportFile(raw.report);
  const office = raw.office ?? loadPolicy(`${raw.lists}/admissions`, `${io.shippedLists}/admissions`).order.contact;
  const on = raw.on ?? raw.asOf ?? io.today();
  const mask = createTextMask(loadLibrary(raw.lists).columns);
  const order = await verifyOrder(
    orderStore(raw.ledger),
    id,
    on,
    office,
    proof,
    raw.withdrawn ?? null,
    mask,
    notices(io),
  );
  await io.out(stepText(order, io.lang));
  return order.checks.at(-1)!.clean ? 0 : 1;
}
