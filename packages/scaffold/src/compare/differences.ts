import type { Json } from '../model/api-model.js';

export interface Difference {
  /** The way into the canonical form: `operations/get ~1users/parameters/0`. */
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** Where two values differ, at the deepest places. */
export function differences(before: Json | undefined, after: Json | undefined, path = ''): readonly Difference[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isObject(before) && isObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    const own = (value: { readonly [key: string]: Json }, key: string): Json | undefined =>
      Object.hasOwn(value, key) ? value[key] : undefined;
    const found = [...keys].flatMap((key) =>
      differences(own(before, key), own(after, key), `${path}/${key.replaceAll('/', '~1')}`),
    );
    return found;
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((item: Json, index) => differences(item, after[index] as Json, `${path}/${index}`));
  return [{ path, before, after }];
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
