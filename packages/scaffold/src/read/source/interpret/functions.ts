import type { Expression } from 'oxc-parser';
import type { Closure } from '../values.js';
import type { Frame } from './machine.js';

export function closureOf(frame: Frame, node: Closure['node']): Closure {
  const isArrow = node.type === 'ArrowFunctionExpression';
  return {
    kind: 'closure',
    node,
    scope: frame.scope,
    file: frame.file,
    ...(isArrow && frame.self && { self: frame.self }),
    ...(frame.home?.kind === 'class' && { home: frame.home }),
  };
}

/** The expression behind parentheses, type assertions and `await`, none of which changes what a value is. */
export function unwrapped(node: Expression): Expression {
  switch (node.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
    case 'TSInstantiationExpression':
      return unwrapped(node.expression);
    case 'AwaitExpression':
      return unwrapped(node.argument);
    case 'ChainExpression':
      return unwrapped(node.expression);
    default:
      return node;
  }
}
