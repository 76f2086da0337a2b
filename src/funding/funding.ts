/**
 * Is the money for a task stated, and by whom? 费随事转：村委会组织法 43、居委会组织法 43.
 *
 * The words are in lists/lexicon/funding.yaml. A cell puts up signs (department pays, village pays, conditional…);
 * the table of outcomes there says what a set of signs means. Nothing is decided here but the order of the cells.
 */
import { Recent } from '../recent.ts';
import { type Comparable, comparable, originalSpan } from '../text.ts';
import type { FundingJudgement, FundingOutcome, FundingWords } from '../types.ts';
import { lastYear, parseAmount } from './amount.ts';
import { type FundingEntry, judgeLedger } from './ledger.ts';
import { type Compiler, compiler, type Patterns } from './patterns.ts';

/** What the judgement of one row may look at. */
export interface FundingInput {
  /** the task text */
  readonly text: string;
  /** the funding cell, null when the table has none */
  readonly funding: string | null;
  readonly amount: string | null;
  /** notes of the table and the row's own note cell */
  readonly notes: readonly string[];
  readonly basis: string | null;
  /** entries of the funding ledger that apply to this row; absent = no ledger was given */
  readonly ledger?: readonly FundingEntry[];
  /** YYYY-MM-DD; absent = past years are not looked at */
  readonly asOf?: string;
}

interface CompiledSign {
  readonly sign: string;
  readonly say: Patterns;
}

interface Compiled {
  readonly signs: readonly CompiledSign[];
  readonly compiler: Compiler;
  readonly speaks: Patterns;
  readonly collects: Patterns;
  readonly lexicon: FundingWords;
  /** readings of cells seen before: tables repeat the same few */
  readonly seen: Recent<string, Reading>;
}

/** What one text says: outcome, deciding words (in the original), reason in Chinese. */
interface Reading {
  readonly outcome: FundingOutcome;
  readonly signs: ReadonlySet<string>;
  readonly quote: string | null;
  readonly why: string | null;
  /** the text that was read */
  readonly text: string;
}

/** cells whose reading is kept */
const REMEMBERED = 4000;
const SILENT: Reading = { outcome: 'missing', signs: new Set(), quote: null, why: null, text: '' };
/** a period with both ends, or an end: 2021—2025年, 至2024年底 */
const CLOSED =
  /20\d\d年?(?:\d+月(?:\d+日)?)?\s*(?:[-—–~～]+|至|到)\s*20\d\d|(?:至|到|截至|截止)20\d\d年|20\d\d年[^，。；]{0,6}(?:截止|为止|止|到期)/;
const KNOWN = new WeakMap<FundingWords, Compiled>();

function compiled(lexicon: FundingWords): Compiled {
  const known = KNOWN.get(lexicon);
  if (known) return known;
  const words = compiler(lexicon.words);
  const made: Compiled = {
    compiler: words,
    signs: lexicon.signs.map(({ sign, say }) => ({ sign, say: words.patterns(say) })),
    speaks: words.patterns(lexicon.speaks),
    collects: words.patterns(lexicon.collects),
    lexicon,
    seen: new Recent(REMEMBERED),
  };
  KNOWN.set(lexicon, made);
  return made;
}

/**
 * Judges the funding of one row.
 * @param input cells of the row; `text`, notes and basis count only where they speak of money
 * @returns outcome, the deciding words as they stand in the cell, and which cell that was
 */
export function judgeFunding(input: FundingInput, lexicon: FundingWords): FundingJudgement {
  const tools = compiled(lexicon);
  // a department's promise in a cell is measured against the books, not the books against the promise
  const ledger = input.ledger ? judgeLedger(input.ledger, input.asOf ?? null) : null;
  return ledger ?? judgeCells(input, tools);
}

/** The cells in the order in which people look for the answer. */
function judgeCells(input: FundingInput, tools: Compiled): FundingJudgement {
  const cell = read(input.funding ?? '', tools);
  const note = firstReading(input.notes, tools);
  let own = { reading: cell, from: 'funding' as FundingJudgement['from'] };
  if (isBarePrice(cell) && matches(tools.collects, input.text, tools)) own = { reading: SILENT, from: null };
  if (own.reading === SILENT) own = fallback(input, note, tools);
  else if (note) own = joined(cell, note, tools);
  else if (own.reading.outcome === 'missing') {
    const told = fallback(input, note, tools);
    // an amount beside a fee, a fine or a frequency belongs to it
    if (told.from !== 'amount') own = told.reading.outcome === 'missing' ? own : told;
  }
  return dated(own.reading, own.from, input.asOf ?? null);
}

/** Amount column, task text, notes, basis: the first that says something. */
function fallback(
  input: FundingInput,
  note: Reading | null,
  tools: Compiled,
): { reading: Reading; from: FundingJudgement['from'] } {
  const text = readSpeaking(input.text, tools);
  if (text.outcome !== 'missing') return { reading: text, from: 'text' };
  if (note) return { reading: note, from: 'note' };
  const basis = readSpeaking(input.basis ?? '', tools);
  if (basis.outcome !== 'missing') return { reading: basis, from: 'basis' };
  const silent = (input.funding ?? '').trim() === '';
  const amount = silent ? readAmount(input.amount ?? '', tools) : SILENT;
  if (amount.outcome !== 'missing' && !matches(tools.collects, input.text, tools))
    return { reading: amount, from: 'amount' };
  return { reading: SILENT, from: null };
}

/** A cell and a note for the whole table: a condition or a denial in the note also binds the cell. */
function joined(cell: Reading, note: Reading, tools: Compiled): { reading: Reading; from: FundingJudgement['from'] } {
  if (cell.outcome === 'missing') return { reading: note, from: 'note' };
  const both = new Set([...cell.signs, ...note.signs]);
  const rule = decide(both, tools.lexicon.outcomes);
  if (cell.outcome === 'denied' && note.outcome === 'funded' && isPlaceholder(cell.quote)) {
    return { reading: note, from: 'note' };
  }
  if (note.outcome === 'unclear' && cell.outcome === 'funded' && note.signs.has('condition')) {
    return { reading: { ...note, why: rule?.why ?? note.why }, from: 'note' };
  }
  return { reading: cell, from: 'funding' };
}

const isPlaceholder = (quote: string | null): boolean => quote !== null && !/[\u3400-\u9fff]/.test(quote);
const isBarePrice = (reading: Reading): boolean => reading.outcome === 'unclear' && [...reading.signs].join() === 'sum';

function matches(patterns: Patterns, original: string, tools: Compiled): boolean {
  const { text } = comparable(original);
  return patterns.may(text) && patterns.find(text, 0, tools.compiler.present(text)) !== null;
}

/** Reads a whole cell. */
function read(original: string, tools: Compiled): Reading {
  if (original === '') return SILENT;
  const seen = tools.seen.get(original);
  if (seen) return seen;
  const form = comparable(original);
  const reading = form.text === '' ? SILENT : readForm(form, tools);
  tools.seen.set(original, reading);
  return reading;
}

/** Reads only those sentences of a text that speak of money. */
function readSpeaking(original: string, tools: Compiled): Reading {
  if (original === '') return SILENT;
  // most texts do not speak of money at all; folding part by part gives the same only where nothing was folded
  const form = comparable(original);
  if (form.offsets === null && !tools.speaks.may(form.text)) return SILENT;
  const key = `\u0001${original}`;
  const seen = tools.seen.get(key);
  if (seen) return seen;
  let reading = SILENT;
  for (const sentence of original.split(/(?<=[。；;\n])/)) {
    if (!matches(tools.speaks, sentence, tools)) continue;
    const clauses = sentence.split(/(?<=[，,])/);
    const first = clauses.findIndex((clause) => matches(tools.speaks, clause, tools));
    // the matter stands before the money: 受街道安排代管消防，代管费由……支付
    const found = read(clauses.slice(Math.max(first, 0)).join(''), tools);
    if (found.outcome !== 'missing' && !isBarePrice(found)) {
      reading = found;
      break;
    }
  }
  tools.seen.set(key, reading);
  return reading;
}

function firstReading(notes: readonly string[], tools: Compiled): Reading | null {
  for (const note of notes) {
    const reading = readSpeaking(note, tools);
    if (reading.outcome !== 'missing') return reading;
  }
  return null;
}

/** An amount column: a zero says no money, a sum alone leaves open who pays. */
function readAmount(original: string, tools: Compiled): Reading {
  const reading = read(original, tools);
  if (reading.outcome !== 'missing') return reading;
  const amount = parseAmount(original);
  if (amount === null) return SILENT;
  return {
    outcome: amount.value === 0 ? 'denied' : 'unclear',
    signs: new Set(['sum']),
    quote: original.trim(),
    why: null,
    text: original,
  };
}

function readForm(form: Comparable, tools: Compiled): Reading {
  const found = spot(form.text, tools);
  const signs = new Set(found.map((one) => one.sign));
  const rule = decide(signs, tools.lexicon.outcomes);
  if (!rule) return { ...SILENT, signs, text: form.original };
  const decisive = found.find((one) => rule.all.includes(one.sign) || rule.any.includes(one.sign))!;
  const span = originalSpan(form, decisive.start, decisive.end);
  const quote = form.original.slice(span.start, span.end);
  const amount = rule.gives === 'funded' ? parseAmount(form.original) : null;
  const { least, most } = tools.lexicon.plausible;
  if (amount?.yuan != null && (amount.yuan > most || (amount.yuan < least && !amount.perPiece))) {
    return { outcome: 'unclear', signs, quote, why: '金额的单位像是写错了', text: form.original };
  }
  return { outcome: rule.gives, signs, quote, why: rule.why, text: form.original };
}

interface Found {
  readonly sign: string;
  readonly start: number;
  readonly end: number;
}

/** All signs of a text; words that an earlier rule has used are not read again. */
function spot(text: string, tools: Compiled): Found[] {
  const found: Found[] = [];
  const free = (start: number, end: number): boolean => found.every((one) => end <= one.start || start >= one.end);
  const present = tools.compiler.present(text);
  for (const { sign, say } of tools.signs) {
    let hit = say.find(text, 0, present);
    while (hit) {
      const taken = !free(hit.start, hit.end);
      if (!taken) found.push({ sign, ...hit });
      // a hit that runs into used words may still begin again after them
      hit = say.find(text, taken ? hit.start + 1 : Math.max(hit.end, hit.start + 1), present);
    }
  }
  return found;
}

function decide(
  signs: ReadonlySet<string>,
  outcomes: FundingWords['outcomes'],
): FundingWords['outcomes'][number] | null {
  for (const rule of outcomes) {
    const any = rule.any.length === 0 || rule.any.some((sign) => signs.has(sign));
    if (any && rule.all.every((sign) => signs.has(sign)) && !rule.none.some((sign) => signs.has(sign))) return rule;
  }
  return null;
}

/** A promise for a year that is over needs a person; a period that the text itself closes has expired. */
function dated(reading: Reading, from: FundingJudgement['from'], asOf: string | null): FundingJudgement {
  const { outcome, quote, why } = reading;
  const plain = { outcome, quote, from: quote === null ? null : from, detail: why };
  if (outcome !== 'funded' || asOf === null || quote === null) return plain;
  const year = lastYear(reading.text);
  if (year === null || year >= Number(asOf.slice(0, 4))) return plain;
  const closed = CLOSED.test(reading.text);
  return { ...plain, outcome: closed ? 'expired' : 'unclear', detail: `只写到${year}年，核查日为${asOf}` };
}
