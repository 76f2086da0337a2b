/** Files, standard input → tables. */
import type { ReadOptions, Table } from '../types.ts';
import { csvTable } from './csv.ts';
import { byteOrderMark, type Detected, encodingByName, looksLikeBig5 } from './encoding.ts';
import { sniff } from './sniff.ts';
import { openSource, peek, type Source } from './source.ts';
import { workbookTables } from './workbook.ts';

export { expandInputs } from './inputs.ts';
export { DEFAULT_LIMITS, LIMIT_FLAGS } from './limits.ts';

/**
 * The tables of one file ('-' = standard input): one for text, one a sheet for workbooks, in the order of the file.
 * Content decides what it is, never the extension. Rows of workbooks are read now, in a process of their own; rows of
 * text are read when asked for. Throws a UserError that names the file for everything that is no readable table.
 */
export async function openTables(path: string, options: ReadOptions): Promise<Table[]> {
  return tablesOf(await openSource(path), options);
}

/** {@link openTables} over a source that is already open. */
export async function tablesOf(opened: Source, options: ReadOptions): Promise<Table[]> {
  const { head, complete, witness, source } = await peek(opened);
  const named = options.encoding === null ? null : namedEncoding(options.encoding, head);
  const { kind, detected, sample } = sniff(source.name, head, complete, named, witness);
  if (kind === 'text') {
    const doubt = named === null && detected!.encoding === 'gb18030' && looksLikeBig5(witness) ? BIG5 : null;
    return [csvTable(source, detected!, sample, doubt, options.limits)];
  }
  return workbookTables(source, kind, detected, options);
}

const BIG5 = '按 GB18030 读取，但很像 Big5（繁体）；若内容是乱码，加 --encoding big5 再读';

function namedEncoding(name: string, bytes: Buffer): Detected {
  const encoding = encodingByName(name);
  const mark = byteOrderMark(bytes);
  if (mark && (mark.encoding === encoding || /^utf-?16$/i.test(name.trim()))) return mark;
  return { encoding, bom: 0 };
}
