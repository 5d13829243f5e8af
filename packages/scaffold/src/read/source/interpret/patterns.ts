// Binding and assigning: `const { a, b: [c] = [] } = value`.
import type {
  AssignmentTarget,
  AssignmentTargetMaybeDefault,
  BindingPattern,
  Expression,
  ParamPattern,
  PropertyKey,
} from 'oxc-parser';
import { type Item, list, record, UNDEFINED, unknown, type Value } from '../values.js';
import type { Frame, Machine } from './machine.js';

type Pattern = BindingPattern | AssignmentTarget | AssignmentTargetMaybeDefault | ParamPattern;

/** The name of a member; undefined where it is made at run time. */
export function keyOf(machine: Machine, frame: Frame, key: PropertyKey, computed: boolean): string | undefined {
  if (key.type === 'PrivateIdentifier') return key.name;
  if (!computed && key.type === 'Identifier') return key.name;
  const value = machine.evaluate(frame, key as Expression);
  return value.kind === 'constant' ? String(value.value) : undefined;
}

export function declarePattern(machine: Machine, frame: Frame, pattern: Pattern, item: Item): void {
  bind(machine, frame, pattern, item, (name, value) => frame.scope.declare(name, value));
}

export function assignPattern(machine: Machine, frame: Frame, pattern: Pattern, item: Item): void {
  bind(machine, frame, pattern, item, (name, value) => frame.scope.assign(name, value));
}

type Put = (name: string, value: Value) => void;

function bind(machine: Machine, frame: Frame, pattern: Pattern, item: Item, put: Put): void {
  switch (pattern.type) {
    case 'Identifier':
      put(pattern.name, item.value);
      return;
    case 'AssignmentPattern':
      bind(machine, frame, pattern.left, withDefault(machine, frame, item, pattern.right), put);
      return;
    case 'ObjectPattern':
      bindObject(machine, frame, pattern, item, put);
      return;
    case 'ArrayPattern':
      pattern.elements.forEach((element, index) => {
        if (element === null) return;
        if (element.type === 'RestElement') bind(machine, frame, element.argument, rest(item, index), put);
        else bind(machine, frame, element, { value: machine.member(item.value, String(index)), at: item.at }, put);
      });
      return;
    case 'RestElement':
      bind(machine, frame, pattern.argument, item, put);
      return;
    case 'TSParameterProperty':
      bind(machine, frame, pattern.parameter, item, (name, value) => {
        put(name, value);
        if (frame.self) machine.assignMember(frame.self, name, { value, at: item.at });
      });
      return;
    case 'MemberExpression': {
      const name = pattern.computed ? keyOf(machine, frame, pattern.property, true) : pattern.property.name;
      const object = machine.evaluate(frame, pattern.object);
      if (name !== undefined) machine.assignMember(object, name, item);
      return;
    }
    default:
      bind(machine, frame, pattern.expression as Pattern, item, put);
  }
}

function withDefault(machine: Machine, frame: Frame, item: Item, fallback: Expression): Item {
  const { value } = item;
  const isAbsent = value.kind === 'constant' && value.value === undefined;
  // A parameter that nobody gave: its default is what the code says of it.
  return isAbsent || value.kind === 'unknown' ? { value: machine.evaluate(frame, fallback), at: item.at } : item;
}

function bindObject(
  machine: Machine,
  frame: Frame,
  pattern: Extract<Pattern, { type: 'ObjectPattern' }>,
  item: Item,
  put: Put,
): void {
  const taken = new Set<string>();
  for (const property of pattern.properties) {
    if (property.type === 'RestElement') {
      bind(machine, frame, property.argument, { value: without(item.value, taken), at: item.at }, put);
      continue;
    }
    const name = keyOf(machine, frame, property.key, property.computed);
    if (name === undefined) continue;
    taken.add(name);
    bind(machine, frame, property.value, { value: machine.member(item.value, name), at: item.at }, put);
  }
}

function rest({ value, at }: Item, from: number): Item {
  return {
    value: value.kind === 'list' ? list(value.items.slice(from), value.isOpen) : unknown('the rest of a list'),
    at,
  };
}

function without(value: Value, taken: ReadonlySet<string>): Value {
  if (value.kind !== 'record') return value.kind === 'constant' ? UNDEFINED : unknown('the rest of an object');
  return record(new Map([...value.members].filter(([name]) => !taken.has(name))), value.isOpen);
}
