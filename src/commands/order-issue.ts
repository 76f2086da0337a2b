/** `qingdan order issue`: one rectification order a unit, from a report. */
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { readLeads } from '../ledger/complaint.ts';
import {
  deadlineOf,
  type IssuePlan,
  issueOrders,
  type OrderCase,
  orderStore,
  planOrders,
  readOrders,
} from '../ledger/order.ts';
import { documentText, orderDocument } from '../ledger/order-document.ts';
import { loadPolicy } from '../ledger/policy.ts';
import { loadLibrary } from '../lists/load.ts';
import type { Lang } from '../types.ts';
import { dateOption, examples, type Io, numberOption } from './command.ts';
import {
  asOfOption,
  caseOptions,
  formatOption,
  json,
  type ListFormat,
  notices,
  repeat,
  say,
} from './ledger-options.ts';
import { writeOrders } from './order-files.ts';
import { readReportFile } from './report-file.ts';

interface Raw {
  lists: string;
  ledger: string;
  asOf?: string;
  on?: string;
  unit?: string[];
  defaultUnit?: string;
  deadline?: string;
  days?: number;
  prefix?: string;
  signer?: string;
  complaint?: string[];
  format: ListFormat;
  dryRun?: boolean;
  docx?: string;
}

export function define(command: Command, io: Io): void {
  const { lang } = io;
  command.argument('<report>', say(lang, 'check --format json 写的报告', 'a report of check --format json'));
  caseOptions(command, io);
  command
    .option(
      '--unit <name>',
      say(lang, '只给这个单位下，可重复（默认所有有问题的单位）', 'only this unit, repeatable'),
      repeat,
    )
    .option('--default-unit <name>', say(lang, '没有写明下发单位的行算在谁头上', 'unit of rows that name none'))
    .option('--on <date>', say(lang, '下发日期（默认今天）', 'day of issue (default: today)'), dateOption('--on'))
    .option('--deadline <date>', say(lang, '整改期限', 'deadline'), dateOption('--deadline'))
    .option(
      '--days <n>',
      say(lang, '整改期限：下发后多少天（默认看办事规则）', 'deadline in days'),
      numberOption('--days', 1, 3650),
    )
    .option('--prefix <text>', say(lang, '字号，如 庐减督（默认看办事规则）', 'prefix of the number'))
    .option('--signer <name>', say(lang, '签发人', 'who signs'))
    .option(
      '--complaint <id>',
      say(lang, '所根据的举报编号，可重复', 'complaint that is followed up, repeatable'),
      repeat,
    )
    .option(
      '--docx <dir>',
      say(
        lang,
        '把督办单写成 Word 文件（公文格式，每单位一份）放进这个文件夹',
        'write each order as .docx into this folder',
      ),
    )
    .option('--dry-run', say(lang, '只看会下发什么，不登记', 'show what would be issued'));
  asOfOption(command, io);
  formatOption(command, io);
  examples(command, lang, [
    ['qingdan order issue 报告.json --dry-run', say(lang, '看看要给谁下、写些什么', 'what would be issued')],
    [
      'qingdan order issue 报告.json --days 20',
      say(lang, '每个有问题的单位一份，限期二十天', 'one order a unit, twenty days'),
    ],
    ['qingdan order issue 报告.json --docx 督办单/', say(lang, '登记，同时出 Word 公文', 'issue and write documents')],
    ['qingdan order issue 报告.json --unit 区文旅局 --deadline 2026-12-31', say(lang, '只给一个单位', 'one unit only')],
  ]);
  command.addHelpText(
    'after',
    say(
      lang,
      '\n没有豁免的禁入、清单外、未落实经费的行列入督办；已在督办中的不重复下；销号后又出现的下新单并注明原单。',
      '\nRows already under an open order are left out; a relapse gives a new order that cites the old one.',
    ),
  );
  command.action(async (path: string, raw: Raw) => io.exit(await run(path, raw, io)));
}

async function run(path: string, raw: Raw, io: Io): Promise<number> {
  const { ref, report } = readReportFile(path);
  const library = loadLibrary(raw.lists);
  const policy = loadPolicy(`${raw.lists}/admissions`, `${io.shippedLists}/admissions`);
  const on = raw.on ?? raw.asOf ?? io.today();
  const deadline = raw.deadline ?? deadlineOf(on, raw.days ?? policy.order.days);
  if (deadline < on) throw new UserError('wrong-date', null, `期限 ${deadline} 早于下发日期 ${on}`, '请核对日期');
  if (on < ref.asOf)
    throw new UserError('wrong-date', null, `下发日期 ${on} 早于报告的基准日 ${ref.asOf}`, '请核对日期');
  const leads = raw.complaint && raw.complaint.length > 0 ? readLeads(raw.ledger) : [];
  for (const id of raw.complaint ?? [])
    if (!leads.some((lead) => lead.id === id))
      throw new UserError('no-such-complaint', null, `没有编号为“${id}”的举报`, '用 qingdan complaint list 查看编号');
  const plan = (): IssuePlan =>
    planOrders(report, ref, library, readOrders(raw.ledger, null), {
      on,
      deadline,
      prefix: raw.prefix ?? policy.order.prefix,
      signer: raw.signer ?? null,
      issuers: policy.order.issuers,
      contact: policy.order.contact,
      units: raw.unit ?? [],
      defaultUnit: raw.defaultUnit ?? null,
      complaints: raw.complaint ?? [],
    });
  if (raw.dryRun) {
    const planned = plan();
    await io.out(
      shown(
        planned.orders.map((order) => preview(order, on)),
        planned,
        raw.format,
        io.lang,
      ),
    );
    if (raw.docx !== undefined)
      await documents(
        planned.orders.map((order) => preview(order, on)),
        raw.docx,
        io,
      );
    io.err(remarks(planned, io.lang));
    return 0;
  }
  const { issued, plan: planned } = await issueOrders(orderStore(raw.ledger), plan, on, notices(io));
  await io.out(shown(issued, planned, raw.format, io.lang));
  if (raw.docx !== undefined) await documents(issued, raw.docx, io);
  io.err(remarks(planned, io.lang));
  return 0;
}

async function documents(orders: readonly OrderCase[], folder: string, io: Io): Promise<void> {
  for (const path of await writeOrders(orders, folder))
    io.err(`qingdan: ${path}: ${say(io.lang, '已写出', 'written')}\n`);
}

/** An order that has no number yet. */
function preview(order: IssuePlan['orders'][number], on: string): OrderCase {
  const number = `${order.prefix}〔${order.year}〕×号`;
  const nothing = { replies: [], checks: [], closing: null, faults: [] };
  return { ...order, number, sequence: 0, id: '', issuedOn: on, state: 'issued', ...nothing };
}

function shown(orders: readonly OrderCase[], plan: IssuePlan, format: ListFormat, lang: Lang): string {
  if (format === 'json')
    return json({
      orders: orders.map((order) => ({ ...order, document: orderDocument(order) })),
      underway: plan.underway,
      unaddressed: plan.unaddressed,
    });
  if (orders.length === 0) return say(lang, '没有要下发的督办单\n', 'no orders to issue\n');
  return orders
    .map(
      (order) =>
        `${order.id === '' ? say(lang, '未登记', 'not recorded') : say(lang, `已登记 ${order.id}`, `recorded ${order.id}`)}\n${documentText(orderDocument(order))}`,
    )
    .join('\n');
}

function remarks({ underway, unaddressed }: IssuePlan, lang: Lang): string {
  const lines = underway.map(({ unit, number, problems }) =>
    say(
      lang,
      `${unit}：${problems} 项已在 ${number} 督办中，不再下发`,
      `${unit}: ${problems} under ${number} already, not issued again`,
    ),
  );
  if (unaddressed > 0)
    lines.push(
      say(
        lang,
        `${unaddressed} 项没有写明下发单位，没有列入；请用 --default-unit 指明`,
        `${unaddressed} name no issuing unit and are left out; name one with --default-unit`,
      ),
    );
  return lines.map((line) => `qingdan: ${line}\n`).join('');
}
