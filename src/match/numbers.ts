/** Whole numbers in as few bytes as they need: half the bytes are half the cache that a scan fills. */
export type Numbers = Uint16Array | Int32Array;

/** Room for `length` numbers from 0 to `most`. */
export function numbers(length: number, most: number): Numbers {
  return most < 65536 ? new Uint16Array(length) : new Int32Array(length);
}

/** The numbers themselves. */
export function numbersOf(list: readonly number[]): Numbers {
  const out = numbers(
    list.length,
    list.reduce((most, one) => Math.max(most, one), 0),
  );
  out.set(list);
  return out;
}
