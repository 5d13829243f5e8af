// Lays code out: what fits stays on one line, what does not is broken at its outermost brackets. Linear in its size.
import { type Code, code, NOTHING } from './code.js';

export type Doc = Code | Group;

interface Group {
  readonly open: Code;
  readonly items: readonly Entry[];
  readonly close: Code;
  /** What stands between the brackets and the items on one line: a space for objects. */
  readonly padded: boolean;
  /** A union breaks with its bars in front; an intersection and a chain of calls do not break between their members. */
  readonly separator: ',' | ';' | ' |' | ' &' | '.' | '';
  /** Length on one line; undefined where an item must have a line of its own. */
  readonly width: number | undefined;
}

export interface Entry {
  /** A comment with its line break, without indentation; it forces the group to be broken. */
  readonly note?: (indent: number) => Code;
  /** What stands before the document on its line: `name: `, `...`. */
  readonly head: Code;
  readonly doc: Doc;
  /** What stands behind it: a call such as `.optional()`. */
  readonly tail: Code;
}

export const WIDTH = 110;

export function widthOf(doc: Doc): number | undefined {
  if (typeof doc !== 'string') return doc.width;
  return doc.includes('\n') ? undefined : doc.length;
}

export function entry(
  doc: Doc,
  parts: { readonly head?: Code; readonly tail?: Code; readonly note?: (indent: number) => Code } = {},
): Entry {
  return { head: parts.head ?? NOTHING, doc, tail: parts.tail ?? NOTHING, ...(parts.note && { note: parts.note }) };
}

/** `open item, item close`. A chain such as `z.object({…}).optional()` carries its end in `close`. */
export function group(
  open: Code,
  items: readonly Entry[],
  close: Code,
  options: { readonly padded?: boolean; readonly separator?: Group['separator'] } = {},
): Group {
  const padded = options.padded ?? false;
  let width: number | undefined =
    open.length + close.length + (options.separator === ' |' ? 1 : 0) + (padded && items.length > 0 ? 2 : 0);
  for (const item of items) {
    const inner = widthOf(item.doc);
    width =
      width === undefined || inner === undefined || item.note
        ? undefined
        : width + inner + item.head.length + item.tail.length + 2;
  }
  return { open, items, close, padded, separator: options.separator ?? ',', width };
}

/** `base.call(…)`: stays together, and breaks inside. */
export function chain(base: Doc, ...calls: readonly Doc[]): Doc {
  return group(
    NOTHING,
    [base, ...calls].map((part) => entry(part)),
    NOTHING,
    { separator: '.' },
  );
}

/** The same document with more behind it: `.nullable()`. */
export function append(doc: Doc, tail: Code): Doc {
  if (typeof doc === 'string') return code`${doc}${tail}`;
  return {
    ...doc,
    close: code`${doc.close}${tail}`,
    width: doc.width === undefined ? undefined : doc.width + tail.length,
  };
}

/** The text of a document that begins at a column and is indented by `indent` spaces. */
export function print(doc: Doc, indent = 0, column = indent): Code {
  const parts: string[] = [];
  printInto(parts, doc, indent, column, 0);
  return parts.join('') as Code;
}

function printInto(parts: string[], doc: Doc, indent: number, column: number, trailing: number): void {
  if (typeof doc === 'string') {
    parts.push(doc);
  } else if (doc.items.length === 0 || (doc.width !== undefined && column + doc.width + trailing <= WIDTH)) {
    printFlat(parts, doc);
  } else if (doc.separator === ' |') {
    printUnion(parts, doc, indent);
  } else if (doc.separator === ' &' || doc.separator === '.') {
    printHugging(parts, doc, indent, column, doc.separator === '.' ? '' : ' & ');
  } else {
    parts.push(doc.open, '\n');
    const margin = ' '.repeat(indent + 2);
    const end = doc.separator === '' ? '\n' : `${doc.separator}\n`;
    for (const item of doc.items) {
      parts.push(item.note?.(indent + 2) ?? '', margin, item.head);
      printInto(parts, item.doc, indent + 2, indent + 2 + item.head.length, item.tail.length + doc.separator.length);
      parts.push(item.tail, end);
    }
    parts.push(' '.repeat(indent), doc.close);
  }
}

function printUnion(parts: string[], doc: Group, indent: number): void {
  const margin = ' '.repeat(indent + 2);
  if (doc.open === '') parts.push((parts.pop() ?? '').trimEnd());
  else parts.push(doc.open);
  for (const item of doc.items) {
    parts.push('\n', margin, '| ', item.head);
    printInto(parts, item.doc, indent + 2, indent + 4, item.tail.length + 1);
    parts.push(item.tail);
  }
  if (doc.close !== '') parts.push('\n', ' '.repeat(indent), doc.close);
}

function printHugging(parts: string[], doc: Group, indent: number, column: number, between: string): void {
  parts.push(doc.open);
  doc.items.forEach((item, index) => {
    if (index > 0) parts.push(between);
    parts.push(item.head);
    printInto(parts, item.doc, indent, column, item.tail.length + 2);
    parts.push(item.tail);
  });
  parts.push(doc.close);
}

function printFlat(parts: string[], doc: Doc): void {
  if (typeof doc === 'string') {
    parts.push(doc);
    return;
  }
  const pad = doc.padded && doc.items.length > 0 ? ' ' : '';
  parts.push(doc.open, pad);
  doc.items.forEach((item, index) => {
    if (index > 0 && doc.separator !== '.') parts.push(`${doc.separator} `);
    parts.push(item.head);
    printFlat(parts, item.doc);
    parts.push(item.tail);
  });
  parts.push(pad, doc.close);
}
