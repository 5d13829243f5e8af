// A regular expression of ECMAScript without flags but `u`, as a tree.
import type { CodePoints } from './code-points.js';

export type Expression =
  | Character
  | { readonly kind: 'sequence'; readonly parts: readonly Expression[] }
  | { readonly kind: 'either'; readonly parts: readonly Expression[] }
  | { readonly kind: 'repeat'; readonly part: Expression; readonly least: number; readonly most: number }
  | { readonly kind: 'group'; readonly name: string; readonly part: Expression }
  /** `\1`, `\k<name>`: the text that a group has matched. */
  | { readonly kind: 'reference'; readonly group: string }
  /** `(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)` */
  | { readonly kind: 'look'; readonly part: Expression }
  /** `^`, `$`, and `\b` or `\B`. */
  | { readonly kind: 'start' | 'end' | 'boundary' };

/** One character of a set. */
export interface Character {
  readonly kind: 'character';
  readonly set: CodePoints;
  /** As it stands in the expression: `[a-z]`, `\d`, `.`, `x`. */
  readonly source: string;
}

/** The parts of an expression, itself first, each before what is in it. */
export function* walkExpression(expression: Expression): Generator<Expression> {
  yield expression;
  if (expression.kind === 'sequence' || expression.kind === 'either')
    for (const part of expression.parts) yield* walkExpression(part);
  else if ('part' in expression) yield* walkExpression(expression.part);
}
