import type { Block, Item, Report } from './model.js';
import { term, termLine } from './term.js';

/** The report as GitHub-flavoured Markdown. Text from outside cannot become markup. */
export function renderMarkdown(report: Report): string {
  return `${report.blocks
    .map(renderBlock)
    .filter((text) => text !== '')
    .join('\n\n')}\n`;
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'title':
      return `# ${escapeMarkdown(block.text)}`;
    case 'heading':
      return `## ${escapeMarkdown(block.text.replace(/:$/, ''))}`;
    case 'paragraph':
      return escapeMarkdown(block.text);
    case 'fields':
      return block.fields
        .map((field) => `- **${escapeMarkdown(field.label)}:** ${escapeMarkdown(field.value)}`)
        .join('\n');
    case 'list':
      return block.items.map((item, index) => renderItem(item, block.ordered ? `${index + 1}.` : '-')).join('\n');
    case 'table':
      return [
        row(block.columns.map((column) => column.label)),
        `| ${block.columns.map((column) => (column.align === 'right' ? '---:' : '---')).join(' | ')} |`,
        ...block.rows.map((cells) => row(block.columns.map((_, index) => cells[index] ?? ''))),
      ].join('\n');
    case 'code':
      return fence(block.language, block.text);
    case 'plot':
    case 'heat-map':
    case 'bars':
    case 'tree':
      return '';
    default:
      return block satisfies never;
  }
}

function renderItem(item: Item, marker: string): string {
  const indent = ' '.repeat(marker.length + 1);
  const details = (item.details ?? []).map((detail) => `${indent}${escapeMarkdown(detail)}`);
  return [`${marker} ${escapeMarkdown(item.text)}`, ...details].join('\\\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => escapeMarkdown(cell)).join(' | ')} |`;
}

/** A fence that is longer than any run of backticks in the text. */
function fence(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
  const marks = '`'.repeat(longest + 1);
  return `${marks}${language}\n${term(text, { keepTabs: true }).replace(/\n$/, '')}\n${marks}`;
}

function escapeMarkdown(text: string): string {
  return termLine(text)
    .replace(/[\\`*_{}[\]<>#|~$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replace(/^([-+]|\d+[.)])(?=\s)/, '\\$1');
}
