/** `qingdan explain`: what an official reads when the question is why. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadLibrary } from '../src/lists/load.ts';
import { RULES } from '../src/rules/registry.ts';
import type { Lang } from '../src/types.ts';
import { runCommand } from './command.ts';

const library = loadLibrary('lists');

const explain = async (words: readonly string[], lang: Lang = 'zh'): Promise<string> => {
  const { code, out, err } = await runCommand(['explain', '--as-of', '2026-11-22', ...words], { lang });
  assert.is(code, 0, err);
  assert.is(err, '');
  return out;
};

/** Words of the command, and what the page has to say, in order. */
const TEXTS: readonly (readonly [readonly string[], readonly RegExp[]])[] = [
  [
    ['完成党报党刊征订任务，计5分'],
    [
      /没有写明是镇街、部门或岗位的事，按村的清单核查/,
      /〔取消和禁入〕V-P-08 .*“党报”“征订”（句式相合\+/,
      /三、依据\n　未引用（basis-missing）/,
      /四、经费\n　未载明（missing）/,
      /结论：命中禁入（prohibited）→ 取消；把握大/,
      /错误 prohibited-item：命中禁入事项 V-P-08/,
      /怎么办：取消该事项/,
    ],
  ],
  [
    [
      '协助开展禁毒宣传教育',
      '--body',
      'community',
      '--basis',
      '《禁毒法》第17条',
      '--funding',
      '由区公安分局列入部门预算',
    ],
    [
      /按社区的清单核查/,
      /协助的说法：“协助”/,
      /〔协助〕C-A-/,
      /三、依据\n　有效（valid）\n　“.*禁毒法.*17条” → 《中华人民共和国禁毒法》第17条：有效/,
      /四、经费\n　已落实（funded）：“/,
      /结论：清单内（listed）→ 通过/,
    ],
  ],
  [
    ['开展卫星遥感图斑解译', '--basis', '《中华人民共和国不存在法》第1条'],
    [/不在依据库（basis-unknown）/, /→ —：不在依据库/],
  ],
];

for (const [words, says] of TEXTS)
  test(`the argument for “${words.join(' ')}”`, async () => {
    let rest = await explain(words);
    for (const pattern of says) {
      const found = pattern.exec(rest);
      assert.ok(found, `${pattern} in\n${rest}`);
      rest = rest.slice(found.index + found[0].length);
    }
  });

test('a runner-up says why it lost, and is another item', async () => {
  const page = await explain(['协助民政部门做好低保入户核查']);
  const candidates = [...page.matchAll(/^　　　〔.+〕(\S+)/gm)].map(([, id]) => id);
  const losers = page.match(/；落选：.+$/gm) ?? [];
  assert.ok(candidates.length > 1);
  assert.is(losers.length, candidates.length - 1);
  assert.is(candidates.filter((id) => id === candidates[0]).length, 1);
});

test('items and rules are explained in both languages', async () => {
  const some = library.items.filter((_, i) => i % 12 === 0);
  for (const lang of ['zh', 'en'] as const) {
    for (const item of some) {
      const page = await explain([item.id], lang);
      assert.ok(page.startsWith(`${item.id}　${item.title}\n`));
      assert.match(page, lang === 'zh' ? /依据：《/ : /Basis：《/);
      // marks of the lists' own notation stay out of what people read
      assert.not.match(page, /undefined|null|[ /]=[\u4e00-\u9fff]/);
    }
    for (const rule of RULES) assert.match(await explain([rule.id], lang), new RegExp(rule.title[lang]));
  }
});

test('an id that does not exist is one line that shows what an id looks like', async () => {
  const { code, out, err } = await runCommand(['explain', 'V-P-99']);
  assert.is(code, 2);
  assert.is(out, '');
  assert.match(err, /^qingdan: 没有编号为“V-P-99”的事项或规则；事项编号如 V-P-08/);
});

test.run();
