/** An order as a document: parts and sentences, without any layout. The layout of GB/T 9704 is somebody else's. */
import { printBases } from '../place.ts';
import { quotable } from '../rules/rule.ts';
import type { ListName } from '../types.ts';
import { printDay } from './days.ts';
import type { Demand, OrderCase, OrderProblem } from './order.ts';

/** One row of the list of problems (附件) and of the receipt (回执). */
export interface OrderDocumentRow {
  readonly no: number;
  readonly place: string;
  readonly quote: string;
  readonly grounds: string;
  readonly demand: string;
}

/** 督办单 as data: everything that is printed, in the order in which it is printed. */
export interface OrderDocument {
  /** 版头 ××区村（社区）减负工作督办通知单 */
  readonly heading: string;
  readonly number: string;
  readonly signer: string | null;
  /** 主送, without the colon */
  readonly addressee: string;
  readonly title: string;
  readonly opening: string;
  /** 一、存在问题 … 五、反馈要求, without numbers; a paragraph is one text, an entry one problem */
  readonly sections: readonly { readonly title: string; readonly paragraphs: readonly string[] }[];
  readonly closing: string;
  /** 落款 */
  readonly issuers: readonly string[];
  /** 成文日期, 2026年11月22日 */
  readonly date: string;
  readonly attachments: readonly string[];
  /** 附件 问题清单 */
  readonly problems: readonly OrderDocumentRow[];
  /** 回执 整改情况反馈单: columns and one row a problem, the last columns empty */
  readonly receipt: {
    readonly title: string;
    readonly columns: readonly string[];
    readonly rows: readonly (readonly string[])[];
  };
}

const LIST_NAMES: Readonly<Record<ListName, string>> = {
  statutory: '依法管理事项清单',
  service: '公共服务事项清单',
  assist: '协助事项清单',
  prohibited: '取消和禁入事项清单',
};

const DEMANDS: Readonly<Record<Demand, (problem: OrderProblem) => string>> = {
  cancel: (problem) => (problem.item === null ? '退回并取消；确有必要的，补充有效依据并按程序申请准入' : '取消'),
  'assist-wording': () => '改为协助表述，写明由部门负责、村（社区）协助，不得以村（社区）为责任主体、牵头单位',
  fund: () => '补充经费来源和标准（费随事转），未落实前不得下达',
  admit: () => '补办准入，未经区委党建领导小组会议审议通过不得下达',
};

const OBJECT = { task: '任务', indicator: '考核指标' } as const;
const BODY = { village: '村', community: '社区' } as const;

/** What is demanded for one problem, as one sentence without a full stop. */
export const demandText = (problem: OrderProblem): string => DEMANDS[problem.demand](problem);

/** Item, list and articles on which a problem rests. */
export function groundsText(problem: OrderProblem): string {
  const listed =
    problem.item === null
      ? problem.verdict === 'needs-admission'
        ? '不在清单内，虽有依据但未经准入'
        : '不在清单内，且没有有效依据'
      : `${problem.list ? `《${LIST_NAMES[problem.list]}》` : ''}${problem.item}“${problem.title ?? ''}”`;
  const law = printBases(problem.grounds);
  return law === '' ? listed : `${listed}；${law}`;
}

/** The quoted matter with file, sheet and cell. */
export function quoteText(problem: OrderProblem): string {
  const { section, points } = problem;
  const heading = section === null ? '' : `，列在“${innerQuotes(section)}”之下`;
  const scored = points === null ? '' : `，计 ${points} 分`;
  return `“${innerQuotes(problem.text)}”（${placeText(problem)}${heading}），列为${BODY[problem.body]}${OBJECT[problem.kind]}${scored}`;
}

/** Quotation marks inside quoted words, as GB/T 15834 wants them: ‘ ’ inside “ ”. */
const innerQuotes = (text: string): string => quotable(plain(text));

/** What stood in several cells of one row, as a sentence. */
const plain = (text: string): string => text.replaceAll(' | ', '；');

/** File, sheet and cell in words; the folders of whoever ran the audit are nobody else's business. */
const placeText = ({ source, sheet, cell }: OrderProblem): string =>
  [fileName(source), ...(sheet === null ? [] : [`工作表“${sheet}”`]), `${cell} 单元格`].join('，');

const fileName = (source: string): string => source.split(/[/\\]/).at(-1)!;

/** The document of an order. */
export function orderDocument(order: OrderCase): OrderDocument {
  const { problems, unit } = order;
  const district = /^(.{1,6}?区)/.exec(order.issuers[0] ?? '')?.[1] ?? '××区';
  const files = [...new Set(problems.map(({ source }) => fileName(source)))].join('、');
  const relapses = problems.filter(({ relapseOf }) => relapseOf !== null);
  const sections = [
    {
      title: '存在问题',
      paragraphs: [
        `经核查${files}（清单版次 ${order.report.edition}，基准日 ${printDay(order.report.asOf)}），你单位下达村（社区）的事项中有 ${problems.length} 项需要整改：`,
        ...problems.map((problem) => `${problem.no}. ${quoteText(problem)}${relapseText(problem)}。`),
      ],
    },
    { title: '认定依据', paragraphs: problems.map((problem) => `${problem.no}. ${groundsText(problem)}。`) },
    { title: '整改要求', paragraphs: problems.map((problem) => `${problem.no}. ${demandText(problem)}。`) },
    { title: '整改时限', paragraphs: [`请于 ${printDay(order.deadline)}前整改到位。`] },
    {
      title: '反馈要求',
      paragraphs: [
        `整改情况逐项填写回执，加盖公章，附佐证材料，书面反馈${order.contact}。不能按期整改的，书面说明原因。`,
        '逾期未整改的，予以通报；情节严重的，约谈主要负责人，并移交纪检监察机关处理。',
      ],
    },
  ];
  if (relapses.length > 0)
    sections[0]!.paragraphs.push(
      `其中 ${relapses.length} 项曾经${order.cites.join('、')}督办并销号，现又出现，属反弹。`,
    );
  return {
    heading: `${district}村（社区）减负工作督办通知单`,
    number: order.number,
    signer: order.signer,
    addressee: unit,
    title: '关于整改向村（社区）下达清单外事项等问题的督办通知',
    opening: '根据村（社区）职责清单管理规定，现将核查发现的问题交你单位整改。',
    sections,
    closing: '特此通知。',
    issuers: order.issuers,
    date: printDay(order.issuedOn),
    attachments: ['问题清单', '整改情况反馈单（回执）'],
    problems: problems.map((problem) => ({
      no: problem.no,
      place: placeText(problem),
      quote: plain(problem.text),
      grounds: groundsText(problem),
      demand: demandText(problem),
    })),
    receipt: {
      title: '整改情况反馈单',
      columns: ['序号', '问题', '整改措施', '完成情况', '责任人', '完成时间'],
      rows: problems.map((problem) => [String(problem.no), plain(problem.text), '', '', '', '']),
    },
  };
}

const relapseText = (problem: OrderProblem): string =>
  problem.relapseOf === null ? '' : `（${problem.relapseOf} 督办过，反弹）`;

const NUMERALS = '一二三四五六七八九十';

/** The document as plain text, for a terminal and for letters. */
export function documentText(document: OrderDocument): string {
  return [
    document.heading,
    `${document.number}${document.signer ? `　　签发人：${document.signer}` : ''}`,
    '',
    document.title,
    '',
    `${document.addressee}：`,
    `　　${document.opening}`,
    ...document.sections.flatMap(({ title, paragraphs }, i) => [
      `　　${NUMERALS[i]}、${title}`,
      ...paragraphs.map((text) => `　　${text}`),
    ]),
    `　　${document.closing}`,
    '',
    `附件：${document.attachments.map((name, i) => `${i + 1}. ${name}`).join('　')}`,
    '',
    ...document.issuers.map((name) => `　　　　　　　　${name}`),
    `　　　　　　　　${document.date}`,
    '',
  ].join('\n');
}
