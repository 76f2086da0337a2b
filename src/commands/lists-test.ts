/** `qingdan lists test`: the examples of the lists through the real engine. */
import type { Command } from 'commander';
import { testLists } from '../govern/lists-test.ts';
import { loadLibrary } from '../lists/load.ts';
import { dateOption, examples, type Io, numberOption } from './command.ts';

interface Raw {
  lists: string;
  asOf?: string;
  coverage?: number;
  dead?: boolean;
  only?: string;
}

export function define(command: Command, io: Io): void {
  command
    .option('--lists <dir>', '清单目录', io.shippedLists)
    .option('--as-of <date>', '核查基准日', dateOption('--as-of'))
    .option('--coverage <percent>', '要求多少比例的主题有足够的正反例', numberOption('--coverage', 0, 100))
    .option('--dead', '另外列出多余的词（删去后没有任何例子的结论改变）')
    .option('--only <text>', '只看名称或文件含这几个字的主题');
  examples(command, io.lang, [
    ['qingdan lists test', '检验全部正反例'],
    ['qingdan lists test --coverage 100', '每个主题都要有至少两条正例、两条反例'],
    ['qingdan lists test --dead --only levy', '只看一个主题，并列出多余的词'],
  ]);
  command.action(async (raw: Raw) => io.exit(await run(raw, io)));
}

async function run(raw: Raw, io: Io): Promise<number> {
  const library = loadLibrary(raw.lists);
  const result = testLists(library, { asOf: raw.asOf ?? io.today(), dead: raw.dead === true });
  const wanted = (text: string): boolean => raw.only === undefined || text.includes(raw.only);
  const lines: string[] = [];
  const failures = result.failures.filter((one) => wanted(one.concept) || wanted(one.place.file));
  for (const one of failures)
    lines.push(
      `${one.place.file}:${one.place.line}:${one.place.column}: ${one.concept}（${one.body}）的${one.expected === 'hit' ? '正例' : '反例'}未通过：「${one.text}」判为 ${one.got}${one.why ? `，凭“${one.why}”` : ''}`,
    );
  for (const id of result.uncovered.filter(wanted)) lines.push(`${id}: 正例或反例不足两条`);
  for (const one of result.dead.filter((term) => term.classes.some(wanted)))
    lines.push(`多余的词“${one.term}”（${one.classes.join('、')}）：删去后没有任何例子的结论改变`);
  const dead = raw.dead === true ? `，多余 ${result.dead.length} 个` : '';
  lines.push(`例子 ${result.examples} 条，未通过 ${result.failures.length} 条；词 ${result.terms} 个${dead}`);
  await io.out(`${lines.join('\n')}\n`);
  const covered = (1 - result.uncovered.length / Math.max(1, library.concepts.length)) * 100;
  return result.failures.length > 0 || covered < (raw.coverage ?? 0) ? 1 : 0;
}
