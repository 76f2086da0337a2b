/** The measured relief: what became of indicators, points and orders over a series of reports. Counted, never estimated. */
import type { Item, Report } from '../types.ts';

/** An order as far as the statistics need it. Dates YYYY-MM-DD. */
export interface OrderFact {
  readonly unit: string;
  readonly issuedOn: string;
  readonly deadline: string;
  readonly closedOn: string | null;
}

export interface ReportYear {
  readonly asOf: string;
  readonly rows: number;
  /** rows whose verdict is prohibited */
  readonly prohibited: number;
  readonly unlisted: number;
  readonly unfunded: number;
  readonly review: number;
  readonly points: {
    readonly total: number;
    readonly prohibited: number;
    readonly unlisted: number;
    readonly unfunded: number;
  };
  /** rows that ask for a certificate that must not be asked for */
  readonly certificates: number;
}

export interface ReliefStats {
  readonly years: readonly ReportYear[];
  /** prohibited rows that are gone in the last report because the tables were changed, under other words too */
  readonly cancelled: { readonly rows: number; readonly points: number; readonly certificates: number };
  /** prohibited rows that were gone once and are back: none of them counts as cancelled */
  readonly relapsed: number;
  /** hours a year that the cancelled rows took, by the user's table; null without one, or when it names none of them */
  readonly hours: number | null;
  readonly orders: {
    readonly issued: number;
    readonly closed: number;
    readonly inTime: number;
    readonly open: number;
  } | null;
}

/** What became of the prohibited rows of a series of reports, as the look-back follows them. */
export interface ReliefFate {
  readonly cancelled: readonly { readonly item: string | null; readonly points: number | null }[];
  readonly relapsed: number;
}

/**
 * @param reports in time order, at least one
 * @param fate what the look-back says of their prohibited rows
 * @param certificateConcept id of the concept that certificates fall under, null when the lists name none
 * @param hours item id → hours a year that one such row takes
 */
export function reliefStats(
  reports: readonly Report[],
  fate: ReliefFate,
  items: ReadonlyMap<string, Item>,
  certificateConcept: string | null,
  hours: ReadonlyMap<string, number>,
  orders: readonly OrderFact[] | null,
): ReliefStats {
  const isCertificate = (item: string | null): boolean =>
    item !== null && certificateConcept !== null && (items.get(item)?.concepts.includes(certificateConcept) ?? false);
  const years = reports.map((report): ReportYear => {
    const { verdict, points } = report.summary;
    return {
      asOf: report.as_of,
      rows: report.summary.rows.checked,
      prohibited: verdict.prohibited,
      unlisted: verdict['no-basis'] + verdict['needs-admission'],
      unfunded: verdict.unfunded,
      review: verdict.review,
      points,
      certificates: report.rows.filter((row) => row.verdict === 'prohibited' && isCertificate(row.item)).length,
    };
  });
  const gone = fate.cancelled;
  const saved = gone.reduce((sum, row) => sum + (row.item === null ? 0 : (hours.get(row.item) ?? 0)), 0);
  return {
    years,
    cancelled: {
      rows: gone.length,
      points: Math.round(gone.reduce((sum, row) => sum + (row.points ?? 0), 0) * 100) / 100,
      certificates: gone.filter((row) => isCertificate(row.item)).length,
    },
    relapsed: fate.relapsed,
    hours: saved > 0 ? saved : null,
    orders: orders && orderCounts(orders),
  };
}

function orderCounts(orders: readonly OrderFact[]): NonNullable<ReliefStats['orders']> {
  const closed = orders.filter((order) => order.closedOn !== null);
  return {
    issued: orders.length,
    closed: closed.length,
    inTime: closed.filter((order) => order.closedOn! <= order.deadline).length,
    open: orders.length - closed.length,
  };
}

/** A small bar chart of prohibited rows and points by report; plain SVG, no script, text escaped by construction. */
export function reliefChart(stats: ReliefStats, words: { readonly rows: string; readonly points: string }): string {
  const width = 120 + stats.years.length * 110;
  const most = Math.max(1, ...stats.years.flatMap((year) => [year.prohibited, year.points.prohibited]));
  const bar = (x: number, value: number, color: string): string => {
    const height = Math.round((value / most) * 120);
    return `<rect x="${x}" y="${160 - height}" width="36" height="${height}" fill="${color}"/><text x="${x + 18}" y="${154 - height}" text-anchor="middle">${value}</text>`;
  };
  const groups = stats.years.map((year, i) => {
    const x = 60 + i * 110;
    return `${bar(x, year.prohibited, '#b3261e')}${bar(x + 42, year.points.prohibited, '#e0a200')}<text x="${x + 39}" y="178" text-anchor="middle">${year.asOf}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} 215" font-family="sans-serif" font-size="12" role="img">
<line x1="50" y1="160" x2="${width - 20}" y2="160" stroke="#888"/>
${groups.join('\n')}
<rect x="60" y="192" width="12" height="12" fill="#b3261e"/><text x="77" y="202">${words.rows}</text>
<rect x="190" y="192" width="12" height="12" fill="#e0a200"/><text x="207" y="202">${words.points}</text>
</svg>
`;
}
