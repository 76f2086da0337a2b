/** How a text file separates its cells: looked up in its head, because no file says so. */

export interface Dialect {
  /** one character */
  readonly delimiter: string;
  /** a lone CR ends a line */
  readonly crBreaks: boolean;
  /** the first line is Excel's `sep=;` and no row */
  readonly declared: boolean;
}

const CANDIDATES = [',', '\t', ';', '|'] as const;
/** records of the head that are counted */
const RECORDS = 200;
/** share of records in which a delimiter has to stand: titles and notes have none */
const SHARE = 0.3;

/** Dialect of a text from its decoded head. Without any delimiter each line is one cell. */
export function sniffDialect(sample: string): Dialect {
  const crBreaks = /\r(?!\n|$)/.test(sample);
  const declared = /^\ufeff?"?sep=([^\r\n"]|\t)"?(?=[\r\n]|$)/i.exec(sample);
  const base = { crBreaks, declared: declared !== null };
  if (declared) return { ...base, delimiter: declared[1]! };
  return { ...base, delimiter: bestDelimiter(recordsOf(sample, crBreaks)) };
}

/** Records of the head with quoted text taken out; the last one may be cut and is dropped when there are others. */
function recordsOf(sample: string, crBreaks: boolean): string[] {
  const bare = sample.replace(/"(?:[^"]|"")*"/g, '').replaceAll('\r\n', '\n');
  const records = bare.split(crBreaks ? /[\r\n]/ : '\n').filter((record) => record.trim() !== '');
  return (records.length > 1 ? records.slice(0, -1) : records).slice(0, RECORDS);
}

/** The delimiter whose commonest count is shared by the most records; more columns break a tie. */
function bestDelimiter(records: readonly string[]): string {
  let best = { delimiter: '\t', score: 0 };
  for (const delimiter of CANDIDATES) {
    const counts = new Map<number, number>();
    let carrying = 0;
    for (const record of records) {
      const count = record.split(delimiter).length - 1;
      if (count === 0) continue;
      carrying++;
      counts.set(count, (counts.get(count) ?? 0) + 1);
    }
    if (carrying === 0 || carrying < records.length * SHARE) continue;
    const [columns, records_] = [...counts].reduce((a, b) => (b[1] > a[1] || (b[1] === a[1] && b[0] > a[0]) ? b : a));
    const score = records_ / records.length + Math.min(columns, 20) / 100;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}
