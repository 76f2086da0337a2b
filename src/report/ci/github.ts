/** Workflow commands that GitHub shows as annotations, worst first, within its limit a step. */
import { printable } from '../../text.ts';
import type { Lang, Severity } from '../../types.ts';
import { escapeMd } from '../md.ts';
import { type Problem, type ProblemRun, placed, worstFirst } from './problem.ts';

/** Annotations that one step shows of each level; more would be dropped silently by the platform. */
const SHOWN_MOST = 10;
const COMMAND: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };

const data = (text: string): string =>
  printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** The run as workflow commands. */
export function githubOf(run: ProblemRun): string {
  const open = worstFirst(run.problems).filter((problem) => problem.waived === null);
  const lines: string[] = [];
  let left = 0;
  const shown: Record<Severity, number> = { error: 0, warning: 0, note: 0 };
  for (const problem of open) {
    if (shown[problem.severity] < SHOWN_MOST) {
      shown[problem.severity]++;
      lines.push(annotation(problem));
    } else left++;
  }
  if (left > 0)
    lines.push(
      run.lang === 'zh'
        ? `另有 ${left} 个问题，见本次运行的摘要或完整报告`
        : `${left} more, see the job summary or the full report`,
    );
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function annotation(problem: Problem): string {
  const at = [
    `file=${property(problem.path)}`,
    `line=${problem.line}`,
    ...(problem.column === null ? [] : [`col=${problem.column}`]),
    `title=${property(`${placed(problem)}${problem.rule}`)}`,
  ];
  return `::${COMMAND[problem.severity]} ${at.join(',')}::${data(`${problem.message}${problem.fix ? `。${problem.fix}` : ''}`)}`;
}

/** Rows of the summary of a job: the platform takes one mebibyte a step. */
const LISTED_MOST = 1000;

const NAMES: Readonly<Record<Lang, Readonly<Record<Severity, string>>>> = {
  zh: { error: '错误', warning: '警告', note: '提示' },
  en: { error: 'error', warning: 'warning', note: 'note' },
};

/** The run as Markdown for the summary of a job: how many, then a line each, worst first. */
export function githubSummaryOf({ tool, lang, problems }: ProblemRun): string {
  const zh = lang === 'zh';
  const open = worstFirst(problems).filter((problem) => problem.waived === null);
  const waived = problems.length - open.length;
  const levels: readonly Severity[] = ['error', 'warning', 'note'];
  const counts = levels.map((level) => {
    const count = open.filter(({ severity }) => severity === level).length;
    return `${NAMES[lang][level]} ${count}`;
  });
  const head = `### ${tool}\n\n${[...counts, `${zh ? '豁免' : 'waived'} ${waived}`].join(zh ? '，' : ', ')}\n`;
  if (open.length === 0) return head;
  const titles = zh ? '| 程度 | 规则 | 位置 | 问题 |' : '| level | rule | place | problem |';
  const lines = open
    .slice(0, LISTED_MOST)
    .map(
      (one) =>
        `| ${NAMES[lang][one.severity]} | ${one.rule} | ${escapeMd(`${one.path}:${one.line}${one.cell === null ? '' : ` ${one.cell}`}`)} | ${escapeMd(`${one.message}${one.fix ? `${zh ? '。' : '. '}${one.fix}` : ''}`)} |`,
    );
  const left = open.length - lines.length;
  const more = left > 0 ? `\n${zh ? `另有 ${left} 个问题，见完整报告` : `${left} more, see the full report`}\n` : '';
  return `${head}\n${titles}\n|---|---|---|---|\n${lines.join('\n')}\n${more}`;
}
