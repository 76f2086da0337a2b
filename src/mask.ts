/**
 * Personal data in cells, hidden before anything is reported: telephone, identity and card numbers by their pattern and
 * check digit, names where a label says that a name follows (lists/columns.yaml, `person`). Every hidden UTF-16 unit
 * becomes one ＊, so that all spans of the row still fit.
 */
import type { ColumnSynonyms, Evidence, Finding, InputSummary, JudgedRow, LayoutWord } from './types.ts';

const SIGN = '＊';

export interface Masker {
  /** a text with personal data hidden, as long as before */
  text(text: string): string;
  row(row: JudgedRow): JudgedRow;
  /** cells of a record; `header` tells columns of names */
  cells(cells: readonly string[], header: readonly string[]): readonly string[];
  input(input: InputSummary): InputSummary;
}

/** Hides nothing (check --no-mask). */
export const NO_MASK: Masker = {
  text: (text) => text,
  row: (row) => row,
  cells: (cells) => cells,
  input: (input) => input,
};

/** @param columns entries of lists/columns.yaml: labels of persons and telephones, family names, what is no name */
export function createMasker(columns: readonly ColumnSynonyms[]): Masker {
  const words = (field: LayoutWord): string[] =>
    columns.filter((one) => one.field === field).flatMap((one) => [...one.names]);
  const names = new Names(words('person'), words('person-end'), words('surname'), words('not-person'));
  const phones = labelled(words('phone'));
  const hide = (text: string): string => names.hide(hideNumbers(text, phones));
  /** true where a text may hold anything to hide; most rows are done with this one look */
  const suspect = (text: string): boolean => DIGITS.test(text) || names.speaks(text);
  let known: { header: readonly string[]; labels: readonly number[] } | null = null;
  const columnsOfNames = (header: readonly string[]): readonly number[] => {
    if (known?.header !== header)
      known = { header, labels: header.flatMap((name, i) => (names.isLabel(name) ? [i] : [])) };
    return known.labels;
  };
  return {
    text: hide,
    row: (row) => (suspect(saidOf(row)) ? maskRow(row, hide) : row),
    cells: (cells, header) => {
      const labels = columnsOfNames(header);
      if (labels.length === 0 && !suspect(cells.join('\n'))) return cells;
      return cells.map((cell, i) => (labels.includes(i) ? names.hideCell(hide(cell)) : hide(cell)));
    },
    input: (input) => ({
      ...input,
      header: input.header.map(hide),
      columns: Object.fromEntries(
        Object.entries(input.columns).map(([field, headers]) => [field, headers.map(hide)]),
      ) as InputSummary['columns'],
      warnings: input.warnings.map(hide),
    }),
  };
}

// ---------------------------------------------------------------- rows

/** Everything of a row that was written by somebody, in one text. */
function saidOf(row: JudgedRow): string {
  let said = `${row.unit}\n${row.section}\n${row.text}\n${row.reason}`;
  for (const { raw } of row.citations) said += `\n${raw}`;
  for (const { message, fix } of row.findings) said += `\n${message}\n${fix}`;
  return said;
}

function maskRow(row: JudgedRow, hide: (text: string) => string): JudgedRow {
  const text = hide(row.text);
  // what is quoted elsewhere has lost the label that showed it to be a name
  const quotes = new Map<string, string>();
  const evidence = (all: readonly Evidence[]): readonly Evidence[] =>
    all.map((one) => {
      const own = row.text.slice(one.start, one.end) === one.quote;
      const quote = own ? text.slice(one.start, one.end) : hide(one.quote);
      if (quote !== one.quote) quotes.set(one.quote, quote);
      return quote === one.quote ? one : { ...one, quote };
    });
  const rowEvidence = evidence(row.evidence);
  const found = row.findings.map((finding) => ({ finding, evidence: evidence(finding.evidence) }));
  const said = (sentence: string): string => {
    let shown = sentence;
    for (const [from, to] of quotes) shown = shown.replaceAll(from, to);
    return hide(shown);
  };
  const masked = {
    unit: row.unit === null ? null : hide(row.unit),
    section: row.section === null ? null : hide(row.section),
    text,
    reason: said(row.reason),
    evidence: rowEvidence,
    findings: found.map(({ finding, evidence: own }) => maskFinding(finding, own, said)),
    citations: row.citations.map((one) => ({ ...one, raw: hide(one.raw) })),
  };
  return unchanged(row, masked) ? row : { ...row, ...masked };
}

function maskFinding(finding: Finding, evidence: readonly Evidence[], said: (text: string) => string): Finding {
  return { ...finding, message: said(finding.message), fix: said(finding.fix), evidence };
}

const unchanged = (row: JudgedRow, masked: Partial<JudgedRow>): boolean =>
  masked.text === row.text &&
  masked.unit === row.unit &&
  masked.section === row.section &&
  masked.reason === row.reason &&
  masked.findings!.every((one, i) => one.message === row.findings[i]!.message && one.fix === row.findings[i]!.fix) &&
  masked.citations!.every((one, i) => one.raw === row.citations[i]!.raw);

// ---------------------------------------------------------------- numbers

/** Seven digits near each other: nothing shorter is a number of a person. */
const DIGITS = /[0-9０-９](?:[^\u3400-\u9fff]{0,2}[0-9０-９]){6}/;
/** What people put between groups of digits, and what hides between them unseen. */
const BETWEEN = '[- .\\u200b]{0,2}';
const IDENTITY = new RegExp(`(?<![0-9])[1-9](?:${BETWEEN}[0-9]){16}${BETWEEN}[0-9X](?![0-9])`, 'g');
const OLD_IDENTITY = /(?<![0-9])[1-9][0-9]{14}(?![0-9])/g;
const CARD = new RegExp(`(?<![0-9])[3-6](?:${BETWEEN}[0-9]){14,18}(?![0-9])`, 'g');
const MOBILE = new RegExp(`(?<![0-9])(?:\\+?86${BETWEEN})?1[3-9](?:${BETWEEN}[0-9]){9}(?![0-9])`, 'g');
const LANDLINE = new RegExp(
  `(?<![0-9])\\(?0[1-9][0-9]{1,2}\\)?${BETWEEN}[2-9][0-9]{2,3}${BETWEEN}[0-9]{4}(?![0-9])`,
  'g',
);
const SHORT = '[2-9][0-9]{6,7}(?![0-9])';

/** A telephone number without an area code, behind one of the labels. */
function labelled(labels: readonly string[]): RegExp | null {
  if (labels.length === 0) return null;
  return new RegExp(`(?<=(?:${labels.map(escapePattern).join('|')})[：: (]{0,2})${SHORT}`, 'g');
}

function hideNumbers(text: string, phones: RegExp | null): string {
  if (!DIGITS.test(text)) return text;
  const plain = plainDigits(text);
  const hidden = new Set<number>();
  const mark = (pattern: RegExp, holds: (digits: string) => boolean): void => {
    for (const found of plain.matchAll(pattern)) {
      if (!holds(found[0].replace(/[^0-9X]/g, ''))) continue;
      for (let i = found.index; i < found.index + found[0].length; i++) hidden.add(i);
    }
  };
  mark(IDENTITY, isIdentity);
  mark(OLD_IDENTITY, isOldIdentity);
  mark(CARD, isCard);
  mark(MOBILE, () => true);
  mark(LANDLINE, () => true);
  if (phones) mark(phones, () => true);
  if (hidden.size === 0) return text;
  return Array.from({ length: text.length }, (_, i) => (hidden.has(i) ? SIGN : text[i])).join('');
}

/** The text unit by unit, full-width digits, dashes, spaces and invisible signs in their plain form. */
function plainDigits(text: string): string {
  return text.replace(/[^\u3400-\u9fff]/g, (sign) => {
    const code = sign.charCodeAt(0);
    if (code >= 0xff10 && code <= 0xff19) return String.fromCharCode(code - 0xfee0);
    if (/[xXｘＸ]/.test(sign)) return 'X';
    if (/[-－—–‐‑·.．]/.test(sign)) return '-';
    if (/\p{Z}|\t/u.test(sign)) return ' ';
    if (sign === '（') return '(';
    if (sign === '）') return ')';
    if (sign === '＋') return '+';
    return /\p{Cf}/u.test(sign) ? '\u200b' : sign;
  });
}

/** GB 11643-1999: a date of birth and a check digit. */
function isIdentity(digits: string): boolean {
  if (digits.length !== 18 || !isDate(digits.slice(6, 14))) return false;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((all, weight, i) => all + weight * Number(digits[i]), 0);
  return '10X98765432'[sum % 11] === digits[17];
}

const isOldIdentity = (digits: string): boolean => isDate(`19${digits.slice(6, 12)}`);

function isDate(digits: string): boolean {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].map(Number);
  return year! >= 1900 && year! <= 2099 && month! >= 1 && month! <= 12 && day! >= 1 && day! <= 31;
}

/** ISO/IEC 7812: a check digit after Luhn. */
function isCard(digits: string): boolean {
  let sum = 0;
  [...digits].reverse().forEach((digit, i) => {
    const value = Number(digit) * (i % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  });
  return digits.length >= 15 && sum % 10 === 0;
}

// ---------------------------------------------------------------- names

/** Chinese characters of a name, with the dot of names of other peoples. */
const RUN = '[\\u3400-\\u9fff·]+';
const EACH_RUN = new RegExp(RUN, 'g');
const BEFORE_NUMBER = /[\u3400-\u9fff·]+(?=[\s（(:：,，、]{0,2}＊{7})/g;
const NAME_LENGTH = 4;
const LONG_NAME = 12;

class Names {
  readonly #labels: ReadonlySet<string>;
  readonly #pattern: RegExp | null;
  readonly #speaks: RegExp | null;
  readonly #surnames: ReadonlySet<string>;
  readonly #others: ReadonlySet<string>;

  constructor(
    labels: readonly string[],
    private readonly ends: readonly string[],
    surnames: readonly string[],
    others: readonly string[],
  ) {
    this.#labels = new Set(labels);
    this.#surnames = new Set(surnames);
    this.#others = new Set(others);
    const label = labels.map(escapePattern).join('|');
    this.#speaks = labels.length === 0 ? null : new RegExp(label);
    // with a colon, or with nothing between where the name ends before anything but a character
    this.#pattern =
      labels.length === 0
        ? null
        : new RegExp(`(${label})([:：]\\s*|\\s+|(?=${RUN}))(${RUN}(?:[、,，]\\s?${RUN})*)`, 'g');
  }

  /** True for a header whose column holds names. */
  isLabel(header: string): boolean {
    const last = header.slice(header.lastIndexOf('/') + 1).replace(/\s/g, '');
    return this.#labels.has(last);
  }

  /** True when one of the labels stands in a text. */
  speaks(text: string): boolean {
    return this.#speaks?.test(text) ?? false;
  }

  /** A text with the names behind its labels hidden. */
  hide(text: string): string {
    return this.#beforeNumbers(this.#behindLabels(text));
  }

  #behindLabels(text: string): string {
    if (!this.#pattern) return text;
    return text.replace(this.#pattern, (whole, label: string, between: string, run: string) => {
      const list = run.split(/([、,，]\s?)/);
      const hidden = list.map((part, i) => (i % 2 === 0 ? this.#hideHead(part) : part));
      // without a colon only a name right behind the label counts
      const shown = between.includes(':') || between.includes('：') ? hidden : [hidden[0]!, ...list.slice(1)];
      return shown.join('') === run ? whole : label + between + shown.join('');
    });
  }

  /** A name that ends the run right before a hidden number: 村民张三（＊＊＊＊＊＊＊＊＊＊＊）. */
  #beforeNumbers(text: string): string {
    if (!text.includes(SIGN)) return text;
    return text.replace(BEFORE_NUMBER, (run: string) => {
      for (const length of [NAME_LENGTH, 3, 2]) {
        const name = run.slice(-length);
        if (run.length >= length && this.#isName(name)) return run.slice(0, -length) + SIGN.repeat(length);
      }
      return run;
    });
  }

  /** A name, or a name before one of the words that follow names. */
  #hideHead(part: string): string {
    if (this.#isName(part)) return SIGN.repeat(part.length);
    for (const length of [2, 3, NAME_LENGTH])
      if (this.ends.some((end) => part.startsWith(end, length)) && this.#isName(part.slice(0, length)))
        return SIGN.repeat(length) + part.slice(length);
    return part;
  }

  /** A cell of a column of names. */
  hideCell(cell: string): string {
    return cell.replace(EACH_RUN, (part) => this.#hideHead(part));
  }

  #isName(part: string): boolean {
    if (part.includes('·')) return part.length >= 3 && part.length <= LONG_NAME;
    if (part.length < 2 || part.length > NAME_LENGTH || this.#others.has(part)) return false;
    if (part.length > 2 && this.#surnames.has(part.slice(0, 2))) return true;
    return part.length <= 3 && this.#surnames.has(part[0]!);
  }
}

const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
