/** Reads reports back row by row, so that joining many large ones takes little memory. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { UserError } from '../errors.ts';
import type { InputSummary, JudgedRow, Report } from '../types.ts';
import { isJudgedRow, isReportHead } from './report-shape.ts';

/** What a part says besides its rows. */
export type PartHead = Omit<Report, 'rows'>;

const OPENING = '{"rows":[';

/**
 * Rows of one report in order; the head comes last, through `head`, for it stands at the end of the file.
 * @param path a report written with --format json
 * @throws UserError when the file is no such report or ends too early
 */
export async function* readReport(path: string, head: (head: PartHead) => void): AsyncGenerator<JudgedRow> {
  const broken = (why: string): UserError =>
    new UserError('bad-report', path, why, '请给出 qingdan check --format json 写的报告');
  const stream = createReadStream(path, 'utf8');
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  const opened = new Promise<void>((done, fail) => {
    stream.once('open', () => done());
    stream.once('error', () => fail(broken('报告读不了')));
  });
  await opened;
  let number = 0;
  let closed = false;
  for await (const line of lines) {
    number++;
    if (number === 1) {
      if (line !== OPENING) throw broken('不是本工具的报告');
      continue;
    }
    if (closed || line === '') continue;
    if (line.startsWith('],')) {
      const said = parse(`{${line.slice(2)}`, () => broken(`第 ${number} 行不是 JSON`));
      if (!isReportHead(said)) throw broken(`第 ${number} 行不完整，缺少清单版次、基准日或各表的摘要`);
      head(said);
      closed = true;
      continue;
    }
    const row = parse(line.endsWith(',') ? line.slice(0, -1) : line, () => broken(`第 ${number} 行不是 JSON`));
    if (!isJudgedRow(row)) throw broken(`第 ${number} 行不是完整的核查结果`);
    yield row;
  }
  if (!closed) throw broken('报告不完整，可能是写到一半中断了');
}

function parse(text: string, fault: () => UserError): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw fault();
  }
}

/**
 * Summaries of one file and sheet that was read in several parts count as one: the summary of the whole table where a
 * part carries it, else the parts together.
 */
export function joinInputs(inputs: readonly InputSummary[]): InputSummary[] {
  const joined: InputSummary[] = [];
  for (const input of inputs) {
    const last = joined.at(-1);
    const same = last?.partial === true && last.file === input.file && last.sheet === input.sheet;
    if (same) joined[joined.length - 1] = input.partial ? add(last, input) : input;
    else joined.push(input);
  }
  return joined;
}

function add(a: InputSummary, b: InputSummary): InputSummary {
  const skipped = { ...a.skipped };
  for (const [reason, count] of Object.entries(b.skipped))
    skipped[reason as keyof typeof skipped] = (skipped[reason as keyof typeof skipped] ?? 0) + count;
  const warnings = [...new Set([...a.warnings, ...b.warnings])];
  return {
    ...(a.header.length > 0 ? a : b),
    rows: {
      read: a.rows.read + b.rows.read,
      checked: a.rows.checked + b.rows.checked,
      blank: a.rows.blank + b.rows.blank,
      skipped: a.rows.skipped + b.rows.skipped,
    },
    skipped,
    warnings,
  };
}
