/** What CI formats show: problems with a place in a file, whether they come from a table or from the lists. */
import type { JudgedRow, Lang, Report, Severity } from '../../types.ts';

/** One problem. Lines and columns are 1-based; a row of a sheet counts as a line. */
export interface Problem {
  /** path as the user gave it, with forward slashes */
  readonly path: string;
  readonly line: number;
  readonly column: number | null;
  /** 工作表!C12, null for text files */
  readonly cell: string | null;
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fix: string;
  readonly fingerprint: string;
  /** why the problem does not count: id of a waiver, null otherwise */
  readonly waived: string | null;
}

/** What a rule is, for the catalogues that CI platforms show. */
export interface RuleFacts {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly severity: Severity;
}

/** A run of problems as every CI format takes it. */
export interface ProblemRun {
  readonly tool: string;
  readonly version: string;
  readonly lang: Lang;
  readonly rules: readonly RuleFacts[];
  readonly problems: readonly Problem[];
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** Worst first, then by path and line; the order is the same on every machine. */
export function worstFirst(problems: readonly Problem[]): Problem[] {
  return [...problems].sort(
    (a, b) =>
      Number(a.waived !== null) - Number(b.waived !== null) ||
      RANK[a.severity] - RANK[b.severity] ||
      (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) ||
      a.line - b.line ||
      (a.rule < b.rule ? -1 : 1),
  );
}

/** The problems of a report: every finding of every row, and those of the run itself. */
export function problemsOf(report: Report): Problem[] {
  const first = report.inputs[0]?.file ?? '-';
  const ofRun = report.findings.map(
    (finding): Problem => ({
      path: first,
      line: 1,
      column: null,
      cell: null,
      rule: finding.rule,
      severity: finding.severity,
      message: finding.message,
      fix: finding.fix,
      fingerprint: finding.fingerprint,
      waived: finding.waived,
    }),
  );
  return [...report.rows.flatMap(problemsOfRow), ...ofRun];
}

/** The problems of one row; equal fingerprints inside a row are kept once. */
export function problemsOfRow(row: JudgedRow): Problem[] {
  const seen = new Set<string>();
  return row.findings.flatMap((finding): Problem[] => {
    if (seen.has(finding.fingerprint)) return [];
    seen.add(finding.fingerprint);
    return [
      {
        path: row.source,
        line: Math.max(1, row.row),
        column: null,
        cell: row.sheet === null ? null : `${row.sheet}!${row.cell}`,
        rule: finding.rule,
        severity: finding.severity,
        message: finding.message,
        fix: finding.fix,
        fingerprint: finding.fingerprint,
        waived: finding.waived,
      },
    ];
  });
}

/** Where a problem is, in words: 工作表!C12. */
export const placed = (problem: Problem): string => (problem.cell === null ? '' : `${problem.cell} `);
