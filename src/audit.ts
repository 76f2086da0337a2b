/**
 * The pipeline for one row: citations → matches → funding → verdict → findings. Pure: the library, the day and the
 * language come in as arguments; nothing here reads a file or a clock.
 */
import { BASIS_MISSING, type BasisJudge, createBasisJudge } from './basis/judge.ts';
import { createFundingJudge, type FundingJudge, type FundingLedger } from './funding/judge.ts';
import { fingerprint, identityBase, identityText, keyOf } from './identity.ts';
import { judge } from './judge.ts';
import { type Compiled, compile } from './match/compile.ts';
import { matchRow } from './match/match.ts';
import { Occurrences } from './occurrences.ts';
import { Recent } from './recent.ts';
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
  type TableContext,
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
  /** the judged row as reports carry it; repeats of one text inside a unit are counted over all rows given so far */
  check(row: Row): JudgedRow;
  /** the first half of `check`, which looks at nothing but the row and its table */
  settle(row: Row): SettledRow;
  /** the other half; `occurrence` is 1 for the first row with this `base` in the run, 2 for the second … */
  finish(row: ReportedCells, settled: SettledRow, occurrence: number): JudgedRow;
}

/** Texts whose judgement is kept; tables are handed down to one unit after the other. */
const REMEMBERED = 6000;

/** What reports carry of a row besides its judgement. */
export type ReportedCells = Pick<
  Row,
  'source' | 'sheet' | 'row' | 'cell' | 'id' | 'unit' | 'section' | 'text' | 'kind' | 'points'
>;

/** A row that is judged but for its repeats in the run. */
export interface SettledRow {
  readonly settled: Settled;
  /** rows with the same base repeat each other */
  readonly base: string;
}

/** A judged row without its place and its repeats. */
type Settled = Pick<
  JudgedRow,
  | 'body'
  | 'verdict'
  | 'list'
  | 'item'
  | 'score'
  | 'strength'
  | 'alternatives'
  | 'reason'
  | 'evidence'
  | 'findings'
  | 'basis_outcome'
  | 'citations'
  | 'funding_outcome'
> & { readonly identity: string };

/** All of a row that its judgement rests on beside its text and its table; a funding ledger also looks at the unit. */
type Cells = Pick<Row, 'section' | 'addressee' | 'basis' | 'funding' | 'amount' | 'bodies'> & {
  readonly unit: string | null;
};

interface Remembered {
  readonly cells: Cells;
  readonly settled: Settled;
}

/** Builds the tables once; the auditor then judges any number of rows. */
export function createAuditor(library: Library, options: AuditOptions): Auditor {
  const { lang, ledger } = options;
  const compiled = compile(library);
  const items = new Map(library.items.map((item) => [item.id, item]));
  const basisJudge: BasisJudge = createBasisJudge(library, options.asOf);
  const fundingJudge: FundingJudge = createFundingJudge(library, options.asOf, ledger);
  const overreachItem = (body: Body): Item | null =>
    library.items.find((item) => item.body === body && item.concepts.includes(library.decision.overreach)) ?? null;
  const overreach = { village: overreachItem('village'), community: overreachItem('community') };
  const occurrences = new Occurrences();
  const recent = new Recent<string, readonly Remembered[]>(REMEMBERED);
  let table: TableContext | null = null;

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
    const lead = cited.nothing && ledger === null ? NO_ITEMS : leadingItems(match);
    const basis = cited.nothing ? BASIS_MISSING : basisJudge.judge(row, body, lead);
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

  const settle = (row: Row): Settled => {
    const { body, match, basis, funding, judged } = reason(row);
    const context = { row, judged, basis, funding, hidden: match.hidden, ledger: ledger !== null, items };
    return {
      body,
      verdict: judged.verdict,
      list: judged.list,
      item: judged.item?.id ?? null,
      score: judged.score,
      strength: judged.strength,
      alternatives: judged.alternatives,
      reason: reasonOf(judged, lang),
      evidence: judged.evidence,
      findings: checkRules(context, lang, () => ''),
      basis_outcome: basis.outcome,
      citations: basis.citations,
      funding_outcome: funding.outcome,
      identity: identityText(row.text),
    };
  };

  const settledBefore = (row: Row): Settled => {
    if (row.table !== table) {
      recent.clear();
      table = row.table;
    }
    const known = recent.get(row.text);
    const { section, addressee, basis, funding, amount, bodies } = row;
    const cells: Cells = {
      section,
      addressee,
      basis,
      funding,
      amount,
      bodies,
      unit: ledger === null ? null : row.unit,
    };
    if (known) for (const one of known) if (areSame(one.cells, cells)) return one.settled;
    const settled = settle(row);
    recent.set(row.text, known ? [{ cells, settled }, ...known.slice(0, 3)] : [{ cells, settled }]);
    return settled;
  };

  const settleRow = (row: Row): SettledRow => {
    const settled = settledBefore(row);
    return { settled, base: identityBase(row.unit, settled.body, settled.identity) };
  };

  const finish = (row: ReportedCells, { settled, base }: SettledRow, occurrence: number): JudgedRow => {
    const key = keyOf(base, occurrence);
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
      body: settled.body,
      verdict: settled.verdict,
      list: settled.list,
      item: settled.item,
      score: settled.score,
      strength: settled.strength,
      alternatives: settled.alternatives,
      reason: settled.reason,
      evidence: settled.evidence,
      findings: settled.findings.map((finding) => ({
        rule: finding.rule,
        severity: finding.severity,
        item: finding.item,
        message: finding.message,
        fix: finding.fix,
        evidence: finding.evidence,
        basis: finding.basis,
        fingerprint: fingerprint(key, finding.rule, finding.item),
        waived: null,
      })),
      basis_outcome: settled.basis_outcome,
      citations: settled.citations,
      funding_outcome: settled.funding_outcome,
      points: row.points,
      key,
    };
  };
  const check = (row: Row): JudgedRow => {
    const settled = settleRow(row);
    return finish(row, settled, occurrences.next(settled.base));
  };
  return { library, compiled, items, reason, check, settle: settleRow, finish };
}

function areSame(a: Cells, b: Cells): boolean {
  return (
    a.section === b.section &&
    a.addressee === b.addressee &&
    a.basis === b.basis &&
    a.funding === b.funding &&
    a.amount === b.amount &&
    a.unit === b.unit &&
    a.bodies.length === b.bodies.length &&
    a.bodies[0] === b.bodies[0] &&
    a.bodies[1] === b.bodies[1]
  );
}

const NO_ITEMS: readonly Item[] = [];

/** The lawful items a row may rest on, best first: what its citations are compared with. */
function leadingItems(match: RowMatch): readonly Item[] {
  return match.clauses
    .flatMap((clause) => clause.candidates.slice(0, 3))
    .filter((one) => one.item !== null && one.item.list !== 'prohibited')
    .sort((a, b) => b.score - a.score)
    .map((one) => one.item!)
    .slice(0, 3);
}
