/** Counts of a run, gathered row by row; every format of a run shows the same ones. */
import {
  type Finding,
  type InputSummary,
  type JudgedRow,
  type PointsSummary,
  type RuleId,
  type Severity,
  type Summary,
  VERDICTS,
  type Verdict,
} from '../types.ts';

type Points = { -readonly [K in keyof PointsSummary]: PointsSummary[K] };
/** Names kept apart in the counts by unit and by section; what comes later is counted under the last name. */
const NAMES_KEPT = 5000;
const OTHERS = '其余';

const zero = (): Record<Verdict, number> => Object.fromEntries(VERDICTS.map((v) => [v, 0])) as Record<Verdict, number>;
const noPoints = (): Points => ({ total: 0, prohibited: 0, unlisted: 0, unfunded: 0 });

/** What is counted of a row. */
export type Counted = Pick<JudgedRow, 'verdict' | 'unit' | 'section' | 'points'> & {
  readonly findings: readonly Pick<Finding, 'rule' | 'severity' | 'waived'>[];
};

/** Adds rows up; `summary()` may be asked at any time. */
export class Tally {
  readonly #verdict = zero();
  readonly #rule = new Map<RuleId, number>();
  readonly #unit = new Map<string, Record<Verdict, number>>();
  readonly #section = new Map<string, Record<Verdict, number>>();
  readonly #points = noPoints();
  readonly #unitPoints = new Map<string, Points>();
  /** rows added so far */
  rows = 0;
  readonly #severity: Record<Severity, number> & { waived: number } = { error: 0, warning: 0, note: 0, waived: 0 };

  add(row: Counted): void {
    this.rows++;
    this.#verdict[row.verdict]++;
    const unit = name(this.#unit, row.unit ?? '');
    count(this.#unit, unit, row.verdict);
    count(this.#section, name(this.#section, row.section ?? ''), row.verdict);
    if (row.points !== null) {
      addPoints(this.#points, row);
      let own = this.#unitPoints.get(unit);
      if (!own) {
        own = noPoints();
        this.#unitPoints.set(unit, own);
      }
      addPoints(own, row);
    }
    for (const finding of row.findings) {
      this.#rule.set(finding.rule, (this.#rule.get(finding.rule) ?? 0) + 1);
      if (finding.waived !== null) this.#severity.waived++;
      else this.#severity[finding.severity]++;
    }
  }

  summary(inputs: readonly InputSummary[]): Summary {
    const rows = { read: 0, checked: 0, blank: 0, skipped: 0 };
    for (const input of inputs) {
      rows.read += input.rows.read;
      rows.checked += input.rows.checked;
      rows.blank += input.rows.blank;
      rows.skipped += input.rows.skipped;
    }
    return {
      rows,
      verdict: { ...this.#verdict },
      rule: Object.fromEntries(this.#rule) as Summary['rule'],
      unit: Object.fromEntries(this.#unit),
      section: Object.fromEntries(this.#section),
      points: this.#points,
      unitPoints: Object.fromEntries(this.#unitPoints),
      findings: { ...this.#severity },
    };
  }
}

function name(seen: ReadonlyMap<string, unknown>, wanted: string): string {
  return seen.has(wanted) || seen.size < NAMES_KEPT ? wanted : OTHERS;
}

function count(into: Map<string, Record<Verdict, number>>, key: string, verdict: Verdict): void {
  let counts = into.get(key);
  if (!counts) {
    counts = zero();
    into.set(key, counts);
  }
  counts[verdict]++;
}

/** Points rest on prohibited, unlisted (no basis or not admitted) or unfunded work. Rounded to cents of a point. */
function addPoints(points: Points, row: Counted): void {
  const add = (key: keyof Points): void => {
    points[key] = Math.round((points[key] + (row.points ?? 0)) * 100) / 100;
  };
  add('total');
  if (row.verdict === 'prohibited') add('prohibited');
  else if (row.verdict === 'no-basis' || row.verdict === 'needs-admission') add('unlisted');
  else if (row.verdict === 'unfunded') add('unfunded');
}
