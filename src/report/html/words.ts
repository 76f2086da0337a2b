/** Words that only the page needs; everything else is in the words of all reports. `{…}` is filled in by the page. */
import type { Lang } from '../../types.ts';

export interface PageWords {
  readonly charts: string;
  readonly verdictChart: string;
  readonly unitChart: string;
  readonly pointsChart: string;
  readonly unitPointsChart: string;
  readonly pointsNow: string;
  readonly pointsAfter: string;
  readonly rows: string;
  readonly filters: string;
  readonly search: string;
  readonly searchHint: string;
  readonly allUnits: string;
  readonly allRules: string;
  readonly rule: string;
  readonly reset: string;
  readonly all: string;
  /** {shown} of {all}, and which of them are on the page: {from} to {to} */
  readonly count: string;
  readonly none: string;
  readonly previous: string;
  readonly next: string;
  /** {page} of {pages} */
  readonly page: string;
  readonly pages: string;
  readonly perPage: string;
  readonly argument: string;
  readonly skipLink: string;
  readonly noScript: string;
  readonly units: string;
}

const zh: PageWords = {
  charts: '图表',
  verdictChart: '各结论行数',
  unitChart: '问题较多的单位',
  pointsChart: '取消前后的分值',
  unitPointsChart: '各单位取消前后的分值',
  pointsNow: '现有',
  pointsAfter: '取消后',
  rows: '逐行结果',
  filters: '筛选',
  search: '搜索',
  searchHint: '原文、单位、事项、理由……多个词用空格隔开',
  allUnits: '全部单位',
  allRules: '全部问题',
  rule: '问题类型',
  reset: '清除筛选',
  all: '全部',
  count: '共 {all} 行，符合条件 {shown} 行',
  none: '没有符合条件的行。',
  previous: '上一页',
  next: '下一页',
  page: '第 {page} / {pages} 页',
  pages: '翻页',
  perPage: '每页行数',
  argument: '理由、依据和处理意见',
  skipLink: '跳到逐行结果',
  noScript: '这一页的逐行结果要浏览器允许脚本才能显示；汇总和图表不受影响。',
  units: '按单位',
};

const en: PageWords = {
  charts: 'Charts',
  verdictChart: 'Rows by verdict',
  unitChart: 'Units with most problems',
  pointsChart: 'Points before and after cancellation',
  unitPointsChart: 'Points before and after, by unit',
  pointsNow: 'now',
  pointsAfter: 'after',
  rows: 'Row by row',
  filters: 'Filters',
  search: 'Search',
  searchHint: 'text, unit, item, reason …; several words apart by spaces',
  allUnits: 'all units',
  allRules: 'all findings',
  rule: 'Finding',
  reset: 'Clear filters',
  all: 'all',
  count: '{shown} of {all} rows',
  none: 'No row matches.',
  previous: 'Previous',
  next: 'Next',
  page: 'Page {page} of {pages}',
  pages: 'Pages',
  perPage: 'Rows a page',
  argument: 'Reason, basis and what to do',
  skipLink: 'Go to the rows',
  noScript: 'The rows need scripts to be allowed in the browser; summary and charts do not.',
  units: 'By unit',
};

export const PAGE_WORDS: Readonly<Record<Lang, PageWords>> = { zh, en };
