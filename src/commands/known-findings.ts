/** Fingerprints of an earlier report, for --baseline. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { UserError } from '../errors.ts';

/** @throws UserError when the file is no report of this tool */
export async function knownFindings(path: string): Promise<Set<string>> {
  const known = new Set<string>();
  try {
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY }))
      for (const found of line.matchAll(/"fingerprint":"([0-9a-f]{16})"/g)) known.add(found[1]!);
  } catch {
    throw new UserError('baseline-missing', path, '基线报告读不了', '请给出以前用 --format json 或 jsonl 写的报告');
  }
  return known;
}
