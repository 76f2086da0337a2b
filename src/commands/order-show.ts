/** `qingdan order show`: one order in full, with everything that happened to it. */
import type { Command } from 'commander';
import { daysOverdue, findOrder, type OrderCase, readOrders, STATE_NAMES } from '../ledger/order.ts';
import { documentText, orderDocument } from '../ledger/order-document.ts';
import type { Lang } from '../types.ts';
import { examples, type Io } from './command.ts';
import { asOfOption, caseOptions, formatOption, json, type ListFormat, say } from './ledger-options.ts';
import { writeOrder } from './order-files.ts';

interface Raw {
  lists: string;
  ledger: string;
  asOf?: string;
  format: ListFormat;
  docx?: string;
}

export function define(command: Command, io: Io): void {
  const { lang } = io;
  command.argument('<number>', say(lang, '字号，或 2026-3，或 3', 'number of the order'));
  caseOptions(command, io);
  command.option('--docx <file>', say(lang, '另写成 Word 文件（公文格式）', 'also write it as .docx'));
  asOfOption(command, io);
  formatOption(command, io);
  examples(command, lang, [
    ['qingdan order show 2026-3', say(lang, '督办单全文和经过', 'the order and its history')],
    ['qingdan order show 2026-3 --docx 督办单.docx', say(lang, '再打一份 Word 公文', 'print it again as a document')],
    ['qingdan order show ×减督〔2026〕3号 --format json', say(lang, '给别的程序用', 'for programs')],
  ]);
  command.action(async (number: string, raw: Raw) => io.exit(await run(number, raw, io)));
}

async function run(number: string, raw: Raw, io: Io): Promise<number> {
  const asOf = raw.asOf ?? io.today();
  // without a day that is asked for, the order is shown with all that is recorded
  const order = findOrder(readOrders(raw.ledger, raw.asOf ?? null), number);
  const document = orderDocument(order);
  if (raw.docx !== undefined) await writeOrder(order, raw.docx);
  const overdue = daysOverdue(order, asOf);
  if (raw.format === 'json') {
    await io.out(json({ as_of: asOf, order: { ...order, days_overdue: overdue }, document }));
    return 0;
  }
  const late = overdue > 0 ? say(io.lang, `，逾期 ${overdue} 天`, `, ${overdue} days overdue`) : '';
  await io.out(
    `${documentText(document)}\n${say(io.lang, '经过', 'History')}（${stateName(order, io.lang)}${late}）\n${history(order)}`,
  );
  return 0;
}

/** A state in words. */
export const stateName = (order: OrderCase, lang: Lang): string =>
  lang === 'zh' ? STATE_NAMES[order.state] : order.state;

/** One line after a step was recorded, and what a re-check still found. */
export function stepText(order: OrderCase, lang: Lang): string {
  const check = order.checks.at(-1);
  const failed = order.state === 'replied' && check?.clean === false && check.on >= order.replies.at(-1)!.on;
  const said = failed
    ? say(lang, `核验未通过，还有 ${check.remaining.length} 项`, `re-check failed, ${check.remaining.length} remain`)
    : `${say(lang, '现', 'now ')}${stateName(order, lang)}`;
  const lines = failed ? check.remaining.map(remainingText) : [];
  return `${say(lang, '已登记', 'recorded')} ${order.number}（${order.unit}）：${said}\n${lines.join('')}`;
}

const remainingText = ({ no, text, cell, reworded }: OrderCase['checks'][number]['remaining'][number]): string =>
  `　第 ${no} 项仍在：${cell} “${text}”${reworded ? '（换了说法）' : ''}\n`;

function history(order: OrderCase): string {
  const evidence = (all: readonly { readonly name: string }[]): string =>
    all.length === 0 ? '' : `，佐证：${all.map(({ name }) => name).join('、')}`;
  const lines: [string, string][] = [[order.issuedOn, `下发，期限 ${order.deadline}`]];
  for (const one of order.replies)
    lines.push([one.on, `答复${one.document ? `（${one.document}）` : ''}：${one.measures}${evidence(one.evidence)}`]);
  for (const one of order.checks) {
    const by = one.report ? `据 ${one.report.name}` : `已撤回整张表：${one.withdrawn}`;
    const result = one.clean ? '核验通过' : `核验未通过，还有 ${one.remaining.length} 项`;
    lines.push([one.on, `${one.office}${result}（${by}）`]);
  }
  if (order.closing)
    lines.push([
      order.closing.on,
      `${order.closing.office}销号${evidence(order.closing.evidence)}${order.closing.note ? `：${order.closing.note}` : ''}`,
    ]);
  return lines
    .sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))
    .map(([on, text]) => `　${on}　${text}\n`)
    .join('');
}
