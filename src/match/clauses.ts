/**
 * A cell is split into clauses: sentences, numbered points and cells of joined columns. Commas do not split, and a
 * penalty or a scoring remark stays with the clause that it scores. A scoring rule in a column of its own is a clause
 * apart: it says how the matter is scored, seldom what it is.
 */
import type { Span } from '../types.ts';

/** Where a numbered point may begin: （一） 1. 2、 ① A、 一是 */
const NUMBERING =
  /^(?:[（(]?[一二三四五六七八九十]{1,3}[）)]、?|[一二三四五六七八九十]{1,3}[、.．]|[（(]?\d{1,2}[）)]|\d{1,2}[、.．](?!\d)|[①-⑳⒈-⒛⑴-⒇]|[A-Za-zＡ-Ｚ][、.．)]|[一二三四五六七八九]是)/;
/** remarks that never carry the matter: scores, deductions, ways of checking */
const REMARK =
  /^(?:[\s（(【[]*)(?:每(?:少|缺|低|差|发现|有|超|迟|漏|次|例|项|起|处|查)|(?:未|没有?|无|缺|少|不)[^，。；]{0,22}(?:扣|减|不得分|不计分|记?零分|酌情)|扣|减|得\d|计\d|记\d|满分|分值|此项|本项|以上|完成得|达到得|查阅?资料|查看?|现场|听汇报|看现场|看资料|\d+(?:\.\d+)?分|否则|依此类推|扣完为止|加分|酌情|材料|不达标|达不到)/;
/** a column that holds a scoring rule: deductions, points, grades */
const SCORING = /(?:扣|减|得|计|记|加)[^，。；|｜]{0,8}分|不得分|不计分|酌情|一票否决|扣完为止/;
const LONGEST = 400;

/** What a character may mean for the splitting; most mean nothing, and cost one look. */
const END = 1;
const COMMA = 2;
const POINT = 4;
const NUMBER = 8;
const REMARKS = 16;
const WHITE = 32;
const marks = new Uint8Array(65536);
const mark = (flag: number, characters: string): void => {
  for (const c of characters) marks[c.charCodeAt(0)]! |= flag;
};
const DIGITS = '0123456789';
const range = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, i) => String.fromCharCode(from + i)).join('');
const WHITE_SPACE = `\t\n\v\f\r \u00a0\u1680${range(0x2000, 0x200a)}\u2028\u2029\u202f\u205f\u3000\ufeff`;
const CIRCLED = range(0x2460, 0x249b);
mark(END, '。；;！!？?|｜');
mark(COMMA, '，,');
mark(POINT, `${CIRCLED}${DIGITS}（(`);
mark(
  NUMBER,
  `（(一二三四五六七八九十${DIGITS}${CIRCLED}${range(0x41, 0x5a)}${range(0x61, 0x7a)}${range(0xff21, 0xff3a)}`,
);
mark(WHITE, WHITE_SPACE);
mark(REMARKS, `${WHITE_SPACE}（(【[${DIGITS}每未没无缺少不扣减得计记满分此本以完达查现听看否依加酌材`);

const is = (text: string, i: number, flag: number): boolean => (marks[text.charCodeAt(i)]! & flag) !== 0;
const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39;
const isHan = (c: number): boolean => c >= 0x4e00 && c <= 0x9fff;

/** A clause of a cell; `rule` marks a scoring rule that stood in a column of its own. */
export interface Clause extends Span {
  readonly rule: boolean;
}

/**
 * The clauses of a cell as half-open spans of the original text, in order, without leading numbering or white space.
 * A text without any splitting mark is one clause. Spans never overlap.
 */
export function splitClauses(text: string): Clause[] {
  const pieces: Clause[] = [];
  let column = false;
  const n = text.length;
  let start = 0;
  let broken = false;
  for (let i = 0; i < n; i++) {
    const c = text.charCodeAt(i);
    const meaning = marks[c]!;
    if ((meaning & END) !== 0 && !breaksWord(text, i)) {
      close(text, start, i, pieces, column);
      start = i + 1;
      if (c === 0x7c || c === 0xff5c) column = true;
    } else if (i > start && (broken || (meaning & POINT) !== 0) && beginsPoint(text, i)) {
      close(text, start, i, pieces, column);
      start = i;
    } else if ((meaning & COMMA) !== 0 && i - start >= LONGEST) {
      close(text, start, i, pieces, column);
      start = i + 1;
    }
    broken = c === 0x0a || c === 0x0d;
  }
  close(text, start, n, pieces, column);
  return pieces;
}

/** 报|刊|征|订: between single characters a bar joins no columns, it breaks a word. */
function breaksWord(text: string, i: number): boolean {
  const c = text.charCodeAt(i);
  return (c === 0x7c || c === 0xff5c) && (text.charCodeAt(i + 2) === c || text.charCodeAt(i - 2) === c);
}

/** Ends a piece: without white space and numbering it is a clause, or belongs to the clause before as a remark. */
function close(text: string, start: number, end: number, pieces: Clause[], column: boolean): void {
  let from = start;
  let to = end;
  while (from < to && is(text, from, WHITE)) from++;
  if (from < to && is(text, from, NUMBER)) {
    const numbering = NUMBERING.exec(text.slice(from, from + 8));
    if (numbering && from + numbering[0].length < to) from += numbering[0].length;
  }
  while (to > from && is(text, to - 1, WHITE)) to--;
  if (to === from) return;
  const last = pieces[pieces.length - 1];
  const rule = column && last !== undefined && SCORING.test(text.slice(from, to));
  if (last && last.rule === rule && is(text, from, REMARKS) && REMARK.test(text.slice(from, to)))
    pieces[pieces.length - 1] = { start: last.start, end: to, rule: last.rule };
  else pieces.push({ start: from, end: to, rule });
}

/** A numbered point inside running text: after a line break, or a mark that cannot be anything else. */
function beginsPoint(text: string, i: number): boolean {
  const c = text.charCodeAt(i);
  if (c >= 0x2460 && c <= 0x249b) return true;
  const before = text.charCodeAt(i - 1);
  if (before === 0x0a || before === 0x0d) return NUMBERING.test(text.slice(i, i + 8));
  // "…制度2、组织…": a number followed by 、 or ． and a Chinese character
  if (isDigit(c)) {
    const mark = i + (isDigit(text.charCodeAt(i + 1)) ? 2 : 1);
    const after = text[mark];
    if ((after !== '、' && after !== '.' && after !== '．') || !isHan(text.charCodeAt(mark + 1))) return false;
    return !/[\d.．第\-—~至到、，,/]/.test(text[i - 1]!);
  }
  if (c !== 0x28 && c !== 0xff08) return false;
  return (
    /[，,、\s:：]/.test(text[i - 1]!) &&
    /^[（(][一二三四五六七八九十\d]{1,2}[）)][\u4e00-\u9fff]/.test(text.slice(i, i + 6))
  );
}
