/** The whole report as JSON: what merge, look-back, orders and statistics read. */
import type { Format } from './format.ts';

/** C1 controls, line separators and bidi signs, which JSON leaves as they are and terminals act on. */
const UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** One value as JSON on one line; the same value when parsed, harmless when shown. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(UNSAFE, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export const json: Format = {
  id: 'json',
  extension: 'json',
  binary: false,
  title: { zh: '完整报告（JSON）', en: 'the whole report as JSON' },
  stream: () => {
    let first = true;
    const before = (): string => {
      if (!first) return ',\n';
      first = false;
      return '';
    };
    return {
      begin: () => '{"rows":[\n',
      row: (row) => before() + jsonLine(row),
      around: () => [before(), ''],
      end: (report) => `\n],${jsonLine(report).slice(1)}\n`,
    };
  },
};
