/** What a check of the lists is. One file a check; registry.ts orders them. */
import type { Auditor } from '../../audit.ts';
import type { Words } from '../../rules/rule.ts';
import type { Library, LinePlace, Severity } from '../../types.ts';
import type { ApprovedChange } from '../approvals.ts';
import type { ListsTest } from '../lists-test.ts';

/** Everything a check may look at. What is costly is made when first asked for. */
export interface Subject {
  readonly library: Library;
  /** YYYY-MM-DD */
  readonly asOf: string;
  /** the lists before the change, null without --base */
  readonly base: Library | null;
  /** approved changes of the admission ledger; empty without a ledger */
  readonly approvals: readonly ApprovedChange[];
  /** with --dead: also name terms that no example needs */
  readonly dead: boolean;
  auditor(): Auditor;
  examples(): ListsTest;
  /** the first of the words that stands in the entry that begins at `from`; `from` when none does */
  within(from: LinePlace, ...words: readonly string[]): LinePlace;
}

/** A fault before its words: where, and arguments for {placeholders}. */
export interface CheckDraft {
  readonly place: LinePlace;
  readonly args: Readonly<Record<string, string | number | Words>>;
  /** which of the check's messages; the first when absent */
  readonly say?: string;
  /** when it differs from the check's own */
  readonly severity?: Severity;
  /** the other place of a fault that has two */
  readonly also?: LinePlace;
}

/** What a check says of itself, whatever it looks at. */
export interface CheckWords {
  readonly id: string;
  readonly title: Words;
  /** why it matters */
  readonly why: Words;
  readonly severity: Severity;
}

export interface ListCheck extends CheckWords {
  /** name → what is wrong and what to do; {placeholders} are filled from the draft */
  readonly messages: Readonly<Record<string, { readonly fault: Words; readonly fix: Words }>>;
  /** costly, and resting on the lists and the day alone: what it finds is kept for the next run */
  readonly kept?: true;
  check(subject: Subject): readonly CheckDraft[];
}

/** One fault in words. */
export interface LintFinding {
  readonly check: string;
  readonly severity: Severity;
  readonly place: LinePlace;
  readonly also: LinePlace | null;
  readonly message: string;
  readonly fix: string;
  /** the line and a caret under the column; null when the place has no line of its own */
  readonly excerpt: string | null;
}
