/** 公示牌 of one body: its two lists of duties on A3 across, as a page to print. */
import { createHash } from 'node:crypto';
import { element, escapeHtml } from '../report/html/markup.ts';
import { displayWidth } from '../text.ts';
import type { Body, Item, Lang } from '../types.ts';
import type { Published, PublishedList } from './directory.ts';

/** The lists that hang on the wall. */
const POSTED = new Set(['statutory', 'service']);
export const COLUMNS = 3;
/** bases named under an item */
const BASES = 3;

/** The two lists of one body that are posted. */
export const postedLists = (all: Published, body: Body): PublishedList[] =>
  all.lists.filter((one) => one.body === body && POSTED.has(one.list));

/** Bases of an item by their short titles, each instrument named once. */
export const basesOf = (item: Item, all: Published): string => all.short(item.basis.slice(0, BASES));

/** points of the text of a board: as large as its items allow on one sheet, within what reads well */
const SMALLEST = 12;
const LARGEST = 16;
/** lines of the smallest text that a sheet holds, characters of one of its lines, height of a line of bases */
const ROOM = 108;
const LINE = 26;
const SMALL_LINE = 0.65;

/** Size of the text in points: fewer items are set larger. Longer lists than one sheet holds flow over to the next. */
export function boardSize(lists: readonly PublishedList[]): number {
  let lines = 0;
  for (const { categories } of lists) {
    lines += 2;
    for (const { items } of categories) {
      lines += 1.5;
      for (const { title } of items) lines += Math.ceil(displayWidth(title) / (2 * LINE)) + SMALL_LINE;
    }
  }
  const size = SMALLEST * Math.sqrt(ROOM / Math.max(1, lines));
  return Math.max(SMALLEST, Math.min(LARGEST, Math.floor(size * 2) / 2));
}

const styleOf = (size: number): string => `
@page { size: A3 landscape; margin: 12mm 14mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 392mm; padding: 6mm; color: #1a1a1a; font-family: "FangSong", "仿宋_GB2312", "仿宋", "STFangsong", "Noto Serif CJK SC", "Source Han Serif SC", serif; font-size: ${size}pt; line-height: 1.36; }
h1 { margin: 0; text-align: center; color: #c00; font: 700 31pt/1.3 "方正小标宋简体", "STZhongsong", "Noto Serif CJK SC", serif; letter-spacing: 0.06em; }
.line { margin: 1mm 0 4mm; padding-bottom: 3mm; text-align: center; border-bottom: 1mm solid #c00; }
.lists { columns: ${COLUMNS}; column-gap: 9mm; column-rule: 0.3mm solid #bbb; }
h2 { margin: 0 0 2mm; padding: 1mm 3mm; color: #fff; background: #c00; font: 700 15pt/1.4 "SimHei", "黑体", "Noto Sans CJK SC", sans-serif; break-after: avoid; }
section + section h2 { margin-top: 4mm; }
h3 { margin: 2mm 0 0.8mm; font: 700 ${size + 0.5}pt/1.4 "SimHei", "黑体", "Noto Sans CJK SC", sans-serif; break-after: avoid; }
ol { margin: 0; padding: 0; list-style: none; }
li { display: grid; grid-template-columns: 2.2em 1fr; margin-bottom: 0.9mm; break-inside: avoid; }
li b { font-weight: 400; text-align: right; padding-right: 0.5em; }
small { display: block; color: #555; font-size: ${size - 4}pt; line-height: 1.25; }
footer { margin-top: 4mm; padding-top: 2mm; border-top: 0.3mm solid #c00; }
@media print { body { max-width: none; padding: 0; } * { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
@media screen and (max-width: 900px) { .lists { columns: 1; } }
`;

/** The board as one HTML page without any script. */
export function boardHtml(all: Published, body: Body, lang: Lang): string {
  const { words, library } = all;
  const { edition, effective } = library.edition;
  const title = words.board(words.body[body]);
  const posted = postedLists(all, body);
  const lists = posted.map((list) => {
    let number = 0;
    return element('section', {}, [
      element('h2', {}, escapeHtml(words.count(words.list[list.list], list.count))),
      ...list.categories.map((category) =>
        [
          category.name === '' ? '' : element('h3', {}, escapeHtml(category.name)),
          element(
            'ol',
            {},
            category.items.map((item) =>
              element('li', {}, [
                element('b', {}, `${++number}`),
                element('span', {}, [escapeHtml(item.title), element('small', {}, escapeHtml(basesOf(item, all)))]),
              ]),
            ),
          ),
        ].join(''),
      ),
    ]);
  });
  const content = [
    element('h1', {}, escapeHtml(title)),
    element('p', { class: 'line' }, escapeHtml(words.boardLine(edition, effective))),
    element('main', { class: 'lists' }, lists),
    element('footer', {}, escapeHtml(words.boardFoot)),
  ];
  return htmlPage(title, styleOf(boardSize(posted)), content.join('\n'), lang);
}

/** A page without script and network. */
export function htmlPage(title: string, style: string, content: string, lang: Lang): string {
  const hash = createHash('sha256').update(style).digest('base64');
  return [
    '<!DOCTYPE html>',
    `<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    element('title', {}, escapeHtml(title)),
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    content,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
