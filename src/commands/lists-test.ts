/** `qingdan lists test`: the examples of the lists through the real engine. */
import type { Command } from 'commander';
import { type ExampleFailure, testLists } from '../govern/lists-test.ts';
import { loadLibrary } from '../lists/load.ts';
import type { Lang, Library } from '../types.ts';
import { dateOption, examples, type Io, numberOption } from './command.ts';
import { say } from './ledger-options.ts';

interface Raw {
  lists: string;
  asOf?: string;
  coverage?: number;
  dead?: boolean;
  only?: string;
}

export function define(command: Command, io: Io): void {
  const { lang } = io;
  command
    .option('--lists <dir>', say(lang, '清单目录', 'folder of the lists'), io.shippedLists)
    .option(
      '--as-of <date>',
      say(lang, '核查基准日（默认今天，北京时间）', 'the day (default: today in Asia/Shanghai)'),
      dateOption('--as-of'),
    )
    .option(
      '--coverage <percent>',
      say(lang, '要求百分之多少的事项有足够的正反例', 'per cent of items that must have examples enough'),
      numberOption('--coverage', 0, 100),
    )
    .option(
      '--dead',
      say(
        lang,
        '另外列出多余的词（删去后没有任何例子的结论改变）',
        'also list idle words: without them no example is judged otherwise',
      ),
    )
    .option(
      '--only <text>',
      say(lang, '只看名称或文件含这几个字的主题', 'only concepts whose name or file has this text'),
    );
  examples(command, lang, [
    ['qingdan lists test', say(lang, '检验全部正反例', 'all examples')],
    [
      'qingdan lists test --coverage 100',
      say(lang, '每个事项都要有至少两条正例、两条反例', 'every item must have two hits and two misses'),
    ],
    [
      'qingdan lists test --dead --only levy',
      say(lang, '只看一个主题，并列出多余的词', 'one concept, with its idle words'),
    ],
  ]);
  command.action(async (raw: Raw) => io.exit(await run(raw, io)));
}

const BODY = { village: ['村', 'village'], community: ['社区', 'community'] } as const;

async function run(raw: Raw, io: Io): Promise<number> {
  const { lang } = io;
  const library = loadLibrary(raw.lists);
  const result = testLists(library, { asOf: raw.asOf ?? io.today(), dead: raw.dead === true });
  const wanted = (text: string): boolean => raw.only === undefined || text.includes(raw.only);
  const lines: string[] = [];
  const failures = result.failures.filter((one) => wanted(one.concept) || wanted(one.place.file));
  for (const one of failures) lines.push(failureLine(one, lang));
  for (const id of result.uncovered.filter(wanted))
    lines.push(`${id}: ${say(lang, '正例或反例不足两条', 'fewer than two hits or two misses')}`);
  for (const one of result.dead.filter((term) => term.classes.some(wanted)))
    lines.push(
      say(
        lang,
        `多余的词“${one.term}”（${one.classes.join('、')}）：删去后没有任何例子的结论改变`,
        `idle word “${one.term}” (${one.classes.join(', ')}): without it no example is judged otherwise`,
      ),
    );
  const covered = coverage(library, result.uncovered);
  const dead = raw.dead === true ? say(lang, `，多余 ${result.dead.length} 个`, `, ${result.dead.length} idle`) : '';
  lines.push(
    say(
      lang,
      `例子 ${result.examples} 条，未通过 ${result.failures.length} 条；有足够例子的事项 ${covered} %；词 ${result.terms} 个${dead}`,
      `${result.examples} examples, ${result.failures.length} failed; ${covered} % of items have examples enough; ${result.terms} words${dead}`,
    ),
  );
  await io.out(`${lines.join('\n')}\n`);
  return result.failures.length > 0 || covered < (raw.coverage ?? 0) ? 1 : 0;
}

/** Per cent of the items whose concepts all have two hits and two misses, rounded down; 100 without items. */
function coverage(library: Library, uncovered: readonly string[]): number {
  const lacking = new Set(uncovered);
  const covered = library.items.filter(
    ({ concepts }) => concepts.length > 0 && !concepts.some((id) => lacking.has(id)),
  );
  return library.items.length === 0 ? 100 : Math.floor((covered.length / library.items.length) * 100);
}

/** Which example of which concept failed, what won instead, and by which words. */
function failureLine({ place, concept, body, expected, text, got, why }: ExampleFailure, lang: Lang): string {
  const [zh, en] = BODY[body];
  return `${place.file}:${place.line}:${place.column}: ${say(
    lang,
    `${concept}（${zh}）的${expected === 'hit' ? '正例' : '反例'}未通过：「${text}」判为 ${got}${why ? `，凭“${why}”` : ''}`,
    `a ${expected} of ${concept} (${en}) failed: “${text}” is judged ${got}${why ? ` by “${why}”` : ''}`,
  )}`;
}
