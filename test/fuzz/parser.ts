/**
 * The workbook parser in a process that is kept: what the reader's own child does, thousands of times without a start.
 * Prints nothing; a case that hangs is killed by whoever started it.
 */
import { DEFAULT_LIMITS } from '../../src/read/limits.ts';
import { readWorkbook } from '../../src/read/sheets.ts';

process.on('message', async ({ kind, bytes }: { kind: 'zip' | 'ole' | 'text'; bytes: string }) => {
  const sheets: unknown[] = [];
  try {
    const limits = { ...DEFAULT_LIMITS, rows: 5000, cells: 200_000, zipBytes: 32 * 1024 * 1024 };
    const book = await readWorkbook(Buffer.from(bytes, 'base64'), { kind, limits });
    for (const { head, rows } of book.sheets) {
      const all = [];
      for (const batch of rows) all.push(...batch);
      sheets.push({ name: head.name, index: head.index, hidden: head.hidden, merges: head.merges, rows: all });
    }
    process.send!({ format: book.format, sheets });
  } catch {
    // the child says one of its known faults, whatever was thrown
    process.send!({ format: null, sheets: [] });
  }
});
process.on('disconnect', () => process.exit());
