/** The command line: the only place that knows process, stdout, the clock and exit codes. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import type { Io } from './commands/command.ts';
import { dropUnfinished } from './commands/output-file.ts';
import { COMMANDS, GROUPS } from './commands/registry.ts';
import { applyConfig, type Config, findConfig, printConfig } from './config.ts';
import { UserError } from './errors.ts';
import { displayWidth, printable } from './text.ts';
import type { Lang } from './types.ts';

const argv = process.argv.slice(2);
const root = new URL('..', import.meta.url);

const langIndex = argv.indexOf('--lang');
const asked = langIndex === -1 ? argv.find((arg) => arg.startsWith('--lang='))?.slice(7) : argv[langIndex + 1];
const lang: Lang = asked === 'en' ? 'en' : 'zh';

const io: Io = {
  out: (piece) =>
    new Promise((done, fail) => {
      process.stdout.write(piece, (error) => (error ? fail(error) : done()));
    }),
  stdin: () => process.stdin,
  err: (text) => void process.stderr.write(text),
  today: () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' }).format(new Date()),
  version: (JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string }).version,
  lang,
  shippedLists: fileURLToPath(new URL('lists', root)),
  stdoutIsTerminal: process.stdout.isTTY === true,
  stderrIsTerminal: process.stderr.isTTY === true,
  stdinIsTerminal: process.stdin.isTTY === true,
  width: process.stdout.columns ?? 120,
  color:
    process.env['NO_COLOR'] === undefined &&
    (process.stdout.isTTY === true || process.env['FORCE_COLOR'] !== undefined),
  env: process.env,
  exit: (code) => {
    process.exitCode = code;
  },
};

/** The arguments that are no options, nor the value of the one option that may stand before the command. */
const words = argv.filter((arg, i) => !arg.startsWith('-') && argv[i - 1] !== '--lang');

/** The registered command that the arguments name, longest path first. */
function called(): (typeof COMMANDS)[number] | undefined {
  return [...COMMANDS]
    .sort((a, b) => b.path.length - a.path.length)
    .find((entry) => entry.path.every((word, i) => words[i] === word));
}

async function build(): Promise<Command> {
  const program = new Command('qingdan')
    .description(lang === 'zh' ? '村（社区）职责清单核查' : 'checks tasks and indicators against the duty lists')
    .version(io.version, '-V, --version', lang === 'zh' ? '显示版本' : 'print the version')
    .option('--lang <lang>', lang === 'zh' ? '语言：zh、en' : 'language: zh, en')
    .helpOption('-h, --help', lang === 'zh' ? '显示帮助' : 'print help')
    .helpCommand(false)
    .configureHelp({ displayWidth, boxWrap: (text) => text })
    .configureOutput({ writeErr: () => undefined })
    .exitOverride();
  const wanted = called();
  const groups = new Map<string, Command>();
  for (const entry of COMMANDS) {
    let parent = program;
    const [group] = entry.path;
    if (entry.path.length > 1 && group) {
      parent = groups.get(group) ?? inherit(program.command(group).description(GROUPS[group]?.[lang] ?? ''), program);
      groups.set(group, parent);
    }
    const command = inherit(parent.command(entry.path.at(-1)!).description(entry[lang]), program);
    if (entry !== wanted) continue;
    command.option('--lang <lang>', lang === 'zh' ? '语言：zh、en' : 'language: zh, en');
    (await entry.load()).define(command, io);
    const config = findConfig('.');
    command.hook('preAction', () => {
      if (config) applyConfig(command, config);
    });
    if (argv.includes('--print-config')) await showConfig(command, entry.path.length, config);
  }
  return program;
}

/** `--print-config` asks for no file, so it is answered before the arguments are looked at. */
async function showConfig(command: Command, words: number, config: Config | null): Promise<never> {
  command.parseOptions(argv.slice(words));
  if (config) applyConfig(command, config);
  await io.out(printConfig(command, config));
  process.exit(0);
}

function inherit(command: Command, from: Command): Command {
  return command
    .copyInheritedSettings(from)
    .helpOption('-h, --help', lang === 'zh' ? '显示帮助' : 'print help')
    .helpCommand(false);
}

/** Usage faults of commander in the user's words. */
function usage(error: { code: string; message: string }): UserError {
  const named = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const faults: Record<string, readonly [zh: string, en: string]> = {
    'commander.unknownOption': [`没有选项 ${named}`, `no option ${named}`],
    'commander.unknownCommand': [`没有命令 ${named}`, `no command ${named}`],
    'commander.missingArgument': [`缺少参数 ${named}`, `argument ${named} is missing`],
    'commander.optionMissingArgument': [`选项 ${named} 缺少值`, `option ${named} needs a value`],
    'commander.missingMandatoryOptionValue': [`缺少选项 ${named}`, `option ${named} is missing`],
    'commander.excessArguments': ['参数太多', 'too many arguments'],
  };
  const hint = lang === 'zh' ? '用 --help 查看用法' : 'see --help';
  const suggestion = /Did you mean (.*)\?/.exec(error.message)?.[1];
  return new UserError(
    'usage',
    null,
    faults[error.code]?.[lang === 'zh' ? 0 : 1] ?? error.message.replace(/^error: /, ''),
    suggestion ? (lang === 'zh' ? `是不是 ${suggestion}？` : `did you mean ${suggestion}?`) : hint,
  );
}

async function main(): Promise<void> {
  let asking = (): string => '';
  try {
    if (asked !== undefined && asked !== 'zh' && asked !== 'en')
      throw new UserError('bad-lang', null, `没有语言“${asked}”`, '可选：zh、en');
    const program = await build();
    // a group without a command is a question what there is
    const group = words.length === 0 ? program : program.commands.find((one) => one.name() === words[0]);
    asking = () => group?.helpInformation() ?? '';
    await program.parseAsync();
  } catch (error) {
    const known = error as { code?: string; message: string };
    if (known.code === 'commander.helpDisplayed' || known.code === 'commander.version') return;
    if (known.code === 'commander.help') {
      process.exitCode = 2;
      await io.out(asking());
      return;
    }
    if (known.code === 'EPIPE') {
      process.exitCode = 0;
      return;
    }
    const user = known.code?.startsWith('commander.') ? usage({ code: known.code, message: known.message }) : error;
    process.exitCode = 2;
    if (user instanceof UserError) process.stderr.write(`${printable(user.line())}\n`);
    else if (isSystemFault(error))
      process.stderr.write(
        `qingdan: ${error.path === undefined ? '' : `${printable(error.path)}: `}读写失败（${error.code}）；请检查磁盘空间、权限和管道\n`,
      );
    else throw error;
  }
}

/** What the system refused: a full disk, a device that fails, a descriptor that is closed. */
function isSystemFault(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

// a report that is interrupted leaves nothing behind
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    dropUnfinished();
    process.exit(130);
  });
// the write itself reports the error; without a listener it would be thrown a second time
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

void main();
