/** What a report that is read back must look like: a file may come from anywhere, the stages take its fields for granted. */
import { BODIES, type InputSummary, type JudgedRow, LISTS, type Report, VERDICTS } from '../types.ts';

type Test = (value: unknown) => boolean;

const text: Test = (value) => typeof value === 'string';
const number: Test = (value) => typeof value === 'number';
const count: Test = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const truth: Test = (value) => typeof value === 'boolean';
const orNull =
  (test: Test): Test =>
  (value) =>
    value === null || test(value);
const oneOf =
  (words: readonly string[]): Test =>
  (value) =>
    words.includes(value as string);
const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);
const mapOf =
  (test: Test): Test =>
  (value) =>
    isObject(value) && Object.values(value).every(test);
const shape = (fields: Readonly<Record<string, Test>>): Test => {
  const all = Object.entries(fields);
  return (value) => isObject(value) && all.every(([key, test]) => test(value[key]));
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const article = orNull((value) => text(value) || number(value));
const evidence = listOf(shape({ start: number, end: number, quote: text, why: text }));
const finding = shape({
  rule: text,
  severity: oneOf(['error', 'warning', 'note']),
  item: orNull(text),
  message: text,
  fix: text,
  evidence,
  basis: listOf(shape({ instrument: text, article })),
  fingerprint: text,
  waived: orNull(text),
});
const row = shape({
  source: text,
  sheet: orNull(text),
  row: count,
  cell: text,
  id: orNull(text),
  unit: orNull(text),
  section: orNull(text),
  text,
  kind: oneOf(['task', 'indicator']),
  body: oneOf(BODIES),
  verdict: oneOf(VERDICTS),
  list: orNull(oneOf(LISTS)),
  item: orNull(text),
  score: number,
  strength: oneOf(['strong', 'medium', 'weak']),
  alternatives: listOf(shape({ score: number })),
  reason: text,
  evidence,
  findings: listOf(finding),
  basis_outcome: text,
  citations: listOf(shape({ raw: text, instrument: orNull(text), article, outcome: text })),
  funding_outcome: text,
  points: orNull(number),
  key: text,
});
const input = shape({
  file: text,
  sheet: orNull(text),
  hidden: truth,
  format: text,
  encoding: orNull(text),
  header: listOf(text),
  headerRow: orNull(count),
  columns: mapOf(listOf(text)),
  rows: shape({ read: count, checked: count, blank: count, skipped: count }),
  skipped: mapOf(count),
  warnings: listOf(text),
});
const head = shape({
  version: text,
  as_of: text,
  lists: shape({ edition: text, hash: text }),
  inputs: listOf(input),
  findings: listOf(finding),
});

/** One row of a report, whole. */
export const isJudgedRow = (value: unknown): value is JudgedRow => row(value);

/** The summary of one table. */
export const isInput = (value: unknown): value is InputSummary => input(value);

/** What a report says besides its rows; its counts are made anew and not looked at. */
export const isReportHead = (value: unknown): value is Omit<Report, 'rows'> => head(value);
