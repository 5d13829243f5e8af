import type { Block, Column, Field, Item, Report, Tone } from './model.js';
import { type Paint, plain } from './paint.js';
import { term, termLine } from './term.js';
import { padToWidth, textWidth } from './width.js';

/** The report as a terminal shows it. Everything that it holds passes through `term`. */
export function renderText(report: Report, paint: Paint = plain): string {
  const parts: string[] = [];
  let indent = '';
  for (const block of report.blocks) {
    if (block.kind === 'title' || block.kind === 'heading') {
      indent = block.kind === 'heading' ? '  ' : '';
      if (parts.length > 0) parts.push('');
    }
    parts.push(...renderBlock(block, paint).map((line) => (isHead(block) || line === '' ? line : indent + line)));
  }
  return parts.length === 0 ? '' : `${parts.join('\n')}\n`;
}

function isHead(block: Block): boolean {
  return block.kind === 'title' || block.kind === 'heading';
}

function renderBlock(block: Block, paint: Paint): string[] {
  switch (block.kind) {
    case 'title':
      return [paint.bold(`=== ${termLine(block.text)} ===`)];
    case 'heading':
      return [paint.bold(termLine(block.text))];
    case 'paragraph':
      return term(block.text)
        .split('\n')
        .map((line) => toned(line, block.tone, paint));
    case 'fields':
      return renderFields(block.fields, paint);
    case 'list':
      return block.items.flatMap((item, index) => renderItem(item, block.ordered ? `${index + 1}. ` : '- ', paint));
    case 'table':
      return renderTable(block.columns, block.rows, paint);
    case 'code':
      return term(block.text, { keepTabs: true })
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `  ${line}`);
    case 'plot':
    case 'heat-map':
    case 'bars':
    case 'tree':
      return [];
    default:
      return block satisfies never;
  }
}

function renderFields(fields: readonly Field[], paint: Paint): string[] {
  const width = Math.max(0, ...fields.map((field) => textWidth(termLine(field.label)) + 1));
  return fields.map(
    (field) => `${padToWidth(`${termLine(field.label)}:`, width)} ${toned(termLine(field.value), field.tone, paint)}`,
  );
}

function renderItem(item: Item, marker: string, paint: Paint): string[] {
  const continuation = ' '.repeat(marker.length);
  const [first = '', ...rest] = term(item.text).split('\n');
  return [
    `${marker}${toned(first, item.tone, paint)}`,
    ...rest.map((line) => continuation + toned(line, item.tone, paint)),
    ...(item.details ?? []).flatMap((detail) => term(detail).split('\n')).map((line) => continuation + paint.dim(line)),
  ];
}

function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[], paint: Paint): string[] {
  const cells = rows.map((row) => columns.map((_, index) => termLine(row[index] ?? '')));
  const heads = columns.map((column) => termLine(column.label));
  const widths = heads.map((head, index) =>
    cells.reduce((widest, row) => Math.max(widest, textWidth(row[index] ?? '')), textWidth(head)),
  );
  const line = (values: readonly string[]): string =>
    values
      .map((value, index) => padToWidth(value, widths[index] ?? 0, columns[index]?.align))
      .join('  ')
      .trimEnd();
  return [paint.dim(line(heads)), ...cells.map(line)];
}

function toned(text: string, tone: Tone | undefined, paint: Paint): string {
  switch (tone) {
    case 'good':
      return paint.green(text);
    case 'bad':
      return paint.red(text);
    case 'warning':
      return paint.yellow(text);
    case 'muted':
      return paint.dim(text);
    case undefined:
      return text;
    default:
      return tone satisfies never;
  }
}
