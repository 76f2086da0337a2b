/** Was it law on the day? Dates of the register, and what the citation itself says of its edition. */
import type { Instrument } from '../types.ts';
import type { Known } from './names.ts';
import type { ParsedCitation } from './parse.ts';

/**
 * 'old-text': in force on the day, but in an older text whose articles the register does not hold.
 */
export type Force = 'in-force' | 'repealed' | 'not-yet' | 'old-text';

/** The state of the cited edition on a day, and the text whose articles count. */
export interface Standing {
  readonly force: Force;
  readonly text: Instrument | null;
}

/**
 * @param asOf YYYY-MM-DD
 */
export function standing(cited: ParsedCitation, known: Known, asOf: string): Standing {
  if (cited.says === 'draft') return { force: 'not-yet', text: null };
  const { current, next } = known;
  if (next && !reached(next, asOf) && (!current || meansNext(cited, next))) return { force: 'not-yet', text: next };
  const text = next && reached(next, asOf) ? next : current;
  if (!text) return { force: 'not-yet', text: next };
  return { force: forceOf(text, known, asOf), text };
}

const reached = (one: Instrument, asOf: string): boolean => one.effective !== null && one.effective <= asOf;
const yearOf = (date: string | null): number => Number(date?.slice(0, 4) ?? 0);

/** 新商标法, 商标法（2026修订）, 2027年起施行的《商标法》 mean the coming text; an older year does not. */
function meansNext(cited: ParsedCitation, next: Instrument): boolean {
  if (cited.says !== null) return true;
  return cited.edition !== null && cited.edition >= yearOf(next.version);
}

function forceOf(text: Instrument, known: Known, asOf: string): Force {
  if (text.status === 'repealed' && !(text.repealedOn !== null && text.repealedOn > asOf)) {
    return 'repealed';
  }
  const born = text.adopted ?? text.effective;
  const first = text.version === null || text.version === text.adopted;
  if (born !== null && born > asOf) return 'not-yet';
  if (text.effective !== null && text.effective > asOf) return first ? 'not-yet' : 'old-text';
  if (text.version !== null && text.version > asOf) return 'old-text';
  // repealed since, but law on the day: its articles are no longer in the facts
  return text.status === 'repealed' && known.current === text ? 'old-text' : 'in-force';
}
