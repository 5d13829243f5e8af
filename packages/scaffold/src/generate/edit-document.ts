// Edits of a document that people keep: only what an edit names is written anew.
import { parseDocument } from 'yaml';
import type { Json } from '../model/api-model.js';

export interface Edit {
  readonly path: readonly (string | number)[];
  /** Undefined: the member goes. */
  readonly value: Json | undefined;
}

export function memberAt(value: Json | undefined, path: readonly (string | number)[]): Json | undefined {
  let at: Json | undefined = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as { readonly [key: string]: Json })[String(step)];
  }
  return at;
}

/** The text with the edits made. Comments and the order of members stay; without an edit, every byte does. */
export function editDocument(file: string, text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return text;
  return file.endsWith('.json') ? editJson(text, edits) : editYaml(text, edits);
}

function editYaml(text: string, edits: readonly Edit[]): string {
  const document = parseDocument(text, { uniqueKeys: false });
  for (const { path, value } of edits) {
    if (value === undefined) document.deleteIn(path);
    else document.setIn(path, document.createNode(value));
  }
  removeEmptyPaths(edits, (path) => {
    const item: unknown = document.getIn(path);
    const isEmpty =
      typeof item === 'object' &&
      item !== null &&
      'items' in item &&
      Array.isArray(item.items) &&
      item.items.length === 0;
    if (isEmpty) document.deleteIn(path);
  });
  return document.toString({ lineWidth: 0 });
}

type Mutable = { [key: string]: Json };

function editJson(text: string, edits: readonly Edit[]): string {
  const root = JSON.parse(text) as Mutable;
  for (const { path, value } of edits) {
    const last = String(path.at(-1));
    const holder = holderOf(root, path.slice(0, -1), value !== undefined);
    if (holder && value === undefined) delete holder[last];
    else if (holder && value !== undefined) holder[last] = value;
  }
  removeEmptyPaths(edits, (path) => {
    const item = memberAt(root, path);
    if (typeof item === 'object' && item !== null && Object.keys(item).length === 0)
      delete (root['paths'] as Mutable)[String(path[1])];
  });
  const indent = /^\{\r?\n(\s+)"/.exec(text)?.[1] ?? '  ';
  return `${JSON.stringify(root, null, indent)}\n`;
}

function holderOf(root: Mutable, path: readonly (string | number)[], creates: boolean): Mutable | undefined {
  let at = root;
  for (const step of path) {
    const next = at[String(step)];
    if (typeof next === 'object' && next !== null) at = next as Mutable;
    else if (!creates) return undefined;
    else {
      const made: Mutable = {};
      at[String(step)] = made;
      at = made;
    }
  }
  return at;
}

/** A path whose last operation is gone has nothing to say. */
function removeEmptyPaths(edits: readonly Edit[], remove: (path: readonly string[]) => void): void {
  const gone = edits.filter(({ path, value }) => value === undefined && path.length === 3 && path[0] === 'paths');
  for (const { path } of gone) remove(['paths', String(path[1])]);
}
