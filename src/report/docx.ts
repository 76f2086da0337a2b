/**
 * 审核意见 for the leading group: what was checked, what was found and what is proposed, in the layout of official
 * documents, with the counts by unit, the list of problems and the points as attachments.
 */
import {
  addressee,
  attachmentList,
  attachmentMark,
  type Block,
  body,
  grid,
  heading,
  note,
  ordinal,
  type Part,
  signature,
  title,
  writeDocument,
} from '../ooxml/document.ts';
import { type JudgedRow, type Lang, type Report, type ReportContext, VERDICTS, type Verdict } from '../types.ts';
import { unitCounts } from './counts.ts';
import type { Format } from './format.ts';
import { type PointsTable, proposals } from './points.ts';
import { POINTS_WORDS } from './points-words.ts';
import { basisText, fixText, itemText, needsAction, reasonText, sourceText } from './row.ts';
import { type ReportWords, WORDS } from './words.ts';

export const docx: Format = {
  id: 'docx',
  extension: 'docx',
  binary: true,
  title: { zh: 'Word 审核意见（公文格式）', en: 'an opinion as a Word document' },
  render: (report, context) => new Opinion(report, context).bytes(),
};

/** Verdicts that the opinion speaks of, in its order. */
const SPOKEN = [
  'prohibited',
  'no-basis',
  'needs-admission',
  'unfunded',
  'review',
] as const satisfies readonly Verdict[];
type Spoken = (typeof SPOKEN)[number];

/** Problems that the attachment holds; more are for the workbook. */
const PROBLEMS_LISTED = 1000;
const PROPOSALS_LISTED = 500;
const ITEMS_NAMED = 6;
const UNITS_NAMED = 5;
const EXAMPLES = 3;
const EXAMPLE_LENGTH = 60;

interface OpinionWords {
  readonly title: string;
  readonly addressee: string;
  readonly office: string;
  readonly attachment: string;
  readonly attachmentColon: string;
  readonly opening: (asOf: string, edition: string) => string;
  readonly facts: string;
  readonly inputs: (files: number, tables: number, rows: number, unjudged: number) => string;
  readonly outcome: (parts: string) => string;
  readonly count: (name: string, rows: number) => string;
  readonly points: (total: number, gone: number, kept: number) => string;
  readonly problems: string;
  readonly none: string;
  readonly problem: Readonly<Record<Spoken, (rows: number) => string>>;
  readonly units: (list: string) => string;
  readonly items: (list: string) => string;
  readonly examples: (list: string) => string;
  readonly rows: (name: string, count: number) => string;
  readonly andMore: string;
  readonly proposals: string;
  readonly proposal: Readonly<Record<Spoken, (rows: number) => string>>;
  readonly rescaled: string;
  readonly unitTable: string;
  readonly problemTable: string;
  readonly number: string;
  readonly date: (iso: string) => string;
}

const zh: OpinionWords = {
  title: '关于村（社区）事项和指标的审核意见',
  addressee: '区委党建领导小组',
  office: '（审核单位）',
  attachment: '附件',
  attachmentColon: '附件：',
  opening: (asOf, edition) =>
    `按照村（社区）职责清单（${edition}年版），以${asOf}为基准日，对各单位拟下达村（社区）的工作事项和考核指标逐条进行了核查。现将审核意见报告如下。`,
  facts: '基本情况',
  inputs: (files, tables, rows, unjudged) =>
    `共核查 ${files} 个文件、${tables} 张表的 ${rows} 条事项和指标${unjudged > 0 ? `；标题、合计、说明等 ${unjudged} 行不是事项，没有核查` : ''}。`,
  outcome: (parts) => `其中${parts}。`,
  count: (name, rows) => `${name} ${rows} 条`,
  points: (total, gone, kept) =>
    `所列指标总分值 ${total} 分，压在应当取消、退回、走准入和未落实经费事项上的有 ${gone} 分，可以保留的有 ${kept} 分。`,
  problems: '主要问题',
  none: '核查没有发现需要处理的事项。',
  problem: {
    prohibited: (rows) => `命中取消和禁入事项 ${rows} 条`,
    'no-basis': (rows) => `清单外且无有效依据 ${rows} 条`,
    'needs-admission': (rows) => `清单外但有依据 ${rows} 条`,
    unfunded: (rows) => `协助事项未落实经费 ${rows} 条`,
    review: (rows) => `待人工核定 ${rows} 条`,
  },
  units: (list) => `涉及${list}。`,
  items: (list) => `集中在${list}。`,
  examples: (list) => `例如${list}。`,
  rows: (name, count) => `${name}（${count} 条）`,
  andMore: '等',
  proposals: '处理意见',
  proposal: {
    prohibited: (rows) => `命中禁入的 ${rows} 条，建议取消，由职能部门自行完成。`,
    'no-basis': (rows) => `清单外且无有效依据的 ${rows} 条，建议退回。`,
    'needs-admission': (rows) =>
      `清单外但有依据的 ${rows} 条，建议由主管单位按程序申请准入，经区委党建领导小组会议审议通过后方可下达。`,
    unfunded: (rows) => `协助事项未落实经费的 ${rows} 条，建议按照“费随事转”补充经费来源和标准后下达。`,
    review: (rows) => `拿不准的 ${rows} 条，建议由组织部、民政局会同主管单位逐条核定。`,
  },
  rescaled: '取消和退回之后，保留指标的分值可以按原有比例折算到原来的总分，折算建议见附件，由考核部门定。',
  unitTable: '各单位核查结果',
  problemTable: '问题清单',
  number: '序号',
  date: (iso) => iso.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日'),
};

const en: OpinionWords = {
  title: 'Opinion on duties and indicators of villages and communities',
  addressee: 'Leading group',
  office: '(reviewing office)',
  attachment: 'Attachment ',
  attachmentColon: 'Attachments: ',
  opening: (asOf, edition) =>
    `The duties and indicators that the departments mean to hand down were checked row by row against the duty lists (${edition}), as of ${asOf}.`,
  facts: 'Facts',
  inputs: (files, tables, rows, unjudged) =>
    `${rows} rows of ${tables} tables in ${files} files were judged${unjudged > 0 ? `; ${unjudged} rows are titles, totals or notes` : ''}.`,
  outcome: (parts) => `Of these: ${parts}.`,
  count: (name, rows) => `${name} ${rows}`,
  points: (total, gone, kept) =>
    `They carry ${total} points: ${gone} rest on work to be cancelled, returned, admitted or funded first, ${kept} can stay.`,
  problems: 'Problems',
  none: 'No row needs action.',
  problem: {
    prohibited: (rows) => `Prohibited: ${rows} rows`,
    'no-basis': (rows) => `Not listed and without a valid basis: ${rows} rows`,
    'needs-admission': (rows) => `Not listed, with a basis: ${rows} rows`,
    unfunded: (rows) => `Assistance without funding: ${rows} rows`,
    review: (rows) => `For a person to decide: ${rows} rows`,
  },
  units: (list) => `Units: ${list}.`,
  items: (list) => `Mostly ${list}.`,
  examples: (list) => `For example ${list}.`,
  rows: (name, count) => `${name} (${count})`,
  andMore: ' and others',
  proposals: 'Proposals',
  proposal: {
    prohibited: (rows) => `Cancel the ${rows} prohibited rows; the departments do the work themselves.`,
    'no-basis': (rows) => `Return the ${rows} unlisted rows without a valid basis.`,
    'needs-admission': (rows) => `Put the ${rows} unlisted rows with a basis through admission first.`,
    unfunded: (rows) => `Hand the ${rows} assistance rows down only with their funding.`,
    review: (rows) => `Have the ${rows} doubtful rows decided one by one.`,
  },
  rescaled: 'The remaining points can be scaled to the old totals; a proposal is attached.',
  unitTable: 'Results by unit',
  problemTable: 'Problems',
  number: 'No.',
  date: (iso) => iso,
};

const OPINION: Readonly<Record<Lang, OpinionWords>> = { zh, en };

class Opinion {
  readonly #own: OpinionWords;
  readonly #words: ReportWords;
  readonly #rows: ReadonlyMap<Verdict, readonly JudgedRow[]>;

  constructor(
    private readonly report: Report,
    private readonly context: ReportContext,
  ) {
    this.#own = OPINION[context.lang];
    this.#words = WORDS[context.lang];
    const rows = new Map<Verdict, JudgedRow[]>(VERDICTS.map((verdict) => [verdict, []]));
    for (const row of report.rows) rows.get(row.verdict)!.push(row);
    this.#rows = rows;
  }

  bytes(): Promise<Buffer> {
    const attachments = this.#attachments();
    const own = this.#own;
    const letter: Block[] = [
      ...title(own.title, 1),
      addressee(own.addressee),
      body(own.opening(own.date(this.report.as_of), this.report.lists.edition)),
      heading(this.#first(1, own.facts), 1),
      ...this.#facts().map((text) => body(text)),
      heading(this.#first(2, own.problems), 1),
      ...this.#problems(),
      ...this.#proposals(attachments.length > 2),
      ...attachmentList(
        own.attachmentColon,
        attachments.map((one) => one.name),
      ),
      ...signature([own.office], own.date(this.report.as_of)),
    ];
    const parts = attachments.map(({ name, landscape, blocks }, i) => ({
      landscape,
      blocks: [attachmentMark(`${own.attachment}${i + 1}`), ...title(name, 0), ...blocks],
    }));
    return writeDocument([{ blocks: letter }, ...parts], own.title, this.report.as_of);
  }

  /** 一、 in Chinese, 1. elsewhere. */
  #first(number: number, text: string): string {
    return this.context.lang === 'zh' ? `${ordinal(number)}、${text}` : `${number}. ${text}`;
  }

  #second(number: number, text: string): string {
    return this.context.lang === 'zh' ? `（${ordinal(number)}）${text}` : `(${number}) ${text}`;
  }

  #facts(): string[] {
    const { inputs, summary } = this.report;
    const own = this.#own;
    const files = new Set(inputs.map((input) => input.file)).size;
    const { rows, points } = summary;
    const read = inputs.filter((input) => input.rows.checked > 0).length;
    const parts = VERDICTS.filter((verdict) => summary.verdict[verdict] > 0).map((verdict) =>
      own.count(this.#words.verdict[verdict], summary.verdict[verdict]),
    );
    const gone = round(points.prohibited + points.unlisted + points.unfunded);
    return [
      own.inputs(files, read, rows.checked, rows.skipped) + own.outcome(parts.join(this.#words.comma)),
      ...(points.total > 0 ? [own.points(points.total, gone, round(points.total - gone))] : []),
    ];
  }

  #problems(): Block[] {
    const own = this.#own;
    const met = SPOKEN.filter((verdict) => this.#rows.get(verdict)!.length > 0);
    if (met.length === 0) return [body(own.none)];
    return met.flatMap((verdict, i) => {
      const rows = this.#rows.get(verdict)!;
      const items = most(rows, (row) => itemText(row, this.context));
      const units = most(rows, (row) => row.unit ?? '');
      const sentences = [
        ...(units.length > 0 ? [own.units(this.#named(units, UNITS_NAMED))] : []),
        ...(items.length > 0 ? [own.items(this.#named(items, ITEMS_NAMED))] : []),
        own.examples(
          rows
            .slice(0, EXAMPLES)
            .map((row) => this.#example(row))
            .join(this.#words.semicolon),
        ),
      ];
      return [heading(this.#second(i + 1, own.problem[verdict](rows.length)), 2), body(sentences.join(''))];
    });
  }

  #named(counts: readonly (readonly [string, number])[], limit: number): string {
    const named = counts.slice(0, limit).map(([name, count]) => this.#own.rows(name, count));
    return named.join(this.context.lang === 'zh' ? '、' : ', ') + (counts.length > limit ? this.#own.andMore : '');
  }

  #example(row: JudgedRow): string {
    const { quotes, brackets } = this.#words;
    // quotation marks inside quoted words are the single ones (GB/T 15834)
    const text = row.text.replace(/\s+/g, ' ').replaceAll('“', '‘').replaceAll('”', '’');
    const cut = text.length > EXAMPLE_LENGTH ? `${text.slice(0, EXAMPLE_LENGTH).toWellFormed()}…` : text;
    return `${quotes[0]}${cut}${quotes[1]}${brackets[0]}${row.unit ?? this.#words.noUnit}${brackets[1]}`;
  }

  #proposals(points: boolean): Block[] {
    const own = this.#own;
    const met = SPOKEN.filter((verdict) => this.#rows.get(verdict)!.length > 0);
    if (met.length === 0) return [];
    const sentences = met.map((verdict) => own.proposal[verdict](this.#rows.get(verdict)!.length));
    if (points) sentences.push(own.rescaled);
    return [heading(this.#first(3, own.proposals), 1), ...sentences.map((text, i) => body(this.#second(i + 1, text)))];
  }

  #attachments(): (Part & { readonly name: string; readonly landscape: boolean })[] {
    const tables = proposals(this.report.rows).filter((table) => table.factor !== null);
    const all = [
      { name: this.#own.unitTable, landscape: true, blocks: this.#unitTable() },
      { name: this.#own.problemTable, landscape: true, blocks: this.#problemTable() },
    ];
    if (tables.length > 0)
      all.push({ name: POINTS_WORDS[this.context.lang].title, landscape: false, blocks: this.#pointsTable(tables) });
    return all;
  }

  #unitTable(): Block[] {
    const { column, short } = this.#words;
    const { summary } = this.report;
    const verdicts = VERDICTS.filter((verdict) => summary.verdict[verdict] > 0);
    const scored = summary.points.total > 0;
    const rows = unitCounts(summary, this.#words).map(({ unit, checked, verdict, points }) => [
      unit,
      String(checked),
      ...verdicts.map((one) => String(verdict[one])),
      ...(scored ? [String(points.total), String(round(points.prohibited + points.unlisted + points.unfunded))] : []),
    ]);
    const header = [
      column.unit,
      column.checked,
      ...verdicts.map((one) => short[one]),
      ...(scored ? [column.pointsTotal, `${column.problems}${column.points}`] : []),
    ];
    return [
      grid({
        header,
        rows,
        shares: header.map((_, i) => (i === 0 ? 22 : 9)),
        centred: header.map((_, i) => i).slice(1),
        landscape: true,
      }),
    ];
  }

  #problemTable(): Block[] {
    const { column, verdict, cut } = this.#words;
    const problems = this.report.rows.filter(needsAction);
    const listed = problems.slice(0, PROBLEMS_LISTED);
    const rows = listed.map((row, i) => [
      String(i + 1),
      row.unit ?? '',
      placeText(row),
      row.text,
      verdict[row.verdict],
      `${reasonText(row, this.context)}${this.#words.stop}${basisText(row, this.context)}`,
      fixText(row, this.context),
    ]);
    return [
      grid({
        header: [this.#own.number, column.unit, column.place, column.text, column.verdict, column.basis, column.fix],
        rows,
        shares: [4, 9, 11, 23, 7, 28, 18],
        centred: [0],
        landscape: true,
      }),
      ...(listed.length < problems.length ? [note(cut(listed.length, problems.length))] : []),
    ];
  }

  #pointsTable(tables: readonly PointsTable[]): Block[] {
    const { column, cut } = this.#words;
    const own = POINTS_WORDS[this.context.lang];
    const all = tables.flatMap((table) => table.rows);
    const listed = all.slice(0, PROPOSALS_LISTED);
    return [
      note(own.note),
      grid({
        header: [column.place, column.unit, column.text, own.old, own.proposed],
        rows: listed.map(({ row, old, proposed }) => [
          placeText(row),
          row.unit ?? '',
          row.text,
          String(old),
          String(proposed),
        ]),
        shares: [18, 16, 42, 12, 12],
        centred: [3, 4],
      }),
      ...(listed.length < all.length ? [note(cut(listed.length, all.length))] : []),
    ];
  }
}

/** Sheet and cell under the bare name of the file: folders are of no use on paper. */
function placeText(row: JudgedRow): string {
  const source = row.source.slice(Math.max(row.source.lastIndexOf('/'), row.source.lastIndexOf('\\')) + 1);
  return `${sourceText({ source, sheet: row.sheet })} ${row.cell}`;
}

const round = (points: number): number => Math.round(points * 100) / 100;

/** Names with how often they occur, the most frequent first, earlier ones first where equal; nothing without a name. */
function most(rows: readonly JudgedRow[], nameOf: (row: JudgedRow) => string): [string, number][] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const name = nameOf(row);
    if (name !== '') counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}
