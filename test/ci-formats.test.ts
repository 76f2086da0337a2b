/** What CI platforms read: SARIF against the official schema, GitHub, GitLab, JUnit. */
import { readFileSync } from 'node:fs';
import Ajv04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { SaxesParser } from 'saxes';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { githubOf, githubSummaryOf } from '../src/report/ci/github.ts';
import { gitlabOf } from '../src/report/ci/gitlab.ts';
import { junitOf } from '../src/report/ci/junit.ts';
import type { Problem, ProblemRun } from '../src/report/ci/problem.ts';
import { sarifOf, uriOf } from '../src/report/ci/sarif.ts';
import { RULES } from '../src/rules/registry.ts';
import type { Severity } from '../src/types.ts';

const LEVELS: readonly Severity[] = ['error', 'warning', 'note'];
const NASTY = '换行\n<script>alert(1)</script>&"\u001b[31m\u202e ::error::%0A]]>';

function problem(i: number): Problem {
  return {
    path: i % 2 ? '各部门/年终 考核#1.xlsx' : 'lists/village/assist.yaml',
    line: 1 + (i % 500),
    column: i % 2 ? null : 3,
    cell: i % 2 ? `Sheet 1!C${1 + (i % 500)}` : null,
    rule: RULES[i % RULES.length]!.id,
    severity: LEVELS[i % 3]!,
    message: `问题${i}${i % 7 === 0 ? NASTY : ''}`,
    fix: '取消该事项',
    fingerprint: `f${i % 50}`,
    waived: i % 11 === 0 ? 'W-2026-01' : null,
  };
}

const run = (count: number): ProblemRun => ({
  tool: 'qingdan',
  version: '0.1.0',
  lang: 'zh',
  rules: RULES.map((rule) => ({
    id: rule.id,
    title: rule.title.zh,
    why: rule.why.zh,
    fix: rule.fix.zh,
    severity: rule.severity,
  })),
  problems: Array.from({ length: count }, (_, i) => problem(i)),
});

const schema = JSON.parse(readFileSync(new URL('../fixtures/sarif/sarif-schema-2.1.0.json', import.meta.url), 'utf8'));
const Ajv = Ajv04.default;
const ajv = new Ajv({ strict: false, unicodeRegExp: false });
addFormats.default(ajv as never);
const valid = ajv.compile(schema);

for (const count of [0, 1, 10_000])
  test(`sarif with ${count} findings validates against the official schema`, () => {
    const log = JSON.parse(sarifOf(run(count))) as { runs: { results: unknown[] }[] };
    assert.ok(valid(log), JSON.stringify(valid.errors?.slice(0, 3)));
    assert.is(log.runs[0]!.results.length, count);
  });

test('sarif beyond the limit of a run says how many are left out', () => {
  const log = JSON.parse(sarifOf(run(25_100)));
  assert.is(log.runs[0].results.length, 25_000);
  assert.match(log.runs[0].invocations[0].toolExecutionNotifications[0].message.text, /100/);
  assert.ok(valid(log));
});

test('paths become percent-encoded references', () => {
  assert.is(
    uriOf('各部门/年终 考核#1.xlsx'),
    '%E5%90%84%E9%83%A8%E9%97%A8/%E5%B9%B4%E7%BB%88%20%E8%80%83%E6%A0%B8%231.xlsx',
  );
  assert.is(uriOf('/a b/c.csv'), 'file:///a%20b/c.csv');
});

test('github shows the worst first, within the limit, and counts the rest', () => {
  const lines = githubOf(run(100)).trimEnd().split('\n');
  assert.is(lines.filter((line) => line.startsWith('::error ')).length, 10);
  assert.match(lines[0]!, /^::error file=/);
  assert.match(lines.at(-1)!, /^另有 \d+ 个问题/);
  for (const line of lines.slice(0, -1)) assert.match(line, /^::(error|warning|notice) file=[^:]*::/);
  assert.is(githubOf(run(0)), '');
});

test('the summary of a job counts all, lists the worst first, and stays within what the platform takes', () => {
  const text = githubSummaryOf(run(10_000));
  assert.match(text, /^### qingdan\n\n错误 \d+，警告 \d+，提示 \d+，豁免 910\n/);
  const rows = text.split('\n').filter((line) => /^\| (错误|警告|提示) \|/.test(line));
  assert.is(rows.length, 1000);
  assert.match(rows[0]!, /^\| 错误 \|/);
  assert.match(text, /另有 8090 个问题/);
  assert.ok(Buffer.byteLength(text) < 1024 * 1024);
  assert.is(githubSummaryOf({ ...run(0), lang: 'en' }), '### qingdan\n\nerror 0, warning 0, note 0, waived 0\n');
});

test('gitlab issues have unique fingerprints and relative paths', () => {
  const issues = JSON.parse(gitlabOf(run(500))) as {
    fingerprint: string;
    severity: string;
    location: { path: string; lines: { begin: number } };
  }[];
  assert.is(new Set(issues.map((one) => one.fingerprint)).size, issues.length);
  for (const one of issues) {
    assert.match(one.severity, /^(info|minor|major|critical|blocker)$/);
    assert.not.match(one.location.path, /^[/.]/);
    assert.ok(one.location.lines.begin >= 1);
  }
});

test('junit is well-formed whatever the cells say, and its counts are right', () => {
  for (const count of [0, 1, 300]) {
    const text = junitOf(run(count));
    let cases = 0;
    let failures = 0;
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', (tag) => {
      if (tag.name === 'testcase') cases++;
      if (tag.name === 'failure') failures++;
    });
    parser.write(text).close();
    assert.is(cases, Math.max(1, count));
    assert.match(text, new RegExp(`<testsuites name="qingdan" tests="${cases}" failures="${failures}">`));
  }
});

test('no control or bidi character leaves in any of them', () => {
  for (const text of [sarifOf(run(50)), githubOf(run(50)), gitlabOf(run(50)), junitOf(run(50))])
    assert.not.match(text, /[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
});

test.run();
