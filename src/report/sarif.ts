/** The findings of a report as SARIF 2.1.0. */

import { problemsOf } from './ci/problem.ts';
import { sarifOf } from './ci/sarif.ts';
import type { Format } from './format.ts';

export const sarif: Format = {
  id: 'sarif',
  extension: 'sarif',
  binary: false,
  title: { zh: 'SARIF 2.1.0，供代码扫描平台', en: 'SARIF 2.1.0' },
  render: (report, context) =>
    sarifOf({
      tool: report.tool,
      version: report.version,
      lang: context.lang,
      rules: context.rules,
      problems: problemsOf(report),
    }),
};
