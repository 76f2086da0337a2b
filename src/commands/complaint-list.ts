/** `qingdan complaint list`: the leads, what they are about and who is likely to answer; never who told. */
import type { Command } from 'commander';
import { type Lead, readLeads } from '../ledger/complaint.ts';
import { cut } from '../report/lines.ts';
import { WORDS } from '../report/words.ts';
import type { Lang } from '../types.ts';
import { dateOption, examples, type Io } from './command.ts';
import { publicLead } from './complaint-add.ts';
import { asOfOption, caseOptions, columns, formatOption, json, type ListFormat, say } from './ledger-options.ts';

interface Raw {
  lists: string;
  ledger: string;
  asOf?: string;
  format: ListFormat;
  unit?: string;
  item?: string;
  since?: string;
}

/** columns of the words as told */
const WORDS_SHOWN = 60;

export function define(command: Command, io: Io): void {
  const { lang } = io;
  caseOptions(command, io);
  command
    .option('--unit <name>', say(lang, '只看涉及这个单位的', 'only leads about this unit'))
    .option('--item <id>', say(lang, '只看与这个事项相合的', 'only leads that match this item'))
    .option('--since <date>', say(lang, '只看这天以后登记的', 'recorded on or after'), dateOption('--since'));
  asOfOption(command, io);
  formatOption(command, io);
  examples(command, lang, [
    ['qingdan complaint list', say(lang, '全部举报', 'all leads')],
    ['qingdan complaint list --unit 区医保局 --format json', say(lang, '涉及一个单位的', 'about one unit')],
  ]);
  command.action(async (raw: Raw) => io.exit(await run(raw, io)));
}

async function run(raw: Raw, io: Io): Promise<number> {
  const asOf = raw.asOf ?? io.today();
  const leads = readLeads(raw.ledger)
    .filter(({ recordedOn }) => recordedOn <= asOf && (raw.since === undefined || raw.since <= recordedOn))
    .filter(({ suggestedUnit, unit }) => raw.unit === undefined || [suggestedUnit, unit].includes(raw.unit))
    .filter(({ match }) => raw.item === undefined || match.item === raw.item.toUpperCase());
  await io.out(
    raw.format === 'json' ? json({ as_of: asOf, complaints: leads.map(publicLead) }) : leadTable(leads, io.lang),
  );
  return 0;
}

/** Leads as a table. */
export function leadTable(leads: readonly Lead[], lang: Lang): string {
  if (leads.length === 0) return `${say(lang, '没有举报', 'no complaints')}\n`;
  const header =
    lang === 'zh'
      ? ['编号', '时间', '来源', '村（社区）', '结论', '事项', '责任单位', '原话']
      : ['id', 'date', 'source', 'place', 'verdict', 'item', 'unit', 'words'];
  return columns(
    header,
    leads.map((lead) => [
      lead.id,
      lead.date ?? lead.recordedOn,
      lead.source ?? '—',
      lead.place ?? '—',
      WORDS[lang].short[lead.match.verdict],
      lead.match.item ?? '—',
      lead.suggestedUnit ?? '—',
      cut(lead.words.replace(/\s+/g, ' '), WORDS_SHOWN),
    ]),
  );
}
