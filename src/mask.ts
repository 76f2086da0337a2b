/**
 * Personal data in what people have written, hidden before anything is reported: telephone, identity and card numbers by
 * their pattern and check digit, names where something says that a name it is (lists/columns.yaml, `person` and what
 * follows it). In rows every hidden UTF-16 unit becomes one ＊, so that all spans still fit; in ledgers a word stands for
 * the whole (［电话］), and numbers are hidden by their look alone.
 */
import { comparable, originalSpan } from './text.ts';
import type { ColumnSynonyms, Evidence, Finding, InputSummary, JudgedRow, LayoutWord } from './types.ts';

/** What stands for a hidden unit while a text is worked on: the kind is known to the end. */
const MARK = { number: '\ufdd0', phone: '\ufdd1', name: '\ufdd2' } as const;
type Kind = keyof typeof MARK;
const EACH_MARK = /[\ufdd0-\ufdd2]/g;
const EACH_RUN_OF_MARKS = /\ufdd0+|\ufdd1+|\ufdd2+/g;

const SIGN = '＊';
/** What stands in the place of a name, a telephone number, an identity or card number. */
export const NAME_MASK = '×××';
const WORDS: Readonly<Record<string, string>> = {
  [MARK.number]: '［证件号］',
  [MARK.phone]: '［电话］',
  [MARK.name]: NAME_MASK,
};

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

/**
 * The patterns of both maskers.
 * @param strict numbers must bear their check digit
 * @returns a text as long as before, its hidden units replaced by {@link MARK}
 */
function marking(
  columns: readonly ColumnSynonyms[],
  strict: boolean,
): { readonly names: Names; mark(text: string): string } {
  const words = (field: LayoutWord): string[] =>
    columns.filter((one) => one.field === field).flatMap((one) => [...one.names]);
  const names = new Names({
    labels: words('person'),
    ends: words('person-end'),
    surnames: words('surname'),
    others: words('not-person'),
    offices: words('person-office'),
    plainSurnames: words('surname-plain'),
  });
  const phones = labelled(words('phone'));
  return { names, mark: (text) => names.mark(markNumbers(text, phones, strict)) };
}

/** @param columns entries of lists/columns.yaml: labels of persons and telephones, family names, what is no name */
export function createMasker(columns: readonly ColumnSynonyms[]): Masker {
  const { names, mark } = marking(columns, true);
  const hide = (text: string): string => mark(text).replace(EACH_MARK, SIGN);
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
      return cells.map((cell, i) =>
        labels.includes(i) ? names.markCell(mark(cell)).replace(EACH_MARK, SIGN) : hide(cell),
      );
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

/** Hides names and numbers in a text. `known` are names that are to be hidden wherever they stand, as the reporter's. */
export type TextMask = (text: string, known?: readonly string[]) => string;

/** For ledgers and letters, where no span has to fit: what is hidden is replaced by a word that says what it was. */
export function createTextMask(columns: readonly ColumnSynonyms[]): TextMask {
  const { mark } = marking(columns, false);
  return (text, known = []) => {
    let marked = mark(text);
    for (const name of known) marked = withoutName(marked, name);
    return marked.replace(EACH_RUN_OF_MARKS, (run) => WORDS[run[0]!]!);
  };
}

/** A known name marked, with spaces or invisible characters inside it or not. */
function withoutName(text: string, name: string): string {
  const plain = comparable(name).text.replace(/[^\p{L}]/gu, '');
  if (plain.length < 2) return text;
  const form = comparable(text);
  let marked = '';
  let at = 0;
  for (const found of form.text.matchAll(new RegExp(escapePattern(plain), 'g'))) {
    const { start, end } = originalSpan(form, found.index, found.index + found[0].length);
    marked += text.slice(at, start) + MARK.name.repeat(end - start);
    at = end;
  }
  return marked + text.slice(at);
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
  return new RegExp(`(?<=(?:${labels.map(escapePattern).join('|')})[是为：: (]{0,3})${SHORT}`, 'g');
}

function markNumbers(text: string, phones: RegExp | null, strict: boolean): string {
  if (!DIGITS.test(text)) return text;
  const plain = plainDigits(text);
  const hidden = new Map<number, Kind>();
  const mark = (pattern: RegExp, kind: Kind, holds: ((digits: string) => boolean) | null = null): void => {
    for (const found of plain.matchAll(pattern)) {
      if (strict && holds && !holds(found[0].replace(/[^0-9X]/g, ''))) continue;
      // the longer numbers come first: a telephone number may stand inside
      for (let i = found.index; i < found.index + found[0].length; i++) if (!hidden.has(i)) hidden.set(i, kind);
    }
  };
  mark(IDENTITY, 'number', isIdentity);
  mark(OLD_IDENTITY, 'number', isOldIdentity);
  mark(CARD, 'number', isCard);
  mark(MOBILE, 'phone');
  mark(LANDLINE, 'phone');
  if (phones) mark(phones, 'phone');
  if (hidden.size === 0) return text;
  return Array.from({ length: text.length }, (_, i) => {
    const kind = hidden.get(i);
    return kind === undefined ? text[i] : MARK[kind];
  }).join('');
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
const BEFORE_NUMBER = /[\u3400-\u9fff·]+(?=[\s（(:：,，、]{0,2}[\ufdd0\ufdd1]{7})/g;
/** one or two characters of a given name: no character that ends the name of a place or an office (郭庄村书记) */
const GIVEN = '(?:(?![村镇乡庄街道县区市局办委部站所组队社])[\\u3400-\\u9fff]){0,2}';
const NAME_LENGTH = 4;
const LONG_NAME = 12;

/** Words of lists/columns.yaml that tell names. */
interface NameWords {
  /** 联系人, 我叫 */
  readonly labels: readonly string[];
  /** what may follow a name at once */
  readonly ends: readonly string[];
  readonly surnames: readonly string[];
  /** what looks like a name and is none */
  readonly others: readonly string[];
  /** 主任, 大爷, and the family names that count before them */
  readonly offices: readonly string[];
  readonly plainSurnames: readonly string[];
}

class Names {
  readonly #labels: ReadonlySet<string>;
  readonly #pattern: RegExp | null;
  readonly #speaks: RegExp | null;
  readonly #office: RegExp | null;
  readonly #surnames: ReadonlySet<string>;
  readonly #others: ReadonlySet<string>;
  readonly #ends: readonly string[];

  constructor({ labels, ends, surnames, others, offices, plainSurnames }: NameWords) {
    this.#labels = new Set(labels);
    this.#surnames = new Set(surnames);
    this.#others = new Set(others);
    this.#ends = ends;
    const label = either(labels);
    const office =
      offices.length === 0 || plainSurnames.length === 0
        ? null
        : `(?<![\\u3400-\\u9fff])(?:${plainSurnames.join('|')})${GIVEN}(?=${either(offices)})`;
    this.#office = office === null ? null : new RegExp(office, 'g');
    const speaking = [label, office ?? ''].filter((part) => part !== '').join('|');
    this.#speaks = speaking === '' ? null : new RegExp(speaking);
    // with a colon, or with nothing between where the name ends before anything but a character
    this.#pattern =
      label === ''
        ? null
        : new RegExp(`(${label})([:：]\\s*|[是为]|\\s+|(?=${RUN}))(${RUN}(?:[、,，]\\s?${RUN})*)`, 'g');
  }

  /** True for a header whose column holds names. */
  isLabel(header: string): boolean {
    const last = header.slice(header.lastIndexOf('/') + 1).replace(/\s/g, '');
    return this.#labels.has(last);
  }

  /** True when something in a text says that a name is there. */
  speaks(text: string): boolean {
    return this.#speaks?.test(text) ?? false;
  }

  /** A text with the names in it marked: behind labels, before numbers that are marked already, before an office. */
  mark(text: string): string {
    const marked = this.#beforeNumbers(this.#behindLabels(text));
    return this.#office ? marked.replace(this.#office, (name) => MARK.name.repeat(name.length)) : marked;
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
    if (!text.includes(MARK.phone) && !text.includes(MARK.number)) return text;
    return text.replace(BEFORE_NUMBER, (run: string) => {
      for (const length of [NAME_LENGTH, 3, 2]) {
        const name = run.slice(-length);
        if (run.length >= length && this.#isName(name)) return run.slice(0, -length) + MARK.name.repeat(length);
      }
      return run;
    });
  }

  /** A name, or a name before one of the words that follow names. */
  #hideHead(part: string): string {
    if (this.#isName(part)) return MARK.name.repeat(part.length);
    for (const length of [2, 3, NAME_LENGTH])
      if (this.#ends.some((end) => part.startsWith(end, length)) && this.#isName(part.slice(0, length)))
        return MARK.name.repeat(length) + part.slice(length);
    return part;
  }

  /** A cell of a column of names, with the names marked. */
  markCell(cell: string): string {
    return cell.replace(EACH_RUN, (part) => this.#hideHead(part));
  }

  #isName(part: string): boolean {
    if (part.includes('·')) return part.length >= 3 && part.length <= LONG_NAME;
    if (part.length < 2 || part.length > NAME_LENGTH || this.#others.has(part)) return false;
    if (part.length > 2 && this.#surnames.has(part.slice(0, 2))) return true;
    return part.length <= 3 && this.#surnames.has(part[0]!);
  }
}

const either = (words: readonly string[]): string => words.map(escapePattern).join('|');
const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
