/** One judged row a line: the format for pipes, and for partitions of a larger run. */
import type { Format } from './format.ts';
import { rowJson } from './json.ts';

export const jsonl: Format = {
  id: 'jsonl',
  extension: 'jsonl',
  binary: false,
  title: { zh: '每行一条 JSON', en: 'one JSON object a row' },
  stream: () => ({
    begin: () => '',
    row: (row) => `${rowJson(row)}\n`,
    around: () => ['', '\n'],
    end: () => '',
  }),
};
