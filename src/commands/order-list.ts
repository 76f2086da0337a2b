/** `qingdan order list`: all orders as they stood on a day, late ones marked. */
import type { Command } from 'commander';
import { daysOverdue, ORDER_STATES, type OrderCase, type OrderState, readOrders } from '../ledger/order.ts';
import type { Lang } from '../types.ts';
import { choiceOption, examples, type Io } from './command.ts';
import { asOfOption, caseOptions, columns, formatOption, json, type ListFormat, say } from './ledger-options.ts';
import { stateName } from './order-show.ts';

interface Raw {
  lists: string;
  ledger: string;
  asOf?: string;
  format: ListFormat;
  unit?: string;
  state?: OrderState;
  overdue?: boolean;
}

export function define(command: Command, io: Io): void {
  const { lang } = io;
  caseOptions(command, io);
  command
    .option('--unit <name>', say(lang, '只看这个单位', 'only this unit'))
    .option(
      '--state <state>',
      say(lang, '只看这个状态：issued、replied、verified、closed', 'only this state'),
      choiceOption('--state', ORDER_STATES),
    )
    .option('--overdue', say(lang, '只看逾期的', 'only what is late'));
  asOfOption(command, io);
  formatOption(command, io);
  examples(command, lang, [
    ['qingdan order list', say(lang, '全部督办单', 'all orders')],
    ['qingdan order list --overdue --as-of 2026-12-31', say(lang, '到这天逾期的', 'late on this day')],
  ]);
  command.addHelpText('after', say(lang, '\n有逾期的督办单时退出码为 1。', '\nExit code 1 when an order is overdue.'));
  command.action(async (raw: Raw) => io.exit(await run(raw, io)));
}

async function run(raw: Raw, io: Io): Promise<number> {
  const asOf = raw.asOf ?? io.today();
  const orders = readOrders(raw.ledger, asOf)
    .filter((one) => raw.unit === undefined || one.unit === raw.unit)
    .filter((one) => raw.state === undefined || one.state === raw.state)
    .filter((one) => !raw.overdue || daysOverdue(one, asOf) > 0);
  await io.out(raw.format === 'json' ? listJson(orders, asOf) : table(orders, asOf, io.lang));
  return orders.some((one) => daysOverdue(one, asOf) > 0) ? 1 : 0;
}

const listJson = (orders: readonly OrderCase[], asOf: string): string =>
  json({
    as_of: asOf,
    orders: orders.map((one) => ({ ...one, days_overdue: daysOverdue(one, asOf) })),
  });

function table(orders: readonly OrderCase[], asOf: string, lang: Lang): string {
  if (orders.length === 0) return `${say(lang, '没有督办单', 'no orders')}\n`;
  const header =
    lang === 'zh'
      ? ['字号', '下发', '期限', '状态', '逾期', '问题', '原单', '单位']
      : ['number', 'issued', 'deadline', 'state', 'overdue', 'problems', 'cites', 'unit'];
  return columns(
    header,
    orders.map((one) => [
      one.number,
      one.issuedOn,
      one.deadline,
      one.faults.length > 0 ? say(lang, '记录有误', 'faulty') : stateName(one, lang),
      daysOverdue(one, asOf) > 0 ? say(lang, `${daysOverdue(one, asOf)} 天`, `${daysOverdue(one, asOf)} d`) : '—',
      String(one.problems.length),
      one.cites.join('、') || '—',
      one.unit,
    ]),
  );
}
