/** Bar charts as inline SVG: no script, no style, sharp in print. Everything shown is also said in the label. */
import { displayWidth } from '../../text.ts';
import { cut } from '../lines.ts';
import { element, escapeHtml } from './markup.ts';

export interface Segment {
  readonly name: string;
  readonly value: number;
  /** RRGGBB */
  readonly color: string;
}

export interface Bar {
  readonly name: string;
  readonly segments: readonly Segment[];
  /** shown after the bar */
  readonly note: string;
}

export interface Chart {
  readonly title: string;
  readonly bars: readonly Bar[];
  /** what the colours mean; empty for bars of one segment */
  readonly legend: readonly { readonly name: string; readonly color: string }[];
}

const WIDTH = 560;
const ROW = 26;
const THICK = 16;
const CHARACTER = 6.6;
const LABEL_MOST = 24;

/** One chart: horizontal bars on a common scale, names before them, figures behind. */
export function barChart({ title, bars, legend }: Chart): string {
  const label = Math.max(8, ...bars.map((bar) => Math.min(LABEL_MOST, displayWidth(bar.name)))) * CHARACTER + 8;
  const note = Math.max(4, ...bars.map((bar) => displayWidth(bar.note))) * CHARACTER + 10;
  const room = WIDTH - label - note;
  const most = Math.max(1, ...bars.map((bar) => bar.segments.reduce((sum, one) => sum + one.value, 0)));
  const drawn = bars.map((bar, i) => drawBar(bar, i * ROW, label, room / most));
  const keys = drawLegend(legend, bars.length * ROW + 8);
  const height = bars.length * ROW + 4 + keys.height;
  const spoken = [
    title,
    ...bars.map(
      (bar) =>
        `${bar.name} ${legend.length > 0 ? bar.segments.map((one) => `${one.name} ${one.value}`).join(', ') : bar.note}`,
    ),
  ].join('; ');
  const svg = element(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height, role: 'img', 'aria-label': spoken },
    [...drawn, keys.svg],
  );
  return element('figure', {}, [element('figcaption', {}, escapeHtml(title)), svg]);
}

function drawBar(bar: Bar, top: number, left: number, scale: number): string {
  const middle = top + ROW / 2;
  const parts = [
    element(
      'text',
      { x: left - 8, y: middle, 'text-anchor': 'end', 'dominant-baseline': 'central', class: 'name' },
      escapeHtml(cut(bar.name, LABEL_MOST)),
    ),
  ];
  let x = left;
  for (const { name, value, color } of bar.segments) {
    const width = value * scale;
    if (width <= 0) continue;
    parts.push(
      element(
        'rect',
        {
          x: x.toFixed(1),
          y: middle - THICK / 2,
          width: Math.max(1, width).toFixed(1),
          height: THICK,
          fill: `#${color}`,
        },
        element('title', {}, escapeHtml(`${bar.name} ${name} ${value}`)),
      ),
    );
    if (bar.segments.length > 1 && width > String(value).length * CHARACTER + 6)
      parts.push(
        element(
          'text',
          {
            x: (x + width / 2).toFixed(1),
            y: middle,
            'text-anchor': 'middle',
            'dominant-baseline': 'central',
            class: 'inside',
          },
          String(value),
        ),
      );
    x += width;
  }
  parts.push(
    element(
      'text',
      { x: (x + 6).toFixed(1), y: middle, 'dominant-baseline': 'central', class: 'note' },
      escapeHtml(bar.note),
    ),
  );
  return parts.join('');
}

function drawLegend(legend: Chart['legend'], top: number): { svg: string; height: number } {
  let x = 0;
  let y = top;
  const parts: string[] = [];
  for (const { name, color } of legend) {
    const width = displayWidth(name) * CHARACTER + 30;
    if (x + width > WIDTH) {
      x = 0;
      y += 20;
    }
    parts.push(
      element('rect', { x, y, width: 12, height: 12, fill: `#${color}` }),
      element('text', { x: x + 17, y: y + 6, 'dominant-baseline': 'central', class: 'note' }, escapeHtml(name)),
    );
    x += width;
  }
  return { svg: parts.join(''), height: legend.length === 0 ? 0 : y - top + 24 };
}
