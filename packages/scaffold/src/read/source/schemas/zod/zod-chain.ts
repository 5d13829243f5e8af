// A call of zod as it was written: which function, on what, with what.
import { packagePath } from '../../frameworks/package-path.js';
import type { CallValue, Item, Value } from '../../values.js';

export interface ZodCall {
  /** `string`, `iso.date`, `coerce.number` behind `z`; the method behind a schema. */
  readonly name: string;
  /** The schema that a method is called on; undefined for a function of zod itself. */
  readonly on: Value | undefined;
  readonly args: readonly Item[];
  readonly call: CallValue;
}

const ZOD = /^(?:zod(?:\/v4|\/v3|\/mini)?|@hono\/zod-openapi|@asteasolutions\/zod-to-openapi)$/;

export function zodCall(value: Value): ZodCall | undefined {
  if (value.kind !== 'call' || value.callee.kind !== 'member') return undefined;
  const { callee, args } = value;
  const path = packagePath(callee);
  if (path) {
    const members = path.members[0] === 'z' ? path.members.slice(1) : path.members;
    return ZOD.test(path.name) ? { name: members.join('.'), on: undefined, args, call: value } : undefined;
  }
  return { name: callee.name, on: callee.object, args, call: value };
}

/** A word of the tool's own `json-schema.ts` or `formats.ts`: `maxLength(5)`. */
export function ownCall(
  value: Value,
): { readonly name: string; readonly args: readonly Item[]; readonly call: CallValue } | undefined {
  if (value.kind !== 'call') return undefined;
  const path = packagePath(value.callee);
  if (path?.name !== 'api-scaffold/json-schema' && path?.name !== 'api-scaffold/formats') return undefined;
  return { name: path.members.join('.'), args: value.args, call: value };
}
