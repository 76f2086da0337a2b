/** `qingdan check`: the main job. */
import type { Command } from 'commander';
import { loadWaivers } from '../lists/load.ts';
import { WaiverBook } from '../waivers.ts';
import { type AuditFilesOptions, auditFiles, type Progress, withWaivers } from './audit-files.ts';
import { auditLines } from './audit-lines.ts';
import { choiceOption, dateOption, examples, type Io, numberOption } from './command.ts';
import { decisionBook } from './decisions-file.ts';
import { readFundingLedger } from './funding-ledger.ts';
import { jobSummary } from './job-summary.ts';
import { knownFindings } from './known-findings.ts';
import { listsHelp, namedLibrary } from './lists-at.ts';
import { formatOption, outputsOf, type RawOutputs, writing } from './outputs.ts';
import { type RawReading, readingOf, readingOptions } from './reading.ts';
import { runSummary } from './run-summary.ts';

interface Raw extends RawReading, RawOutputs {
  lists: string;
  asOf?: string;
  funding?: string;
  waivers?: string;
  baseline?: string;
  decisions?: string;
  failOn: 'error' | 'warning' | 'never';
  rows?: boolean;
  annotate?: string;
  jobs: number;
  mask: boolean;
  progress: boolean;
  quiet?: boolean;
}

/** more threads than any machine here has cores are a slip of the finger */
const MOST_JOBS = 64;

export function define(command: Command, io: Io): void {
  command
    .argument('<file...>', '表格文件、文件夹、通配符，- 为标准输入')
    .option('--lists <dir>', listsHelp(io.lang), io.shippedLists)
    .option('--as-of <date>', '核查基准日（默认今天，北京时间）', dateOption('--as-of'));
  readingOptions(command)
    .option('--funding <file>', '经费台账（CSV 或工作簿）：部门、事项、期间、标准、金额、村数')
    .option('--waivers <file>', '豁免文件（默认用清单目录里的 waivers.yaml）')
    .option('--baseline <report.json>', '以前的报告：其中已有的问题照样列出，但不影响退出码')
    .option('--decisions <file>', '填了“人工结论”一列的报告，按行标识采用')
    .option(
      '--fail-on <level>',
      '达到什么程度时退出码为 1',
      choiceOption('--fail-on', ['error', 'warning', 'never']),
      'error',
    )
    .option('--rows', '输入是 qingdan rows 写的行（每行一条 JSON），不是表格')
    .option('--annotate <out.xlsx>', '在原工作簿里标注：表格右侧加结论、事项、理由、依据、处理意见和证据，其余照旧')
    .option('--jobs <n>', '用几个线程核查；结果与一个线程逐字节相同', numberOption('--jobs', 1, MOST_JOBS), 1)
    .option('--no-mask', '不遮盖姓名、电话、身份证号（默认在各种报告里遮盖）')
    .option('--print-config', '只显示各选项的值和来源（命令行、qingdan.config.yaml、默认），不核查')
    .option('--no-progress', '不显示进度')
    .option('--quiet', '不显示摘要');
  formatOption(command);
  examples(command, io.lang, [
    ['qingdan check 年终考核指标.xlsx', '核查一份工作簿，结论显示在终端'],
    ['qingdan check 各部门/ --format xlsx:结果.xlsx --format md', '核查整个文件夹，同时写两种报告'],
    ['qingdan check 年终考核指标.xlsx --annotate 已核查.xlsx', '在原表右侧标注结论，原有格式不动'],
    ['qingdan check 任务.csv --body village --map text=工作内容', '按村的清单核查，指明哪一列是事项'],
    ['cat 任务.csv | qingdan check - --format jsonl', '从管道读入，每行一条 JSON'],
    [
      'qingdan check 旧表.xlsx --lists v2025:清单 --as-of 2025-12-01',
      '旧报告按当年的清单和日期重新核查，版次和日期见旧报告',
    ],
  ]);
  command.action(async (files: string[], raw: Raw) => io.exit(await run(files, raw, io)));
}

async function run(files: readonly string[], raw: Raw, io: Io): Promise<number> {
  const library = namedLibrary(raw.lists);
  const asOf = raw.asOf ?? io.today();
  const waivers = raw.waivers === undefined ? library.waivers : loadWaivers(raw.waivers);
  const known = raw.baseline === undefined ? new Set<string>() : await knownFindings(raw.baseline);
  const options: AuditFilesOptions = {
    ...readingOf(raw),
    asOf,
    lang: io.lang,
    failOn: raw.failOn,
    unmasked: !raw.mask,
    jobs: raw.jobs,
    ledger: raw.funding === undefined ? null : await readFundingLedger(raw.funding, library),
  };
  const annotated =
    raw.annotate === undefined
      ? []
      : [await (await import('./annotate.ts')).annotateOutput(files, raw.annotate, options, raw.rows === true, io)];
  // the workbook first: when it is refused at the end, no report of the run takes its name
  const reports = [...annotated, ...(await outputsOf(raw, io, 'table')), ...jobSummary(raw.format, io)];
  const outputs = raw.quiet ? reports : [...reports, ...runSummary(reports, io)];
  return writing(outputs, async () => {
    const book = new WaiverBook(waivers, asOf, io.lang, known);
    const progress = progressOf(raw, io);
    const decided = raw.decisions === undefined ? null : await decisionBook(raw.decisions, library.columns, io.lang);
    const after = withWaivers(book, decided);
    if (raw.rows) return await auditLines(files, io.stdin, library, options, outputs, io.version, progress, after);
    return await auditFiles(files, library, options, outputs, io.version, progress, after);
  });
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
