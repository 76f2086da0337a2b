/**
 * The pipeline for one row: citations → matches → funding → verdict → findings. Pure: the library, the day and the
 * language come in as arguments; nothing here reads a file or a clock.
 */
import { type BasisJudge, createBasisJudge } from './basis/judge.ts';
import { createFundingJudge, type FundingJudge, type FundingLedger } from './funding/judge.ts';
import { fingerprint, identityText, rowKey } from './identity.ts';
import { judge } from './judge.ts';
import { type Compiled, compile } from './match/compile.ts';
import { matchRow } from './match/match.ts';
import { Occurrences } from './occurrences.ts';
import { reasonOf } from './rules/reasons.ts';
import { checkRules } from './rules/registry.ts';
import {
  type BasisJudgement,
  type Body,
  type FundingJudgement,
  type Item,
  type Judged,
  type JudgedRow,
  type Lang,
  type Library,
  type Row,
  type RowMatch,
  VERDICTS,
} from './types.ts';

export interface AuditOptions {
  /** YYYY-MM-DD: the day on which bases and funding are judged */
  readonly asOf: string;
  readonly lang: Lang;
  readonly ledger: FundingLedger | null;
}

/** Everything that was thought about one row under one body; `explain` prints it. */
export interface Reasoning {
  readonly body: Body;
  readonly match: RowMatch;
  readonly basis: BasisJudgement;
  readonly funding: FundingJudgement;
  readonly judged: Judged;
}

export interface Auditor {
  readonly library: Library;
  readonly compiled: Compiled;
  readonly items: ReadonlyMap<string, Item>;
  /** the worst verdict over the bodies the row speaks to */
  reason(row: Row): Reasoning;
  /** the judged row as reports carry it; `occurrence` tells apart repeats of one text inside a unit */
  check(row: Row): JudgedRow;
}

/** Builds the tables once; the auditor then judges any number of rows. */
export function createAuditor(library: Library, options: AuditOptions): Auditor {
  const compiled = compile(library);
  const items = new Map(library.items.map((item) => [item.id, item]));
  const basisJudge: BasisJudge = createBasisJudge(library, options.asOf);
  const fundingJudge: FundingJudge = createFundingJudge(library, options.asOf, options.ledger);
  const overreachItem = (body: Body): Item | null =>
    library.items.find((item) => item.body === body && item.concepts.includes(library.decision.overreach)) ?? null;
  const overreach = { village: overreachItem('village'), community: overreachItem('community') };
  const occurrences = new Occurrences();

  const think = (row: Row, body: Body): Reasoning => {
    const cited = basisJudge.cited(row, body);
    const match = matchRow(compiled, {
      text: row.text,
      section: row.section,
      title: row.table.title,
      addressee: row.addressee,
      department: row.department,
      body,
      cited: cited.items,
      instruments: cited.instruments,
    });
    const lead = leadingItems(match);
    const basis = basisJudge.judge(row, body, lead);
    const funding = fundingJudge(
      row,
      body,
      lead.map((item) => item.id),
    );
    const judged = judge(match, basis.outcome, funding.outcome, overreach[body], library.decision);
    return { body, match, basis, funding, judged };
  };

  const reason = (row: Row): Reasoning => {
    let worst: Reasoning | null = null;
    for (const body of row.bodies) {
      const one = think(row, body);
      if (!worst || VERDICTS.indexOf(one.judged.verdict) < VERDICTS.indexOf(worst.judged.verdict)) worst = one;
    }
    return worst!;
  };

  const check = (row: Row): JudgedRow => {
    const { body, match, basis, funding, judged } = reason(row);
    const occurrence = occurrences.next(`${row.unit ?? ''}\n${body}\n${identityText(row.text)}`);
    const key = rowKey(row.unit, body, row.text, occurrence);
    const context = { row, judged, basis, funding, hidden: match.hidden, ledger: options.ledger !== null, items };
    return {
      source: row.source,
      sheet: row.sheet,
      row: row.row,
      cell: row.cell,
      id: row.id,
      unit: row.unit,
      section: row.section,
      text: row.text,
      kind: row.kind,
      body,
      verdict: judged.verdict,
      list: judged.list,
      item: judged.item?.id ?? null,
      score: judged.score,
      strength: judged.strength,
      alternatives: judged.alternatives,
      reason: reasonOf(judged, options.lang),
      evidence: judged.evidence,
      findings: checkRules(context, options.lang, (rule, item) => fingerprint(key, rule, item)),
      basis_outcome: basis.outcome,
      citations: basis.citations,
      funding_outcome: funding.outcome,
      points: row.points,
      key,
    };
  };
  return { library, compiled, items, reason, check };
}

/** The lawful items a row may rest on, best first: what its citations are compared with. */
function leadingItems(match: RowMatch): Item[] {
  return match.clauses
    .flatMap((clause) => clause.candidates.slice(0, 3))
    .filter((one) => one.item !== null && one.item.list !== 'prohibited')
    .sort((a, b) => b.score - a.score)
    .map((one) => one.item!)
    .slice(0, 3);
}
