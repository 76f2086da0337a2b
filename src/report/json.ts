/** The whole report as JSON: what merge, look-back, orders and statistics read. */
import type { Evidence, Finding, JudgedRow } from '../types.ts';
import type { Format } from './format.ts';

/** C1 controls, line separators and bidi signs, which JSON leaves as they are and terminals act on. */
const UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** One value as JSON on one line; the same value when parsed, harmless when shown. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(UNSAFE, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A text that does not stand in JSON as it is. */
const ODD = /["\\\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]/;

const text = (value: string | null): string =>
  value === null ? 'null' : ODD.test(value) ? jsonLine(value) : `"${value}"`;

/** bases of an item → JSON: thousands of rows cite the same few lists of them */
const bases = new WeakMap<Finding['basis'], string>();

function basisJson(basis: Finding['basis']): string {
  let known = bases.get(basis);
  if (known === undefined) {
    known = jsonLine(basis);
    bases.set(basis, known);
  }
  return known;
}

const list = <T>(all: readonly T[], one: (value: T) => string): string => {
  let out = '[';
  for (let i = 0; i < all.length; i++) out += i === 0 ? one(all[i]!) : `,${one(all[i]!)}`;
  return `${out}]`;
};

const evidenceJson = ({ start, end, quote, why }: Evidence): string =>
  `{"start":${start},"end":${end},"quote":${text(quote)},"why":${text(why)}}`;

const findingJson = (one: Finding): string =>
  `{"rule":"${one.rule}","severity":"${one.severity}","item":${text(one.item)},"message":${text(one.message)},` +
  `"fix":${text(one.fix)},"evidence":${list(one.evidence, evidenceJson)},"basis":${basisJson(one.basis)},` +
  `"fingerprint":${text(one.fingerprint)},"waived":${text(one.waived)}}`;

/**
 * {@link jsonLine} of a row as the pipeline makes it, field by field: a million rows are written in two thirds of the
 * time.
 */
export const rowJson = (row: JudgedRow): string =>
  `{"source":${text(row.source)},"sheet":${text(row.sheet)},"row":${row.row},"cell":${text(row.cell)},` +
  `"id":${text(row.id)},"unit":${text(row.unit)},"section":${text(row.section)},"text":${text(row.text)},` +
  `"kind":"${row.kind}","body":"${row.body}","verdict":"${row.verdict}","list":${text(row.list)},` +
  `"item":${text(row.item)},"score":${row.score},"strength":"${row.strength}",` +
  `"alternatives":${list(row.alternatives, ({ item, score }) => `{"item":${text(item)},"score":${score}}`)},` +
  `"reason":${text(row.reason)},"evidence":${list(row.evidence, evidenceJson)},` +
  `"findings":${list(row.findings, findingJson)},"basis_outcome":"${row.basis_outcome}",` +
  `"citations":${list(row.citations, jsonLine)},"funding_outcome":"${row.funding_outcome}",` +
  `"points":${row.points},"key":${text(row.key)}}`;

export const json: Format = {
  id: 'json',
  extension: 'json',
  binary: false,
  title: { zh: '完整报告（JSON）', en: 'the whole report as JSON' },
  stream: () => {
    let first = true;
    const before = (): string => {
      if (!first) return ',\n';
      first = false;
      return '';
    };
    return {
      begin: () => '{"rows":[\n',
      row: (row) => before() + rowJson(row),
      around: () => [before(), ''],
      end: (report) => `\n],${jsonLine(report).slice(1)}\n`,
    };
  },
};
