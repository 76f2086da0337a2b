/** --format and --output: where the reports of a run go. */
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { FORMATS } from '../report/registry.ts';
import type { Io } from './command.ts';
import { openOutput } from './output-file.ts';
import type { Output } from './report-run.ts';

export interface RawOutputs {
  format: string[];
  output?: string;
}

/** Adds both options. */
export function formatOption(command: Command): Command {
  return command
    .option(
      '--format <name[:path]>',
      `报告格式，可重复：${Object.keys(FORMATS).join('、')}`,
      (value: string, all: string[]) => [...all, value],
      [],
    )
    .option('-o, --output <path>', '报告写到这个文件（格式看扩展名）');
}

/** An output that wants to be closed; only a complete report takes the place of an older one. */
export type ClosableOutput = Output & {
  /** file that is written, null for stdout */
  readonly path: string | null;
  close(complete: boolean): Promise<void>;
};

/**
 * Opens everything that --format and --output ask for.
 * @param fallback format on stdout when nothing is asked for
 * @throws UserError for an unknown format, two formats on stdout, or a file that cannot be written
 */
export async function outputsOf(raw: RawOutputs, io: Io, fallback: string): Promise<ClosableOutput[]> {
  const wanted = raw.format.map((one) => {
    const at = one.indexOf(':');
    return at === -1 ? { id: one, path: null as string | null } : { id: one.slice(0, at), path: one.slice(at + 1) };
  });
  if (raw.output !== undefined) {
    const extension = raw.output.slice(raw.output.lastIndexOf('.') + 1).toLowerCase();
    const open = wanted.find((one) => one.path === null);
    if (open) open.path = raw.output;
    else wanted.push({ id: extension, path: raw.output });
  }
  if (wanted.length === 0) wanted.push({ id: fallback, path: null });
  if (wanted.filter((one) => one.path === null).length > 1)
    throw new UserError('two-outputs', null, '标准输出只能写一种格式', '给其余格式写上文件：--format xlsx:结果.xlsx');
  return Promise.all(wanted.map((one) => outputOf(one.id, one.path, io)));
}

async function outputOf(id: string, path: string | null, io: Io): Promise<ClosableOutput> {
  const load = FORMATS[id];
  if (!load) throw new UserError('bad-format', null, `没有“${id}”格式`, `可选：${Object.keys(FORMATS).join('、')}`);
  const format = await load();
  const shown = { format, path, width: io.width, color: io.color && path === null };
  if (path === null) {
    if (format.binary && io.stdoutIsTerminal)
      throw new UserError(
        'binary-to-terminal',
        null,
        `${id} 格式不能显示在终端`,
        `请写到文件：--format ${id}:结果.${format.extension}`,
      );
    return { ...shown, write: (piece) => io.out(piece), close: async () => undefined };
  }
  const file = await openOutput(path);
  return { ...shown, write: (piece) => file.write(piece), close: (complete) => file.close(complete) };
}

/**
 * Runs `work` and closes what it wrote to: reports take their names only when all went well.
 * @returns what `work` returns
 */
export async function writing<T>(outputs: readonly ClosableOutput[], work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    for (const output of outputs) await output.close(true);
    return result;
  } catch (error) {
    for (const output of outputs) await output.close(false).catch(() => undefined);
    throw error;
  }
}
