/** Every way in which a file can be no table, as one typed record: code → what is wrong; what to do. */
import { UserError } from '../errors.ts';
import type { CellPlace, LinePlace } from '../types.ts';

const FAULTS = {
  'not-found': ['找不到文件', '检查路径和文件名'],
  'not-readable': ['文件无法读取', '检查访问权限，或文件是否正被别的程序独占'],
  'no-input': [
    '没有找到可读的表格',
    '支持 csv、tsv、txt、xlsx、xls、et、ods 文件，文件夹，通配符，或用 - 表示标准输入',
  ],
  empty: ['文件是空的', '检查是否导出失败'],
  encrypted: ['文件设了打开密码', '用 WPS 或 Excel 打开，取消密码后另存再试'],
  truncated: ['文件不完整，可能没有下载或复制完', '重新导出或复制后再试'],
  broken: ['工作簿已损坏，无法解析', '用 WPS 或 Excel 打开后另存为 xlsx 再试'],
  'lock-file': ['这是 WPS 或 Excel 打开文件时的临时锁文件', '改用去掉 ~$ 的原文件'],
  pdf: ['这是 PDF，不是表格', '向发文单位要电子表格，或转换成 xlsx 后再试'],
  image: ['这是图片，不是表格', '向发文单位要电子表格，或识别成 xlsx 后再试'],
  word: ['这是 Word 文档，不是表格', '把其中的表格复制到 xlsx 后再试'],
  slides: ['这是演示文稿，不是表格', '把其中的表格复制到 xlsx 后再试'],
  archive: ['这是压缩包，不是表格', '解压后再试'],
  markup: ['这是网页或 XML，其中没有能读的表格', '用 WPS 或 Excel 打开后另存为 xlsx 再试'],
  binary: ['这不是文本也不是工作簿', '用 WPS 或 Excel 打开后另存为 xlsx 再试'],
  'unknown-encoding': ['不认识这种文字编码', '可用 utf-8、gb18030、big5、utf-16le、utf-16be'],
  'unclosed-quote': ['从这一行开始的引号没有闭合', '补上引号，或在 WPS、Excel 中重新导出'],
  'duplicate-entry': ['压缩包内有同名文件，内容不可信', '用 WPS 或 Excel 打开后另存为 xlsx 再试'],
  vanished: ['解析程序意外中止，文件很可能已损坏', '用 WPS 或 Excel 打开后另存为 xlsx 再试'],
  'no-sheet': ['没有这个工作表', '检查 --sheet'],
  'sheet-broken': ['工作表无法解析', '用 WPS 或 Excel 打开后另存为 xlsx 再试'],
} as const satisfies Record<string, readonly [fault: string, hint: string]>;

export type FaultCode = keyof typeof FAULTS;

/** The {@link UserError} for a fault of a file; `detail` is added to the fault, `hint` replaces the usual advice. */
export function fault(
  code: FaultCode,
  place: string | CellPlace | LinePlace | null,
  detail = '',
  hint?: string,
): UserError {
  const [what, advice] = FAULTS[code];
  return new UserError(code, place, detail ? `${what}：${detail}` : what, hint ?? advice);
}
