// What the probes of all frameworks are made of.
import { type Item, NOWHERE, native, type RecordValue, textOf, type Value } from '../values.js';

export interface Probe {
  readonly args: readonly Value[];
  assigned(object: Value, name: string, item: Item): void;
  returned(value: Value): void;
}

export const REQUEST: Value = { kind: 'package', name: '@request' };

export function statusText(value: Value | undefined, usual: string): string {
  if (value === undefined) return usual;
  return value.kind === 'constant' && typeof value.value === 'number' ? String(value.value) : 'default';
}

/** The answer that is being made. */
export interface State {
  status: Value | undefined;
  /** Of the answer that is being made; undefined where the framework decides. */
  mediaType: string | undefined;
}

const SHORT_TYPES: Readonly<Record<string, string>> = {
  json: 'application/json',
  html: 'text/html',
  text: 'text/plain',
  txt: 'text/plain',
  xml: 'application/xml',
  csv: 'text/csv',
};

/** `application/problem+json; charset=utf-8` and `json`, as media types. */
export function mediaTypeOf(value: Value | undefined): string | undefined {
  const [text = ''] = (textOf(value) ?? '').toLowerCase().split(';');
  const type = text.trim();
  if (/^[\w.+-]+\/[\w.+-]+$/.test(type)) return type;
  return Object.hasOwn(SHORT_TYPES, type) ? SHORT_TYPES[type] : undefined;
}

/** Of `set('Content-Type', type)` and `set({ 'Content-Type': type })`. */
export function headerType(args: readonly Item[]): string | undefined {
  const [first, second] = args;
  const pairs: readonly (readonly [string, Value | undefined])[] =
    first?.value.kind === 'record'
      ? [...first.value.members].map(([name, item]) => [name, item.value])
      : [[textOf(first?.value) ?? '', second?.value]];
  return mediaTypeOf(pairs.find(([name]) => name.toLowerCase() === 'content-type')?.[1]);
}

export function addMethods(target: RecordValue, names: string, run: (args: readonly Item[]) => Value): void {
  for (const name of names.split(' ')) target.members.set(name, { value: native(name, run), at: NOWHERE });
}

export function isText(value: Value | undefined): boolean {
  return value?.kind === 'constant' && typeof value.value === 'string';
}
