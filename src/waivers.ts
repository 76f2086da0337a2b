/** Waivers and baselines: recorded, dated exceptions to findings. They never hide a row; they are counted. */
import { identityText } from './identity.ts';
import { ruleOf } from './rules/registry.ts';
import { fillIn } from './rules/rule.ts';
import type { Finding, JudgedRow, Lang, Waiver } from './types.ts';

/** Findings that an earlier report already had are known: shown, not counted against the exit code. */
export const BASELINE = 'baseline';

/** Applies waivers to rows as they pass; at the end it knows which were never used. */
export class WaiverBook {
  private readonly byFingerprint = new Map<string, Waiver[]>();
  private readonly byScope: Waiver[] = [];
  private readonly used = new Set<string>();

  /**
   * @param asOf YYYY-MM-DD; a waiver holds from `from` to `until`, both inclusive
   * @param known fingerprints of an earlier report
   */
  constructor(
    readonly waivers: readonly Waiver[],
    private readonly asOf: string,
    private readonly lang: Lang,
    readonly known: ReadonlySet<string>,
  ) {
    for (const waiver of waivers) {
      if (waiver.fingerprint === null) this.byScope.push(waiver);
      else this.byFingerprint.set(waiver.fingerprint, [...(this.byFingerprint.get(waiver.fingerprint) ?? []), waiver]);
    }
  }

  /** The row with its waived findings marked; an expired waiver leaves the finding and adds one of its own. */
  apply(row: JudgedRow): JudgedRow {
    if (row.findings.length === 0 || (this.waivers.length === 0 && this.known.size === 0)) return row;
    const added: Finding[] = [];
    const findings = row.findings.map((finding) => {
      const covering = [...(this.byFingerprint.get(finding.fingerprint) ?? []), ...this.scoped(row, finding)];
      for (const waiver of covering) this.used.add(waiver.id);
      const valid = covering.find((one) => one.from <= this.asOf && this.asOf <= one.until);
      if (valid) return { ...finding, waived: valid.id };
      const expired = covering.find((one) => one.until < this.asOf);
      if (expired) added.push(this.about('waiver-expired', expired, finding));
      return this.known.has(finding.fingerprint) ? { ...finding, waived: BASELINE } : finding;
    });
    return { ...row, findings: [...findings, ...added] };
  }

  /** Ids of the waivers that covered anything so far. */
  usedIds(): string[] {
    return [...this.used];
  }

  /** Counts waivers as used: rows they covered were seen by another book of the same waivers. */
  use(ids: readonly string[]): void {
    for (const id of ids) this.used.add(id);
  }

  /** Waivers that covered nothing in the whole run. */
  unused(): Finding[] {
    return this.waivers.filter((one) => !this.used.has(one.id)).map((one) => this.about('waiver-unused', one, null));
  }

  private scoped(row: JudgedRow, finding: Finding): Waiver[] {
    return this.byScope.filter(
      (one) =>
        (one.unit !== null || one.item !== null) &&
        (one.unit === null || one.unit === row.unit) &&
        (one.item === null || one.item === finding.item),
    );
  }

  private about(id: 'waiver-expired' | 'waiver-unused', waiver: Waiver, of: Finding | null): Finding {
    const rule = ruleOf(id);
    const args = { waiver: waiver.id, until: waiver.until };
    return {
      rule: id,
      severity: rule.severity,
      item: of?.item ?? null,
      message: fillIn(rule.message[this.lang], args),
      fix: fillIn(rule.fix[this.lang], args),
      evidence: [],
      basis: [],
      fingerprint: identityText(`${id} ${waiver.id}`),
      waived: null,
    };
  }
}
