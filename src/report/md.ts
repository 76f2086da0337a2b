/** GitHub-flavoured Markdown: for an issue, a pull request, a knowledge base. Cell text is escaped; no HTML passes. */
import { printable } from '../text.ts';
import type { JudgedRow, Report, ReportContext } from '../types.ts';
import { inputName, mappedText, skipText, UNITS_SHOWN, unitCounts, verdictCounts } from './counts.ts';
import type { Format } from './format.ts';
import { proposals } from './points.ts';
import { POINTS_WORDS } from './points-words.ts';
import {
  fixText,
  itemText,
  markEvidence,
  needsAction,
  reasonText,
  rowEvidence,
  sourceText,
  verdictsIn,
  verdictText,
} from './row.ts';
import { type ReportWords, WORDS } from './words.ts';

export const md: Format = {
  id: 'md',
  extension: 'md',
  binary: false,
  title: { zh: 'Markdown', en: 'Markdown' },
  render: (report, context) => {
    const words = WORDS[context.lang];
    const problems = report.rows.filter(needsAction);
    const passed = report.rows.filter((row) => !needsAction(row));
    const parts = [
      `# ${words.title}`,
      facts(report, words),
      `## ${words.part.summary}`,
      verdictTable(report, words),
      `## ${words.part.units}`,
      unitTable(report, words),
      `## ${words.part.problems}`,
      problems.length === 0
        ? words.noProblems
        : bySource(problems, words, (rows) => problemTable(rows, context, words)),
      ...(passed.length === 0
        ? []
        : [`## ${words.part.passed}`, bySource(passed, words, (rows) => passedTable(rows, context, words))]),
      ...proposalPart(report, context, words),
      `## ${words.part.inputs}`,
      inputList(report, words),
      ...(report.findings.length === 0
        ? []
        : [
            `## ${words.part.findings}`,
            report.findings.map((one) => `- ${escapeMd(one.message)}${words.semicolon}${escapeMd(one.fix)}`).join('\n'),
          ]),
    ];
    return `${parts.join('\n\n')}\n`;
  },
};

function facts(report: Report, words: ReportWords): string {
  const { summary } = report;
  const lines = [
    words.rowCounts(summary.rows),
    words.findingCounts(summary.findings),
    ...(summary.points.total > 0 ? [words.pointsLine(summary.points)] : []),
    `${words.asOf} ${report.as_of}${words.comma}${words.edition} ${escapeMd(report.lists.edition)}${words.brackets[0]}\`${report.lists.hash.slice(0, 12)}\`${words.brackets[1]}${words.comma}${report.tool} ${report.version}`,
  ];
  return lines.map((line) => `- ${line}`).join('\n');
}

function verdictTable(report: Report, words: ReportWords): string {
  return table(
    [words.column.verdict, words.column.count, words.column.share],
    ['left', 'right', 'right'],
    verdictCounts(report.summary).map(({ verdict, rows, share }) => [verdictText(verdict, words), String(rows), share]),
  );
}

function unitTable(report: Report, words: ReportWords): string {
  const verdicts = verdictsIn(report.summary.verdict);
  const all = unitCounts(report.summary, words);
  const units = all.slice(0, UNITS_SHOWN);
  const body = table(
    [words.column.unit, words.column.checked, ...verdicts.map((one) => words.short[one]), words.column.points],
    ['left', 'right', ...verdicts.map(() => 'right' as const), 'right'],
    units.map(({ unit, checked, verdict, points }) => [
      escapeMd(unit),
      String(checked),
      ...verdicts.map((one) => String(verdict[one])),
      String(points.total),
    ]),
  );
  return all.length > units.length ? `${body}\n\n${words.cut(units.length, all.length)}` : body;
}

function problemTable(rows: readonly JudgedRow[], context: ReportContext, words: ReportWords): string {
  const { column } = words;
  return table(
    [column.cell, column.unit, column.verdict, column.item, column.text, column.reason, column.fix],
    [],
    rows.map((row) => [
      row.cell,
      escapeMd(row.unit ?? ''),
      words.verdict[row.verdict],
      row.item ?? '',
      markedMd(row),
      escapeMd(reasonText(row, context)),
      escapeMd(fixText(row, context)),
    ]),
  );
}

function passedTable(rows: readonly JudgedRow[], context: ReportContext, words: ReportWords): string {
  const { column } = words;
  return table(
    [column.cell, column.unit, column.verdict, column.item, column.text],
    [],
    rows.map((row) => [
      row.cell,
      escapeMd(row.unit ?? ''),
      words.verdict[row.verdict],
      escapeMd(itemText(row, context)),
      escapeMd(row.text),
    ]),
  );
}

/** Proposals named in a text made for reading. */
const PROPOSALS_SHOWN = 200;

/** Points of the rows that stay, scaled to the old total of their table. */
function proposalPart(report: Report, context: ReportContext, words: ReportWords): string[] {
  const rows = proposals(report.rows).flatMap((table) => (table.factor === null ? [] : table.rows));
  if (rows.length === 0) return [];
  const own = POINTS_WORDS[context.lang];
  const shown = rows.slice(0, PROPOSALS_SHOWN);
  const { column } = words;
  const body = table(
    [column.place, column.unit, column.text, own.old, own.proposed],
    ['left', 'left', 'left', 'right', 'right'],
    shown.map(({ row, old, proposed }) => [
      escapeMd(`${sourceText(row)} ${row.cell}`),
      escapeMd(row.unit ?? ''),
      escapeMd(row.text),
      String(old),
      String(proposed),
    ]),
  );
  const cut = shown.length < rows.length ? [words.cut(shown.length, rows.length)] : [];
  return [`## ${own.title}`, own.note, body, ...cut];
}

function inputList(report: Report, words: ReportWords): string {
  const entries = report.inputs.map((input) => {
    const skipped = skipText(input.skipped, words);
    const parts = [
      input.headerRow === null ? words.noHeader : words.headerLine(input.headerRow),
      `${words.column.checked} ${input.rows.checked}`,
      ...(skipped === '' ? [] : [`${words.column.skipped}${words.colon}${skipped}`]),
      ...(Object.keys(input.columns).length === 0 ? [] : [mappedText(input, words)]),
    ];
    const warnings = input.warnings.map((warning) => `\n  - ${escapeMd(warning)}`).join('');
    return `- ${escapeMd(inputName(input, words))}${words.colon}${escapeMd(parts.join(words.semicolon))}${warnings}`;
  });
  return entries.join('\n');
}

/** Rows under one heading a file and sheet, in reading order. */
function bySource(rows: readonly JudgedRow[], words: ReportWords, body: (rows: JudgedRow[]) => string): string {
  const groups = new Map<string, JudgedRow[]>();
  for (const row of rows) {
    const source = sourceText(row, words);
    const group = groups.get(source);
    if (group) group.push(row);
    else groups.set(source, [row]);
  }
  return [...groups].map(([source, group]) => `### ${escapeMd(source)}\n\n${body(group)}`).join('\n\n');
}

function table(
  header: readonly string[],
  align: readonly ('left' | 'right')[],
  rows: readonly (readonly string[])[],
): string {
  const rule = header.map((_, i) => (align[i] === 'right' ? '---:' : '---'));
  return [header, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The text with evidence in bold. Bold holds only where a letter or digit stands at both ends. */
function markedMd(row: JudgedRow): string {
  return markEvidence(row.text, rowEvidence(row))
    .map(({ text, marked }) => {
      const core = marked ? /[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/u.exec(text) : null;
      if (!core) return escapeMd(text);
      const before = text.slice(0, core.index);
      const after = text.slice(core.index + core[0].length);
      return `${escapeMd(before)}**${escapeMd(core[0])}**${escapeMd(after)}`;
    })
    .join('');
}

/** A text on one line that Markdown shows as it is: no markup, no HTML, no links, no formulas. */
export function escapeMd(text: string): string {
  return printable(text)
    .replace(/[\\`*_[\]<>|~&$]/g, (sign) => `\\${sign}`)
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\b(www)\./gi, '$1\\.')
    .replace(/^(\s*)([-+#=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2');
}
