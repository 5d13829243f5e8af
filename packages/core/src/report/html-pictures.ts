// Pictures of the HTML page that are made of its own elements: bars and trees.
import { escapeHtml } from './escape-html.js';
import type { Bar, TreeNode } from './model.js';

/** A row each; the longest bar fills its cell. */
export function renderBars(bars: readonly Bar[]): string {
  const most = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  const rows = bars.map(({ label, value, text }) => {
    const width = Math.round((Math.max(0, value) / most) * 1_000) / 10;
    const bar = `<svg viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="${escapeHtml(text)}"><rect class="f0" width="${width}" height="6"/></svg>`;
    return `<tr><td>${escapeHtml(label)}</td><td class="r">${escapeHtml(text)}</td><td>${bar}</td></tr>`;
  });
  return bars.length === 0 ? '' : `<table class="bars"><tbody>${rows.join('')}</tbody></table>`;
}

/** A list in a list; the colour at the left of a node says how much of the whole it is. */
export function renderTree({ text, details, share, children }: TreeNode): string {
  const weight = Math.min(8, Math.max(0, Math.ceil(share * 8)));
  const below = children.length === 0 ? '' : `<ul>${children.map(renderTree).join('')}</ul>`;
  const notes = details.map((detail) => `<small>${escapeHtml(detail)}</small>`).join('');
  return `<li><b${weight === 0 ? '' : ` class="w${weight}"`}>${escapeHtml(text)}</b>${notes}${below}</li>`;
}
