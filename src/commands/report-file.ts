/** Whole reports of `check --format json`, read at once and checked at the door. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { UserError } from '../errors.ts';
import type { Evidence, ReportRef } from '../ledger/order.ts';
import type { Report } from '../types.ts';
import { isJudgedRow } from './report-shape.ts';

export interface ReportFile {
  readonly path: string;
  readonly ref: ReportRef;
  readonly report: Report;
}

/** @throws UserError when the file is no report of this tool */
export function readReportFile(path: string): ReportFile {
  const refuse = (why: string): never => {
    throw new UserError('bad-report', path, why, '请给出 qingdan check --format json:报告.json 写的报告');
  };
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return refuse(`报告读不了（${(error as NodeJS.ErrnoException).code ?? '不明'}）`);
  }
  let report: Report;
  try {
    report = JSON.parse(bytes.toString('utf8')) as Report;
  } catch {
    return refuse('不是完整的 JSON');
  }
  if (report === null || typeof report !== 'object' || report.tool !== 'qingdan' || !Array.isArray(report.rows))
    return refuse('不是本工具的报告');
  if (typeof report.as_of !== 'string' || typeof report.lists?.hash !== 'string') refuse('报告缺少基准日或清单版次');
  const bad = report.rows.findIndex((row) => !isJudgedRow(row));
  if (bad !== -1) refuse(`第 ${bad + 1} 行不完整`);
  const { as_of: asOf, lists } = report;
  const ref = { name: basename(path), sha256: sha256(bytes), asOf, edition: lists.edition, lists: lists.hash };
  return { path, ref, report };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** @throws UserError when a report is older than the one before it */
export function demandTimeOrder(files: readonly ReportFile[]): void {
  files.forEach((file, i) => {
    const before = files[i - 1];
    if (before && file.ref.asOf < before.ref.asOf)
      throw new UserError(
        'not-in-order',
        file.path,
        `基准日 ${file.ref.asOf} 早于前一份 ${before.path} 的 ${before.ref.asOf}`,
        '请按时间先后排列',
      );
  });
}

/** Evidence as named on the command line: a file with its hash, else a document that is only named. */
export function evidenceOf(named: readonly string[]): Evidence[] {
  return named.map((name) =>
    existsSync(name) ? { name: basename(name), sha256: sha256(readFileSync(name)) } : { name, sha256: null },
  );
}
