/** `qingdan lists diff`: what changed between two versions of the lists, for people. */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { diffLists, isSame } from '../govern/diff.ts';
import { diffMarkdown, diffText } from '../govern/diff-report.ts';
import type { Library } from '../types.ts';
import { choiceOption, examples, type Io } from './command.ts';
import { say } from './ledger-options.ts';
import { namedLibrary } from './lists-at.ts';

interface Raw {
  lists: string;
  format: 'table' | 'json' | 'md';
  exitCode?: boolean;
}

export function define(command: Command, io: Io): void {
  const { lang } = io;
  command
    .argument(
      '<before>',
      say(
        lang,
        '变动之前的清单：git 版本、清单目录，或“版本:目录”',
        'the lists before: a git revision, a folder, or REVISION:FOLDER',
      ),
    )
    .option('--lists <dir>', say(lang, '变动之后的清单目录', 'the lists after'), io.shippedLists)
    .option(
      '--format <name>',
      say(lang, '格式：table、json、md', 'format: table, json, md'),
      choiceOption('--format', ['table', 'json', 'md']),
      'table',
    )
    .option('--exit-code', say(lang, '有变动时退出码为 1', 'exit 1 when something changed'));
  examples(command, lang, [
    ['qingdan lists diff HEAD~1', say(lang, '和上一次提交比', 'compare with the commit before')],
    [
      'qingdan lists diff 去年的清单/ --format md',
      say(lang, '和一个目录比，输出 Markdown', 'with a folder, as Markdown'),
    ],
  ]);
  command.action(async (before: string, raw: Raw) => io.exit(await run(before, raw, io)));
}

async function run(before: string, raw: Raw, io: Io): Promise<number> {
  const diff = diffLists(listsBefore(before, raw.lists), namedLibrary(raw.lists));
  const text =
    raw.format === 'json'
      ? `${JSON.stringify(diff, null, 2)}\n`
      : raw.format === 'md'
        ? diffMarkdown(diff, io.lang)
        : diffText(diff, io.lang);
  await io.out(text);
  return raw.exitCode && !isSame(diff) ? 1 : 0;
}

/** A folder that is there is meant as a folder; a bare revision stands for the same folder in it. */
const listsBefore = (name: string, dir: string): Library =>
  namedLibrary(existsSync(name) || name.includes(':') ? name : `${name}:${dir}`);
