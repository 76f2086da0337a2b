/**
 * Counts how often a text came before, in a few bytes a text: a run of a million rows must not keep a million strings.
 * Texts are told apart by 52 bits of hash; two that share them would only be numbered as repeats of each other.
 */
export class Occurrences {
  private keys = new Float64Array(1 << 12);
  private counts = new Uint32Array(1 << 12);
  private used = 0;

  /** 1 for the first time a text is given, 2 for the second … */
  next(text: string): number {
    if (this.used * 2 > this.keys.length) this.grow();
    const key = hash52(text);
    const at = this.find(key);
    if (this.counts[at] === 0) {
      this.keys[at] = key;
      this.used++;
    }
    return ++this.counts[at]!;
  }

  private find(key: number): number {
    const mask = this.keys.length - 1;
    let at = (key % 0x7fffffff) & mask;
    while (this.counts[at] !== 0 && this.keys[at] !== key) at = (at + 1) & mask;
    return at;
  }

  private grow(): void {
    const { keys, counts } = this;
    this.keys = new Float64Array(keys.length * 2);
    this.counts = new Uint32Array(keys.length * 2);
    for (let i = 0; i < keys.length; i++) {
      if (counts[i] === 0) continue;
      const at = this.find(keys[i]!);
      this.keys[at] = keys[i]!;
      this.counts[at] = counts[i]!;
    }
  }
}

/** Two multiplicative hashes side by side, 26 bits of each. */
function hash52(text: string): number {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b ^ c, 0x5bd1e995);
    b ^= b >>> 13;
  }
  return (a >>> 6) * 0x4000000 + (b >>> 6);
}
