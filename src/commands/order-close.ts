/** `qingdan order close`: off the list, with evidence. */
import type { Command } from 'commander';
import { closeOrder, findOrder, orderStore, readOrders } from '../ledger/order.ts';
import { loadPolicy } from '../ledger/policy.ts';
import { dateOption, examples, type Io } from './command.ts';
import { asOfOption, caseOptions, notices, repeat, say } from './ledger-options.ts';
import { stepText } from './order-show.ts';
import { evidenceOf } from './report-file.ts';

interface Raw {
  lists: string;
  ledger: string;
  asOf?: string;
  on?: string;
  evidence?: string[];
  office?: string;
  note?: string;
}

export function define(command: Command, io: Io): void {
  const { lang } = io;
  command.argument('<number>', say(lang, '字号，或 2026-3，或 3', 'number of the order'));
  caseOptions(command, io);
  command
    .option(
      '--evidence <file>',
      say(lang, '佐证材料：文件或文号，可重复（答复时已附的可不再附）', 'evidence, repeatable'),
      repeat,
    )
    .option('--office <name>', say(lang, '销号单位（默认看办事规则）', 'who closes'))
    .option('--note <text>', say(lang, '说明', 'note'))
    .option('--on <date>', say(lang, '销号日期（默认今天）', 'day of closing (default: today)'), dateOption('--on'));
  asOfOption(command, io);
  examples(command, lang, [
    ['qingdan order close 2026-3 --evidence 修订后指标.pdf', say(lang, '核验通过之后销号', 'after a clean re-check')],
  ]);
  command.action(async (number: string, raw: Raw) => io.exit(await run(number, raw, io)));
}

async function run(number: string, raw: Raw, io: Io): Promise<number> {
  const { id } = findOrder(readOrders(raw.ledger, null), number);
  const office = raw.office ?? loadPolicy(`${raw.lists}/admissions`, `${io.shippedLists}/admissions`).order.contact;
  const closing = { office, evidence: evidenceOf(raw.evidence ?? []), note: raw.note ?? null };
  const order = await closeOrder(orderStore(raw.ledger), id, raw.on ?? raw.asOf ?? io.today(), closing, notices(io));
  await io.out(stepText(order, io.lang));
  return 0;
}
