/** Fills the slots of frames from what was seen in a clause, its headings and the first clause of its cell. */
import type { Decision, Strength } from '../types.ts';
import type { Seen } from './spot.ts';

/** Slots of one frame at most; the schema allows no more. */
export const SLOTS_MOST = 8;
/** A slot with several classes may have more hits than one class keeps. */
const SLOT_HITS = 48;

export const STRENGTHS = ['strong', 'medium', 'weak'] as const satisfies readonly Strength[];

/** Frames as flat tables. Equal slots of different frames are one slot, so that each is looked at once a clause. */
export interface FrameTables {
  /** frame → concept, gap, order, place in {@link STRENGTHS} */
  readonly concept: Int32Array;
  readonly near: Int32Array;
  readonly ordered: Uint8Array;
  readonly strength: Uint8Array;
  /** the slots of frame f are slots[slotFrom[f]] … */
  readonly slotFrom: Int32Array;
  readonly slots: Int32Array;
  /** slot of the classes that must not stand in the clause / of which one must stand in the heading, −1 = none */
  readonly none: Int32Array;
  readonly heading: Int32Array;
  /** the classes of slot s are classes[classFrom[s]] … */
  readonly classFrom: Int32Array;
  readonly classes: Int32Array;
  /** the frames whose rarest slot holds class n are anchored[anchorFrom[n]] … */
  readonly anchorFrom: Int32Array;
  readonly anchored: Int32Array;
  /** the slot of a frame that is rarest after the one it waits on, −1 = none: looked at first */
  readonly probe: Int32Array;
  /** frames without slots: the heading alone decides */
  readonly headed: Int32Array;
}

const IN_CLAUSE = 1;
const IN_HEADING = 2;
const IN_CELL = 3;
const NOWHERE = 4;

/** Scratch space of one process; matching never runs twice at once. */
export class FrameFiller {
  /** concepts that some frame was made of in the last run, `touchedCount` of them */
  readonly touched: Int32Array;
  touchedCount = 0;
  /** concept → frames that matched; the rest holds where this is not 0 */
  readonly frames: Int32Array;
  /** concept → number and score of its best frame, and whether heading or cell helped */
  private readonly frame: Int32Array;
  readonly score: Float64Array;
  readonly fromHeading: Uint8Array;
  readonly fromCell: Uint8Array;
  /** hits of the best frame of concept c, comparable offsets in the order of its slots, from c * SLOTS_MOST on */
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly hits: Uint8Array;

  private serial = 0;
  private readonly tried: Int32Array;
  /** slot → the run in which it was looked at last, times eight, and where it is filled */
  private readonly found: Int32Array;
  private readonly slotStart: Int32Array[];
  private readonly slotEnd: Int32Array[];
  private readonly slotCount = new Int32Array(SLOTS_MOST);
  private readonly pickStart = new Int32Array(SLOTS_MOST);
  private readonly pickEnd = new Int32Array(SLOTS_MOST);
  private readonly order = new Int32Array(SLOTS_MOST);
  private slots = 0;
  private near = 0;
  private ordered = false;
  private filledFromHeading = false;
  private filledFromCell = false;
  private readonly worth: readonly number[];

  constructor(
    private readonly tables: FrameTables,
    concepts: number,
    private readonly decision: Decision,
  ) {
    this.touched = new Int32Array(concepts);
    this.frames = new Int32Array(concepts);
    this.frame = new Int32Array(concepts);
    this.score = new Float64Array(concepts);
    this.fromHeading = new Uint8Array(concepts);
    this.fromCell = new Uint8Array(concepts);
    this.start = new Int32Array(concepts * SLOTS_MOST);
    this.end = new Int32Array(concepts * SLOTS_MOST);
    this.hits = new Uint8Array(concepts);
    this.tried = new Int32Array(tables.concept.length);
    this.found = new Int32Array(tables.classFrom.length);
    this.slotStart = Array.from({ length: SLOTS_MOST }, () => new Int32Array(SLOT_HITS));
    this.slotEnd = Array.from({ length: SLOTS_MOST }, () => new Int32Array(SLOT_HITS));
    this.worth = STRENGTHS.map((strength) => decision.frame[strength]);
  }

  /** Tries every frame that has a chance; results stand under the concepts in `touched`. */
  run(clause: Seen, heading: Seen | null, cell: Seen | null): void {
    for (let k = 0; k < this.touchedCount; k++) this.frames[this.touched[k]!] = 0;
    this.touchedCount = 0;
    this.begin();
    this.tryAll(clause, clause, heading, cell);
    if (heading) this.tryAll(heading, clause, heading, cell);
    if (cell) this.tryAll(cell, clause, heading, cell);
    const { headed } = this.tables;
    for (let k = 0; k < headed.length; k++) this.tryOne(headed[k]!, clause, heading, cell);
  }

  /** A new run; after millions of them what the first ones left behind is forgotten. */
  private begin(): void {
    this.serial++;
    if (this.serial < 1 << 27) return;
    this.serial = 1;
    this.found.fill(0);
    this.tried.fill(0);
  }

  private tryAll(from: Seen, clause: Seen, heading: Seen | null, cell: Seen | null): void {
    const { anchorFrom, anchored, probe } = this.tables;
    const { present, presentCount } = from;
    for (let k = 0; k < presentCount; k++) {
      const n = present[k]!;
      const to = anchorFrom[n + 1]!;
      for (let i = anchorFrom[n]!; i < to; i++) {
        const f = anchored[i]!;
        const other = probe[f]!;
        if (other === -1 || this.find(other, clause, heading, cell) !== NOWHERE) this.tryOne(f, clause, heading, cell);
      }
    }
  }

  private tryOne(f: number, clause: Seen, heading: Seen | null, cell: Seen | null): void {
    if (this.tried[f] === this.serial) return;
    this.tried[f] = this.serial;
    const score = this.fill(f, clause, heading, cell);
    if (score === 0) return;
    const c = this.tables.concept[f]!;
    const before = this.frames[c]!++;
    if (before === 0) this.touched[this.touchedCount++] = c;
    // of equal frames the one that is written first speaks, whatever the order of trying
    else if (score < this.score[c]! || (score === this.score[c]! && f > this.frame[c]!)) return;
    this.score[c] = score;
    this.frame[c] = f;
    this.fromHeading[c] = this.filledFromHeading ? 1 : 0;
    this.fromCell[c] = this.filledFromCell ? 1 : 0;
    this.hits[c] = this.slots;
    for (let k = 0; k < this.slots; k++) {
      this.start[c * SLOTS_MOST + k] = this.pickStart[k]!;
      this.end[c * SLOTS_MOST + k] = this.pickEnd[k]!;
    }
  }

  /** The score of a frame on this clause, 0 when it does not match. */
  private fill(f: number, clause: Seen, heading: Seen | null, cell: Seen | null): number {
    const { tables, decision } = this;
    const { slotFrom, slots } = tables;
    const from = slotFrom[f]!;
    const to = slotFrom[f + 1]!;
    this.filledFromHeading = false;
    this.filledFromCell = false;
    let own = 0;
    for (let k = from; k < to; k++) {
      const where = this.find(slots[k]!, clause, heading, cell);
      if (where === IN_CLAUSE) own++;
      else if (where === IN_HEADING) this.filledFromHeading = true;
      else if (where === IN_CELL) this.filledFromCell = true;
      else return 0;
    }
    if (own === 0 && to > from) return 0;
    const needed = tables.heading[f]!;
    if (needed !== -1 && (heading === null || !this.any(needed, heading))) return 0;
    const barred = tables.none[f]!;
    if (barred !== -1 && this.find(barred, clause, heading, cell) === IN_CLAUSE) return 0;
    // an order of words can only be read inside one clause
    this.ordered = tables.ordered[f] === 1;
    if (this.ordered && (this.filledFromHeading || this.filledFromCell)) return 0;
    this.near = tables.near[f]!;
    this.slots = 0;
    for (let k = from; k < to; k++) if ((this.found[slots[k]!]! & 7) === IN_CLAUSE) this.gather(slots[k]!, clause);
    if (!this.place(0)) return 0;
    let score = this.worth[tables.strength[f]!]!;
    if (this.filledFromHeading) score -= decision.headingDiscount;
    if (this.filledFromCell) score -= decision.cellDiscount;
    let length = 0;
    for (let k = 0; k < this.slots; k++) length += this.pickEnd[k]! - this.pickStart[k]!;
    return score + 0.12 * (to - from - 1) + 0.02 * length;
  }

  /** Where a slot is filled, the clause before the heading before the cell; asked once a run. */
  private find(slot: number, clause: Seen, heading: Seen | null, cell: Seen | null): number {
    const known = this.found[slot]!;
    if (known >> 3 === this.serial) return known & 7;
    let where = NOWHERE;
    if (this.any(slot, clause)) where = IN_CLAUSE;
    else if (heading !== null && this.any(slot, heading)) where = IN_HEADING;
    else if (cell !== null && this.any(slot, cell)) where = IN_CELL;
    this.found[slot] = (this.serial << 3) | where;
    return where;
  }

  private any(slot: number, seen: Seen): boolean {
    const { classFrom, classes } = this.tables;
    const { count } = seen;
    const to = classFrom[slot + 1]!;
    for (let i = classFrom[slot]!; i < to; i++) if (count[classes[i]!] !== 0) return true;
    return false;
  }

  /** Collects the hits of a slot in the clause. */
  private gather(slot: number, clause: Seen): void {
    const { classFrom, classes } = this.tables;
    const start = this.slotStart[this.slots]!;
    const end = this.slotEnd[this.slots]!;
    let count = 0;
    for (let i = classFrom[slot]!; i < classFrom[slot + 1]!; i++) {
      const n = classes[i]!;
      if (clause.count[n] === 0) continue;
      for (let h = clause.first[n]!; h !== 0 && count < SLOT_HITS; h = clause.next[h]!) {
        start[count] = clause.start[h]!;
        end[count++] = clause.end[h]!;
      }
    }
    this.slotCount[this.slots++] = count;
  }

  /** One hit a slot, none overlapping another, gaps no larger than `near`, in order when asked. */
  private place(k: number): boolean {
    if (k === this.slots) return this.near === 0 || this.close();
    const start = this.slotStart[k]!;
    const end = this.slotEnd[k]!;
    for (let i = 0; i < this.slotCount[k]!; i++) {
      const a = start[i]!;
      const b = end[i]!;
      if (this.overlaps(k, a, b)) continue;
      if (this.ordered && k > 0 && a < this.pickEnd[k - 1]!) continue;
      this.pickStart[k] = a;
      this.pickEnd[k] = b;
      if (this.place(k + 1)) return true;
    }
    return false;
  }

  private overlaps(k: number, a: number, b: number): boolean {
    for (let j = 0; j < k; j++) if (a < this.pickEnd[j]! && this.pickStart[j]! < b) return true;
    return false;
  }

  /** The picked hits, from left to right, with no gap larger than `near`. */
  private close(): boolean {
    const { order, pickStart, pickEnd } = this;
    for (let i = 0; i < this.slots; i++) {
      let at = i;
      for (; at > 0 && pickStart[order[at - 1]!]! > pickStart[i]!; at--) order[at] = order[at - 1]!;
      order[at] = i;
    }
    for (let i = 1; i < this.slots; i++) if (pickStart[order[i]!]! - pickEnd[order[i - 1]!]! > this.near) return false;
    return true;
  }
}
