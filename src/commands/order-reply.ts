/** `qingdan order reply`: the unit's answer to an order. */
import type { Command } from 'commander';
import { findOrder, orderStore, readOrders, replyOrder } from '../ledger/order.ts';
import { dateOption, examples, type Io } from './command.ts';
import { asOfOption, caseOptions, notices, repeat, say } from './ledger-options.ts';
import { stepText } from './order-show.ts';
import { evidenceOf } from './report-file.ts';

interface Raw {
  lists: string;
  ledger: string;
  asOf?: string;
  on?: string;
  measures: string;
  document?: string;
  evidence?: string[];
}

export function define(command: Command, io: Io): void {
  const { lang } = io;
  command.argument('<number>', say(lang, '字号，或 2026-3，或 3', 'number of the order'));
  caseOptions(command, io);
  command
    .requiredOption('--measures <text>', say(lang, '整改措施和完成情况', 'what was done'))
    .option('--document <number>', say(lang, '答复的文号', 'document number of the answer'))
    .option(
      '--evidence <file>',
      say(lang, '佐证材料：文件或文号，可重复', 'evidence: file or document, repeatable'),
      repeat,
    )
    .option('--on <date>', say(lang, '答复日期（默认今天）', 'day of the answer (default: today)'), dateOption('--on'));
  asOfOption(command, io);
  examples(command, lang, [
    [
      'qingdan order reply 2026-3 --measures 已取消该项指标 --document 区文旅函〔2026〕8号 --evidence 修订后指标.pdf',
      say(lang, '登记答复', 'record the answer'),
    ],
  ]);
  command.action(async (number: string, raw: Raw) => io.exit(await run(number, raw, io)));
}

async function run(number: string, raw: Raw, io: Io): Promise<number> {
  const { id } = findOrder(readOrders(raw.ledger, null), number);
  const reply = {
    document: raw.document ?? null,
    measures: raw.measures,
    evidence: evidenceOf(raw.evidence ?? []),
  };
  const order = await replyOrder(orderStore(raw.ledger), id, raw.on ?? raw.asOf ?? io.today(), reply, notices(io));
  await io.out(stepText(order, io.lang));
  return 0;
}
