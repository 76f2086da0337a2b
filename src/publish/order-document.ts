/** 督办单 as .docx, one document a unit: what the ledger prints, in the layout of official documents. */
import type { OrderDocument } from '../ledger/order-document.ts';
import {
  addressee,
  attachmentList,
  attachmentMark,
  type Block,
  body,
  grid,
  heading,
  masthead,
  note,
  numberLine,
  ordinal,
  signature,
  title,
  writeDocument,
} from '../ooxml/document.ts';

/**
 * The bytes of one order: letter, list of problems, receipt.
 * @param date YYYY-MM-DD of the order, for the properties of the file
 */
export function orderDocx(order: OrderDocument, date: string): Promise<Buffer> {
  const letter: Block[] = [
    masthead(order.heading),
    numberLine(order.number, order.signer, '签发人：'),
    ...title(order.title),
    addressee(order.addressee),
    body(order.opening),
    ...order.sections.flatMap((section, i) => [
      heading(`${ordinal(i + 1)}、${section.title}`, 1),
      ...section.paragraphs.map((text) => body(text)),
    ]),
    body(order.closing, true),
    ...attachmentList('附件：', order.attachments),
    ...signature(order.issuers, order.date),
  ];
  const problems: Block[] = [
    attachmentMark('附件1'),
    ...title(order.attachments[0] ?? '问题清单', 0),
    grid({
      header: ['序号', '所在位置', '原文', '认定依据', '整改要求'],
      shares: [8, 17, 25, 29, 21],
      centred: [0],
      rows: order.problems.map((one) => [String(one.no), one.place, one.quote, one.grounds, one.demand]),
    }),
  ];
  const receipt: Block[] = [
    attachmentMark('附件2'),
    ...title(order.receipt.title, 0),
    grid({
      header: order.receipt.columns,
      shares: [8, 29, 23, 16, 12, 12],
      centred: [0],
      rowHeight: 18,
      rows: order.receipt.rows,
    }),
    note(`反馈单位（盖章）：${order.addressee}`),
    note('填报人：　　　　　　　　联系电话：　　　　　　　　填报日期：'),
  ];
  return writeDocument([{ blocks: letter }, { blocks: problems }, { blocks: receipt }], order.title, date);
}
