/** `qingdan lists lint`: every check over the lists. */
import { isAbsolute, join, relative } from 'node:path';
import type { Command } from 'commander';
import type { LintFinding } from '../govern/checks/check.ts';
import { CHECK_WORDS } from '../govern/checks/registry.ts';
import { lintLists, ordered } from '../govern/lint.ts';
import { countFindings, lintJson, lintRun, lintText } from '../govern/lint-report.ts';
import { listFiles } from '../lists/load.ts';
import type { Severity } from '../types.ts';
import { choiceOption, dateOption, examples, type Io } from './command.ts';
import { say } from './ledger-options.ts';
import { approvedIn, baseLists, runGate } from './lists-gate.ts';

interface Raw {
  lists: string;
  asOf?: string;
  base?: string;
  dead?: boolean;
  only?: string[];
  failOn: Severity | 'never';
  format: Format;
}

const FORMATS = ['table', 'json', 'sarif', 'github', 'gitlab', 'junit'] as const;
type Format = (typeof FORMATS)[number];

const CHECK_IDS = CHECK_WORDS.map((one) => one.id);

export function define(command: Command, io: Io): void {
  const { lang } = io;
  command
    .option('--lists <dir>', say(lang, '清单目录', 'folder of the lists'), io.shippedLists)
    .option(
      '--as-of <date>',
      say(lang, '检查基准日（默认今天，北京时间）', 'the day (default: today in Asia/Shanghai)'),
      dateOption('--as-of'),
    )
    .option(
      '--base <ref>',
      say(
        lang,
        '和 git 的这个版本比对：增、移、改、撤的事项都要有准入，改词不得放行禁入；有疑即不通过',
        'compare with a git revision: added, moved, reworded and removed items need an admission, and no change of words may free what is prohibited; what is in doubt fails',
      ),
    )
    .option('--dead', say(lang, '另外提示多余的词（较慢）', 'also name idle words (slow)'))
    .option(
      '--only <check>',
      say(lang, '只做这一项检查，可重复', 'only this check, repeatable'),
      (value: string, all: string[] = []) => [...all, choiceOption('--only', CHECK_IDS)(value)],
    )
    .option(
      '--fail-on <level>',
      say(lang, '达到什么程度时退出码为 1', 'level from which the exit code is 1'),
      choiceOption('--fail-on', ['error', 'warning', 'note', 'never']),
      'error',
    )
    .option(
      '--format <name>',
      say(lang, `格式：${FORMATS.join('、')}`, `format: ${FORMATS.join(', ')}`),
      choiceOption('--format', FORMATS),
      'table',
    );
  examples(command, lang, [
    ['qingdan lists lint', say(lang, '检查清单', 'check the lists')],
    [
      'qingdan lists lint --as-of 2027-01-01',
      say(lang, '看那一天会有哪些依据过时', 'which bases will be out of date on that day'),
    ],
    [
      'qingdan lists lint --base origin/main',
      say(
        lang,
        '合入之前的门禁：证明手续齐全，不证明经手人是谁',
        'the gate before a merge: it proves procedure, not identity',
      ),
    ],
    [
      'qingdan lists lint --only basis-unverified',
      say(lang, '列出还没有核对的条款', 'clauses that nobody has verified'),
    ],
  ]);
  command.action(async (raw: Raw) => io.exit(await run(raw, io)));
}

async function run(raw: Raw, io: Io): Promise<number> {
  const asOf = raw.asOf ?? io.today();
  const base = raw.base === undefined ? null : baseLists(raw.lists, raw.base);
  const linted = lintLists({
    files: listFiles(raw.lists),
    dir: raw.lists,
    asOf,
    lang: io.lang,
    base: base?.library ?? null,
    approvals: base ? approvedIn(base, raw.lists) : [],
    dead: raw.dead === true,
    only: raw.only ?? null,
  });
  // lists that cannot be read are a failure already: there is nothing to let through
  const gated = base && linted.library ? await runGate(base, raw.lists, linted.library, { asOf, lang: io.lang }) : [];
  const findings = ordered([...linted.findings, ...gated]);
  const shown = (file: string): string => nearPath(isAbsolute(file) ? file : join(raw.lists, file));
  await io.out(await render(raw.format, findings, shown, io));
  return failed(countFindings(findings), raw.failOn) ? 1 : 0;
}

async function render(
  format: Format,
  findings: readonly LintFinding[],
  shown: (file: string) => string,
  io: Io,
): Promise<string> {
  const run = () => lintRun(findings, io.version, io.lang, shown);
  if (format === 'json') return lintJson(findings, shown);
  if (format === 'sarif') return (await import('../report/ci/sarif.ts')).sarifOf(run());
  if (format === 'github') {
    (await import('./job-summary.ts')).addToJobSummary(run(), io);
    return (await import('../report/ci/github.ts')).githubOf(run());
  }
  if (format === 'gitlab') return (await import('../report/ci/gitlab.ts')).gitlabOf(run());
  if (format === 'junit') return (await import('../report/ci/junit.ts')).junitOf(run());
  return lintText(findings, io.lang, shown);
}

/** Whether anything stands at or above the bar. */
function failed(counts: Readonly<Record<Severity, number>>, bar: Severity | 'never'): boolean {
  const levels: readonly Severity[] = ['error', 'warning', 'note'];
  return bar !== 'never' && levels.slice(0, levels.indexOf(bar) + 1).some((level) => counts[level] > 0);
}

/** A path as seen from where the command runs, when it lies below. */
function nearPath(path: string): string {
  const near = relative('.', path);
  return near === '' || near.startsWith('..') ? path : near;
}
