/** Chinese and Arabic numbers as they stand in citations. */

const DIGITS: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

/** What a number in a citation may be made of. */
export const NUMERAL = '(?:[0-9]{1,4}|[〇零一二两三四五六七八九十百千]+)';

/**
 * 一千一百四十五 → 1145, 一〇一 → 101, 十五 → 15, 32 → 32.
 * @param text digits or Chinese numerals, nothing else
 */
export function toNumber(text: string): number {
  if (/^[0-9]+$/.test(text)) return Number(text);
  if (!/[十百千]/.test(text)) return Number([...text].map((one) => DIGITS[one]).join(''));
  let total = 0;
  let digit = 0;
  for (const one of text) {
    const unit = UNITS[one];
    if (unit === undefined) digit = DIGITS[one]!;
    else {
      total += (digit || 1) * unit;
      digit = 0;
    }
  }
  return total + digit;
}
