/** `qingdan admission approve` and `reject`: the decision of the office whose turn it is. */
import type { Command } from 'commander';
import { type AdmissionCase, admissionStore, decide, findCase, readCases } from '../ledger/admission.ts';
import { loadPolicy } from '../ledger/policy.ts';
import { stateText } from './admission-status.ts';
import { dateOption, examples, type Io } from './command.ts';
import { admissionOptions, admissionsDir, asOfOption, demandOwnLists, notices, say } from './ledger-options.ts';

interface Raw {
  lists: string;
  ledger?: string;
  asOf?: string;
  office: string;
  on?: string;
  document: string;
  opinion?: string;
}

/** Options, help and action of one of the two decisions. */
export function defineDecision(command: Command, io: Io, approved: boolean): void {
  const { lang } = io;
  const word = approved ? 'approve' : 'reject';
  command.argument('<case>', say(lang, '申报编号（可只写末尾几位）', 'id of the case, or its end'));
  admissionOptions(command, io);
  command
    .requiredOption('--office <name>', say(lang, '作出决定的单位', 'the deciding office'))
    .requiredOption('--document <number>', say(lang, '文号，如 区民发〔2026〕5号', 'document number'))
    .option(
      '--on <date>',
      say(lang, '决定日期（默认今天）', 'day of the decision (default: today)'),
      dateOption('--on'),
    )
    .option('--opinion <text>', say(lang, approved ? '意见' : '不同意的理由（必写）', 'opinion'));
  asOfOption(command, io);
  examples(command, lang, [
    [
      `qingdan admission ${word} k3f9 --office 区民政局 --document 区民发〔2026〕5号 --on 2026-12-01${approved ? '' : ' --opinion 已有同类事项'}`,
      say(lang, '初审', 'first instance'),
    ],
    [
      `qingdan admission ${word} k3f9 --office 区委党建领导小组会议 --document 区党建纪要〔2026〕第3号${approved ? '' : ' --opinion 暂不列入'}`,
      say(lang, '会议审议', 'the meeting'),
    ],
  ]);
  command.addHelpText(
    'after',
    say(
      lang,
      '\n轮到哪一步由台账决定：先初审（党委部门由组织部、政府部门由民政局），后会议；两步都同意才能落表。',
      '\nFirst instance (by track), then the meeting; only both allow apply.',
    ),
  );
  command.action(async (id: string, raw: Raw) => io.exit(await run(id, raw, approved, io)));
}

async function run(asked: string, raw: Raw, approved: boolean, io: Io): Promise<number> {
  demandOwnLists(raw.lists, io);
  const dir = admissionsDir(raw);
  const policy = loadPolicy(dir);
  const today = raw.asOf ?? io.today();
  const { id } = findCase(readCases(dir, policy), asked);
  const draft = {
    approved,
    office: raw.office,
    on: raw.on ?? today,
    document: raw.document,
    opinion: raw.opinion ?? null,
  };
  const after = await decide(admissionStore(dir), id, draft, policy, today, notices(io));
  await io.out(told(after, io));
  return 0;
}

function told(one: AdmissionCase, io: Io): string {
  const last = one.decisions.at(-1)!;
  const { proposal } = one;
  return say(
    io.lang,
    `已登记 ${one.id}：${last.office}${last.approved ? '同意' : '不同意'}${proposal!.item}${proposal!.content ? `“${proposal!.content.title}”` : ''}（${last.document}，${last.on}）；现${stateText(one.state, io.lang)}${one.due ? `，${one.due} 前办` : ''}\n`,
    `recorded ${one.id}: ${last.office} ${last.approved ? 'approved' : 'rejected'} ${proposal!.item} (${last.document}, ${last.on}); now ${stateText(one.state, io.lang)}\n`,
  );
}
