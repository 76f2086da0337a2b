/** Which column of a table carries what: one plan for each table that stands side by side in the sheet. */
import { UserError } from '../errors.ts';
import { columnName } from '../place.ts';
import { type RawRow, ROW_FIELDS, type RowField } from '../types.ts';
import type { Grid } from './grid.ts';
import type { Header, HeaderColumn } from './header.ts';
import { isBlank, squeeze, type Use, type Vocabulary } from './vocabulary.ts';

/** A column under which a tick stands for a level: 村级, 社区, 乡级. */
export interface LevelColumn {
  readonly column: number;
  readonly name: string;
}

/** 0-based columns by what they carry, in the order of the sheet. */
export interface Plan {
  /** first and last column of this part of the sheet */
  readonly from: number;
  readonly to: number;
  readonly text: readonly number[];
  /** scoring rules and quotas: they follow the text */
  readonly after: readonly number[];
  readonly section: readonly number[];
  readonly body: readonly number[];
  readonly kind: readonly number[];
  readonly basis: readonly number[];
  readonly funding: readonly number[];
  readonly amount: readonly number[];
  readonly department: readonly number[];
  /** responsible units: departments, or the villages and towns that have to do it */
  readonly responsible: readonly number[];
  readonly points: readonly number[];
  readonly unit: readonly number[];
  readonly id: readonly number[];
  readonly addressee: readonly number[];
  readonly remark: readonly number[];
  readonly levels: readonly LevelColumn[];
  /** names of the quota columns of a table of shares (村别 | 任务数): they say what the numbers are */
  readonly heading: string | null;
  /** true where each line is one village's share, so that the first text names the addressee */
  readonly shares: boolean;
}

export type ColumnMap = Readonly<Partial<Record<RowField, string>>>;

type Uses = Map<Use, number[]>;
const LEVELS = new Set<Use>(['level-village', 'level-community', 'level-both', 'level-town', 'level-county']);
/** uses by which two differently named columns of tables side by side are alike */
const SHARES = new Set<Use>(['who', 'quota', 'remark', 'points']);
const HAN = /[\u3400-\u9fff]/g;

/**
 * @param header null where the table has none
 * @param sample rows under the header, at most some fifty
 * @param map header names given by the user; a column that is mapped serves only that field
 * @param source name of the file, for errors
 * @throws UserError when a mapped header is not in the table
 */
export function plansOf(
  grid: Pick<Grid, 'width'>,
  header: Pick<Header, 'columns'> | null,
  sample: readonly RawRow[],
  vocabulary: Vocabulary,
  map: ColumnMap,
  source: string,
): Plan[] {
  const columns: readonly HeaderColumn[] =
    header?.columns ?? Array.from({ length: grid.width }, () => ({ name: '', levels: [], known: null }));
  const mapped = mappedColumns(columns, map, source, header !== null);
  return halves(columns).map(([from, to]) => {
    const uses: Uses = new Map();
    const claimed = new Set([...mapped.values()].flat());
    for (let c = from; c <= to; c++) {
      const known = columns[c]?.known;
      if (known && !claimed.has(c)) push(uses, known.use, c);
    }
    const own = new Map([...mapped].map(([field, list]) => [field, list.filter((c) => c >= from && c <= to)] as const));
    return planOf({ from, to, columns, uses, mapped: own, sample, vocabulary });
  });
}

function push(uses: Uses, use: Use, column: number): void {
  const list = uses.get(use);
  if (list) list.push(column);
  else uses.set(use, [column]);
}

interface Part {
  readonly from: number;
  readonly to: number;
  readonly columns: readonly HeaderColumn[];
  readonly uses: Uses;
  readonly mapped: ReadonlyMap<RowField, readonly number[]>;
  readonly sample: readonly RawRow[];
  readonly vocabulary: Vocabulary;
}

function planOf(part: Part): Plan {
  const { from, to, columns, uses, mapped, sample, vocabulary } = part;
  const of = (use: Use): number[] => uses.get(use) ?? [];
  const field = (name: RowField): readonly number[] => mapped.get(name) ?? byRank(of(name), columns);
  const headed = columns.some((column) => column.name !== '');

  // columns under 村级, 社区 … hold ticks, or else the names of villages
  const levels: LevelColumn[] = [];
  const places = [...of('who')];
  for (const use of [...LEVELS, 'who' as const])
    for (const column of of(use)) {
      const signs = sample.filter((row) => isSign(vocabulary, row.cells[column])).length;
      const filled = sample.filter((row) => !isBlank(row.cells[column])).length;
      const blank = sample.length === 0 && use !== 'who';
      if (blank || (signs > 0 && signs * 2 >= filled)) levels.push({ column, name: columns[column]!.levels.at(-1)! });
      else if (use !== 'who') places.push(column);
    }
  const ticked = new Set(levels.map((level) => level.column));
  const who = places.filter((column) => !ticked.has(column)).sort((a, b) => a - b);

  let text = [...(mapped.get('text') ?? of('text'))].sort((a, b) => a - b);
  let after = mapped.has('text') ? [] : [...of('criterion'), ...of('quota')].sort((a, b) => a - b);
  let section: readonly number[] = [...(mapped.get('section') ?? of('section'))].sort((a, b) => a - b);
  let heading: string | null = null;
  let shares = false;

  if (text.length === 0) {
    const numbers = rangeOf(from, to).filter(
      (c) => (uses.get('quota')?.includes(c) || !columns[c]?.known) && mostlyNumbers(sample, c),
    );
    const criterion = of('criterion');
    const loose = [...section, ...rangeOf(from, to).filter((c) => !columns[c]?.known && !isMapped(mapped, c))];
    const longest = longestColumn(sample, loose);
    const matter = section.at(-1);
    if (criterion.length > 0 && matter !== undefined && isDistinct(sample, matter)) {
      // 指标名称 | 目标值 | 评分办法: every row has a name of its own, so the name is the matter
      text = [matter];
      section = section.slice(0, -1);
    } else if (criterion.length > 0) {
      text = criterion;
      after = [...of('quota')];
    } else if (longest !== null) {
      text = [longest];
      section = section.filter((c) => c !== longest);
    } else if (numbers.length > 0 && (who.length > 0 || of('responsible').length > 0)) {
      shares = true;
      text = [who[0] ?? of('responsible')[0]!];
      after = numbers;
      heading = numbers.map((c) => columns[c]!.name).join('、');
    }
    if (!headed) section = guessSections(sample, from, text[0] ?? from);
  }
  const points = field('points');
  return {
    from,
    to,
    text,
    after: after.filter((c) => !text.includes(c)),
    section,
    body: field('body'),
    kind: field('kind'),
    basis: sorted(field('basis')),
    funding: sorted(field('funding')),
    amount: field('amount'),
    department: field('department'),
    responsible: shares ? [] : of('responsible'),
    points: headed || points.length > 0 ? points : guessPoints(sample, to, text[0] ?? from),
    unit: field('unit'),
    id: field('id'),
    addressee: [...of('addressee'), ...(shares ? [] : who)].sort((a, b) => a - b),
    remark: of('remark'),
    levels: levels.sort((a, b) => a.column - b.column),
    heading,
    shares,
  };
}

const sorted = (columns: readonly number[]): number[] => [...columns].sort((a, b) => a - b);
const rangeOf = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const isMapped = (mapped: ReadonlyMap<RowField, readonly number[]>, column: number): boolean =>
  [...mapped.values()].some((list) => list.includes(column));
const isSign = (vocabulary: Vocabulary, cell: string | undefined): boolean =>
  !isBlank(cell) && (vocabulary.isSign('tick', cell!) || vocabulary.isSign('no-tick', cell!));

/** Columns of one field, the surest and best name first. */
function byRank(list: readonly number[], columns: readonly HeaderColumn[]): number[] {
  const key = (c: number): number => (columns[c]?.known?.rank ?? 0) + (columns[c]?.known?.sure === 1 ? 0 : 1000);
  return [...list].sort((a, b) => key(a) - key(b) || a - b);
}

function mostlyNumbers(sample: readonly RawRow[], column: number): boolean {
  const filled = sample.map((row) => row.cells[column]).filter((cell) => !isBlank(cell));
  const numbers = filled.filter((cell) => /^[\s\d.,%０-９．，]+$/.test(cell!));
  return numbers.length > 0 && numbers.length * 3 >= filled.length * 2;
}

/** Filled in every row, never twice the same: no group heading. */
function isDistinct(sample: readonly RawRow[], column: number): boolean {
  const cells = sample.map((row) => row.cells[column]).filter((cell) => !isBlank(cell));
  return sample.length > 0 && cells.length === sample.length && new Set(cells).size === cells.length;
}

/** The column with the longest Chinese text on average, where that is long enough to be matter. */
function longestColumn(sample: readonly RawRow[], columns: readonly number[]): number | null {
  let best: number | null = null;
  let most = 3;
  for (const column of columns) {
    let rows = 0;
    let characters = 0;
    for (const row of sample) {
      const cell = row.cells[column];
      if (isBlank(cell)) continue;
      rows++;
      characters += cell!.match(HAN)?.length ?? 0;
    }
    // a column that is filled here and there is a remark, not the matter
    const mean = rows * 4 < sample.length ? 0 : characters / Math.max(rows, 1);
    if (mean > most) {
      most = mean;
      best = column;
    }
  }
  return best;
}

/** Without a header: columns before the text that hold words are its group headings. */
function guessSections(sample: readonly RawRow[], from: number, text: number): number[] {
  return rangeOf(from, text - 1).filter((c) => {
    const filled = sample.filter((row) => !isBlank(row.cells[c]));
    return (
      filled.length > 0 && filled.filter((row) => /[\u3400-\u9fff]{2}/.test(row.cells[c]!)).length * 2 >= filled.length
    );
  });
}

/** Without a header: the last column behind the text that holds numbers up to 100. */
function guessPoints(sample: readonly RawRow[], to: number, text: number): number[] {
  const found = rangeOf(text + 1, to).filter((c) => mostlyNumbers(sample, c));
  return found.slice(-1);
}

/**
 * Tables side by side: the header repeats in the same row (村别 | 任务数 | 单位 | 任务数).
 * Columns without a name between the parts belong to the part on their left.
 */
function halves(columns: readonly HeaderColumn[]): (readonly [number, number])[] {
  const end = columns.length - 1;
  const named = [...columns.keys()].filter((c) => columns[c]!.name !== '');
  for (const parts of [2, 3, 4]) {
    const size = named.length / parts;
    if (size < 2 || !Number.isInteger(size)) continue;
    const same = named.every((c, i) => i < size || alike(columns[named[i % size]!]!, columns[c]!));
    if (!same) continue;
    return Array.from({ length: parts }, (_, p) => {
      const from = p === 0 ? 0 : named[p * size]!;
      return [from, p === parts - 1 ? end : named[(p + 1) * size]! - 1] as const;
    });
  }
  return [[0, Math.max(end, 0)]];
}

/** Same header, or names of the same kind of column (村别 and 单位). */
function alike(a: HeaderColumn, b: HeaderColumn): boolean {
  if (squeeze(a.name) === squeeze(b.name)) return true;
  if (a.known?.sure !== 1 || b.known?.sure !== 1) return false;
  const kind = (use: Use): Use => (use === 'responsible' || LEVELS.has(use) ? 'who' : use);
  return SHARES.has(kind(a.known.use)) && kind(a.known.use) === kind(b.known.use);
}

function mappedColumns(
  columns: readonly HeaderColumn[],
  map: ColumnMap,
  source: string,
  headed: boolean,
): Map<RowField, number[]> {
  const mapped = new Map<RowField, number[]>();
  for (const field of ROW_FIELDS) {
    const wanted = map[field];
    if (wanted === undefined) continue;
    const found = columnsNamed(columns, wanted);
    const all = found.length > 0 ? found : wanted.split(/[,，、+]/).flatMap((part) => columnsNamed(columns, part));
    if (all.length === 0) throw unknownHeader(columns, field, wanted, source, headed);
    mapped.set(field, all);
  }
  return mapped;
}

function columnsNamed(columns: readonly HeaderColumn[], wanted: string): number[] {
  const name = squeeze(wanted);
  if (name === '') return [];
  const bare = (text: string): string => squeeze(text).replace(/\([^()]*\)/g, '');
  const by = (test: (column: HeaderColumn) => boolean): number[] =>
    [...columns.keys()].filter((c) => test(columns[c]!));
  const whole = by((column) => squeeze(column.name) === name);
  if (whole.length > 0) return whole;
  const level = by((column) => column.levels.some((text) => squeeze(text) === name || bare(text) === name));
  if (level.length > 0) return level;
  const letter = [...columns.keys()].find((c) => columnName(c).toLowerCase() === name || String(c + 1) === name);
  return letter === undefined ? [] : [letter];
}

function unknownHeader(
  columns: readonly HeaderColumn[],
  field: RowField,
  wanted: string,
  source: string,
  headed: boolean,
): UserError {
  const names = columns.map((column, c) => (column.name === '' ? `${columnName(c)} 列` : `“${column.name}”`));
  const found = headed ? `表头是：${names.join('、')}` : `没有找到表头，可用的列：${names.join('、')}`;
  return new UserError(
    'map-unknown-header',
    source,
    `--map ${field}=${wanted} 指的列不在表里`,
    `${found}；请用 --map ${field}=表头名或列号`,
  );
}
