/** Cells made to be slow: no pattern of the tool may take more than linear time, or nearly, over a text of any length. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createAuditor } from '../src/audit.ts';
import { exampleRow } from '../src/govern/lists-test.ts';
import { loadLibrary } from '../src/lists/load.ts';
import { createMasker } from '../src/mask.ts';
import type { Row } from '../src/types.ts';

const library = loadLibrary('lists');
const auditor = createAuditor(library, { asOf: '2026-11-22', lang: 'zh', ledger: null });
const masker = createMasker(library.columns);
const PIECES = [
  ...[
    '（',
    '每',
    '1',
    '1.',
    '《',
    '》第',
    '第一',
    '征订',
    '、',
    '，',
    '；',
    ' ',
    '\n',
    '分',
    '扣',
    '王',
    '联系人',
    '·',
  ],
  ...['〔', '13', '1-', '元', '万元', '\u200b', '①', '一、', '负责', '协助', '不得', '《法》第1条', '每缺一项扣'],
];
const LENGTH = 20_000;
/** processor time for one cell; measured a tenth of it, on a busy machine too */
const MOST_MS = 4000;

const rowOf = (text: string, cell: string): Row => ({
  ...exampleRow({ text, section: null }, 'village'),
  basis: cell,
  funding: cell,
});

for (const piece of PIECES)
  test(`${JSON.stringify(piece)} over and over`, () => {
    const text = piece.repeat(Math.ceil(LENGTH / piece.length));
    for (const row of [rowOf(text, ''), rowOf('完成征订任务', text)]) {
      const start = process.cpuUsage();
      masker.row(auditor.check(row));
      const { user, system } = process.cpuUsage(start);
      assert.ok((user + system) / 1000 < MOST_MS, `${Math.round((user + system) / 1000)} ms`);
    }
  });

test.run();
