// A value as a parameter of a URL, a header or a cookie: the way back from what `parameters.ts` decodes (OpenAPI 3.1.1, 4.8.12.3).
import type { Parameter } from '../model/api-model.js';

/** The pairs that the value becomes in a query; elsewhere one pair with the whole text, percent-encoded in paths and cookies. */
export function encodeParameter(
  { name, style, explode, in: place }: Pick<Parameter, 'name' | 'style' | 'explode' | 'in'>,
  value: unknown,
): readonly (readonly [string, string])[] {
  const encode = place === 'header' ? (text: string): string => text : encodeURIComponent;
  if (style === 'querystring' && !explode) return [[JSON.stringify(value), '']];
  if (style === 'content') return [[name, encode(JSON.stringify(value))]];
  const members = membersOf(value);
  const isObject = members !== undefined && !Array.isArray(value);
  if (place === 'query') return queryPairs(name, style, explode, value, members, isObject);
  const separator = explode && style === 'label' ? '.' : explode && style === 'matrix' ? ';' : ',';
  const prefix = style === 'label' ? '.' : style === 'matrix' ? ';' : '';
  const named = style === 'matrix' ? `${name}=` : '';
  if (!members) return [[name, `${prefix}${named}${encode(textOf(value))}`]];
  if (explode && isObject) {
    return [[name, prefix + members.map(([key, item]) => `${encode(key)}=${encode(textOf(item))}`).join(separator)]];
  }
  const flat = members.flatMap(([key, item]) => (isObject ? [key, textOf(item)] : [textOf(item)])).map(encode);
  if (explode && style === 'matrix') return [[name, flat.map((text) => `;${named}${text}`).join('')]];
  return [[name, prefix + named + flat.join(separator)]];
}

function queryPairs(
  name: string,
  style: Parameter['style'],
  explode: boolean,
  value: unknown,
  members: readonly (readonly [string, unknown])[] | undefined,
  isObject: boolean,
): readonly (readonly [string, string])[] {
  if (!members) return [[name, encodeURIComponent(textOf(value))]];
  if (style === 'deepObject') return deepPairs(name, value);
  if (explode) return members.map(([key, item]) => [isObject ? key : name, encodeURIComponent(textOf(item))]);
  const flat = members.flatMap(([key, item]) => (isObject ? [key, textOf(item)] : [textOf(item)]));
  const separator = style === 'spaceDelimited' ? '%20' : style === 'pipeDelimited' ? '%7C' : ',';
  return [[name, flat.map(encodeURIComponent).join(separator)]];
}

function deepPairs(name: string, value: unknown): readonly (readonly [string, string])[] {
  const members = membersOf(value);
  if (!members) return [[name, encodeURIComponent(textOf(value))]];
  return members.flatMap(([key, item]) => deepPairs(`${name}[${Array.isArray(value) ? '' : key}]`, item));
}

function membersOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  return typeof value === 'object' && value !== null ? Object.entries(value) : undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
