/** One record of one plan → a row, or the reason why it is none. Keeps what the records above have said. */
import { columnName } from '../place.ts';
import { BODIES, type Body, type Kind, type RawRow, type Row, type SkipReason, type TableContext } from '../types.ts';
import { isLabel, isOffice, type NoteFollower } from './context.ts';
import type { Fill } from './fill.ts';
import type { Plan } from './plan.ts';
import { pointsInText, pointsOf } from './points.ts';
import { Groups, type Headings, numbering, oneLine } from './section.ts';
import { filledCells, isPlaceholder, type Skips } from './skip.ts';
import { isBlank, type Named, squeeze, type Vocabulary } from './vocabulary.ts';

/** What all plans of a table share. */
export interface Shared {
  readonly source: string;
  readonly sheet: string | null;
  readonly context: TableContext;
  readonly vocabulary: Vocabulary;
  readonly skips: Skips;
  readonly fill: Fill;
  readonly headings: Headings;
  readonly notes: NoteFollower;
  /** squeezed title lines, which repeat after page breaks */
  readonly titles: ReadonlySet<string>;
  /** squeezed cells of the header rows */
  readonly headerRows: readonly (readonly string[])[];
  /** headings of the whole table that may name whom it addresses, nearest first */
  readonly over: readonly string[];
  readonly addressee: string | null;
  readonly body: Body | 'auto';
  /** kind of all rows as the user says; null = as the table says */
  readonly kind: Kind | null;
  /** kind of all rows as title and columns say, null when they say nothing */
  readonly tableKind: Kind | null;
}

/** Longest heading line, in characters. */
const HEADING = 40;
const SENTENCE = /[。；;，,]/;
const POINTS_END = /[(（]\s*\D{0,3}\d+(?:\.\d+)?\s*分?\s*[)）]$/;
const HEADER_WORD = 12;
/** the shortest name of anyone; a unit of measure (%、户) is none */
const HAN_WORD = /[\u3400-\u9fff]{2}/;
const MONEY_LENGTH = 2;
const NOBODY: Named = { bodies: [], words: [] };

interface Found {
  readonly text: string;
  /** column whose address the row carries */
  readonly column: number;
  /** heading that the record continues (a merged text with several scoring rules) */
  readonly under: string | null;
}

export class RecordReader {
  private groups!: Groups;
  private signs!: ReadonlySet<number>;
  private offices!: readonly number[];
  private readonly titleStarts: ReadonlySet<number>;
  private readonly money: RegExp;
  private section: string | null = null;
  private sectionNamed: Named = NOBODY;
  private sectionNames: Named = NOBODY;
  /** bodies that the words of title, sheet name and headings speak of without addressing anyone */
  private topic: readonly Body[] = [];
  private headingCount = -1;
  private lastText = '';
  private readonly over: Named;
  private readonly overNames: Named;

  /** @param replan the plan for a record that is the header of a further table below, null for other records */
  constructor(
    private plan: Plan,
    private readonly shared: Shared,
    private readonly replan: (cells: readonly string[]) => Plan | null,
  ) {
    this.follow(plan);
    this.titleStarts = new Set([...shared.titles].map((title) => title.charCodeAt(0)));
    this.money = shared.vocabulary.pattern('money', (words) => words);
    this.over = nearest(shared.over, shared.vocabulary, (named) => named.bodies.length > 0);
    this.overNames = nearest(shared.over, shared.vocabulary, (named) => named.words.length > 0);
    this.refresh();
  }

  private follow(plan: Plan): void {
    this.plan = plan;
    this.groups = new Groups(plan.section);
    this.signs = new Set(plan.section);
    this.offices = [...plan.department, ...plan.responsible];
    this.lastText = '';
  }

  /**
   * @param raw a record that is not blank; @param next the next such record, null at the end of the table
   * @returns a row, the reason for skipping, or null when this part of the record is blank
   */
  read(raw: RawRow, next: RawRow | null): Row | SkipReason | null {
    const { plan } = this;
    const { cells } = raw;
    const to = Math.min(plan.to, cells.length - 1);
    let lead = plan.from;
    while (lead <= to && isBlank(cells[lead])) lead++;
    if (lead > to) return null;
    let other = lead + 1;
    while (other <= to && isBlank(cells[other])) other++;
    const alone = other > to;
    const column = this.textColumn(cells);

    const skip = this.layoutReason(cells, lead, alone, column);
    if (skip !== null) return skip;
    // under a new heading line the group cells start anew
    if (this.headingCount !== this.shared.headings.count) {
      this.groups.clear();
      this.lastText = '';
      this.refresh();
    }

    const found = alone ? this.aloneText(raw, lead, next) : this.recordText(raw, column, next);
    if (typeof found === 'string') return found;
    if (this.groups.update(cells)) this.refresh();
    if (isPlaceholder(found.text)) return 'no-text';
    return this.rowOf(raw, found);
  }

  private newHeading(text: string): SkipReason {
    this.shared.headings.add(text);
    return 'heading';
  }

  /** First text column that holds something, or -1. */
  private textColumn(cells: readonly string[]): number {
    for (const c of this.plan.text) if (!isBlank(cells[c])) return c;
    return -1;
  }

  /** Note, signature, sub-total, repeated title or header; null for all else. */
  private layoutReason(cells: readonly string[], lead: number, alone: boolean, column: number): SkipReason | null {
    const { skips, titles, notes } = this.shared;
    const first = cells[lead]!;
    const text = column < 0 ? '' : cells[column]!;
    let alarmed = column < 0 || notes.open || skips.alarm[first.charCodeAt(0)] === 1;
    if (alone) alarmed ||= skips.maySign(first) || this.titleStarts.has(first.charCodeAt(0));
    alarmed ||= skips.alarm[text.charCodeAt(0)] === 1;
    for (const c of this.plan.section) {
      const cell = cells[c];
      if (cell !== undefined && cell !== '' && skips.alarm[cell.charCodeAt(0)] === 1) alarmed = true;
    }
    if (alarmed) {
      if (notes.isNote(first, alone)) return 'note';
      const filled = filledCells(cells, this.plan.from, this.plan.to);
      if (skips.isSignature(filled, column >= 0)) return 'signature';
      const marks = [first, text, ...this.plan.section.map((c) => cells[c] ?? '')];
      if (skips.isSubtotal(marks, text)) return 'subtotal';
      if (alone && titles.has(squeeze(first))) return 'title';
    }
    if (this.shared.headerRows.length === 0 || (column >= 0 && text.length > HEADER_WORD)) return null;
    if (this.isHeader(cells)) return 'header';
    const plan = this.replan(cells);
    if (plan === null) return null;
    this.follow(plan);
    this.refresh();
    return 'header';
  }

  /** The header again: most filled cells equal those of one header row. */
  private isHeader(cells: readonly string[]): boolean {
    const { from, to } = this.plan;
    return this.shared.headerRows.some((header) => {
      let filled = 0;
      let same = 0;
      for (let c = from; c <= to && c < cells.length; c++) {
        if (isBlank(cells[c])) continue;
        filled++;
        if (header[c] !== '' && cells[c]!.length < 40 && squeeze(cells[c]!) === header[c]) same++;
      }
      return same > 0 && same * 5 >= filled * 3;
    });
  }

  /** A record with one filled cell: a heading line, or a matter that takes the whole line. */
  private aloneText(raw: RawRow, lead: number, next: RawRow | null): Found | SkipReason {
    const cell = raw.cells[lead]!;
    const line = oneLine(cell);
    const { plan, shared } = this;
    const row: Found = { text: cell, column: lead, under: null };
    if (isPlaceholder(line)) return 'no-text';
    const end = shared.skips.tails[cell.charCodeAt(cell.length - 1)] === 1;
    if (end && isOffice(cell, shared.vocabulary) && (next === null || this.isDated(next))) return 'signature';
    if (line.length < HEADER_WORD && isLabel(squeeze(line), shared.vocabulary)) return 'title';
    const isText = plan.text.includes(lead);
    const across = shared.fill.width(raw.number) > 1;
    if (isText && !across) return this.isHeadingLine(line, next, true) ? this.newHeading(cell) : row;
    if (plan.after.includes(lead) && !across) return this.continued(raw, '') ?? row;
    if (line.length > HEADING || SENTENCE.test(line)) return row;
    if (this.signs.has(lead) && !across) {
      if (this.groups.update(raw.cells)) this.refresh();
      return 'heading';
    }
    if (!across && lead !== plan.from && !isText) return 'no-text';
    return this.isHeadingLine(line, next, false) ? this.newHeading(cell) : row;
  }

  /** A date alone, as under the name of the office that signs. */
  private isDated(raw: RawRow): boolean {
    const filled = filledCells(raw.cells, this.plan.from, this.plan.to);
    return filled.length === 1 && this.shared.skips.isSignature(filled, false);
  }

  /**
   * Does the line head what follows? In the text column only a numbered line, or one that ends with its points, that
   * deeper or plain lines follow; across the columns any short line that is not one of a row of equals.
   */
  private isHeadingLine(line: string, next: RawRow | null, inText: boolean): boolean {
    if (next === null || line.length > HEADING || SENTENCE.test(line)) return false;
    const rank = numbering(line);
    if (inText && (rank === null ? !POINTS_END.test(line) : rank > 2)) return false;
    const below = filledCells(next.cells, this.plan.from, this.plan.to);
    const nextRank = numbering(oneLine(below[0] ?? ''));
    const textRank = numbering(next.cells[this.plan.text[0] ?? 0] ?? '');
    if (inText) {
      if (rank === null) return POINTS_END.test(line) && textRank !== null;
      return rank <= 2 && (textRank === null || textRank > rank);
    }
    if (below.length > 1) return true;
    if (rank === null) return nextRank !== null;
    return rank <= 2 && nextRank !== rank;
  }

  /** The text of a record with several filled cells. */
  private recordText(raw: RawRow, column: number, next: RawRow | null): Found | SkipReason {
    const { plan } = this;
    const { cells } = raw;
    if (column >= 0) {
      let text = cells[column]!;
      this.lastText = text;
      for (const c of plan.text) if (c !== column && !isBlank(cells[c])) text += ` | ${cells[c]}`;
      for (const c of plan.after) {
        const cell = this.shared.fill.value(raw.number, cells, c);
        if (!isBlank(cell)) text += ` | ${cell}`;
      }
      return { text, column, under: null };
    }
    const merged = plan.text.length > 0 ? this.shared.fill.merged(raw.number, plan.text[0]!) : '';
    const rest = this.continued(raw, merged);
    if (rest) return rest;
    if (merged !== '') return { text: merged, column: plan.text[0]!, under: null };
    return this.named(raw, next);
  }

  /** A further scoring rule under a text above: its own row, with that text as heading. */
  private continued(raw: RawRow, merged: string): Found | null {
    const { plan } = this;
    const own = plan.after.filter((c) => !isBlank(raw.cells[c]));
    if (own.length === 0 || plan.shares) return null;
    const above = merged !== '' ? merged : this.lastText;
    return {
      text: own.map((c) => raw.cells[c]).join(' | '),
      column: own[0]!,
      under: above === '' ? null : oneLine(above),
    };
  }

  /** No text, but a group cell: the head of a group, or a matter that has no more than its name. */
  private named(raw: RawRow, next: RawRow | null): Found | SkipReason {
    const { plan } = this;
    const column = [...plan.section].reverse().find((c) => !isBlank(raw.cells[c]));
    if (column === undefined) return 'no-text';
    const heads = next !== null && this.textColumn(next.cells) >= 0 && isBlank(next.cells[column]);
    const says = [
      ...plan.points,
      ...plan.department,
      ...plan.responsible,
      ...plan.funding,
      ...plan.basis,
      ...plan.unit,
    ];
    if (!heads && says.some((c) => !isBlank(raw.cells[c]))) return { text: raw.cells[column]!, column, under: null };
    if (this.groups.update(raw.cells)) this.refresh();
    return 'heading';
  }

  /** Joins the headings in force and looks whom they name. */
  private refresh(): void {
    const { headings, vocabulary } = this.shared;
    this.headingCount = headings.count;
    const texts = [...headings.texts, ...this.groups.texts];
    if (this.plan.heading !== null) texts.push(this.plan.heading);
    const distinct = texts.filter((text, i) => text !== texts[i - 1]);
    this.section = distinct.length > 0 ? distinct.join(' / ') : null;
    const inward = distinct.reverse();
    this.sectionNamed = nearest(inward, vocabulary, (named) => named.bodies.length > 0);
    this.sectionNames = nearest(inward, vocabulary, (named) => named.words.length > 0);
    const spoken = [...this.shared.over, ...inward].map((text) => vocabulary.bodiesIn(squeeze(text)));
    this.topic = spoken.find((bodies) => bodies.length > 0) ?? [];
  }

  private value(raw: RawRow, columns: readonly number[]): string | null {
    for (const c of columns) {
      const value = this.shared.fill.value(raw.number, raw.cells, c);
      if (!isBlank(value)) return value.trim();
    }
    return null;
  }

  private values(raw: RawRow, columns: readonly number[]): string | null {
    if (columns.length < 2) return this.value(raw, columns);
    const all = columns.map((c) => this.value(raw, [c])).filter((value) => value !== null);
    return all.length > 0 ? all.join('；') : null;
  }

  private rowOf(raw: RawRow, found: Found): Row {
    const { plan, shared } = this;
    const { vocabulary } = shared;
    let department: string | null = null;
    let responsible: string | null = null;
    for (const c of this.offices) {
      const cell = shared.fill.value(raw.number, raw.cells, c);
      if (isBlank(cell)) continue;
      const parts = this.split(cell.trim());
      department ??= parts.department;
      responsible ??= parts.addressee;
    }
    const issuer = this.value(raw, plan.unit);
    const unit = issuer !== null && vocabulary.named(issuer, true).words.length === 0 ? issuer : null;
    let basis = this.values(raw, plan.basis);
    let funding = this.values(raw, plan.funding);
    for (const c of plan.remark) {
      const remark = raw.cells[c];
      if (isBlank(remark) || remark!.length < MONEY_LENGTH) continue;
      if (funding === null && this.money.test(remark!)) funding = remark!.trim();
      if (basis === null && remark!.includes('《')) basis = remark!.trim();
    }
    const whom = this.whom(raw, found, responsible);
    const points = this.points(raw, found);
    return {
      source: shared.source,
      sheet: shared.sheet,
      row: raw.number,
      cell: `${columnName(found.column)}${raw.number}`,
      id: this.value(raw, plan.id),
      unit: unit ?? department ?? shared.context.unit,
      section: this.sectionOf(found),
      text: found.text,
      kind: this.kind(raw, points),
      bodies: whom.bodies,
      addressee: whom.addressee,
      basis,
      funding,
      amount: this.value(raw, plan.amount),
      department,
      points,
      cells: raw.cells,
      table: shared.context,
    };
  }

  private sectionOf(found: Found): string | null {
    if (found.under !== null) return this.section === null ? found.under : `${this.section} / ${found.under}`;
    // a group cell that is the matter itself is not its own heading
    if (!this.signs.has(found.column) || this.plan.text.includes(found.column)) return this.section;
    return this.section?.split(' / ').slice(0, -1).join(' / ') || null;
  }

  /** 区民政局、各村 in a column of responsible units: departments and addressees apart. */
  private split(cell: string): { department: string | null; addressee: string | null } {
    const { vocabulary } = this.shared;
    if (vocabulary.named(cell, true).words.length === 0)
      return { department: HAN_WORD.test(cell) ? cell : null, addressee: null };
    const departments: string[] = [];
    const addressees: string[] = [];
    for (const part of cell.split(/[、，,；;\n/]+(?![^(（]*[)）])/)) {
      if (part.trim() === '') continue;
      (vocabulary.named(part, true).words.length > 0 ? addressees : departments).push(part.trim());
    }
    return { department: departments.join('、') || null, addressee: addressees.join('、') || null };
  }

  private points(raw: RawRow, found: Found): number | null {
    const { plan } = this;
    if (plan.points.length > 0) {
      const cell = raw.cells[plan.points[0]!];
      return isBlank(cell) ? null : pointsOf(cell!);
    }
    return pointsInText(found.text);
  }

  private kind(raw: RawRow, points: number | null): Kind {
    const { shared } = this;
    if (shared.kind !== null) return shared.kind;
    const cell = this.plan.kind.length > 0 ? this.value(raw, this.plan.kind) : null;
    if (cell === 'task' || cell === 'indicator') return cell;
    if (cell !== null)
      return shared.vocabulary.pattern('indicator', (words) => words).test(cell) ? 'indicator' : 'task';
    return shared.tableKind ?? (points === null ? 'task' : 'indicator');
  }

  /** Whose lists apply, and the words that say whom the row addresses; the source nearest to the row decides. */
  private whom(
    raw: RawRow,
    found: Found,
    responsible: string | null,
  ): { bodies: readonly Body[]; addressee: string | null } {
    const { plan, shared } = this;
    const { vocabulary } = shared;
    const bodyCell = this.value(raw, plan.body);
    let addressed: string | null = null;
    for (const c of plan.addressee) {
      const cell = shared.fill.value(raw.number, raw.cells, c).trim();
      if (HAN_WORD.test(cell)) addressed = addressed === null ? cell : `${addressed}、${cell}`;
    }
    if (plan.shares) addressed = raw.cells[plan.text[0]!]?.trim() ?? null;
    const ticks = plan.levels.length > 0 ? this.ticks(raw) : [];
    const ticked = ticks.length > 0 ? ticks.join('、') : null;

    const addressee =
      addressed ?? ticked ?? responsible ?? wordsOf(this.sectionNames) ?? wordsOf(this.overNames) ?? shared.addressee;
    if (shared.body !== 'auto') return { bodies: ONLY[shared.body], addressee };
    let bodies: readonly Body[] = bodyCell === null ? [] : vocabulary.bodies(bodyCell);
    if (bodies.length === 0 && ticks.length > 0)
      bodies = BODIES.filter((body) => ticks.some((name) => vocabulary.bodies(name).includes(body)));
    if (bodies.length === 0 && addressed !== null) bodies = vocabulary.named(addressed, true).bodies;
    if (bodies.length === 0 && responsible !== null) bodies = vocabulary.named(responsible, true).bodies;
    if (bodies.length === 0) bodies = this.sectionNamed.bodies;
    if (bodies.length === 0) bodies = this.over.bodies;
    if (bodies.length === 0 && shared.addressee !== null) bodies = vocabulary.named(shared.addressee, true).bodies;
    if (bodies.length === 0) bodies = this.topic;
    if (bodies.length === 0) bodies = vocabulary.bodiesIn(found.text);
    return { bodies: bodies.length === 0 ? ONLY.village : bodies, addressee };
  }

  /** Names of the level columns that are ticked. */
  private ticks(raw: RawRow): string[] {
    const { vocabulary } = this.shared;
    const names: string[] = [];
    for (const { column, name } of this.plan.levels) {
      const cell = raw.cells[column];
      if (!isBlank(cell) && !vocabulary.isSign('no-tick', cell!)) names.push(name);
    }
    return names;
  }
}

const ONLY: Readonly<Record<Body, readonly Body[]>> = { village: ['village'], community: ['community'] };
const wordsOf = (named: Named): string | null => (named.words.length > 0 ? named.words.join('、') : null);

/** What the first text that passes the test names. */
function nearest(texts: readonly string[], vocabulary: Vocabulary, test: (named: Named) => boolean): Named {
  for (const text of texts) {
    const named = vocabulary.named(text);
    if (test(named)) return named;
  }
  return NOBODY;
}
