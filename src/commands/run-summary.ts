/** What is said on stderr when every report of a run goes into a file: the counts, and where they were written. */

import { verdictCounts } from '../report/counts.ts';
import { WORDS } from '../report/words.ts';
import { printable } from '../text.ts';
import type { Io } from './command.ts';
import { say } from './ledger-options.ts';
import type { ClosableOutput } from './outputs.ts';

/** An output of two lines on stderr; none where one of the reports is shown on stdout. */
export function runSummary(outputs: readonly ClosableOutput[], io: Io): readonly ClosableOutput[] {
  const paths = outputs.flatMap(({ path }) => (path === null ? [] : [path]));
  if (paths.length < outputs.length) return [];
  const words = WORDS[io.lang];
  let said = '';
  return [
    {
      format: {
        id: 'summary',
        extension: 'txt',
        binary: false,
        title: { zh: '摘要', en: 'summary' },
        stream: () => ({
          begin: () => '',
          row: () => '',
          around: () => null,
          end: ({ summary }) => {
            const counts = verdictCounts(summary).map(({ verdict, rows }) => `${words.short[verdict]} ${rows}`);
            return `qingdan: ${words.rowCounts(summary.rows)}${words.semicolon}${counts.join(words.comma)}\n`;
          },
        }),
      },
      width: io.width,
      color: false,
      path: null,
      write: async (piece) => {
        said += piece;
      },
      // nothing is said of reports that did not get their names
      close: async (complete) => {
        if (complete)
          io.err(`${said}qingdan: ${say(io.lang, '已写出', 'written:')} ${paths.map(printable).join(words.comma)}\n`);
      },
    },
  ];
}
