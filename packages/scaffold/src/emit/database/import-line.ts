import { type Code, code, ident, str } from '../code.js';
import { entry, group, print } from '../layout.js';

/** `import { list, type Page } from '../database/select.js';`, names in order. */
export function importLine(from: string, values: readonly string[], types: readonly string[]): Code {
  const names = [
    ...values.map((name) => ({ name, head: {} })),
    ...types.map((name) => ({ name, head: values.length > 0 ? { head: code`type ` } : {} })),
  ].sort((a, b) => compare(a.name.toLowerCase(), b.name.toLowerCase()) || compare(b.name, a.name));
  const open = values.length > 0 ? code`import {` : code`import type {`;
  const items = names.map(({ name, head }) => entry(ident(name), head));
  return print(group(open, items, code`} from ${str(from)};`, { padded: true }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
