// A pattern as the expression that holds a text against it.
import { onePassOf } from '@senior-backend/core/json-schema/patterns/one-pass';
import { num, regex } from '../code.js';
import type { Doc } from '../layout.js';
import { helper, jsonLiteral } from './call.js';
import type { ZodContext } from './context.js';

/** `new RegExp('^[a-z]+$', 'u')`; where a text could make that slow, one that goes through a text once, or refuses long ones. */
export function patternOf(context: ZodContext, pattern: string): Doc {
  const longest = context.plan.model.slowPatterns?.get(pattern);
  if (longest === undefined) return regex(pattern);
  const pass = onePassOf(pattern);
  if (!pass) return helper(context, 'upTo', [num(longest), regex(pattern)]);
  const states = pass.states.map(({ takes, next, ends }) => [takes, [...next], ends]);
  const { first, elsewhere, empty } = pass;
  return helper(context, 'inOnePass', [
    regex(pattern),
    jsonLiteral({ first: [...first], elsewhere: [...elsewhere], empty, states }),
  ]);
}
