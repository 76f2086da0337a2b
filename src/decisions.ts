/** What a person decided about rows of an earlier report, applied by the key of the row, never by its message. */
import type { JudgedRow, Lang, Verdict } from './types.ts';

/** One decision, as read from the column 人工结论 of a report that came back. */
export interface Decision {
  readonly key: string;
  readonly verdict: Verdict;
  readonly reason: string;
  /** the office that answers for it */
  readonly office: string;
}

/** Marks findings that a decision has settled. */
export const decidedBy = (decision: Decision): string => `decision:${decision.office || '?'}`;

/** Applies decisions to rows as they pass; knows which ones met no row. */
export class DecisionBook {
  private readonly byKey = new Map<string, Decision>();
  private readonly used = new Set<string>();

  constructor(
    readonly decisions: readonly Decision[],
    private readonly lang: Lang,
  ) {
    for (const decision of decisions) this.byKey.set(decision.key, decision);
  }

  /**
   * The row as the person decided it. Findings of the machine stay in the report as settled; where the person says
   * prohibited or not listed and the machine did not, the decision itself counts as the finding's ground.
   */
  apply(row: JudgedRow): JudgedRow {
    const decision = this.byKey.get(row.key);
    if (!decision) return row;
    this.used.add(decision.key);
    const office =
      decision.office === '' ? '' : this.lang === 'zh' ? `（${decision.office}）` : ` (${decision.office})`;
    const words = this.lang === 'zh' ? '人工核定' : 'decided by a person';
    const reason = `${words}${office}${decision.reason === '' ? '' : `：${decision.reason}`}`;
    const confirmed = decision.verdict === row.verdict;
    return {
      ...row,
      verdict: decision.verdict,
      list: confirmed ? row.list : null,
      item: confirmed ? row.item : null,
      strength: 'strong',
      reason,
      findings: row.findings.map((finding) =>
        confirmed || finding.waived !== null ? finding : { ...finding, waived: decidedBy(decision) },
      ),
    };
  }

  /** Decisions whose row is no longer there. */
  unused(): readonly Decision[] {
    return [...this.byKey.values()].filter((one) => !this.used.has(one.key));
  }
}
