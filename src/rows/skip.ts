/** Which records of a table are no matter: notes, sub-totals, signatures. The words stand in lists/columns.yaml. */
import { isBlank, Spotter, squeeze, type Vocabulary } from './vocabulary.ts';

/** Longest text beside a 合计 that still makes the record a sub-total. */
const SHORT = 8;
/** Longest cell of a signature line. */
const SIGNED = 24;
const DATE_ONLY =
  /^(?:\d{4}|[二〇○零一二三四五六七八九]{4}|[x×_*]{2,4})?年[\dx×_一二三四五六七八九十]{0,3}月(?:[\dx×_一二三四五六七八九十]{0,3}日)?$/;

export class Skips {
  /** rows that do not start with one of these characters are neither note nor sub-total nor signature */
  readonly alarm: Uint8Array;
  /** texts that end with none of these characters name no office and are no date */
  readonly tails: Uint8Array;
  private readonly signs: Spotter<true>;
  private readonly note: RegExp;
  private readonly noteStart: RegExp;
  private readonly subtotal: RegExp;
  private readonly signatureStart: RegExp;
  private readonly signatureEnd: RegExp;

  constructor(vocabulary: Vocabulary) {
    this.alarm = vocabulary.firsts('note', 'note-start', 'subtotal', 'signature-start');
    this.tails = vocabulary.lasts('office-end');
    for (const end of ['月', '日']) this.tails[end.charCodeAt(0)] = 1;
    this.signs = new Spotter(vocabulary.list('signature').map((word) => [word, true] as const));
    this.note = vocabulary.pattern(
      'note',
      (words) => `^[(\\[〔*※]*${words}\\d?[)\\]〕]*(?:[:.;、,，]|\\d|\\(|[①-⑳]|$)`,
    );
    this.noteStart = vocabulary.pattern('note-start', (words) => `^${words}`);
    this.subtotal = vocabulary.pattern('subtotal', (words) => `^${words}[:=]?[\\d.()分%元项个人:户份亩次]*$`);
    this.signatureStart = vocabulary.pattern('signature-start', (words) => `^${words}(?:[(:]|签|$)`);
    this.signatureEnd = vocabulary.pattern('signature', (words) => `${words}[:)]*.{0,12}$`);
  }

  /** A note: 注：…、说明1.…; `alone` when the record has no other cell, then also 以上事项… */
  isNote(lead: string, alone: boolean): boolean {
    const start = squeeze(lead.slice(0, 24));
    return this.note.test(start) || (alone && this.noteStart.test(start));
  }

  /** A sub-total: one of `cells` is 合计, 小计 … and the matter holds nothing longer. */
  isSubtotal(cells: readonly string[], matter: string): boolean {
    if (squeeze(matter).length > SHORT && !this.subtotal.test(squeeze(matter))) return false;
    return cells.some((cell) => cell.length < 40 && this.subtotal.test(squeeze(cell)));
  }

  /** Could this one cell be a signature line? Cheap, and never false for one that is. */
  maySign(cell: string): boolean {
    if (cell.length > SIGNED * 2) return false;
    let found = false;
    this.signs.each(cell, () => {
      found = true;
    });
    return found || this.tails[cell.charCodeAt(cell.length - 1)] === 1 || /\s/.test(cell);
  }

  /** A signature line, its filled cells given: 填表人：  审核人：; 单位（盖章）; a date alone. */
  isSignature(filled: readonly string[], hasMatter: boolean): boolean {
    const cells = filled.map(squeeze);
    const lead = cells[0] ?? '';
    if (cells.length === 1 && DATE_ONLY.test(lead)) return true;
    if (this.signatureStart.test(lead) && cells.every((cell) => cell.length <= SIGNED * 3)) return true;
    if (cells.some((cell) => cell.length > SIGNED)) return false;
    const signed = cells.filter((cell) => this.signatureEnd.test(cell));
    return signed.length > 0 && (!hasMatter || signed.length > 1 || /:$|年.*月|\)$/.test(signed[0]!));
  }
}

/** A text without any word: …… 、1. 、—— . */
export function isPlaceholder(text: string): boolean {
  return text.length <= 8 && !/[\p{L}]/u.test(text);
}

/** The filled cells of a part of a record. */
export function filledCells(cells: readonly string[], from: number, to: number): string[] {
  const filled: string[] = [];
  for (let c = from; c <= to && c < cells.length; c++) if (!isBlank(cells[c])) filled.push(cells[c]!);
  return filled;
}
