/** The headings above a row: lines inside the table (一、组织机构) and group cells that fill down. */
import { isBlank } from './vocabulary.ts';

/** Numbering of a heading line, outermost first. */
const STYLES = [
  /^\s*第[一二三四五六七八九十百\d]+(?:部分|章|编|篇|项|类|板块)/,
  /^\s*[一二三四五六七八九十]{1,3}\s*[、.．:：是]/,
  /^\s*[(（]\s*[一二三四五六七八九十]{1,3}\s*[)）]/,
  /^\s*\d{1,3}\s*[、.．]/,
  /^\s*[(（]\s*\d{1,3}\s*[)）]|^\s*[①-⑳]/,
];

const NUMBERED = /^\s*[第一二三四五六七八九十(（\d①-⑳]/;

/** Rank of the numbering at the start of a text (0 第一部分, 1 一、, 2 （一）, 3 1., 4 (1)); null without numbering. */
export function numbering(text: string): number | null {
  if (!NUMBERED.test(text)) return null;
  const style = STYLES.findIndex((pattern) => pattern.test(text));
  return style < 0 ? null : style;
}

/**
 * A group cell as one line: words typed one character per line are joined, other line breaks between Chinese
 * characters vanish, the rest become spaces; vertical brackets are set upright.
 */
export function oneLine(cell: string): string {
  if (!/[\s︵︶]/.test(cell)) return cell;
  const upright = cell.replaceAll('︵', '（').replaceAll('︶', '）').trim();
  const stacked = upright.split(/[\r\n]+/).map((line) => line.trim());
  if (stacked.length > 2 && stacked.filter((line) => [...line].length <= 2).length * 2 > stacked.length)
    return stacked.join('');
  return upright.replace(/(?<=[^\x20-\x7e\s])\s+(?=\S)|(?<=\S)\s+(?=[^\x20-\x7e\s])/g, '').replace(/\s+/g, ' ');
}

/** Heading lines that are in force at a row: a new one closes those of its own and deeper ranks. */
export class Headings {
  /** how many heading lines have been met: tells that the headings have changed */
  count = 0;
  private stack: { readonly rank: number; readonly text: string }[] = [];

  add(text: string): void {
    this.count++;
    const line = oneLine(text);
    const rank = numbering(line) ?? 1.5;
    this.stack = [...this.stack.filter((heading) => heading.rank < rank), { rank, text: line }];
  }

  get texts(): readonly string[] {
    return this.stack.map((heading) => heading.text);
  }
}

/** The group columns of one plan. Blank cells inherit; a new outer group empties the inner ones. */
export class Groups {
  private readonly raw: string[];
  private readonly lines: (string | null)[];

  constructor(private readonly columns: readonly number[]) {
    this.raw = columns.map(() => '');
    this.lines = columns.map(() => null);
  }

  /** Takes over the group cells of a row; true when anything changed. */
  update(cells: readonly string[]): boolean {
    let changed = false;
    for (let i = 0; i < this.columns.length; i++) {
      const cell = cells[this.columns[i]!];
      if (cell === undefined || cell === '' || cell === this.raw[i] || isBlank(cell)) continue;
      this.raw[i] = cell;
      this.lines[i] = oneLine(cell);
      for (let k = i + 1; k < this.lines.length; k++) {
        this.lines[k] = null;
        this.raw[k] = '';
      }
      changed = true;
    }
    return changed;
  }

  clear(): void {
    this.raw.fill('');
    this.lines.fill(null);
  }

  /** Group headings in force, outermost first. */
  get texts(): readonly string[] {
    return this.lines.filter((line) => line !== null);
  }
}
