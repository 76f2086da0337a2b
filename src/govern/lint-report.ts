/** What lint found, as text for people and as JSON. Pure. */
import { createHash } from 'node:crypto';
import type { Problem, ProblemRun, RuleFacts } from '../report/ci/problem.ts';
import type { Lang, Severity } from '../types.ts';
import type { LintFinding } from './checks/check.ts';
import { CHECK_WORDS } from './checks/registry.ts';
import { GATE_CHECKS } from './gate/registry.ts';

const NAMES: Readonly<Record<Lang, Readonly<Record<Severity, string>>>> = {
  zh: { error: '错误', warning: '警告', note: '提示' },
  en: { error: 'error', warning: 'warning', note: 'note' },
};

export type LintCounts = Readonly<Record<Severity, number>>;

export function countFindings(findings: readonly LintFinding[]): LintCounts {
  const counts = { error: 0, warning: 0, note: 0 };
  for (const one of findings) counts[one.severity]++;
  return counts;
}

/**
 * One block a finding: place, severity, check, what is wrong, what to do, the line with a caret; a count at the end.
 * @param shown turns a file of the lists into the path a person can open
 */
export function lintText(findings: readonly LintFinding[], lang: Lang, shown: (file: string) => string): string {
  const names = NAMES[lang];
  const stop = lang === 'zh' ? '；' : '; ';
  const blocks = findings.map((one) => {
    const { file, line, column } = one.place;
    const head = `${shown(file)}:${line}:${column}: ${names[one.severity]} ${one.check}: ${one.message}${one.fix ? `${stop}${one.fix}` : ''}`;
    const lines = [head];
    // notes are read as a list; faults are looked at in place
    if (one.excerpt !== null && one.severity !== 'note')
      lines.push(...one.excerpt.split('\n').map((text) => `  ${text}`));
    if (one.also !== null)
      lines.push(`  ${lang === 'zh' ? '另见' : 'see'} ${shown(one.also.file)}:${one.also.line}:${one.also.column}`);
    return lines.join('\n');
  });
  const counts = countFindings(findings);
  const total =
    lang === 'zh'
      ? `错误 ${counts.error}，警告 ${counts.warning}，提示 ${counts.note}`
      : `${counts.error} errors, ${counts.warning} warnings, ${counts.note} notes`;
  return `${[...blocks, total].join('\n')}\n`;
}

/** The same as JSON: `{ summary, findings }`, files as in the text. */
export function lintJson(findings: readonly LintFinding[], shown: (file: string) => string): string {
  const place = (one: { file: string; line: number; column: number }) => ({ ...one, file: shown(one.file) });
  const report = {
    summary: countFindings(findings),
    findings: findings.map((one) => ({
      ...one,
      place: place(one.place),
      also: one.also === null ? null : place(one.also),
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** Name of the tool in CI formats, apart from the audit of tables. */
const TOOL = 'qingdan-lists';

/** The same as a run of problems, for the formats that CI platforms show. */
export function lintRun(
  findings: readonly LintFinding[],
  version: string,
  lang: Lang,
  shown: (file: string) => string,
): ProblemRun {
  const rules = [...CHECK_WORDS, ...GATE_CHECKS].map(
    (one): RuleFacts => ({
      id: one.id,
      title: one.title[lang],
      why: one.why[lang],
      fix: '',
      severity: one.severity,
    }),
  );
  return { tool: TOOL, version, lang, rules, problems: findings.map((one) => problemOf(one, shown)) };
}

/** The fingerprint does not count lines: a finding stays the same when something is written above it. */
function problemOf({ check, severity, place, message, fix }: LintFinding, shown: (file: string) => string): Problem {
  const path = shown(place.file).replaceAll('\\', '/');
  const fingerprint = createHash('sha256').update(`${check}\n${place.file}\n${message}`).digest('hex').slice(0, 16);
  const { line, column } = place;
  return { path, line, column, cell: null, rule: check, severity, message, fix, fingerprint, waived: null };
}
