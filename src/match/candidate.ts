/** One concept as a candidate for a clause: its score at once, evidence and reasons when somebody asks. */
import type { Comparable } from '../text.ts';
import type { Concept, ConceptMatch, Decision, Evidence, Item, Span } from '../types.ts';
import { evidenceOf } from './spot.ts';

/** What a score is made of; 0 = nothing. */
export interface Worth {
  readonly frame: number;
  /** where a slot of the frame was filled from beside the clause */
  readonly help: 'heading' | 'cell' | null;
  readonly further: number;
  readonly alias: number;
  readonly likeness: number;
  /** what the choice of words says for or against it */
  readonly leaning: number;
  /** what the words of the row say for it by being usual for it */
  readonly usage: number;
  /** above 0 for the item's own basis, below for another one */
  readonly cited: number;
}

const WHY = { frame: 'object+action', alias: 'phrase', similarity: 'usual words' } as const;

export class Candidate implements ConceptMatch {
  private known: readonly Evidence[] | null = null;

  /** @param spans of the deciding words in `form`, which begins at `base` of the original text */
  constructor(
    readonly concept: Concept,
    readonly item: Item | null,
    readonly score: number,
    readonly by: 'frame' | 'alias' | 'similarity',
    private readonly worth: Worth,
    private readonly spans: () => readonly Span[],
    readonly form: Comparable,
    readonly base: number,
    private readonly original: string,
    private readonly decision: Decision,
  ) {}

  get helped(): boolean {
    return this.worth.help !== null;
  }

  get leaning(): number {
    return this.worth.leaning;
  }

  get evidence(): readonly Evidence[] {
    this.known ??= evidenceOf(this, this.spans(), this.original, WHY[this.by]);
    return this.known;
  }

  get parts(): ConceptMatch['parts'] {
    const { worth, by } = this;
    const parts: { label: string; value: number }[] = [];
    if (by === 'alias') parts.push({ label: 'alias', value: worth.alias });
    else {
      if (by === 'frame')
        parts.push({ label: worth.help === null ? 'frame' : `frame+${worth.help}`, value: worth.frame });
      if (worth.further > 0) parts.push({ label: 'further', value: worth.further });
      if (worth.alias > 0) parts.push({ label: 'alias', value: this.decision.furtherFrame });
    }
    if (worth.likeness > 0) parts.push({ label: 'similarity', value: worth.likeness });
    if (worth.leaning !== 0) parts.push({ label: 'leaning', value: worth.leaning });
    if (worth.usage > 0) parts.push({ label: 'usage', value: worth.usage });
    if (worth.cited !== 0) parts.push({ label: worth.cited > 0 ? 'cited' : 'other-basis', value: worth.cited });
    return parts;
  }
}
