// A straight-line check of one parameter, short enough to stand beside its validator.
import type { Schema } from '../../model/api-model.js';
import type { ApiPlan } from '../../plan/api-plan.js';
import { type Code, code } from '../code.js';
import { conditionOf, TRUE } from './condition-of.js';
import type { GuardContext } from './guard-context.js';

/** `(value) => typeof value === 'string' && value.length <= 5`; undefined where that needs more than one expression. */
export function parameterGuard(plan: ApiPlan, schema: Schema): Code | undefined {
  let isOneExpression = true;
  const isMore = (part: Code): Code => {
    isOneExpression = false;
    return part;
  };
  const context: GuardContext = {
    plan,
    direction: 'request',
    uses: new Set(),
    guardOf: () => isMore(TRUE),
    constant: isMore,
    declare: () => isMore(TRUE),
  };
  const condition = conditionOf(context, schema, code`value`, 'value');
  const needsHelpers = [...context.uses].some((name) => name !== 'z');
  if (condition === undefined || condition === TRUE || !isOneExpression || needsHelpers) return undefined;
  return /\bvalue\b/.test(condition) ? code`(value) => ${condition}` : undefined;
}
