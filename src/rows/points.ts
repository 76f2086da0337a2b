/** How many points a row carries: its column, or (4分) in its text. */

const NUMBER = /\d+(?:\.\d+)?|\.\d+/;
const RANGE = /(\d+(?:\.\d+)?)\s*(?:分|%)?\s*[-~—–～至到]+\s*(\d+(?:\.\d+)?)/;
/** (4分)、（满分10分）、(计 6 分): points set for the row; (扣2分) is none */
const IN_TEXT =
  /[(（〔【[]\s*(?:(?:满分|总分|基础分|基准分|标准分|分值|权重|赋分|共计|共|计|占)\s*[:：]?\s*)?(\d+(?:\.\d+)?)\s*分\s*[)）〕】\]]/g;

/** Points of a cell of the points column: 6、6分、５、10%、0-5 (its upper end); null when it holds no number. */
export function pointsOf(cell: string): number | null {
  const plain = /^[\x20-\x7e]*$/.test(cell) ? cell : cell.normalize('NFKC');
  const range = RANGE.exec(plain);
  if (range) return Math.max(Number(range[1]), Number(range[2]));
  const number = NUMBER.exec(plain);
  return number ? Number(number[0]) : null;
}

/** Sum of the points that stand in brackets in a text; null when there are none. */
export function pointsInText(text: string): number | null {
  // the bracket is rarer than 分
  if (!/[(（〔【[]/.test(text) || !text.includes('分')) return null;
  let sum: number | null = null;
  for (const [, digits] of text.normalize('NFKC').matchAll(IN_TEXT)) sum = (sum ?? 0) + Number(digits);
  return sum === null ? null : Math.round(sum * 1000) / 1000;
}
