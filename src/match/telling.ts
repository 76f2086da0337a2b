/** Which words of a text told: its weightiest bigrams, for people to read. */
import type { Span } from '../types.ts';
import { bigram, isWord } from './grams.ts';

/** Stretches that are shown. */
const SHOWN = 3;
/** Weight (a log ratio) from which a bigram belongs to a stretch, and from which a whole stretch tells. */
const PART = 0.7;
const WHOLE = 1.5;
/** Share of the weightiest bigram of a stretch that the first and the last one have at least. */
const EDGE = 0.6;

/**
 * The stretches of telling bigrams, as spans in the order of the text: 申请补贴 rather than 请补.
 * @param weigh what a bigram says
 */
export function tellingSpans(text: string, weigh: (bigram: number) => number): Span[] {
  const found: { start: number; weights: number[] }[] = [];
  for (let at = 0; at + 1 < text.length; at++) {
    const [a, b] = [text.charCodeAt(at), text.charCodeAt(at + 1)];
    const weight = isWord(a) && isWord(b) ? weigh(bigram(a, b)) : 0;
    if (weight < PART) continue;
    const last = found.at(-1);
    if (last && last.start + last.weights.length === at) last.weights.push(weight);
    else found.push({ start: at, weights: [weight] });
  }
  return found
    .map(trimmed)
    .filter(({ weight }) => weight >= WHOLE)
    .sort((x, y) => y.weight - x.weight || x.start - y.start)
    .slice(0, SHOWN)
    .sort((x, y) => x.start - y.start)
    .map(({ start, end }) => ({ start, end }));
}

/** A stretch without the weak bigrams at its ends, which mostly run over the border of a word. */
function trimmed({ start, weights }: { start: number; weights: readonly number[] }): Span & { weight: number } {
  const enough = Math.max(...weights) * EDGE;
  const from = weights.findIndex((one) => one >= enough);
  const to = weights.findLastIndex((one) => one >= enough);
  const weight = weights.slice(from, to + 1).reduce((sum, one) => sum + one, 0);
  return { start: start + from, end: start + to + 2, weight };
}
