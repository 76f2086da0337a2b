/** Made-up reports for tests of formats: rows with any text, counted as a run counts them. */

import { Tally } from '../src/report/summary.ts';
import {
  type InputSummary,
  type Item,
  type JudgedRow,
  type Report,
  type ReportContext,
  VERDICTS,
} from '../src/types.ts';

/** Texts that break programs which take them for more than text. */
export const NAUGHTY: readonly string[] = [
  '</script><script>document.title="x"</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)><style>*{display:none}</style></svg>',
  '"><iframe srcdoc="<p>x"></iframe>',
  '<!--<script>',
  ']]>',
  'javascript:alert(1)',
  '&lt;b&gt;&amp;amp;',
  '\u2028\u2029\u0000\u0007\u001b[31m',
  '\u202e反转\u202c',
  '\ud800孤立\udfff',
  '__proto__',
  'constructor',
  '$' + '{1+1} {{7*7}} <%= 1 %>',
  '=1+1',
  'Ω≈ç√∫˜µ≤≥÷ 𠜎𠜱 👩‍👩‍👧',
  '　',
];

export function judgedRow(over: Partial<JudgedRow> = {}): JudgedRow {
  return {
    source: '考核表.xlsx',
    sheet: 'Sheet1',
    row: 2,
    cell: 'B2',
    id: null,
    unit: '区文旅局',
    section: null,
    text: '完成报刊征订任务',
    kind: 'indicator',
    body: 'village',
    verdict: 'prohibited',
    list: 'prohibited',
    item: 'V-P-08',
    score: 1,
    strength: 'strong',
    alternatives: [],
    reason: '命中禁入事项',
    evidence: [],
    findings: [],
    basis_outcome: 'basis-missing',
    citations: [],
    funding_outcome: 'missing',
    points: null,
    key: 'k',
    ...over,
  };
}

export function reportOf(rows: readonly JudgedRow[], over: Partial<Report> = {}): Report {
  const tally = new Tally();
  for (const row of rows) tally.add(row);
  const input: InputSummary = {
    file: '考核表.xlsx',
    sheet: 'Sheet1',
    hidden: false,
    format: 'xlsx',
    encoding: null,
    header: ['序号', '考核内容'],
    headerRow: 1,
    columns: { text: ['考核内容'] },
    rows: { read: rows.length, checked: rows.length, blank: 0, skipped: 0 },
    skipped: {},
    warnings: [],
  };
  return {
    tool: 'qingdan',
    version: '0.0.0',
    schema: '1',
    as_of: '2026-11-22',
    lists: { edition: '2026', hash: '0'.repeat(64) },
    inputs: [input],
    summary: tally.summary([input]),
    rows,
    findings: [],
    ...over,
  };
}

export const CONTEXT: ReportContext = {
  lang: 'zh',
  width: 120,
  color: false,
  items: new Map<string, Item>(),
  rules: [{ id: 'prohibited-item', title: '命中取消和禁入事项', why: '禁入', fix: '取消', severity: 'error' }],
  cells: (row) => [row.text],
  header: () => ['考核内容'],
};

const UNITS = ['区文旅局', '区民政局', '区应急管理局', '区城管局', '区税务局'];

/** Rows of every verdict and several units, each with a text of its own. */
export function manyRows(count: number): JudgedRow[] {
  return Array.from({ length: count }, (_, i) => {
    const verdict = VERDICTS[i % VERDICTS.length]!;
    const text = `第${i + 1}项：完成报刊征订任务${i % 3 === 0 ? '，协助开展宣传' : ''}`;
    const start = text.indexOf('征订');
    return judgedRow({
      row: i + 2,
      cell: `B${i + 2}`,
      unit: UNITS[i % UNITS.length]!,
      text,
      verdict,
      points: (i % 4) + 1,
      evidence: [{ start, end: start + 4, quote: text.slice(start, start + 4), why: 'object+action' }],
      findings:
        verdict === 'prohibited'
          ? [
              {
                rule: 'prohibited-item',
                severity: 'error',
                item: 'V-P-08',
                message: '命中禁入事项',
                fix: '取消该事项',
                evidence: [],
                basis: [],
                fingerprint: `f${i}`,
                waived: null,
              },
            ]
          : [],
    });
  });
}
