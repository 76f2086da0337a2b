/** `qingdan admission new`: an application to change the lists, checked before anybody has to decide. */
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { admissionStore, CHANGES, type Change, found, noteTemporary, propose, readCases } from '../ledger/admission.ts';
import { foundingOf } from '../ledger/founding.ts';
import { loadPolicy, type Policy, TRACKS, type Track } from '../ledger/policy.ts';
import {
  basisOf,
  categoriesOf,
  type PreparedProposal,
  type ProposalDraft,
  prepareProposal,
} from '../ledger/proposal.ts';
import { outcomeText } from '../ledger/proposal-check.ts';
import type { Store } from '../ledger/store.ts';
import { loadLibrary } from '../lists/load.ts';
import { printBasis } from '../place.ts';
import { BODIES, type Body, type Lang, LISTS, type Library, type ListName } from '../types.ts';
import { Asker } from './ask.ts';
import { choiceOption, dateOption, examples, type Io } from './command.ts';
import {
  admissionOptions,
  admissionsDir,
  asOfOption,
  demandOwnLists,
  formatOption,
  json,
  type ListFormat,
  notices,
  repeat,
  say,
} from './ledger-options.ts';

interface Raw {
  lists: string;
  ledger?: string;
  asOf?: string;
  format: ListFormat;
  change: Change;
  applicant?: string;
  track?: Track;
  body?: Body;
  list?: ListName;
  category?: string;
  item?: string;
  title?: string;
  department?: string;
  basis?: string[];
  since?: string;
  until?: string;
  note?: string;
  concept?: string[];
  conceptName?: string;
  alias?: string[];
  hit?: string[];
  miss?: string[];
  fundingSource?: string;
  fundingStandard?: string;
  scope?: string;
  reason?: string;
  despite?: string;
  hash?: string;
  temporary?: string;
  event?: string;
  document?: string;
  founding?: boolean;
  dryRun?: boolean;
}

export function define(command: Command, io: Io): void {
  const { lang } = io;
  admissionOptions(command, io);
  command
    .option(
      '--change <what>',
      say(
        lang,
        '改什么：add 新增、move 移动、reword 改表述、rebase 改依据、remove 移出、lexicon 改词语',
        'kind of change',
      ),
      choiceOption('--change', CHANGES),
      'add',
    )
    .option('--applicant <name>', say(lang, '申请单位', 'the applying department'))
    .option(
      '--track <track>',
      say(lang, '渠道：party 党委部门（组织部初审）、government 政府部门（民政局初审）', 'party or government'),
      choiceOption('--track', TRACKS),
    )
    .option(
      '--body <body>',
      say(lang, 'village 村、community 社区', 'village or community'),
      choiceOption('--body', BODIES),
    )
    .option(
      '--list <list>',
      say(lang, '哪张清单：statutory、service、assist、prohibited', 'list'),
      choiceOption('--list', LISTS),
    )
    .option('--category <name>', say(lang, '类别', 'category'))
    .option('--item <id>', say(lang, '事项编号（改动已有事项时必写；新增时默认取下一个）', 'id of the item'))
    .option('--title <text>', say(lang, '事项名称（写在清单上的表述）', 'title'))
    .option('--department <name>', say(lang, '责任部门', 'department'))
    .option('--basis <citation>', say(lang, '政策依据，可重复：《全称》第17条', 'policy basis, repeatable'), repeat)
    .option('--since <date>', say(lang, '自哪天起列入（默认申报当天）', 'from'), dateOption('--since'))
    .option('--until <date>', say(lang, '到哪天为止', 'until, inclusive'), dateOption('--until'))
    .option('--note <text>', say(lang, '与相近事项怎样区分', 'note'))
    .option('--concept <id>', say(lang, '用已有的概念，可重复', 'existing concept, repeatable'), repeat)
    .option('--concept-name <name>', say(lang, '新概念的名称', 'name of the new concept'))
    .option('--alias <phrase>', say(lang, '固定说法，可重复', 'fixed phrase, repeatable'), repeat)
    .option(
      '--hit <text>',
      say(lang, '正例：表里会怎样写，至少两条', 'example that is this item, at least two'),
      repeat,
    )
    .option('--miss <text>', say(lang, '反例：相近但不是，至少两条', 'example that is not, at least two'), repeat)
    .option('--funding-source <text>', say(lang, '经费来源', 'source of funding'))
    .option('--funding-standard <text>', say(lang, '经费标准', 'standard of funding'))
    .option('--scope <text>', say(lang, '实施范围', 'scope'))
    .option('--reason <text>', say(lang, '申请理由', 'reason'))
    .option(
      '--despite <reason>',
      say(lang, '明知有重复、冲突仍要申报的理由', 'ground for applying in spite of objections'),
    )
    .option('--hash <sha256>', say(lang, '词语改动的校验值（lists lint --base 打印）', 'hash of a change of words'))
    .option(
      '--temporary <text>',
      say(lang, '登记突发事件中的临时任务（不走准入，须有终止日期）', 'note temporary emergency work'),
    )
    .option('--event <name>', say(lang, '哪次突发事件', 'the emergency'))
    .option('--document <number>', say(lang, '启动应急响应的文号', 'document that declared it'))
    .option('--founding', say(lang, '为现有清单立首次导入记录（只能一次）', 'record the first import of the lists'))
    .option('--dry-run', say(lang, '只核对，不登记', 'check only'));
  asOfOption(command, io);
  formatOption(command, io);
  examples(command, lang, [
    ['qingdan admission new', say(lang, '在终端里逐项填写', 'fill in the form at the terminal')],
    [
      'qingdan admission new --applicant 区卫健委 --track government --body village --list assist …',
      say(lang, '用选项填写', 'fill in by options'),
    ],
    [
      'qingdan admission new --change reword --item V-A-1-02 --body village --title 新表述 …',
      say(lang, '改已有事项的表述', 'reword an item'),
    ],
    [
      'qingdan admission new --temporary 协助转移安置群众 --event 防汛Ⅱ级应急响应 --until 2027-07-31 …',
      say(lang, '登记应急临时任务', 'note temporary work'),
    ],
  ]);
  command.addHelpText(
    'after',
    say(
      lang,
      '\n登记之后：初审（approve）→ 区委党建领导小组会议审议（approve）→ 落表（apply）。\n台账证明走过程序，不证明是谁登记的。',
      '\nAfter this: first instance, meeting, apply. The ledger proves procedure, not identity.',
    ),
  );
  command.action(async (raw: Raw) => io.exit(await run(raw, io)));
}

async function run(raw: Raw, io: Io): Promise<number> {
  demandOwnLists(raw.lists, io);
  const asOf = raw.asOf ?? io.today();
  const dir = admissionsDir(raw);
  const policy = loadPolicy(dir);
  const library = loadLibrary(raw.lists);
  const store = admissionStore(dir);
  if (raw.founding) return founding(library, store, asOf, raw, io);
  if (raw.temporary !== undefined) return temporary(raw, policy, store, asOf, io);
  const draft = await filledIn(raw, library, policy, io);
  const prepared = prepareProposal(library, readCases(dir, policy), draft, asOf);
  const blocked = [...prepared.refused, ...(draft.despite === null ? prepared.objections : [])];
  if (blocked.length > 0 || raw.dryRun) {
    await io.out(report(prepared, null, policy, raw.format, io.lang));
    if (blocked.length > 0) io.err(blockedText(prepared, io));
    return blocked.length > 0 ? 1 : 0;
  }
  const id = await propose(store, prepared.proposal, asOf, notices(io));
  await io.out(report(prepared, id, policy, raw.format, io.lang));
  return 0;
}

function blockedText(prepared: PreparedProposal, io: Io): string {
  const curable = prepared.refused.length === 0;
  return `qingdan: ${say(io.lang, '没有登记', 'not recorded')}；${
    curable
      ? say(
          io.lang,
          '确需申报，请用 --despite 写明理由，由初审和会议定夺',
          'state the ground with --despite to apply all the same',
        )
      : say(io.lang, '请先改正上列问题', 'mend the faults first')
  }\n`;
}

async function founding(library: Library, store: Store, asOf: string, raw: Raw, io: Io): Promise<number> {
  const record = foundingOf(library);
  const id = raw.dryRun ? null : await found(store, record, asOf);
  const said = { recorded: id !== null, id, edition: record.edition, items: record.items.length };
  await io.out(
    raw.format === 'json'
      ? json(said)
      : say(
          io.lang,
          `${id === null ? '将登记' : `已登记 ${id}`}：首次导入，版次 ${record.edition}，${record.items.length} 项\n`,
          `${id === null ? 'to be recorded' : `recorded ${id}`}: first import, edition ${record.edition}, ${record.items.length} items\n`,
        ),
  );
  return 0;
}

async function temporary(raw: Raw, policy: Policy, store: Store, asOf: string, io: Io): Promise<number> {
  const need = (value: string | undefined, flag: string): string => {
    if (value) return value;
    throw new UserError('not-filled-in', null, `登记应急临时任务缺少 ${flag}`, '事件、文号、终止日期、单位都要写明');
  };
  const until = need(raw.until, '--until');
  if (until < asOf) throw new UserError('wrong-date', null, `终止日期 ${until} 已过`, '请核对日期');
  const record = {
    applicant: need(raw.applicant, '--applicant'),
    track: need(raw.track, '--track') as Track,
    body: need(raw.body, '--body') as Body,
    text: raw.temporary!,
    event: need(raw.event, '--event'),
    document: need(raw.document, '--document'),
    basis: printBasis(policy.emergency),
    until,
  };
  const id = raw.dryRun ? null : await noteTemporary(store, record, asOf, notices(io));
  await io.out(
    raw.format === 'json'
      ? json({ recorded: id !== null, id, ...record })
      : say(
          io.lang,
          `${id === null ? '将登记' : `已登记 ${id}`}：应急临时任务“${record.text}”，${record.event}，依据${record.basis}，至 ${until} 终止\n`,
          `${id === null ? 'to be recorded' : `recorded ${id}`}: temporary work “${record.text}”, ${record.event}, until ${until}\n`,
        ),
  );
  return 0;
}

function report(prepared: PreparedProposal, id: string | null, policy: Policy, format: ListFormat, lang: Lang): string {
  const { proposal, refused, objections } = prepared;
  if (format === 'json') return json({ recorded: id !== null, id, proposal, refused, objections });
  const { content, check, funding } = proposal;
  const line = (zh: string, en: string, text: string): string => `　${say(lang, zh, en)}　${text}`;
  const lines = [
    id === null
      ? say(lang, '核对结果（未登记）', 'checked, not recorded')
      : say(lang, `已登记 ${id}`, `recorded ${id}`),
    line('事项', 'item', `${proposal.item}${content ? `　${content.title}` : ''}`),
  ];
  if (content)
    lines.push(
      line(
        '清单',
        'list',
        [place(proposal.body), LIST_NAMES[content.list], content.category].filter(Boolean).join(' · '),
      ),
    );
  for (const { cited, outcome } of check?.basis ?? [])
    lines.push(line('依据', 'basis', `${cited}：${lang === 'zh' ? outcomeText(outcome) : outcome}`));
  if (funding) lines.push(line('经费', 'funding', [funding.source, funding.standard].filter(Boolean).join('，')));
  if (content) {
    const period = say(
      lang,
      `${content.since ?? '—'} 至 ${content.until ?? '长期'}`,
      `${content.since ?? '—'} – ${content.until ?? '…'}`,
    );
    lines.push(line('起止', 'period', [period, proposal.scope].filter(Boolean).join('，')));
  }
  lines.push(line('校验', 'hash', proposal.contentHash));
  lines.push(...refused.map((text) => `　× ${text}`), ...objections.map((text) => `　! ${text}`));
  if (proposal.despite) lines.push(line('理由', 'despite', proposal.despite));
  if (id !== null) {
    const { office } = policy.tracks[proposal.track];
    lines.push(
      line(
        '下一步',
        'next',
        say(lang, `${office}初审，${policy.limits.first} 天内`, `${office}, within ${policy.limits.first} days`),
      ),
    );
  }
  return `${lines.join('\n')}\n`;
}

const place = (body: Body): string => (body === 'village' ? '村' : '社区');
const LIST_NAMES: Readonly<Record<ListName, string>> = {
  statutory: '依法管理',
  service: '公共服务',
  assist: '协助',
  prohibited: '取消和禁入',
};

/** The form: options as given; at a terminal the rest is asked. */
async function filledIn(raw: Raw, library: Library, policy: Policy, io: Io): Promise<ProposalDraft> {
  const wanting = raw.applicant === undefined || raw.track === undefined || raw.body === undefined;
  const formWanting = wanting || (raw.change === 'add' && (raw.title === undefined || raw.list === undefined));
  const given = formWanting && io.stdinIsTerminal ? await asked(raw, library, policy, io) : raw;
  const missing = (
    [
      ['applicant', '申请单位', '--applicant'],
      ['track', '渠道', '--track'],
      ['body', '村还是社区', '--body'],
    ] as const
  ).find(([key]) => given[key] === undefined);
  if (missing)
    throw new UserError(
      'not-filled-in',
      null,
      `申报缺少${missing[1]}`,
      `请用 ${missing[2]} 写明，或在终端里直接运行 qingdan admission new 逐项填写`,
    );
  return {
    change: given.change,
    applicant: given.applicant!,
    track: given.track!,
    body: given.body!,
    list: given.list ?? null,
    category: given.category ?? null,
    item: given.item?.toUpperCase() ?? null,
    title: given.title ?? null,
    department: given.department ?? null,
    basis: given.basis ?? [],
    since: given.since ?? null,
    until: given.until ?? null,
    note: given.note ?? null,
    concepts: given.concept ?? [],
    conceptName: given.conceptName ?? null,
    aliases: given.alias ?? [],
    hit: given.hit ?? [],
    miss: given.miss ?? [],
    fundingSource: given.fundingSource ?? null,
    fundingStandard: given.fundingStandard ?? null,
    scope: given.scope ?? null,
    reason: given.reason ?? null,
    despite: given.despite ?? null,
    hash: given.hash ?? null,
  };
}

async function asked(raw: Raw, library: Library, policy: Policy, io: Io): Promise<Raw> {
  const asker = new Asker(io);
  const text = async (known: string | undefined, question: string): Promise<string> =>
    known ?? asker.ask({ text: question });
  const optional = async (known: string | undefined, question: string): Promise<string | undefined> =>
    known ?? ((await asker.ask({ text: `${question}（可不填）`, optional: true })) || undefined);
  const choice = async <T extends string>(
    known: T | undefined,
    question: string,
    choices: readonly (readonly [T, string])[],
  ): Promise<T> => known ?? ((await asker.ask({ text: question, choices })) as T);
  try {
    const applicant = await text(raw.applicant, '申请单位');
    const track = await choice(
      raw.track,
      '渠道',
      TRACKS.map((one) => [one, `${policy.tracks[one].name}（${policy.tracks[one].office}初审）`] as const),
    );
    const body = await choice(raw.body, '村还是社区', [
      ['village', '村'],
      ['community', '社区'],
    ]);
    if (raw.change !== 'add') return { ...raw, applicant, track, body, item: await text(raw.item, '事项编号') };
    const list = await choice(
      raw.list,
      '哪张清单',
      LISTS.map((one) => [one, LIST_NAMES[one]] as const),
    );
    const known = categoriesOf(library, body, list);
    const category =
      known.length === 0
        ? raw.category
        : await choice(
            raw.category,
            '类别',
            known.map((name) => [name, name] as const),
          );
    const title = await text(raw.title, '事项名称（写在清单上的表述）');
    const department = await text(raw.department, '责任部门');
    const basis = raw.basis ?? (await askBasis(asker, library));
    const byConcept = raw.concept !== undefined;
    const hit = raw.hit ?? (byConcept ? [] : await asker.list('正例：表里会怎样写', 2));
    const miss = raw.miss ?? (byConcept ? [] : await asker.list('反例：相近但不是', 2));
    const alias = raw.alias ?? (byConcept ? [] : await asker.list('固定说法', 0));
    const answered: Raw = { ...raw, applicant, track, body, list, title, department, basis, hit, miss, alias };
    if (category !== undefined) answered.category = category;
    const more: [keyof Raw & ('fundingSource' | 'fundingStandard' | 'scope' | 'since' | 'until' | 'reason'), string][] =
      [
        ['fundingSource', '经费来源'],
        ['fundingStandard', '经费标准'],
        ['scope', '实施范围'],
        ['since', '自哪天起（YYYY-MM-DD，默认今天）'],
        ['until', '到哪天为止（YYYY-MM-DD，长期的不填）'],
        ['reason', '申请理由'],
      ];
    for (const [key, question] of more) {
      const answer = await optional(raw[key], question);
      if (answer !== undefined)
        answered[key] = key === 'since' || key === 'until' ? dateOption(question)(answer) : answer;
    }
    return answered;
  } finally {
    asker.close();
  }
}

/** A basis is asked for again until it is one. */
async function askBasis(asker: Asker, library: Library): Promise<string[]> {
  const first = await asker.ask({
    text: '政策依据（《全称》第几条，多条用分号隔开）',
    check: (answer) => {
      try {
        return basisOf(library, [answer]).length > 0 ? null : '认不出是哪部文件';
      } catch (error) {
        if (error instanceof UserError) return `${error.fault}；${error.hint}`;
        throw error;
      }
    },
  });
  return [first];
}
