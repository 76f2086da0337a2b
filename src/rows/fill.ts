/** Values of merged cells and of 同上, as rows stream past. */
import type { Merge } from '../types.ts';
import { isBlank, squeeze, type Vocabulary } from './vocabulary.ts';

interface Down {
  readonly top: number;
  readonly bottom: number;
  value: string;
}

export class Fill {
  private readonly down = new Map<number, { readonly merges: Down[]; at: number }>();
  private readonly last: string[] = [];
  private readonly ditto: Uint8Array;
  /** rows on which a merged range starts with one cell that covers several columns */
  private readonly across = new Map<number, number>();

  constructor(
    merges: readonly Merge[],
    private readonly vocabulary: Vocabulary,
  ) {
    this.ditto = vocabulary.firsts('ditto');
    for (const { top, bottom, left, right } of [...merges].sort((a, b) => a.top - b.top)) {
      if (right > left) this.across.set(top, Math.max(this.across.get(top) ?? 0, right - left + 1));
      if (bottom === top) continue;
      const column = this.down.get(left) ?? { merges: [], at: 0 };
      column.merges.push({ top, bottom, value: '' });
      this.down.set(left, column);
    }
  }

  /** Must be called with every record, in order, before its values are asked for. */
  observe(row: number, cells: readonly string[]): void {
    if (this.down.size === 0) return;
    for (const [column, state] of this.down) {
      while (state.at < state.merges.length && state.merges[state.at]!.bottom < row) state.at++;
      const merge = state.merges[state.at];
      if (merge?.top === row) merge.value = cells[column] ?? '';
    }
  }

  /** The cell's own text, else that of the merged range it lies in, else ''. 同上 stands for the cell above. */
  value(row: number, cells: readonly string[], column: number): string {
    let value = cells[column] ?? '';
    if (isBlank(value)) value = this.merged(row, column);
    if (value === '') return '';
    if (value.length <= 4 && this.ditto[value.charCodeAt(0)] === 1 && this.isDitto(value))
      return this.last[column] ?? '';
    this.last[column] = value;
    return value;
  }

  /** Text of the merged range above the cell, '' outside of one. */
  merged(row: number, column: number): string {
    const state = this.down.get(column);
    const merge = state?.merges[state.at];
    return merge && merge.top < row && row <= merge.bottom ? merge.value : '';
  }

  /** Columns that the widest merged range starting in this row covers. */
  width(row: number): number {
    return this.across.get(row) ?? 1;
  }

  private isDitto(value: string): boolean {
    return this.vocabulary.is('ditto', squeeze(value)) || this.vocabulary.isSign('ditto', value);
  }
}
