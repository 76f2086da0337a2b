/** A hotline's register (举报登记表) → leads: the header is found by its words, every record below it is a lead. */
import { UserError } from '../errors.ts';
import { comparable } from '../text.ts';
import type { Table } from '../types.ts';
import type { Told } from './complaint.ts';
import { COMPLAINT_FIELDS, type ComplaintField, type Policy } from './policy.ts';

/** A record that gives no lead, with the reason. */
export interface SkippedLead {
  readonly place: string;
  readonly reason: string;
}

export interface Hotline {
  readonly told: readonly Told[];
  readonly skipped: readonly SkippedLead[];
}

type Columns = Partial<Record<ComplaintField, number>>;

/** rows in which the header is looked for */
const HEAD = 20;

/**
 * The leads of all sheets that have a header with the words column.
 * @param year of dates that name none (11月3日)
 * @throws UserError when no sheet has one
 */
export async function readHotline(
  tables: readonly Table[],
  columns: Policy['complaintColumns'],
  year: number,
): Promise<Hotline> {
  const told: Told[] = [];
  const skipped: SkippedLead[] = [];
  let found = false;
  for (const table of tables) {
    let at: Columns | null = null;
    const place = (row: number): string => `${table.source}${table.sheet === null ? '' : `:${table.sheet}`}:${row}`;
    let seen = 0;
    for await (const batch of table.rows())
      for (const { number, cells } of batch) {
        if (at === null && seen++ < HEAD) at = headerOf(cells, columns);
        else if (at !== null) {
          const lead = leadOf(cells, at, year);
          if (cells.every((cell) => cell.trim() === '') || headerOf(cells, columns) !== null) continue;
          if (lead === null) skipped.push({ place: place(number), reason: '没有事项原话' });
          else told.push(lead);
        }
      }
    found ||= at !== null;
  }
  if (found) return { told, skipped };
  throw new UserError(
    'no-header',
    tables[0]?.source ?? null,
    `找不到“${columns.words[0]}”这一列`,
    `表头写成 ${COMPLAINT_FIELDS.map((field) => columns[field][0]).join('、')}，或在 admissions/policy.yaml 的 complaint_columns 里补上列名`,
  );
}

const fold = (text: string): string => comparable(text).text.replace(/[()（）:：*]/g, '');

/** Columns of a header row; null when the row is none: the words column and one more must be named. */
function headerOf(cells: readonly string[], columns: Policy['complaintColumns']): Columns | null {
  const folded = cells.map(fold);
  const at: Columns = {};
  const taken = new Set<number>();
  for (const field of COMPLAINT_FIELDS)
    for (const name of columns[field]) {
      const column = folded.findIndex((cell, i) => !taken.has(i) && cell === fold(name));
      if (column === -1) continue;
      at[field] = column;
      taken.add(column);
      break;
    }
  return at.words !== undefined && taken.size >= 2 ? at : null;
}

function leadOf(cells: readonly string[], at: Columns, year: number): Told | null {
  const cell = (field: ComplaintField): string | null => {
    const column = at[field];
    const text = column === undefined ? '' : (cells[column] ?? '').trim();
    return text === '' || /^[-—/无]+$/.test(text) || /^(?:匿名|不详|未留)/.test(text) ? null : text;
  };
  const words = cell('words');
  if (words === null) return null;
  return {
    words,
    source: cell('source'),
    date: dayOf(cell('date'), year),
    place: cell('place'),
    unit: cell('unit'),
    reporter: cell('reporter'),
    phone: cell('phone'),
  };
}

/** 2026-11-03, 2026/11/3, 2026年11月3日 09:10, 11月3日 → YYYY-MM-DD; null for anything else. */
export function dayOf(text: string | null, year: number): string | null {
  if (text === null) return null;
  const form = comparable(text).text;
  const full = /((?:19|20)\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})/.exec(form);
  const short = /^(\d{1,2})月(\d{1,2})日?/.exec(form);
  const [y, m, d] = full ? full.slice(1).map(Number) : short ? [year, ...short.slice(1).map(Number)] : [];
  if (y === undefined || m === undefined || d === undefined) return null;
  const day = `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
  const real = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(real.getTime()) && real.toISOString().startsWith(day) ? day : null;
}
