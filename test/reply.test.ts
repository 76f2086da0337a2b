/** May we refuse this? The half page that a village sends back. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createAuditor } from '../src/audit.ts';
import { replyText } from '../src/commands/reply.ts';
import { exampleRow } from '../src/govern/lists-test.ts';
import { loadLibrary } from '../src/lists/load.ts';
import type { Body, Lang, Row, Verdict } from '../src/types.ts';

const library = loadLibrary('lists');
const LINES = 30;

function reply(text: string, over: Partial<Row> = {}, body: Body = 'village', lang: Lang = 'zh') {
  const auditor = createAuditor(library, { asOf: '2026-11-22', lang, ledger: null });
  const row = { ...exampleRow({ text, section: null }, body), ...over };
  const judged = auditor.check(row);
  return { verdict: judged.verdict, page: replyText(auditor.reason(row), judged, auditor, '2026-11-22', lang) };
}

/** Text, verdict it gets, what the page has to say and what it must not say. */
const CASES: readonly (readonly [string, Partial<Row>, Verdict, readonly RegExp[], readonly RegExp[]])[] = [
  [
    '完成党报党刊征订任务',
    {},
    'prohibited',
    [
      /取消和禁入事项 V-P-08/,
      /《中华人民共和国村民委员会组织法》第43条：“/,
      /本村不承担/,
      /四、请贵单位补充\n　　无。/,
    ],
    [/我们照办/],
  ],
  [
    '协助开展禁毒宣传教育',
    {},
    'unfunded',
    [/协助事项 V-A-1-01/, /《中华人民共和国禁毒法》第17条：“居民委员会、村民委员会应当协助/, /1\. 经费：来源、标准/],
    [/准入：/],
  ],
  [
    '协助开展禁毒宣传教育',
    { funding: '由公安局承担，列入部门预算' },
    'listed',
    [/责任主体仍是贵单位/, /补充\n　　无。/],
    [/经费：来源/],
  ],
];

for (const [text, over, verdict, says, never] of CASES)
  test(`${text} ${over.funding ?? ''} → ${verdict}`, () => {
    const { verdict: got, page } = reply(text, over);
    assert.is(got, verdict);
    for (const pattern of says) assert.match(page, pattern);
    for (const pattern of never) assert.not.match(page, pattern);
    assert.ok(page.split('\n').length <= LINES, page);
    assert.match(page, /村民委员会（盖章）\n.*2026年11月22日\n/);
    assert.match(page, /草稿/);
  });

test('a repealed basis is named, and unlisted work asks for basis, funding and admission', () => {
  const { verdict, page } = reply('配合开展候鸟迁徙路线测绘', { basis: '依据《中华人民共和国噪声污染防治法》第3条' });
  assert.ok(['no-basis', 'review', 'needs-admission'].includes(verdict), verdict);
  assert.match(page, /来文所引“/);
  if (verdict === 'no-basis') assert.match(page, /1\. 依据：.*\n.*2\. 经费：.*\n.*3\. 准入：/);
});

test('communities and English', () => {
  const { page } = reply('完成党报党刊征订任务', {}, 'community');
  assert.match(page, /C-P-08/);
  assert.match(page, /城市居民委员会组织法/);
  assert.match(page, /社区居民委员会（盖章）/);
  assert.match(reply('完成党报党刊征订任务', {}, 'village', 'en').page, /3\. Our reply\n {2}This work is prohibited/);
});

test.run();
