/** Fills the slots of frames from what was seen in a clause, its headings and the first clause of its cell. */
import type { Decision } from '../types.ts';
import type { Compiled, CompiledFrame } from './compile.ts';
import type { Seen } from './spot.ts';

/** Slots of one frame at most; the schema allows no more. */
export const SLOTS_MOST = 8;
/** A slot with several classes may have more hits than one class keeps. */
const SLOT_HITS = 48;

/** What frames made of one concept in one clause. */
export interface Made {
  /** frames that matched */
  frames: number;
  /** number and score of the best one */
  frame: number;
  score: number;
  fromHeading: boolean;
  fromCell: boolean;
  /** hits of the best one, comparable offsets, in the order of its slots */
  readonly start: Int32Array;
  readonly end: Int32Array;
  hits: number;
}

/** Scratch space of one process; matching never runs twice at once. */
export class FrameFiller {
  /** concept number → what was made of it; valid where `touched` says so */
  readonly made: Made[];
  readonly touched: Int32Array;
  touchedCount = 0;
  private readonly tried: Int32Array;
  private serial = 0;
  private readonly slotStart: Int32Array[];
  private readonly slotEnd: Int32Array[];
  private readonly slotCount = new Int32Array(SLOTS_MOST);
  private readonly pickStart = new Int32Array(SLOTS_MOST);
  private readonly pickEnd = new Int32Array(SLOTS_MOST);
  private slots = 0;
  private near = 0;
  private ordered = false;

  constructor(private readonly compiled: Compiled) {
    this.made = compiled.concepts.map(() => ({
      frames: 0,
      frame: 0,
      score: 0,
      fromHeading: false,
      fromCell: false,
      start: new Int32Array(SLOTS_MOST),
      end: new Int32Array(SLOTS_MOST),
      hits: 0,
    }));
    this.touched = new Int32Array(compiled.concepts.length);
    this.tried = new Int32Array(compiled.frames.length);
    this.slotStart = Array.from({ length: SLOTS_MOST }, () => new Int32Array(SLOT_HITS));
    this.slotEnd = Array.from({ length: SLOTS_MOST }, () => new Int32Array(SLOT_HITS));
  }

  /** Tries every frame that has a chance; results stand in `made` for the concepts in `touched`. */
  run(clause: Seen, heading: Seen | null, cell: Seen | null): void {
    for (let k = 0; k < this.touchedCount; k++) this.made[this.touched[k]!]!.frames = 0;
    this.touchedCount = 0;
    this.serial++;
    this.tryAll(clause, clause, heading, cell);
    if (heading) this.tryAll(heading, clause, heading, cell);
    if (cell) this.tryAll(cell, clause, heading, cell);
    for (const f of this.compiled.headingFrames) this.tryOne(f, clause, heading, cell);
  }

  private tryAll(from: Seen, clause: Seen, heading: Seen | null, cell: Seen | null): void {
    const { framesByAnchor } = this.compiled;
    for (let k = 0; k < from.presentCount; k++) {
      const frames = framesByAnchor[from.present[k]!]!;
      for (let i = 0; i < frames.length; i++) this.tryOne(frames[i]!, clause, heading, cell);
    }
  }

  private tryOne(f: number, clause: Seen, heading: Seen | null, cell: Seen | null): void {
    if (this.tried[f] === this.serial) return;
    this.tried[f] = this.serial;
    const frame = this.compiled.frames[f]!;
    const score = this.fill(frame, clause, heading, cell, this.compiled.library.decision);
    if (score === 0) return;
    const made = this.made[frame.concept]!;
    if (made.frames === 0) this.touched[this.touchedCount++] = frame.concept;
    made.frames++;
    // of equal frames the one that is written first speaks, whatever the order of trying
    if (made.frames > 1 && (score < made.score || (score === made.score && f > made.frame))) return;
    made.score = score;
    made.frame = f;
    made.fromHeading = this.filledFromHeading;
    made.fromCell = this.filledFromCell;
    made.hits = this.slots;
    for (let k = 0; k < this.slots; k++) {
      made.start[k] = this.pickStart[k]!;
      made.end[k] = this.pickEnd[k]!;
    }
  }

  private filledFromHeading = false;
  private filledFromCell = false;

  /** The score of a frame on this clause, 0 when it does not match. */
  private fill(
    compiled: CompiledFrame,
    clause: Seen,
    heading: Seen | null,
    cell: Seen | null,
    decision: Decision,
  ): number {
    const { frame, slots } = compiled;
    this.slots = 0;
    this.filledFromHeading = false;
    this.filledFromCell = false;
    for (let s = 0; s < slots.length; s++) {
      const slot = slots[s]!;
      if (this.gather(slot, clause)) continue;
      if (heading !== null && any(slot, heading)) this.filledFromHeading = true;
      else if (cell !== null && any(slot, cell)) this.filledFromCell = true;
      else return 0;
    }
    if (this.slots === 0 && slots.length > 0) return 0;
    if (compiled.heading.length > 0 && (heading === null || !any(compiled.heading, heading))) return 0;
    if (compiled.none.length > 0 && any(compiled.none, clause)) return 0;
    // an order of words can only be read inside one clause
    if (frame.ordered && (this.filledFromHeading || this.filledFromCell)) return 0;
    this.near = frame.near;
    this.ordered = frame.ordered;
    if (!this.place(0)) return 0;
    let score = decision.frame[frame.strength];
    if (this.filledFromHeading) score -= decision.headingDiscount;
    if (this.filledFromCell) score -= decision.cellDiscount;
    let length = 0;
    for (let k = 0; k < this.slots; k++) length += this.pickEnd[k]! - this.pickStart[k]!;
    return score + 0.12 * (slots.length - 1) + 0.02 * length;
  }

  /** Collects the hits of a slot in the clause; false when it has none. */
  private gather(slot: Int32Array, clause: Seen): boolean {
    const start = this.slotStart[this.slots]!;
    const end = this.slotEnd[this.slots]!;
    let count = 0;
    for (let i = 0; i < slot.length; i++) {
      const n = slot[i]!;
      const had = clause.count[n]!;
      const from = n * 6;
      for (let k = from; k < from + had && count < SLOT_HITS; k++) {
        start[count] = clause.start[k]!;
        end[count++] = clause.end[k]!;
      }
    }
    if (count === 0) return false;
    this.slotCount[this.slots++] = count;
    return true;
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

  private close(): boolean {
    if (this.slots < 2) return true;
    const order = Array.from({ length: this.slots }, (_, k) => k).sort(
      (a, b) => this.pickStart[a]! - this.pickStart[b]!,
    );
    for (let i = 1; i < order.length; i++)
      if (this.pickStart[order[i]!]! - this.pickEnd[order[i - 1]!]! > this.near) return false;
    return true;
  }
}

function any(classes: Int32Array, seen: Seen): boolean {
  for (let i = 0; i < classes.length; i++) if (seen.count[classes[i]!] !== 0) return true;
  return false;
}
