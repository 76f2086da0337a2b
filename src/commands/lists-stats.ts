/** `qingdan lists stats`: the inventory of the lists and the relief. */
import type { Command } from 'commander';
import { type BodyStats, type ListStats, listStats } from '../govern/stats.ts';
import { displayWidth } from '../text.ts';
import { type Lang, LISTS } from '../types.ts';
import { choiceOption, examples, type Io } from './command.ts';
import { say } from './ledger-options.ts';
import { listsHelp, namedLibrary } from './lists-at.ts';

export function define(command: Command, io: Io): void {
  const { lang } = io;
  command
    .option('--lists <dir>', listsHelp(lang), io.shippedLists)
    .option(
      '--format <name>',
      say(lang, '格式：table、json', 'format: table, json'),
      choiceOption('--format', ['table', 'json']),
      'table',
    );
  examples(command, lang, [
    ['qingdan lists stats', say(lang, '各清单的事项数和减负比例', 'items of each list and the relief')],
    [
      'qingdan lists stats --lists 区清单 --format json',
      say(lang, '本区清单的统计，JSON 格式', "a district's own lists, as JSON"),
    ],
  ]);
  command.action(async (raw: { lists: string; format: 'table' | 'json' }) => {
    const lines: string[] = [];
    const code = await listsStats({ ...raw, lang: io.lang }, (line) => lines.push(line));
    await io.out(`${lines.join('\n')}\n`);
    io.exit(code);
  });
}

export interface ListsStatsOptions {
  /** folder of the lists */
  readonly lists: string;
  readonly format: 'table' | 'json';
  readonly lang: Lang;
}

/**
 * Prints the statistics through `out`, one line each.
 * @returns exit code: 0, or 1 when a list does not have the number of items that edition.yaml declares
 * @throws UserError when the lists cannot be used
 */
export async function listsStats(options: ListsStatsOptions, out: (line: string) => void): Promise<number> {
  const stats = listStats(namedLibrary(options.lists));
  if (options.format === 'json') out(JSON.stringify(stats, null, 2));
  else for (const line of tableOf(stats, options.lang)) out(line);
  const complete = stats.bodies.every((one) =>
    LISTS.every((list) => one.lists[list].items === one.lists[list].declared),
  );
  return complete ? 0 : 1;
}

const WORDS = {
  zh: {
    head: ['清单', '村', '社区'],
    body: { village: '村', community: '社区' },
    list: { statutory: '依法管理事项', service: '公共服务事项', assist: '协助事项', prohibited: '取消和禁入事项' },
    count: (items: number, categories: number) => (categories > 0 ? `${items} 项 ${categories} 类` : `${items} 项`),
    declared: (declared: number) => `（应有 ${declared} 项）`,
    total: '合计',
    items: (n: number) => `${n} 项`,
    kept: '保留职责',
    relief: '减负',
    edition: (one: ListStats) => `清单版次 ${one.edition}，${one.effective} 起执行，${one.reviewed} 复审`,
    rest: (one: ListStats) =>
      `依据库 ${one.instruments} 件，概念 ${one.concepts} 个，词 ${one.terms} 个，例句 ${one.examples} 条`,
    reliefLine: (name: string, one: BodyStats) => `${name} ${one.total} 项 → ${one.kept} 项职责，减负 ${one.relief}%`,
  },
  en: {
    head: ['list', 'village', 'community'],
    body: { village: 'village', community: 'community' },
    list: { statutory: 'statutory', service: 'service', assist: 'assist', prohibited: 'prohibited' },
    count: (items: number, categories: number) =>
      categories > 0 ? `${items} in ${categories} categories` : String(items),
    declared: (declared: number) => ` (declared ${declared})`,
    total: 'total',
    items: (n: number) => String(n),
    kept: 'duties kept',
    relief: 'relief',
    edition: (one: ListStats) => `edition ${one.edition}, in force from ${one.effective}, reviewed ${one.reviewed}`,
    rest: (one: ListStats) =>
      `${one.instruments} instruments, ${one.concepts} concepts, ${one.terms} terms, ${one.examples} examples`,
    reliefLine: (name: string, one: BodyStats) => `${name} ${one.total} → ${one.kept} duties, ${one.relief} %`,
  },
} as const;

function tableOf(stats: ListStats, lang: Lang): string[] {
  const words = WORDS[lang];
  const rows: string[][] = [[...words.head]];
  for (const list of LISTS) {
    rows.push([
      words.list[list],
      ...stats.bodies.map(({ lists }) => {
        const { items, categories, declared } = lists[list];
        return words.count(items, categories) + (items === declared ? '' : words.declared(declared));
      }),
    ]);
  }
  rows.push([words.total, ...stats.bodies.map((one) => words.items(one.total))]);
  rows.push([words.kept, ...stats.bodies.map((one) => words.items(one.kept))]);
  rows.push([words.relief, ...stats.bodies.map((one) => `${one.relief}%`)]);
  return [
    words.edition(stats),
    '',
    ...columns(rows),
    '',
    ...stats.bodies.map((one) => words.reliefLine(words.body[one.body], one)),
    words.rest(stats),
  ];
}

/** Left-aligned columns two spaces apart, Chinese characters two wide. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat(widths[column]! - displayWidth(cell)))
      .join('  ')
      .trimEnd(),
  );
}
