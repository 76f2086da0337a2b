/** `qingdan complaint add`: one lead by options, or all of a hotline's register. */
import type { Command } from 'commander';
import { createAuditor } from '../audit.ts';
import { UserError } from '../errors.ts';
import { addLeads, type Lead, type Told } from '../ledger/complaint.ts';
import { readHotline } from '../ledger/hotline.ts';
import { loadPolicy } from '../ledger/policy.ts';
import { loadLibrary } from '../lists/load.ts';
import { DEFAULT_LIMITS, openTables } from '../read/open.ts';
import { BODIES, type Body } from '../types.ts';
import { choiceOption, dateOption, examples, type Io } from './command.ts';
import { leadTable } from './complaint-list.ts';
import { asOfOption, caseOptions, formatOption, json, type ListFormat, notices, say } from './ledger-options.ts';

interface Raw {
  lists: string;
  ledger: string;
  asOf?: string;
  format: ListFormat;
  words?: string;
  source?: string;
  on?: string;
  place?: string;
  unit?: string;
  reporter?: string;
  phone?: string;
  body?: Body;
  sheet?: string;
  encoding?: string;
}

export function define(command: Command, io: Io): void {
  const { lang } = io;
  command.argument(
    '[file]',
    say(lang, '举报登记表（来源、时间、反映人、村（社区）、被反映单位、事项原话）', "a hotline's register"),
  );
  caseOptions(command, io);
  command
    .option('--words <text>', say(lang, '事项原话', 'the words as told'))
    .option('--source <name>', say(lang, '来源：电话、信箱、巡察、暗访', 'source'))
    .option('--on <date>', say(lang, '反映时间', 'day on which it was told'), dateOption('--on'))
    .option('--place <name>', say(lang, '哪个村、哪个社区', 'village or community'))
    .option('--unit <name>', say(lang, '被反映的单位', 'the unit complained of'))
    .option('--reporter <name>', say(lang, '反映人（只存进保密文件）', 'who told (kept in a private file only)'))
    .option('--phone <number>', say(lang, '联系电话（只存进保密文件）', 'telephone (private file only)'))
    .option(
      '--body <body>',
      say(lang, '村还是社区（默认看地点）', 'village or community'),
      choiceOption('--body', BODIES),
    )
    .option('--sheet <name>', say(lang, '只读这个工作表', 'only this sheet'))
    .option('--encoding <name>', say(lang, '文本文件的编码', 'encoding of a text file'));
  asOfOption(command, io);
  formatOption(command, io);
  examples(command, lang, [
    ['qingdan complaint add 12345热线.xlsx', say(lang, '登记一整张表', 'a whole register')],
    [
      'qingdan complaint add --source 电话 --place 王庄村 --words 上头要村里收医保，收不齐就扣分',
      say(lang, '登记一条', 'one lead'),
    ],
  ]);
  command.addHelpText(
    'after',
    say(
      lang,
      '\n反映人、电话和未遮盖的原话只存在台账 complaints/private 里，不进任何列表、报告和督办单，也不进版本库。\n举报是线索，不是结论。',
      '\nWho told stays in complaints/private and in no list, report or order. A lead is no proof.',
    ),
  );
  command.action(async (file: string | undefined, raw: Raw) => io.exit(await run(file, raw, io)));
}

async function run(file: string | undefined, raw: Raw, io: Io): Promise<number> {
  const asOf = raw.asOf ?? io.today();
  const all = file === undefined ? [single(raw)] : await fromFile(file, raw, asOf, io);
  const auditor = createAuditor(loadLibrary(raw.lists), { asOf, lang: io.lang, ledger: null });
  const leads = await addLeads(raw.ledger, all, raw.body ?? null, auditor, asOf, notices(io));
  await io.out(raw.format === 'json' ? json({ recorded: leads.map(publicLead) }) : recorded(leads, io));
  return 0;
}

function recorded(leads: readonly Lead[], io: Io): string {
  return `${say(io.lang, `已登记 ${leads.length} 条`, `recorded ${leads.length}`)}\n${leadTable(leads, io.lang)}`;
}

function single(raw: Raw): Told {
  if (raw.words === undefined || raw.words.trim() === '')
    throw new UserError('not-filled-in', null, '没有事项原话', '请用 --words 写明，或给出举报登记表');
  return {
    words: raw.words,
    source: raw.source ?? null,
    date: raw.on ?? null,
    place: raw.place ?? null,
    unit: raw.unit ?? null,
    reporter: raw.reporter ?? null,
    phone: raw.phone ?? null,
  };
}

async function fromFile(file: string, raw: Raw, asOf: string, io: Io): Promise<readonly Told[]> {
  const policy = loadPolicy(`${raw.lists}/admissions`, `${io.shippedLists}/admissions`);
  const tables = await openTables(file, {
    encoding: raw.encoding ?? null,
    sheet: raw.sheet ?? null,
    limits: DEFAULT_LIMITS,
  });
  const { told, skipped } = await readHotline(tables, policy.complaintColumns, Number(asOf.slice(0, 4)));
  for (const { place, reason } of skipped) io.err(`qingdan: ${place}: ${reason}，没有登记\n`);
  if (told.length === 0) throw new UserError('no-leads', file, '表里没有可登记的举报', '请检查事项原话一列');
  return told;
}

/** A lead as anybody may see it. */
export const publicLead = ({ seal: _, ...lead }: Lead): Omit<Lead, 'seal'> => lead;
