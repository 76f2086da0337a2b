/** A bar chart over cells of a sheet, and the drawing that places it. */

import { absoluteRange, quoteSheet, type Range } from './worksheet.ts';
import { escapeXml } from './xml.ts';

export interface BarSeries {
  readonly name: string;
  /** cells with the values */
  readonly range: Range;
  readonly values: readonly number[];
  /** RRGGBB of the series */
  readonly color: string;
  /** RRGGBB of each bar where they differ */
  readonly colors?: readonly string[];
}

export interface BarChart {
  readonly title: string;
  /** sheet that holds the cells */
  readonly sheet: string;
  readonly categories: { readonly range: Range; readonly names: readonly string[] };
  readonly series: readonly BarSeries[];
  readonly stacked: boolean;
  /** where it stands: 0-based columns and rows of its corners */
  readonly at: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const A = 'http://schemas.openxmlformats.org/drawingml/2006/main';
const C = 'http://schemas.openxmlformats.org/drawingml/2006/chart';
const R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** xl/charts/chartN.xml: horizontal bars, first category on top. */
export function chartXml(chart: BarChart): string {
  const sheet = quoteSheet(chart.sheet);
  const series = chart.series.map((one, i) => seriesXml(one, i, sheet, chart)).join('');
  const gap = `<c:gapWidth val="60"/>${chart.stacked ? '<c:overlap val="100"/>' : ''}`;
  const grouping = chart.stacked ? 'stacked' : 'clustered';
  const legend = chart.series.length > 1 ? '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>' : '';
  return `${HEAD}<c:chartSpace xmlns:c="${C}" xmlns:a="${A}" xmlns:r="${R}"><c:roundedCorners val="0"/><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1200" b="1"/></a:pPr><a:r><a:rPr lang="zh-CN" sz="1200" b="1"/><a:t>${escapeXml(chart.title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/><c:grouping val="${grouping}"/><c:varyColors val="0"/>${series}${gap}<c:axId val="1001"/><c:axId val="1002"/></c:barChart><c:catAx><c:axId val="1001"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="1002"/><c:crosses val="autoZero"/></c:catAx><c:valAx><c:axId val="1002"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling><c:delete val="0"/><c:axPos val="b"/><c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="E0E0E0"/></a:solidFill></a:ln></c:spPr></c:majorGridlines><c:numFmt formatCode="0" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1001"/><c:crosses val="max"/></c:valAx></c:plotArea>${legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>`;
}

function seriesXml(series: BarSeries, index: number, sheet: string, chart: BarChart): string {
  const points = (series.colors ?? [])
    .map(
      (color, i) =>
        `<c:dPt><c:idx val="${i}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>${fill(color)}</c:dPt>`,
    )
    .join('');
  const labels = chart.stacked
    ? ''
    : '<c:dLbls><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>';
  const names = cache(chart.categories.names.map(escapeXml));
  const values = cache(series.values.map(String));
  return `<c:ser><c:idx val="${index}"/><c:order val="${index}"/><c:tx><c:v>${escapeXml(series.name)}</c:v></c:tx>${fill(series.color)}<c:invertIfNegative val="0"/>${points}${labels}<c:cat><c:strRef><c:f>${sheet}!${absoluteRange(chart.categories.range)}</c:f><c:strCache>${names}</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>${sheet}!${absoluteRange(series.range)}</c:f><c:numCache><c:formatCode>General</c:formatCode>${values}</c:numCache></c:numRef></c:val></c:ser>`;
}

const fill = (color: string): string => `<c:spPr><a:solidFill><a:srgbClr val="${color}"/></a:solidFill></c:spPr>`;

const cache = (values: readonly string[]): string =>
  `<c:ptCount val="${values.length}"/>${values.map((value, i) => `<c:pt idx="${i}"><c:v>${value}</c:v></c:pt>`).join('')}`;

/** xl/drawings/drawingN.xml: charts at their places; `ids` are the relationship ids of their parts. */
export function drawingXml(charts: readonly BarChart[], ids: readonly string[]): string {
  const anchors = charts.map((chart, i) => {
    const { left, top, right, bottom } = chart.at;
    const corner = (name: string, column: number, row: number): string =>
      `<xdr:${name}><xdr:col>${column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:${name}>`;
    return `<xdr:twoCellAnchor>${corner('from', left, top)}${corner('to', right, bottom)}<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="${i + 2}" name="Chart ${i + 1}" descr="${escapeXml(chart.title)}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="${C}"><c:chart xmlns:c="${C}" r:id="${ids[i]}"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>`;
  });
  return `${HEAD}<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="${A}" xmlns:r="${R}">${anchors.join('')}</xdr:wsDr>`;
}
