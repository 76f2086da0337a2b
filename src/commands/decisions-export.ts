/** `qingdan decisions export`: what people decided, as proposals for the lists or for the waivers. */
import type { Command } from 'commander';
import type { JudgedRow } from '../types.ts';
import { choiceOption, dateOption, examples, type Io } from './command.ts';
import { readDecisions } from './decisions-file.ts';
import { say } from './ledger-options.ts';
import { listsHelp, namedLibrary } from './lists-at.ts';
import { readReport } from './report-parts.ts';

interface Raw {
  lists: string;
  decisions: string;
  as: 'examples' | 'waivers';
  until?: string;
  asOf?: string;
}

export function define(command: Command, io: Io): void {
  const { lang } = io;
  command
    .argument('<report.json>', say(lang, '机器的报告（--format json）', 'the report of the machine (--format json)'))
    .requiredOption(
      '--decisions <file>',
      say(lang, '填了“人工结论”一列的报告', 'the report with the column 人工结论 filled in'),
    )
    .option('--lists <dir>', listsHelp(lang), io.shippedLists)
    .option(
      '--as <kind>',
      say(
        lang,
        'examples 写成清单的正反例，waivers 写成豁免',
        'examples: as examples of the lists, waivers: as waivers',
      ),
      choiceOption('--as', ['examples', 'waivers']),
      'examples',
    )
    .option('--as-of <date>', say(lang, '豁免起算日', 'first day of the waiver'), dateOption('--as-of'))
    .option('--until <date>', say(lang, '豁免到期日', 'last day of the waiver'), dateOption('--until'));
  examples(command, lang, [
    [
      'qingdan decisions export 报告.json --decisions 核定.xlsx',
      say(lang, '把人工结论写成正反例，供改清单时采用', 'decisions as examples for an edit of the lists'),
    ],
    [
      'qingdan decisions export 报告.json --decisions 核定.xlsx --as waivers --until 2027-12-31',
      say(lang, '写成豁免', 'as waivers'),
    ],
  ]);
  command.action(async (report: string, raw: Raw) => io.exit(await run(report, raw, io)));
}

const quoted = (text: string): string => JSON.stringify(text.replace(/\s+/g, ' '));

async function run(report: string, raw: Raw, io: Io): Promise<number> {
  const library = namedLibrary(raw.lists);
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
