/**
 * Makes the workbooks of fixtures/season from 指标.txt and 举报.txt: three audits of one district and the register of
 * complaints between them. `npx tsx test/cases/make-season.ts` writes the files; the same text gives the same bytes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Styles } from '../../src/ooxml/styles.ts';
import { writeWorkbook } from '../../src/ooxml/workbook.ts';
import type { Cell, Range, SheetRow } from '../../src/ooxml/worksheet.ts';

export const SEASON = new URL('../../fixtures/season/', import.meta.url);

const styles = new Styles('宋体', 11);
const TITLE = styles.of({ bold: true, size: 16, horizontal: 'center', vertical: 'center' });
const HEADER = styles.of({ bold: true, border: true, wrap: true, horizontal: 'center', vertical: 'center' });
const BODY = styles.of({ border: true, wrap: true, vertical: 'center' });
const LINE = styles.of({});

const row = (texts: readonly (string | number)[], style: number): SheetRow => ({
  cells: texts.map((value): Cell => (typeof value === 'number' ? { style, number: value } : { style, text: value })),
});

/** Lines of a source file, each cut at the bars; those before the first heading belong to ''. */
function sections(name: string): Map<string, string[][]> {
  const all = new Map<string, string[][]>();
  let lines: string[][] = [];
  for (const line of readFileSync(new URL(name, SEASON), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('== ')) {
      lines = [];
      all.set(line.slice(3), lines);
    } else lines.push(line.split('|').map((cell) => cell.trim()));
  }
  return all;
}

/** A table of indicators as offices lay it out: title, who filled it in, departments merged down, total, signatures. */
function indicators(season: string, lines: readonly string[][]): Promise<Buffer> {
  const header = ['序号', '考核部门', '考核内容', '分值', '依据', '经费保障', '联系人', '联系电话'];
  const width = header.length;
  const rows: SheetRow[] = [
    row([`${season.slice(0, 4)}年度村级工作考核指标（${season.slice(4)}季）`], TITLE),
    row(['填报单位：区委考核办'], LINE),
    row(header, HEADER),
  ];
  const merges: Range[] = [1, 2].map((top) => ({ top, left: 1, bottom: top, right: width }));
  let start = 0;
  lines.forEach(([unit, text, points, ...rest], i) => {
    const first = unit !== lines[i - 1]?.[0];
    if (first) start = rows.length + 1;
    rows.push(row([i + 1, first ? unit! : '', text!, Number(points), ...rest], BODY));
    if (unit !== lines[i + 1]?.[0] && start < rows.length)
      merges.push({ top: start, left: 2, bottom: rows.length, right: 2 });
  });
  const total = lines.reduce((sum, line) => sum + Number(line[2]), 0);
  rows.push(row(['合计', '', '', total, '', '', '', ''], BODY));
  rows.push(row(['填表人：', '', '审核人：'], LINE));
  return writeWorkbook(
    [{ name: '村', widths: [6, 12, 48, 8, 24, 28, 10, 16], rows, merges, landscape: true }],
    () => styles,
  );
}

/** The hotline's register: who told, and from where. */
function complaints(lines: readonly string[][]): Promise<Buffer> {
  const header = ['序号', '来源', '时间', '反映人', '联系电话', '村（社区）', '被反映单位', '事项原话'];
  const rows = [
    row(['群众举报登记表'], TITLE),
    row(header, HEADER),
    ...lines.map((line, i) => row([i + 1, ...line], BODY)),
  ];
  const merges = [{ top: 1, left: 1, bottom: 1, right: header.length }];
  return writeWorkbook([{ name: '登记', widths: [6, 8, 12, 10, 16, 14, 14, 60], rows, merges }], () => styles);
}

/** File name → its bytes. */
export async function seasonWorkbooks(): Promise<Map<string, Buffer>> {
  const made = new Map<string, Buffer>();
  for (const [season, lines] of sections('指标.txt')) made.set(`${season}.xlsx`, await indicators(season, lines));
  for (const [name, lines] of sections('举报.txt')) made.set(`${name}.xlsx`, await complaints(lines));
  return made;
}

if (process.argv[1] === new URL(import.meta.url).pathname)
  for (const [name, bytes] of await seasonWorkbooks()) writeFileSync(new URL(name, SEASON), bytes);
