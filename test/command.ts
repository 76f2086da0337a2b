/** Runs a registered command in this process, as the command line would: what it prints, says and returns. */
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import type { Io } from '../src/commands/command.ts';
import { COMMANDS } from '../src/commands/registry.ts';
import { UserError } from '../src/errors.ts';
import type { Lang } from '../src/types.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  /** typed at a terminal, one answer a line */
  readonly typed?: readonly string[];
  readonly today?: string;
  readonly lang?: Lang;
}

/** @param words the command and its arguments, as after `qingdan` */
export async function runCommand(words: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const entry = [...COMMANDS]
    .sort((a, b) => b.path.length - a.path.length)
    .find(({ path }) => path.every((word, i) => words[i] === word));
  if (!entry) throw new Error(`no command: ${words.join(' ')}`);
  let out = '';
  let err = '';
  let code = 0;
  const io: Io = {
    out: async (piece) => {
      out += typeof piece === 'string' ? piece : Buffer.from(piece).toString('utf8');
    },
    err: (text) => {
      err += text;
    },
    stdin: () => Readable.from((options.typed ?? []).map((line) => `${line}\n`)),
    today: () => options.today ?? '2026-11-22',
    version: 'test',
    lang: options.lang ?? 'zh',
    shippedLists: fileURLToPath(new URL('../lists', import.meta.url)),
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    stdinIsTerminal: options.typed !== undefined,
    width: 120,
    color: false,
    env: {},
    exit: (value) => {
      code = value;
    },
  };
  const command = new Command(entry.path.at(-1)!).exitOverride().configureOutput({
    writeOut: (text) => {
      out += text;
    },
    writeErr: () => undefined,
  });
  (await entry.load()).define(command, io);
  try {
    await command.parseAsync(words.slice(entry.path.length), { from: 'user' });
  } catch (error) {
    const known = error as { code?: string };
    if (error instanceof UserError) return { code: 2, out, err: `${err}${error.line()}\n` };
    if (known.code === 'commander.helpDisplayed') return { code: 0, out, err };
    if (known.code?.startsWith('commander.')) return { code: 2, out, err: `${err}${(error as Error).message}\n` };
    throw error;
  }
  return { code, out, err };
}
