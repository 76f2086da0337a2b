/** `qingdan schema`: the JSON Schemas of the list files, for editors and other tools. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { FILE_KINDS } from '../lists/schema.ts';
import { displayWidth } from '../text.ts';
import { choiceOption, examples, type Io } from './command.ts';
import { say } from './ledger-options.ts';

export function define(command: Command, io: Io): void {
  const { lang } = io;
  command.argument(
    '[kind]',
    say(lang, `哪一种文件：${FILE_KINDS.join('、')}`, `kind of file: ${FILE_KINDS.join(', ')}`),
  );
  examples(command, lang, [
    ['qingdan schema', say(lang, '有哪些种类', 'the kinds there are')],
    ['qingdan schema list > list.schema.json', say(lang, '一种文件的 JSON Schema', 'the JSON Schema of one')],
  ]);
  command.action(async (kind: string | undefined) => {
    await io.out(kind === undefined ? kinds(io) : read(io, choiceOption('KIND', FILE_KINDS)(kind)));
    io.exit(0);
  });
}

const read = (io: Io, kind: string): string =>
  readFileSync(join(io.shippedLists, 'schema', `${kind}.schema.json`), 'utf8');

function kinds(io: Io): string {
  const width = Math.max(...FILE_KINDS.map(displayWidth));
  const lines = FILE_KINDS.map((kind) => {
    const { title, description } = JSON.parse(read(io, kind)) as { title: string; description: string };
    return `${kind.padEnd(width)}  ${title}：${description}`;
  });
  return `${lines.join('\n')}\n`;
}
