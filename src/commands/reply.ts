/**
 * `explain --reply`: half a page that a village can send back: what the lists say, the article in its own words, what
 * the department would have to supply.
 */
import type { Auditor, Reasoning } from '../audit.ts';
import { printBasis } from '../place.ts';
import type { BasisRef, Body, JudgedRow, Lang, ListName, Mention, Verdict } from '../types.ts';

interface ReplyWords {
  readonly title: string;
  readonly received: (text: string) => string;
  readonly heads: readonly [says: string, grounds: string, answer: string, needed: string];
  readonly self: Readonly<Record<Body, string>>;
  readonly list: Readonly<Record<ListName, string>>;
  readonly edition: (edition: string, body: string) => string;
  readonly item: (list: string, item: string) => string;
  /** an item that comes near, where the lists leave it open */
  readonly near: (list: string, item: string) => string;
  readonly unlisted: string;
  readonly cited: (raw: string, outcome: string) => string;
  readonly outcome: Readonly<Record<JudgedRow['citations'][number]['outcome'], string>>;
  readonly quoted: (basis: string, words: string) => string;
  readonly answer: Readonly<Record<Verdict | 'funded', (self: string) => string>>;
  readonly need: Readonly<Record<'basis' | 'funding' | 'admission' | 'wording' | 'nothing', string>>;
  readonly stamp: Readonly<Record<Body, string>>;
  readonly date: (iso: string) => string;
  readonly draft: string;
  readonly number: (n: number) => string;
}

const NUMERALS = '一二三四';

const WORDS: Readonly<Record<Lang, ReplyWords>> = {
  zh: {
    title: '关于下达事项的答复',
    received: (text) => `贵单位要求：“${text}”。经对照，答复如下。`,
    heads: ['清单怎么说', '依据', '我们的答复', '请贵单位补充'],
    self: { village: '本村', community: '本社区' },
    list: { statutory: '依法管理事项', service: '公共服务事项', assist: '协助事项', prohibited: '取消和禁入事项' },
    edition: (edition, body) => `按照${edition}年版${body}职责清单，`,
    item: (list, item) => `这项工作属于${list} ${item}。`,
    near: (list, item) => `这项工作与${list} ${item}相近，尚不能确定。`,
    unlisted: '这项工作不在清单之内。',
    cited: (raw, outcome) => `来文所引“${raw}”：${outcome}。`,
    outcome: {
      valid: '现行有效',
      'basis-missing': '没有引用依据',
      'basis-repealed': '已经废止，不能作为依据',
      'basis-not-yet-in-force': '尚未施行，不能作为依据',
      'basis-no-such-article': '没有这一条',
      'basis-no-mandate': '这一条没有给村（居）委会设定这项职责',
      'basis-unknown': '不在依据库内，请提供全文',
    },
    quoted: (basis, words) => `${basis}：“${words}”`,
    answer: {
      prohibited: (self) =>
        `该事项已列为取消和禁入，${self}不承担，请贵单位自行完成，并从任务和考核指标中取消。确需${self}支持的，可以改为清单内的协助事项，写明由贵单位负责并落实经费。`,
      'no-basis': (self) => `清单没有这一项，也没有有效依据，${self}暂不承接，来文退回。`,
      'needs-admission': (self) => `所引依据有效，但未经准入，${self}在准入之前暂不承接，请先按程序申请。`,
      unfunded: (self) => `${self}在条件允许的情况下可以协助，责任主体仍是贵单位；请先按“费随事转”落实经费，再下达。`,
      review: (self) => `对照清单尚不能确定，${self}将报请组织部、民政局核定，核定之前暂缓办理。`,
      listed: (self) => `这是${self}依法应当做好的事项，我们照办。`,
      funded: (self) => `${self}将按清单协助，责任主体仍是贵单位。`,
      'out-of-scope': (self) => `来文看不出是派给${self}的任务；如需${self}协助，请写明具体事项。`,
    },
    need: {
      basis: '依据：法律、法规或文件的全称和条款，且该条款确实给村（居）委会设定了这项职责',
      funding: '经费：来源、标准和拨付时间，由贵单位承担，不从村（社区）办公经费中列支',
      admission: '准入：组织部（党委部门）或民政局（政府部门）初审同意、区委党建领导小组会议审议通过的文件',
      wording: '表述：改为“协助”，写明由贵单位负责，不得以村（社区）为责任主体，不单独考核',
      nothing: '无。',
    },
    stamp: { village: '村民委员会（盖章）', community: '社区居民委员会（盖章）' },
    date: (iso) => iso.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日'),
    draft: '（草稿：由程序按清单生成，发出前请核对原文和依据）',
    number: (n) => `${NUMERALS[n - 1]}、`,
  },
  en: {
    title: 'Reply to a task handed down',
    received: (text) => `You ask: “${text}”. We have compared it with the lists and reply as follows.`,
    heads: ['What the lists say', 'Basis', 'Our reply', 'What you would have to supply'],
    self: { village: 'the village', community: 'the community' },
    list: {
      statutory: 'statutory duties',
      service: 'public services',
      assist: 'assistance',
      prohibited: 'prohibited work',
    },
    edition: (edition, body) => `Under the lists of ${edition} for ${body}, `,
    item: (list, item) => `this work belongs to ${list}: ${item}.`,
    near: (list, item) => `this work comes near ${list}: ${item}; the lists leave it open.`,
    unlisted: 'this work is not listed.',
    cited: (raw, outcome) => `The cited “${raw}”: ${outcome}.`,
    outcome: {
      valid: 'in force',
      'basis-missing': 'none cited',
      'basis-repealed': 'repealed, no basis',
      'basis-not-yet-in-force': 'not yet in force, no basis',
      'basis-no-such-article': 'there is no such article',
      'basis-no-mandate': 'this article gives the committee no such duty',
      'basis-unknown': 'not in the register; please send the text',
    },
    quoted: (basis, words) => `${basis}: “${words}”`,
    answer: {
      prohibited: (self) =>
        `This work is prohibited: ${self} does not do it. Please do it yourselves and take it out of tasks and indicators; help can be asked for in the wording of the assistance list, with its funding.`,
      'no-basis': (self) => `It is not listed and has no valid basis: ${self} returns it.`,
      'needs-admission': (self) => `The basis is valid, but without admission ${self} does not take it on.`,
      unfunded: (self) => `${self} can assist; you remain responsible. Please provide the funding first.`,
      review: (self) => `The lists leave it open: ${self} will ask for a decision and waits for it.`,
      listed: (self) => `This is a duty of ${self}; it will be done.`,
      funded: (self) => `${self} will assist as listed; you remain responsible.`,
      'out-of-scope': (self) => `This does not read as a task for ${self}; if help is wanted, please say which.`,
    },
    need: {
      basis: 'basis: full title and article of an instrument that gives the committee this very duty',
      funding: 'funding: source, standard and time of payment, borne by you',
      admission: 'admission: the consent of the first instance and the decision of the leading group',
      wording: 'wording: “assist”, with you as the responsible body and no assessment of its own',
      nothing: 'Nothing.',
    },
    stamp: { village: 'Villagers’ committee (seal)', community: 'Residents’ committee (seal)' },
    date: (iso) => iso,
    draft: '(draft made from the lists; check text and basis before it is sent)',
    number: (n) => `${n}. `,
  },
};

/** Sentences of one article that are quoted, and characters of each. */
const QUOTES = 3;
const QUOTE_LENGTH = 120;

/** The reply to one text. `asOf` is its date. */
export function replyText(thought: Reasoning, row: JudgedRow, auditor: Auditor, asOf: string, lang: Lang): string {
  const words = WORDS[lang];
  const { body } = thought;
  const self = words.self[body];
  const item = row.item === null ? null : (auditor.items.get(row.item) ?? null);
  const bodyWord = { zh: { village: '村', community: '社区' }, en: { village: 'villages', community: 'communities' } }[
    lang
  ][body];
  const says =
    words.edition(auditor.library.edition.edition, bodyWord) +
    (item
      ? words[row.verdict === 'review' ? 'near' : 'item'](words.list[item.list], `${item.id}“${item.title}”`)
      : words.unlisted);
  const cited = row.citations.map((one) => words.cited(one.raw, words.outcome[one.outcome]));
  const funded = row.verdict === 'listed' && item?.list === 'assist';
  const needs = needsOf(row, item?.list ?? null).map((need) => words.need[need]);
  const parts: readonly (readonly string[])[] = [
    [says, ...cited],
    groundsOf(row, item?.basis ?? [], thought.body, auditor, words),
    [words.answer[funded ? 'funded' : row.verdict](self)],
    needs.length === 0 ? [words.need.nothing] : needs.map((need, i) => `${i + 1}. ${need}`),
  ];
  const indent = lang === 'zh' ? '　　' : '  ';
  return [
    words.title,
    '',
    indent + words.received(row.text),
    ...parts.flatMap((lines, i) => [
      `${indent}${words.number(i + 1)}${words.heads[i]}`,
      ...lines.map((line) => indent + line),
    ]),
    '',
    `${indent.repeat(8)}${words.stamp[body]}`,
    `${indent.repeat(8)}${words.date(asOf)}`,
    '',
    words.draft,
    '',
  ].join('\n');
}

type Need = Exclude<keyof ReplyWords['need'], 'nothing'>;

/** What would have to come before the work can be taken on. */
function needsOf(row: JudgedRow, list: ListName | null): Need[] {
  const found = new Set(row.findings.map((finding) => finding.rule));
  switch (row.verdict) {
    case 'prohibited':
      return found.has('role-overreach') ? ['wording', 'funding'] : [];
    case 'no-basis':
      return ['basis', 'funding', 'admission'];
    case 'needs-admission':
      return ['funding', 'admission'];
    case 'unfunded':
      return ['funding'];
    case 'review':
      return list === 'assist' ? ['wording', 'funding'] : list === null ? ['basis', 'funding', 'admission'] : [];
    default:
      return [];
  }
}

/**
 * The articles to lean on, in their own words where the register has them: those of the item; without an item, those by
 * which work that was never admitted is refused.
 */
function groundsOf(
  row: JudgedRow,
  basis: readonly BasisRef[],
  body: Body,
  auditor: Auditor,
  words: ReplyWords,
): string[] {
  const { library } = auditor;
  const general = library.items.find(
    (one) => one.body === body && one.concepts.includes(library.decision.overreach),
  )?.basis;
  // articles that give the committee a right speak for it whatever the item
  const mentions = library.wide().mentions;
  const rights = (general ?? []).filter((ref) => mentionsOf(ref, mentions, body).some((one) => one.role === 'right'));
  const settled = row.verdict === 'listed' || row.verdict === 'out-of-scope';
  const leaned = basis.length === 0 && !settled ? (general ?? []) : settled ? basis : [...basis, ...rights];
  const seen = new Set<string>();
  const lines: string[] = [];
  let quoted = 0;
  for (const ref of leaned) {
    const name = printBasis(ref);
    if (seen.has(name)) continue;
    seen.add(name);
    const text =
      quoted < QUOTES
        ? mentionsOf(ref, mentions, body)
            .map((one) => one.text)
            .join('')
        : '';
    if (text !== '') quoted++;
    lines.push(
      text === '' ? name : words.quoted(name, text.length > QUOTE_LENGTH ? `${text.slice(0, QUOTE_LENGTH)}……` : text),
    );
  }
  return lines.length === 0 ? [words.need.nothing] : lines;
}

/** What an article says of this body, by its paragraph where one is named. */
function mentionsOf(ref: BasisRef, mentions: readonly Mention[], body: Body): Mention[] {
  return mentions.filter(
    (one) =>
      one.instrument === ref.instrument &&
      one.article === ref.article &&
      one.bodies.includes(body) &&
      (ref.paragraph === undefined || one.paragraph === null || one.paragraph === ref.paragraph),
  );
}
