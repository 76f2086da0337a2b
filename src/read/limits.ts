/** What a file may cost: named limits, the flags that raise them, and the one line a user reads when one is met. */
import { UserError } from '../errors.ts';
import type { CellPlace, Limits } from '../types.ts';

/** Wide enough for every real table we know; narrow enough that a crafted file ends in a message, not in a swap file. */
export const DEFAULT_LIMITS: Limits = {
  rows: 1_048_576,
  columns: 1_024,
  cells: 10_000_000,
  cellLength: 200_000,
  merges: 100_000,
  zipEntries: 10_000,
  zipRatio: 200,
  zipBytes: 256 * 1024 * 1024,
  fileBytes: 100 * 1024 * 1024,
  parseMs: 15_000,
  parseMb: 400,
};

export interface LimitFlag {
  /** command line flag without its value */
  readonly flag: string;
  /** for `--help` */
  readonly zh: string;
  readonly en: string;
}

/** Limit → flag and description; the command line makes its options from this table. */
export const LIMIT_FLAGS: Readonly<Record<keyof Limits, LimitFlag>> = {
  rows: { flag: '--limit-rows', zh: '一个工作表的行数上限', en: 'rows of one sheet' },
  columns: { flag: '--limit-columns', zh: '一个工作表的列数上限', en: 'columns of one sheet' },
  cells: { flag: '--limit-cells', zh: '一个工作簿的非空单元格数上限', en: 'non-empty cells of one workbook' },
  cellLength: { flag: '--limit-cell-length', zh: '一个单元格的字数上限', en: 'characters in one cell' },
  merges: { flag: '--limit-merges', zh: '一个工作表的合并区域数上限', en: 'merged ranges of one sheet' },
  zipEntries: { flag: '--limit-zip-entries', zh: '压缩包内文件数上限', en: 'entries of a zip container' },
  zipRatio: {
    flag: '--limit-zip-ratio',
    zh: '压缩包内文件的膨胀倍数上限',
    en: 'inflated / deflated size of a zip entry',
  },
  zipBytes: { flag: '--limit-zip-bytes', zh: '压缩包解开后的总字节数上限', en: 'bytes of all inflated zip entries' },
  fileBytes: { flag: '--limit-file-bytes', zh: '工作簿文件的字节数上限', en: 'bytes of a workbook file' },
  parseMs: {
    flag: '--limit-parse-ms',
    zh: '解析一个工作簿的毫秒数上限',
    en: 'milliseconds a workbook parser may take',
  },
  parseMb: {
    flag: '--limit-parse-mb',
    zh: '解析一个工作簿的内存 MiB 数上限',
    en: 'MiB of heap a workbook parser may take',
  },
};

/**
 * The error for a limit that was met. `seen` is the figure found, null when only the overrun is known.
 * The hint names the flag: a limit that cannot be raised would be a dead end.
 */
export function overLimit(
  place: string | CellPlace,
  limit: keyof Limits,
  limits: Limits,
  seen: number | null = null,
): UserError {
  const { flag, zh } = LIMIT_FLAGS[limit];
  return new UserError(
    `limit-${flag.slice('--limit-'.length)}`,
    place,
    `超过${zh} ${limits[limit]}${seen === null ? '' : `（实为 ${seen}）`}`,
    `确认文件可信后可用 ${flag} 放宽`,
  );
}
