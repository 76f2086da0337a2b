/** The findings of a report as JUnit XML. */
import { junitOf } from './ci/junit.ts';
import { problemsOf } from './ci/problem.ts';
import type { Format } from './format.ts';

export const junit: Format = {
  id: 'junit',
  extension: 'xml',
  binary: false,
  title: { zh: 'JUnit XML', en: 'JUnit XML' },
  render: (report, context) =>
    junitOf({
      tool: report.tool,
      version: report.version,
      lang: context.lang,
      rules: context.rules,
      problems: problemsOf(report),
    }),
};
