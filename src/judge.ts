/**
 * Matches + basis + funding → one verdict, by the order of DOMAIN: protection, prohibition, own duties, assistance,
 * unlisted work. Everything here is a comparison of scores that matching explained; the scale is lists/decision.yaml.
 */
import type {
  BasisOutcome,
  ClauseMatch,
  ConceptMatch,
  Decision,
  Evidence,
  FundingOutcome,
  Item,
  Judged,
  ListName,
  ReasonCode,
  RowMatch,
  Strength,
} from './types.ts';

/** What one clause amounts to. */
interface ClauseJudgement {
  readonly clause: ClauseMatch;
  readonly out: boolean;
  readonly best: ConceptMatch | null;
  readonly score: number;
  readonly lead: number;
  readonly rivals: readonly ConceptMatch[];
  readonly overreach: readonly Evidence[];
}

const listOf = (match: ConceptMatch | null): ListName | null => match?.item?.list ?? null;
const isProhibited = (match: ConceptMatch): boolean => match.item?.list === 'prohibited';

/** The order in which clauses of equal standing speak for their row: assist asks for its money first. */
const STANDING: Readonly<Record<ListName, number>> = { prohibited: 3, assist: 2, statutory: 1, service: 1 };

function judgeClause(clause: ClauseMatch, decision: Decision): ClauseJudgement {
  const lawfulByFrame = clause.candidates.some((one) => !isProhibited(one) && one.by !== 'similarity');
  const relieved =
    lawfulByFrame && clause.assisting.length > 0 && clause.responsible.length === 0 && clause.doubtful.length === 0;
  const weighed = clause.candidates
    .map((match) => ({ match, score: weigh(match, relieved, decision) }))
    .sort((a, b) => b.score - a.score);
  const top = weighed[0];
  const scope = clause.scope?.score ?? 0;
  const topic = top?.score ?? 0;
  // plain protection stands whatever topic it names; a weaker sign has to outweigh the topic
  const named = clause.candidates.some((one) => one.by !== 'similarity' && one.score >= decision.thresholds.medium);
  const out = scope >= decision.thresholds.strong || (scope >= decision.thresholds.match && !named);
  if (!top || top.match.score < decision.thresholds.match || out)
    return { clause, out, best: null, score: out ? scope : topic, lead: 0, rivals: clause.candidates, overreach: [] };
  const rival = weighed.find((one) => standing(one.match) !== standing(top.match));
  return {
    clause,
    out: false,
    best: top.match,
    score: top.score,
    lead: top.score - (rival?.score ?? 0),
    rivals: weighed.slice(1).map((one) => one.match),
    overreach: listOf(top.match) === 'assist' ? clause.responsible : [],
  };
}

const standing = (match: ConceptMatch): string => match.item?.list ?? match.concept.kind;

function weigh(match: ConceptMatch, relieved: boolean, decision: Decision): number {
  if (!isProhibited(match)) return match.score;
  const form = decision.forms.includes(match.concept.id) ? 0 : 0.05;
  return match.score + decision.prohibitedLead + form - (relieved ? decision.assistRelief : 0);
}

/**
 * One verdict for a row.
 * @param overreachItem the item that an assist item handed down as responsibility falls under
 */
export function judge(
  match: RowMatch,
  basis: BasisOutcome,
  funding: FundingOutcome,
  overreachItem: Item | null,
  decision: Decision,
): Judged {
  const clauses = match.clauses.map((clause) => judgeClause(clause, decision));
  const prohibited = clauses.filter((one) => one.best && isProhibited(one.best)).sort((a, b) => b.score - a.score)[0];
  const main = prohibited ?? mainClause(clauses);
  const elsewhere = match.addressee?.score ?? 0;
  if (elsewhere >= decision.addressee.bar) return outOf('other-addressee', match, main, decision);
  const overreached = clauses.find((one) => one.overreach.length > 0);
  if (!prohibited && overreached && overreachItem) return overreach(overreached, overreachItem, clauses, decision);
  if (main?.best?.item) return listed(main, clauses, funding, decision);
  if (clauses.length > 0 && clauses.every((one) => one.out || one.clause.weight < 2))
    return outOf(clauses.some((one) => one.out) ? 'protective' : 'no-matter', match, clauses[0]!, decision);
  if (clauses.length === 0) return outOf('no-matter', match, null, decision);
  return unlisted(main ?? clauses.find((one) => !one.out) ?? clauses[0]!, clauses, basis, decision);
}

/** The clause that carries the matter: one with an item first, then by standing, score and length. */
function mainClause(clauses: readonly ClauseJudgement[]): ClauseJudgement | null {
  const live = clauses.filter((one) => one.best !== null);
  const rank = (one: ClauseJudgement): number =>
    (one.best?.item ? 1 : 0) * 1.2 + one.score + Math.min(40, one.clause.weight) / 60 + tie(one);
  return [...live].sort((a, b) => rank(b) - rank(a))[0] ?? null;
}

const tie = (one: ClauseJudgement): number => {
  const list = listOf(one.best);
  return list === null ? 0 : STANDING[list] / 20;
};

function listed(
  main: ClauseJudgement,
  clauses: readonly ClauseJudgement[],
  funding: FundingOutcome,
  decision: Decision,
): Judged {
  const best = main.best!;
  const item = best.item!;
  const base = frame(main, clauses, decision);
  if (item.list === 'prohibited') return doubted({ ...base, verdict: 'prohibited', reason: 'prohibited' }, decision);
  if (item.list !== 'assist') return doubted({ ...base, verdict: 'listed', reason: 'own-duty' }, decision);
  if (main.clause.doubtful.length > 0 && main.clause.assisting.length === 0)
    return {
      ...base,
      verdict: 'review',
      reason: 'assist-doubtful-role',
      leaning: 'unfunded',
      evidence: [...base.evidence, ...main.clause.doubtful],
    };
  if (funding === 'funded') return doubted({ ...base, verdict: 'listed', reason: 'assist-funded' }, decision);
  if (funding === 'unclear') return { ...base, verdict: 'review', reason: 'assist-unclear', leaning: 'unfunded' };
  return doubted({ ...base, verdict: 'unfunded', reason: 'assist-unfunded' }, decision);
}

function overreach(one: ClauseJudgement, item: Item, clauses: readonly ClauseJudgement[], decision: Decision): Judged {
  const base = frame(one, clauses, decision);
  return {
    ...base,
    verdict: 'prohibited',
    reason: 'overreach',
    item,
    list: 'prohibited',
    alternatives: [{ item: one.best!.item!.id, score: round(one.score) }, ...base.alternatives],
    evidence: [...one.overreach, ...base.evidence],
    overreach: one.overreach,
  };
}

function unlisted(
  main: ClauseJudgement,
  clauses: readonly ClauseJudgement[],
  basis: BasisOutcome,
  decision: Decision,
): Judged {
  const base = frame(main, clauses, decision);
  if (basis === 'valid') return { ...base, verdict: 'needs-admission', reason: 'unlisted-valid' };
  if (basis === 'basis-unknown') return { ...base, verdict: 'review', reason: 'unlisted-unknown', leaning: 'no-basis' };
  // nothing cited and nothing recognised: that it is work without an item is only a guess
  if (basis === 'basis-missing' && !recognised(main, decision))
    return { ...base, verdict: 'review', reason: 'unrecognised', leaning: 'no-basis' };
  return { ...base, verdict: 'no-basis', reason: 'unlisted-nothing' };
}

/** Known work outside the lists, named by a frame or a phrase. */
function recognised(main: ClauseJudgement, decision: Decision): boolean {
  return main.best !== null && main.best.by !== 'similarity' && main.best.score >= decision.thresholds.medium;
}

/** Weak matches go to a person. */
function doubted(judged: Judged, _decision: Decision): Judged {
  if (judged.strength !== 'weak') return judged;
  return { ...judged, verdict: 'review', reason: 'uncertain', leaning: judged.verdict };
}

function frame(main: ClauseJudgement, clauses: readonly ClauseJudgement[], decision: Decision): Judged {
  const best = main.best;
  return {
    verdict: 'review',
    reason: 'uncertain',
    item: best?.item ?? null,
    list: listOf(best),
    concept: best,
    score: round(Math.min(1, main.score / 4)),
    strength: strength(main, decision),
    alternatives: alternatives(main, clauses, best),
    evidence: best?.evidence ?? [],
    clause: main.clause,
    assists: clauses.flatMap((one) => (one.best && listOf(one.best) === 'assist' && one !== main ? [one.best] : [])),
    overreach: [],
    leaning: null,
  };
}

function strength(main: ClauseJudgement, decision: Decision): Strength {
  if (!main.best) return 'weak';
  if (main.score >= decision.thresholds.strong && main.lead >= decision.margins.medium) return 'strong';
  if (main.score >= decision.thresholds.medium && main.lead >= decision.margins.weak) return 'medium';
  return 'weak';
}

function alternatives(
  main: ClauseJudgement,
  clauses: readonly ClauseJudgement[],
  best: ConceptMatch | null,
): { item: string; score: number }[] {
  const seen = new Map<string, number>();
  for (const match of [...main.rivals, ...clauses.flatMap((one) => (one.best && one !== main ? [one.best] : []))]) {
    if (!match.item || match.item.id === best?.item?.id) continue;
    seen.set(match.item.id, Math.max(seen.get(match.item.id) ?? 0, match.score));
  }
  return [...seen]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([item, score]) => ({ item, score: round(Math.min(1, score / 4)) }));
}

function outOf(reason: ReasonCode, match: RowMatch, main: ClauseJudgement | null, decision: Decision): Judged {
  const base: Judged = main
    ? frame(main, [], decision)
    : {
        verdict: 'out-of-scope',
        reason,
        item: null,
        list: null,
        concept: null,
        score: 0,
        strength: 'medium',
        alternatives: [],
        evidence: [],
        clause: null,
        assists: [],
        overreach: [],
        leaning: null,
      };
  const scope = main?.clause.scope ?? null;
  return {
    ...base,
    verdict: 'out-of-scope',
    reason,
    item: null,
    list: null,
    concept: scope,
    strength: 'medium',
    evidence: reason === 'other-addressee' ? (match.addressee?.evidence ?? []) : (scope?.evidence ?? []),
    alternatives: base.item ? [{ item: base.item.id, score: base.score }, ...base.alternatives] : base.alternatives,
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;
