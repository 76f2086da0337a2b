/**
 * Matches + basis + funding → one verdict, by the order of DOMAIN: protection, prohibition, own duties, assistance,
 * unlisted work. Everything here is a comparison of scores that matching explained; the scale is lists/decision.yaml.
 */

import { standingOf } from './standing.ts';
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
  Standing,
  Strength,
} from './types.ts';

/** What one clause amounts to. */
interface ClauseJudgement {
  readonly clause: ClauseMatch;
  readonly out: boolean;
  readonly best: ConceptMatch | null;
  readonly score: number;
  readonly lead: number;
  /** share of the usual words of the row that speaks for this standing */
  readonly usage: number;
  /** what else it could be, best first */
  readonly rivals: readonly ConceptMatch[];
  readonly overreach: readonly Evidence[];
}

const listOf = (match: ConceptMatch | null): ListName | null => match?.item?.list ?? null;
const isProhibited = (match: ConceptMatch): boolean => match.item?.list === 'prohibited';

/** The order in which clauses of equal standing speak for their row: assist asks for its money first. */
const STANDING: Readonly<Record<ListName, number>> = { prohibited: 3, assist: 2, statutory: 1, service: 1 };

function judgeClause(clause: ClauseMatch, usage: RowMatch['usage'], decision: Decision): ClauseJudgement {
  const { candidates, assisting, responsible, doubtful } = clause;
  const { thresholds } = decision;
  let lawfulByFrame = false;
  let named = false;
  for (const one of candidates) {
    if (one.by === 'similarity') continue;
    if (!isProhibited(one)) lawfulByFrame = true;
    if (one.score >= thresholds.medium) named = true;
  }
  const relieved = lawfulByFrame && assisting.length > 0 && responsible.length === 0 && doubtful.length === 0;
  const ranked: ConceptMatch[] = [];
  const scores: number[] = [];
  for (const match of candidates) {
    const score = weigh(match, relieved, decision) - (clause.rule ? decision.scoringRule : 0);
    let at = ranked.length;
    for (; at > 0 && scores[at - 1]! < score; at--) {
      ranked[at] = ranked[at - 1]!;
      scores[at] = scores[at - 1]!;
    }
    ranked[at] = match;
    scores[at] = score;
  }
  const top = ranked[0];
  const topic = scores[0] ?? 0;
  const scope = clause.scope?.score ?? 0;
  // plain protection stands whatever topic it names; a weaker sign has to outweigh the topic
  const out = scope >= thresholds.strong || (scope >= thresholds.match && !named);
  if (!top || top.score < thresholds.match || out)
    return {
      clause,
      out,
      best: null,
      score: out ? scope : topic,
      lead: 0,
      usage: 0,
      rivals: candidates,
      overreach: NOTHING,
    };
  const rival = ranked.findIndex((one) => standing(one) !== standing(top));
  return {
    clause,
    out: false,
    best: top,
    score: topic,
    lead: topic - (rival === -1 ? 0 : scores[rival]!),
    usage: usage[standing(top)],
    rivals: ranked.slice(1),
    overreach: listOf(top) === 'assist' ? responsible : NOTHING,
  };
}

const NOTHING: readonly Evidence[] = [];
/** Between standings a near tie changes the verdict. */
const standing = (match: ConceptMatch): Standing => standingOf(match.item, match.concept);

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
  const clauses = match.clauses.map((clause) => judgeClause(clause, match.usage, decision));
  const named = clauses.some((one) => one.best !== null && one.best.by !== 'similarity');
  // what is only like a prohibited topic does not outvote a clause that names its matter
  const heard = ({ by, score }: ConceptMatch): boolean =>
    !named || by !== 'similarity' || score >= decision.likenessAside;
  const prohibited = highest(clauses, (one) =>
    one.best && isProhibited(one.best) && heard(one.best) ? one.score : null,
  );
  const main = prohibited ?? mainClause(clauses);
  const elsewhere = match.addressee?.score ?? 0;
  if (elsewhere >= decision.addressee.bar) return outOf('other-addressee', match, main, decision);
  const overreached = clauses.find((one) => one.overreach.length > 0);
  if (!prohibited && overreached && overreachItem)
    return overreach(overreached, overreachItem, clauses, match, decision);
  if (main?.best?.item) return listed(main, clauses, match, funding, decision);
  if (clauses.length > 0 && clauses.every((one) => one.out || one.clause.weight < 2))
    return outOf(clauses.some((one) => one.out) ? 'protective' : 'no-matter', match, clauses[0]!, decision);
  if (clauses.length === 0) return outOf('no-matter', match, null, decision);
  return unlisted(main ?? clauses.find((one) => !one.out) ?? clauses[0]!, clauses, match, basis, decision);
}

/** The clause that carries the matter: one with an item first, then by standing, score and length. */
function mainClause(clauses: readonly ClauseJudgement[]): ClauseJudgement | null {
  return highest(clauses, (one) =>
    one.best === null
      ? null
      : (one.best.item ? 1 : 0) * 1.2 + one.score + Math.min(40, one.clause.weight) / 60 + tie(one),
  );
}

/** The first of those with the highest rank; a rank of null leaves one out. */
function highest(
  clauses: readonly ClauseJudgement[],
  rankOf: (one: ClauseJudgement) => number | null,
): ClauseJudgement | null {
  let best: ClauseJudgement | null = null;
  let most = 0;
  for (const one of clauses) {
    const rank = rankOf(one);
    if (rank === null || (best !== null && rank <= most)) continue;
    best = one;
    most = rank;
  }
  return best;
}

const tie = (one: ClauseJudgement): number => {
  const list = listOf(one.best);
  return list === null ? 0 : STANDING[list] / 20;
};

function listed(
  main: ClauseJudgement,
  clauses: readonly ClauseJudgement[],
  match: RowMatch,
  funding: FundingOutcome,
  decision: Decision,
): Judged {
  const best = main.best!;
  const item = best.item!;
  const base = frame(main, clauses, match, decision);
  if (item.list === 'prohibited') return doubted({ ...base, verdict: 'prohibited', reason: 'prohibited' });
  if (item.list !== 'assist') return doubted({ ...base, verdict: 'listed', reason: 'own-duty' });
  if (main.clause.doubtful.length > 0 && main.clause.assisting.length === 0)
    return {
      ...base,
      verdict: 'review',
      reason: 'assist-doubtful-role',
      leaning: 'unfunded',
      evidence: [...base.evidence, ...main.clause.doubtful],
    };
  if (funding === 'funded') return doubted({ ...base, verdict: 'listed', reason: 'assist-funded' });
  if (funding === 'unclear') return { ...base, verdict: 'review', reason: 'assist-unclear', leaning: 'unfunded' };
  return doubted({ ...base, verdict: 'unfunded', reason: 'assist-unfunded' });
}

function overreach(
  one: ClauseJudgement,
  item: Item,
  clauses: readonly ClauseJudgement[],
  match: RowMatch,
  decision: Decision,
): Judged {
  const base = frame(one, clauses, match, decision);
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
  match: RowMatch,
  basis: BasisOutcome,
  decision: Decision,
): Judged {
  const base = frame(main, clauses, match, decision);
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
function doubted(judged: Judged): Judged {
  if (judged.strength !== 'weak') return judged;
  return { ...judged, verdict: 'review', reason: 'uncertain', leaning: judged.verdict };
}

function frame(
  main: ClauseJudgement,
  clauses: readonly ClauseJudgement[],
  match: RowMatch,
  decision: Decision,
): Judged {
  const best = main.best;
  return {
    verdict: 'review',
    reason: 'uncertain',
    item: best?.item ?? null,
    list: listOf(best),
    concept: best,
    score: round(Math.min(1, main.score / 4)),
    strength: strength(main, match, decision),
    alternatives: alternatives(main, clauses, best),
    evidence: best?.evidence ?? [],
    clause: main.clause,
    assists: clauses.flatMap((one) => (one.best && listOf(one.best) === 'assist' && one !== main ? [one.best] : [])),
    overreach: [],
    leaning: null,
  };
}

/** Sure: its own words name the item, far ahead of other lists, in words like its examples', and nobody else is addressed. */
function isSure(main: ClauseJudgement, best: ConceptMatch, match: RowMatch, { sure }: Decision): boolean {
  return (
    main.score >= sure.score &&
    main.lead >= sure.lead &&
    best.item !== null &&
    best.by !== 'similarity' &&
    !best.helped &&
    best.wording >= sure.wording &&
    main.usage >= sure.usage &&
    match.addressee === null
  );
}

function strength(main: ClauseJudgement, match: RowMatch, decision: Decision): Strength {
  if (!main.best) return 'weak';
  if (isSure(main, main.best, match, decision)) return 'strong';
  if (main.score >= decision.thresholds.medium && main.lead >= decision.margins.weak) return 'medium';
  return 'weak';
}

/** The three likeliest other items: rivals of the main clause, and what the other clauses are. */
function alternatives(
  main: ClauseJudgement,
  clauses: readonly ClauseJudgement[],
  best: ConceptMatch | null,
): { item: string; score: number }[] {
  const found: { item: string; score: number }[] = [];
  const add = (match: ConceptMatch): void => {
    const item = match.item?.id;
    if (item === undefined || item === best?.item?.id) return;
    const known = found.find((one) => one.item === item);
    if (!known) found.push({ item, score: match.score });
    else if (match.score > known.score) known.score = match.score;
  };
  for (const match of main.rivals) add(match);
  for (const one of clauses) if (one.best && one !== main) add(one.best);
  if (found.length > 1) found.sort((a, b) => b.score - a.score);
  if (found.length > 3) found.length = 3;
  for (const one of found) one.score = round(Math.min(1, one.score / 4));
  return found;
}

function outOf(reason: ReasonCode, match: RowMatch, main: ClauseJudgement | null, decision: Decision): Judged {
  const base: Judged = main
    ? frame(main, [], match, decision)
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
