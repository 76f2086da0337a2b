/** `qingdan decisions export`: what people decided, as proposals for the lists or for the waivers. */
import type { Command } from 'commander';
import { loadLibrary } from '../lists/load.ts';
import type { JudgedRow } from '../types.ts';
import { choiceOption, dateOption, examples, type Io } from './command.ts';
import { readDecisions } from './decisions-file.ts';
import { readReport } from './report-parts.ts';

interface Raw {
  lists: string;
  decisions: string;
  as: 'examples' | 'waivers';
  until?: string;
  asOf?: string;
}

export function define(command: Command, io: Io): void {
  command
    .argument('<report.json>', '机器的报告（--format json）')
    .requiredOption('--decisions <file>', '填了“人工结论”一列的报告')
    .option('--lists <dir>', '清单目录', io.shippedLists)
    .option(
      '--as <kind>',
      'examples 写成清单的正反例，waivers 写成豁免',
      choiceOption('--as', ['examples', 'waivers']),
      'examples',
    )
    .option('--as-of <date>', '豁免起算日', dateOption('--as-of'))
    .option('--until <date>', '豁免到期日', dateOption('--until'));
  examples(command, io.lang, [
    ['qingdan decisions export 报告.json --decisions 核定.xlsx', '把人工结论写成正反例，供改清单时采用'],
    ['qingdan decisions export 报告.json --decisions 核定.xlsx --as waivers --until 2027-12-31', '写成豁免'],
  ]);
  command.action(async (report: string, raw: Raw) => io.exit(await run(report, raw, io)));
}

const quoted = (text: string): string => JSON.stringify(text.replace(/\s+/g, ' '));

async function run(report: string, raw: Raw, io: Io): Promise<number> {
  const library = loadLibrary(raw.lists);
  const decisions = new Map((await readDecisions(raw.decisions, library.columns)).map((one) => [one.key, one]));
  const asOf = raw.asOf ?? io.today();
  const lines: string[] = [];
  for await (const row of readReport(report, () => undefined)) {
    const decision = decisions.get(row.key);
    if (!decision || decision.verdict === row.verdict) continue;
    if (raw.as === 'waivers') {
      for (const finding of row.findings)
        lines.push(
          `  - id: "W-${row.key.slice(0, 8)}-${finding.rule}"`,
          `    fingerprint: "${finding.fingerprint}"`,
          `    reason: ${quoted(decision.reason || '人工核定')}`,
          `    approver: ${quoted(decision.office)}`,
          '    document: ""   # 请填文号',
          `    from: ${asOf}`,
          `    until: ${raw.until ?? '# 请填到期日'}`,
        );
      continue;
    }
    const concepts = conceptsOf(row, library.items);
    lines.push(
      `# ${decision.office || '人工'}：${decision.reason || '—'}；机器判为 ${row.verdict}${row.item ? ` ${row.item}` : ''}，人工核定为 ${decision.verdict}`,
    );
    for (const id of concepts) lines.push(`# ${id} 的 miss：`, `- ${quoted(row.text)}`);
    if (concepts.length === 0) lines.push('# 请放到相应主题的 hit：', `- ${quoted(row.text)}`);
  }
  const head = raw.as === 'waivers' ? 'waivers:\n' : '';
  await io.out(lines.length === 0 ? '' : `${head}${lines.join('\n')}\n`);
  return 0;
}

function conceptsOf(
  row: JudgedRow,
  items: readonly { readonly id: string; readonly concepts: readonly string[] }[],
): readonly string[] {
  return row.item === null ? [] : (items.find((item) => item.id === row.item)?.concepts ?? []);
}
