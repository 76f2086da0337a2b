/** GitLab code quality: an array of issues with unique fingerprints and relative paths. */
import { printable } from '../../text.ts';
import type { Severity } from '../../types.ts';
import { type ProblemRun, placed, worstFirst } from './problem.ts';

const SEVERITY: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'minor', note: 'info' };

/** The run as a code quality report; waived problems are left out, as the platform knows no waivers. */
export function gitlabOf(run: ProblemRun): string {
  const seen = new Map<string, number>();
  const issues = worstFirst(run.problems)
    .filter((problem) => problem.waived === null)
    .map((problem) => {
      const again = seen.get(problem.fingerprint) ?? 0;
      seen.set(problem.fingerprint, again + 1);
      return {
        description: printable(`${placed(problem)}${problem.message}${problem.fix ? `。${problem.fix}` : ''}`),
        check_name: problem.rule,
        // the platform drops issues whose fingerprint came before
        fingerprint: again === 0 ? problem.fingerprint : `${problem.fingerprint}-${again}`,
        severity: SEVERITY[problem.severity],
        location: {
          path: printable(problem.path).replaceAll('\\', '/').replace(/^\.\//, ''),
          lines: { begin: problem.line },
        },
      };
    });
  return `${JSON.stringify(issues, null, 1)}\n`;
}
