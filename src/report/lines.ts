/** Lines for a terminal: wrapped, cut and padded by the columns that characters really take. */
import { displayWidth } from '../text.ts';

/** A stretch of text with one look. */
export interface Piece {
  readonly text: string;
  readonly style: (text: string) => string;
}

const OPENING = /^[（《〈“‘「【〔([{]$/;
const CLOSING = /^[，。；：、？！）》〉”’」】〕…%,.;:?!)\]}]$/;
const WORD = /^[\x21-\x7e]$/;
const ELLIPSIS = '…';

/** text padded with spaces to `width` columns; longer text stays as it is */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + space : space + text;
}

/** The longest beginning of `text` within `width` columns, with … where something is missing. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return head(text, width - 1) + ELLIPSIS;
}

function head(text: string, width: number): string {
  let taken = '';
  let used = 0;
  for (const point of text) {
    used += displayWidth(point);
    if (used > width) break;
    taken += point;
  }
  return taken;
}

/**
 * Pieces cut to `limit` columns so that the first piece for which `keep` holds stays visible: the beginning is kept
 * where that shows it, else the text starts shortly before it. … stands for what is missing.
 */
export function cutAround<P extends { readonly text: string }>(
  pieces: readonly P[],
  limit: number,
  keep: (piece: P) => boolean,
): P[] {
  const total = pieces.reduce((sum, piece) => sum + displayWidth(piece.text), 0);
  if (total <= limit) return [...pieces];
  const kept = pieces.findIndex(keep);
  const before = pieces.slice(0, Math.max(0, kept)).reduce((sum, piece) => sum + displayWidth(piece.text), 0);
  const own = kept === -1 ? 0 : displayWidth(pieces[kept]!.text);
  let skip = before + own <= limit - 2 ? 0 : Math.max(0, before - Math.floor(limit / 4));
  const out: P[] = [];
  let left = limit - (skip > 0 ? 1 : 0) - 1;
  let missing = skip > 0 ? ELLIPSIS : '';
  for (const piece of pieces) {
    let { text } = piece;
    if (skip > 0) {
      const dropped = head(text, skip);
      skip -= displayWidth(dropped) || skip;
      text = text.slice(dropped.length);
      if (text === '') continue;
    }
    const shown = displayWidth(text) <= left ? text : head(text, left);
    left -= displayWidth(shown);
    const end = shown === text ? '' : ELLIPSIS;
    out.push({ ...piece, text: missing + shown + end });
    missing = '';
    if (end !== '') break;
  }
  return out;
}

/**
 * Pieces over lines of at most `width` columns. Latin words and numbers stay whole, closing punctuation does not begin
 * a line and opening punctuation does not end one.
 */
export function wrap(pieces: readonly Piece[], width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const end = (): void => {
    lines.push(line.trimEnd());
    line = '';
    used = 0;
  };
  for (const unit of units(pieces)) {
    const size = unit.reduce((sum, part) => sum + displayWidth(part.text), 0);
    if (used > 0 && used + size > width) end();
    if (used === 0 && unit.every((part) => part.text.trim() === '')) continue;
    for (const part of unit)
      for (const point of size > width ? part.text : [part.text]) {
        const wide = displayWidth(point);
        if (used > 0 && used + wide > width) end();
        line += part.style(point);
        used += wide;
      }
  }
  if (line !== '') end();
  return lines;
}

/** What must not be torn apart: a word, or a character with the punctuation that clings to it. */
function units(pieces: readonly Piece[]): Piece[][] {
  const all: Piece[][] = [];
  let last = '';
  for (const { text, style } of pieces)
    for (const point of text) {
      const clings =
        all.length > 0 && (CLOSING.test(point) || OPENING.test(last) || (WORD.test(last) && WORD.test(point)));
      const unit = all.at(-1);
      if (!clings || !unit) all.push([{ text: point, style }]);
      else {
        const part = unit.at(-1)!;
        if (part.style === style) unit[unit.length - 1] = { text: part.text + point, style };
        else unit.push({ text: point, style });
      }
      last = point;
    }
  return all;
}

/** Rows of cells as aligned lines; the first column left, the others right; no line ends in spaces. */
export function align(rows: readonly (readonly string[])[], gap = 2): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, displayWidth(cell));
    });
  return rows.map((row) =>
    row
      .map((cell, i) => pad(cell, widths[i]!, i === 0 ? 'left' : 'right'))
      .join(' '.repeat(gap))
      .trimEnd(),
  );
}
