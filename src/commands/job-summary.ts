/** The summary of a job on GitHub: where the platform says so, what `--format github` shows is also written there. */
import { appendFileSync } from 'node:fs';
import { githubSummaryOf } from '../report/ci/github.ts';
import { type ProblemRun, problemsOf } from '../report/ci/problem.ts';
import type { Io } from './command.ts';
import type { ClosableOutput } from './outputs.ts';

const SUMMARY = 'GITHUB_STEP_SUMMARY';

/** Adds a run to the summary of the job; nothing elsewhere than on the platform. */
export function addToJobSummary(run: ProblemRun, io: Io): void {
  const path = io.env[SUMMARY];
  if (path) appendFileSync(path, `${githubSummaryOf(run)}\n`);
}

/** The output that does so for a report, when one of the formats asked for is `github`. */
export function jobSummary(formats: readonly string[], io: Io): readonly ClosableOutput[] {
  const path = io.env[SUMMARY];
  if (!path || !formats.some((one) => one === 'github' || one.startsWith('github:'))) return [];
  let text = '';
  const output = {
    format: {
      id: 'github-summary',
      extension: 'md',
      binary: false,
      title: { zh: 'GitHub 任务摘要', en: 'GitHub job summary' },
      render: (report, context) =>
        githubSummaryOf({
          tool: report.tool,
          version: report.version,
          lang: context.lang,
          rules: context.rules,
          problems: problemsOf(report),
        }),
    } satisfies ClosableOutput['format'],
    width: io.width,
    color: false,
    path,
    write: async (piece: string | Uint8Array) => {
      text += piece;
    },
    close: async (complete: boolean) => {
      if (complete) appendFileSync(path, `${text}\n`);
    },
  };
  return [output];
}
