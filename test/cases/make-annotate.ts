/**
 * Makes the workbooks of fixtures/annotate: one written part by part with everything that an annotated workbook has to
 * keep, one written by the SheetJS library, and the first one as LibreOffice writes it again.
 * `npx tsx test/cases/make-annotate.ts` writes them; LibreOffice stamps the time, so its file differs from run to run.
 */
import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import * as XLSX from '@e965/xlsx';
import { Package } from '../../src/ooxml/package.ts';
import { escapeXml } from '../../src/ooxml/xml.ts';
import { convert } from '../office.ts';

const FOLDER = new URL('../../fixtures/annotate/', import.meta.url).pathname;
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const TASKS = [
  ['一、组织建设', '完成党报党刊征订任务，完成率达100%', '区委宣传部', 5],
  ['', '支部每月开展一次主题党日活动', '区委组织部', 8],
  ['二、平安建设', '协助开展禁毒宣传', '区公安分局', 3],
  ['', '建立企业安全生产一企一档台账，逐家排查登记', '区应急管理局', 10],
  ['', '矛盾纠纷及时上门调解', '区司法局', 4],
] as const;

/** A 2 × 2 red PNG. */
function picture(): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([size, body, sum]);
  };
  const head = Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0]);
  const row = [0, 200, 0, 0, 200, 0, 0];
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.from([...row, ...row]))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const text = (ref: string, style: number, value: string): string =>
  `<c r="${ref}" s="${style}" t="inlineStr"><is><t>${escapeXml(value)}</t></is></c>`;

function tableSheet(): string {
  const rows = TASKS.map(([group, task, unit, points], i) => {
    const r = i + 4;
    return `<row r="${r}" spans="1:6" ht="30" customHeight="1"><c r="A${r}" s="3"><v>${i + 1}</v></c>${text(`B${r}`, 3, group)}${text(`C${r}`, 3, task)}${text(`D${r}`, 3, unit)}<c r="E${r}" s="4"><v>${points}</v></c><c r="F${r}" s="4"><f>E${r}/E$9</f><v>${(points / 30).toFixed(4)}</v></c><c r="G${r}" s="5"/></row>`;
  });
  return `${HEAD}<worksheet xmlns="${MAIN}" xmlns:r="${OFFICE}" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"><sheetPr><tabColor rgb="FFFF0000"/><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:G9"/><sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="3" topLeftCell="A4" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="C4" sqref="C4"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25"/><cols><col min="1" max="1" width="6" customWidth="1"/><col min="2" max="2" width="14" customWidth="1"/><col min="3" max="3" width="44" customWidth="1"/><col min="4" max="6" width="13" customWidth="1"/><col min="7" max="16384" width="9" hidden="1" customWidth="1"/></cols><sheetData><row r="1" ht="28" customHeight="1">${text('A1', 1, '2026年度村级考核指标 <试行> & 说明')}<c r="B1" s="1"/><c r="C1" s="1"/><c r="D1" s="1"/><c r="E1" s="1"/><c r="F1" s="1"/></row><row r="2">${['序号', '类别', '考核内容', '考核单位', '分值'].map((name, i) => text(`${'ABCDE'[i]}2`, 2, name)).join('')}${text('F2', 2, '占比')}</row><row r="3">${['A3', 'B3', 'C3', 'D3', 'E3', 'F3'].map((ref) => `<c r="${ref}" s="2"/>`).join('')}</row>${rows.join('')}<row r="9">${text('A9', 3, '合计')}<c r="E9" s="4"><f>SUM(E4:E8)</f><v>30</v></c><c r="F9" s="4"><f>SUM(F4:F8)</f><v>1</v></c></row></sheetData><sheetProtection sheet="0" objects="1" scenarios="1"/><autoFilter ref="A3:F9"/><mergeCells count="9"><mergeCell ref="A1:F1"/>${['A', 'B', 'C', 'D', 'E', 'F'].map((c) => `<mergeCell ref="${c}2:${c}3"/>`).join('')}<mergeCell ref="B4:B5"/><mergeCell ref="B6:B8"/></mergeCells><conditionalFormatting sqref="E4:E8"><cfRule type="cellIs" dxfId="0" priority="1" operator="greaterThan"><formula>6</formula></cfRule></conditionalFormatting><conditionalFormatting sqref="F4:F8"><cfRule type="dataBar" priority="2"><dataBar><cfvo type="min"/><cfvo type="max"/><color rgb="FF638EC6"/></dataBar></cfRule></conditionalFormatting><dataValidations count="2"><dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="D1:D1048576"><formula1>单位名录</formula1></dataValidation><dataValidation type="decimal" allowBlank="1" showErrorMessage="1" sqref="E4:E8"><formula1>0</formula1><formula2>100</formula2></dataValidation></dataValidations><hyperlinks><hyperlink ref="D4" r:id="rId2" tooltip="官网"/></hyperlinks><printOptions horizontalCentered="1"/><pageMargins left="0.5" right="0.5" top="0.75" bottom="0.75" header="0.3" footer="0.3"/><pageSetup paperSize="8" orientation="landscape" fitToHeight="0"/><headerFooter><oddHeader>&amp;C考核指标</oddHeader><oddFooter>&amp;P / &amp;N</oddFooter></headerFooter><rowBreaks count="1" manualBreakCount="1"><brk id="6" max="16383" man="1"/></rowBreaks><drawing r:id="rId1"/></worksheet>`;
}

const plainSheet = (rows: string): string =>
  `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`;

const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0&quot;分&quot;"/></numFmts><fonts count="3"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="16"/><name val="黑体"/></font><font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="黑体"/></font></fonts><fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF1F4E78"/><bgColor indexed="64"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF2F2F2"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style="thin"><color auto="1"/></left><right style="thin"><color auto="1"/></right><top style="thin"><color auto="1"/></top><bottom style="thin"><color auto="1"/></bottom><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment horizontal="center" vertical="center"/></xf><xf numFmtId="0" fontId="2" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf><xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf><xf numFmtId="164" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1" applyProtection="1"><alignment horizontal="center" vertical="center"/><protection locked="0"/></xf><xf numFmtId="0" fontId="0" fillId="3" borderId="0" xfId="0" applyFill="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles><dxfs count="1"><dxf><font><color rgb="FF9C0006"/></font><fill><patternFill><bgColor rgb="FFFFC7CE"/></patternFill></fill></dxf></dxfs></styleSheet>`;

/** The workbook with everything, part by part. */
export async function crafted(): Promise<Buffer> {
  const book = Package.empty();
  book.relate('', `${OFFICE}/officeDocument`, 'xl/workbook.xml');
  const sheets = [
    ['考核指标', 'visible', tableSheet()],
    [
      '任务 & 分工',
      'visible',
      plainSheet(
        [
          `<row r="1">${text('A1', 2, '工作任务')}${text('B1', 2, '牵头单位')}</row>`,
          `<row r="2" ht="15">${text('A2', 3, '动员群众安装手机应用并转发点赞')}${text('B2', 3, '区委网信办')}</row>`,
          `<row r="3" ht="15">${text('A3', 3, '协助做好人口普查')}${text('B3', 3, '区统计局')}</row>`,
          `<row r="5">${text('A5', 2, '工作任务')}${text('B5', 2, '牵头单位')}</row>`,
          `<row r="6">${text('A6', 3, '收缴城乡居民医保费')}${text('B6', 3, '区税务局')}</row>`,
        ].join(''),
      ),
    ],
    [
      '单位名录',
      'hidden',
      plainSheet(`<row r="1">${text('A1', 0, '区委宣传部')}</row><row r="2">${text('A2', 0, '区委组织部')}</row>`),
    ],
    ['说明', 'veryHidden', plainSheet(`<row r="1">${text('A1', 0, '内部说明')}</row>`)],
  ] as const;
  const listed = sheets.map(([name, state, xml], i) => {
    const part = `xl/worksheets/sheet${i + 1}.xml`;
    book.set(part, xml, `${SHEET}.worksheet+xml`);
    const id = book.relate('xl/workbook.xml', `${OFFICE}/worksheet`, `worksheets/sheet${i + 1}.xml`);
    return `<sheet name="${escapeXml(name)}" sheetId="${i + 3}"${state === 'visible' ? '' : ` state="${state}"`} r:id="${id}"/>`;
  });
  book.set('xl/media/image1.png', picture());
  book.set(
    '[Content_Types].xml',
    book.text('[Content_Types].xml').replace('</Types>', '<Default Extension="png" ContentType="image/png"/></Types>'),
  );
  book.relate('xl/drawings/drawing1.xml', `${OFFICE}/image`, '../media/image1.png');
  book.set(
    'xl/drawings/drawing1.xml',
    `${HEAD}<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor editAs="oneCell"><xdr:from><xdr:col>3</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>9</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>4</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>12</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="章"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip xmlns:r="${OFFICE}" r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="400000" cy="400000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>`,
    'application/vnd.openxmlformats-officedocument.drawing+xml',
  );
  book.relate('xl/worksheets/sheet1.xml', `${OFFICE}/drawing`, '../drawings/drawing1.xml');
  book.set(
    'xl/worksheets/_rels/sheet1.xml.rels',
    book
      .text('xl/worksheets/_rels/sheet1.xml.rels')
      .replace(
        '</Relationships>',
        `<Relationship Id="rId2" Type="${OFFICE}/hyperlink" Target="https://example.org/" TargetMode="External"/></Relationships>`,
      ),
  );
  book.set('xl/styles.xml', STYLES, `${SHEET}.styles+xml`);
  book.relate('xl/workbook.xml', `${OFFICE}/styles`, 'styles.xml');
  book.set(
    'xl/workbook.xml',
    `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr date1904="0" codeName="ThisWorkbook"/><bookViews><workbookView activeTab="0"/></bookViews><sheets>${listed.join('')}</sheets><definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">考核指标!$A$3:$F$9</definedName><definedName name="_xlnm.Print_Area" localSheetId="0">考核指标!$A$1:$F$9</definedName><definedName name="_xlnm.Print_Titles" localSheetId="0">考核指标!$2:$3</definedName><definedName name="单位名录">单位名录!$A$1:$A$2</definedName></definedNames><calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>`,
    `${SHEET}.sheet.main+xml`,
  );
  book.set(
    'docProps/core.xml',
    `${HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>考核办</dc:creator></cp:coreProperties>`,
    'application/vnd.openxmlformats-package.core-properties+xml',
  );
  book.relate(
    '',
    'http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties',
    'docProps/core.xml',
  );
  return book.bytes();
}

/** A workbook as the SheetJS library writes it: shared strings, rows without formats. */
export function sheetJs(): Buffer {
  const sheet = XLSX.utils.aoa_to_sheet([
    ['序号', '考核内容', '考核单位', '分值', '小计'],
    ...TASKS.map(([, task, unit, points], i) => [i + 1, task, unit, points]),
  ]);
  TASKS.forEach((_, i) => {
    sheet[`E${i + 2}`] = { t: 'n', f: `D${i + 2}*2`, v: TASKS[i]![3] * 2 };
  });
  sheet['!ref'] = 'A1:E6';
  sheet['!cols'] = [{ wch: 6 }, { wch: 44 }, { wch: 14 }];
  sheet['!merges'] = [{ s: { r: 6, c: 0 }, e: { r: 6, c: 4 } }];
  sheet['!autofilter'] = { ref: 'A1:E6' };
  sheet['!margins'] = { left: 0.4, right: 0.4, top: 0.5, bottom: 0.5, header: 0.3, footer: 0.3 };
  sheet['B2'].c = [{ a: '考核办', t: '去年已有' }];
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, sheet, 'Sheet1');
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['隐藏']]), '附');
  book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }], Names: [{ Name: '分值', Ref: 'Sheet1!$D$2:$D$6' }] };
  return XLSX.write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer;
}

if (process.argv[1]?.endsWith('make-annotate.ts')) {
  writeFileSync(`${FOLDER}crafted.xlsx`, await crafted());
  writeFileSync(`${FOLDER}sheetjs.xlsx`, sheetJs());
  // a name of its own: the office program keeps the name of what it converts
  const own = join(mkdtempSync(join(tmpdir(), 'qingdan-annotate-')), 'libreoffice.xlsx');
  writeFileSync(own, await crafted());
  copyFileSync(convert(own, 'xlsx:Calc MS Excel 2007 XML'), `${FOLDER}libreoffice.xlsx`);
  copyFileSync(convert(own, 'ods'), `${FOLDER}libreoffice.ods`);
  copyFileSync(convert(own, 'xls:MS Excel 97'), `${FOLDER}libreoffice.xls`);
}
