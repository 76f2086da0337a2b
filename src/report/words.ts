/**
 * The words of reports in every language. A missing entry fails compilation: every record is keyed by its union.
 * The place of a word is its meaning, never a format: all formats of one run speak alike.
 */
import type {
  BasisOutcome,
  Body,
  FundingOutcome,
  Kind,
  Lang,
  ListName,
  RowField,
  Severity,
  SkipReason,
  Verdict,
} from '../types.ts';

export interface ReportWords {
  /** title of a report */
  readonly title: string;
  /** 核查结论 */
  readonly verdict: Readonly<Record<Verdict, string>>;
  /** at most 6 wide characters, for narrow columns */
  readonly short: Readonly<Record<Verdict, string>>;
  /** what follows from a verdict */
  readonly action: Readonly<Record<Verdict, string>>;
  readonly list: Readonly<Record<ListName, string>>;
  readonly body: Readonly<Record<Body, string>>;
  readonly kind: Readonly<Record<Kind, string>>;
  readonly severity: Readonly<Record<Severity, string>>;
  readonly basisOutcome: Readonly<Record<BasisOutcome, string>>;
  readonly fundingOutcome: Readonly<Record<FundingOutcome, string>>;
  readonly skip: Readonly<Record<SkipReason, string>>;
  /** what a column of the user's table is taken for */
  readonly field: Readonly<Record<RowField, string>>;
  /** names of columns of reports */
  readonly column: Readonly<
    Record<
      | 'file'
      | 'sheet'
      | 'cell'
      | 'row'
      | 'place'
      | 'unit'
      | 'section'
      | 'text'
      | 'body'
      | 'kind'
      | 'verdict'
      | 'item'
      | 'reason'
      | 'basis'
      | 'fix'
      | 'citations'
      | 'funding'
      | 'points'
      | 'strength'
      | 'others'
      | 'count'
      | 'share'
      | 'total'
      | 'action'
      | 'header'
      | 'headerRow'
      | 'mapping'
      | 'read'
      | 'checked'
      | 'blank'
      | 'skipped'
      | 'warnings'
      | 'problems'
      | 'pointsTotal'
      | 'pointsProhibited'
      | 'pointsUnlisted'
      | 'pointsUnfunded',
      string
    >
  >;
  /** what the check adds to the user's own columns: names that tables of other people do not use */
  readonly added: Readonly<Record<'verdict' | 'item' | 'reason' | 'basis' | 'fix', string>>;
  /** columns by which a person's decisions come back: key of the row, decision, reason, office */
  readonly decided: readonly [string, string, string, string];
  readonly part: Readonly<
    Record<
      'problems' | 'results' | 'units' | 'summary' | 'unjudged' | 'passed' | 'inputs' | 'findings' | 'about',
      string
    >
  >;
  readonly noUnit: string;
  readonly noHeader: string;
  readonly hidden: string;
  readonly stdin: string;
  readonly noProblems: string;
  /** nothing was left out */
  readonly allJudged: string;
  /** a waived finding */
  readonly waived: string;
  readonly asOf: string;
  readonly edition: string;
  readonly tool: string;
  readonly stop: string;
  readonly comma: string;
  readonly semicolon: string;
  readonly colon: string;
  readonly brackets: readonly [string, string];
  readonly quotes: readonly [string, string];
  /** name of a column without a header, from its letter */
  readonly columnNamed: (letter: string) => string;
  /** one line that counts the rows */
  readonly rowCounts: (rows: { read: number; checked: number; blank: number; skipped: number }) => string;
  readonly findingCounts: (findings: { error: number; warning: number; note: number; waived: number }) => string;
  readonly pointsLine: (points: { total: number; prohibited: number; unlisted: number; unfunded: number }) => string;
  readonly headerLine: (row: number) => string;
  readonly mapped: (field: string, headers: string) => string;
  /** fewer rows shown than there are */
  readonly cut: (shown: number, all: number) => string;
  readonly continued: (name: string, part: number) => string;
}

const zh: ReportWords = {
  title: '村（社区）职责清单核查报告',
  verdict: {
    prohibited: '命中禁入',
    'no-basis': '清单外且无有效依据',
    'needs-admission': '清单外但有依据',
    unfunded: '协助事项未落实经费',
    review: '待人工核定',
    listed: '清单内',
    'out-of-scope': '不涉及村（社区）',
  },
  short: {
    prohibited: '命中禁入',
    'no-basis': '清单外无依据',
    'needs-admission': '清单外有依据',
    unfunded: '未落实经费',
    review: '待人工核定',
    listed: '清单内',
    'out-of-scope': '不涉及',
  },
  action: {
    prohibited: '取消',
    'no-basis': '退回',
    'needs-admission': '走准入',
    unfunded: '费随事转后方可下达',
    review: '人工核定',
    listed: '通过',
    'out-of-scope': '不作处理',
  },
  list: { statutory: '依法管理', service: '公共服务', assist: '协助', prohibited: '取消和禁入' },
  body: { village: '村', community: '社区' },
  kind: { task: '任务', indicator: '考核指标' },
  severity: { error: '错误', warning: '提醒', note: '说明' },
  basisOutcome: {
    valid: '有效',
    'basis-missing': '未引用',
    'basis-repealed': '已废止',
    'basis-not-yet-in-force': '尚未施行',
    'basis-no-such-article': '条款不存在',
    'basis-no-mandate': '未设定该职责',
    'basis-unknown': '不在依据库',
  },
  fundingOutcome: {
    funded: '已落实',
    denied: '由村（社区）承担',
    unclear: '不明',
    missing: '未载明',
    short: '低于所需',
    expired: '已过期',
  },
  skip: {
    blank: '空行',
    title: '标题',
    header: '表头',
    heading: '分组标题',
    subtotal: '合计、小计',
    note: '说明、备注',
    signature: '签章、日期',
    'no-text': '没有事项内容',
    'hidden-sheet': '隐藏工作表',
  },
  field: {
    text: '事项内容',
    section: '类别',
    body: '对象',
    kind: '性质',
    basis: '依据',
    funding: '经费',
    amount: '金额',
    department: '责任部门',
    points: '分值',
    unit: '单位',
    id: '序号',
  },
  column: {
    file: '文件',
    sheet: '工作表',
    cell: '单元格',
    row: '行',
    place: '位置',
    unit: '单位',
    section: '所属类别',
    text: '原文',
    body: '对象',
    kind: '性质',
    verdict: '结论',
    item: '事项',
    reason: '理由',
    basis: '依据',
    fix: '处理意见',
    citations: '所引依据',
    funding: '经费',
    points: '分值',
    strength: '把握',
    others: '其他列',
    count: '行数',
    share: '占比',
    total: '合计',
    action: '处理',
    header: '表头',
    headerRow: '表头行',
    mapping: '各列的含义',
    read: '读入',
    checked: '核查',
    blank: '空行',
    skipped: '未核查',
    warnings: '读取时的提示',
    problems: '问题',
    pointsTotal: '总分值',
    pointsProhibited: '禁入分值',
    pointsUnlisted: '清单外分值',
    pointsUnfunded: '未落实经费分值',
  },
  decided: ['行标识', '人工结论', '核定理由', '核定单位'],
  added: { verdict: '核查结论', item: '清单事项', reason: '核查理由', basis: '清单依据', fix: '处理意见' },
  part: {
    problems: '问题清单',
    results: '核查结果',
    units: '按单位',
    summary: '汇总',
    unjudged: '未核查',
    passed: '通过和不涉及',
    inputs: '读入的表',
    findings: '核查本身的问题',
    about: '核查说明',
  },
  noUnit: '（未写明单位）',
  noHeader: '没有表头',
  hidden: '隐藏',
  stdin: '标准输入',
  noProblems: '没有需要处理的行。',
  allJudged: '没有跳过任何行。',
  waived: '已豁免',
  asOf: '核查基准日',
  edition: '清单版本',
  tool: '工具',
  stop: '。',
  comma: '，',
  semicolon: '；',
  colon: '：',
  brackets: ['（', '）'],
  quotes: ['“', '”'],
  columnNamed: (letter) => `${letter}列`,
  rowCounts: ({ read, checked, blank, skipped }) =>
    `读入 ${read} 行：核查 ${checked} 行，空行 ${blank} 行，未核查 ${skipped} 行`,
  findingCounts: ({ error, warning, note, waived }) =>
    `问题 ${error + warning + note} 条：错误 ${error}，提醒 ${warning}${note > 0 ? `，说明 ${note}` : ''}${waived > 0 ? `；另有已豁免 ${waived}` : ''}`,
  pointsLine: ({ total, prohibited, unlisted, unfunded }) =>
    `分值 ${total}：压在禁入事项上 ${prohibited}，清单外事项上 ${unlisted}，未落实经费的协助事项上 ${unfunded}`,
  headerLine: (row) => `表头在第 ${row} 行`,
  mapped: (field, headers) => `${field}取自“${headers}”`,
  cut: (shown, all) => `只列出前 ${shown} 个，共 ${all} 个`,
  continued: (name, part) => `${name}${part}`,
};

const en: ReportWords = {
  title: 'Village and community duty check',
  verdict: {
    prohibited: 'prohibited',
    'no-basis': 'not listed, no valid basis',
    'needs-admission': 'not listed, valid basis',
    unfunded: 'assistance without funding',
    review: 'for a person to decide',
    listed: 'listed',
    'out-of-scope': 'out of scope',
  },
  short: {
    prohibited: 'prohibited',
    'no-basis': 'no basis',
    'needs-admission': 'admission',
    unfunded: 'unfunded',
    review: 'review',
    listed: 'listed',
    'out-of-scope': 'out of scope',
  },
  action: {
    prohibited: 'cancel',
    'no-basis': 'return',
    'needs-admission': 'apply for admission',
    unfunded: 'fund it first',
    review: 'decide by hand',
    listed: 'pass',
    'out-of-scope': 'nothing to do',
  },
  list: { statutory: 'statutory', service: 'service', assist: 'assist', prohibited: 'prohibited' },
  body: { village: 'village', community: 'community' },
  kind: { task: 'task', indicator: 'indicator' },
  severity: { error: 'error', warning: 'warning', note: 'note' },
  basisOutcome: {
    valid: 'valid',
    'basis-missing': 'none cited',
    'basis-repealed': 'repealed',
    'basis-not-yet-in-force': 'not yet in force',
    'basis-no-such-article': 'no such article',
    'basis-no-mandate': 'no such duty',
    'basis-unknown': 'not in the register',
  },
  fundingOutcome: {
    funded: 'funded',
    denied: 'left to the committee',
    unclear: 'unclear',
    missing: 'not stated',
    short: 'below the need',
    expired: 'expired',
  },
  skip: {
    blank: 'blank',
    title: 'title',
    header: 'header',
    heading: 'group heading',
    subtotal: 'total or sub-total',
    note: 'note',
    signature: 'signature or date',
    'no-text': 'no matter',
    'hidden-sheet': 'hidden sheet',
  },
  field: {
    text: 'text',
    section: 'section',
    body: 'body',
    kind: 'kind',
    basis: 'basis',
    funding: 'funding',
    amount: 'amount',
    department: 'department',
    points: 'points',
    unit: 'unit',
    id: 'number',
  },
  column: {
    file: 'File',
    sheet: 'Sheet',
    cell: 'Cell',
    row: 'Row',
    place: 'Place',
    unit: 'Unit',
    section: 'Section',
    text: 'Text',
    body: 'Body',
    kind: 'Kind',
    verdict: 'Verdict',
    item: 'Item',
    reason: 'Reason',
    basis: 'Basis',
    fix: 'What to do',
    citations: 'Cited',
    funding: 'Funding',
    points: 'Points',
    strength: 'Strength',
    others: 'Other columns',
    count: 'Rows',
    share: 'Share',
    total: 'Total',
    action: 'Action',
    header: 'Header',
    headerRow: 'Header row',
    mapping: 'What columns mean',
    read: 'Read',
    checked: 'Checked',
    blank: 'Blank',
    skipped: 'Not judged',
    warnings: 'Notes on reading',
    problems: 'Problems',
    pointsTotal: 'Points',
    pointsProhibited: 'Points on prohibited',
    pointsUnlisted: 'Points on unlisted',
    pointsUnfunded: 'Points on unfunded',
  },
  decided: ['key', 'decision', 'decision-reason', 'decision-office'],
  added: {
    verdict: 'Verdict',
    item: 'List item',
    reason: 'Reason of verdict',
    basis: 'List basis',
    fix: 'What to do',
  },
  part: {
    problems: 'Problems',
    results: 'Results',
    units: 'By unit',
    summary: 'Summary',
    unjudged: 'Not judged',
    passed: 'Passed and out of scope',
    inputs: 'Tables read',
    findings: 'Findings about the run',
    about: 'About this check',
  },
  noUnit: '(no unit named)',
  noHeader: 'no header',
  hidden: 'hidden',
  stdin: 'standard input',
  noProblems: 'No row needs action.',
  allJudged: 'No row was left out.',
  waived: 'waived',
  asOf: 'As of',
  edition: 'Lists',
  tool: 'Tool',
  stop: '. ',
  comma: ', ',
  semicolon: '; ',
  colon: ': ',
  brackets: [' (', ')'],
  quotes: ['“', '”'],
  columnNamed: (letter) => `Column ${letter}`,
  rowCounts: ({ read, checked, blank, skipped }) =>
    `${read} rows read: ${checked} checked, ${blank} blank, ${skipped} not judged`,
  findingCounts: ({ error, warning, note, waived }) =>
    `${error + warning + note} findings: ${error} errors, ${warning} warnings${note > 0 ? `, ${note} notes` : ''}${waived > 0 ? `; ${waived} waived` : ''}`,
  pointsLine: ({ total, prohibited, unlisted, unfunded }) =>
    `${total} points: ${prohibited} rest on prohibited work, ${unlisted} on unlisted work, ${unfunded} on unfunded assistance`,
  headerLine: (row) => `header in row ${row}`,
  mapped: (field, headers) => `${field} from “${headers}”`,
  cut: (shown, all) => `the first ${shown} of ${all}`,
  continued: (name, part) => `${name} ${part}`,
};

export const WORDS: Readonly<Record<Lang, ReportWords>> = { zh, en };
