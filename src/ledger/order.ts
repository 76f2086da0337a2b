/**
 * Rectification orders (督办单): one order a unit, from a report. The states go forward only, issued → replied →
 * verified → closed, and are derived from the records; a re-check that still finds the problems is recorded and moves
 * nothing.
 */
import { UserError } from '../errors.ts';
import { createTextMask, type TextMask } from '../mask.ts';
import type { BasisRef, Body, Kind, Library, ListName, Report, RuleId } from '../types.ts';
import { fromPlain, toPlain } from './admission.ts';
import { addDays, daysBetween } from './days.ts';
import { type Problem, type ProblemVerdict, pairUp, problemsOf } from './problems.ts';
import { type LedgerRecord, randomSuffix, Store, type StoreFault, type Writer } from './store.ts';

export const ORDER_STATES = ['issued', 'replied', 'verified', 'closed'] as const;
/** 已下发、已答复、已核验、已销号 */
export type OrderState = (typeof ORDER_STATES)[number];

/** 取消、改为协助表述、补充经费、补办准入 */
export type Demand = 'cancel' | 'assist-wording' | 'fund' | 'admit';

/** One problem of an order, with everything that quotes and grounds it. */
export interface OrderProblem {
  /** 1, 2, 3 … inside the order */
  readonly no: number;
  readonly key: string;
  readonly fingerprints: readonly string[];
  /** as in the sheet; telephone and identity numbers and names masked */
  readonly text: string;
  readonly section: string | null;
  readonly kind: Kind;
  readonly body: Body;
  readonly source: string;
  readonly sheet: string | null;
  readonly cell: string;
  readonly verdict: ProblemVerdict;
  readonly rules: readonly RuleId[];
  readonly list: ListName | null;
  readonly item: string | null;
  /** title of the item, null for unlisted work */
  readonly title: string | null;
  readonly grounds: readonly BasisRef[];
  readonly demand: Demand;
  readonly points: number | null;
  /** number of the order under which this problem was put right once */
  readonly relapseOf: string | null;
}

/** A file or document that proves something; the file itself is kept by the office. */
export interface Evidence {
  readonly name: string;
  /** sha-256 of the file, null for a document that is only named */
  readonly sha256: string | null;
}

/** A report as orders refer to it. */
export interface ReportRef {
  readonly name: string;
  readonly sha256: string;
  readonly asOf: string;
  readonly edition: string;
  readonly lists: string;
}

/** What is ordered. */
export interface OrderBasics {
  /** ×减督〔2026〕3号 */
  readonly number: string;
  readonly prefix: string;
  readonly year: number;
  readonly sequence: number;
  readonly unit: string;
  readonly deadline: string;
  readonly signer: string | null;
  readonly issuers: readonly string[];
  readonly contact: string;
  readonly report: ReportRef;
  /** earlier orders to this unit for the same matters, closed and come back */
  readonly cites: readonly string[];
  /** leads that this order follows up; never who told */
  readonly complaints: readonly string[];
  readonly problems: readonly OrderProblem[];
}

export interface OrderReply {
  readonly on: string;
  readonly document: string | null;
  readonly measures: string;
  readonly evidence: readonly Evidence[];
}

export interface OrderCheck {
  readonly on: string;
  readonly office: string;
  readonly report: ReportRef | null;
  /** why there is no report of the unit: it withdrew the whole table */
  readonly withdrawn: string | null;
  readonly clean: boolean;
  /** numbers of the problems that are still there, and where */
  readonly remaining: readonly {
    readonly no: number;
    readonly text: string;
    readonly cell: string;
    readonly reworded: boolean;
  }[];
}

export interface OrderClosing {
  readonly on: string;
  readonly office: string;
  readonly evidence: readonly Evidence[];
  readonly note: string | null;
}

export interface OrderCase extends OrderBasics {
  readonly id: string;
  readonly issuedOn: string;
  readonly state: OrderState;
  readonly replies: readonly OrderReply[];
  readonly checks: readonly OrderCheck[];
  readonly closing: OrderClosing | null;
  readonly faults: readonly StoreFault[];
}

/** The ledger of orders below the folder of the ledgers. */
export const orderStore = (ledger: string): Store => new Store(`${ledger}/orders`);

/**
 * All orders, by number.
 * @param asOf later records are not looked at: the ledger as it stood on that day; null for all
 * @throws UserError for a fault of the store
 */
export function readOrders(ledger: string, asOf: string | null): OrderCase[] {
  const store = orderStore(ledger);
  return [...store.readAll()]
    .map(([id, records]) => [id, records.filter(({ date }) => asOf === null || date <= asOf)] as const)
    .filter(([, records]) => records.length > 0)
    .map(([id, records]) => orderOf(id, records, store.dir))
    .sort((a, b) => a.year - b.year || a.sequence - b.sequence || (a.id < b.id ? -1 : 1));
}

/** Derives an order from its chain. Records that break the rules become faults and move nothing. */
export function orderOf(id: string, records: readonly LedgerRecord[], dir: string): OrderCase {
  const [opening, ...steps] = records;
  const faults: StoreFault[] = [];
  const replies: OrderReply[] = [];
  const checks: OrderCheck[] = [];
  let closing: OrderClosing | null = null;
  let state: OrderState = 'issued';
  const blame = (record: LedgerRecord, fault: string): void =>
    void faults.push({ code: 'content', path: `${dir}/${id}/${record.id}.yaml`, fault });
  if (opening!.kind !== 'issued') blame(opening!, `第一条记录应为下发，现为 ${opening!.kind}`);
  for (const record of steps) {
    const next = NEXT[record.kind];
    if (!next?.from.includes(state)) {
      blame(record, next ? `${STATE_NAMES[state]}的督办单不能再${next.name}` : `不认识的记录 ${record.kind}`);
      continue;
    }
    const data = fromPlain<object>(record.data);
    if (record.kind === 'replied') replies.push({ ...(data as OrderReply), on: record.date });
    if (record.kind === 'checked') checks.push({ ...(data as OrderCheck), on: record.date });
    if (record.kind === 'closed') closing = { ...(data as OrderClosing), on: record.date };
    if (record.kind === 'checked' && !checks.at(-1)!.clean) continue;
    state = next.to;
  }
  const basics = fromPlain<OrderBasics>(opening!.data);
  return { ...basics, id, issuedOn: opening!.date, state, replies, checks, closing, faults };
}

/** Kinds of records after the first: from which states, to which. */
const NEXT: Readonly<Record<string, { from: readonly OrderState[]; to: OrderState; name: string }>> = {
  replied: { from: ['issued', 'replied'], to: 'replied', name: '答复' },
  checked: { from: ['replied'], to: 'verified', name: '核验' },
  closed: { from: ['verified'], to: 'closed', name: '销号' },
};

export const STATE_NAMES: Readonly<Record<OrderState, string>> = {
  issued: '已下发',
  replied: '已答复',
  verified: '已核验',
  closed: '已销号',
};

/**
 * Days by which an order is late on a day, 0 when it is not: nobody replied in time, or the last re-check found the
 * problems still there.
 */
export function daysOverdue(order: OrderCase, asOf: string): number {
  const failed = order.checks.at(-1)?.clean === false;
  if (order.state === 'verified' || order.state === 'closed') return 0;
  if (order.state === 'replied' && !failed) return 0;
  return Math.max(0, daysBetween(order.deadline, asOf));
}

// ---------------------------------------------------------------- issuing

export interface IssueOptions {
  readonly on: string;
  readonly deadline: string;
  readonly prefix: string;
  readonly signer: string | null;
  readonly issuers: readonly string[];
  readonly contact: string;
  /** only these units; empty = all that have problems */
  readonly units: readonly string[];
  /** who answers for rows that name no issuing unit; null leaves them out, counted */
  readonly defaultUnit: string | null;
  readonly complaints: readonly string[];
}

/** What issuing would do, before anything is written. */
export interface IssuePlan {
  readonly orders: readonly Omit<OrderBasics, 'number' | 'sequence'>[];
  /** problems that an open order of the unit covers already */
  readonly underway: readonly { readonly unit: string; readonly number: string; readonly problems: number }[];
  /** problems of rows without an issuing unit */
  readonly unaddressed: number;
}

/** Works out the orders of a report: new problems by unit, relapses with the order they fall back from. */
export function planOrders(
  report: Report,
  ref: ReportRef,
  library: Library,
  known: readonly OrderCase[],
  options: IssueOptions,
): IssuePlan {
  const mask = createTextMask(library.columns);
  const byUnit = new Map<string, Problem[]>();
  let unaddressed = 0;
  for (const problem of problemsOf(report)) {
    const unit = problem.unit ?? options.defaultUnit;
    if (unit === null) unaddressed++;
    else byUnit.set(unit, [...(byUnit.get(unit) ?? []), problem]);
  }
  const missing = options.units.find((unit) => !byUnit.has(unit));
  if (missing !== undefined)
    throw new UserError(
      'no-such-unit',
      ref.name,
      `报告里“${missing}”没有要整改的问题`,
      byUnit.size > 0 ? `有问题的单位：${[...byUnit.keys()].join('、')}` : '报告里没有要整改的问题',
    );
  const chosen = options.units.length > 0 ? options.units : [...byUnit.keys()];
  const orders: IssuePlan['orders'][number][] = [];
  const underway: IssuePlan['underway'][number][] = [];
  for (const unit of chosen) {
    const past = known.filter((order) => order.unit === unit);
    const fresh: [Problem, OrderCase | null][] = [];
    const open = new Map<string, number>();
    for (const [problem, order] of withOrders(byUnit.get(unit)!, past)) {
      if (order && order.state !== 'closed') open.set(order.number, (open.get(order.number) ?? 0) + 1);
      else fresh.push([problem, order]);
    }
    for (const [number, problems] of open) underway.push({ unit, number, problems });
    if (fresh.length === 0) continue;
    orders.push({
      prefix: options.prefix,
      year: Number(options.on.slice(0, 4)),
      unit,
      deadline: options.deadline,
      signer: options.signer,
      issuers: options.issuers,
      contact: options.contact,
      report: ref,
      cites: [...new Set(fresh.flatMap(([, order]) => order?.number ?? []))],
      complaints: options.complaints,
      problems: fresh.map(([problem, order], i) => orderProblem(problem, i + 1, library, mask, order?.number ?? null)),
    });
  }
  return { orders, underway, unaddressed };
}

/** The latest order that covers each problem: by fingerprint, by row, or as another wording of it. */
function withOrders(problems: readonly Problem[], past: readonly OrderCase[]): [Problem, OrderCase | null][] {
  const latest = [...past].reverse();
  const covered = new Map<Problem, OrderCase>();
  for (const problem of problems) {
    const order = latest.find(({ problems: old }) => old.some((one) => isSame(one, problem)));
    if (order) covered.set(problem, order);
  }
  // a wording that the report still has as it was is no former wording of anything
  const present = new Set(problems.map(({ key }) => key));
  for (const order of latest) {
    const come = problems.filter((one) => !covered.has(one));
    const gone = order.problems.filter(({ key }) => !present.has(key)).map((one) => ({ ...one, unit: order.unit }));
    for (const { now } of pairUp(
      gone,
      come.map((one) => ({ ...one, unit: order.unit })),
    ))
      covered.set(come.find(({ key }) => key === now.key)!, order);
  }
  return problems.map((problem) => [problem, covered.get(problem) ?? null]);
}

const isSame = (old: Pick<OrderProblem, 'key' | 'fingerprints'>, now: Problem): boolean =>
  old.key === now.key || old.fingerprints.some((one) => now.fingerprints.includes(one));

function orderProblem(
  problem: Problem,
  no: number,
  library: Library,
  mask: TextMask,
  relapseOf: string | null,
): OrderProblem {
  const item = library.items.find(({ id }) => id === problem.item) ?? null;
  const cited = problem.findings.flatMap(({ basis }) => basis);
  const grounds = cited.length > 0 ? cited : (item?.basis ?? []);
  return {
    no,
    key: problem.key,
    fingerprints: problem.fingerprints,
    text: mask(problem.text),
    section: problem.section === null ? null : mask(problem.section),
    kind: problem.kind,
    body: problem.body,
    source: problem.source,
    sheet: problem.sheet,
    cell: problem.cell,
    verdict: problem.verdict,
    rules: [...new Set(problem.findings.map(({ rule }) => rule))],
    list: problem.list,
    item: problem.item,
    title: item?.title ?? null,
    grounds: uniqueRefs(grounds),
    demand: demandOf(problem),
    points: problem.points,
    relapseOf,
  };
}

function uniqueRefs(refs: readonly BasisRef[]): BasisRef[] {
  const seen = new Set<string>();
  return refs.filter((ref) => {
    const key = JSON.stringify([ref.instrument, ref.article, ref.paragraph ?? null]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** What the unit has to do about a problem. */
function demandOf(problem: Problem): Demand {
  if (problem.verdict === 'unfunded') return 'fund';
  if (problem.verdict === 'needs-admission') return 'admit';
  return problem.findings.some(({ rule }) => rule === 'role-overreach') ? 'assist-wording' : 'cancel';
}

/** Gives numbers and writes the orders, all of them under one lock. @returns the orders as issued */
export async function issueOrders(
  store: Store,
  plan: () => IssuePlan,
  on: string,
  notice?: (text: string) => void,
): Promise<{ readonly issued: OrderCase[]; readonly plan: IssuePlan }> {
  return store.exclusive(
    (writer) => {
      // planned under the lock: two offices that issue from one report do not both cover a problem
      const made = plan();
      return { issued: made.orders.map((basics) => issueOne(store, writer, basics, on)), plan: made };
    },
    notice ? { notice } : {},
  );
}

function issueOne(
  store: Store,
  writer: Writer,
  basics: Omit<OrderBasics, 'number' | 'sequence'>,
  on: string,
): OrderCase {
  const used = store.chains().flatMap((chain) => {
    const { prefix, year, sequence } = fromPlain<OrderBasics>(store.read(chain)[0]!.data);
    return prefix === basics.prefix && year === basics.year ? [sequence] : [];
  });
  const sequence = Math.max(0, ...used) + 1;
  const number = `${basics.prefix}〔${basics.year}〕${sequence}号`;
  const id = `DB-${basics.year}-${String(sequence).padStart(4, '0')}-${randomSuffix(4)}`;
  const order: OrderBasics = { number, sequence, ...basics };
  const record = writer.append({ chain: id, kind: 'issued', date: on, data: toPlain(order) });
  return orderOf(id, [record], store.dir);
}

// ---------------------------------------------------------------- steps

/** Adds a step to an order when its state allows it. @throws UserError otherwise, or for a day before the last step */
async function step(
  store: Store,
  id: string,
  kind: string,
  on: string,
  make: (order: OrderCase) => object,
  notice?: (text: string) => void,
): Promise<OrderCase> {
  return store.exclusive(
    (writer) => {
      const records = store.read(id);
      const order = orderOf(id, records, store.dir);
      const { name, from } = NEXT[kind]!;
      if (!from.includes(order.state)) {
        const need = from.map((state) => STATE_NAMES[state]).join('或');
        throw new UserError(
          'wrong-state',
          order.number,
          `现在是${STATE_NAMES[order.state]}，不能${name}`,
          `${name}须先${need}`,
        );
      }
      const last = records.at(-1)!.date;
      if (on < last) throw new UserError('wrong-date', order.number, `${on} 早于上一步的 ${last}`, '请核对日期');
      writer.append({ chain: id, kind, date: on, data: toPlain(make(order)) });
      return orderOf(id, store.read(id), store.dir);
    },
    notice ? { notice } : {},
  );
}

type Draft<T> = Omit<T, 'on'>;

/** The unit's answer. */
export const replyOrder = (
  store: Store,
  id: string,
  on: string,
  reply: Draft<OrderReply>,
  notice?: (text: string) => void,
): Promise<OrderCase> => step(store, id, 'replied', on, () => reply, notice);

/**
 * A re-check against a later report: the problems of the order must be gone from it, under any name.
 * @param report null with `withdrawn`: the unit took back the whole table
 * @throws UserError when the report cannot show it: the one the order came from, an earlier day, no row of the unit
 */
export function verifyOrder(
  store: Store,
  id: string,
  on: string,
  office: string,
  proof: { readonly report: Report; readonly ref: ReportRef } | null,
  withdrawn: string | null,
  mask: TextMask,
  notice?: (text: string) => void,
): Promise<OrderCase> {
  return step(
    store,
    id,
    'checked',
    on,
    (order) => {
      const remaining = proof ? remainingProblems(order, proof.report, proof.ref, mask) : [];
      return { office, report: proof?.ref ?? null, withdrawn, clean: remaining.length === 0, remaining };
    },
    notice,
  );
}

/** Problems of an order that a later report still has. */
export function remainingProblems(
  order: OrderCase,
  report: Report,
  ref: ReportRef,
  mask: TextMask,
): OrderCheck['remaining'] {
  if (ref.sha256 === order.report.sha256)
    throw new UserError('same-report', ref.name, '这就是下发时的那份报告', '请用整改之后重新核查的报告');
  const replied = order.replies.at(-1)!.on;
  if (ref.asOf < replied)
    throw new UserError(
      'old-report',
      ref.name,
      `报告的基准日 ${ref.asOf} 早于答复的 ${replied}`,
      '请用答复之后重新核查的报告',
    );
  const rows = report.rows.filter(({ unit }) => unit === order.unit);
  if (rows.length === 0)
    throw new UserError(
      'unit-absent',
      ref.name,
      `报告里没有${order.unit}的行，不能证明已经整改`,
      '请核查该单位现在的表；整张表已撤回的，用 --withdrawn 写明',
    );
  const now = problemsOf(report).map((one) => ({ ...one, unit: one.unit ?? '' }));
  const present = new Set(report.rows.map(({ key }) => key));
  const found = order.problems.flatMap((old) => {
    const same = now.find((one) => isSame(old, one));
    return same ? [{ old, same, reworded: false }] : [];
  });
  const gone = order.problems
    .filter((old) => !found.some((one) => one.old === old) && !present.has(old.key))
    .map((one) => ({ ...one, unit: order.unit }));
  const come = now.filter((one) => !found.some(({ same }) => same === one) && !knownBefore(order, one));
  const pairs = pairUp(gone, come).map(({ old, now: same }) => ({ old, same, reworded: true }));
  return [...found, ...pairs]
    .sort((a, b) => a.old.no - b.old.no)
    .map(({ old, same, reworded }) => ({ no: old.no, text: mask(same.text), cell: placeOf(same), reworded }));
}

const knownBefore = (order: OrderCase, problem: Problem): boolean => order.problems.some((old) => isSame(old, problem));

/** file!sheet!cell of a problem. */
export const placeOf = ({ source, sheet, cell }: Pick<OrderProblem, 'source' | 'sheet' | 'cell'>): string =>
  `${source}${sheet === null ? '' : `:${sheet}`}!${cell}`;

/** Takes an order off the list. @throws UserError without any evidence in the reply or now */
export const closeOrder = (
  store: Store,
  id: string,
  on: string,
  closing: Draft<OrderClosing>,
  notice?: (text: string) => void,
): Promise<OrderCase> =>
  step(
    store,
    id,
    'closed',
    on,
    (order) => {
      if (closing.evidence.length === 0 && order.replies.every(({ evidence }) => evidence.length === 0))
        throw new UserError(
          'no-evidence',
          order.number,
          '没有任何佐证材料，不能销号',
          '请用 --evidence 写明文件或文号',
        );
      return closing;
    },
    notice,
  );

/** An order by its number, its sequence or its id. @throws UserError when none or several fit */
export function findOrder(orders: readonly OrderCase[], asked: string): OrderCase {
  const plain = asked
    .replace(/[[(（【]/g, '〔')
    .replace(/[\])）】]/g, '〕')
    .trim();
  const [, year, sequence] = /^(?:(\d{4})-)?(\d+)$/.exec(plain) ?? [];
  const fits = orders.filter(
    (one) =>
      one.id === asked ||
      one.number === plain ||
      one.number.endsWith(plain.startsWith('〔') ? plain : `\u0000${plain}`) ||
      (sequence !== undefined &&
        one.sequence === Number(sequence) &&
        (year === undefined || one.year === Number(year))),
  );
  if (fits.length === 1) return fits[0]!;
  throw new UserError(
    'no-such-order',
    null,
    fits.length === 0
      ? `没有督办单“${asked}”`
      : `“${asked}”不止一份：${fits.map((one) => `${one.number}（${one.id}）`).join('、')}`,
    '用 qingdan order list 查看字号',
  );
}

/** Faults between orders: a number used twice, a number that is missing from the sequence of a year. */
export function numberFaults(orders: readonly OrderCase[], dir: string): StoreFault[] {
  const years = new Map<string, OrderCase[]>();
  for (const order of orders) {
    const name = `${order.prefix}〔${order.year}〕`;
    years.set(name, [...(years.get(name) ?? []), order]);
  }
  return [...years].flatMap(([name, list]) => {
    const faults: StoreFault[] = [];
    const bySequence = new Map<number, OrderCase[]>();
    for (const order of list) bySequence.set(order.sequence, [...(bySequence.get(order.sequence) ?? []), order]);
    const last = Math.max(...bySequence.keys());
    for (let n = 1; n <= last; n++) {
      const same = bySequence.get(n) ?? [];
      if (same.length === 0) faults.push({ code: 'gap', path: dir, fault: `${name}${n}号 的记录不见了` });
      if (same.length > 1)
        faults.push({
          code: 'fork',
          path: `${dir}/${same[1]!.id}`,
          fault: `${name}${n}号 用了 ${same.length} 次：${same.map(({ id }) => id).join('、')}`,
        });
    }
    return faults;
  });
}

/** The last day for an answer. */
export const deadlineOf = (on: string, days: number): string => addDays(on, days);
