/** One concept as a candidate for a clause: its score at once, evidence and reasons when somebody asks. */
import type { Comparable } from '../text.ts';
import type { Concept, ConceptMatch, Decision, Evidence, Item, Span } from '../types.ts';
import type { Similarity } from './similar.ts';
import { evidenceOf } from './spot.ts';
import type { Usage } from './usage.ts';

/** What a score is made of; 0 = nothing. */
export interface Worth {
  readonly frame: number;
  /** where a slot of the frame was filled from beside the clause */
  readonly help: 'heading' | 'cell' | null;
  readonly further: number;
  readonly alias: number;
  readonly likeness: number;
  /** what the choice of words says for or against it */
  readonly wording: number;
  /** what the words of the row say for it by being usual for it */
  readonly usage: number;
  /** above 0 for the item's own basis, below for another one */
  readonly cited: number;
}

/** Who can name the words that told. */
export interface Tell {
  readonly usage: Pick<Usage, 'telling'>;
  readonly similarity: Pick<Similarity, 'wordingSpans'>;
}

const WHY = { frame: 'object+action', alias: 'phrase', similarity: 'usual words' } as const;

export class Candidate implements ConceptMatch {
  private known: readonly Evidence[] | null = null;

  /**
   * @param spans of the deciding words in `form`, which begins at `base` of the original text; null where only the usual
   *   words speak
   * @param tell finds the words that told
   */
  constructor(
    readonly concept: Concept,
    readonly item: Item | null,
    readonly score: number,
    readonly by: 'frame' | 'alias' | 'similarity',
    private readonly worth: Worth,
    private readonly spans: readonly Span[] | null,
    readonly form: Comparable,
    readonly base: number,
    private readonly original: string,
    private readonly decision: Decision,
    private readonly tell: Tell,
    private readonly number: number,
  ) {}

  get helped(): boolean {
    return this.worth.help !== null;
  }

  get wording(): number {
    return this.worth.wording;
  }

  get evidence(): readonly Evidence[] {
    this.known ??= evidenceOf(this, this.spans ?? this.usual(), this.original, WHY[this.by]);
    return this.known;
  }

  get parts(): ConceptMatch['parts'] {
    const { worth, by } = this;
    const parts: { label: string; value: number; words?: readonly Evidence[] }[] = [];
    if (by === 'alias') parts.push({ label: 'alias', value: worth.alias });
    else {
      if (by === 'frame')
        parts.push({ label: worth.help === null ? 'frame' : `frame+${worth.help}`, value: worth.frame });
      if (worth.further > 0) parts.push({ label: 'further', value: worth.further });
      if (worth.alias > 0) parts.push({ label: 'alias', value: this.decision.furtherFrame });
    }
    if (worth.likeness > 0) parts.push({ label: 'similarity', value: worth.likeness });
    const quoted = (spans: readonly Span[]): readonly Evidence[] =>
      evidenceOf(this, spans, this.original, WHY.similarity);
    if (worth.wording !== 0) {
      // what speaks for a lawful item leans away from prohibited ones
      const side = worth.wording > 0 === (this.item?.list === 'prohibited') ? 1 : -1;
      const words = quoted(this.tell.similarity.wordingSpans(this.form.text, side));
      parts.push({ label: 'wording', value: worth.wording, words });
    }
    if (worth.usage > 0) parts.push({ label: 'usage', value: worth.usage, words: quoted(this.usual()) });
    if (worth.cited !== 0) parts.push({ label: worth.cited > 0 ? 'cited' : 'other-basis', value: worth.cited });
    return parts;
  }

  private usual(): readonly Span[] {
    return this.tell.usage.telling(this.form.text, this.number);
  }
}
