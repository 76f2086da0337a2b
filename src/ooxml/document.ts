/**
 * Official documents as .docx by the habits of GB/T 9704-2012: A4, margins 37/28/26/35 mm, 22 lines of 28 pt, title in
 * 小标宋 二号, body in 仿宋 三号, 一、in 黑体, （一）in 楷体, page numbers — 1 — outside. Same content, same bytes.
 */
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  type IParagraphOptions,
  type IRunOptions,
  LineRuleType,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  SectionType,
  ShadingType,
  Tab,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import { printable } from '../text.ts';
import { Package } from './package.ts';
import { cleanXml } from './xml.ts';

/** Typefaces by what they are for; programs that do not have them take the alternatives of {@link FONT_TABLE}. */
const FACE = {
  title: '方正小标宋简体',
  body: '仿宋_GB2312',
  head: '黑体',
  subhead: '楷体_GB2312',
  number: '宋体',
} as const;
type Face = keyof typeof FACE;

const ALTERNATIVES: Readonly<Record<string, string>> = {
  方正小标宋简体: '方正小标宋_GBK,小标宋,华文中宋,宋体,Noto Serif CJK SC',
  仿宋_GB2312: '仿宋,FangSong,华文仿宋,FZFangSong-Z02S,Noto Serif CJK SC',
  楷体_GB2312: '楷体,KaiTi,华文楷体,FZKai-Z03S,Noto Serif CJK SC',
  黑体: 'SimHei,华文黑体,Noto Sans CJK SC',
  宋体: 'SimSun,华文宋体,Noto Serif CJK SC',
};

/** sizes in half points: 二号, 三号, 四号, 小四, 五号 */
const SIZE = { two: 44, three: 32, four: 28, smallFour: 24, five: 21 } as const;
const MM = 56.6929;
const mm = (millimetres: number): number => Math.round(millimetres * MM);
/** an exact line of 28 pt, and two characters of 三号, in twentieths of a point */
const LINE = 560;
const TWO_CHARACTERS = 640;
const ONE_CHARACTER = 320;
const RED = 'E00000';
/** width between the margins of an upright A4 page */
const TEXT_WIDTH = mm(210 - 28 - 26);
const LANDSCAPE_WIDTH = mm(297 - 25 - 25);

/** One block of a document. */
export type Block = Paragraph | Table;

const clean = (text: string): string => cleanXml(printable(text));

function run(text: string, face: Face, size: number, more: Partial<IRunOptions> = {}): TextRun {
  const font = FACE[face];
  return new TextRun({
    text: clean(text),
    font: { ascii: font, hAnsi: font, eastAsia: font, cs: font, hint: 'eastAsia' },
    size,
    ...more,
  });
}

function paragraph(runs: readonly TextRun[], more: IParagraphOptions = {}): Paragraph {
  return new Paragraph({
    spacing: { line: LINE, lineRule: LineRuleType.EXACT, before: 0, after: 0 },
    ...more,
    children: [...runs],
  });
}

/** 发文机关标志: red, over the whole width. Long names are set smaller, so that they stay on one line. */
export function masthead(text: string): Block {
  const size = Math.min(72, Math.floor((TEXT_WIDTH / 10 / Math.max(1, clean(text).length)) * 0.98));
  return paragraph([run(text, 'title', size, { color: RED })], {
    alignment: AlignmentType.CENTER,
    spacing: { before: 200, after: 200 },
  });
}

/** 发文字号 left, 签发人 right, the red line under both. */
export function numberLine(number: string, signer: string | null, signerWord: string): Block {
  const right =
    signer === null
      ? []
      : [
          new TextRun({ children: [new Tab()] }),
          run(signerWord, 'body', SIZE.three),
          run(signer, 'subhead', SIZE.three),
        ];
  return paragraph([run(number, 'body', SIZE.three), ...right], {
    alignment: signer === null ? AlignmentType.CENTER : AlignmentType.LEFT,
    indent: signer === null ? {} : { left: ONE_CHARACTER, right: ONE_CHARACTER },
    tabStops: [{ type: TabStopType.RIGHT, position: TEXT_WIDTH - ONE_CHARACTER }],
    border: { bottom: { style: BorderStyle.SINGLE, size: 18, color: RED, space: 4 } },
  });
}

/** 标题, centred; `before` an empty line or two. */
export function title(text: string, lines = 1): Block[] {
  return [
    ...Array.from({ length: lines }, () => paragraph([])),
    paragraph([run(text, 'title', SIZE.two)], {
      alignment: AlignmentType.CENTER,
      spacing: { line: 640, lineRule: LineRuleType.EXACT },
    }),
    paragraph([]),
  ];
}

/** 主送, flush left with a colon. */
export const addressee = (text: string): Block => paragraph([run(`${text}：`, 'body', SIZE.three)]);

/** A paragraph of the body, indented by two characters; `kept` stays on the page of what follows. */
export const body = (text: string, kept = false): Block =>
  paragraph([run(text, 'body', SIZE.three)], {
    keepNext: kept,
    alignment: AlignmentType.BOTH,
    indent: { firstLine: TWO_CHARACTERS },
  });

/** A heading of the first (一、) or second level ((一)), numbered by the caller through {@link ordinal}. */
export const heading = (text: string, level: 1 | 2): Block =>
  paragraph([run(text, level === 1 ? 'head' : 'subhead', SIZE.three)], {
    indent: { firstLine: TWO_CHARACTERS },
    keepNext: true,
  });

const DIGITS = '零一二三四五六七八九';

/** 1 → 一, 12 → 十二, 23 → 二十三; up to 99. */
export function ordinal(number: number): string {
  const tens = Math.floor(number / 10);
  const ones = number % 10;
  if (tens === 0) return DIGITS[ones]!;
  return `${tens > 1 ? DIGITS[tens] : ''}十${ones > 0 ? DIGITS[ones] : ''}`;
}

/** 附件说明, one empty line below the body; names after the first stand under it. */
export function attachmentList(word: string, names: readonly string[]): Block[] {
  const numbered = names.length > 1;
  return [
    paragraph([], { keepNext: true }),
    ...names.map((name, i) =>
      paragraph([run(`${i === 0 ? word : ''}${numbered ? `${i + 1}．` : ''}${name}`, 'body', SIZE.three)], {
        keepNext: true,
        indent: { left: TWO_CHARACTERS + (i === 0 ? 0 : ONE_CHARACTER * word.length) },
      }),
    ),
  ];
}

/** 落款 and 成文日期, on the right, kept together. */
export function signature(names: readonly string[], date: string): Block[] {
  const line = (text: string, keepNext: boolean): Block =>
    paragraph([run(text, 'body', SIZE.three)], {
      alignment: AlignmentType.RIGHT,
      indent: { right: TWO_CHARACTERS * 2 },
      keepNext,
    });
  return [
    paragraph([], { keepNext: true }),
    paragraph([], { keepNext: true }),
    ...names.map((name) => line(name, true)),
    line(date, false),
  ];
}

/** 附件1, in 黑体 at the upper left of its first page. */
export const attachmentMark = (text: string): Block => paragraph([run(text, 'head', SIZE.three)]);

/** A small note above or below a table. */
export const note = (text: string): Block =>
  paragraph([run(text, 'body', SIZE.smallFour)], {
    spacing: { line: 400, lineRule: LineRuleType.EXACT, before: 120 },
  });

export interface Grid {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** shares of the width; columns of width 'number' are centred */
  readonly shares: readonly number[];
  readonly centred?: readonly number[];
  readonly landscape?: boolean;
  /** least height of a row in millimetres, for forms that are filled in by hand */
  readonly rowHeight?: number;
}

/** A table with a header that repeats on every page; rows do not break over pages. */
export function grid({ header, rows, shares, centred = [], landscape = false, rowHeight }: Grid): Block {
  const width = landscape ? LANDSCAPE_WIDTH : TEXT_WIDTH;
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const widths = shares.map((share) => Math.round((share / whole) * width));
  const cell = (text: string, i: number, head: boolean): TableCell =>
    new TableCell({
      width: { size: widths[i]!, type: WidthType.DXA },
      verticalAlign: VerticalAlign.CENTER,
      margins: { left: 50, right: 50, top: 40, bottom: 40 },
      children: [
        new Paragraph({
          alignment: head || centred.includes(i) ? AlignmentType.CENTER : AlignmentType.LEFT,
          spacing: { line: 320, lineRule: LineRuleType.AT_LEAST },
          children: [run(text, head ? 'head' : 'body', SIZE.five)],
        }),
      ],
    });
  const line = { style: BorderStyle.SINGLE, size: 4, color: '000000' };
  return new Table({
    width: { size: width, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders: { top: line, bottom: line, left: line, right: line, insideHorizontal: line, insideVertical: line },
    rows: [
      new TableRow({ tableHeader: true, cantSplit: true, children: header.map((text, i) => cell(text, i, true)) }),
      ...rows.map(
        (cells) =>
          new TableRow({
            cantSplit: true,
            ...(rowHeight === undefined ? {} : { height: { value: mm(rowHeight), rule: 'atLeast' as const } }),
            children: header.map((_, i) => cell(cells[i] ?? '', i, false)),
          }),
      ),
    ],
  });
}

export interface Part {
  readonly blocks: readonly Block[];
  readonly landscape?: boolean;
  /** goes on below the part before it, over several columns; for boards */
  readonly columns?: number;
  /** a sheet for a notice board instead of a page of a letter: A3 across, narrow margins, no page numbers */
  readonly board?: boolean;
}

/**
 * The bytes of a document; every part begins on a new page.
 * @param title what programs show as its title
 * @param date YYYY-MM-DD, the date in its properties: never the clock
 */
export async function writeDocument(parts: readonly Part[], title: string, date: string): Promise<Buffer> {
  const document = new Document({
    title: clean(title),
    creator: 'qingdan',
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: {
        document: {
          run: {
            font: { ascii: FACE.body, hAnsi: FACE.body, eastAsia: FACE.body, cs: FACE.body },
            size: SIZE.three,
            // Latin words and cell names are Latin: under a Chinese rule LibreOffice breaks C20 after C2
            language: { value: 'en-US', eastAsia: 'zh-CN' },
          },
        },
      },
    },
    sections: parts.map((part) => ({
      properties: {
        page: pageOf(part),
        ...(part.columns === undefined
          ? {}
          : {
              type: SectionType.CONTINUOUS,
              column: { count: part.columns, space: mm(8), separate: true, equalWidth: true },
            }),
      },
      ...(part.board
        ? {}
        : { footers: { default: pageNumber(AlignmentType.RIGHT), even: pageNumber(AlignmentType.LEFT) } }),
      children: [...part.blocks],
    })),
  });
  return settled(await Packer.toBuffer(document), date);
}

/** Paper and margins of a part. */
function pageOf({ landscape = false, board = false }: Part) {
  if (board)
    return {
      size: { width: mm(297), height: mm(420), orientation: PageOrientation.LANDSCAPE },
      margin: { top: mm(14), bottom: mm(12), left: mm(16), right: mm(16) },
    };
  const size = { width: mm(210), height: mm(297) };
  if (landscape)
    return {
      size: { ...size, orientation: PageOrientation.LANDSCAPE },
      margin: { top: mm(28), bottom: mm(26), left: mm(25), right: mm(25), footer: mm(17) },
    };
  return { size, margin: { top: mm(37), bottom: mm(35), left: mm(28), right: mm(26), footer: mm(28) } };
}

/** 公示牌: title over the whole width, the line below it. */
export const boardTitle = (text: string, line: string): Block[] => [
  new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { after: 60 },
    children: [run(text, 'title', 60, { color: RED })],
  }),
  new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { after: 160 },
    border: { bottom: { style: BorderStyle.SINGLE, size: 12, color: RED, space: 6 } },
    children: [run(line, 'body', SIZE.smallFour)],
  }),
];

/** Heading of one list on a board. */
export const boardList = (text: string): Block =>
  new Paragraph({
    keepNext: true,
    spacing: { before: 120, after: 80 },
    shading: { type: ShadingType.CLEAR, fill: RED, color: 'auto' },
    children: [run(` ${text}`, 'head', SIZE.three, { color: 'FFFFFF' })],
  });

/** Heading of one category on a board. */
export const boardCategory = (text: string, size: number): Block =>
  new Paragraph({ keepNext: true, spacing: { before: 80, after: 30 }, children: [run(text, 'head', size * 2 + 1)] });

/** One item on a board: number, title, its bases small below; never torn over columns. `size` in points. */
export const boardItem = (number: string, text: string, bases: string, size: number): Block =>
  new Paragraph({
    keepLines: true,
    spacing: { after: 30 },
    indent: { left: 420, hanging: 420 },
    children: [
      run(`${number}　`, 'body', size * 2 - 1),
      run(text, 'body', size * 2 - 1),
      ...(bases === '' ? [] : [new TextRun({ break: 1 }), run(bases, 'subhead', size * 2 - 6, { color: '555555' })]),
    ],
  });

/** A line at the foot of a board. */
export const boardFoot = (text: string): Block =>
  new Paragraph({ spacing: { before: 80 }, children: [run(text, 'body', SIZE.smallFour)] });

function pageNumber(alignment: (typeof AlignmentType)[keyof typeof AlignmentType]): Footer {
  const font = { ascii: FACE.number, hAnsi: FACE.number, eastAsia: FACE.number };
  return new Footer({
    children: [
      new Paragraph({
        alignment,
        indent: { left: ONE_CHARACTER, right: ONE_CHARACTER },
        children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], font, size: SIZE.four })],
      }),
    ],
  });
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const FONT_TABLE = `${HEAD}<w:fonts xmlns:w="${W}">${Object.entries(ALTERNATIVES)
  .map(
    ([name, others]) =>
      `<w:font w:name="${name}"><w:altName w:val="${others}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>`,
  )
  .join('')}</w:fonts>`;

/** The same package without a clock in it: dates of the document instead of the hour, our own container around it. */
async function settled(bytes: Buffer, date: string): Promise<Buffer> {
  const made = await Package.open(bytes);
  const core = 'docProps/core.xml';
  made.set(core, made.text(core).replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${date}T00:00:00Z`));
  made.set('word/fontTable.xml', FONT_TABLE);
  const clean = Package.empty();
  for (const name of made.names().sort()) if (!name.endsWith('/')) clean.set(name, made.text(name));
  return clean.bytes();
}
