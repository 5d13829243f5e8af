// A value in a spec together with the way to it, so that everything that is said about it can name its line.
import type { SpecDocument } from './document.js';

export interface SpecNode {
  readonly document: SpecDocument;
  readonly value: unknown;
  readonly key: string;
  readonly parent: SpecNode | undefined;
}

export function rootNode(document: SpecDocument): SpecNode {
  return { document, value: document.root, key: '', parent: undefined };
}

/** The member of an object or the element of a list; undefined where it has none of its own. */
export function child(node: SpecNode, key: string): SpecNode | undefined {
  const { value } = node;
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
  const held = (value as Readonly<Record<string, unknown>>)[key];
  return held === undefined ? undefined : { document: node.document, value: held, key, parent: node };
}

/** All members, or elements, in the order of the document. Nothing for a value that has none. */
export function children(node: SpecNode | undefined): readonly SpecNode[] {
  if (node === undefined || node.value === null || typeof node.value !== 'object') return [];
  return Object.keys(node.value).flatMap((key) => child(node, key) ?? []);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function keysOf(node: SpecNode): readonly string[] {
  const keys: string[] = [];
  for (let at = node; at.parent; at = at.parent) keys.push(at.key);
  return keys.reverse();
}

/** RFC 6901, as it stands behind the `#` of a reference. */
export function pointerOf(node: SpecNode): string {
  return keysOf(node)
    .map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

export function textOf(node: SpecNode, key: string): string | undefined {
  const value = child(node, key)?.value;
  return typeof value === 'string' ? value : undefined;
}
