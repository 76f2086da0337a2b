/** A look-back in words: a table for the terminal, Markdown for a letter, JSON for machines. */
import { align, pad } from '../report/lines.ts';
import { WORDS } from '../report/words.ts';
import { printable } from '../text.ts';
import type { Lang } from '../types.ts';
import { type Cause, type Change, type Lookback, type LookbackState, STATES } from './lookback.ts';
import { placeOf } from './order.ts';

interface LookbackWords {
  readonly title: string;
  readonly state: Readonly<Record<LookbackState, string>>;
  readonly cause: Readonly<Record<Cause, string>>;
  readonly unit: string;
  readonly noUnit: string;
  readonly total: string;
  readonly nothing: string;
  readonly before: string;
  readonly after: string;
  readonly now: string;
  readonly gone: string;
  readonly reworded: (score: number) => string;
  readonly back: (names: string) => string;
  readonly order: (number: string) => string;
  readonly fixedBy: string;
  readonly report: (name: string, asOf: string, edition: string, rows: number, problems: number) => string;
}

const LOOKBACK: Readonly<Record<Lang, LookbackWords>> = {
  zh: {
    title: '回头看',
    state: {
      relapsed: '反弹',
      new: '新增',
      unfixed: '未整改',
      underway: '整改中',
      fixed: '已整改',
      unseen: '未复查',
    },
    cause: { data: '表改了', list: '清单改了', statute: '法律变了', waiver: '豁免', tool: '程序改了' },
    unit: '单位',
    noUnit: '（未写明单位）',
    total: '合计',
    nothing: '没有变化',
    before: '原',
    after: '现',
    now: '现',
    gone: '表里已没有这一项',
    reworded: (score) => `换了说法（同一单位或别的表、同一事项，相似 ${score.toFixed(2)}）`,
    back: (names) => `${names} 里没有，现又出现`,
    order: (number) => `督办 ${number}`,
    fixedBy: '已整改的原因',
    report: (name, asOf, edition, rows, problems) =>
      `${name}：基准日 ${asOf}，清单 ${edition}，${rows} 行，${problems} 项要整改`,
  },
  en: {
    title: 'Look-back',
    state: {
      relapsed: 'relapsed',
      new: 'new',
      unfixed: 'not fixed',
      underway: 'under way',
      fixed: 'fixed',
      unseen: 'not re-checked',
    },
    cause: { data: 'the table', list: 'the lists', statute: 'the statutes', waiver: 'a waiver', tool: 'the tool' },
    unit: 'unit',
    noUnit: '(no unit)',
    total: 'total',
    nothing: 'nothing changed',
    before: 'was',
    after: 'now',
    now: 'now',
    gone: 'no longer in the table',
    reworded: (score) => `reworded (same item, similarity ${score.toFixed(2)})`,
    back: (names) => `absent from ${names}, back again`,
    order: (number) => `order ${number}`,
    fixedBy: 'fixed because of',
    report: (name, asOf, edition, rows, problems) =>
      `${name}: as of ${asOf}, lists ${edition}, ${rows} rows, ${problems} problems`,
  },
};

/** States that are shown one by one; what stayed as it was is only counted, unless everything is asked for. */
const SHOWN: readonly LookbackState[] = ['relapsed', 'new', 'unfixed', 'underway', 'fixed', 'unseen'];

/** For the terminal. */
export function lookbackTable(result: Lookback, lang: Lang): string {
  const words = LOOKBACK[lang];
  const lines = [
    ...result.reports.map(
      ({ name, asOf, edition, rows, problems }, i) => `${i + 1}. ${words.report(name, asOf, edition, rows, problems)}`,
    ),
    '',
    ...align(countRows(result, words)),
    ...causesLine(result, words),
  ];
  for (const state of SHOWN) {
    const own = result.changes.filter((change) => change.state === state);
    if (own.length === 0) continue;
    lines.push('', `${words.state[state]} ${own.length}`);
    for (const change of own) lines.push(...entryLines(change, result, lang));
  }
  if (isUnchanged(result)) lines.push('', words.nothing);
  return `${lines.join('\n')}\n`;
}

/** True when no problem came, went or changed. */
export const isUnchanged = ({ changes }: Lookback): boolean =>
  changes.every(
    ({ state, cause, identity }) =>
      ['unfixed', 'underway'].includes(state) && cause === null && identity !== 'reworded',
  );

function countRows(result: Lookback, words: LookbackWords): string[][] {
  return [
    [words.unit, ...STATES.map((state) => words.state[state])],
    ...result.units.map(({ unit, counts }) => [
      printable(unit ?? words.noUnit),
      ...STATES.map((state) => String(counts[state])),
    ]),
    [words.total, ...STATES.map((state) => String(result.total[state]))],
  ];
}

function causesLine({ causes }: Lookback, words: LookbackWords): string[] {
  const named = Object.entries(causes).map(([cause, count]) => `${words.cause[cause as Cause]} ${count}`);
  return named.length === 0 ? [] : [`${words.fixedBy}：${named.join('、')}`];
}

/** What is said of one problem: the matter, why it counts as this, both wordings where there are two. */
function entryLines(change: Change, result: Lookback, lang: Lang): string[] {
  const words = LOOKBACK[lang];
  const { last, unit } = change;
  const verdict = WORDS[lang].short[last.problem.verdict];
  const head = [printable(unit ?? words.noUnit), last.problem.item ?? '', verdict]
    .filter((part) => part !== '')
    .join(' ');
  const remarks = remarksOf(change, result, words);
  return [
    `  ${head}${remarks.length > 0 ? `（${remarks.join('；')}）` : ''}`,
    ...wordings(change, words).map(([label, text]) => `    ${pad(label, 3)} ${text}`),
  ];
}

function remarksOf(change: Change, { reports }: Lookback, words: LookbackWords): string[] {
  const remarks: string[] = [];
  if (change.goneIn.length > 0) remarks.push(words.back(change.goneIn.map((k) => reports[k]!.name).join('、')));
  if (change.similarity !== null && change.state !== 'fixed') remarks.push(words.reworded(change.similarity));
  if (change.cause !== null) remarks.push(words.cause[change.cause]);
  if (change.order !== null) remarks.push(words.order(change.order));
  return remarks;
}

/** Labelled texts with their places: one for what stayed, two for what was reworded or lawfully rewritten. */
function wordings({ first, last, now, state }: Change, words: LookbackWords): [string, string][] {
  const shown = (problem: Change['first']['problem']): string =>
    `${printable(placeOf(problem))} “${printable(problem.text)}”`;
  if (state === 'fixed')
    return [
      [words.before, shown(last.problem)],
      [words.now, now === null ? words.gone : `“${printable(now.text)}”`],
    ];
  if (first.problem.text === last.problem.text) return [[words.now, shown(last.problem)]];
  return [
    [words.before, shown(first.problem)],
    [words.after, shown(last.problem)],
  ];
}

/** For a letter or a page. */
export function lookbackMarkdown(result: Lookback, lang: Lang): string {
  const words = LOOKBACK[lang];
  const cell = (text: string): string => text.replace(/[\\|`*_<>[\]#~]/g, '\\$&');
  const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  const [header, ...rows] = countRows(result, words);
  const lines = [
    `# ${words.title}`,
    '',
    ...result.reports.map(
      ({ name, asOf, edition, rows: count, problems }, i) =>
        `${i + 1}. ${cell(words.report(name, asOf, edition, count, problems))}`,
    ),
    '',
    row(header!),
    `| --- |${header!
      .slice(1)
      .map(() => ' ---: |')
      .join('')}`,
    ...rows.map(row),
  ];
  const causes = causesLine(result, words);
  if (causes.length > 0) lines.push('', ...causes.map(cell));
  for (const state of SHOWN) {
    const own = result.changes.filter((change) => change.state === state);
    if (own.length === 0) continue;
    lines.push('', `## ${words.state[state]} ${own.length}`, '');
    for (const change of own) {
      const remarks = remarksOf(change, result, words);
      const { unit, last } = change;
      lines.push(
        `- **${cell(printable(unit ?? words.noUnit))}** ${last.problem.item ?? ''} ${WORDS[lang].short[last.problem.verdict]}${remarks.length > 0 ? `（${cell(remarks.join('；'))}）` : ''}`.replace(
          / {2,}/g,
          ' ',
        ),
        ...wordings(change, words).map(([label, text]) => `  - ${label}：${cell(text)}`),
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

/** For machines: counts, and every problem with its texts, places and fingerprints. */
export function lookbackJson(result: Lookback): object {
  const side = (change: Change['first']): object => {
    const { problem } = change;
    return {
      report: change.report,
      source: problem.source,
      sheet: problem.sheet,
      cell: problem.cell,
      text: problem.text,
      verdict: problem.verdict,
      rules: problem.findings.map(({ rule }) => rule),
      key: problem.key,
      fingerprints: problem.fingerprints,
    };
  };
  return {
    schema: '1',
    reports: result.reports.map(({ asOf, ...rest }) => ({ ...rest, as_of: asOf })),
    total: result.total,
    causes: result.causes,
    units: result.units,
    changes: result.changes.map((change) => ({
      state: change.state,
      unit: change.unit,
      body: change.last.problem.body,
      item: change.last.problem.item,
      cause: change.cause,
      identity: change.identity,
      similarity: change.similarity === null ? null : Number(change.similarity.toFixed(3)),
      order: change.order,
      gone_in: change.goneIn,
      points: change.last.problem.points,
      first: side(change.first),
      last: side(change.last),
      now: change.now,
    })),
  };
}
