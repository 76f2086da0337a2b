/** Where the header of a table stands and what its columns are called. */
import type { RawRow } from '../types.ts';
import type { Grid } from './grid.ts';
import { isBlank, type Known, squeeze, type Vocabulary } from './vocabulary.ts';

/** One column of the header. */
export interface HeaderColumn {
  /** levels from the top down, white space removed, joined with '/' */
  readonly name: string;
  readonly levels: readonly string[];
  readonly known: Known | null;
}

export interface Header {
  /** positions in `grid.rows` of the first and the last header row */
  readonly first: number;
  readonly last: number;
  readonly columns: readonly HeaderColumn[];
}

/** Weight of a known column in the choice of the header row. */
const WEIGHT: Readonly<Record<string, number>> = { text: 4, criterion: 3, points: 2, basis: 2, funding: 2, section: 2 };
const MATTER: ReadonlySet<string> = new Set(['text', 'criterion', 'section']);
/** A header needs this much: one text column and anything else, or several columns that support a field. */
const ENOUGH = 3.5;
const LEVELS = 3;
/** longest cell of a header, in characters */
const LONGEST = 24;
const NUMBER = /^[\d.%]+$/;

/**
 * The best header among the first rows.
 * @param forced position in `grid.rows` where the header starts, null to search
 * @param extra header names that the user mapped: they count as known
 */
export function findHeader(
  grid: Grid,
  vocabulary: Vocabulary,
  forced: number | null,
  extra: ReadonlySet<string>,
): Header | null {
  let best: { header: Header; score: number; settled: boolean } | null = null;
  const starts = forced === null ? grid.rows.keys() : [forced];
  for (const first of starts) {
    // the first header that names the matter is the one: what scores higher further down heads another table
    if (best?.settled && first >= best.header.first + LEVELS) break;
    for (let last = first; last < Math.min(first + LEVELS, grid.rows.length); last++) {
      if (!fits(grid, vocabulary, first, last, forced !== null)) break;
      const header = { first, last, columns: columnsOf(grid, vocabulary, first, last) };
      const merged = below(grid, first, last);
      if (merged > last && merged < first + LEVELS + 1 && merged < grid.rows.length) continue;
      const score = scoreOf(grid, header, extra) - (last - first) * 0.1;
      if (forced !== null ? best === null || score > best.score : score >= ENOUGH && score > (best?.score ?? 0))
        best = { header, score, settled: isSettled(header, extra) };
    }
  }
  return best?.header ?? null;
}

/** A header that holds a column the user named, or else one of the matter. */
function isSettled(header: Header, extra: ReadonlySet<string>): boolean {
  if (extra.size > 0) return header.columns.some((column) => isNamed(column, extra));
  return header.columns.some(({ known }) => known !== null && MATTER.has(known.use));
}

const isNamed = (column: HeaderColumn, names: ReadonlySet<string>): boolean =>
  names.has(squeeze(column.name)) || column.levels.some((level) => names.has(squeeze(level)));

/**
 * A header of which no name is known: the first row of short words over a column of numbers or of long texts.
 * Its columns are named, so that the user can map them.
 * @param start position in `grid.rows` of the first record that is no title
 */
export function guessHeader(grid: Grid, vocabulary: Vocabulary, start: number): Header | null {
  const row = grid.rows[start];
  if (!row) return null;
  const filled = grid.filled(row);
  const texts = filled.map((c) => squeeze(row.cells[c]!));
  if (filled.length < 2 || texts.some((text) => text.length > 10 || /[\d，。；;:]/.test(text))) return null;
  const below = grid.rows.slice(start + 1).filter((other) => grid.filled(other).length > 1);
  const apart = filled.some((c, i) => {
    const cells = below.map((other) => squeeze(other.cells[c] ?? '')).filter((text) => text !== '');
    if (cells.length * 2 < below.length || cells.length === 0) return false;
    const mean = cells.reduce((sum, text) => sum + text.length, 0) / cells.length;
    return cells.every((text) => NUMBER.test(text)) || mean >= Math.max(8, texts[i]!.length * 2);
  });
  return apart ? { first: start, last: start, columns: columnsOf(grid, vocabulary, start, start) } : null;
}

/**
 * Columns of a record that is the header of a further table in the same sheet: at least three cells are known names,
 * one of them of a text, and none is anything else than a short word. Null for all other records.
 */
export function furtherHeader(cells: readonly string[], vocabulary: Vocabulary): HeaderColumn[] | null {
  // nearly all records end here
  const lead = cells.find((cell) => !isBlank(cell)) ?? '';
  if (lead.length > LONGEST || vocabulary.header(squeeze(lead))?.sure !== 1) return null;
  let exact = 0;
  let matter = false;
  let filled = 0;
  const columns: HeaderColumn[] = [];
  for (const cell of cells) {
    const name = isBlank(cell) ? '' : squeeze(cell);
    if (name.length > LONGEST || NUMBER.test(name)) return null;
    const known = vocabulary.header(name);
    if (name !== '') filled++;
    if (known?.sure === 1) exact++;
    if (known?.sure === 1 && (known.use === 'text' || known.use === 'criterion')) matter = true;
    columns.push({ name: cell.replace(/\s+/g, ''), levels: name === '' ? [] : [cell.replace(/\s+/g, '')], known });
  }
  return matter && exact >= 3 && exact * 3 >= filled * 2 ? columns : null;
}

/** Can the rows first…last be one header? The last row is the one that is asked about. */
function fits(grid: Grid, vocabulary: Vocabulary, first: number, last: number, forced: boolean): boolean {
  const row = grid.rows[last]!;
  const filled = grid.filled(row);
  if (filled.length === 0) return false;
  const texts = filled.map((c) => squeeze(row.cells[c]!));
  if (last === first) {
    if (forced) return true;
    if (filled.length === 1 && grid.width > 1) return false;
    return texts.every((text) => text.length <= LONGEST * 2);
  }
  if (below(grid, first, last - 1) >= last) return true;
  if (texts.some((text) => NUMBER.test(text) || text.length > LONGEST || /[。；;]/.test(text))) return false;
  // without merged cells a further level fills gaps of the row above, or splits a group heading, or completes a word
  const above = grid.rows[last - 1]!;
  let news = 0;
  for (const c of filled) {
    const over = grid.at(above, c);
    const sub = squeeze(row.cells[c]!);
    if (isBlank(over)) {
      if (isGroup(grid, above, row, c)) news++;
      else if (filled.length < 2) return false;
      continue;
    }
    const upper = squeeze(over);
    const whole = vocabulary.header(upper + sub);
    if (whole?.sure === 1) news++;
    else if (isBlank(above.cells[c + 1]) && !isBlank(row.cells[c + 1])) news++;
    else return false;
  }
  return news > 0;
}

/** A blank cell under which a heading to its left is split: 公开层级 | (blank) over 县级 | 村级. */
function isGroup(grid: Grid, above: RawRow, row: RawRow, column: number): boolean {
  for (let c = column - 1; c >= 0; c--) {
    if (isBlank(row.cells[c])) return false;
    if (!isBlank(grid.at(above, c))) return true;
  }
  return false;
}

/** Position of the last row to which a merged header cell of the rows first…last reaches. */
function below(grid: Grid, first: number, last: number): number {
  const top = grid.rows[first]!.number;
  let bottom = grid.rows[last]!.number;
  for (let i = first; i <= last; i++)
    for (const c of grid.filled(grid.rows[i]!)) {
      const merge = grid.merge(grid.rows[i]!, c);
      if (merge && merge.top >= top && merge.bottom > bottom && merge.bottom - merge.top < LEVELS)
        bottom = merge.bottom;
    }
  let position = last;
  while (position + 1 < grid.rows.length && grid.rows[position + 1]!.number <= bottom) position++;
  return position;
}

function columnsOf(grid: Grid, vocabulary: Vocabulary, first: number, last: number): HeaderColumn[] {
  const columns: HeaderColumn[] = [];
  for (let c = 0; c < grid.width; c++) {
    const levels: string[] = [];
    for (let i = first; i <= last; i++) {
      let text = within(grid, first, i, c);
      if (isBlank(text) && i < last && !isBlank(grid.rows[i + 1]!.cells[c])) text = groupOver(grid, i, c);
      const level = text.replace(/\s+/g, '');
      if (level !== '' && level !== levels.at(-1)) levels.push(level);
    }
    // a word that was typed one character per line is one level
    const name = levels.join(levels.some((level) => level.length === 1) ? '' : '/');
    columns.push({ name, levels, known: knownOf(vocabulary, levels) });
  }
  return columns;
}

/** Text of a header cell; a merged range counts only when it starts inside the header. */
function within(grid: Grid, first: number, position: number, column: number): string {
  const row = grid.rows[position]!;
  const merge = grid.merge(row, column);
  return merge !== null && merge.top < grid.rows[first]!.number ? '' : grid.at(row, column);
}

/** The group heading to the left of a blank cell of a row that is not the last of the header. */
function groupOver(grid: Grid, position: number, column: number): string {
  const row = grid.rows[position]!;
  const under = grid.rows[position + 1]!;
  if (grid.merge(row, column)) return '';
  for (let c = column - 1; c >= 0 && !isBlank(under.cells[c]); c--) {
    const text = grid.at(row, c);
    if (!isBlank(text)) return text;
  }
  return '';
}

/** What a column of these levels is: all levels as one word, then the last, then the ones above. */
export function knownOf(vocabulary: Vocabulary, levels: readonly string[]): Known | null {
  if (levels.length === 0) return null;
  const names = [levels.join(''), ...[...levels].reverse()].map(squeeze);
  const all = names.map((name) => vocabulary.header(name));
  const whole = all.find((known) => known?.sure === 1);
  if (whole) return whole;
  // a part of a long join says less than the level itself
  return all.slice(1).find((known) => known !== null) ?? all[0] ?? null;
}

function scoreOf(grid: Grid, header: Header, extra: ReadonlySet<string>): number {
  let score = 0;
  let known = 0;
  const seen = new Set<string>();
  for (const column of header.columns) {
    if (isNamed(column, extra)) {
      score += 6;
      known += 2;
    } else if (column.known) {
      // the second column of one kind says little: a row of data may hold the same word often
      const again = seen.has(column.known.use) ? 0.5 : 1;
      score += (WEIGHT[column.known.use] ?? 1) * column.known.sure * again;
      known++;
      seen.add(column.known.use);
    }
  }
  let filled = 0;
  for (let i = header.first; i <= header.last; i++)
    for (const c of grid.filled(grid.rows[i]!)) {
      const text = squeeze(grid.rows[i]!.cells[c]!);
      filled++;
      if (NUMBER.test(text)) score -= 1;
      if (text.length > LONGEST || /[。；;]/.test(text)) score -= 3;
      else if (/:./.test(text)) score -= 2;
    }
  const lone = filled === 1 && header.columns.some((column) => column.known?.use === 'text' && column.known.sure === 1);
  return known >= 2 || lone ? score : 0;
}
