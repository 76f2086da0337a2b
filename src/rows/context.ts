/** What only the whole table tells: title, issuing department, notes that speak for all rows. */
import type { RawRow } from '../types.ts';
import type { Grid } from './grid.ts';
import { filledCells, type Skips } from './skip.ts';
import { squeeze, type Vocabulary } from './vocabulary.ts';

/** What stands above the header. */
export interface Above {
  readonly title: string | null;
  readonly unit: string | null;
  /** value of a fill-in line that names a village or community: the form is theirs to fill in */
  readonly addressee: string | null;
  readonly notes: readonly { readonly row: number; readonly text: string }[];
  /** squeezed texts of the title lines: they repeat after page breaks */
  readonly lines: ReadonlySet<string>;
  /** row numbers that are notes, not titles */
  readonly noteRows: ReadonlySet<number>;
}

/** A paragraph above the table is a note, not its title. */
const PARAGRAPH = 60;

/** @param rows the records above the header */
export function aboveOf(grid: Grid, rows: readonly RawRow[], vocabulary: Vocabulary, skips: Skips): Above {
  const title: string[] = [];
  const lines = new Set<string>();
  const notes: { row: number; text: string }[] = [];
  let unit: string | null = null;
  let addressee: string | null = null;
  for (const row of rows) {
    const filled = filledCells(row.cells, 0, grid.width);
    if (filled.length === 0) continue;
    const lead = squeeze(filled[0]!);
    if (skips.isNote(filled[0]!, filled.length === 1) || lead.length > PARAGRAPH || /[。；;]$/.test(lead)) {
      notes.push({ row: row.number, text: filled.join(' ') });
      continue;
    }
    const values = fillIns(filled, vocabulary);
    if (values !== null) {
      for (const { label, value } of values) {
        const named = vocabulary.named(value, true);
        if (named.words.length > 0) addressee ??= value;
        else if (vocabulary.is('fill-in-unit', label) || isOffice(value, vocabulary)) unit ??= value;
      }
      continue;
    }
    for (const cell of filled) {
      const line = squeeze(cell);
      lines.add(line);
      if (!isLabel(line, vocabulary)) title.push(cell.replace(/\s+/g, ' ').trim());
    }
  }
  return {
    title: title.length > 0 ? title.join(' ') : null,
    unit,
    addressee,
    notes,
    lines,
    noteRows: new Set(notes.map((note) => note.row)),
  };
}

/**
 * The labels and values of a fill-in line (填报单位：区文旅局  填报日期：2026年 月 日), null when the line is none.
 * Empty values are left out.
 */
function fillIns(filled: readonly string[], vocabulary: Vocabulary): { label: string; value: string }[] | null {
  const labels = vocabulary.pattern('fill-in-unit', (words) => words).source;
  const others = vocabulary.pattern('fill-in', (words) => words).source;
  const text = filled.map((cell) => cell.replace(/：/g, ':').trim()).join('  ');
  const label = new RegExp(`(?:^|[\\s_(（])(?:${labels}|${others})\\s*(?:[(（][^)）]*[)）])?\\s*(?:[:_]|\\s*$)`, 'g');
  const found = [...text.matchAll(label)];
  if (found.length === 0) return /_{2,}|年\s+月/.test(text) ? [] : null;
  const values: { label: string; value: string }[] = [];
  for (const [i, match] of found.entries()) {
    const from = match.index + match[0].length;
    const raw = text.slice(from, found[i + 1]?.index ?? text.length);
    const value = raw
      .replace(/[(（][^)）]*章[)）]/g, '')
      .replace(/_+/g, ' ')
      .trim()
      .split(/\s{2,}/)[0]!;
    if (/[\u3400-\u9fff]{2}/.test(value) && !/年|[:、]/.test(value))
      values.push({ label: match[1] ?? match[2] ?? '', value });
  }
  return values;
}

/** True for a line that only numbers a sheet or annex (附件2), given squeezed. */
export function isLabel(line: string, vocabulary: Vocabulary): boolean {
  return vocabulary.pattern('plain-sheet', (words) => `^${words}[-\\d一二三四五六七八九十]*:?$`).test(line);
}

/** True for the name of a department or another office. */
export function isOffice(name: string, vocabulary: Vocabulary): boolean {
  const text = squeeze(name);
  const end = vocabulary.pattern('office-end', (words) => `${words}$`).exec(text)?.[1];
  // 妇联 is an office, 内部 is none
  return end !== undefined && text.length <= 20 && (text.length > 2 || end === text);
}

/** The department that a sheet is named after (区文旅局, 3.民政局), null for 表一, Sheet1 and the like. */
export function unitOfSheet(sheet: string | null, vocabulary: Vocabulary): string | null {
  if (sheet === null) return null;
  const name = sheet.trim().replace(/^[\d一二三四五六七八九十]+\s*[、.．_-]\s*|[(（]\d+[)）]$/g, '');
  if (vocabulary.pattern('plain-sheet', (words) => `^${words}`).test(squeeze(name))) return null;
  if (vocabulary.named(name).words.length > 0) return null;
  return isOffice(name, vocabulary) ? name : null;
}

/**
 * Notes among records at the end (or anywhere) of a table, with the numbered lines that continue them.
 * @param rows records in order, none above the header
 */
export function notesIn(rows: readonly RawRow[], width: number, skips: Skips): { row: number; text: string }[] {
  const notes: { row: number; text: string }[] = [];
  const follow = new NoteFollower(skips);
  for (const row of rows) {
    const filled = filledCells(row.cells, 0, Math.max(width, row.cells.length));
    if (filled.length > 0 && follow.isNote(filled[0]!, filled.length === 1))
      notes.push({ row: row.number, text: filled.join(' ').trim() });
  }
  return notes;
}

/** Tells notes, and the lines 2. 3. that go on with a note, from other records. One for each pass over a table. */
export class NoteFollower {
  private next: number | null = null;

  constructor(private readonly skips: Skips) {}

  /** True while a numbered line may still belong to the note above it. */
  get open(): boolean {
    return this.next !== null;
  }

  isNote(lead: string, alone: boolean): boolean {
    if (this.skips.isNote(lead, alone)) {
      const numbers = [...lead.matchAll(/(?:^|[^\d.])(\d{1,2})\s*[.、．)）](?!\d)/g)];
      const last = numbers.at(-1)?.[1];
      // 注: alone is followed by 1., a note with a sentence and no number by nothing
      this.next = last !== undefined ? Number(last) + 1 : lead.trim().length <= 6 ? 1 : null;
      return true;
    }
    if (this.next === null) return false;
    const number = /^\s*[(（]?(\d{1,2})\s*[.、．)）](?!\d)/.exec(lead)?.[1];
    if (alone && number !== undefined && Number(number) === this.next) {
      this.next++;
      return true;
    }
    this.next = null;
    return false;
  }
}
