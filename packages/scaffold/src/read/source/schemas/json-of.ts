import type { Json } from '../../../model/api-model.js';
import type { Value } from '../values.js';

/** The JSON that a value is; undefined where a part of it is not known, or is no JSON. */
export function jsonOf(value: Value): Json | undefined {
  switch (value.kind) {
    case 'constant':
      return typeof value.value === 'bigint' || value.value === undefined ? undefined : value.value;
    case 'list': {
      const items = value.items.map((item) => jsonOf(item.value));
      return value.isOpen || items.includes(undefined) ? undefined : items.filter((item) => item !== undefined);
    }
    case 'record': {
      if (value.isOpen) return undefined;
      const members = [...value.members].map(([name, item]) => [name, jsonOf(item.value)] as const);
      return members.some(([, item]) => item === undefined)
        ? undefined
        : Object.fromEntries(members.flatMap(([name, item]) => (item === undefined ? [] : [[name, item]])));
    }
    default:
      return undefined;
  }
}
