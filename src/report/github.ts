/** The findings of a report as GitHub annotations. */
import { githubOf } from './ci/github.ts';
import { problemsOf } from './ci/problem.ts';
import type { Format } from './format.ts';

export const github: Format = {
  id: 'github',
  extension: 'txt',
  binary: false,
  title: { zh: 'GitHub 注解', en: 'GitHub annotations' },
  render: (report, context) =>
    githubOf({
      tool: report.tool,
      version: report.version,
      lang: context.lang,
      rules: context.rules,
      problems: problemsOf(report),
    }),
};
