/** `qingdan explain`: an item, a rule, or how one text is judged, step by step. */
import type { Command } from 'commander';
import { createAuditor } from '../audit.ts';
import { UserError } from '../errors.ts';
import { exampleRow } from '../govern/lists-test.ts';
import { createMasker } from '../mask.ts';
import type { Body, Row } from '../types.ts';
import { choiceOption, dateOption, examples, type Io } from './command.ts';
import { explainItem, explainRule, explainText, ruleNamed } from './explanation.ts';
import { listsHelp, namedLibrary } from './lists-at.ts';

interface Raw {
  lists: string;
  asOf?: string;
  body: Body;
  section?: string;
  basis?: string;
  funding?: string;
  department?: string;
  reply?: boolean;
  mask: boolean;
}

export function define(command: Command, io: Io): void {
  command
    .argument('<what...>', '事项编号、规则编号，或者一段文字')
    .option('--lists <dir>', listsHelp(io.lang), io.shippedLists)
    .option('--as-of <date>', '核查基准日', dateOption('--as-of'))
    .option(
      '--body <body>',
      '按哪一套清单：village 村、community 社区',
      choiceOption('--body', ['village', 'community']),
      'village',
    )
    .option('--section <text>', '这段文字上面的标题')
    .option('--basis <text>', '依据一栏写的')
    .option('--funding <text>', '经费一栏写的')
    .option('--department <text>', '责任部门')
    .option('--reply', '写成半页答复：清单怎么说、条文、要对方补充什么，村（社区）可以直接回给来文单位')
    .option('--no-mask', '不遮盖姓名、电话、身份证号');
  examples(command, io.lang, [
    ['qingdan explain V-P-08', '一个事项的全部内容'],
    ['qingdan explain basis-repealed', '一条规则：为什么、怎么办'],
    ['qingdan explain "完成党报党刊征订任务，计5分"', '这段文字怎样判断，别的可能为什么落选'],
    ['qingdan explain --reply "请各村足额收缴医保费"', '能不能不接？半页答复，可以直接回给来文单位'],
    ['qingdan explain "协助开展禁毒宣传" --basis "禁毒法17条" --body community', '连同依据一起判断'],
  ]);
  command.action(async (what: string[], raw: Raw) => io.exit(await run(what.join(' '), raw, io)));
}

async function run(what: string, raw: Raw, io: Io): Promise<number> {
  const library = namedLibrary(raw.lists);
  const item = library.items.find((one) => one.id === what.toUpperCase());
  if (item) {
    await io.out(explainItem(item, library, io.lang));
    return 0;
  }
  const rule = ruleNamed(what);
  if (rule) {
    await io.out(explainRule(rule, io.lang));
    return 0;
  }
  if (/^[\w-]+$/.test(what))
    throw new UserError(
      'no-such-item',
      null,
      `没有编号为“${what}”的事项或规则`,
      '事项编号如 V-P-08、C-A-1-04，规则编号如 basis-repealed',
    );
  const auditor = createAuditor(library, { asOf: raw.asOf ?? io.today(), lang: io.lang, ledger: null });
  const row: Row = {
    ...exampleRow({ text: what, section: raw.section ?? null }, raw.body),
    basis: raw.basis ?? null,
    funding: raw.funding ?? null,
    department: raw.department ?? null,
  };
  if (raw.reply) {
    const { replyText } = await import('./reply.ts');
    const reply = replyText(auditor.reason(row), auditor.check(row), auditor, raw.asOf ?? io.today(), io.lang);
    await io.out(raw.mask ? createMasker(library.columns).text(reply) : reply);
    return 0;
  }
  await io.out(explainText(auditor.reason(row), auditor.check(row), auditor, io.lang));
  return 0;
}
