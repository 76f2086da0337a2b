/**
 * A district's repository as it is lived in: `init` writes it, the commands of its CI files and of its hook are taken
 * out of those files and run, and a year of one item goes through. Everything through the built program, in real git
 * repositories; the platforms are what runs the commands.
 */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process, { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { loadLibrary } from '../src/lists/load.ts';

const AS_OF = '2026-11-22';
const made: string[] = [];

function temporary(): string {
  const dir = mkdtempSync(join(tmpdir(), 'qingdan-district-'));
  made.push(dir);
  return dir;
}

/** A folder for PATH: the built program with the day pinned, and an npm that only notes what it was asked. */
const TOOLS = temporary();
const NPM_LOG = join(TOOLS, 'npm.log');
tool(
  'qingdan',
  `case "$*" in *--as-of*) ;; "lists lint"*|"lists test"*) set -- "$@" --as-of ${AS_OF};; esac
exec "${process.execPath}" "${fileURLToPath(new URL('../bin/qingdan.js', import.meta.url))}" "$@"`,
);
tool('npm', `echo "$@" >> "${NPM_LOG}"`);

function tool(name: string, text: string): void {
  writeFileSync(join(TOOLS, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(TOOLS, name), 0o755);
}

const AROUND = {
  ...Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('GIT_'))),
  PATH: `${TOOLS}:${env['PATH']}`,
  XDG_CACHE_HOME: temporary(),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  NO_COLOR: '1',
};

interface Ran {
  readonly code: number | null;
  /** both streams, as a log shows them */
  readonly log: string;
}

const ran = (done: SpawnSyncReturns<string>): Ran => ({ code: done.status, log: `${done.stdout}${done.stderr}` });

/** A shell as the platforms start it: stops at the first command that fails. */
const shell = (dir: string, script: string, more: NodeJS.ProcessEnv = {}): Ran =>
  ran(
    spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
      cwd: dir,
      encoding: 'utf8',
      env: { ...AROUND, ...more },
    }),
  );

const qingdan = (dir: string, ...args: string[]): Ran =>
  ran(spawnSync(join(TOOLS, 'qingdan'), args, { cwd: dir, encoding: 'utf8', env: AROUND }));

/** @throws when git fails */
function git(dir: string, ...args: string[]): string {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false'];
  const done = spawnSync('git', [...who, ...args], { cwd: dir, encoding: 'utf8', env: AROUND });
  assert.is(done.status, 0, `git ${args.join(' ')}: ${done.stderr}`);
  return done.stdout.trim();
}

function commit(dir: string, message: string): string {
  git(dir, 'add', '-A');
  git(dir, 'commit', '-q', '--no-verify', '-m', message);
  return git(dir, 'rev-parse', 'HEAD');
}

/** What `init` writes, committed and pushed. */
const BASE = temporary();
assert.is(qingdan(BASE, 'init', '.', '--name', '某某区', '--as-of', AS_OF).code, 0);
git(BASE, 'init', '-q', '-b', 'main');
const FIRST = commit(BASE, 'first');

/** A clone with `origin/main`, on a branch of its own. */
function clone(from = BASE): string {
  const dir = temporary();
  git(dir, 'clone', '-q', from, '.');
  git(dir, 'checkout', '-q', '-b', 'change');
  return dir;
}

const [SHIPPED] = loadLibrary('lists', null).items.filter((one) => one.list === 'assist' && one.body === 'village');

/** An edit by hand that nobody admitted, resting on an article that does not exist. */
function broken(dir: string): void {
  const { id, title, concepts } = SHIPPED!;
  mkdirSync(join(dir, '清单/village'), { recursive: true });
  writeFileSync(
    join(dir, '清单/village/assist.yaml'),
    `# yaml-language-server: $schema=../schema/list.schema.json
kind: list
body: village
list: assist
categories:
  - name: 平安法治
    items:
      - id: "${id}"
        title: ${title}
        basis:
          - { instrument: 中华人民共和国献血法, article: 999 }
        concepts: [${concepts.join(', ')}]
`,
  );
}

const FOUND = /basis-no-such-article/;

// ---------------------------------------------------------------- GitHub

interface Step {
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

/** Runs the steps of the workflow as the platform would for an event. */
function workflow(dir: string, github: Readonly<Record<string, string>>, platform: NodeJS.ProcessEnv = {}): Ran {
  const { on, jobs } = parse(readFileSync(join(dir, '.github/workflows/qingdan.yml'), 'utf8')) as Workflow;
  assert.ok(github['event_name']! in on);
  const known = (name: string): string => {
    assert.ok(name in github, `the platform does not know github.${name}`);
    return github[name]!;
  };
  const meant = (text: string): string =>
    text.replace(/\$\{\{ github\.([\w.]+) \}\}/g, (_, name: string) => known(name));
  let log = '';
  for (const step of Object.values(jobs).flatMap((job) => job.steps)) {
    const [, name, value] = /^github\.([\w.]+) == '(\w+)'$/.exec(step.if ?? '') ?? [];
    if (step.if !== undefined) assert.ok(name !== undefined, step.if);
    if (step.run === undefined || (name !== undefined && known(name) !== value)) continue;
    const more = Object.fromEntries(Object.entries(step.env ?? {}).map(([key, text]) => [key, meant(text)]));
    // what anybody can write into a branch name must not become part of a command
    assert.not.match(step.run, /\$\{\{/);
    const done = shell(dir, step.run, { ...platform, ...more });
    log += done.log;
    if (done.code !== 0) return { code: done.code, log };
  }
  return { code: 0, log };
}

const ZEROS = '0'.repeat(40);
const PULL = { event_name: 'pull_request', base_ref: 'main' };

test('the workflow fetches the whole history and installs this version', () => {
  const text = readFileSync(join(BASE, '.github/workflows/qingdan.yml'), 'utf8');
  const [job] = Object.values((parse(text) as Workflow).jobs);
  const checkout = job!.steps.find((step) => step.uses?.startsWith('actions/checkout@'));
  assert.is(checkout!.with!['fetch-depth'], 0);
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  rmSync(NPM_LOG, { force: true });
  assert.is(workflow(clone(), PULL).code, 0);
  assert.is(readFileSync(NPM_LOG, 'utf8'), `install --global qingdan@${version}\n`);
});

test('the workflow: a pull request that breaks the lists fails and shows where', () => {
  const dir = clone();
  broken(dir);
  commit(dir, 'broken');
  const summary = join(temporary(), 'summary.md');
  const { code, log } = workflow(dir, PULL, { GITHUB_STEP_SUMMARY: summary });
  assert.is(code, 1, log);
  assert.match(
    readFileSync(summary, 'utf8'),
    /^\| 错误 \| basis-no-such-article \| 清单\/village\/assist\.yaml:11 \|/m,
  );
  assert.match(log, /^::error file=清单\/village\/assist\.yaml,line=11,/m);
  assert.match(log, FOUND);
  assert.match(log, /admission-missing/);
});

test('the workflow: a first push has nothing to compare with, a later one is held to what was before', () => {
  assert.is(workflow(BASE, { event_name: 'push', 'event.before': ZEROS }).code, 0);
  const dir = clone();
  retire(dir);
  commit(dir, 'retired without an admission');
  assert.is(workflow(dir, { event_name: 'push', 'event.before': ZEROS }).code, 0);
  const { code, log } = workflow(dir, { event_name: 'push', 'event.before': FIRST });
  assert.is(code, 1, log);
  assert.match(log, /admission-missing/);
});

// ---------------------------------------------------------------- GitLab

interface Job {
  readonly variables: Readonly<Record<string, string>>;
  readonly rules: readonly { readonly if: string }[];
  readonly script: readonly string[];
  readonly artifacts: { readonly reports: { readonly codequality: string } };
}

const job = (dir: string): Job =>
  Object.values(parse(readFileSync(join(dir, '.gitlab-ci.yml'), 'utf8')) as Record<string, Job>)[0]!;

/** Runs the script of the job as the platform would: all lines in one shell. */
const pipeline = (dir: string, variables: NodeJS.ProcessEnv): Ran => shell(dir, job(dir).script.join('\n'), variables);

test('the GitLab job runs for merge requests with the whole history', () => {
  const { variables, rules } = job(BASE);
  assert.is(variables['GIT_DEPTH'], '0');
  assert.ok(rules.some((rule) => rule.if === '$CI_PIPELINE_SOURCE == "merge_request_event"'));
});

test('the GitLab job: clean lists pass, with a code quality report', () => {
  const dir = clone();
  const { code, log } = pipeline(dir, { CI_MERGE_REQUEST_DIFF_BASE_SHA: FIRST, CI_COMMIT_BEFORE_SHA: ZEROS });
  assert.is(code, 0, log);
  assert.equal(JSON.parse(readFileSync(join(dir, job(dir).artifacts.reports.codequality), 'utf8')), []);
});

test('the GitLab job: a merge request that breaks the lists fails, in the log and in the report', () => {
  const dir = clone();
  broken(dir);
  commit(dir, 'broken');
  const { code, log } = pipeline(dir, { CI_MERGE_REQUEST_DIFF_BASE_SHA: FIRST, CI_COMMIT_BEFORE_SHA: ZEROS });
  assert.is(code, 1, log);
  assert.match(log, FOUND);
  assert.match(log, /admission-missing/);
  const issues = JSON.parse(readFileSync(join(dir, job(dir).artifacts.reports.codequality), 'utf8'));
  assert.ok(issues.some((one: { check_name: string }) => one.check_name === 'basis-no-such-article'));
});

test('the GitLab job: a push is held to what was before, a first one to nothing', () => {
  const dir = clone();
  broken(dir);
  commit(dir, 'broken');
  const gated = pipeline(dir, { CI_COMMIT_BEFORE_SHA: FIRST });
  assert.is(gated.code, 1);
  assert.match(gated.log, /admission-missing/);
  const first = pipeline(dir, { CI_COMMIT_BEFORE_SHA: ZEROS });
  assert.is(first.code, 1);
  assert.not.match(first.log, /admission-missing/);
});

// ---------------------------------------------------------------- hooks

/** Stages everything and commits through the hook of the repository. */
function commitHooked(dir: string): Ran {
  git(dir, 'config', 'core.hooksPath', '.githooks');
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false'];
  return ran(spawnSync('git', [...who, 'commit', '-m', 'hooked'], { cwd: dir, encoding: 'utf8', env: AROUND }));
}

test('the hook lets sound lists be committed', () => {
  const dir = clone();
  writeFileSync(join(dir, '说明.md'), '某某区清单\n');
  git(dir, 'add', '-A');
  const { code, log } = commitHooked(dir);
  assert.is(code, 0, log);
});

test('the hook looks at what is staged, not at what lies in the folder', () => {
  const staged = clone();
  broken(staged);
  git(staged, 'add', '-A');
  rmSync(join(staged, '清单/village'), { recursive: true });
  const refused = commitHooked(staged);
  assert.is(refused.code, 1, refused.log);
  assert.match(refused.log, FOUND);
  assert.is(git(staged, 'rev-parse', 'HEAD'), FIRST);

  const lying = clone();
  writeFileSync(join(lying, '说明.md'), '某某区清单\n');
  git(lying, 'add', '-A');
  broken(lying);
  assert.is(commitHooked(lying).code, 0);
  assert.ok(existsSync(join(lying, '清单/village/assist.yaml')));
});

test('the pre-commit definition runs the same hook', () => {
  interface Hook {
    readonly entry: string;
    readonly language: string;
    readonly files: string;
    readonly pass_filenames: boolean;
  }
  const { repos } = parse(readFileSync(join(BASE, '.pre-commit-config.yaml'), 'utf8')) as {
    repos: readonly { readonly hooks: readonly Hook[] }[];
  };
  const [hook] = repos.flatMap((one) => one.hooks);
  assert.equal([hook!.language, hook!.pass_filenames], ['system', false]);
  const dir = clone();
  assert.is(shell(dir, hook!.entry).code, 0);
  broken(dir);
  git(dir, 'add', '-A');
  const changed = git(dir, '-c', 'core.quotepath=off', 'diff', '--cached', '--name-only').split('\n');
  assert.ok(changed.every((path) => new RegExp(hook!.files).test(path)));
  const { code, log } = shell(dir, hook!.entry);
  assert.is(code, 1, log);
  assert.match(log, FOUND);
});

// ---------------------------------------------------------------- editions

/** Takes an item off the lists. */
function retire(dir: string): void {
  const file = join(dir, '清单/edition.yaml');
  writeFileSync(
    file,
    `${readFileSync(file, 'utf8').replace(/assist: \d+/, 'assist: 35')}retired:\n  - { id: "${SHIPPED!.id}", title: ${SHIPPED!.title}, on: "${AS_OF}" }\n`,
  );
}

test('an old table is judged again with the lists of its day: of a revision, or of a folder', () => {
  const dir = clone();
  writeFileSync(join(dir, '表.csv'), `序号,工作内容\n1,${SHIPPED!.title}\n`);
  const check = (...args: string[]): Ran =>
    qingdan(
      dir,
      'check',
      '表.csv',
      '--body',
      'village',
      '--as-of',
      AS_OF,
      '--format',
      'json',
      '--quiet',
      '--fail-on',
      'never',
      ...args,
    );
  const then = check();
  assert.is(then.code, 0, then.log);
  const old = join(temporary(), '去年的清单');
  cpSync(join(dir, '清单'), old, { recursive: true });
  retire(dir);
  commit(dir, 'retired');

  const [before, now] = [JSON.parse(then.log), JSON.parse(check().log)];
  assert.equal([before.rows[0].item, now.rows[0].item], [SHIPPED!.id, null]);
  assert.is.not(before.lists.hash, now.lists.hash);
  assert.is(check('--lists', 'main:清单').log, then.log);
  assert.is(check('--lists', 'main:清单', '--jobs', '2').log, then.log);
  assert.is(check('--lists', old).log, then.log);
  // also when the folder is gone by now
  git(dir, 'mv', '清单', '本区清单');
  assert.is(check('--lists', 'main:清单').log, then.log);

  const unknown = check('--lists', 'v1999:清单');
  assert.equal([unknown.code, unknown.log.split('\n').length], [2, 2], unknown.log);
  assert.match(unknown.log, /没有“v1999”这个版本/);
  assert.match(check('--lists', 'main:别处').log, /main:别处: 这个版本的这个目录里没有清单/);
});

// ---------------------------------------------------------------- a year

test('a year of one item: proposed, approved twice, applied, committed, through the gate; with one approval it stops', () => {
  const dir = clone();
  const step = (...args: string[]): Ran => {
    const done = qingdan(dir, ...args);
    assert.is(done.code, 0, `${args.join(' ')}\n${done.log}`);
    return done;
  };
  const proposed = step(
    ...[
      'admission',
      'new',
      '--applicant',
      '区卫健委',
      '--track',
      'government',
      '--body',
      'village',
      '--list',
      'assist',
    ],
    ...['--category', '卫生健康', '--title', '协助动员适龄健康村民自愿参加无偿献血', '--department', '卫健'],
    ...['--basis', '献血法6条', '--concept', 'blood-donation', '--scope', '全区各村'],
    ...['--funding-source', '由区卫健委部门预算列支', '--funding-standard', '每村每年2000元', '--as-of', '2026-11-25'],
  );
  const id = /已登记 (\S+)/.exec(proposed.log)![1]!;
  const approve = (office: string, document: string, on: string): Ran =>
    step('admission', 'approve', id, '--office', office, '--document', document, '--on', on, '--as-of', on);
  approve('区民政局', '区民发〔2026〕5号', '2026-12-01');

  // the same lists with the second approval missing
  const half = temporary();
  cpSync(dir, half, { recursive: true });
  const early = qingdan(half, 'admission', 'apply', id, '--as-of', '2026-12-12');
  assert.is(early.code, 2);
  assert.match(early.log, /待会议审议，不能落表；初审和会议都同意之后才能落表/);

  approve('区委党建领导小组会议', '区党建纪要〔2026〕第3号', '2026-12-11');
  step('admission', 'apply', id, '--as-of', '2026-12-12');
  step('lists', 'fmt', '--check');
  step('lists', 'test', '--coverage', '100');
  commit(dir, 'admitted');
  const passed = qingdan(dir, 'lists', 'lint', '--base', 'main', '--as-of', '2026-12-12');
  assert.is(passed.code, 0, passed.log);
  assert.is(qingdan(dir, 'lists', 'diff', 'main').log.match(/V-A-\d-\d\d/g)?.length, 1);
  step('ledger', 'check');

  for (const file of readdirSync(join(dir, '清单'), { recursive: true, encoding: 'utf8' }))
    if (/\.yaml$/.test(file) && !file.startsWith('admissions'))
      cpSync(join(dir, '清单', file), join(half, '清单', file));
  commit(half, 'not yet admitted');
  const stopped = qingdan(half, 'lists', 'lint', '--base', 'main', '--as-of', '2026-12-12');
  assert.is(stopped.code, 1, stopped.log);
  const errors = stopped.log.split('\n').filter((line) => /: 错误 /.test(line));
  assert.is(errors.length, 1, stopped.log);
  assert.match(errors[0]!, new RegExp(`新增，申报 ${id} 还缺审议会议的同意`));
});

test.after(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

test.run();
