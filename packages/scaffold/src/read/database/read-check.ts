// What a check constraint says of single values, in the words of JSON Schema: bounds, lengths, patterns, lists.
import type { Limits } from '../../model/relation.js';
import { type Expression, parseCheck } from './check-expression.js';
import { portablePattern } from './portable-pattern.js';

/** Column (`VALUE` in a domain) → what the constraint says of it. What cannot be said is left to the database. */
export function readCheck(definition: string): ReadonlyMap<string, Limits> {
  const limits = new Map<string, Limits>();
  const expression = parseCheck(definition);
  if (expression)
    for (const [name, found] of limitsOf(expression)) limits.set(name, mergeLimits(limits.get(name), found));
  return limits;
}

function limitsOf(expression: Expression): readonly (readonly [string, Limits])[] {
  if (expression.kind === 'all') return expression.parts.flatMap(limitsOf);
  if (expression.kind !== 'compare') return [];
  const { operator, left, right } = expression;
  const turned = TURNED[operator];
  // `1 > 0` would be turned for ever, and says nothing of a column.
  if (left.kind === 'value' && right.kind !== 'value' && turned !== undefined)
    return limitsOf({ kind: 'compare', operator: turned, left: right, right: left });
  if (left.kind === 'name') {
    const limits = valueLimits(operator, right);
    return limits ? [[left.name, limits]] : [];
  }
  if (
    left.kind !== 'call' ||
    left.argument.kind !== 'name' ||
    !/^(?:char_length|character_length|length)$/.test(left.name)
  )
    return [];
  const limits = lengthLimits(operator, right);
  return limits ? [[left.argument.name, limits]] : [];
}

/** `0 < price` is `price > 0`. */
const TURNED: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=', '=': '=' };

function valueLimits(operator: string, right: Expression): Limits | undefined {
  if (operator === '= ANY' && right.kind === 'list') {
    const values = right.items.flatMap((item) => (item.kind === 'value' ? [item.value] : []));
    return values.length === right.items.length ? { values } : undefined;
  }
  if (right.kind !== 'value') return undefined;
  if (operator === '~') {
    const pattern = portablePattern(String(right.value));
    return pattern === undefined ? undefined : { pattern };
  }
  const value = numberOf(right.value);
  if (value === undefined) return undefined;
  if (operator === '>') return { exclusiveMinimum: value };
  if (operator === '>=') return { minimum: value };
  if (operator === '<') return { exclusiveMaximum: value };
  if (operator === '<=') return { maximum: value };
  return undefined;
}

function lengthLimits(operator: string, right: Expression): Limits | undefined {
  const value = right.kind === 'value' ? numberOf(right.value) : undefined;
  if (value === undefined || !Number.isInteger(value) || value < 0) return undefined;
  if (operator === '>') return { minLength: value + 1 };
  if (operator === '>=') return { minLength: value };
  if (operator === '<' && value > 0) return { maxLength: value - 1 };
  if (operator === '<=') return { maxLength: value };
  return operator === '=' ? { minLength: value, maxLength: value } : undefined;
}

/** Negative numbers are deparsed as texts: `'-90'::integer`. */
function numberOf(value: string | number): number | undefined {
  if (typeof value === 'number') return value;
  return /^-?\d{1,15}(?:\.\d+)?$/.test(value) ? Number(value) : undefined;
}

/** Both at once: the narrower of two bounds. The second of two patterns is left to the database. */
export function mergeLimits(one: Limits | undefined, other: Limits | undefined): Limits {
  if (!one || !other) return one ?? other ?? {};
  const merged: { -readonly [Key in keyof Limits]: Limits[Key] } = { ...other, ...one };
  for (const key of ['minimum', 'exclusiveMinimum', 'minLength'] as const) narrow(merged, key, one, other, Math.max);
  for (const key of ['maximum', 'exclusiveMaximum', 'maxLength'] as const) narrow(merged, key, one, other, Math.min);
  if (one.values && other.values) merged.values = one.values.filter((value) => other.values?.includes(value));
  return merged;
}

function narrow(
  merged: { -readonly [Key in keyof Limits]: Limits[Key] },
  key: 'minimum' | 'exclusiveMinimum' | 'minLength' | 'maximum' | 'exclusiveMaximum' | 'maxLength',
  one: Limits,
  other: Limits,
  choose: (a: number, b: number) => number,
): void {
  const a = one[key];
  const b = other[key];
  if (a !== undefined && b !== undefined) merged[key] = choose(a, b);
}
