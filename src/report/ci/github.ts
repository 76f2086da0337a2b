/** Workflow commands that GitHub shows as annotations, worst first, within its limit a step. */
import { printable } from '../../text.ts';
import type { Severity } from '../../types.ts';
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
