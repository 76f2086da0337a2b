/**
 * Writes src/text-tables.ts: the character folds of the comparable form.
 *
 * Traditional → simplified comes from opencc-js (character level); radicals and look-alikes that NFKC leaves alone come
 * from the short table below. Run `npm run tables` after a change; a test fails when the written file is stale.
 */
import { writeFileSync } from 'node:fs';
import { Converter } from 'opencc-js/t2cn';

/** CJK radical supplements (NFKC folds only two of them) and symbols that stand for a character in evasive text. */
const LOOKALIKES =
  '⺀丶⺁厂⺂乙⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑尣⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歹⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱网⺲罒⺳网⺴网⺵网⺶羊⺷羊⺸羊⺹老⺺聿⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃西⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑长⻒长⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟食⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫齐⻬齐⻭齿⻮齿⻯龙⻰龙⻱龟⻲龟⻳龟';

export function pairs(): string {
  const simplify = Converter({ from: 't', to: 'cn' });
  const out: string[] = [];
  for (let code = 0x3400; code <= 0x9fff; code++) {
    const from = String.fromCharCode(code);
    const to = simplify(from);
    if (to !== from && to.length === 1) out.push(from + to);
  }
  return out.join('');
}

export function source(): string {
  const wrap = (text: string): string => (text.match(/.{1,100}/gu) ?? []).map((line) => `  '${line}'`).join(' +\n');
  return [
    '/** Written by src/build/text-tables.ts; do not edit. Each pair is: character, what it is compared as. */',
    '// biome-ignore format: a table of data',
    `export const SIMPLIFIED =\n${wrap(pairs())};`,
    '// biome-ignore format: a table of data',
    `export const LOOKALIKES =\n${wrap(LOOKALIKES)};`,
    '',
  ].join('\n');
}

if (process.argv[1]?.endsWith('text-tables.ts')) writeFileSync(new URL('../text-tables.ts', import.meta.url), source());
