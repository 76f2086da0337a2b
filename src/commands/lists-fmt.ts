/** `qingdan lists fmt`: the form of the list files. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { formatLists } from '../govern/fmt.ts';
import { examples, type Io } from './command.ts';
import { say } from './ledger-options.ts';

interface Raw {
  lists: string;
  check?: boolean;
}

export function define(command: Command, io: Io): void {
  const { lang } = io;
  command
    .option('--lists <dir>', say(lang, '清单目录', 'folder of the lists'), io.shippedLists)
    .option('--check', say(lang, '只检查，不写入；有不合的退出码为 1', 'only look; exit 1 when a file would change'));
  examples(command, lang, [
    ['qingdan lists fmt', say(lang, '整理清单文件的格式', 'put the form of the files in order')],
    ['qingdan lists fmt --check', say(lang, '用于持续集成', 'for CI')],
  ]);
  command.addHelpText(
    'after',
    say(
      lang,
      '\n只动行尾空白、多余空行、文件末尾换行和编号的引号；注释、次序、缩进、BOM 不变，换行符以文件中多数行为准。',
      '\nTouches trailing white space, runs of blank lines, the final line break and quotes of ids only; comments, order,\nindentation and BOM stay; line ends are those of most lines of the file.',
    ),
  );
  command.action(async (raw: Raw) => io.exit(await run(raw, io)));
}

async function run(raw: Raw, io: Io): Promise<number> {
  const check = raw.check === true;
  const changed = formatLists(raw.lists, !check);
  const lines = changed.map(({ path, lines: at }) => {
    const shown = at.length > 8 ? `${at.slice(0, 8).join('、')} …` : at.join('、');
    return `${join(raw.lists, path)}: ${say(io.lang, `第 ${shown} 行`, `lines ${shown}`)}`;
  });
  const [done, wanted] = [
    `已整理 ${changed.length} 个文件`,
    `${changed.length} 个文件的格式不合，运行 qingdan lists fmt 整理`,
  ];
  if (changed.length === 0) lines.push(say(io.lang, '格式都合乎规定', 'all files are in order'));
  else if (check) lines.push(say(io.lang, wanted, `${changed.length} files are not in order: run qingdan lists fmt`));
  else lines.push(say(io.lang, done, `${changed.length} files put in order`));
  await io.out(`${lines.join('\n')}\n`);
  return check && changed.length > 0 ? 1 : 0;
}
