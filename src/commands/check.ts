/** `qingdan check`: the main job. */
import { createWriteStream } from 'node:fs';
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { loadLibrary, loadWaivers } from '../lists/load.ts';
import { FORMATS } from '../report/registry.ts';
import { WaiverBook } from '../waivers.ts';
import { type AuditFilesOptions, auditFiles, type Progress, withWaivers } from './audit-files.ts';
import { choiceOption, dateOption, examples, type Io } from './command.ts';
import { knownFindings } from './known-findings.ts';
import { type RawReading, readingOf, readingOptions } from './reading.ts';
import type { Output } from './report-run.ts';

interface Raw extends RawReading {
  lists: string;
  asOf?: string;
  waivers?: string;
  baseline?: string;
  failOn: 'error' | 'warning' | 'never';
  format: string[];
  output?: string;
  progress: boolean;
  quiet?: boolean;
}

export function define(command: Command, io: Io): void {
  command
    .argument('<file...>', '表格文件、文件夹、通配符，- 为标准输入')
    .option('--lists <dir>', '清单目录', io.shippedLists)
    .option('--as-of <date>', '核查基准日（默认今天，北京时间）', dateOption('--as-of'));
  readingOptions(command)
    .option('--waivers <file>', '豁免文件（默认用清单目录里的 waivers.yaml）')
    .option('--baseline <report.json>', '以前的报告：其中已有的问题照样列出，但不影响退出码')
    .option(
      '--fail-on <level>',
      '达到什么程度时退出码为 1',
      choiceOption('--fail-on', ['error', 'warning', 'never']),
      'error',
    )
    .option(
      '--format <name[:path]>',
      `报告格式，可重复：${Object.keys(FORMATS).join('、')}`,
      (value: string, all: string[]) => [...all, value],
      [],
    )
    .option('-o, --output <path>', '报告写到这个文件（格式看扩展名）')
    .option('--no-progress', '不显示进度')
    .option('--quiet', '不显示摘要');
  examples(command, io.lang, [
    ['qingdan check 年终考核指标.xlsx', '核查一份工作簿，结论显示在终端'],
    ['qingdan check 各部门/ --format xlsx:结果.xlsx --format md', '核查整个文件夹，同时写两种报告'],
    ['qingdan check 任务.csv --body village --map text=工作内容', '按村的清单核查，指明哪一列是事项'],
    ['cat 任务.csv | qingdan check - --format jsonl', '从管道读入，每行一条 JSON'],
  ]);
  command.action(async (files: string[], raw: Raw) => io.exit(await run(files, raw, io)));
}

async function run(files: readonly string[], raw: Raw, io: Io): Promise<number> {
  const library = loadLibrary(raw.lists);
  const asOf = raw.asOf ?? io.today();
  const waivers = raw.waivers === undefined ? library.waivers : loadWaivers(raw.waivers);
  const known = raw.baseline === undefined ? new Set<string>() : await knownFindings(raw.baseline);
  const options: AuditFilesOptions = {
    ...readingOf(raw),
    asOf,
    lang: io.lang,
    failOn: raw.failOn,
    ledger: null,
  };
  const outputs = await outputsOf(raw, io);
  try {
    const book = new WaiverBook(waivers, asOf, io.lang, known);
    return await auditFiles(files, library, options, outputs, io.version, progressOf(raw, io), withWaivers(book));
  } finally {
    for (const output of outputs) await output.close();
  }
}

type ClosableOutput = Output & { close(): Promise<void> };

async function outputsOf(raw: Raw, io: Io): Promise<ClosableOutput[]> {
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
  if (wanted.length === 0) wanted.push({ id: 'table', path: null });
  if (wanted.filter((one) => one.path === null).length > 1)
    throw new UserError('two-outputs', null, '标准输出只能写一种格式', '给其余格式写上文件：--format xlsx:结果.xlsx');
  return Promise.all(wanted.map((one) => outputOf(one.id, one.path, io)));
}

async function outputOf(id: string, path: string | null, io: Io): Promise<ClosableOutput> {
  const load = FORMATS[id];
  if (!load) throw new UserError('bad-format', null, `没有“${id}”格式`, `可选：${Object.keys(FORMATS).join('、')}`);
  const format = await load();
  const shown = { format, width: io.width, color: io.color && path === null };
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
  const stream = createWriteStream(path);
  const failed = new Promise<never>((_, reject) => {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      reject(
        new UserError('cannot-write', path, `写不进去（${error.code ?? error.message}）`, '请检查目录、权限和磁盘空间'),
      );
    });
  });
  failed.catch(() => undefined);
  return {
    ...shown,
    write: (piece) => Promise.race([failed, new Promise<void>((done) => stream.write(piece, () => done()))]),
    close: () => Promise.race([failed, new Promise<void>((done) => stream.end(() => done()))]),
  };
}

/** A line on stderr now and then; nothing when stderr is no terminal. */
function progressOf(raw: Raw, io: Io): Progress {
  const shown = raw.progress && !raw.quiet && io.stderrIsTerminal;
  let last = 0;
  return {
    rows(done, place) {
      if (!shown || done - last < 2000) return;
      last = done;
      io.err(`\r\u001b[K已核查 ${done} 行　${place}`);
    },
    end() {
      if (shown && last > 0) io.err('\r\u001b[K');
    },
  };
}
