/** `qingdan init`: the skeleton of a new district — its own lists over the reference lists, configuration, CI, hook. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { loadLibrary } from '../lists/load.ts';
import { BODIES, LISTS } from '../types.ts';
import { dateOption, examples, type Io } from './command.ts';
import { say } from './ledger-options.ts';

interface Raw {
  name?: string;
  asOf?: string;
}

export function define(command: Command, io: Io): void {
  const { lang } = io;
  command
    .argument('[dir]', say(lang, '放在哪个目录', 'folder'), '.')
    .option('--name <district>', say(lang, '本区的名称，写进版次', 'name of the district'), '本区')
    .option(
      '--as-of <date>',
      say(lang, '清单自哪天起执行（默认今天）', 'day from which the lists apply'),
      dateOption('--as-of'),
    );
  examples(command, lang, [
    ['qingdan init 清单库 --name 某某区', say(lang, '建立一个区的清单库', 'a new repository of lists')],
  ]);
  command.addHelpText(
    'after',
    say(
      lang,
      '\n本区清单建在随工具提供的清单之上：只写增加、替换、撤下的事项。已有的文件一个也不覆盖。',
      '\nThe lists extend those that come with the tool: only what is added, replaced or retired is written. No file is overwritten.',
    ),
  );
  command.action(async (dir: string, raw: Raw) => io.exit(await run(dir, raw, io)));
}

async function run(dir: string, raw: Raw, io: Io): Promise<number> {
  const files = skeleton(raw.name ?? '本区', raw.asOf ?? io.today(), io);
  const taken = Object.keys(files).filter((path) => existsSync(join(dir, path)));
  if (taken.length > 0)
    throw new UserError('not-empty', join(dir, taken[0]!), '文件已经存在，没有写任何文件', '请换一个目录，或先移开');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text, { flag: 'wx', mode: path.startsWith('.githooks/') ? 0o755 : 0o644 });
  }
  const lines = Object.keys(files).map((path) => `  ${join(dir, path)}`);
  const next = [
    `cd ${dir}`,
    'git init && git config core.hooksPath .githooks',
    'qingdan lists lint',
    'qingdan check 指标.xlsx',
  ].map((line) => `  ${line}`);
  await io.out(
    `${[say(io.lang, '已建立：', 'written:'), ...lines, say(io.lang, '接下来：', 'next:'), ...next].join('\n')}\n`,
  );
  return 0;
}

function skeleton(name: string, today: string, io: Io): Record<string, string> {
  const shipped = (path: string): string => readFileSync(join(io.shippedLists, path), 'utf8');
  const schemas = readdirSync(join(io.shippedLists, 'schema'));
  return {
    'qingdan.config.yaml': CONFIG,
    '清单/edition.yaml': edition(name, today, io),
    '清单/waivers.yaml': shipped('waivers.yaml'),
    '清单/admissions/policy.yaml': shipped('admissions/policy.yaml'),
    ...Object.fromEntries(schemas.map((file) => [`清单/schema/${file}`, shipped(`schema/${file}`)])),
    '.github/workflows/qingdan.yml': workflow(io.version),
    '.gitlab-ci.yml': gitlab(io.version),
    '.githooks/pre-commit': HOOK,
    '.pre-commit-config.yaml': PRE_COMMIT,
    '.gitattributes': '清单/** text eol=lf\n清单/admissions/** -text\n',
  };
}

function edition(name: string, today: string, io: Io): string {
  const upper = loadLibrary(io.shippedLists);
  const counts = BODIES.map((body) => {
    const parts = LISTS.map(
      (list) => `${list}: ${upper.items.filter((item) => item.body === body && item.list === list).length}`,
    );
    return `  ${body}: { ${parts.join(', ')} }`;
  });
  return `# yaml-language-server: $schema=schema/edition.schema.json
# ${name}清单：建在随工具提供的清单之上，本目录只写增加、替换、撤下的事项
#   增加或替换：在 village/assist.yaml 等文件里写事项（编号与上级相同的即为替换）
#   撤下：在下面的 retired 里写上编号；上级的禁入事项不能撤下
kind: edition
edition: "${today.slice(0, 4)}-${name}"
extends: qingdan
extends_edition: "${upper.edition.edition}"
effective: "${today}"
reviewed: "${today}"
# 单位：年，二至三年全面复审一次
review_within: 3
# 连同上级清单在内，各清单应有的事项数
inventory:
${counts.join('\n')}
`;
}

const CONFIG = `# yaml-language-server: $schema=清单/schema/config.schema.json
# 在这个目录及以下运行 qingdan 时的默认选项；命令行上写的优先
kind: config
lists: 清单
fail_on: error
`;

/** What every change of the lists goes through beside lint, which comes first: its findings have places. */
const CHECKS = ['qingdan lists fmt --check', 'qingdan lists test --coverage 100', 'qingdan ledger check'] as const;

/** The first push of a branch has no commit before it: platforms then give forty zeros. */
const NOTHING_BEFORE = `'^0*$'`;

const workflow = (version: string): string => `name: 清单检查
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  lists:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with: { fetch-depth: 0 }
      - uses: actions/setup-node@v4
        with: { node-version: 20 }
      - run: npm install --global qingdan@${version}
      # 合入之前：增、移、改、撤的事项都要有两级同意的准入
      - if: github.event_name == 'pull_request'
        env: { BASE: "origin/\${{ github.base_ref }}" }
        run: qingdan lists lint --base "$BASE" --format github
      # 直接推到主干的，和推送之前的版本比；首次推送没有可比的
      - if: github.event_name == 'push'
        env: { BEFORE: "\${{ github.event.before }}" }
        run: if echo "$BEFORE" | grep -q ${NOTHING_BEFORE}; then qingdan lists lint --format github; else qingdan lists lint --base "$BEFORE" --format github; fi
${CHECKS.map((line) => `      - run: ${line}`).join('\n')}
`;

const gitlab = (version: string): string => `清单检查:
  image: node:20
  variables: { GIT_DEPTH: "0" }
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
    - npm install --global qingdan@${version}
    # 和什么比：合并请求与目标分支的分叉处；直接推到主干的与推送之前的版本；首次推送没有可比的
    - BASE="\${CI_MERGE_REQUEST_DIFF_BASE_SHA:-$(echo "$CI_COMMIT_BEFORE_SHA" | grep -v ${NOTHING_BEFORE} || true)}"
    # 代码质量报告，在合并请求里逐处显示
    - qingdan lists lint \${BASE:+--base "$BASE"} --fail-on never --format gitlab > gl-code-quality-report.json
    # 合入之前：增、移、改、撤的事项都要有两级同意的准入
    - qingdan lists lint \${BASE:+--base "$BASE"}
${CHECKS.map((line) => `    - ${line}`).join('\n')}
  artifacts:
    when: always
    reports: { codequality: gl-code-quality-report.json }
`;

const HOOK = `#!/bin/sh
# 提交之前检查将要提交的内容（暂存区）；启用：git config core.hooksPath .githooks
set -e
staged=$(mktemp -d)
trap 'rm -rf "$staged"' EXIT
git checkout-index --all --prefix="$staged/"
cd "$staged"
qingdan lists lint
${CHECKS.join('\n')}
`;

const PRE_COMMIT = `repos:
  - repo: local
    hooks:
      - id: qingdan-lists
        name: 清单检查
        entry: sh .githooks/pre-commit
        language: system
        files: ^(清单/|qingdan\\.config\\.yaml$)
        pass_filenames: false
`;
