/** Hidden rows and sheets of an ODS workbook, which the library reports as visible. */
import { SaxesParser } from 'saxes';
import type { HiddenParts } from './sheets.ts';

/** By position of the sheet; empty when nothing is hidden (the common case costs one search). */
export function odsHidden(parts: ReadonlyMap<string, Buffer>): HiddenParts[] {
  const content = parts.get('content.xml');
  if (content === undefined) return [];
  if (!['visibility="collapse"', 'visibility="filter"', 'display="false"'].some((sign) => content.includes(sign)))
    return [];
  const hiddenStyles = new Set<string>();
  const sheets: { sheet: boolean; rows: Set<number> }[] = [];
  let style = '';
  let row = 0;
  const depth = { table: 0 };
  const parser = new SaxesParser<{ xmlns: false }>({ xmlns: false });
  parser.on('doctype', () => {
    throw new Error('DOCTYPE');
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'style:style') style = attributes['style:name'] ?? '';
    else if (name === 'style:table-properties') {
      if (attributes['table:display'] === 'false') hiddenStyles.add(style);
    } else if (name === 'table:table') {
      if (depth.table++ > 0) return;
      sheets.push({ sheet: hiddenStyles.has(attributes['table:style-name'] ?? ''), rows: new Set() });
      row = 0;
    } else if (name === 'table:table-row' && depth.table === 1) {
      const repeated = Math.max(1, Number(attributes['table:number-rows-repeated'] ?? 1) || 1);
      const hidden = /^(?:collapse|filter)$/.test(attributes['table:visibility'] ?? '');
      // a hidden block at the end of the sheet is repeated up to the last row there is; nothing stands in it
      if (hidden) for (let i = 1; i <= Math.min(repeated, 10_000); i++) sheets.at(-1)!.rows.add(row + i);
      row += repeated;
    }
  });
  parser.on('closetag', ({ name }) => {
    if (name === 'table:table') depth.table--;
  });
  parser.write(content.toString('utf8')).close();
  return sheets;
}
