/** `qingdan merge`: partial reports → exactly the report that one run over everything gives. */
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { fingerprint, identityText, rowKey } from '../identity.ts';
import { loadWaivers } from '../lists/load.ts';
import { Occurrences } from '../occurrences.ts';
import type { InputSummary, JudgedRow, Library } from '../types.ts';
import { WaiverBook } from '../waivers.ts';
import { exitCode } from './audit-files.ts';
import { choiceOption, examples, type Io } from './command.ts';
import { knownFindings } from './known-findings.ts';
import { namedLibrary } from './lists-at.ts';
import { formatOption, outputsOf, type RawOutputs, writing } from './outputs.ts';
import { joinInputs, type PartHead, readReport } from './report-parts.ts';
import { ReportRun } from './report-run.ts';

interface Raw extends RawOutputs {
  lists: string;
  waivers?: string;
  baseline?: string;
  failOn: 'error' | 'warning' | 'never';
}

export function define(command: Command, io: Io): void {
  command
    .argument('<part.json...>', '各部分的报告（--format json），按原来的顺序给出')
    .option('--lists <dir>', '清单目录（须与各部分所用的相同）', io.shippedLists)
    .option('--waivers <file>', '豁免文件（默认用清单目录里的 waivers.yaml）')
    .option('--baseline <report.json>', '以前的报告')
    .option(
      '--fail-on <level>',
      '达到什么程度时退出码为 1',
      choiceOption('--fail-on', ['error', 'warning', 'never']),
      'error',
    );
  formatOption(command);
  examples(command, io.lang, [
    ['qingdan merge 一.json 二.json -o 全部.json', '把分头核查的报告合成一份'],
    ['qingdan merge 各镇/*.json --format xlsx:全区.xlsx', '全区各镇的报告合成一份工作簿'],
  ]);
  command.action(async (paths: string[], raw: Raw) => io.exit(await run(paths, raw, io)));
}

async function run(paths: readonly string[], raw: Raw, io: Io): Promise<number> {
  const library = namedLibrary(raw.lists);
  const heads = await headsOf(paths);
  const first = agreed(paths, heads, library);
  const waivers = raw.waivers === undefined ? library.waivers : loadWaivers(raw.waivers);
  const known = raw.baseline === undefined ? new Set<string>() : await knownFindings(raw.baseline);
  const book = new WaiverBook(waivers, first.as_of, io.lang, known);
  const outputs = await outputsOf(raw, io, 'json');
  const items = new Map(library.items.map((item) => [item.id, item]));
  const report = new ReportRun(outputs, items, io.lang);
  const inputs: InputSummary[] = [];
  const occurrences = new Occurrences();
  return writing(outputs, async () => {
    await report.begin();
    for (const [i, path] of paths.entries()) {
      inputs.push(...heads[i]!.inputs);
      for await (const row of readReport(path, () => undefined)) {
        report.add(book.apply(renewed(row, occurrences)), [], []);
        await report.flush();
      }
    }
    const head = { version: io.version, asOf: first.as_of, lists: first.lists };
    const end = await report.end(head, joinInputs(inputs), book.unused());
    return exitCode(end.summary.findings, raw.failOn);
  });
}

async function headsOf(paths: readonly string[]): Promise<PartHead[]> {
  const heads: PartHead[] = [];
  for (const path of paths)
    for await (const _ of readReport(path, (head) => heads.push(head))) {
      // only the head is wanted on this pass
    }
  return heads;
}

/** @throws UserError when the parts do not speak of the same lists, day and version */
function agreed(paths: readonly string[], heads: readonly PartHead[], library: Library): PartHead {
  const first = heads[0]!;
  heads.forEach((head, i) => {
    const differs = (what: string, a: string, b: string): never => {
      throw new UserError(
        'parts-differ',
        paths[i]!,
        `${what}不同：${b}，而 ${paths[0]} 是 ${a}`,
        '请用同一套清单、同一基准日、同一版本重新核查',
      );
    };
    if (head.lists.hash !== first.lists.hash)
      differs('所用清单', first.lists.hash.slice(0, 12), head.lists.hash.slice(0, 12));
    if (head.as_of !== first.as_of) differs('核查基准日', first.as_of, head.as_of);
    if (head.version !== first.version) differs('工具版本', first.version, head.version);
  });
  if (first.lists.hash !== library.contentHash)
    throw new UserError('lists-differ', paths[0]!, '报告所用的清单与现在的清单不同', '请用 --lists 指明当时的清单目录');
  return first;
}

/** The row as one run would have numbered it: repeats are counted over all parts, waivers decided anew. */
function renewed(row: JudgedRow, occurrences: Occurrences): JudgedRow {
  const occurrence = occurrences.next(`${row.unit ?? ''}\n${row.body}\n${identityText(row.text)}`);
  const key = rowKey(row.unit, row.body, row.text, occurrence);
  const findings = row.findings
    .filter((finding) => finding.rule !== 'waiver-expired')
    .map((finding) => ({ ...finding, fingerprint: fingerprint(key, finding.rule, finding.item), waived: null }));
  return { ...row, key, findings };
}
