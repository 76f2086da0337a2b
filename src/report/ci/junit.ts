/** JUnit XML: one suite a file, one case a problem; what is waived is skipped, warnings and notes pass with output. */
import { printable } from '../../text.ts';
import { type Problem, type ProblemRun, placed, worstFirst } from './problem.ts';

const xml = (text: string): string =>
  printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The run as test suites. A run without problems is one suite with one passing case, for platforms that want a test. */
export function junitOf(run: ProblemRun): string {
  const byPath = new Map<string, Problem[]>();
  for (const problem of worstFirst(run.problems)) {
    const suite = byPath.get(problem.path);
    if (suite) suite.push(problem);
    else byPath.set(problem.path, [problem]);
  }
  const failures = (problems: readonly Problem[]): number =>
    problems.filter((one) => one.severity === 'error' && one.waived === null).length;
  const suites = [...byPath].map(([path, problems]) => {
    const skipped = problems.filter((one) => one.waived !== null).length;
    const head = `<testsuite name="${xml(path)}" tests="${problems.length}" failures="${failures(problems)}" skipped="${skipped}">`;
    return [head, ...problems.map(caseOf), '</testsuite>'].join('\n');
  });
  if (suites.length === 0)
    suites.push(
      `<testsuite name="${xml(run.tool)}" tests="1" failures="0" skipped="0">\n<testcase classname="${xml(run.tool)}" name="ok"/>\n</testsuite>`,
    );
  const tests = Math.max(1, run.problems.length);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${xml(run.tool)}" tests="${tests}" failures="${failures(run.problems)}">\n${suites.join('\n')}\n</testsuites>\n`;
}

function caseOf(problem: Problem): string {
  const name = `${problem.path}:${problem.line} ${placed(problem)}${problem.rule}`;
  const open = `<testcase classname="${xml(problem.rule)}" name="${xml(name)}" file="${xml(problem.path)}" line="${problem.line}">`;
  const text = xml(`${problem.message}${problem.fix ? `\n${problem.fix}` : ''}`);
  if (problem.waived !== null) return `${open}<skipped message="${xml(problem.waived)}"/></testcase>`;
  if (problem.severity !== 'error') return `${open}<system-out>${text}</system-out></testcase>`;
  return `${open}<failure type="${xml(problem.rule)}" message="${xml(problem.message)}">${text}</failure></testcase>`;
}
