/** Personal data is hidden in what is reported, and every span still fits. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { ReportRun } from '../src/commands/report-run.ts';
import { createMasker } from '../src/mask.ts';
import { FORMATS } from '../src/report/registry.ts';
import type { ColumnSynonyms, InputSummary } from '../src/types.ts';
import { judgedRow } from './sample-report.ts';

const { columns } = parse(readFileSync('lists/columns.yaml', 'utf8')) as { columns: ColumnSynonyms[] };
const masker = createMasker(columns);

/** An identity number that is made up, with its right check digit. */
const IDENTITY = '110101199003070118';
const CARD = '6222021234567890128';

function checked(digits: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return digits + '10X98765432'[weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11];
}
const identity = checked(IDENTITY.slice(0, 17));

function luhn(digits: string): string {
  for (let last = 0; last < 10; last++) {
    let sum = 0;
    [...`${digits}${last}`].reverse().forEach((digit, i) => {
      const value = Number(digit) * (i % 2 === 1 ? 2 : 1);
      sum += value > 9 ? value - 9 : value;
    });
    if (sum % 10 === 0) return `${digits}${last}`;
  }
  throw new Error('no check digit');
}
const card = luhn(CARD.slice(0, 18));

/** Text → what must not be readable in it any more. */
const HIDDEN: readonly (readonly [string, readonly string[]])[] = [
  ['联系电话13812345678', ['13812345678', '12345678']],
  ['手机：138-1234-5678，备用139 1234 5678', ['1234-5678', '1234 5678']],
  ['１３８１２３４５６７８', ['１２３４']],
  ['13812345678 13912345678', ['1234']],
  ['+86 13812345678', ['1381234']],
  ['电话0551-62345678', ['62345678']],
  ['（0551）62345678', ['62345678']],
  ['联系电话：62345678', ['62345678']],
  [`身份证${identity}`, [identity]],
  [`身份证${identity.slice(0, 6)} ${identity.slice(6, 14)} ${identity.slice(14)}`, [identity.slice(6, 14)]],
  [`银行卡 ${card}`, [card]],
  ['联系人：张三', ['张三']],
  ['联系人:张三丰、李四，请于周五前报', ['张三丰', '李四']],
  ['举报人张三反映村里乱收费', ['张三']],
  ['姓名 欧阳明月', ['欧阳明月']],
  ['填报人：买买提·艾力', ['买买提', '艾力']],
  ['村民王小二（13812345678）', ['王小二', '1381']],
  ['我叫张三丰，家住赵集', ['张三丰']],
  ['反映人是张三', ['张三']],
  ['聂卫国主任说要扣分', ['聂卫国']],
  ['张\u200b三 138\u200b1234\u200b5678', ['1234']],
];

for (const [text, parts] of HIDDEN)
  test(`hidden: ${text.replace(/\u200b/g, '')}`, () => {
    const shown = masker.text(text);
    assert.is(shown.length, text.length);
    for (const part of parts) assert.not.ok(shown.includes(part), shown);
  });

const KEPT = [
  '郭庄村书记负责',
  '我是王家庄的',
  '安全科长来检查',
  '联系人单位和电话',
  '完成固定资产投资13800万元',
  '目标任务数12345678元',
  '协助做好2026年11月22日前的登记',
  '联系人由各村自行确定',
  '责任人：村书记',
  '联系人：村干部',
  '申请人书面申请',
  '文号：皖民函〔2026〕123456号',
  '编号110101199003070000',
  '按每户5元、每村3000元标准补助，共计1234567890123元',
  '经办人员须持证上岗',
  '统一社会信用代码91340100MA2N0000XX',
];
for (const text of KEPT)
  test(`kept: ${text}`, () => {
    assert.is(masker.text(text), text);
  });

test('a column of names is hidden whatever stands in it', () => {
  assert.equal(masker.cells(['1', '张三', '村书记', '李四、王五'], ['序号', '联系人', '类别', '报送/姓名']), [
    '1',
    '＊＊',
    '村书记',
    '＊＊、＊＊',
  ]);
});

test('rows: spans, quotes, reasons and findings fit the hidden text', () => {
  const text = '动员联系人：张三，电话13812345678，足额收缴医保费';
  const span = (quote: string) => ({ start: text.indexOf(quote), end: text.indexOf(quote) + quote.length, quote });
  const row = judgedRow({
    text,
    section: '联系人：李四',
    reason: '命中：“张三”“收缴”',
    evidence: [
      { ...span('张三'), why: 'object' },
      { ...span('收缴'), why: 'action' },
    ],
    findings: [
      {
        rule: 'prohibited-item',
        severity: 'error',
        item: 'V-P-06',
        message: '“张三，电话13812345678”',
        fix: '问张三',
        evidence: [{ ...span('张三'), why: 'object' }],
        basis: [],
        fingerprint: 'f',
        waived: null,
      },
    ],
  });
  const masked = masker.row(row);
  for (const one of [...masked.evidence, ...masked.findings[0]!.evidence])
    assert.is(masked.text.slice(one.start, one.end), one.quote);
  assert.not.match(JSON.stringify(masked), /张三|李四|1381234/);
  assert.is(masked.evidence[1]!.quote, '收缴');
  assert.is(masked.key, row.key);
  const plain = judgedRow({ text: '完成报刊征订任务' });
  assert.is(masker.row(plain), plain);
});

test('no format of a run shows what is hidden; --no-mask shows it', async () => {
  const text = `联系人：张三，电话13812345678，身份证${identity}，完成报刊征订任务`;
  const row = judgedRow({
    text,
    section: text,
    reason: text,
    evidence: [{ start: 4, end: 6, quote: '张三', why: 'object' }],
    citations: [
      { raw: text, instrument: null, article: null, paragraph: null, outcome: 'basis-unknown', successor: null },
    ],
  });
  const input: InputSummary = {
    file: 'a.csv',
    sheet: null,
    hidden: false,
    format: 'csv',
    encoding: 'utf-8',
    header: ['事项', '联系人'],
    headerRow: 1,
    columns: { text: ['事项'] },
    rows: { read: 1, checked: 1, blank: 0, skipped: 0 },
    skipped: {},
    warnings: [text],
  };
  for (const unmasked of [false, true])
    for (const load of Object.values(FORMATS)) {
      const format = await load();
      const pieces: Buffer[] = [];
      const output = {
        format,
        width: 200,
        color: false,
        write: async (piece: string | Uint8Array) => {
          pieces.push(Buffer.from(piece));
        },
      };
      const run = new ReportRun([output], new Map(), 'zh', ...(unmasked ? [] : [masker]));
      await run.begin();
      run.add(row, [text, '张三'], ['事项', '联系人']);
      await run.end({ version: '0', asOf: '2026-11-22', lists: { edition: '2026', hash: '0' } }, [input], []);
      const shown = await readable(Buffer.concat(pieces), format.binary);
      if (!unmasked) assert.not.match(shown, /张三|13812345678|1101011990/, format.id);
      else if (['csv', 'json', 'html', 'xlsx'].includes(format.id)) assert.match(shown, /13812345678/, format.id);
    }
});

async function readable(bytes: Buffer, binary: boolean): Promise<string> {
  if (!binary) return bytes.toString('utf8');
  const { Package } = await import('../src/ooxml/package.ts');
  const book = await Package.open(bytes);
  return book
    .names()
    .map((name) => book.text(name))
    .join('\n');
}

test('any text keeps its length and everything that is no digit and no name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      assert.is(masker.text(text).length, text.length);
    }),
    { numRuns: 500 },
  );
});

test.run();
