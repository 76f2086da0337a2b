/**
 * What was worked out lately, so much of it and no more: tables repeat the same few texts, a million different ones must
 * not fill the memory. Two generations: what is asked for again moves on, what is not is dropped with its generation.
 */
export class Recent<Key, Value> {
  private young = new Map<Key, Value>();
  private old = new Map<Key, Value>();

  /** @param kept entries of one generation; at most twice as many are held */
  constructor(private readonly kept: number) {}

  get(key: Key): Value | undefined {
    const known = this.young.get(key);
    if (known !== undefined) return known;
    const older = this.old.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  set(key: Key, value: Value): void {
    if (this.young.size >= this.kept) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, value);
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
  }
}
