/** `qingdan admission apply`: an approved proposal into the lists, in place. */
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { admissionStore, caseOf, findCase, readCases } from '../ledger/admission.ts';
import { diffText, planEdit, writeEdit } from '../ledger/apply.ts';
import { loadPolicy } from '../ledger/policy.ts';
import { stateText } from './admission-status.ts';
import { dateOption, examples, type Io } from './command.ts';
import { admissionOptions, admissionsDir, asOfOption, demandOwnLists, notices, say } from './ledger-options.ts';

interface Raw {
  lists: string;
  ledger?: string;
  asOf?: string;
  on?: string;
  edition?: string;
  dryRun?: boolean;
}

export function define(command: Command, io: Io): void {
  const { lang } = io;
  command.argument('<case>', say(lang, '申报编号（可只写末尾几位）', 'id of the case, or its end'));
  admissionOptions(command, io);
  command
    .option('--on <date>', say(lang, '落表日期（默认今天）', 'day of the edit (default: today)'), dateOption('--on'))
    .option('--edition <label>', say(lang, '同时把版次改成这个', 'new label of the edition'))
    .option('--dry-run', say(lang, '只显示要改的行，不写入', 'show the diff, write nothing'));
  asOfOption(command, io);
  examples(command, lang, [
    ['qingdan admission apply k3f9 --dry-run', say(lang, '看看要改哪几行', 'what would change')],
    ['qingdan admission apply k3f9 --edition 2026.1', say(lang, '写进清单，版次改为 2026.1', 'write it, new edition')],
  ]);
  command.addHelpText(
    'after',
    say(
      lang,
      '\n在原文件里就地修改：改动之外一个字节不变，注释、空行、换行符照旧；文件在此期间被改过就不写。',
      '\nEdits in place: not one byte outside the edit changes; refuses when a file changed meanwhile.',
    ),
  );
  command.action(async (id: string, raw: Raw) => io.exit(await run(id, raw, io)));
}

async function run(asked: string, raw: Raw, io: Io): Promise<number> {
  demandOwnLists(raw.lists, io);
  const dir = admissionsDir(raw);
  const policy = loadPolicy(dir);
  const today = raw.asOf ?? io.today();
  const on = raw.on ?? today;
  const { id } = findCase(readCases(dir, policy), asked);
  const store = admissionStore(dir);
  const work = async (append: ((files: readonly string[]) => void) | null): Promise<string> => {
    const one = caseOf(id, store.read(id), policy, dir);
    const [fault] = one.faults;
    if (fault) throw new UserError('ledger-content', fault.path, fault.fault, '请先用 qingdan ledger check 查明');
    if (one.state !== 'apply' && one.state !== 'applied')
      throw new UserError(
        'not-approved',
        id,
        `${stateText(one.state, io.lang)}，不能落表`,
        '初审和会议都同意之后才能落表',
      );
    const approvedOn = one.decisions.at(-1)!.on;
    if (on < approvedOn) throw new UserError('wrong-date', id, `${on} 早于会议审议的 ${approvedOn}`, '请核对日期');
    const edit = planEdit(raw.lists, one.proposal!, on, raw.edition ?? null);
    const shown = edit.files.map((file) => diffText(file) + file.notes.map((note) => `# ${note}\n`).join('')).join('');
    if (append === null)
      return shown === '' ? `${say(io.lang, '清单已是批准的内容，没有要改的', 'nothing to change')}\n` : shown;
    writeEdit(raw.lists, edit);
    if (one.state === 'apply') append(edit.files.map(({ path }) => path));
    else if (edit.files.length === 0)
      return `${say(io.lang, `${id} 早已落表，没有改动`, `${id} is applied already`)}\n`;
    return `${shown}${say(io.lang, `已落表 ${id}：${one.proposal!.item}，改了 ${edit.files.length} 个文件`, `applied ${id}: ${edit.files.length} files`)}\n`;
  };
  const text = raw.dryRun
    ? await work(null)
    : await store.exclusive(
        (writer) =>
          work((files) => {
            writer.append({ chain: id, kind: 'applied', date: on, data: { files: [...files] } });
          }),
        { notice: notices(io) },
      );
  await io.out(text);
  return 0;
}
