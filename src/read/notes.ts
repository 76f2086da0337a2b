/** What the reader saw and the user should know: a kind of doubt → the lines or rows where it was met. */

const KINDS = {
  'mixed-gb18030': '按 GB18030 读取，与文件其余部分的 UTF-8 不同',
  'mixed-utf-8': '按 UTF-8 读取，与文件其余部分的 GB18030 不同',
  'bad-bytes': '有无法识别的字节，显示为 �',
  'private-use': '有系统专用区字符，别的电脑上可能显示不同',
  nul: '有空字符（NUL）',
  'long-record': '一条记录跨了很多行，可能少了一个引号',
  'hidden-rows': '被隐藏，仍照常读取',
  'no-cached-value': '有没有计算结果的公式，按空单元格读取',
} as const;

export type NoteKind = keyof typeof KINDS;

/** lines named in one warning; the others are counted */
const NAMED = 10;

export class Notes {
  readonly #found = new Map<NoteKind, { first: number[]; last: number; count: number }>();
  readonly #plain: string[] = [];

  /** Remembers that `kind` was met on a line; lines come in order, the same line counts once. */
  add(kind: NoteKind, line: number): void {
    const seen = this.#found.get(kind);
    if (seen === undefined) this.#found.set(kind, { first: [line], last: line, count: 1 });
    else if (seen.last !== line) {
      seen.last = line;
      seen.count++;
      if (seen.first.length < NAMED) seen.first.push(line);
    }
  }

  /** Adds a warning as it stands. */
  say(warning: string): void {
    this.#plain.push(warning);
  }

  /** Forgets what reading found, before the same text is read again. */
  clear(): void {
    this.#found.clear();
  }

  /** The warnings as the user reads them. */
  texts(): string[] {
    const found = [...this.#found].map(([kind, { first, count }]) => {
      const more = count > NAMED ? ` 等 ${count} 行` : ' 行';
      return `第 ${first.join('、')}${more}${KINDS[kind]}`;
    });
    return [...this.#plain, ...found];
  }
}
