/** Characters and pairs of them as numbers: what likeness and usual words are counted by. */

/** Han characters and lower-case letters; digits and punctuation only separate. */
export const isWord = (c: number): boolean => (c >= 0x3400 && c <= 0x9fff) || (c >= 0x61 && c <= 0x7a);

/** Two characters as one number. */
export const bigram = (a: number, b: number): number => (a << 16) | b;

/** A place in a table of records of `size` numbers; the caller masks it to the length of the table. */
export const placeOf = (gram: number, size: number): number =>
  (Math.imul(gram ^ (gram >>> 15), 0x9e3779b1) >>> 9) * size;

/** Distinct bigrams of a text; with `singles`, its characters too. */
export function gramsOf(text: string, singles: boolean): Set<number> {
  const out = new Set<number>();
  let a = 0;
  for (let i = 0; i < text.length; i++) {
    const b = text.charCodeAt(i);
    if (isWord(b)) {
      if (singles) out.add(b);
      if (a !== 0) out.add(bigram(a, b));
      a = b;
    } else a = 0;
  }
  return out;
}
