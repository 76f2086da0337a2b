/** The page: head with its policy, summary and charts as markup, rows as data for the script. */
import { createHash } from 'node:crypto';
import { type JudgedRow, type Lang, type Report, type ReportContext, VERDICTS } from '../../types.ts';
import { COLORS } from '../colors.ts';
import { inputName, mappedText, skipText, UNITS_SHOWN, unitCounts, verdictCounts } from '../counts.ts';
import { proposals } from '../points.ts';
import { POINTS_WORDS } from '../points-words.ts';
import { needsAction, sourceText, verdictsIn } from '../row.ts';
import { type ReportWords, WORDS } from '../words.ts';
import { SCRIPT, STYLE } from './assets.ts';
import { barChart } from './charts.ts';
import { pageRows } from './data.ts';
import { element, escapeHtml, scriptJson, simpleTable } from './markup.ts';
import { PAGE_WORDS, type PageWords } from './words.ts';

/** Rows that a browser still handles with ease; of longer reports the page shows the rows that need action first. */
const ROWS_SHOWN = 50_000;
const UNITS_CHARTED = 12;
const PROPOSALS_SHOWN = 500;
const PER_PAGE = [100, 50, 500] as const;
const KEPT_COLOR = COLORS.listed.bar;

/** The whole document. */
export function page(report: Report, context: ReportContext): string {
  const words = WORDS[context.lang];
  const own = PAGE_WORDS[context.lang];
  const rows = chosen(report.rows);
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(SCRIPT)}'`,
    `style-src '${hashOf(STYLE)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const head = [
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    element('title', {}, escapeHtml(words.title)),
    `<style>${STYLE}</style>`,
  ];
  const body = [
    element('a', { class: 'skip', href: '#results' }, escapeHtml(own.skipLink)),
    element('header', {}, [element('h1', {}, escapeHtml(words.title)), facts(report, words)]),
    element('main', {}, [
      element('h2', {}, escapeHtml(words.part.summary)),
      charts(report, words, own, context.lang),
      unitTable(report, words, own),
      proposal(report, words, context.lang),
      element('h2', { id: 'results' }, escapeHtml(own.rows)),
      rows.length < report.rows.length ? element('p', {}, escapeHtml(words.cut(rows.length, report.rows.length))) : '',
      `<noscript><p>${escapeHtml(own.noScript)}</p></noscript>`,
      filters(report, words, own),
      results(words, own),
      about(report, words),
    ]),
    `<script type="application/json" id="data">${scriptJson(pageData(rows, report, context, words, own))}</script>`,
    `<script>${SCRIPT}</script>`,
  ];
  const lang = context.lang === 'zh' ? 'zh-CN' : 'en';
  return `<!DOCTYPE html>\n<html lang="${lang}">\n<head>\n${head.join('\n')}\n</head>\n<body>\n${body.join('\n')}\n</body>\n</html>\n`;
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** All rows, or of a very long report those that need action, as many as there is room for, in reading order. */
function chosen(rows: readonly JudgedRow[]): readonly JudgedRow[] {
  if (rows.length <= ROWS_SHOWN) return rows;
  const problems = rows.filter(needsAction);
  if (problems.length >= ROWS_SHOWN) return problems.slice(0, ROWS_SHOWN);
  let room = ROWS_SHOWN - problems.length;
  return rows.filter((row) => needsAction(row) || room-- > 0);
}

function pageData(
  rows: readonly JudgedRow[],
  report: Report,
  context: ReportContext,
  words: ReportWords,
  own: PageWords,
) {
  const { reason, basis, fix } = words.column;
  return {
    words: { reason, basis, fix, colon: words.colon, count: own.count, page: own.page },
    verdicts: VERDICTS.map((verdict) => words.verdict[verdict]),
    rules: context.rules.filter((rule) => rule.id in report.summary.rule).map((rule) => [rule.id, rule.title]),
    ...pageRows(rows, context, words),
  };
}

function facts(report: Report, words: ReportWords): string {
  const { summary } = report;
  const lines = [
    words.rowCounts(summary.rows),
    words.findingCounts(summary.findings),
    ...(summary.points.total > 0 ? [words.pointsLine(summary.points)] : []),
    `${words.asOf} ${report.as_of}${words.comma}${words.edition} ${report.lists.edition}${words.brackets[0]}${report.lists.hash.slice(0, 12)}${words.brackets[1]}${words.comma}${report.tool} ${report.version}`,
  ];
  return element(
    'ul',
    { class: 'facts' },
    lines.map((line) => element('li', {}, escapeHtml(line))),
  );
}

function charts(report: Report, words: ReportWords, own: PageWords, lang: Lang): string {
  const { summary } = report;
  const drawn = [
    barChart({
      title: own.verdictChart,
      legend: [],
      bars: verdictCounts(summary).map(({ verdict, rows, share }) => ({
        name: words.verdict[verdict],
        segments: [{ name: words.column.count, value: rows, color: COLORS[verdict].bar }],
        note: `${rows}${words.brackets[0]}${share}${words.brackets[1]}`,
      })),
    }),
    unitChart(report, words, own),
    pointsChart(report, words, own, lang),
  ];
  return element('section', { class: 'charts', 'aria-label': own.charts }, drawn);
}

function unitChart(report: Report, words: ReportWords, own: PageWords): string {
  const verdicts = verdictsIn(report.summary.verdict).filter((one) => one !== 'listed' && one !== 'out-of-scope');
  const units = unitCounts(report.summary, words)
    .map((unit) => ({ ...unit, problems: verdicts.reduce((sum, one) => sum + unit.verdict[one], 0) }))
    .filter((unit) => unit.problems > 0)
    .sort((a, b) => b.problems - a.problems);
  if (units.length === 0) return '';
  return barChart({
    title:
      units.length > UNITS_CHARTED
        ? `${own.unitChart}${words.brackets[0]}${words.cut(UNITS_CHARTED, units.length)}${words.brackets[1]}`
        : own.unitChart,
    legend: verdicts.map((one) => ({ name: words.short[one], color: COLORS[one].bar })),
    bars: units.slice(0, UNITS_CHARTED).map((unit) => ({
      name: unit.unit,
      segments: verdicts.map((one) => ({ name: words.short[one], value: unit.verdict[one], color: COLORS[one].bar })),
      note: `${unit.problems} / ${unit.checked}`,
    })),
  });
}

function pointsChart(report: Report, words: ReportWords, own: PageWords, lang: Lang): string {
  const { points } = report.summary;
  if (points.total <= 0) return '';
  const kept = round(points.total - points.prohibited - points.unlisted - points.unfunded);
  const keptPart = { name: POINTS_WORDS[lang].kept, value: kept, color: KEPT_COLOR };
  const gone = [
    { name: words.column.pointsUnfunded, value: points.unfunded, color: COLORS.unfunded.bar },
    { name: words.column.pointsUnlisted, value: points.unlisted, color: COLORS['no-basis'].bar },
    { name: words.column.pointsProhibited, value: points.prohibited, color: COLORS.prohibited.bar },
  ];
  const total = barChart({
    title: own.pointsChart,
    legend: [keptPart, ...gone],
    bars: [
      { name: own.pointsNow, segments: [keptPart, ...gone], note: String(points.total) },
      { name: own.pointsAfter, segments: [keptPart], note: String(kept) },
    ],
  });
  const units = unitCounts(report.summary, words)
    .filter((unit) => unit.points.total > 0)
    .sort((a, b) => b.points.total - a.points.total);
  if (units.length < 2) return total;
  const bars = units.slice(0, UNITS_CHARTED).map(({ unit, points: theirs }) => {
    const left = round(theirs.total - theirs.prohibited - theirs.unlisted - theirs.unfunded);
    const values = [left, theirs.unfunded, theirs.unlisted, theirs.prohibited];
    return {
      name: unit,
      segments: [keptPart, ...gone].map((part, i) => ({ ...part, value: values[i]! })),
      note: `${theirs.total} → ${left}`,
    };
  });
  return total + barChart({ title: own.unitPointsChart, legend: [keptPart, ...gone], bars });
}

const round = (points: number): number => Math.round(points * 100) / 100;

function unitTable(report: Report, words: ReportWords, own: PageWords): string {
  const verdicts = verdictsIn(report.summary.verdict);
  const all = unitCounts(report.summary, words);
  const units = all.slice(0, UNITS_SHOWN);
  const { column } = words;
  const withPoints = report.summary.points.total > 0;
  const header = [
    column.unit,
    column.checked,
    ...verdicts.map((one) => words.short[one]),
    ...(withPoints ? [column.pointsTotal, column.pointsProhibited, column.pointsUnlisted, column.pointsUnfunded] : []),
  ];
  const rows = units.map(({ unit, checked, verdict, points }) => [
    unit,
    checked,
    ...verdicts.map((one) => verdict[one]),
    ...(withPoints ? [points.total, points.prohibited, points.unlisted, points.unfunded] : []),
  ]);
  const caption = all.length > units.length ? words.cut(units.length, all.length) : '';
  return `<details open>${element('summary', {}, escapeHtml(own.units))}${element('div', { class: 'wide' }, simpleTable(caption, header, rows))}</details>`;
}

/** The remaining rows of every table with points, scaled to the old total. */
function proposal(report: Report, words: ReportWords, lang: Lang): string {
  const scaling = POINTS_WORDS[lang];
  const tables = proposals(report.rows);
  if (tables.length === 0) return '';
  const { column } = words;
  const overview = simpleTable(
    scaling.note,
    [column.file, column.pointsTotal, scaling.kept, scaling.factor],
    tables.map((table) => [
      sourceText(table),
      table.total,
      table.kept,
      table.factor === null ? scaling.nothingLeft : table.factor.toFixed(3),
    ]),
  );
  const scaled = tables.flatMap((table) => (table.factor === null ? [] : table.rows));
  const shown = scaled.slice(0, PROPOSALS_SHOWN);
  const rows = simpleTable(
    shown.length < scaled.length ? words.cut(shown.length, scaled.length) : '',
    [column.place, column.unit, column.text, scaling.old, scaling.proposed],
    shown.map(({ row, old, proposed }) => [
      `${sourceText(row)} ${row.cell}`,
      row.unit ?? words.noUnit,
      row.text,
      old,
      proposed,
    ]),
  );
  return `<details>${element('summary', {}, escapeHtml(scaling.title))}${overview}${scaled.length > 0 ? element('div', { class: 'wide' }, rows) : ''}</details>`;
}

function filters(report: Report, words: ReportWords, own: PageWords): string {
  const select = (id: string, label: string, first: string): string =>
    element('label', {}, [
      escapeHtml(label),
      element('select', { id }, `<option value="">${escapeHtml(first)}</option>`),
    ]);
  const boxes = verdictsIn(report.summary.verdict).map((verdict) => {
    const value = VERDICTS.indexOf(verdict);
    return element('label', {}, [
      `<input type="checkbox" name="verdict" value="${value}"> `,
      element('span', { class: `tag v${value}` }, escapeHtml(words.verdict[verdict])),
      ` ${report.summary.verdict[verdict]}`,
    ]);
  });
  return element('form', { id: 'filters', class: 'filters', role: 'search', 'aria-label': own.filters }, [
    element('label', { class: 'grow' }, [
      escapeHtml(own.search),
      `<input type="search" id="search" autocomplete="off" placeholder="${escapeHtml(own.searchHint)}">`,
    ]),
    select('unit', words.column.unit, own.allUnits),
    select('rule', own.rule, own.allRules),
    element('button', { type: 'reset' }, escapeHtml(own.reset)),
    element('fieldset', {}, [element('legend', {}, escapeHtml(words.column.verdict)), ...boxes]),
  ]);
}

const COLUMNS = ['place', 'unit', 'text', 'points', 'verdict', 'item', 'argument'] as const;
const SORTED: ReadonlySet<string> = new Set(['place', 'unit', 'points', 'verdict', 'item']);

function results(words: ReportWords, own: PageWords): string {
  const nameOf = (column: (typeof COLUMNS)[number]): string =>
    column === 'argument' ? own.argument : words.column[column];
  const header = COLUMNS.map((column) =>
    SORTED.has(column)
      ? element(
          'th',
          { scope: 'col', 'data-sort': column, 'aria-sort': 'none' },
          element('button', { type: 'button' }, escapeHtml(nameOf(column))),
        )
      : element('th', { scope: 'col' }, escapeHtml(nameOf(column))),
  );
  const sizes = [
    ...PER_PAGE.map((size) => `<option value="${size}">${size}</option>`),
    `<option value="">${escapeHtml(own.all)}</option>`,
  ];
  const pager = element('nav', { 'data-pager': '', 'aria-label': own.pages }, [
    element('button', { type: 'button' }, escapeHtml(own.previous)),
    '<span></span>',
    element('button', { type: 'button' }, escapeHtml(own.next)),
  ]);
  return [
    element('div', { class: 'bar' }, [
      '<output id="count" role="status" aria-live="polite"></output>',
      pager,
      element('label', {}, [escapeHtml(own.perPage), ' ', element('select', { id: 'size' }, sizes)]),
    ]),
    element('table', { class: 'rows', 'aria-label': own.rows }, [
      `<colgroup>${COLUMNS.map((column) => `<col class="${column}">`).join('')}</colgroup>`,
      element('thead', {}, element('tr', {}, header)),
      '<tbody id="rows"></tbody>',
    ]),
    element('p', { id: 'none', hidden: '' }, escapeHtml(own.none)),
    element('div', { class: 'bar' }, pager),
  ].join('\n');
}

/** What was read and what was not judged. */
function about(report: Report, words: ReportWords): string {
  const entries = report.inputs.map((input) => {
    const skipped = skipText(input.skipped, words);
    const parts = [
      input.headerRow === null ? words.noHeader : words.headerLine(input.headerRow),
      `${words.column.checked} ${input.rows.checked}`,
      ...(skipped === '' ? [] : [`${words.column.skipped}${words.colon}${skipped}`]),
      ...(Object.keys(input.columns).length === 0 ? [] : [mappedText(input, words)]),
      ...input.warnings,
    ];
    return element('li', {}, escapeHtml(`${inputName(input, words)}${words.colon}${parts.join(words.semicolon)}`));
  });
  const findings = report.findings.map((one) =>
    element('li', {}, escapeHtml(`${one.message}${words.semicolon}${one.fix}`)),
  );
  return [
    element('h2', {}, escapeHtml(words.part.inputs)),
    element('ul', {}, entries),
    ...(findings.length === 0 ? [] : [element('h2', {}, escapeHtml(words.part.findings)), element('ul', {}, findings)]),
  ].join('\n');
}
