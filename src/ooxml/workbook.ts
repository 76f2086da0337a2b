/** A new workbook: sheets with their charts, put together as a package. */
import { type BarChart, chartXml, drawingXml } from './chart.ts';
import { Package } from './package.ts';
import type { Styles } from './styles.ts';
import { absoluteRange, quoteSheet, type Sheet, worksheetXml } from './worksheet.ts';
import { escapeXml } from './xml.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/**
 * The bytes of an .xlsx. Names of sheets have to differ and to be valid (see `sheetName`); rows are taken one by one.
 * Same sheets, same bytes.
 */
export async function writeWorkbook(
  sheets: readonly (Sheet & { readonly charts?: readonly BarChart[] })[],
  styles: () => Styles,
): Promise<Buffer> {
  const book = Package.empty();
  book.relate('', `${OFFICE}/officeDocument`, 'xl/workbook.xml');
  let charts = 0;
  let drawings = 0;
  const listed: string[] = [];
  sheets.forEach((sheet, i) => {
    const part = `xl/worksheets/sheet${i + 1}.xml`;
    let drawing: string | null = null;
    if (sheet.charts && sheet.charts.length > 0) {
      const drawingPart = `xl/drawings/drawing${++drawings}.xml`;
      const ids = sheet.charts.map((chart) => {
        const chartPart = `xl/charts/chart${++charts}.xml`;
        book.set(chartPart, chartXml(chart), 'application/vnd.openxmlformats-officedocument.drawingml.chart+xml');
        return book.relate(drawingPart, `${OFFICE}/chart`, `../charts/chart${charts}.xml`);
      });
      book.set(drawingPart, drawingXml(sheet.charts, ids), 'application/vnd.openxmlformats-officedocument.drawing+xml');
      drawing = book.relate(part, `${OFFICE}/drawing`, `../drawings/drawing${drawings}.xml`);
    }
    book.set(part, worksheetXml(sheet, drawing), `${SPREADSHEET}.worksheet+xml`);
    const id = book.relate('xl/workbook.xml', `${OFFICE}/worksheet`, `worksheets/sheet${i + 1}.xml`);
    listed.push(
      `<sheet name="${escapeXml(sheet.name)}" sheetId="${i + 1}"${sheet.hidden ? ' state="hidden"' : ''} r:id="${id}"/>`,
    );
  });
  book.relate('xl/workbook.xml', `${OFFICE}/styles`, 'styles.xml');
  const names = sheets.flatMap(definedNames);
  const defined = names.length === 0 ? '' : `<definedNames>${names.join('')}</definedNames>`;
  book.set(
    'xl/workbook.xml',
    `${HEAD}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"><bookViews><workbookView xWindow="0" yWindow="0" windowWidth="28800" windowHeight="15000"/></bookViews><sheets>${listed.join('')}</sheets>${defined}</workbook>`,
    `${SPREADSHEET}.sheet.main+xml`,
  );
  // last, and as chunks: the sheets name their formats while they are written
  book.set(
    'xl/styles.xml',
    later(() => styles().xml()),
    `${SPREADSHEET}.styles+xml`,
  );
  return book.bytes();
}

function* later(text: () => string): Iterable<string> {
  yield text();
}

/** Names by which programs know the filtered range and the rows repeated in print. */
function definedNames(sheet: Sheet, index: number): string[] {
  const name = quoteSheet(sheet.name);
  const names: string[] = [];
  if (sheet.filter)
    names.push(
      `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${name}!${absoluteRange(sheet.filter)}</definedName>`,
    );
  if (sheet.titleRows)
    names.push(
      `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${name}!$${sheet.titleRows.from}:$${sheet.titleRows.to}</definedName>`,
    );
  return names;
}
