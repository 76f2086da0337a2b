/** All checks over one folder of lists. */
import { createAuditor } from '../audit.ts';
import { UserError } from '../errors.ts';
import { defaultCache } from '../lists/cache.ts';
import { type ListFile, libraryOf, parseLibrary } from '../lists/load.ts';
import { excerpt, type ListFault } from '../lists/yaml.ts';
import { fillIn } from '../rules/rule.ts';
import type { Lang, Library, LinePlace, Severity } from '../types.ts';
import type { ApprovedChange } from './approvals.ts';
import type { CheckDraft, LintFinding, ListCheck, Subject } from './checks/check.ts';
import { CHECKS } from './checks/registry.ts';
import { SCHEMA } from './checks/schema.ts';
import { keptDrafts } from './kept-drafts.ts';
import { type ListsTest, testLists } from './lists-test.ts';
import { isOwn } from './own.ts';

export interface LintInput {
  readonly files: readonly ListFile[];
  /** names the folder in messages of the wide tables */
  readonly dir: string;
  /** YYYY-MM-DD */
  readonly asOf: string;
  readonly lang: Lang;
  readonly base: Library | null;
  readonly approvals: readonly ApprovedChange[];
  readonly dead: boolean;
  /** ids of the only checks to run; null for all */
  readonly only: readonly string[] | null;
}

/** What lint found, worst first, then by file and line. */
export interface LintResult {
  readonly findings: readonly LintFinding[];
  /** null when a file cannot be read */
  readonly library: Library | null;
}

/** Runs the checks. Faults of writing stop the rest: what cannot be read cannot be checked. */
export function lintLists(input: LintInput): LintResult {
  const sources = new Sources(input.files);
  const library = soundLibrary(input);
  if (library === null) {
    const { faults } = parseLibrary(input.files);
    // faults of the lists above stop the run with the place where they are
    if (faults.length === 0) libraryOf(input.files, input.dir);
    return { findings: faults.map((fault) => schemaFinding(fault, sources)), library: null };
  }
  const unreadable = wideFault(library);
  if (unreadable) return { findings: [unreadable], library: null };
  const subject = subjectOf(library, input, sources);
  const kept = keptDrafts(library, input.asOf);
  const findings = CHECKS.filter((check) => input.only === null || input.only.includes(check.id)).flatMap((check) => {
    const drafts = check.kept ? kept.of(check.id, () => check.check(subject)) : check.check(subject);
    return drafts.map((draft) => worded(check, draft, input.lang, sources));
  });
  kept.save();
  // what is only worth a note in the lists above is the business of those who keep them
  return { findings: ordered(findings.filter((one) => one.severity !== 'note' || isOwn(one.place))), library };
}

/** The library when every file can be read (the cache holds only such), null otherwise. */
function soundLibrary({ files, dir }: LintInput): Library | null {
  try {
    return libraryOf(files, dir, defaultCache());
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

const WORST_FIRST: readonly Severity[] = ['error', 'warning', 'note'];

/** Worst first; within a severity by file, line and column, so that an editor walks down the file. */
export function ordered(findings: readonly LintFinding[]): LintFinding[] {
  return [...findings].sort(
    (a, b) =>
      WORST_FIRST.indexOf(a.severity) - WORST_FIRST.indexOf(b.severity) ||
      (a.place.file < b.place.file ? -1 : a.place.file > b.place.file ? 1 : 0) ||
      a.place.line - b.place.line ||
      a.place.column - b.place.column,
  );
}

function subjectOf(library: Library, input: LintInput, sources: Sources): Subject {
  let auditor: ReturnType<typeof createAuditor> | undefined;
  let examples: ListsTest | undefined;
  const { asOf, base, approvals, dead } = input;
  return {
    library,
    asOf,
    base,
    approvals,
    dead,
    auditor: () => {
      auditor ??= createAuditor(library, { asOf, lang: input.lang, ledger: null });
      return auditor;
    },
    examples() {
      examples ??= testLists(library, { asOf, dead, auditor: this.auditor() });
      return examples;
    },
    within: (from, ...words) => sources.within(from, words),
  };
}

/** A draft in words. */
export function worded(
  check: Pick<ListCheck, 'id' | 'severity' | 'messages'>,
  draft: CheckDraft,
  lang: Lang,
  sources: Sources,
): LintFinding {
  const message = check.messages[draft.say ?? Object.keys(check.messages)[0]!]!;
  const args = Object.fromEntries(
    Object.entries(draft.args).map(([name, value]) => [name, typeof value === 'object' ? value[lang] : value]),
  );
  return {
    check: check.id,
    severity: draft.severity ?? check.severity,
    place: draft.place,
    also: draft.also ?? null,
    message: fillIn(message.fault[lang], args),
    fix: fillIn(message.fix[lang], args),
    excerpt: sources.excerpt(draft.place),
  };
}

function schemaFinding(fault: ListFault, sources: Sources): LintFinding {
  return {
    check: SCHEMA.id,
    severity: SCHEMA.severity,
    place: fault.place,
    also: null,
    message: fault.fault,
    fix: fault.hint,
    excerpt: sources.excerpt(fault.place),
  };
}

/** The wide tables are read on first use; their faults are faults of writing as well. */
function wideFault(library: Library): LintFinding | null {
  try {
    library.wide();
    return null;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { place, fault, hint } = error;
    const at =
      typeof place === 'object' && place !== null && 'file' in place
        ? place
        : { file: String(place), line: 1, column: 1 };
    return { check: SCHEMA.id, severity: 'error', place: at, also: null, message: fault, fix: hint, excerpt: null };
  }
}

/** The texts of the files, for places inside an entry and for excerpts. */
export class Sources {
  readonly #bytes: ReadonlyMap<string, Buffer>;
  readonly #lines = new Map<string, readonly string[]>();

  constructor(files: readonly ListFile[]) {
    this.#bytes = new Map(files.map((file) => [file.path, file.bytes]));
  }

  lines(file: string): readonly string[] {
    let lines = this.#lines.get(file);
    if (!lines) {
      const text =
        this.#bytes
          .get(file)
          ?.toString('utf8')
          .replace(/^\uFEFF/, '') ?? '';
      lines = text.split(/\r?\n/);
      this.#lines.set(file, lines);
    }
    return lines;
  }

  /** The entry ends where a line of the same or a smaller indent begins another. */
  within(from: LinePlace, words: readonly string[]): LinePlace {
    const lines = this.lines(from.file);
    const indent = from.column - 1;
    let end = from.line;
    while (end < lines.length && (indent === 0 || deeper(lines[end]!, indent))) end++;
    for (const word of words)
      for (let line = from.line; line <= end; line++) {
        const column = lines[line - 1]?.indexOf(word, line === from.line ? from.column - 1 : 0) ?? -1;
        if (column !== -1) return { file: from.file, line, column: column + 1 };
      }
    return from;
  }

  excerpt(place: LinePlace): string | null {
    const lines = this.lines(place.file);
    return place.line <= lines.length && lines.join('') !== '' ? excerpt(lines.join('\n'), place) : null;
  }
}

/** A line that belongs to the entry whose value begins in column `indent`: blank, comment, or indented as far. */
const deeper = (line: string, indent: number): boolean => {
  const text = line.trimStart();
  return text === '' || text.startsWith('#') || line.length - text.length >= indent;
};
