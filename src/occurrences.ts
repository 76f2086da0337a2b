const pair = new Int32Array(2);

/** Writes 64 bits of hash of a text to `into`, in the places `at` and `at` + 1: two multiplicative hashes side by side. */
export function hashText(text: string, into: Int32Array, at: number): void {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b ^ c, 0x5bd1e995);
    b ^= b >>> 13;
  }
  into[at] = a;
  into[at + 1] = b;
}

/**
 * Counts how often a text came before, in a few bytes a text: a run of a million rows must not keep a million strings.
 * Texts are told apart by 64 bits of hash; two that share them would only be numbered as repeats of each other.
 */
export class Occurrences {
  /** pairs of hashes */
  private keys = new Int32Array(1 << 13);
  private counts = new Uint32Array(1 << 12);
  private used = 0;

  /** 1 for the first time a text is given, 2 for the second … */
  next(text: string): number {
    hashText(text, pair, 0);
    return this.nextHash(pair[0]!, pair[1]!);
  }

  /** {@link next} for a text of which only the hash is known, as {@link hashText} gives it. */
  nextHash(a: number, b: number): number {
    if (this.used * 3 > this.counts.length * 2) this.grow();
    const at = this.find(a, b);
    if (this.counts[at] === 0) {
      this.keys[at * 2] = a;
      this.keys[at * 2 + 1] = b;
      this.used++;
    }
    return ++this.counts[at]!;
  }

  private find(a: number, b: number): number {
    const { keys, counts } = this;
    const mask = counts.length - 1;
    let at = (a ^ (a >>> 16)) & mask;
    while (counts[at] !== 0 && (keys[at * 2] !== a || keys[at * 2 + 1] !== b)) at = (at + 1) & mask;
    return at;
  }

  private grow(): void {
    const { keys, counts } = this;
    this.keys = new Int32Array(keys.length * 2);
    this.counts = new Uint32Array(counts.length * 2);
    for (let i = 0; i < counts.length; i++) {
      if (counts[i] === 0) continue;
      const at = this.find(keys[i * 2]!, keys[i * 2 + 1]!);
      this.keys[at * 2] = keys[i * 2]!;
      this.keys[at * 2 + 1] = keys[i * 2 + 1]!;
      this.counts[at] = counts[i]!;
    }
  }
}
