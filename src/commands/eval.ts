/** `qingdan eval`: labelled rows in, figures of quality out. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { createAuditor } from '../audit.ts';
import { UserError } from '../errors.ts';
import { type Case, caseOf, type Figures, figuresOf, spanErrors } from '../evaluate/figures.ts';
import { asSheetRow, type LabelledRow, labelled } from '../evaluate/labelled.ts';
import { partFigures } from '../evaluate/parts.ts';
import { DEFAULT_LIMITS, openTables } from '../read/open.ts';
import { type JudgedRow, VERDICTS } from '../types.ts';
import { dateOption, examples, type Io } from './command.ts';
import { listsHelp, namedLibrary } from './lists-at.ts';

interface Raw {
  lists: string;
  asOf?: string;
  format: string;
  min: string[];
  diff?: string;
  save?: string;
  totals?: boolean;
  worst: string;
}

export function define(command: Command, io: Io): void {
  command
    .argument('<labelled...>', '标注过的表格：text、gold_verdict 等列，见 README')
    .option('--lists <dir>', listsHelp(io.lang), io.shippedLists)
    .option('--as-of <date>', '核查基准日', dateOption('--as-of'))
    .option('--format <name>', 'text 或 json', 'text')
    .option(
      '--min <figure=value>',
      '低于此值则退出码为 1，可重复：accuracy、decided、coverage、prohibited-recall…',
      (value: string, all: string[]) => [...all, value],
      [],
    )
    .option('--diff <old.json>', '与以前保存的逐行结果比较，列出变化的行')
    .option('--save <path>', '把逐行结果存下来，供以后 --diff')
    .option('--totals', '只给总数，不列出任何一行（对封存的检验集必用）')
    .option('--worst <n>', '列出最差的几行', '0');
  examples(command, io.lang, [
    ['qingdan eval 标注.csv', '正确率、查准率、查全率、混淆表'],
    ['qingdan eval 标注.csv --min prohibited-recall=0.9', '低于要求时退出码为 1'],
    ['qingdan eval 标注.csv --save 基线.json', '存下逐行结果'],
    ['qingdan eval 标注.csv --diff 基线.json', '看哪些行的结论变了'],
  ]);
  command.action(async (files: string[], raw: Raw) => io.exit(await run(files, raw, io)));
}

interface Measured {
  readonly file: string;
  readonly rows: readonly LabelledRow[];
  readonly judged: readonly JudgedRow[];
  readonly cases: readonly Case[];
  readonly figures: Figures;
  readonly parts: ReturnType<typeof partFigures>;
}

async function run(files: readonly string[], raw: Raw, io: Io): Promise<number> {
  const library = namedLibrary(raw.lists);
  const measured: Measured[] = [];
  for (const file of files) {
    // a fresh auditor each: files are independent runs
    const auditor = createAuditor(library, { asOf: raw.asOf ?? io.today(), lang: io.lang, ledger: null });
    const rows = await readLabelled(file);
    const judged = rows.map((row, i) => auditor.check(asSheetRow(row, i + 2)));
    const spans = judged.reduce((sum, one) => sum + spanErrors(one), 0);
    const withVerdict = rows.flatMap((row, i) => (row.goldVerdict === '' ? [] : [caseOf(row, judged[i]!)]));
    measured.push({
      file,
      rows,
      judged,
      cases: withVerdict,
      figures: figuresOf(withVerdict, spans),
      parts: partFigures(rows, judged),
    });
  }
  const hidden = (file: string): boolean => raw.totals === true || /check/.test(file);
  if (raw.save !== undefined) writeFileSync(raw.save, frozen(measured.filter((one) => !hidden(one.file))));
  if (raw.format === 'json')
    await io.out(
      `${JSON.stringify(
        measured.map(({ file, figures, parts, cases }) => ({
          file,
          figures,
          parts,
          ...(hidden(file) ? {} : { cases }),
        })),
        null,
        1,
      )}\n`,
    );
  else for (const one of measured) await io.out(shown(one, hidden(one.file) ? 0 : Number(raw.worst)));
  if (raw.diff !== undefined)
    await io.out(
      changes(
        measured.filter((one) => !hidden(one.file)),
        raw.diff,
      ),
    );
  return raw.min.some((bar) => measured.some((one) => below(one, bar))) ? 1 : 0;
}

async function readLabelled(file: string): Promise<LabelledRow[]> {
  const [table] = await openTables(file, { encoding: null, sheet: null, limits: DEFAULT_LIMITS });
  const records: (readonly string[])[] = [];
  for await (const batch of table!.rows()) for (const row of batch) records.push(row.cells);
  const [header, ...rest] = records;
  if (!header?.includes('text'))
    throw new UserError(
      'no-labels',
      file,
      '标注表没有 text 列',
      '第一行写列名：text,gold_verdict[,gold_items,section,basis,funding,body]',
    );
  return rest.filter((record) => record.some((cell) => cell !== '')).map((record) => labelled(header, record));
}

const percent = (share: number | null): string => (share === null ? '—' : share.toFixed(3));

function shown({ file, figures, parts, cases, rows }: Measured, worst: number): string {
  const lines = [`# ${file}（${rows.length} 行）`];
  if (figures.rows > 0) {
    const { prohibited } = figures;
    lines.push(
      `结论正确率 accuracy ${percent(figures.accuracy)}　已决正确率 decided ${percent(figures.decided)}　已决比例 coverage ${percent(figures.coverage)}　宏平均F1 macro-f1 ${percent(figures.macroF1)}`,
      `禁入 prohibited 查准 precision ${percent(prohibited.precision)}　查全 recall ${percent(prohibited.recall)}　F1 ${percent(prohibited.f1)}　事项命中 item-hit ${percent(figures.itemHit)}`,
      `把握 strong ${figures.strong.rows} 行，正确率 ${percent(figures.strong.accuracy)}　引文位置错误 span errors ${figures.spanErrors}`,
      `按难度：${Object.entries(figures.byTier)
        .map(([tier, one]) => `${tier || '—'} ${percent(one.accuracy)}（${one.rows}）`)
        .join('　')}`,
      `按清单：${Object.entries(figures.byList)
        .map(([list, one]) => `${list} ${percent(one.accuracy)}（${one.rows}，事项 ${percent(one.itemHit)}）`)
        .join('　')}`,
      '混淆表（行：标注；列：结论）',
      ['', ...VERDICTS].join('\t'),
      ...VERDICTS.filter((verdict) => figures.confusion[verdict]).map((gold) =>
        [gold, ...VERDICTS.map((got) => figures.confusion[gold]?.[got] ?? 0)].join('\t'),
      ),
    );
  }
  for (const [name, part] of Object.entries(parts))
    if (part) lines.push(`${name} accuracy ${percent(part.accuracy)}（${part.rows} 行）`);
  const wrong = cases.filter((one) => !one.ok).slice(0, worst);
  for (const one of wrong)
    lines.push(`  ${one.key}: 应为 ${one.gold} ${one.goldItem ?? ''}，判为 ${one.got} ${one.gotItem ?? ''}`);
  return `${lines.join('\n')}\n\n`;
}

const FIGURES: Readonly<Record<string, (one: Measured) => number | null>> = {
  accuracy: (one) => one.figures.accuracy,
  decided: (one) => one.figures.decided,
  coverage: (one) => one.figures.coverage,
  'macro-f1': (one) => one.figures.macroF1,
  'prohibited-precision': (one) => one.figures.prohibited.precision,
  'prohibited-recall': (one) => one.figures.prohibited.recall,
  'prohibited-f1': (one) => one.figures.prohibited.f1,
  'item-hit': (one) => one.figures.itemHit,
  basis: (one) => one.parts.basis?.accuracy ?? null,
  funding: (one) => one.parts.funding?.accuracy ?? null,
};

function below(one: Measured, bar: string): boolean {
  const [name = '', value = ''] = bar.split('=');
  const figure = FIGURES[name];
  if (!figure || !(Number(value) >= 0 && Number(value) <= 1) || value === '')
    throw new UserError(
      'bad-min',
      null,
      `--min 写法不对：${bar}`,
      `写成 名称=0…1，名称：${Object.keys(FIGURES).join('、')}`,
    );
  return (figure(one) ?? 0) < Number(value);
}

/** One line a case, ordered by key, so that a diff in git reads well. */
function frozen(measured: readonly Measured[]): string {
  const entries = measured.flatMap(({ rows, judged }) =>
    rows.map((row, i) => {
      const one = judged[i]!;
      return [row.key || row.text, [one.verdict, one.item, one.basis_outcome, one.funding_outcome]] as const;
    }),
  );
  const lines = [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ` ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

function changes(measured: readonly Measured[], path: string): string {
  const old = JSON.parse(readFileSync(path, 'utf8')) as Record<string, readonly (string | null)[]>;
  const lines: string[] = [];
  for (const { rows, judged } of measured)
    rows.forEach((row, i) => {
      const one = judged[i]!;
      const now = [one.verdict, one.item, one.basis_outcome, one.funding_outcome];
      const before = old[row.key || row.text];
      if (!before) lines.push(`+ ${row.key}: ${now.map((cell) => cell ?? '—').join(' ')}`);
      else if (before.join() !== now.join())
        lines.push(
          `~ ${row.key}: ${before.map((cell) => cell ?? '—').join(' ')} → ${now.map((cell) => cell ?? '—').join(' ')}${row.goldVerdict ? `（标注 ${row.goldVerdict} ${row.goldItems[0] ?? ''}）` : ''}`,
        );
    });
  return lines.length === 0 ? '与保存的结果一致\n' : `变化 ${lines.length} 行\n${lines.join('\n')}\n`;
}
