/** A sheet cell, a line of a file or an article of an instrument, and how it prints. */
import type { BasisRef, CellPlace, LinePlace } from './types.ts';

/** 0-based column → A, B … Z, AA. */
export function columnName(column: number): string {
  let name = '';
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26)) name = String.fromCharCode(65 + ((n - 1) % 26)) + name;
  return name;
}

/** FILE[:SHEET!CELL] or FILE:LINE:COL, as in every message of the tool. */
export function printPlace(place: CellPlace | LinePlace): string {
  if ('file' in place) return `${place.file}:${place.line}:${place.column}`;
  return place.sheet === null ? `${place.source}:${place.row}` : `${place.source}:${place.sheet}!${place.cell}`;
}

/** 《中华人民共和国禁毒法》第17条; clause labels (一、正文) stand as they are. */
export const printBasis = (ref: BasisRef): string => `${titled(ref.instrument)}${articleOf(ref)}`;

/** A title in its marks; marks inside it are the small ones: 《安徽省实施〈…〉办法》 (GB/T 15834). */
const titled = (title: string): string => `《${title.replaceAll('《', '〈').replaceAll('》', '〉')}》`;

const articleOf = ({ article }: BasisRef): string =>
  article === null ? '' : typeof article === 'number' ? `第${article}条` : article;

/** Several bases in a sentence, each instrument named once: 《中华人民共和国农业法》第67条、第74条、《…》第43条. */
export function printBases(refs: readonly BasisRef[]): string {
  const articles = new Map<string, string[]>();
  for (const ref of refs) {
    const of = articles.get(ref.instrument) ?? [];
    articles.set(ref.instrument, of);
    const article = articleOf(ref);
    if (article !== '' && !of.includes(article)) of.push(article);
  }
  return [...articles].map(([instrument, of]) => `${titled(instrument)}${of.join('、')}`).join('、');
}
