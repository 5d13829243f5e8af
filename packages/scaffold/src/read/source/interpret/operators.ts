// Operators over values: folded where both sides are known, and unknown with a reason where one is not.
import { constant, either, type Primitive, truthOf, unknown, type Value } from '../values.js';

export function binary(operator: string, left: Value, right: Value): Value {
  if (operator === '+' && (left.kind === 'either' || right.kind === 'either')) return joined(left, right);
  if (left.kind !== 'constant' || right.kind !== 'constant') {
    return unknown(`the operands of ${operator} are known at run time only`);
  }
  return fold(operator, left.value, right.value);
}

const MOST_ALTERNATIVES = 16;

/** Each of several on the one side with each on the other: `${prefix || ''}/users`. */
function joined(left: Value, right: Value): Value {
  const each = (value: Value): readonly Value[] => (value.kind === 'either' ? value.values : [value]);
  if (each(left).length * each(right).length > MOST_ALTERNATIVES) return unknown('a text of too many alternatives');
  return either(each(left).flatMap((one) => each(right).map((other) => binary('+', one, other))));
}

function fold(operator: string, left: Primitive, right: Primitive): Value {
  switch (operator) {
    case '+':
      return typeof left === 'number' && typeof right === 'number'
        ? constant(left + right)
        : constant(String(left) + String(right));
    case '===':
    case '==':
      return constant(left === right);
    case '!==':
    case '!=':
      return constant(left !== right);
    default:
      return typeof left === 'number' && typeof right === 'number'
        ? arithmetic(operator, left, right)
        : unknown(`${operator} is not followed`);
  }
}

function arithmetic(operator: string, left: number, right: number): Value {
  switch (operator) {
    case '-':
      return constant(left - right);
    case '*':
      return constant(left * right);
    case '/':
      return constant(left / right);
    case '%':
      return constant(left % right);
    case '**':
      return constant(left ** right);
    case '<':
      return constant(left < right);
    case '<=':
      return constant(left <= right);
    case '>':
      return constant(left > right);
    case '>=':
      return constant(left >= right);
    default:
      return unknown(`${operator} is not followed`);
  }
}

export function unary(operator: string, value: Value): Value {
  if (operator === '!') {
    const truth = truthOf(value);
    return truth === undefined ? unknown('a condition known at run time only') : constant(!truth);
  }
  if (operator === 'typeof' && value.kind === 'constant')
    return constant(value.value === null ? 'object' : typeof value.value);
  if (operator === 'typeof' && (value.kind === 'closure' || value.kind === 'class')) return constant('function');
  if (operator === 'void') return constant(undefined);
  if (value.kind === 'constant' && typeof value.value === 'number') {
    if (operator === '-') return constant(-value.value);
    if (operator === '+') return value;
  }
  return unknown(`${operator} of a value known at run time only`);
}
