/** `qingdan admission status`: where every proposal stands, and which steps are late. */
import type { Command } from 'commander';
import { type AdmissionCase, type CaseState, daysLate, findCase, readCases } from '../ledger/admission.ts';
import { loadPolicy, type Policy } from '../ledger/policy.ts';
import type { Lang } from '../types.ts';
import { examples, type Io } from './command.ts';
import {
  admissionOptions,
  admissionsDir,
  asOfOption,
  columns,
  formatOption,
  json,
  type ListFormat,
  say,
} from './ledger-options.ts';

interface Raw {
  lists: string;
  ledger?: string;
  asOf?: string;
  format: ListFormat;
  open?: boolean;
}

const STATES: Readonly<Record<CaseState, Readonly<Record<Lang, string>>>> = {
  first: { zh: '待初审', en: 'awaits first instance' },
  meeting: { zh: '待会议审议', en: 'awaits the meeting' },
  apply: { zh: '待落表', en: 'approved, to be applied' },
  applied: { zh: '已落表', en: 'applied' },
  rejected: { zh: '不同意，已退回', en: 'rejected' },
  temporary: { zh: '应急临时任务', en: 'temporary' },
  founding: { zh: '首次导入', en: 'founding' },
};

/** A state in words. */
export const stateText = (state: CaseState, lang: Lang): string => STATES[state][lang];

export function define(command: Command, io: Io): void {
  const { lang } = io;
  command.argument('[case]', say(lang, '只看这一件（编号或其末尾几位）', 'only this case'));
  admissionOptions(command, io);
  command.option('--open', say(lang, '只看没办完的', 'only what waits for something'));
  asOfOption(command, io);
  formatOption(command, io);
  examples(command, lang, [
    ['qingdan admission status', say(lang, '全部申报走到哪一步', 'all cases')],
    [
      'qingdan admission status --open --as-of 2027-01-31',
      say(lang, '到这天没办完的，逾期的标出', 'open on this day, late ones marked'),
    ],
    ['qingdan admission status k3f9', say(lang, '一件的全部经过', 'one case in full')],
  ]);
  command.addHelpText(
    'after',
    say(lang, '\n有逾期的步骤、到期未止的临时任务时退出码为 1。', '\nExit code 1 when a step is overdue.'),
  );
  command.action(async (id: string | undefined, raw: Raw) => io.exit(await run(id, raw, io)));
}

async function run(asked: string | undefined, raw: Raw, io: Io): Promise<number> {
  const dir = admissionsDir(raw);
  const policy = loadPolicy(dir);
  const asOf = raw.asOf ?? io.today();
  const all = readCases(dir, policy).filter((one) => one.on <= asOf);
  const chosen = asked === undefined ? all : [findCase(all, asked)];
  const shown = raw.open ? chosen.filter((one) => one.due !== null) : chosen;
  const late = shown.filter((one) => daysLate(one, asOf) > 0);
  if (raw.format === 'json') await io.out(json({ as_of: asOf, cases: shown.map((one) => caseJson(one, asOf)) }));
  else if (asked !== undefined) await io.out(caseText(shown[0]!, policy, asOf, io.lang));
  else await io.out(table(shown, asOf, io.lang));
  return late.length > 0 ? 1 : 0;
}

function caseJson(one: AdmissionCase, asOf: string): object {
  const { id, on, state, due, proposal, temporary, decisions, appliedOn, founding } = one;
  return {
    id,
    on,
    state,
    due,
    days_late: daysLate(one, asOf),
    proposal,
    temporary,
    founding: founding ? { edition: founding.edition, items: founding.items.length } : null,
    decisions,
    applied_on: appliedOn,
    faults: one.faults,
  };
}

function table(cases: readonly AdmissionCase[], asOf: string, lang: Lang): string {
  if (cases.length === 0) return `${say(lang, '没有申报', 'no cases')}\n`;
  const header =
    lang === 'zh'
      ? ['编号', '申报日期', '申请单位', '事项', '现在', '应办日期', '逾期', '内容']
      : ['case', 'date', 'applicant', 'item', 'state', 'due', 'late', 'what'];
  const rows = cases.map((one) => [
    one.id,
    one.on,
    one.proposal?.applicant ?? one.temporary?.applicant ?? '—',
    one.proposal?.item ?? '—',
    one.faults.length > 0 ? say(lang, '记录有误', 'faulty') : stateText(one.state, lang),
    one.due ?? '—',
    daysLate(one, asOf) > 0 ? say(lang, `${daysLate(one, asOf)} 天`, `${daysLate(one, asOf)} d`) : '—',
    matterOf(one, lang),
  ]);
  return columns(header, rows);
}

function matterOf(one: AdmissionCase, lang: Lang): string {
  if (one.founding)
    return say(
      lang,
      `版次 ${one.founding.edition}，${one.founding.items.length} 项`,
      `${one.founding.items.length} items`,
    );
  if (one.temporary) return `${one.temporary.text}（${one.temporary.event}）`;
  return `${changeText(one, lang)}${one.proposal?.content ? `：${one.proposal.content.title}` : ''}`;
}

const CHANGE_NAMES = {
  add: '新增',
  move: '移动',
  reword: '改表述',
  rebase: '改依据',
  remove: '移出',
  lexicon: '改词语',
} as const;

const changeText = (one: AdmissionCase, lang: Lang): string =>
  one.proposal ? (lang === 'zh' ? CHANGE_NAMES[one.proposal.change] : one.proposal.change) : '';

/** One case with every step. */
function caseText(one: AdmissionCase, policy: Policy, asOf: string, lang: Lang): string {
  const lines = [
    `${one.id}　${stateText(one.state, lang)}${daysLate(one, asOf) > 0 ? `（逾期 ${daysLate(one, asOf)} 天）` : ''}`,
  ];
  const { proposal, temporary } = one;
  if (temporary)
    lines.push(
      `　${one.on}　${temporary.applicant}登记：${temporary.text}`,
      `　${temporary.event}（${temporary.document}），依据${temporary.basis}，至 ${temporary.until} 终止；之后仍要做的须走准入`,
    );
  if (proposal) {
    lines.push(
      `　${one.on}　${proposal.applicant}申报（${policy.tracks[proposal.track].name}）：${changeText(one, lang)} ${proposal.item}${proposal.content ? `　${proposal.content.title}` : ''}`,
    );
    for (const { cited } of proposal.check?.basis ?? []) lines.push(`　　依据　${cited}`);
    if (proposal.funding) lines.push(`　　经费　${proposal.funding.source}，${proposal.funding.standard}`);
    if (proposal.reason) lines.push(`　　理由　${proposal.reason}`);
    for (const said of [...(proposal.check?.conflicts ?? []), ...(proposal.check?.duplicates ?? [])])
      lines.push(`　　! ${said}`);
    if (proposal.despite) lines.push(`　　仍要申报的理由　${proposal.despite}`);
  }
  for (const { office, on, approved, document, opinion } of one.decisions)
    lines.push(`　${on}　${office}${approved ? '同意' : '不同意'}（${document}）${opinion ? `：${opinion}` : ''}`);
  if (one.appliedOn) lines.push(`　${one.appliedOn}　落表`);
  if (one.due && proposal) lines.push(`　下一步　${one.due} 前${NEXT[one.state as keyof typeof NEXT]}`);
  for (const fault of one.faults) lines.push(`　× ${fault.path}：${fault.fault}`);
  return `${lines.join('\n')}\n`;
}

const NEXT = { first: '初审', meeting: '会议审议', apply: '落表' } as const;
