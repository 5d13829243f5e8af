// Plots as SVG text: no script, no style attribute, nothing that is loaded. Colours come from classes of the page.
import { escapeHtml } from './escape-html.js';
import type { Axis, HeatMap, Plot, Series } from './model.js';
import { formatFixed } from './number.js';

const WIDTH = 720;
const HEIGHT = 250;
const LEFT = 64;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 40;
const MOST_POINTS = 600;
const COLOURS = 6;

interface Scale {
  readonly ticks: readonly number[];
  /** From a value to a position in the plot, 0 to 1. */
  readonly place: (value: number) => number;
}

/** A line, step or bar plot with axes and legend. Points that are no finite numbers are left out. */
export function renderPlot(plot: Plot): string {
  const points = plot.series.flatMap((series) => series.points).filter(isFinitePoint);
  if (points.length === 0) return '';
  const x = scaleOf(
    plot.x,
    points.map(([value]) => value),
  );
  const y = scaleOf(
    plot.y,
    points.map(([, value]) => value),
  );
  const body = plot.series.map((series, index) => renderSeries(series, index % COLOURS, x, y)).join('');
  return `${svg(plot.title, renderAxes(plot.x, plot.y, x, y) + body)}${legend(plot.series)}`;
}

/** Cells coloured by weight: how values are spread over time. */
export function renderHeatMap(map: HeatMap): string {
  const { cells } = map;
  if (cells.length === 0) return '';
  const x = scaleOf(
    map.x,
    cells.flatMap((cell) => [cell.x0, cell.x1]),
  );
  const y = scaleOf(
    map.y,
    cells.flatMap((cell) => [cell.y0, cell.y1]),
  );
  const heaviest = Math.max(...cells.map((cell) => cell.weight));
  const body = cells.map((cell) => {
    const [left, right] = [px(x.place(cell.x0)), px(x.place(cell.x1))];
    const [top, bottom] = [py(y.place(cell.y1)), py(y.place(cell.y0))];
    // The square root brings out what is rare: the tail is what one looks for.
    const shade = Math.max(1, Math.ceil(Math.sqrt(cell.weight / heaviest) * 8));
    return `<rect class="h${shade}" x="${n(left)}" y="${n(top)}" width="${n(Math.max(0.5, right - left))}" height="${n(Math.max(0.5, bottom - top))}"/>`;
  });
  return svg(map.title, renderAxes(map.x, map.y, x, y) + body.join(''));
}

function renderSeries({ style, points }: Series, colour: number, x: Scale, y: Scale): string {
  const kept = thin(points.filter(isFinitePoint));
  if (style === 'bars') {
    const width = Math.max(1, (0.8 * (WIDTH - LEFT - RIGHT)) / Math.max(1, kept.length));
    const bars = kept.map(([vx, vy]) => {
      const top = py(y.place(vy));
      return `<rect x="${n(px(x.place(vx)) - width / 2)}" y="${n(top)}" width="${n(width)}" height="${n(HEIGHT - BOTTOM - top)}"/>`;
    });
    return `<g class="f${colour}">${bars.join('')}</g>`;
  }
  let path = '';
  let previous: string | undefined;
  for (const [vx, vy] of kept) {
    const [left, top] = [n(px(x.place(vx))), n(py(y.place(vy)))];
    if (previous !== undefined && style === 'step') path += `H${left}`;
    path += previous === undefined ? `M${left} ${top}` : `L${left} ${top}`;
    previous = top;
  }
  return `<path class="s${colour}" d="${path}"/>`;
}

function renderAxes(xAxis: Axis, yAxis: Axis, x: Scale, y: Scale): string {
  const bottom = HEIGHT - BOTTOM;
  const lines = y.ticks.map((tick) => {
    const top = n(py(y.place(tick)));
    return `<path class="grid" d="M${LEFT} ${top}H${WIDTH - RIGHT}"/><text class="tick" x="${LEFT - 6}" y="${top}" dy="4" text-anchor="end">${label(tick)}</text>`;
  });
  const marks = x.ticks.map((tick) => {
    const text = xAxis.tickLabels?.find(([value]) => value === tick)?.[1] ?? label(tick);
    return `<text class="tick" x="${n(px(x.place(tick)))}" y="${bottom + 15}" text-anchor="middle">${escapeHtml(text)}</text>`;
  });
  return [
    ...lines,
    ...marks,
    `<path class="axis" d="M${LEFT} ${TOP}V${bottom}H${WIDTH - RIGHT}"/>`,
    `<text class="label" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 6}" text-anchor="middle">${escapeHtml(xAxis.label)}</text>`,
    `<text class="label" x="12" y="${(TOP + bottom) / 2}" text-anchor="middle" transform="rotate(-90 12 ${(TOP + bottom) / 2})">${escapeHtml(yAxis.label)}</text>`,
  ].join('');
}

function legend(series: readonly Series[]): string {
  if (series.length < 2) return '';
  const items = series.map(({ name }, index) => `<li><i class="b${index % COLOURS}"></i>${escapeHtml(name)}</li>`);
  return `<ul class="legend">${items.join('')}</ul>`;
}

function svg(title: string, body: string): string {
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(title)}">${body}</svg>`;
}

function scaleOf(axis: Axis, values: readonly number[]): Scale {
  if (axis.scale === 'log') return logScale(values);
  const low = axis.fromZero === false ? Math.min(...values) : Math.min(0, ...values);
  const high = Math.max(...values);
  const ticks = axis.tickLabels?.map(([value]) => value) ?? linearTicks(low, high);
  const [from, to] = [Math.min(low, ticks[0] ?? low), Math.max(high, ticks.at(-1) ?? high)];
  return { ticks, place: (value) => (to > from ? (value - from) / (to - from) : 0.5) };
}

function logScale(values: readonly number[]): Scale {
  const positive = values.filter((value) => value > 0);
  const from = Math.floor(Math.log10(Math.min(...positive, 1e9)));
  const to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(...positive, 1e-9))));
  const ticks = Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index));
  return { ticks, place: (value) => (Math.log10(Math.max(value, 10 ** from)) - from) / (to - from) };
}

/** Four to eight round values that span the range. */
function linearTicks(low: number, high: number): readonly number[] {
  const range = high - low || 1;
  const rough = 10 ** Math.floor(Math.log10(range / 5));
  const step = [1, 2, 5, 10].map((factor) => factor * rough).find((candidate) => range / candidate <= 7) ?? rough * 10;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: Math.max(2, last - first + 1) }, (_, index) => (first + index) * step);
}

/** Keeps the highest of neighbouring points, so that thinning out hides no peak. */
function thin(points: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  if (points.length <= MOST_POINTS) return points;
  const size = Math.ceil(points.length / MOST_POINTS);
  return Array.from({ length: Math.ceil(points.length / size) }, (_, index) => {
    const group = points.slice(index * size, (index + 1) * size);
    return group.reduce((highest, point) => (point[1] > highest[1] ? point : highest));
  });
}

function isFinitePoint([x, y]: readonly [number, number]): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}

const px = (place: number): number => LEFT + place * (WIDTH - LEFT - RIGHT);
const py = (place: number): number => HEIGHT - BOTTOM - place * (HEIGHT - TOP - BOTTOM);
const n = (value: number): string => String(Math.round(value * 10) / 10);

function label(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${formatFixed(value / 1e6, size % 1e6 === 0 ? 0 : 1)}M`;
  if (size === 0 || size >= 10) return formatFixed(value, Number.isInteger(value) ? 0 : 1);
  return String(Number(value.toPrecision(3)));
}
