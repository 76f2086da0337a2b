/** `qingdan completion bash|zsh|fish`: completion scripts made from the commands themselves. */
import { Command } from 'commander';
import { UserError } from '../errors.ts';
import { examples, type Io } from './command.ts';
import { say } from './ledger-options.ts';
import { COMMANDS } from './registry.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

/** A command as a shell needs to know it. */
interface Known {
  readonly path: readonly string[];
  readonly about: string;
  readonly options: readonly { readonly long: string; readonly about: string; readonly takesValue: boolean }[];
}

export function define(command: Command, io: Io): void {
  const { lang } = io;
  command.argument('<shell>', SHELLS.join(say(lang, '、', ', ')));
  examples(command, lang, [
    ['source <(qingdan completion bash)', say(lang, 'bash：写进 ~/.bashrc', 'bash: put it into ~/.bashrc')],
    [
      'qingdan completion zsh > ~/.zfunc/_qingdan',
      say(lang, 'zsh：放进 fpath 里的目录', 'zsh: put it into a folder of fpath'),
    ],
    ['qingdan completion fish > ~/.config/fish/completions/qingdan.fish', 'fish'],
  ]);
  command.action(async (shell: string) => {
    const wanted = SHELLS.find((one) => one === shell);
    if (!wanted) throw new UserError('bad-shell', null, `没有“${shell}”的补全脚本`, `可选：${SHELLS.join('、')}`);
    await io.out(script(wanted, await known(io)));
  });
}

async function known(io: Io): Promise<Known[]> {
  return Promise.all(
    COMMANDS.map(async (entry) => {
      const command = new Command(entry.path.at(-1)!);
      (await entry.load()).define(command, io);
      const options = command.options
        .filter((option) => option.long)
        .map((option) => ({
          long: option.long!,
          about: option.description.split(/[，；（(]/)[0]!,
          takesValue: option.required || option.optional,
        }));
      return {
        path: entry.path,
        about: entry[io.lang],
        options: [...options, { long: '--help', about: io.lang === 'zh' ? '帮助' : 'help', takesValue: false }],
      };
    }),
  );
}

function script(shell: Shell, commands: readonly Known[]): string {
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](commands);
}

const firsts = (commands: readonly Known[]): string[] => [...new Set(commands.map((one) => one.path[0]!))];
const seconds = (commands: readonly Known[], first: string): string[] =>
  commands.filter((one) => one.path[0] === first && one.path.length > 1).map((one) => one.path[1]!);

function bashScript(commands: readonly Known[]): string {
  const groups = firsts(commands).filter((first) => seconds(commands, first).length > 0);
  const cases = commands.map(
    (one) => `    "${one.path.join(' ')}") words="${one.options.map((option) => option.long).join(' ')}" ;;`,
  );
  return `# qingdan completion for bash
_qingdan() {
  local cur words path
  cur="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${firsts(commands).join(' ')} --help --version --lang" -- "$cur"))
    return
  fi
  path="\${COMP_WORDS[1]}"
  case "$path" in
${groups
  .map(
    (first) => `    ${first})
      if [ "$COMP_CWORD" -eq 2 ]; then
        COMPREPLY=($(compgen -W "${seconds(commands, first).join(' ')}" -- "$cur"))
        return
      fi
      path="$path \${COMP_WORDS[2]}" ;;`,
  )
  .join('\n')}
  esac
  case "$path" in
${cases.join('\n')}
    *) words="" ;;
  esac
  if [[ "$cur" == -* ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  else
    compopt -o default 2>/dev/null
    COMPREPLY=($(compgen -f -- "$cur"))
  fi
}
complete -F _qingdan qingdan
`;
}

/** Text inside single quotes of a shell; brackets and colons mean something to zsh. */
const quoted = (text: string): string => text.replace(/'/g, "'\\''");
const zshText = (text: string): string => quoted(text).replace(/[[\]:]/g, ' ');

function zshScript(commands: readonly Known[]): string {
  const groups = firsts(commands).filter((first) => seconds(commands, first).length > 0);
  const describe = (entries: readonly (readonly [string, string])[]): string =>
    entries.map(([name, about]) => `'${name}:${zshText(about)}'`).join(' ');
  const aboutOf = (first: string): string => commands.find((one) => one.path[0] === first)!.about;
  const options = (one: Known): string =>
    one.options
      .map((option) => `'${option.long}[${zshText(option.about)}]${option.takesValue ? ': :_files' : ''}'`)
      .join(' ');
  const cases = commands.map((one) => `    '${one.path.join(' ')}') _arguments ${options(one)} '*:file:_files' ;;`);
  return `#compdef qingdan
_qingdan() {
  local -a list
  local path
  if (( CURRENT == 2 )); then
    list=(${describe(firsts(commands).map((first) => [first, aboutOf(first)]))})
    _describe 'command' list
    return
  fi
  path="$words[2]"
  case "$path" in
${groups
  .map(
    (first) => `    ${first})
      if (( CURRENT == 3 )); then
        list=(${describe(commands.filter((one) => one.path[0] === first && one.path.length > 1).map((one) => [one.path[1]!, one.about]))})
        _describe 'command' list
        return
      fi
      path="$path $words[3]" ;;`,
  )
  .join('\n')}
  esac
  case "$path" in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = "_qingdan" ]; then _qingdan "$@"; else compdef _qingdan qingdan; fi
`;
}

function fishScript(commands: readonly Known[]): string {
  const lines = ['# qingdan completion for fish', 'complete -c qingdan -e'];
  const all = firsts(commands).join(' ');
  for (const first of firsts(commands)) {
    const about = commands.find((one) => one.path[0] === first)!.about;
    lines.push(
      `complete -c qingdan -n 'not __fish_seen_subcommand_from ${all}' -f -a '${first}' -d '${quoted(about)}'`,
    );
  }
  for (const one of commands) {
    const [first, second] = one.path;
    if (second !== undefined) {
      const others = seconds(commands, first!).join(' ');
      lines.push(
        `complete -c qingdan -n '__fish_seen_subcommand_from ${first}; and not __fish_seen_subcommand_from ${others}' -f -a '${second}' -d '${quoted(one.about)}'`,
      );
    }
    const when = one.path.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ');
    for (const option of one.options)
      lines.push(
        `complete -c qingdan -n '${when}' -l ${option.long.slice(2)}${option.takesValue ? ' -r' : ''} -d '${quoted(option.about)}'`,
      );
  }
  return `${lines.join('\n')}\n`;
}
