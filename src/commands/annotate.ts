/** `check --annotate`: the user's own workbook with the result beside its tables. */
import { readFile, realpath, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { UserError } from '../errors.ts';
import { AnnotateRefused, annotateWorkbook, type Refusal, refusalOf } from '../ooxml/annotate.ts';
import { openTables } from '../read/open.ts';
import { Annotation, annotatedCopy, legendSheet } from '../report/annotate.ts';
import type { Lang, Report, ReportContext } from '../types.ts';
import type { Io } from './command.ts';
import { openOutput } from './output-file.ts';
import type { ClosableOutput } from './outputs.ts';
import type { Reading } from './reading.ts';

type Words = Readonly<Record<Lang, readonly [fault: string, hint: string]>>;

const REFUSALS: Readonly<Record<Refusal, Words>> = {
  'not-a-workbook': {
    zh: ['不是完整的 XLSX 工作簿，不能标注', '用 Excel 或 WPS 打开后另存为 .xlsx 再试'],
    en: [
      'is no complete XLSX workbook and cannot be annotated',
      'open it in a spreadsheet program and save it as .xlsx',
    ],
  },
  signed: {
    zh: ['带有数字签名，改动会使签名失效', '标注一份去掉签名的副本，或用 --format xlsx 另出报告'],
    en: [
      'is digitally signed, and any change breaks the signature',
      'annotate a copy without it, or use --format xlsx',
    ],
  },
  strict: {
    zh: ['是严格型 Open XML（Strict），不能保真标注', '在 Excel 里另存为普通的“Excel 工作簿（.xlsx）”再试'],
    en: ['is strict Open XML and cannot be annotated faithfully', 'save it as an ordinary Excel workbook (.xlsx)'],
  },
  binary: {
    zh: ['是二进制工作簿（.xlsb），不能保真标注', '另存为 .xlsx 再试'],
    en: ['is a binary workbook (.xlsb) and cannot be annotated faithfully', 'save it as .xlsx'],
  },
  macros: {
    zh: ['含宏的工作簿和输出文件的扩展名对不上', '含宏的写成 .xlsm，不含宏的写成 .xlsx'],
    en: [
      'and the name to write differ in whether they hold macros',
      'write .xlsm for a workbook with macros, else .xlsx',
    ],
  },
  template: {
    zh: ['是模板文件，不能标注', '从模板新建工作簿，存为 .xlsx 再试'],
    en: ['is a template and cannot be annotated', 'make a workbook from it and save that as .xlsx'],
  },
  revisions: {
    zh: ['是共享工作簿，带修订记录，改动会使记录失真', '在 Excel 里取消共享后再试'],
    en: ['is a shared workbook with a log of changes', 'stop sharing it and try again'],
  },
  'no-room': {
    zh: ['表格已经用到最右边的列，没有地方放结论', '清掉右边不用的单元格后再试'],
    en: ['uses the last columns of the sheet: there is no room', 'clear cells at the right end'],
  },
};

const USAGE: Readonly<Record<'one' | 'name' | 'same' | 'rows', Words>> = {
  one: {
    zh: ['--annotate 一次只标注一个文件', '一次只给一个工作簿，不用文件夹、通配符或标准输入'],
    en: ['--annotate takes one file', 'name one workbook, no folder, pattern or standard input'],
  },
  name: {
    zh: ['--annotate 写出的是工作簿', '文件名以 .xlsx 结尾（含宏的原件用 .xlsm）'],
    en: ['--annotate writes a workbook', 'end its name in .xlsx (.xlsm for a workbook with macros)'],
  },
  same: {
    zh: ['--annotate 不会盖掉原件', '换一个文件名'],
    en: ['--annotate does not overwrite the original', 'give another name'],
  },
  rows: {
    zh: ['--annotate 要读原来的工作簿，不能和 --rows 一起用', '去掉 --rows'],
    en: ['--annotate needs the workbook itself, not --rows', 'leave out --rows'],
  },
};

const usage = (what: keyof typeof USAGE, place: string | null, lang: Lang): UserError =>
  new UserError(`annotate-${what}`, place, ...USAGE[what][lang]);

const OTHER_FORMAT: Readonly<Record<Lang, string>> = {
  zh: '原件不是 XLSX，标注在按读到的内容另做的 XLSX 里；原有的格式、公式和设置没有带过来',
  en: 'the original is no XLSX: this is a new one with what was read, without its formats, formulas and settings',
};

/**
 * The output of --annotate: it gathers what is added row by row and writes the workbook in one go when it is closed, so
 * that nothing is left behind when it is refused. It is to be closed before the other reports.
 * @throws UserError before anything is judged, when the workbook cannot be kept faithfully
 */
export async function annotateOutput(
  files: readonly string[],
  path: string,
  reading: Reading,
  asRows: boolean,
  io: Io,
): Promise<ClosableOutput> {
  const [file] = files;
  if (asRows) throw usage('rows', null, io.lang);
  if (file === undefined || files.length !== 1 || file === '-' || !(await isFile(file)))
    throw usage('one', null, io.lang);
  const extension = extname(path).toLowerCase();
  if (extension !== '.xlsx' && extension !== '.xlsm') throw usage('name', path, io.lang);
  if ((await realpath(path).catch(() => null)) === (await realpath(file))) throw usage('same', path, io.lang);
  const macros = extension === '.xlsm';
  const bytes = await readFile(file);
  const own = await isOpenXml(bytes, macros, file, io.lang);
  const annotation = new Annotation();
  let all: { readonly report: Omit<Report, 'rows'>; readonly context: ReportContext } | null = null;
  const made = async (): Promise<Buffer> => {
    const { report, context } = all!;
    const added = annotation.columns(report.inputs, io.lang);
    if (!own) return annotatedCopy(await openTables(file, { ...reading, sheet: null }), added, report, context);
    const sheets = new Map([...added].map(([name, columns]) => [name ?? '', columns]));
    const legend = (style: (fill: string | null) => number) => legendSheet(report, context, null, style);
    return annotateWorkbook(bytes, { sheets, legend, macros }).catch((error: unknown) => {
      throw refused(error, file, io.lang);
    });
  };
  return {
    format: {
      id: 'annotate',
      extension: 'xlsx',
      binary: true,
      title: { zh: '标注过的原工作簿', en: 'the annotated workbook' },
      stream: (context) => ({
        begin: () => '',
        row: (row) => {
          annotation.add(row, context);
          return '';
        },
        end: (report) => {
          all = { report, context };
          return '';
        },
      }),
    },
    width: io.width,
    color: false,
    path,
    write: async () => undefined,
    close: async (complete) => {
      if (!complete || all === null) return;
      const workbook = await made();
      const written = await openOutput(path);
      try {
        await written.write(workbook);
      } catch (error) {
        await written.close(false);
        throw error;
      }
      await written.close(true);
      if (!own) io.err(`qingdan: ${path}: ${OTHER_FORMAT[io.lang]}\n`);
    },
  };
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

/** True for a workbook that is annotated itself; false for other formats, which get a new one. @throws UserError */
async function isOpenXml(bytes: Buffer, macros: boolean, file: string, lang: Lang): Promise<boolean> {
  const refusal = await refusalOf(bytes, macros);
  if (refusal === 'other-format') return false;
  if (refusal !== null) throw refused(new AnnotateRefused(refusal), file, lang);
  return true;
}

function refused(error: unknown, file: string, lang: Lang): unknown {
  if (!(error instanceof AnnotateRefused)) return error;
  const [fault, hint] = REFUSALS[error.reason][lang];
  return new UserError(`annotate-${error.reason}`, file, fault, hint);
}
