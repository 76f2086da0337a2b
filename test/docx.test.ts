/** Documents: the layout that offices expect, the same bytes every time, nothing of a cell but its text. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { orderFileName } from '../src/commands/order-files.ts';
import type { OrderDocument } from '../src/ledger/order-document.ts';
import { ordinal } from '../src/ooxml/document.ts';
import { Package } from '../src/ooxml/package.ts';
import { unescapeXml } from '../src/ooxml/scan.ts';
import { orderDocx } from '../src/publish/order-document.ts';
import { docx } from '../src/report/docx.ts';
import type { JudgedRow, Lang } from '../src/types.ts';
import { convert, office } from './office.ts';
import { CONTEXT, judgedRow, manyRows, NAUGHTY, reportOf } from './sample-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'qingdan-docx-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

const PROBLEMS = Array.from({ length: 7 }, (_, i) => ({
  no: i + 1,
  place: `考核指标.xlsx 文旅局!C${i + 5}`,
  quote: `完成第${i + 1}批报刊征订任务`,
  grounds: '《取消和禁入事项清单》V-P-08“报刊征订”；《中华人民共和国村民委员会组织法》第43条',
  demand: '取消',
}));

const ORDER: OrderDocument = {
  heading: '某区村（社区）减负工作督办通知单',
  number: '某减督〔2026〕3号',
  signer: '张某某',
  addressee: '区文旅局',
  title: '关于整改向村（社区）下达清单外事项等问题的督办通知',
  opening: '现将核查发现的问题交你单位整改。',
  sections: [
    { title: '存在问题', paragraphs: PROBLEMS.map((one) => `${one.no}. ${one.place}：“${one.quote}”。`) },
    { title: '认定依据', paragraphs: PROBLEMS.map((one) => `${one.no}. ${one.grounds}。`) },
    { title: '整改要求', paragraphs: PROBLEMS.map((one) => `${one.no}. ${one.demand}。`) },
    { title: '整改时限', paragraphs: ['请于 2026年12月22日前整改到位。'] },
    { title: '反馈要求', paragraphs: ['整改情况逐项填写回执，加盖公章。'] },
  ],
  closing: '特此通知。',
  issuers: ['某区委组织部', '某区民政局'],
  date: '2026年11月22日',
  attachments: ['问题清单', '整改情况反馈单（回执）'],
  problems: PROBLEMS,
  receipt: {
    title: '整改情况反馈单',
    columns: ['序号', '问题', '整改措施', '完成情况', '责任人', '完成时间'],
    rows: PROBLEMS.map((one) => [String(one.no), one.quote, '', '', '', '']),
  },
};

const opinion = async (rows: readonly JudgedRow[], lang: Lang = 'zh'): Promise<Buffer> =>
  Buffer.from(await docx.render!(reportOf(rows), { ...CONTEXT, lang }));

/** Paragraphs of a document as text. */
async function paragraphs(bytes: Buffer): Promise<string[]> {
  const xml = (await Package.open(bytes)).text('word/document.xml');
  return [...xml.matchAll(/<w:p>.*?<\/w:p>|<w:p .*?<\/w:p>/gs)].map(([one]) =>
    [...one.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map((match) => unescapeXml(match[1]!)).join(''),
  );
}

/** Every part of a package is well-formed XML. */
async function wellFormed(bytes: Buffer): Promise<void> {
  const book = await Package.open(bytes);
  for (const name of book.names()) {
    const parser = new SaxesParser({ xmlns: true });
    parser.on('error', (error) => {
      throw new Error(`${name}: ${error.message}`);
    });
    parser.write(book.text(name)).close();
  }
}

test('ordinals', () => {
  assert.equal([1, 9, 10, 11, 20, 21, 99].map(ordinal), ['一', '九', '十', '十一', '二十', '二十一', '九十九']);
});

test('an order: every part in its place and order', async () => {
  const text = await paragraphs(await orderDocx(ORDER, '2026-11-22'));
  const wanted = [
    ORDER.heading,
    `${ORDER.number}签发人：张某某`,
    ORDER.title,
    '区文旅局：',
    ORDER.opening,
    '一、存在问题',
    ...ORDER.sections[0]!.paragraphs,
    '二、认定依据',
    '五、反馈要求',
    '特此通知。',
    '附件：1．问题清单',
    '2．整改情况反馈单（回执）',
    '某区委组织部',
    '某区民政局',
    '2026年11月22日',
    '附件1',
    '所在位置',
    PROBLEMS[6]!.quote,
    '附件2',
    '整改措施',
    PROBLEMS[6]!.quote,
  ];
  let at = -1;
  for (const one of wanted) {
    at = text.indexOf(one, at + 1);
    assert.ok(at >= 0, one);
  }
});

test('page, fonts and lines by the habits of official documents', async () => {
  const book = await Package.open(await orderDocx(ORDER, '2026-11-22'));
  const xml = book.text('word/document.xml');
  // 37, 28, 35 and 26 mm
  assert.match(xml, /<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"/);
  assert.match(xml, /<w:pgSz w:w="11906" w:h="16838"/);
  for (const face of ['方正小标宋简体', '仿宋_GB2312', '黑体', '楷体_GB2312'])
    assert.ok(xml.includes(`w:eastAsia="${face}"`), face);
  assert.match(xml, /<w:spacing [^>]*w:line="560" w:lineRule="exact"/);
  assert.match(xml, /<w:ind w:firstLine="640"\/>/);
  assert.match(xml, /<w:tblHeader\/>/);
  assert.match(book.text('word/fontTable.xml'), /<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,/);
  const footers = book.names().filter((name) => /^word\/footer\d+\.xml$/.test(name));
  assert.ok(footers.length >= 2);
  for (const name of footers) assert.match(book.text(name), /PAGE/);
});

test('same order, same opinion: same bytes, at any time', async () => {
  const rows = manyRows(30);
  const before = [await orderDocx(ORDER, '2026-11-22'), await opinion(rows)];
  // the clock of zip containers has steps of two seconds
  await new Promise((done) => setTimeout(done, 2100));
  const after = [await orderDocx(ORDER, '2026-11-22'), await opinion(rows)];
  before.forEach((bytes, i) => {
    assert.ok(bytes.equals(after[i]!));
  });
  const core = (await Package.open(before[0]!)).text('docProps/core.xml');
  assert.match(core, /2026-11-22T00:00:00Z/);
});

test('the opinion names counts, units, examples and proposals, and lists every problem', async () => {
  const rows = manyRows(70);
  const text = await paragraphs(await opinion(rows));
  const whole = text.join('\n');
  assert.ok(whole.includes('（一）命中取消和禁入事项 10 条'));
  assert.ok(whole.includes('（五）待人工核定 10 条'));
  assert.ok(whole.includes('命中禁入的 10 条，建议取消'));
  assert.ok(whole.includes('以2026年11月22日为基准日'));
  for (const row of rows.filter((one) => one.verdict !== 'listed' && one.verdict !== 'out-of-scope'))
    assert.ok(text.includes(row.text), row.text);
  assert.ok(whole.includes('附件3'));
  const nothing = await paragraphs(await opinion([judgedRow({ verdict: 'listed' })]));
  assert.ok(nothing.includes('核查没有发现需要处理的事项。'));
});

test('English opinion', async () => {
  const whole = (await paragraphs(await opinion(manyRows(14), 'en'))).join('\n');
  assert.ok(whole.includes('1. Facts') && whole.includes('(1) Prohibited: 2 rows'));
});

test('cell texts are text: well-formed parts, no field but the page number, no link', async () => {
  const rows = NAUGHTY.map((text) => judgedRow({ text, unit: text, source: text, reason: text, points: 1 }));
  const naughty = {
    ...ORDER,
    addressee: NAUGHTY.join(''),
    problems: NAUGHTY.map((text, i) => ({ no: i, place: text, quote: text, grounds: text, demand: text })),
  };
  for (const bytes of [
    await opinion([...rows, judgedRow({ verdict: 'listed', points: 2 })]),
    await orderDocx(naughty, '2026-11-22'),
  ]) {
    await wellFormed(bytes);
    const book = await Package.open(bytes);
    for (const name of book.names()) {
      assert.not.match(book.text(name), /TargetMode="External"|<w:hyperlink|w:altChunk/, name);
      for (const [, field] of book.text(name).matchAll(/<w:instrText[^>]*>([^<]*)</g)) assert.is(field!.trim(), 'PAGE');
    }
    const whole = (await paragraphs(bytes)).join('\n');
    assert.ok(whole.includes('</script><script>document.title="x"</script>'));
    assert.ok(whole.includes('{1+1} {{7*7}} <%= 1 %>'));
  }
});

test('file names of orders hold nothing that a file system takes for something else', () => {
  for (const unit of ['../../x', 'a/b\\c', 'CON', '一'.repeat(300), '名:称*?"<>|', '\u0000\u202e']) {
    const name = orderFileName({ number: '某减督〔2026〕3号', unit });
    assert.not.match(name, /[\\/:*?"<>|\p{C}]/u);
    assert.ok(name.endsWith('.docx') && name.length < 100);
  }
});

(office ? test : test.skip)(
  'LibreOffice opens both and prints them: A4, title and quotes on paper, no lost page',
  async () => {
    const files: readonly (readonly [string, Buffer, readonly string[]])[] = [
      [
        'order.docx',
        await orderDocx(ORDER, '2026-11-22'),
        ['督办通知单', '完成第7批报刊征订任务', '整改情况反馈单', '— 2 —'],
      ],
      ['opinion.docx', await opinion(manyRows(70)), ['审核意见', '各单位核查结果', '第1项：完成报刊征订任务']],
    ];
    for (const [name, bytes, words] of files) {
      const file = join(folder, name);
      writeFileSync(file, bytes);
      const pdf = convert(file, 'pdf');
      const info = spawnSync('pdfinfo', [pdf], { encoding: 'utf8' }).stdout;
      assert.match(info, /Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)/);
      assert.ok(Number(/Pages:\s+(\d+)/.exec(info)![1]) >= 4);
      const text = spawnSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' }).stdout.replace(/\s+/g, '');
      for (const word of words) assert.ok(text.includes(word.replace(/\s+/g, '')), `${name}: ${word}`);
    }
  },
);

test.run();
