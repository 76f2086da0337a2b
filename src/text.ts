/**
 * The comparable form of a Chinese string, WITH a map back to original offsets; display width.
 *
 * Officials type full-width digits, traditional characters, spaces inside words; people who want to get past a checker
 * type zero-width characters, radicals and 报·刊·征·订. All of that is folded here, once, and every span that later
 * stages find is mapped back, so that `text.slice(start, end)` is always what the person wrote.
 */
import { LOOKALIKES, SIMPLIFIED } from './text-tables.ts';

export interface Comparable {
  /** folded text */
  readonly text: string;
  /** offsets[i] = offset in the original of folded unit i; offsets[length] = end; null = identity */
  readonly offsets: Int32Array | null;
  readonly original: string;
  /** number of invisible characters that were dropped from between visible ones */
  readonly hidden: number;
}

const KEEP = 0xffff;
const DROP = 0xfffe;
const SLOW = 0xfffd;
const HIDDEN = 0xfffc;
const SLOW_BELOW = HIDDEN;
/** code unit → folded unit, or one of the marks above */
let fold: Uint16Array | null = null;
const IGNORABLE = /^[\p{DI}\p{Cf}\p{Cc}\p{M}\u2800]$/u;
const SPACE = /^[\p{Z}\t\n\v\f\r\u0085]$/u;
/** dots that stand between characters to break a word; never meaningful for matching */
const DOTS = '·・•‧∙⋅●◦˙․';
/** separators that break a word only when they stand between single characters: 报-刊-征-订 */
const BREAKERS = '-_*~.|/\\+=^#&,，、—–－＿＊～';
/** of them those that also make lists of single characters (水、电、气), which are no broken words */
const LISTING = '、，,';
/** code unit → 1 for a breaker, 2 for one that lists, 0 for all else */
const breaker = new Uint8Array(65536);
for (const c of BREAKERS) breaker[c.charCodeAt(0)] = LISTING.includes(c) ? 2 : 1;

function table(): Uint16Array {
  if (fold) return fold;
  const t = new Uint16Array(65536).fill(SLOW);
  for (let c = 0x4e00; c <= 0x9fff; c++) t[c] = KEEP;
  for (let c = 0x3400; c <= 0x4dbf; c++) t[c] = KEEP;
  for (let c = 0x21; c < 0x7f; c++) t[c] = KEEP;
  for (let c = 0x41; c <= 0x5a; c++) t[c] = c + 32;
  for (let c = 0xff01; c <= 0xff5e; c++) {
    const ascii = c - 0xfee0;
    t[c] = ascii >= 0x41 && ascii <= 0x5a ? ascii + 32 : ascii;
  }
  for (const c of '，。；：？！、（）《》〈〉【】“”‘’—…') t[c.charCodeAt(0)] = KEEP;
  // full-width punctuation keeps its own form where clauses are split on it
  for (const [a, b] of ['，，', '：：', '；；', '？？', '！！', '（（', '））'].map((p) => [...p] as [string, string]))
    t[a.charCodeAt(0)] = b.charCodeAt(0);
  for (const c of [0x20, 0x09, 0x0a, 0x0d, 0x3000, 0xa0]) t[c] = DROP;
  for (const c of DOTS) t[c.charCodeAt(0)] = DROP;
  for (const c of [0xad, 0x200b, 0x200c, 0x200d, 0x2060, 0xfeff, 0x2800]) t[c] = HIDDEN;
  for (const pairs of [SIMPLIFIED, LOOKALIKES])
    for (let i = 0; i + 1 < pairs.length; i += 2) t[pairs.charCodeAt(i)] = pairs.charCodeAt(i + 1);
  // what folds to itself is kept: a text of such characters alone needs no map
  for (let c = 0; c < SLOW_BELOW; c++) if (t[c] === c) t[c] = KEEP;
  fold = t;
  return t;
}

/** Folds one code point that the table does not know: NFKC, then each resulting unit through the table. */
function slow(point: string, t: Uint16Array): string {
  if (SPACE.test(point)) return '';
  if (IGNORABLE.test(point)) return '';
  let out = '';
  for (const part of point.normalize('NFKC').toLowerCase()) {
    if (IGNORABLE.test(part) || SPACE.test(part)) continue;
    const mark = part.length === 1 ? t[part.charCodeAt(0)]! : KEEP;
    if (mark === KEEP || mark === SLOW) out += part;
    else if (mark < HIDDEN) out += String.fromCharCode(mark);
  }
  return out;
}

const isHan = (c: number): boolean => c >= 0x3400 && c <= 0x9fff;

/** Where offsets are gathered before they are copied; grows with the longest text. */
let room = new Int32Array(1024);

/**
 * The form in which texts are compared: NFKC, simplified, lower case, without white space, invisible characters,
 * combining marks and word-breaking separators.
 */
export function comparable(original: string): Comparable {
  const t = fold ?? table();
  const n = original.length;
  let i = 0;
  let breakers = 0;
  for (; i < n; i++) {
    const c = original.charCodeAt(i);
    if (t[c] !== KEEP) break;
    if (breaker[c] === 1) breakers++;
  }
  if (i < n) return folded(original, t, i);
  return breakers > 1 && hasBroken(original)
    ? joined(original)
    : { text: original, offsets: null, original, hidden: 0 };
}

/** The comparable form of a text whose first `i` units are kept as they are. */
function folded(original: string, t: Uint16Array, i: number): Comparable {
  const n = original.length;
  // a code point folds into 18 units at most (U+FDFA)
  let text = '';
  let from = 0;
  let count = 0;
  let hidden = 0;
  if (room.length < n + 32) room = new Int32Array(n * 2 + 32);
  for (; count < i; count++) room[count] = count;
  while (i < n) {
    const c = original.charCodeAt(i);
    const mark = t[c]!;
    if (mark === KEEP) {
      room[count++] = i++;
      continue;
    }
    text += original.slice(from, i);
    let width = 1;
    if (mark === HIDDEN) hidden++;
    else if (mark === SLOW) {
      const point = String.fromCodePoint(original.codePointAt(i)!);
      width = point.length;
      const units = slow(point, t);
      if (units === '' && IGNORABLE.test(point) && !SPACE.test(point)) hidden++;
      if (room.length < count + n - i + 64) room = widened(room);
      for (let k = 0; k < units.length; k++) room[count++] = i;
      text += units;
    } else if (mark !== DROP) {
      text += String.fromCharCode(mark);
      room[count++] = i;
    }
    i += width;
    from = i;
  }
  text += original.slice(from, n);
  room[count] = n;
  const plain = { text, offsets: room.slice(0, count + 1), original, hidden };
  return hasBroken(text) ? joined(original, plain) : plain;
}

function widened(small: Int32Array): Int32Array<ArrayBuffer> {
  const wide = new Int32Array(small.length * 2);
  wide.set(small);
  return wide;
}

/** 报-刊-征-订: three or more single characters held apart by the same separator. */
function hasBroken(text: string): boolean {
  for (let i = 1; i + 3 < text.length; i++) {
    const c = text.charCodeAt(i);
    if (breaker[c] !== 1 || c !== text.charCodeAt(i + 2)) continue;
    if (isHan(text.charCodeAt(i - 1)) && isHan(text.charCodeAt(i + 1)) && isHan(text.charCodeAt(i + 3))) return true;
  }
  return false;
}

function joined(original: string, base?: Comparable): Comparable {
  const from = base?.text ?? original;
  const between = (i: number): boolean =>
    breaker[from.charCodeAt(i)] !== 0 && isHan(from.charCodeAt(i - 1)) && isHan(from.charCodeAt(i + 1));
  const repeats = (i: number): boolean => from[i] === from[i + 2] || from[i] === from[i - 2];
  // a separator that breaks one word breaks them all: 新-增“四-上”企-业-单-位
  const breaking = new Set<string>();
  for (let i = 1; i < from.length; i++)
    if (breaker[from.charCodeAt(i)] === 1 && between(i) && repeats(i)) breaking.add(from[i]!);
  let text = '';
  const offsets: number[] = [];
  for (let i = 0; i < from.length; i++) {
    if (between(i) && (breaking.has(from[i]!) || repeats(i))) continue;
    text += from[i];
    offsets.push(base?.offsets ? base.offsets[i]! : i);
  }
  offsets.push(original.length);
  return { text, offsets: Int32Array.from(offsets), original, hidden: base?.hidden ?? 0 };
}

/** Maps a half-open span of the comparable form back to the original text. */
export function originalSpan(form: Comparable, start: number, end: number): { start: number; end: number } {
  if (!form.offsets) return { start, end };
  const from = form.offsets[start]!;
  const last = form.offsets[end - 1] ?? from;
  let to = last + (isSurrogate(form.original.charCodeAt(last)) ? 2 : 1);
  // combining marks and invisible characters inside the word belong to it; those after it do not
  const next = form.offsets[end]!;
  while (to < next && IGNORABLE.test(form.original[to]!) && /\p{M}/u.test(form.original[to]!)) to++;
  return { start: from, end: Math.max(to, from) };
}

const isSurrogate = (c: number): boolean => c >= 0xd800 && c <= 0xdbff;

/** Columns a string takes on a terminal: 2 for wide characters, 0 for combining and invisible ones. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const point of text) {
    const c = point.codePointAt(0)!;
    // nearly every character of a table is one of these
    if (c >= 0x4e00 && c <= 0x9fff) {
      width += 2;
      continue;
    }
    if (c >= 0x20 && c < 0x7f) {
      width++;
      continue;
    }
    if (c < 0x20 || (c >= 0x7f && c < 0xa0) || IGNORABLE.test(point)) continue;
    width += isWide(c) ? 2 : 1;
  }
  return width;
}

function isWide(c: number): boolean {
  return (
    (c >= 0x1100 && c <= 0x115f) ||
    (c >= 0x2e80 && c <= 0x303e) ||
    (c >= 0x3041 && c <= 0x33ff) ||
    (c >= 0x3400 && c <= 0x4dbf) ||
    (c >= 0x4e00 && c <= 0x9fff) ||
    (c >= 0xa000 && c <= 0xa4cf) ||
    (c >= 0xac00 && c <= 0xd7a3) ||
    (c >= 0xf900 && c <= 0xfaff) ||
    (c >= 0xfe30 && c <= 0xfe6f) ||
    (c >= 0xff00 && c <= 0xff60) ||
    (c >= 0xffe0 && c <= 0xffe6) ||
    (c >= 0x1f300 && c <= 0x1faff) ||
    (c >= 0x20000 && c <= 0x3fffd)
  );
}

/** Control, bidi and other characters that must never reach a terminal or a document; line breaks become spaces. */
export function printable(text: string): string {
  return text
    .replace(/[\r\n\t\u2028\u2029]+/g, ' ')
    .replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g, '')
    .toWellFormed();
}
