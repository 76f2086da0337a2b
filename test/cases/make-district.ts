/**
 * Makes fixtures/cases/district-2026/年终考核指标.xlsx from 指标.txt: the year-end indicators of six departments, laid
 * out as real tables are. `npx tsx test/cases/make-district.ts` writes the file; the same text gives the same bytes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Styles } from '../../src/ooxml/styles.ts';
import { writeWorkbook } from '../../src/ooxml/workbook.ts';
import type { Cell, Range, Sheet, SheetRow } from '../../src/ooxml/worksheet.ts';
import type { Verdict } from '../../src/types.ts';

const FOLDER = new URL('../../fixtures/cases/district-2026/', import.meta.url);
export const WORKBOOK = new URL('年终考核指标.xlsx', FOLDER);

/** First column of 指标.txt → verdict. */
const LABELS: Readonly<Record<string, Verdict>> = {
  禁: 'prohibited',
  退: 'no-basis',
  准: 'needs-admission',
  费: 'unfunded',
  核: 'review',
  内: 'listed',
  外: 'out-of-scope',
};

/** One indicator as written in 指标.txt. */
export interface Indicator {
  readonly verdict: Verdict;
  readonly group: string;
  readonly part: string;
  readonly text: string;
  readonly rule: string;
  readonly points: number;
  readonly basis: string;
  readonly funding: string;
  readonly whom: string;
}

/** Department → its indicators, in the order of 指标.txt. */
export function indicators(): Map<string, Indicator[]> {
  const all = new Map<string, Indicator[]>();
  let rows: Indicator[] = [];
  for (const line of readFileSync(new URL('指标.txt', FOLDER), 'utf8').split('\n')) {
    if (line.startsWith('== ')) {
      rows = [];
      all.set(line.slice(3), rows);
    } else if (line !== '' && !line.startsWith('#')) {
      const [label, group, part, text, rule, points, basis, funding, whom] = line.split('|').map((cell) => cell.trim());
      const verdict = LABELS[label!];
      if (!verdict || !text) throw new Error(`指标.txt: ${line}`);
      rows.push({
        verdict,
        group: group!,
        part: part!,
        text,
        rule: rule!,
        points: Number(points),
        basis: basis ?? '',
        funding: funding ?? '',
        whom: whom ?? '',
      });
    }
  }
  return all;
}

const styles = new Styles('宋体', 11);
const TITLE = styles.of({ bold: true, size: 16, horizontal: 'center', vertical: 'center' });
const HEADER = styles.of({ bold: true, border: true, wrap: true, horizontal: 'center', vertical: 'center' });
const BODY = styles.of({ border: true, wrap: true, vertical: 'center' });
const LINE = styles.of({});

/** A sheet under construction: rows from above, merged ranges beside them. */
class Draft {
  readonly rows: SheetRow[] = [];
  readonly merges: Range[] = [];

  constructor(private readonly width: number) {}

  add(texts: readonly (string | number)[], style = BODY): number {
    const cells = texts.map(
      (value): Cell => (typeof value === 'number' ? { style, number: value } : { style, text: value }),
    );
    return this.rows.push({ cells });
  }

  /** A line over the whole width. */
  wide(text: string, style = LINE): void {
    const row = this.add([text], style);
    this.merges.push({ top: row, left: 1, bottom: row, right: this.width });
  }

  merge(top: number, left: number, bottom: number, right: number): void {
    if (top !== bottom || left !== right) this.merges.push({ top, left, bottom, right });
  }

  sheet(name: string, widths: readonly number[]): Sheet {
    return { name, widths, rows: this.rows, merges: this.merges, landscape: true };
  }
}

/** Neighbours with the same value in one run: [first, count, value]. */
function runs(rows: readonly Indicator[], of: (row: Indicator) => string): [number, number, string][] {
  const found: [number, number, string][] = [];
  rows.forEach((row, i) => {
    const last = found.at(-1);
    if (last && last[2] === of(row)) last[1]++;
    else found.push([i, 1, of(row)]);
  });
  return found;
}

const sum = (rows: readonly Indicator[]): number => rows.reduce((total, row) => total + row.points, 0);

/** Writes the values of a merged column: the first cell of a run carries it, the others are empty. */
function spread(rows: readonly Indicator[], of: (row: Indicator) => string, show = (value: string) => value): string[] {
  const column = rows.map(() => '');
  for (const [first, , value] of runs(rows, of)) column[first] = show(value);
  return column;
}

function mergeRuns(
  draft: Draft,
  start: number,
  column: number,
  rows: readonly Indicator[],
  of: (row: Indicator) => string,
): void {
  for (const [first, count] of runs(rows, of)) draft.merge(start + first, column, start + first + count - 1, column);
}

/** Two-row header, groups merged down, a total and a signature line. */
function party(rows: readonly Indicator[]): Sheet {
  const draft = new Draft(7);
  draft.wide('2026年度全区社区党建和基层治理年终考核指标', TITLE);
  draft.wide('填报单位：区委组织部          填报日期：2026年11月10日');
  draft.add(['序号', '考核项目', '', '考核内容', '评分标准', '分值', '考核依据'], HEADER);
  draft.add(['', '一级指标', '二级指标', '', '', '', ''], HEADER);
  for (const column of [1, 4, 5, 6, 7]) draft.merge(3, column, 4, column);
  draft.merge(3, 2, 3, 3);
  const total = (group: string): number => sum(rows.filter((row) => row.group === group));
  const groups = spread(
    rows,
    (row) => row.group,
    (group) => `${group}（${total(group)}分）`,
  );
  const parts = spread(
    rows,
    (row) => `${row.group}/${row.part}`,
    (both) => both.split('/')[1]!,
  );
  for (const [i, row] of rows.entries())
    draft.add([i + 1, groups[i]!, parts[i]!, row.text, row.rule, row.points, row.basis]);
  mergeRuns(draft, 5, 2, rows, (row) => row.group);
  mergeRuns(draft, 5, 3, rows, (row) => `${row.group}/${row.part}`);
  draft.add(['合计', '', '', '', '', sum(rows), '']);
  draft.add(['填表人：', '', '', '审核人：', '', '', ''], LINE);
  return draft.sheet('区委组织部', [6, 14, 12, 48, 30, 8, 26]);
}

/** Groups one character a line, sub-totals, the header again after the page break. */
function culture(rows: readonly Indicator[]): Sheet {
  const draft = new Draft(7);
  const header = ['序号', '考核项目', '考核内容', '计分办法', '分值', '依据', '经费保障'];
  draft.wide('区文旅局2026年度村级文化旅游工作考核指标', TITLE);
  draft.add(header, HEADER);
  let number = 0;
  for (const [first, count, group] of runs(rows, (row) => row.group)) {
    const own = rows.slice(first, first + count);
    if (group === '市场监管') draft.add(header, HEADER);
    const start = draft.rows.length + 1;
    own.forEach((row, i) => {
      draft.add([
        ++number,
        i === 0 ? [...group].join('\n') : '',
        row.text,
        row.rule,
        row.points,
        row.basis,
        row.funding,
      ]);
    });
    draft.merge(start, 2, start + count - 1, 2);
    draft.add(['小计', '', '', '', sum(own), '', '']);
  }
  draft.add(['总计', '', '', '', sum(rows), '', '']);
  return draft.sheet('区文旅局', [6, 6, 48, 28, 8, 26, 20]);
}

/** Every column a real sheet has; whom the row addresses stands in a column of its own. */
function emergency(rows: readonly Indicator[]): Sheet {
  const draft = new Draft(8);
  draft.wide('附件3', LINE);
  draft.wide('2026年应急管理工作考核评分表', TITLE);
  draft.add(['序号', '类别', '指标内容', '计分标准', '权重', '法律法规依据', '经费来源', '考核对象'], HEADER);
  const groups = spread(rows, (row) => row.group);
  for (const [i, row] of rows.entries())
    draft.add([i + 1, groups[i]!, row.text, row.rule, row.points, row.basis, row.funding, row.whom]);
  mergeRuns(draft, 4, 2, rows, (row) => row.group);
  draft.add(['', '合计', '', '', sum(rows), '', '', '']);
  draft.wide('说明：本表由区应急局负责解释，得分计入年终考核总分。');
  return draft.sheet('区应急局', [6, 12, 48, 26, 8, 24, 26, 14]);
}

/** Section rows instead of a column, and a foot-note that says who pays for all rows. */
function insurance(rows: readonly Indicator[]): Sheet {
  const draft = new Draft(5);
  draft.wide('2026年度村级医疗保障工作考核细则', TITLE);
  draft.wide('填报单位（盖章）：区医保局');
  draft.add(['序号', '考核内容', '考核标准', '分值', '政策依据'], HEADER);
  const numerals = '一二三四五六七八九十';
  let number = 0;
  runs(rows, (row) => row.group).forEach(([first, count, group], i) => {
    const own = rows.slice(first, first + count);
    draft.wide(`${numerals[i]}、${group}（${sum(own)}分）`, BODY);
    for (const row of own) draft.add([++number, row.text, row.rule, row.points, row.basis]);
  });
  draft.add(['合计', '', '', sum(rows), '']);
  draft.wide('注：以上工作所需经费由村集体自行承担。');
  return draft.sheet('区医保局', [6, 56, 28, 8, 28]);
}

/** Ticks under 村 and 社区. */
function city(rows: readonly Indicator[]): Sheet {
  const draft = new Draft(9);
  draft.wide('区城管局2026年度考核指标', TITLE);
  draft.add(['序号', '考核项目', '考核内容', '扣分标准', '分值', '依据', '经费保障', '考核对象', ''], HEADER);
  draft.add(['', '', '', '', '', '', '', '村', '社区'], HEADER);
  for (const column of [1, 2, 3, 4, 5, 6, 7]) draft.merge(2, column, 3, column);
  draft.merge(2, 8, 2, 9);
  const groups = spread(rows, (row) => row.group);
  rows.forEach((row, i) => {
    const [village, community] = [...row.whom].map((sign) => (sign === '√' ? '√' : ''));
    draft.add([i + 1, groups[i]!, row.text, row.rule, row.points, row.basis, row.funding, village!, community!]);
  });
  mergeRuns(draft, 4, 2, rows, (row) => row.group);
  draft.add(['合计', '', '', '', sum(rows), '', '', '', '']);
  return draft.sheet('区城管局', [6, 12, 48, 26, 8, 28, 24, 8, 8]);
}

/** Plain columns; notes under the table. */
function civil(rows: readonly Indicator[]): Sheet {
  const draft = new Draft(8);
  draft.wide('区民政局2026年度社区民政工作年终考核指标', TITLE);
  draft.wide('填报单位：区民政局');
  draft.add(['序号', '工作类别', '工作事项', '具体内容', '评分细则', '标准分', '政策依据', '经费保障'], HEADER);
  const groups = spread(rows, (row) => row.group);
  for (const [i, row] of rows.entries())
    draft.add([i + 1, groups[i]!, row.part, row.text, row.rule, row.points, row.basis, row.funding]);
  mergeRuns(draft, 4, 2, rows, (row) => row.group);
  draft.add(['合计', '', '', '', '', sum(rows), '', '']);
  draft.wide('说明：');
  draft.wide('1.每项扣完为止，不计负分。');
  draft.wide('2.考核结果报区委考核办汇总。');
  return draft.sheet('区民政局', [6, 12, 14, 48, 26, 8, 28, 24]);
}

/** The draft that somebody forgot to delete. */
function forgotten(): Sheet {
  const draft = new Draft(3);
  draft.add(['序号', '考核内容', '分值'], HEADER);
  draft.add([1, '报刊征订（去年的，先留着）', 5]);
  draft.add([2, '旧指标，待删', 3]);
  return { ...draft.sheet('底稿', [6, 40, 8]), hidden: true };
}

/** The bytes of the workbook. */
export function districtWorkbook(): Promise<Buffer> {
  const all = indicators();
  const of = (unit: string): Indicator[] => all.get(unit)!;
  const sheets = [
    party(of('区委组织部')),
    culture(of('区文旅局')),
    emergency(of('区应急局')),
    insurance(of('区医保局')),
    city(of('区城管局')),
    civil(of('区民政局')),
    forgotten(),
  ];
  return writeWorkbook(sheets, () => styles);
}

if (process.argv[1] === new URL(import.meta.url).pathname) writeFileSync(WORKBOOK, await districtWorkbook());
