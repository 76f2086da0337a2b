/** What a command is: options and help in `define`, work behind it, the world through {@link Io}. */
import type { Readable } from 'node:stream';
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { displayWidth } from '../text.ts';
import type { Lang } from '../types.ts';

/** The outer world as commands may use it; cli.ts is the only one who makes it. */
export interface Io {
  /** payload to stdout; resolves when it is taken, so that a slow pipe slows the run instead of filling memory */
  out(piece: string | Uint8Array): Promise<void>;
  /** standard input, opened when it is asked for */
  stdin(): Readable;
  /** diagnostics and progress to stderr */
  err(text: string): void;
  /** YYYY-MM-DD in Asia/Shanghai */
  today(): string;
  readonly version: string;
  readonly lang: Lang;
  /** the lists that come with the tool */
  readonly shippedLists: string;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  readonly stdinIsTerminal: boolean;
  readonly width: number;
  readonly color: boolean;
  /** environment variables, read only */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** the exit code of the run; commands set it through their return value */
  exit(code: number): void;
}

/** A command's module. */
export interface CommandModule {
  /** Adds arguments, options, help with examples and the action to `command`. */
  define(command: Command, io: Io): void;
}

/** One line of the table of commands. */
export interface CommandEntry {
  /** words of the command: ['lists', 'stats'] */
  readonly path: readonly string[];
  readonly zh: string;
  readonly en: string;
  readonly load: () => Promise<CommandModule>;
}

const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** A calendar date option. @throws UserError for anything but an existing YYYY-MM-DD */
export function dateOption(name: string): (value: string) => string {
  return (value) => {
    const real = DATE.test(value) && new Date(`${value}T00:00:00Z`).toISOString().startsWith(value);
    if (!real) throw new UserError('bad-date', null, `${name} 不是日期：${value}`, '写成 YYYY-MM-DD，例如 2026-11-22');
    return value;
  };
}

/** A whole number option within bounds. @throws UserError otherwise */
export function numberOption(name: string, least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < least || number > most)
      throw new UserError('bad-number', null, `${name} 应为 ${least} 至 ${most} 的整数：${value}`, '');
    return number;
  };
}

/** One of a few words. @throws UserError that names the allowed ones */
export function choiceOption<T extends string>(name: string, choices: readonly T[]): (value: string) => T {
  return (value) => {
    const found = choices.find((one) => one === value);
    if (found === undefined)
      throw new UserError('bad-choice', null, `${name} 没有“${value}”`, `可选：${choices.join('、')}`);
    return found;
  };
}

/** Appends examples to a command's help. */
export function examples(command: Command, lang: Lang, lines: readonly (readonly [string, string])[]): void {
  const width = Math.max(...lines.map(([line]) => displayWidth(line)));
  const title = lang === 'zh' ? '例子：' : 'Examples:';
  const shown = lines.map(([line, what]) => `  ${line}${' '.repeat(width - displayWidth(line))}  ${what}`);
  command.addHelpText('after', `\n${title}\n${shown.join('\n')}`);
}
