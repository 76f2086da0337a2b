/** The headers of a table in words, for a user who has to say which column is what. */
import { columnName } from '../place.ts';
import { type Lang, ROW_FIELDS, type TableContext } from '../types.ts';

/** Longest list of headers that is shown. */
const SHOWN = 20;

/**
 * One line: the header that was found, column by column with what each was taken for, and how to map another.
 * `找到的表头（第 3 行）：A“编次”、B“干什么”=text…`
 */
export function describeHeaders(context: TableContext, lang: Lang = 'zh'): string {
  if (context.header.length === 0)
    return lang === 'zh'
      ? '没有找到表头（可用 --header-row 行号 指明，或 --map text=B 指明列）'
      : 'no header found (give --header-row N, or a column: --map text=B)';
  const uses = (column: number): string =>
    ROW_FIELDS.filter((field) => context.columns[field]?.includes(column)).join('+');
  const named = [...context.header.keys()].filter((column) => context.header[column] !== '');
  const columns = named.slice(0, SHOWN).map((column) => {
    const use = uses(column);
    const name = context.header[column];
    return `${columnName(column)}${lang === 'zh' ? `“${name}”` : `"${name}"`}${use === '' ? '' : `=${use}`}`;
  });
  if (named.length > SHOWN) columns.push('…');
  return lang === 'zh'
    ? `找到的表头（第 ${context.headerRow} 行）：${columns.join('、')}`
    : `header found (row ${context.headerRow}): ${columns.join(', ')}`;
}
