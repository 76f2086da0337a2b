/** The whole report as JSON: what merge, look-back, orders and statistics read. */
import type { Format } from './format.ts';

export const json: Format = {
  id: 'json',
  extension: 'json',
  binary: false,
  title: { zh: '完整报告（JSON）', en: 'the whole report as JSON' },
  stream: () => {
    let first = true;
    return {
      begin: () => '{"rows":[\n',
      row: (row) => {
        const line = `${first ? '' : ',\n'}${JSON.stringify(row)}`;
        first = false;
        return line;
      },
      end: (report) => `\n],${JSON.stringify(report).slice(1)}\n`,
    };
  },
};
