/** `qingdan stats REPORT.json…`: the measured relief over a series of reports. */
import type { Command } from 'commander';
import { type OrderFact, type ReliefFate, type ReliefStats, reliefChart, reliefStats } from '../govern/report-stats.ts';
import { lookback, type NamedReport } from '../ledger/lookback.ts';
import { readOrders } from '../ledger/order.ts';
import { loadLibrary } from '../lists/load.ts';
import { displayWidth } from '../text.ts';
import type { Lang, Library } from '../types.ts';
import { choiceOption, examples, type Io } from './command.ts';
import { json } from './ledger-options.ts';
import { demandTimeOrder, readReportFile } from './report-file.ts';
import { readSideTable } from './side-table.ts';

interface Raw {
  lists: string;
  ledger?: string;
  hours?: string;
  format: 'table' | 'json' | 'svg';
}

export function define(command: Command, io: Io): void {
  command
    .argument('<report.json...>', '按时间先后给出的报告（check --format json）')
    .option('--lists <dir>', '清单目录', io.shippedLists)
    .option('--ledger <dir>', '台账目录，统计督办单')
    .option('--hours <file>', '工时表（事项、每年工时），测算节省的工时')
    .option('--format <name>', '格式：table、json、svg', choiceOption('--format', ['table', 'json', 'svg']), 'table');
  examples(command, io.lang, [
    ['qingdan stats 2025.json 2026.json 2027.json', '取消了多少事项、多少分，少了多少证明'],
    ['qingdan stats 2026.json 2027.json --ledger 台账 --hours 工时.csv', '连同督办单和节省的工时'],
    ['qingdan stats 2025.json 2026.json --format svg > 减负.svg', '一张小图'],
  ]);
  command.action(async (paths: string[], raw: Raw) => io.exit(await run(paths, raw, io)));
}

async function run(paths: readonly string[], raw: Raw, io: Io): Promise<number> {
  const library = loadLibrary(raw.lists);
  const files = paths.map(readReportFile);
  demandTimeOrder(files);
  const named = files.map(({ ref, report }) => ({ name: ref.name, report }));
  const reports = files.map(({ report }) => report);
  const items = new Map(library.items.map((item) => [item.id, item]));
  const hours = raw.hours === undefined ? new Map<string, number>() : await hoursOf(raw.hours, library);
  const orders = raw.ledger === undefined ? null : ordersOf(raw.ledger);
  const stats = reliefStats(reports, fateOf(named), items, library.decision.certificates ?? null, hours, orders);
  if (raw.format === 'json') await io.out(json(stats));
  else if (raw.format === 'svg')
    await io.out(
      reliefChart(
        stats,
        io.lang === 'zh'
          ? { rows: '命中禁入（条）', points: '所占分值' }
          : { rows: 'prohibited rows', points: 'their points' },
      ),
    );
  else await io.out(table(stats, io.lang));
  return 0;
}

async function hoursOf(path: string, library: Library): Promise<Map<string, number>> {
  const records = await readSideTable(path, library.columns, ['hours-item', 'hours'], ['hours-item', 'hours']);
  return new Map(
    records
      .map((record) => [record.get('hours-item').toUpperCase(), Number(record.get('hours'))] as const)
      .filter(([, value]) => Number.isFinite(value) && value >= 0),
  );
}

/** Rows that came back in other words are no relief; rows of a unit that was not looked at again are neither. */
function fateOf(reports: readonly NamedReport[]): ReliefFate {
  const prohibited = lookback(reports, []).changes.filter(({ last }) => last.problem.verdict === 'prohibited');
  return {
    cancelled: prohibited
      .filter(({ state, cause }) => state === 'fixed' && cause === 'data')
      .map(({ last: { problem } }) => ({ item: problem.item, points: problem.points })),
    relapsed: prohibited.filter(({ state }) => state === 'relapsed').length,
  };
}

function ordersOf(ledger: string): OrderFact[] {
  return readOrders(ledger, null).map((order) => ({
    unit: order.unit,
    issuedOn: order.issuedOn,
    deadline: order.deadline,
    closedOn: order.closing?.on ?? null,
  }));
}

function table(stats: ReliefStats, lang: Lang): string {
  const zh = lang === 'zh';
  const head = zh
    ? ['基准日', '核查', '命中禁入', '清单外', '未落实经费', '待核定', '总分值', '禁入分值', '索要证明']
    : [
        'as of',
        'checked',
        'prohibited',
        'unlisted',
        'unfunded',
        'review',
        'points',
        'prohibited points',
        'certificates',
      ];
  const rows = stats.years.map((year) =>
    [
      year.asOf,
      year.rows,
      year.prohibited,
      year.unlisted,
      year.unfunded,
      year.review,
      year.points.total,
      year.points.prohibited,
      year.certificates,
    ].map(String),
  );
  const widths = head.map((name, i) => Math.max(displayWidth(name), ...rows.map((row) => displayWidth(row[i]!))));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) =>
        i === 0
          ? cell + ' '.repeat(widths[i]! - displayWidth(cell))
          : ' '.repeat(widths[i]! - displayWidth(cell)) + cell,
      )
      .join('  ');
  const lines = [line(head), ...rows.map(line)];
  const { cancelled, relapsed, hours, orders } = stats;
  if (stats.years.length > 1)
    lines.push(
      '',
      zh
        ? `到最后一份报告，禁入事项已取消或改正 ${cancelled.rows} 条，涉及 ${cancelled.points} 分；其中不再索要证明 ${cancelled.certificates} 件`
        : `Prohibited rows put right by the last report: ${cancelled.rows}, ${cancelled.points} points, ${cancelled.certificates} certificates`,
    );
  if (relapsed > 0)
    lines.push(
      zh
        ? `消失过又出现的 ${relapsed} 条（反弹），不计入`
        : `Gone once and back again: ${relapsed}, not counted as relief`,
    );
  if (hours !== null)
    lines.push(zh ? `按工时表测算，每年节省 ${hours} 小时` : `Hours saved a year by the given table: ${hours}`);
  if (orders)
    lines.push(
      zh
        ? `督办单下发 ${orders.issued} 份，销号 ${orders.closed} 份，其中按期 ${orders.inTime} 份，未销号 ${orders.open} 份`
        : `Orders issued ${orders.issued}, closed ${orders.closed} (in time ${orders.inTime}), open ${orders.open}`,
    );
  return `${lines.join('\n')}\n`;
}
