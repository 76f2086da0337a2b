/**
 * `qingdan.config.yaml`: default options of a folder and all below it. It is looked for from the working folder upward;
 * what stands on the command line comes first, and the tool's own defaults last.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { UserError } from './errors.ts';
import { checkSchema } from './lists/schema.ts';
import { parseYaml } from './lists/yaml.ts';

export const CONFIG_FILE = 'qingdan.config.yaml';

/** A configuration and the file it came from. */
export interface Config {
  readonly file: string;
  /** option name of the command line, in camel case → value */
  readonly options: Readonly<Record<string, unknown>>;
}

/** key of the file → option of the commands */
const OPTIONS: Readonly<Record<string, string>> = {
  lists: 'lists',
  body: 'body',
  row_kind: 'kind',
  format: 'format',
  fail_on: 'failOn',
  waivers: 'waivers',
  funding: 'funding',
  baseline: 'baseline',
  encoding: 'encoding',
  map: 'map',
};

/** Keys that name files or folders, given from where the configuration stands. */
const PATHS = ['lists', 'waivers', 'funding', 'baseline'];

/** The nearest configuration at or above a folder, null when there is none. @throws UserError for its first fault */
export function findConfig(folder: string): Config | null {
  for (let dir = resolve(folder); ; dir = dirname(dir)) {
    const file = join(dir, CONFIG_FILE);
    if (existsSync(file)) return readConfig(readFileSync(file), file);
    if (dirname(dir) === dir) return null;
  }
}

/** A configuration from its bytes. @throws UserError for its first fault */
export function readConfig(bytes: Uint8Array, file: string): Config {
  const parsed = parseYaml(bytes, file);
  const [fault] = parsed.faults.length > 0 ? parsed.faults : checkSchema('config', parsed);
  if (fault) throw new UserError(fault.code, fault.place, fault.fault, fault.hint);
  const values = parsed.value as Record<string, unknown>;
  const options = Object.entries(values).flatMap(([key, value]) => {
    const option = OPTIONS[key];
    if (option === undefined) return [];
    return [[option, PATHS.includes(key) ? resolve(dirname(file), String(value)) : value] as const];
  });
  return { file, options: Object.fromEntries(options) };
}

/** Puts the values where the command line said nothing. Options that a command does not have are passed over. */
export function applyConfig(command: Command, config: Config): void {
  for (const option of command.options) {
    const name = option.attributeName();
    const source = command.getOptionValueSource(name);
    if (!(name in config.options) || (source !== undefined && source !== 'default')) continue;
    const value = config.options[name];
    // a report goes through the same checks as a word of the command line
    const parsed = typeof value === 'string' && option.parseArg ? option.parseArg(value, undefined) : value;
    command.setOptionValueWithSource(name, parsed, 'config');
  }
}

/** What the options of a command are and where each comes from, one line of YAML each. */
export function printConfig(command: Command, config: Config | null): string {
  const sources: Readonly<Record<string, string>> = { cli: '命令行', config: config?.file ?? '', default: '默认' };
  const lines = command.options.flatMap((option) => {
    const name = option.attributeName();
    const value = command.getOptionValue(name);
    if (value === undefined || name === 'printConfig') return [];
    const source = command.getOptionValueSource(name) ?? 'default';
    return [
      `${option.long?.slice(2).replace(/^no-/, '') ?? name}: ${JSON.stringify(value)}  # ${sources[source] ?? source}`,
    ];
  });
  return `${lines.join('\n')}\n`;
}
