/** The findings of a report as GitLab code quality. */
import { gitlabOf } from './ci/gitlab.ts';
import { problemsOf } from './ci/problem.ts';
import type { Format } from './format.ts';

export const gitlab: Format = {
  id: 'gitlab',
  extension: 'json',
  binary: false,
  title: { zh: 'GitLab 代码质量', en: 'GitLab code quality' },
  render: (report, context) =>
    gitlabOf({
      tool: report.tool,
      version: report.version,
      lang: context.lang,
      rules: context.rules,
      problems: problemsOf(report),
    }),
};
