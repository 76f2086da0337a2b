/** SARIF 2.1.0, for code scanning platforms. */
import { printable } from '../../text.ts';
import type { Severity } from '../../types.ts';
import { type Problem, type ProblemRun, placed, worstFirst } from './problem.ts';

/** Results that the largest platform takes in one run; what is beyond is counted in a notification. */
const RESULTS_MOST = 25_000;
const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** A path as a URI reference: percent-encoded, absolute paths as file URIs. */
export function uriOf(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  const encoded = slashed.toWellFormed().split('/').map(encodeURIComponent).join('/');
  if (slashed.startsWith('/')) return `file://${encoded}`;
  if (/^[A-Za-z]:\//.test(slashed)) return `file:///${slashed.slice(0, 2)}${encoded.slice(encoded.indexOf('/'))}`;
  return encoded;
}

const LEVEL: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'note' };

/** The run as a SARIF log. */
export function sarifOf(run: ProblemRun): string {
  const ordered = worstFirst(run.problems);
  const results = ordered.slice(0, RESULTS_MOST);
  const ids = run.rules.map((rule) => rule.id);
  const left = ordered.length - results.length;
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: run.tool,
            version: run.version,
            semanticVersion: run.version,
            rules: run.rules.map((rule) => ({
              id: rule.id,
              shortDescription: { text: rule.title },
              fullDescription: { text: rule.why },
              help: { text: `${rule.why}\n${rule.fix}` },
              defaultConfiguration: { level: LEVEL[rule.severity] },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: results.map((problem) => resultOf(problem, ids)),
        invocations: [
          {
            executionSuccessful: true,
            ...(left > 0
              ? {
                  toolExecutionNotifications: [
                    {
                      level: 'warning',
                      message: {
                        text:
                          run.lang === 'zh'
                            ? `另有 ${left} 个问题未列出（每次最多 ${RESULTS_MOST} 个）`
                            : `${left} more not listed`,
                      },
                    },
                  ],
                }
              : {}),
          },
        ],
      },
    ],
  };
  return `${JSON.stringify(log, null, 1)}\n`;
}

function resultOf(problem: Problem, ids: readonly string[]): object {
  const index = ids.indexOf(problem.rule);
  return {
    ruleId: problem.rule,
    ...(index === -1 ? {} : { ruleIndex: index }),
    level: LEVEL[problem.severity],
    message: { text: printable(`${placed(problem)}${problem.message}${problem.fix ? `。${problem.fix}` : ''}`) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(problem.path) },
          region: { startLine: problem.line, ...(problem.column === null ? {} : { startColumn: problem.column }) },
        },
        ...(problem.cell === null ? {} : { logicalLocations: [{ fullyQualifiedName: printable(problem.cell) }] }),
      },
    ],
    partialFingerprints: { 'qingdan/v1': problem.fingerprint },
    ...(problem.waived === null
      ? {}
      : { suppressions: [{ kind: 'external', justification: printable(problem.waived) }] }),
  };
}
