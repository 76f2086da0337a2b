/**
 * A cell is split into clauses: sentences, numbered points and cells of joined columns. Commas do not split, and a
 * penalty or a scoring remark stays with the clause that it scores.
 */
import type { Span } from '../types.ts';

/** Where a numbered point may begin: （一） 1. 2、 ① A、 一是 */
const NUMBERING =
  /^(?:[（(]?[一二三四五六七八九十]{1,3}[）)]、?|[一二三四五六七八九十]{1,3}[、.．]|[（(]?\d{1,2}[）)]|\d{1,2}[、.．](?!\d)|[①-⑳⒈-⒛⑴-⒇]|[A-Za-zＡ-Ｚ][、.．)]|[一二三四五六七八九]是)/;
const SENTENCE_END = /[。；;！!？?]/;
/** remarks that never carry the matter: scores, deductions, ways of checking */
const REMARK =
  /^(?:[\s（(【[]*)(?:每(?:少|缺|低|差|发现|有|超|迟|漏|次|例|项|起|处|查)|(?:未|没有?|无|缺|少|不)[^，。；]{0,22}(?:扣|减|不得分|不计分|记?零分|酌情)|扣|减|得\d|计\d|记\d|满分|分值|此项|本项|以上|完成得|达到得|查阅?资料|查看?|现场|听汇报|看现场|看资料|\d+(?:\.\d+)?分|否则|依此类推|扣完为止|加分|酌情|材料|不达标|达不到)/;
const LONGEST = 400;

/**
 * The clauses of a cell as half-open spans of the original text, in order, without leading numbering or white space.
 * A text without any splitting mark is one clause. Spans never overlap.
 */
export function splitClauses(text: string): Span[] {
  const pieces: Span[] = [];
  let start = 0;
  const close = (end: number): void => {
    let from = start;
    let to = end;
    while (from < to && /\s/.test(text[from]!)) from++;
    const numbering = NUMBERING.exec(text.slice(from, from + 8));
    if (numbering && from + numbering[0].length < to) from += numbering[0].length;
    while (to > from && /\s/.test(text[to - 1]!)) to--;
    if (to > from) pieces.push({ start: from, end: to });
    start = end;
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (SENTENCE_END.test(c)) {
      close(i);
      start = i + 1;
    } else if (c === '|' || c === '｜') {
      close(i);
      start = i + 1;
    } else if (i > start && beginsPoint(text, i)) close(i);
    else if (i - start >= LONGEST && (c === '，' || c === ',')) {
      close(i);
      start = i + 1;
    }
  }
  close(text.length);
  return attachRemarks(text, pieces);
}

/** A numbered point inside running text: after a line break, or a mark that cannot be anything else. */
function beginsPoint(text: string, i: number): boolean {
  const before = text[i - 1]!;
  const c = text.charCodeAt(i);
  if (c >= 0x2460 && c <= 0x249b) return true;
  if (before === '\n' || before === '\r') return NUMBERING.test(text.slice(i, i + 8));
  // "…制度2、组织…": a number followed by 、 or ． and a Chinese character
  if (
    /\d/.test(text[i]!) &&
    !/[\d.．第\-—~至到、，,/]/.test(before) &&
    /^\d{1,2}[、.．][\u4e00-\u9fff]/.test(text.slice(i, i + 5))
  )
    return true;
  return (
    /^[（(][一二三四五六七八九十\d]{1,2}[）)][\u4e00-\u9fff]/.test(text.slice(i, i + 6)) && /[，,、\s:：]/.test(before)
  );
}

function attachRemarks(text: string, pieces: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const piece of pieces) {
    const last = out[out.length - 1];
    if (last && REMARK.test(text.slice(piece.start, piece.end)))
      out[out.length - 1] = { start: last.start, end: piece.end };
    else out.push(piece);
  }
  return out;
}
