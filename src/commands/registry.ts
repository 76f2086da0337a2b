/** All commands. A new one is a file and a line here; only the one that is called is loaded. */
import type { CommandEntry } from './command.ts';

export const COMMANDS: readonly CommandEntry[] = [
  {
    path: ['check'],
    zh: '核查表格：逐行给出结论、依据和处理意见',
    en: 'check tables row by row',
    load: () => import('./check.ts'),
  },
  {
    path: ['rows'],
    zh: '看表格读成了什么：每个待审事项一行 JSON',
    en: 'the tables as understood, one JSON line a row',
    load: () => import('./rows.ts'),
  },
  {
    path: ['merge'],
    zh: '合并：把分头核查的报告合成一份',
    en: 'join partial reports',
    load: () => import('./merge.ts'),
  },
  {
    path: ['decisions', 'export'],
    zh: '把人工结论写成清单的正反例或豁免',
    en: 'propose decisions as examples or waivers',
    load: () => import('./decisions-export.ts'),
  },
  {
    path: ['eval'],
    zh: '用标注过的表格衡量判断质量',
    en: 'measure the judgement on labelled rows',
    load: () => import('./eval.ts'),
  },
  {
    path: ['explain'],
    zh: '解释：一个事项、一条规则，或一段文字怎样判断',
    en: 'explain an item, a rule or a text',
    load: () => import('./explain.ts'),
  },
  {
    path: ['init'],
    zh: '为一个区建立自己的清单库：清单、配置、持续集成、提交钩子',
    en: 'the skeleton of a new district',
    load: () => import('./init.ts'),
  },
  {
    path: ['schema'],
    zh: '清单文件的 JSON Schema，供编辑器使用',
    en: 'JSON Schemas of the list files',
    load: () => import('./schema.ts'),
  },
  {
    path: ['lists', 'lint'],
    zh: '检查清单：写法、编号、依据、例子、复审期，和基准版本比对准入',
    en: 'check the lists',
    load: () => import('./lists-lint.ts'),
  },
  {
    path: ['lists', 'fmt'],
    zh: '整理清单文件的格式，注释和换行符照旧',
    en: 'put the form of the list files in order',
    load: () => import('./lists-fmt.ts'),
  },
  {
    path: ['lists', 'diff'],
    zh: '和另一版清单比对：增、减、移、改写、换依据、改词',
    en: 'what changed between two versions of the lists',
    load: () => import('./lists-diff.ts'),
  },
  {
    path: ['lists', 'stats'],
    zh: '清点事项数和减负比例',
    en: 'inventory and relief',
    load: () => import('./lists-stats.ts'),
  },
  {
    path: ['lists', 'publish'],
    zh: '公示：上墙的公示牌和完整的事项目录',
    en: 'boards for the wall and the full directory',
    load: () => import('./lists-publish.ts'),
  },
  {
    path: ['lists', 'test'],
    zh: '用清单自带的正反例检验清单',
    en: "run the lists' own examples",
    load: () => import('./lists-test.ts'),
  },
  {
    path: ['admission', 'new'],
    zh: '申报：新增、移动、改写、移出清单事项',
    en: 'apply for a change of the lists',
    load: () => import('./admission-new.ts'),
  },
  {
    path: ['admission', 'approve'],
    zh: '同意：初审单位或会议',
    en: 'approve: first instance or the meeting',
    load: () => import('./admission-approve.ts'),
  },
  {
    path: ['admission', 'reject'],
    zh: '不同意，退回',
    en: 'reject',
    load: () => import('./admission-reject.ts'),
  },
  {
    path: ['admission', 'apply'],
    zh: '落表：把批准的事项写进清单',
    en: 'edit the lists as approved',
    load: () => import('./admission-apply.ts'),
  },
  {
    path: ['admission', 'status'],
    zh: '申报走到哪一步，哪些逾期',
    en: 'where cases stand',
    load: () => import('./admission-status.ts'),
  },
  {
    path: ['stats'],
    zh: '减负成效：多份报告里取消了多少事项、分值和证明',
    en: 'the measured relief over a series of reports',
    load: () => import('./stats.ts'),
  },
  {
    path: ['completion'],
    zh: '命令补全脚本：bash、zsh、fish',
    en: 'completion scripts: bash, zsh, fish',
    load: () => import('./completion.ts'),
  },
  {
    path: ['complaint', 'add'],
    zh: '登记举报：一条，或热线登记表一整张',
    en: 'record complaints',
    load: () => import('./complaint-add.ts'),
  },
  {
    path: ['complaint', 'list'],
    zh: '查看举报：对应的事项和责任单位',
    en: 'list complaints',
    load: () => import('./complaint-list.ts'),
  },
  {
    path: ['order', 'issue'],
    zh: '下发督办单：每个单位一份',
    en: 'issue orders from a report',
    load: () => import('./order-issue.ts'),
  },
  {
    path: ['order', 'reply'],
    zh: '登记单位的答复',
    en: "record the unit's answer",
    load: () => import('./order-reply.ts'),
  },
  {
    path: ['order', 'verify'],
    zh: '核验：重新核查后问题是否都不在了',
    en: 're-check against a later report',
    load: () => import('./order-verify.ts'),
  },
  {
    path: ['order', 'close'],
    zh: '销号：核验通过、有佐证的督办单办结',
    en: 'close an order',
    load: () => import('./order-close.ts'),
  },
  {
    path: ['order', 'list'],
    zh: '督办单列表，标出逾期',
    en: 'list orders, late ones marked',
    load: () => import('./order-list.ts'),
  },
  {
    path: ['order', 'show'],
    zh: '一份督办单的全文和经过',
    en: 'one order in full',
    load: () => import('./order-show.ts'),
  },
  {
    path: ['lookback'],
    zh: '回头看：已整改、整改中、未整改、反弹、新增',
    en: 'compare audits over time',
    load: () => import('./lookback.ts'),
  },
  {
    path: ['ledger', 'check'],
    zh: '校验各本台账是否完好',
    en: 'check every ledger',
    load: () => import('./ledger-check.ts'),
  },
];

/** What groups of commands are about. */
export const GROUPS: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  lists: { zh: '清单：检查、检验、整理、比对、统计、公示', en: 'the lists: lint, test, fmt, diff, stats, publish' },
  admission: { zh: '准入：申报、审批、落表', en: 'admission of items' },
  complaint: { zh: '举报：登记、查看', en: 'complaints' },
  order: { zh: '督办单：下发、答复、核验、销号', en: 'rectification orders' },
  ledger: { zh: '台账：完整性校验', en: 'integrity of the ledgers' },
  decisions: { zh: '人工结论', en: 'decisions of reviewers' },
};
