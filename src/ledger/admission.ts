/**
 * Admission (准入): a proposal, then two dated decisions, from the office of its track and from the meeting, in that
 * order; only then may the lists be edited. One chain of records a proposal. What a proposal has reached is never
 * written down: it is derived from its records under the policy, so that an edited state cannot exist.
 */
import { existsSync } from 'node:fs';
import { UserError } from '../errors.ts';
import { type ItemContent, itemHash } from '../item-hash.ts';
import type { BasisOutcome, Body } from '../types.ts';
import { addDays, daysBetween } from './days.ts';
import { loadPolicy, POLICY_FILE, type Policy, type Track } from './policy.ts';
import { type LedgerRecord, type RecordData, randomSuffix, Store, type StoreFault, type Writer } from './store.ts';
import type { Plain } from './yaml-write.ts';

export const CHANGES = ['add', 'move', 'reword', 'rebase', 'remove', 'lexicon'] as const;
/** What a proposal does to the lists: 新增、移动、改表述、改依据、移出; `lexicon` = a change of words that turns verdicts. */
export type Change = (typeof CHANGES)[number];

/** Examples and aliases of an item that no existing concept carries. */
export interface ConceptDraft {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly hit: readonly string[];
  readonly miss: readonly string[];
}

/** What the engine and the register said on the day of the proposal. */
export interface ProposalCheck {
  readonly asOf: string;
  /** edition and content hash of the lists that were asked */
  readonly lists: string;
  readonly basis: readonly { readonly cited: string; readonly outcome: BasisOutcome }[];
  /** prohibited or listed items that the engine finds in the texts of the proposal, in words */
  readonly conflicts: readonly string[];
  readonly duplicates: readonly string[];
}

export interface Proposal {
  readonly change: Change;
  readonly applicant: string;
  readonly track: Track;
  readonly body: Body;
  /** id of the item after the change */
  readonly item: string;
  /** id before the change, where an item moves to another list; else null */
  readonly from: string | null;
  /** content hash of the item as it stood; null for a new one */
  readonly before: string | null;
  /** the item as it shall stand; null for removals and changes of words */
  readonly content: (ItemContent & { readonly note: string | null }) | null;
  /** hash that the approvals are bound to: of `content`, of the removed item, or as printed by lint for words */
  readonly contentHash: string;
  readonly concept: ConceptDraft | null;
  readonly funding: { readonly source: string; readonly standard: string } | null;
  /** 实施范围 */
  readonly scope: string | null;
  readonly reason: string | null;
  /** why it is proposed in spite of a conflict or duplicate the engine found */
  readonly despite: string | null;
  readonly check: ProposalCheck | null;
}

/** Temporary work in an emergency: needs no admission, must end with it. */
export interface Temporary {
  readonly applicant: string;
  readonly track: Track;
  readonly body: Body;
  readonly text: string;
  readonly event: string;
  readonly document: string;
  readonly basis: string;
  /** inclusive */
  readonly until: string;
}

/** The first import of a list: every item by its hash. */
export interface Founding {
  readonly edition: string;
  readonly items: readonly { readonly id: string; readonly body: Body; readonly hash: string }[];
}

/** One decision of an office. */
export interface Decision {
  readonly step: 'first' | 'meeting';
  readonly approved: boolean;
  readonly office: string;
  readonly on: string;
  readonly document: string;
  readonly opinion: string | null;
}

/** Where a case stands; `first` and `meeting` = waiting for that step. */
export type CaseState = 'first' | 'meeting' | 'apply' | 'applied' | 'rejected' | 'temporary' | 'founding';

export interface AdmissionCase {
  readonly id: string;
  readonly on: string;
  readonly state: CaseState;
  readonly proposal: Proposal | null;
  readonly temporary: Temporary | null;
  readonly founding: Founding | null;
  readonly decisions: readonly Decision[];
  readonly appliedOn: string | null;
  /** day by which the next step is due, null when nothing is waited for */
  readonly due: string | null;
  /** records that break the rules; such a case approves nothing */
  readonly faults: readonly StoreFault[];
}

/** A change of the lists that both offices have approved. */
export interface ApprovedChange {
  /** id of the proposal */
  readonly proposal: string;
  readonly item: string;
  readonly body: Body;
  readonly kind: Change;
  /** hash of the item before the change; null for a new item and for founding items */
  readonly before: string | null;
  readonly contentHash: string;
  readonly approvedOn: string;
}

const STEP_NAMES = { first: '初审', meeting: '审议' } as const;

/** The admissions ledger of a lists folder. */
export function admissionStore(admissions: string): Store {
  return new Store(admissions, [POLICY_FILE]);
}

/**
 * All changes that may be in the lists: founding items and proposals with both approvals, in order, from the right
 * offices. A removal carries the hash of the item that goes; a move between lists gives a removal and a move.
 * @param policy of the base revision where one is compared with; by default the one beside the records
 * @throws UserError for a record that is unreadable, edited or missing
 */
export function readAdmissions(
  admissions: string,
  policy: Policy = loadPolicy(admissions),
): { readonly approvals: ApprovedChange[] } {
  if (!existsSync(admissions)) return { approvals: [] };
  return { approvals: readCases(admissions, policy).flatMap(approvalsOf) };
}

/** All cases of the ledger, oldest first. @throws UserError for a fault of the store */
export function readCases(admissions: string, policy: Policy): AdmissionCase[] {
  const all = admissionStore(admissions).readAll();
  return [...all].map(([id, records]) => caseOf(id, records, policy, admissions)).sort(byDay);
}

const byDay = (a: AdmissionCase, b: AdmissionCase): number =>
  a.on < b.on ? -1 : a.on > b.on ? 1 : a.id < b.id ? -1 : 1;

function approvalsOf(one: AdmissionCase): ApprovedChange[] {
  if (one.faults.length > 0) return [];
  if (one.founding)
    return one.founding.items.map(({ id, body, hash }) => ({
      proposal: one.id,
      item: id,
      body,
      kind: 'add',
      before: null,
      contentHash: hash,
      approvedOn: one.on,
    }));
  if (!one.proposal || (one.state !== 'apply' && one.state !== 'applied')) return [];
  const { item, body, change, contentHash, from, before } = one.proposal;
  const approvedOn = one.decisions.at(-1)!.on;
  const approved: ApprovedChange = { proposal: one.id, item, body, kind: change, before, contentHash, approvedOn };
  if (from === null || before === null) return [approved];
  return [
    { ...approved, item: from, kind: 'remove', contentHash: before },
    { ...approved, before: null },
  ];
}

/** Derives where a chain stands. Records that break the rules become faults, and the case stays where it was. */
export function caseOf(id: string, records: readonly LedgerRecord[], policy: Policy, dir: string): AdmissionCase {
  const [opening, ...steps] = records;
  const faults: StoreFault[] = [];
  const blame = (record: LedgerRecord, fault: string): void =>
    void faults.push({ code: 'content', path: `${dir}/${id}/${record.id}.yaml`, fault });
  const base = {
    id,
    on: opening!.date,
    proposal: null,
    temporary: null,
    founding: null,
    decisions: [],
    appliedOn: null,
  };
  if (opening!.kind === 'founding' || opening!.kind === 'temporary') {
    for (const step of steps) blame(step, '这份记录之后不应再有记录');
    if (opening!.kind === 'founding')
      return { ...base, state: 'founding', founding: fromPlain<Founding>(opening!.data), due: null, faults };
    const temporary = fromPlain<Temporary>(opening!.data);
    return { ...base, state: 'temporary', temporary, due: temporary.until, faults };
  }
  const proposal = fromPlain<Proposal>(opening!.data);
  if (opening!.kind !== 'new') blame(opening!, `第一条记录应为申报，现为 ${opening!.kind}`);
  if (proposal.content && itemHash(proposal.content) !== proposal.contentHash)
    blame(opening!, '事项内容与申报的校验值不符');
  let state: CaseState = 'first';
  const decisions: Decision[] = [];
  let appliedOn: string | null = null;
  for (const record of steps) {
    if (record.kind === 'applied') {
      if (state === 'apply' || state === 'applied') {
        state = 'applied';
        appliedOn = record.date;
      } else blame(record, '没有走完初审和审议就落表');
      continue;
    }
    const fault = decisionFault(record, state, proposal, policy);
    if (fault !== null) {
      blame(record, fault);
      continue;
    }
    const decision = decisionOf(record);
    decisions.push(decision);
    state = !decision.approved ? 'rejected' : decision.step === 'first' ? 'meeting' : 'apply';
  }
  return {
    ...base,
    state,
    proposal,
    decisions,
    appliedOn,
    due: dueOf(state, opening!.date, decisions, policy),
    faults,
  };
}

function decisionOf(record: LedgerRecord): Decision {
  const data = fromPlain<{ decision: string; office: string; document: string; opinion: string | null }>(record.data);
  return {
    step: record.kind as Decision['step'],
    approved: data.decision === 'approved',
    office: data.office,
    on: record.date,
    document: data.document,
    opinion: data.opinion,
  };
}

/** What is wrong with a decision record in this state, null when nothing is. */
function decisionFault(record: LedgerRecord, state: CaseState, proposal: Proposal, policy: Policy): string | null {
  if (record.kind !== 'first' && record.kind !== 'meeting') return `不认识的记录 ${record.kind}`;
  if (state !== record.kind) return `还没轮到${STEP_NAMES[record.kind]}`;
  const office = officeOf(record.kind, proposal.track, policy);
  if (record.data.office !== office) return `${STEP_NAMES[record.kind]}应由${office}作出，不是${record.data.office}`;
  if (record.data.content_hash !== proposal.contentHash) return '批的不是这份申报的内容';
  if (record.data.decision !== 'approved' && record.data.decision !== 'rejected') return '没有写明同意还是不同意';
  return null;
}

/** The office that takes a step. */
export function officeOf(step: Decision['step'], track: Track, policy: Policy): string {
  return step === 'first' ? policy.tracks[track].office : policy.meeting;
}

function dueOf(state: CaseState, on: string, decisions: readonly Decision[], policy: Policy): string | null {
  const { limits } = policy;
  if (state === 'first') return addDays(on, limits.first);
  if (state === 'meeting') return addDays(decisions.at(-1)!.on, limits.meeting);
  if (state === 'apply') return addDays(decisions.at(-1)!.on, limits.apply);
  return null;
}

/** Days a case is late on a day; 0 when it is not. */
export function daysLate(one: AdmissionCase, asOf: string): number {
  return one.due === null ? 0 : Math.max(0, daysBetween(one.due, asOf));
}

// ---------------------------------------------------------------- writing

/** Opens a case. @returns the id of the case, once it is on disk */
export async function propose(
  store: Store,
  proposal: Proposal,
  on: string,
  notice?: (text: string) => void,
): Promise<string> {
  return open(store, 'ZR', 'new', on, proposal, notice);
}

/** Notes temporary work of an emergency. */
export async function noteTemporary(
  store: Store,
  temporary: Temporary,
  on: string,
  notice?: (text: string) => void,
): Promise<string> {
  return open(store, 'LS', 'temporary', on, temporary, notice);
}

/** The record of the first import. @throws UserError when there is one already */
export async function found(store: Store, founding: Founding, on: string): Promise<string> {
  return store.exclusive((writer) => {
    const known = store.chains().find((chain) => store.read(chain)[0]?.kind === 'founding');
    if (known !== undefined)
      throw new UserError('founded', `${store.dir}/${known}`, '已经有首次导入的记录', '以后的变动请逐项走准入');
    return opened(writer, 'DJ', 'founding', on, founding);
  });
}

async function open(
  store: Store,
  letters: string,
  kind: string,
  on: string,
  data: Proposal | Temporary,
  notice?: (text: string) => void,
): Promise<string> {
  return store.exclusive((writer) => opened(writer, letters, kind, on, data), notice ? { notice } : {});
}

function opened(writer: Writer, letters: string, kind: string, on: string, data: object): string {
  const chain = `${letters}-${on.replaceAll('-', '')}-${randomSuffix(4)}`;
  writer.append({ chain, kind, date: on, data: toPlain(data) });
  return chain;
}

export interface DecisionDraft {
  readonly approved: boolean;
  readonly office: string;
  readonly on: string;
  readonly document: string;
  readonly opinion: string | null;
}

/** 字号 with its year: 区民发〔2026〕5号、纪要〔2026〕第3号. */
const DOCUMENT = /〔(\d{4})〕第?\d+[号次期]/;

/**
 * Records a decision on a case.
 * @returns the case after it
 * @throws UserError: wrong office, wrong order, day before the step before, document number without a year
 */
export async function decide(
  store: Store,
  id: string,
  draft: DecisionDraft,
  policy: Policy,
  today: string,
  notice?: (text: string) => void,
): Promise<AdmissionCase> {
  return store.exclusive(
    (writer) => {
      const before = caseOf(id, store.read(id), policy, store.dir);
      const [fault] = before.faults;
      if (fault) throw new UserError('ledger-content', fault.path, fault.fault, '请先用 qingdan ledger check 查明');
      const step = stepOf(before);
      checkDecision(before, step, draft, policy, today);
      writer.append({
        chain: id,
        kind: step,
        date: draft.on,
        data: {
          decision: draft.approved ? 'approved' : 'rejected',
          office: draft.office,
          document: draft.document,
          opinion: draft.opinion,
          content_hash: before.proposal!.contentHash,
        },
      });
      return caseOf(id, store.read(id), policy, store.dir);
    },
    notice ? { notice } : {},
  );
}

function stepOf(one: AdmissionCase): Decision['step'] {
  if (one.state === 'first' || one.state === 'meeting') return one.state;
  const said: Readonly<Record<Exclude<CaseState, 'first' | 'meeting'>, string>> = {
    apply: '初审和审议都已通过，等待落表',
    applied: '已经落表',
    rejected: '已被退回；如要再报，请另行申报',
    temporary: '是应急临时任务，不走审批',
    founding: '是首次导入的记录，不走审批',
  };
  throw new UserError('no-step', one.id, said[one.state], '用 qingdan admission status 查看');
}

function checkDecision(
  one: AdmissionCase,
  step: Decision['step'],
  draft: DecisionDraft,
  policy: Policy,
  today: string,
): void {
  const office = officeOf(step, one.proposal!.track, policy);
  const { track } = one.proposal!;
  if (draft.office !== office) {
    const why = step === 'first' ? `${policy.tracks[track].name}的申请由${office}初审` : `初审之后由${office}审议`;
    throw new UserError('wrong-office', one.id, `${why}，不是${draft.office}`, `请写 --office ${office}`);
  }
  const before = one.decisions.at(-1)?.on ?? one.on;
  if (draft.on < before)
    throw new UserError('wrong-date', one.id, `${draft.on} 早于上一步的 ${before}`, '请核对文件日期');
  if (draft.on > today)
    throw new UserError('wrong-date', one.id, `${draft.on} 在今天（${today}）之后`, '请核对文件日期，作出之后再登记');
  const [, year] = DOCUMENT.exec(draft.document) ?? [];
  if (!year) throw new UserError('no-document', one.id, `“${draft.document}”不是文号`, '写成 区民发〔2026〕5号 的样子');
  if (Number(year) > Number(draft.on.slice(0, 4)))
    throw new UserError('wrong-date', one.id, `文号的年份 ${year} 在日期 ${draft.on} 之后`, '请核对文号和日期');
  if (!draft.approved && draft.opinion === null)
    throw new UserError('no-opinion', one.id, '不同意须写明理由', '请用 --opinion 写明');
}

/** A case by its id, or by the end of it when only one fits. @throws UserError otherwise */
export function findCase(cases: readonly AdmissionCase[], asked: string): AdmissionCase {
  const fits = cases.filter((one) => one.id === asked || one.id.toLowerCase().endsWith(asked.toLowerCase()));
  const exact = fits.find((one) => one.id === asked);
  if (exact) return exact;
  if (fits.length === 1) return fits[0]!;
  throw new UserError(
    'no-such-case',
    null,
    fits.length === 0 ? `没有编号为“${asked}”的申报` : `“${asked}”不止一件：${fits.map((one) => one.id).join('、')}`,
    '用 qingdan admission status 查看编号',
  );
}

// ---------------------------------------------------------------- shapes

const SNAKE = /_([a-z])/g;

/** Record data have the shape of the types, keys in snake case. */
export function fromPlain<T>(data: Plain): T {
  const walk = (value: Plain): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key.replace(SNAKE, (_, c: string) => c.toUpperCase()), walk(one)]),
    );
  };
  return walk(data) as T;
}

/** The inverse of {@link fromPlain}; what is undefined is left out. */
export function toPlain(data: object): RecordData {
  const walk = (value: unknown): Plain => {
    if (Array.isArray(value)) return value.map(walk);
    if (value === null || typeof value !== 'object') return value as Plain;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, one]) => one !== undefined)
        .map(([key, one]) => [key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`), walk(one)]),
    );
  };
  return walk(data) as RecordData;
}
