/** Every concept's own examples through the real engine, and the terms that no example needs. */
import { type Auditor, createAuditor } from '../audit.ts';
import { comparable } from '../text.ts';
import type { Body, Concept, Example, Library, LinePlace, Row, TableContext } from '../types.ts';
import { BODIES } from '../types.ts';

export interface ExampleFailure {
  readonly place: LinePlace;
  readonly concept: string;
  readonly body: Body;
  readonly expected: 'hit' | 'miss';
  readonly text: string;
  /** what won instead, in words */
  readonly got: string;
  readonly why: string;
}

export interface DeadTerm {
  readonly term: string;
  /** names of the classes (or ~concept for an alias) it stands in */
  readonly classes: readonly string[];
}

export interface ListsTest {
  readonly examples: number;
  readonly failures: readonly ExampleFailure[];
  /** concepts with an item but fewer than two hits or two misses */
  readonly uncovered: readonly string[];
  readonly terms: number;
  readonly dead: readonly DeadTerm[];
}

const TABLE: TableContext = {
  title: null,
  unit: null,
  header: [],
  headerRow: null,
  columns: {},
  hasFundingColumn: true,
  hasBasisColumn: true,
  notes: [],
  complete: true,
};

/** An example as a sheet row of that body. */
export function exampleRow(example: Pick<Example, 'text' | 'section'>, body: Body): Row {
  return {
    source: 'lists',
    sheet: null,
    row: 1,
    cell: 'A1',
    id: null,
    unit: null,
    section: example.section,
    text: example.text,
    kind: 'indicator',
    bodies: [body],
    addressee: null,
    basis: null,
    funding: null,
    amount: null,
    department: null,
    points: null,
    cells: [],
    table: TABLE,
  };
}

/** The bodies under which a concept's examples are tried: those that have an item of it, both for unlisted and scope. */
function bodiesOf(library: Library, concept: Concept): Body[] {
  if (concept.kind !== 'topic') return [...BODIES];
  return BODIES.filter((body) =>
    library.items.some((item) => item.body === body && item.concepts.includes(concept.id)),
  );
}

interface Outcome {
  readonly concept: string | null;
  readonly concepts: readonly string[];
  readonly verdict: string;
  readonly words: string;
  readonly why: string;
}

function outcome(auditor: Auditor, example: Pick<Example, 'text' | 'section'>, body: Body): Outcome {
  const { judged } = auditor.reason(exampleRow(example, body));
  const concept = judged.concept?.concept.id ?? null;
  return {
    concept,
    concepts: judged.item ? judged.item.concepts : concept ? [concept] : [],
    verdict: judged.verdict,
    words: `${judged.verdict} ${judged.item?.id ?? '—'} ${concept ?? ''}`.trim(),
    why: judged.evidence.map((one) => one.quote).join('+'),
  };
}

/** One example under one body. */
interface Tried {
  readonly example: Example;
  readonly body: Body;
}

function passes(got: Outcome, concept: Concept, expected: 'hit' | 'miss'): boolean {
  const is =
    concept.kind === 'scope'
      ? got.verdict === 'out-of-scope'
      : got.verdict !== 'out-of-scope' &&
        (got.concept === concept.id || (expected === 'hit' && got.concepts.includes(concept.id)));
  return is === (expected === 'hit');
}

/** Runs all examples; with `dead`, also asks of every term whether any example needs it. */
export function testLists(
  library: Library,
  options: { readonly asOf: string; readonly dead: boolean; readonly auditor?: Auditor },
): ListsTest {
  const auditor = options.auditor ?? createAuditor(library, { asOf: options.asOf, lang: 'zh', ledger: null });
  const failures: ExampleFailure[] = [];
  const uncovered: string[] = [];
  const tried: Tried[] = [];
  for (const concept of library.concepts) {
    const bodies = bodiesOf(library, concept);
    if (bodies.length > 0 && (concept.hit.length < 2 || concept.miss.length < 2)) uncovered.push(concept.id);
    for (const expected of ['hit', 'miss'] as const)
      for (const example of concept[expected])
        for (const body of bodies) {
          const got = outcome(auditor, example, body);
          tried.push({ example, body });
          if (!passes(got, concept, expected))
            failures.push({
              place: example.place,
              concept: concept.id,
              body,
              expected,
              text: example.text,
              got: got.words,
              why: got.why,
            });
        }
  }
  const dead = options.dead ? deadTerms(auditor, tried) : [];
  return { examples: tried.length, failures, uncovered, terms: auditor.compiled.spotter.terms.length, dead };
}

/** Terms without which every example that holds them is judged the same. */
function deadTerms(auditor: Auditor, tried: readonly Tried[]): DeadTerm[] {
  const { spotter, maskBase, names } = auditor.compiled;
  // an example lies in the index and would be found by its own text, whatever words are gone
  const alone = ({ example, body }: Tried): string => {
    auditor.compiled.omit(comparable(example.text).text);
    const { words } = outcome(auditor, example, body);
    auditor.compiled.omit(null);
    return words;
  };
  const before = new Map<Tried, string>();
  const texts = new Map(
    tried.map((one) => [one, comparable(`${one.example.section ?? ''} ${one.example.text}`).text] as const),
  );
  const dead = spotter.terms.flatMap((term, number) => {
    const classes = term.marks.map((mark) => names[mark >= maskBase ? mark - maskBase : mark]!);
    if (classes.every((name) => name.startsWith('='))) return [];
    const holding = tried.filter((one) => texts.get(one)!.includes(term.text));
    auditor.compiled.forgetHeadings();
    for (const one of holding) if (!before.has(one)) before.set(one, alone(one));
    spotter.muted = number;
    auditor.compiled.forgetHeadings();
    const needed = holding.some((one) => alone(one) !== before.get(one));
    spotter.muted = -1;
    return needed ? [] : [{ term: term.text, classes }];
  });
  auditor.compiled.forgetHeadings();
  return dead;
}
