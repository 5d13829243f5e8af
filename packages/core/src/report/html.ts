// The report as one page that needs nothing else: no request, no script, a content policy that allows only its own style.
import { createHash } from 'node:crypto';
import { escapeHtml } from './escape-html.js';
import { renderBars, renderTree } from './html-pictures.js';
import type { Block, Field, Item, Report, Tone } from './model.js';
import { renderHeatMap, renderPlot } from './svg.js';

const STYLE = `
:root{--back:#f6f7f9;--card:#fff;--text:#1c2330;--soft:#5d6778;--line:#dde2ea;--good:#177245;--bad:#b42318;--warn:#92600a;--s0:#2563eb;--s1:#d97706;--s2:#b42318;--s3:#177245;--s4:#7c3aed;--s5:#0e7490;--heat:37,99,235}
@media (prefers-color-scheme:dark){:root{--back:#12151b;--card:#1b2029;--text:#e6e9ef;--soft:#9aa5b6;--line:#313948;--good:#4ac38a;--bad:#f97066;--warn:#e8b04b;--s0:#6ea0ff;--s1:#f2b155;--s2:#f97066;--s3:#4ac38a;--s4:#b794f6;--s5:#4cc3dd;--heat:110,160,255}}
*{box-sizing:border-box}body{margin:0;background:var(--back);color:var(--text);font:15px/1.5 system-ui,sans-serif}
main{max-width:1080px;margin:0 auto;padding:24px 16px 48px}h1{font-size:24px;margin:0 0 12px}h2{font-size:13px;letter-spacing:.06em;color:var(--soft);margin:0 0 8px}
section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:16px;margin:12px 0;overflow-x:auto}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
dl.tiles{grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:12px}dl.tiles div{border-left:3px solid var(--line);padding-left:10px}dl.tiles dd{font-size:20px;font-variant-numeric:tabular-nums}
p{margin:6px 0;overflow-wrap:anywhere}ul,ol{margin:6px 0;padding-left:20px}small{display:block;color:var(--soft)}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th,td{padding:5px 12px 5px 0;text-align:left;border-bottom:1px solid var(--line)}th{color:var(--soft);font-weight:500}.r{text-align:right;white-space:nowrap}
pre{background:var(--back);border-radius:6px;padding:10px;overflow-x:auto;margin:8px 0}
.good{color:var(--good)}.bad{color:var(--bad)}.warning{color:var(--warn)}.muted{color:var(--soft)}
figure{margin:14px 0}figcaption{font-weight:600;margin-bottom:4px}svg{display:block;width:100%;height:auto}
.axis,.grid{fill:none;stroke:var(--line)}.grid{stroke-dasharray:2 4}.tick,.label{fill:var(--soft);font-size:11px}
${[0, 1, 2, 3, 4, 5].map((i) => `.s${i}{fill:none;stroke:var(--s${i});stroke-width:1.8}.f${i}{fill:var(--s${i})}.b${i}{background:var(--s${i})}`).join('')}
${[1, 2, 3, 4, 5, 6, 7, 8].map((i) => `.h${i}{fill:rgba(var(--heat),${i / 8})}`).join('')}
.bars{width:100%}.bars td{padding:2px 12px 2px 0;border:0}.bars td:last-child{width:50%;padding-right:0}.bars svg{height:10px}
.tree,.tree ul{list-style:none;padding-left:18px;margin:2px 0}.tree{padding-left:0}.tree li{margin:4px 0}.tree b{font-weight:500;border-left:6px solid var(--line);padding-left:8px}.tree small{padding-left:14px;overflow-wrap:anywhere}
${[1, 2, 3, 4, 5, 6, 7, 8].map((i) => `.tree .w${i}{border-color:rgba(var(--heat),${i / 8})}`).join('')}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:4px 16px;padding:0;color:var(--soft);font-size:13px}.legend i{display:inline-block;width:12px;height:3px;margin-right:6px;vertical-align:middle}
footer{color:var(--soft);font-size:13px;margin-top:20px}@media print{body{background:#fff}section{break-inside:avoid;border-color:#ccc}}
`;

export interface HtmlPage {
  readonly title: string;
  /** A line at the end: the tool, its version, when it ran. */
  readonly footer: string;
}

/** The whole page. Every text passes `escapeHtml`; there is no place for anything else. */
export function renderHtml(report: Report, page: HtmlPage): string {
  const hash = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const sections = divide(report.blocks).map((blocks) => `<section>${blocks.map(renderBlock).join('')}</section>`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escapeHtml(page.title)}</title><style>${STYLE}</style></head>
<body><main>${sections.join('\n')}
<footer>${escapeHtml(page.footer)}</footer></main></body></html>
`;
}

/** A section begins with each title and heading, and with the first of several pictures. */
function divide(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const sections: Block[][] = [];
  for (const block of blocks) {
    const current = sections.at(-1);
    const begins =
      block.kind === 'title' || block.kind === 'heading' || (isPicture(block) && !isPicture(current?.at(-1)));
    if (!current || begins) sections.push([block]);
    else current.push(block);
  }
  return sections;
}

function isPicture(block: Block | undefined): boolean {
  return block?.kind === 'plot' || block?.kind === 'heat-map' || block?.kind === 'bars';
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'title':
      return `<h1>${escapeHtml(block.text)}</h1>`;
    case 'heading':
      return `<h2>${escapeHtml(block.text.replace(/:$/, ''))}</h2>`;
    case 'paragraph':
      return `<p${toneClass(block.tone)}>${escapeHtml(block.text).replaceAll('\n', '<br>')}</p>`;
    case 'fields':
      return renderFields(block.fields);
    case 'list':
      return `<${block.ordered ? 'ol' : 'ul'}>${block.items.map(renderItem).join('')}</${block.ordered ? 'ol' : 'ul'}>`;
    case 'table':
      return renderTable(block);
    case 'code':
      return `<pre><code>${escapeHtml(block.text)}</code></pre>`;
    case 'plot':
      return figure(block.plot.title, renderPlot(block.plot));
    case 'heat-map':
      return figure(block.map.title, renderHeatMap(block.map));
    case 'bars':
      return figure(block.title, renderBars(block.bars));
    case 'tree':
      return figure(block.title, `<ul class="tree">${renderTree(block.root)}</ul>`);
    default:
      return block satisfies never;
  }
}

/** Short values are tiles; longer ones a list of name and value. */
function renderFields(fields: readonly Field[]): string {
  const tiles = fields.length > 2 && fields.every(({ value }) => value.length <= 24);
  const rows = fields.map(({ label, value, tone }) => {
    const pair = `<dt>${escapeHtml(label)}</dt><dd${toneClass(tone)}>${escapeHtml(value)}</dd>`;
    return tiles ? `<div>${pair}</div>` : pair;
  });
  return `<dl${tiles ? ' class="tiles"' : ''}>${rows.join('')}</dl>`;
}

function renderItem({ text, tone, details = [] }: Item): string {
  return `<li${toneClass(tone)}>${escapeHtml(text)}${details.map((detail) => `<small>${escapeHtml(detail)}</small>`).join('')}</li>`;
}

function renderTable({ columns, rows }: Extract<Block, { kind: 'table' }>): string {
  const side = (index: number): string => (columns[index]?.align === 'right' ? ' class="r"' : '');
  const head = columns.map((column, index) => `<th${side(index)}>${escapeHtml(column.label)}</th>`).join('');
  const body = rows.map(
    (row) => `<tr>${columns.map((_, index) => `<td${side(index)}>${escapeHtml(row[index] ?? '')}</td>`).join('')}</tr>`,
  );
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

function figure(title: string, content: string): string {
  return content === '' ? '' : `<figure><figcaption>${escapeHtml(title)}</figcaption>${content}</figure>`;
}

function toneClass(tone: Tone | undefined): string {
  return tone === undefined ? '' : ` class="${tone}"`;
}
