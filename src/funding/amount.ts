/** Sums of money and years as officials write them. */
import { comparable } from '../text.ts';

export interface Amount {
  /** the words as they stand in the text */
  readonly raw: string;
  /** the figure without its unit */
  readonly value: number;
  /** null when no unit is written */
  readonly yuan: number | null;
  /** a price for a piece of work (每件 0.8 元): small sums are right there */
  readonly perPiece: boolean;
}

const UNITS: Readonly<Record<string, number>> = {
  亿元: 1e8,
  亿: 1e8,
  万元: 1e4,
  万: 1e4,
  千元: 1e3,
  百元: 100,
  元: 1,
  块: 1,
  角: 0.1,
  分钱: 0.01,
};
const SUM = /([0-9][0-9,]*(?:\.[0-9]+)?)\s*[(（]?(亿元|亿|万元|万|千元|百元|元|块|角|分钱)?/;
const PIECE = /(每|按|\/|／)\s*(件|条|份|户|人|次|表|亩|只|头|张|个|辆|例|枚|单|票|公斤|斤|平方米|平米|米|吨|宗)/;

/**
 * The first sum of a text.
 * @returns figure, unit and sum in yuan; null when there is no figure. A figure with a unit goes before one without.
 */
export function parseAmount(text: string): Amount | null {
  const folded = comparable(text).text;
  let bare: Amount | null = null;
  for (const hit of folded.matchAll(new RegExp(SUM, 'g'))) {
    const value = Number(hit[1]!.replaceAll(',', ''));
    const unit = hit[2];
    const one = { raw: hit[0], value, yuan: unit ? value * UNITS[unit]! : null, perPiece: PIECE.test(folded) };
    if (unit) return one;
    bare ??= one;
  }
  return bare;
}

/** The last calendar year that a text names (2024年, 2021—2025年), null when it names none. Document numbers do not count. */
export function lastYear(text: string): number | null {
  const years = [...comparable(text).text.matchAll(/(?<![〔[【(（0-9])(20[0-9]{2})(?=年|[-—–~至到]20[0-9]{2}年)/g)];
  return years.length > 0 ? Math.max(...years.map((hit) => Number(hit[1]))) : null;
}
