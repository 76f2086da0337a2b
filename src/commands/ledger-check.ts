/** `qingdan ledger check`: integrity of every ledger. */
import type { Command } from 'commander';
import { admissionStore, readCases } from '../ledger/admission.ts';
import { complaintStore, privateFaults } from '../ledger/complaint.ts';
import { numberFaults, orderStore, readOrders } from '../ledger/order.ts';
import { loadPolicy } from '../ledger/policy.ts';
import type { Store, StoreFault } from '../ledger/store.ts';
import { examples, type Io } from './command.ts';
import { caseOptions, formatOption, json, type ListFormat, say } from './ledger-options.ts';

interface Raw {
  lists: string;
  ledger: string;
  format: ListFormat;
}

/** One ledger: how many chains and records, and what is wrong. */
interface Checked {
  readonly name: 'admissions' | 'complaints' | 'orders';
  readonly dir: string;
  readonly chains: number;
  readonly records: number;
  readonly faults: readonly StoreFault[];
}

const NAMES = { admissions: '准入', complaints: '举报', orders: '督办单' } as const;

export function define(command: Command, io: Io): void {
  caseOptions(command, io);
  formatOption(command, io);
  examples(command, io.lang, [
    ['qingdan ledger check', say(io.lang, '校验准入、举报、督办单三本台账', 'check all ledgers')],
    ['qingdan ledger check --lists 本区清单 --ledger 本区台账', say(io.lang, '指明目录', 'name the folders')],
  ]);
  command.addHelpText(
    'after',
    say(
      io.lang,
      '\n查：改动、缺失、换序、分叉、认不出的文件，以及不合办事规则的记录。有问题时退出码为 1。',
      '\nFinds edits, gaps, changed order, forks, strangers, and records against the rules. Exit code 1 for faults.',
    ),
  );
  command.action(async (raw: Raw) => io.exit(await run(raw, io)));
}

async function run(raw: Raw, io: Io): Promise<number> {
  const admissions = `${raw.lists}/admissions`;
  const checked: Checked[] = [
    check('admissions', admissionStore(admissions), () =>
      readCases(admissions, loadPolicy(admissions, `${io.shippedLists}/admissions`)).flatMap(({ faults }) => faults),
    ),
    check('complaints', complaintStore(raw.ledger), () => privateFaults(raw.ledger)),
    check('orders', orderStore(raw.ledger), () => {
      const orders = readOrders(raw.ledger, null);
      return [...orders.flatMap(({ faults }) => faults), ...numberFaults(orders, orderStore(raw.ledger).dir)];
    }),
  ];
  const faults = checked.flatMap((one) => one.faults);
  if (raw.format === 'json') await io.out(json({ ledgers: checked, faults: faults.length }));
  else {
    for (const { path, fault, code } of faults) await io.out(`${path}: ${fault}（${code}）\n`);
    for (const one of checked)
      await io.out(
        say(
          io.lang,
          `${NAMES[one.name]}　${one.chains} 件 ${one.records} 条记录，${one.faults.length === 0 ? '完好' : `${one.faults.length} 处问题`}（${one.dir}）\n`,
          `${one.name}: ${one.chains} cases, ${one.records} records, ${one.faults.length} faults (${one.dir})\n`,
        ),
      );
  }
  return faults.length > 0 ? 1 : 0;
}

/** What stands in the records is only looked at when the records themselves are sound. */
function check(name: Checked['name'], store: Store, content: () => readonly StoreFault[]): Checked {
  const chains = store.chains();
  const faults = store.verify();
  const records = chains.reduce((sum, chain) => sum + store.inspect(chain).records.length, 0);
  const hard = faults.some(({ code }) => code !== 'stranger');
  const found = hard || chains.length === 0 ? faults : [...faults, ...content()];
  return { name, dir: store.dir, chains: chains.length, records, faults: found };
}
