// Expressions → values.
import type {
  ArrayExpression,
  AssignmentExpression,
  CallExpression,
  Expression,
  ImportExpression,
  LogicalExpression,
  MemberExpression,
  MetaProperty,
  NewExpression,
  ObjectExpression,
  TemplateLiteral,
} from 'oxc-parser';
import {
  constant,
  either,
  type Item,
  list,
  record,
  textOf,
  truthOf,
  UNDEFINED,
  unknown,
  type Value,
} from '../values.js';
import { makeClass } from './classes.js';
import { closureOf, unwrapped } from './functions.js';
import type { Frame, Machine } from './machine.js';
import { superMember } from './members.js';
import { binary, unary } from './operators.js';
import { assignPattern, keyOf } from './patterns.js';

export function evaluate(machine: Machine, frame: Frame, wrapped: Expression): Value {
  const node = unwrapped(wrapped);
  if (!machine.spend()) return unknown('the program is too long to be followed');
  switch (node.type) {
    case 'Literal':
      if ('regex' in node) return { kind: 'pattern', source: node.regex.pattern };
      return 'bigint' in node ? unknown('a bigint') : constant(node.value);
    case 'TemplateLiteral':
      return template(machine, frame, node);
    case 'Identifier':
      return named(machine, frame, node.name);
    case 'ThisExpression':
      return frame.self ?? unknown('`this` of a caller that is not known');
    case 'Super':
      return frame.home?.kind === 'class' ? (frame.home.parent ?? UNDEFINED) : unknown('`super` without a class');
    case 'ArrayExpression':
      return arrayOf(machine, frame, node);
    case 'ObjectExpression':
      return objectOf(machine, frame, node);
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'FunctionDeclaration':
      return closureOf(frame, node);
    case 'ClassExpression':
    case 'ClassDeclaration':
      return makeClass(machine, frame, node);
    case 'MemberExpression':
      return memberExpression(machine, frame, node);
    case 'CallExpression':
    case 'NewExpression':
      return callExpression(machine, frame, node);
    case 'AssignmentExpression':
      return assignment(machine, frame, node);
    case 'ConditionalExpression':
      return conditional(machine, frame, node.test, node.consequent, node.alternate);
    case 'LogicalExpression':
      return logical(machine, frame, node);
    case 'BinaryExpression':
      return node.left.type === 'PrivateIdentifier'
        ? unknown('a private member')
        : binary(node.operator, evaluate(machine, frame, node.left), evaluate(machine, frame, node.right));
    case 'UnaryExpression':
      return unary(node.operator, evaluate(machine, frame, node.argument));
    case 'SequenceExpression':
      return node.expressions.reduce<Value>((_, inner) => evaluate(machine, frame, inner), UNDEFINED);
    case 'ImportExpression':
      return importExpression(machine, frame, node);
    case 'MetaProperty':
      return metaProperty(frame, node);
    default:
      return unknown(`${node.type} is not followed`);
  }
}

function importExpression(machine: Machine, frame: Frame, node: ImportExpression): Value {
  const source = evaluate(machine, frame, node.source);
  const imported = (one: Value): Value => {
    const name = textOf(one);
    return name === undefined ? unknown('the module is named at run time') : machine.importModule(frame.file, name);
  };
  return source.kind === 'either' ? either(source.values.map(imported)) : imported(source);
}

/** `import.meta` */
function metaProperty(frame: Frame, { start }: MetaProperty): Value {
  const at = { file: frame.file, start };
  const names = ['dirname', 'filename', 'url'];
  return record(new Map(names.map((name) => [name, { value: metaOf(frame, name), at }])), true);
}

function metaOf({ file }: Frame, name: string): Value {
  if (name === 'dirname') return constant(file.path.slice(0, file.path.lastIndexOf('/')));
  return constant(name === 'url' ? `file://${file.path}` : file.path);
}

function named(machine: Machine, frame: Frame, name: string): Value {
  if (name === 'undefined') return UNDEFINED;
  if (name === '__dirname') return metaOf(frame, 'dirname');
  if (name === '__filename') return metaOf(frame, 'filename');
  const own = frame.scope.lookUp(name);
  if (own) return own;
  return machine.globals.get(name) ?? unknown(`${name} is known at run time only`);
}

function template(machine: Machine, frame: Frame, node: TemplateLiteral): Value {
  let text: Value = constant(node.quasis[0]?.value.cooked ?? '');
  for (const [index, inner] of node.expressions.entries()) {
    const parts = [evaluate(machine, frame, inner), constant(node.quasis[index + 1]?.value.cooked ?? '')];
    for (const part of parts) text = binary('+', text, part);
  }
  return text.kind === 'unknown' ? unknown('a part of the text is known at run time only') : text;
}

export function itemsOf(
  machine: Machine,
  frame: Frame,
  nodes: readonly ArrayExpression['elements'][number][],
): { readonly items: Item[]; readonly isOpen: boolean } {
  const items: Item[] = [];
  let isOpen = false;
  for (const node of nodes) {
    if (node === null) continue;
    const at = { file: frame.file, start: node.start };
    if (node.type !== 'SpreadElement') {
      items.push({ value: evaluate(machine, frame, node), at });
      continue;
    }
    const value = evaluate(machine, frame, node.argument);
    if (value.kind === 'list') {
      items.push(...value.items);
      isOpen ||= value.isOpen;
    } else {
      items.push({ value: unknown('a spread of a list known at run time only'), at });
      isOpen = true;
    }
  }
  return { items, isOpen };
}

function arrayOf(machine: Machine, frame: Frame, node: ArrayExpression): Value {
  const { items, isOpen } = itemsOf(machine, frame, node.elements);
  return list(items, isOpen);
}

function objectOf(machine: Machine, frame: Frame, node: ObjectExpression): Value {
  const result = record();
  for (const property of node.properties) {
    const at = { file: frame.file, start: property.start };
    if (property.type === 'SpreadElement') {
      const value = evaluate(machine, frame, property.argument);
      if (value.kind === 'record') for (const [name, item] of value.members) result.members.set(name, item);
      if (value.kind !== 'record' || value.isOpen) result.isOpen = true;
      // What is spread and not known is kept: `{ method, url, ...handle('listUsers', …) }`.
      if (value.kind === 'call') result.members.set('...', { value, at });
      continue;
    }
    const name = keyOf(machine, frame, property.key, property.computed);
    if (name === undefined) result.isOpen = true;
    else if (property.kind === 'init') {
      // A method's `this` is the object: the members that it finds there are those of the literal.
      const value = evaluate(machine, { ...frame, ...(property.method && { self: result }) }, property.value);
      result.members.set(name, {
        value: property.method && value.kind === 'closure' ? { ...value, self: result } : value,
        at,
      });
    } else if (property.kind === 'get' && property.value.type === 'FunctionExpression') {
      const getter = closureOf({ ...frame, self: result }, property.value);
      result.members.set(name, { value: machine.call(frame, { ...getter, self: result }, [], at), at });
    }
  }
  return result;
}

function memberExpression(machine: Machine, frame: Frame, node: MemberExpression): Value {
  const object = evaluate(machine, frame, node.object);
  const name = node.computed ? keyOf(machine, frame, node.property, true) : node.property.name;
  if (name === undefined) return unknown('the member is named at run time');
  if (node.object.type === 'Super') return superMember(machine, object, name, frame.self ?? UNDEFINED);
  return machine.member(object, name);
}

function callExpression(machine: Machine, frame: Frame, node: CallExpression | NewExpression): Value {
  const at = { file: frame.file, start: node.start, end: node.end };
  const { items } = itemsOf(machine, frame, node.arguments);
  const callee = unwrapped(node.callee);
  if (node.type === 'NewExpression')
    return machine.call(frame, evaluate(machine, frame, callee), items, at, undefined, true);
  if (callee.type === 'Super')
    return machine.call(frame, evaluate(machine, frame, callee), items, at, frame.self, true);
  if (callee.type !== 'MemberExpression') return machine.call(frame, evaluate(machine, frame, callee), items, at);
  const self = callee.object.type === 'Super' ? frame.self : evaluate(machine, frame, callee.object);
  const target =
    callee.object.type === 'Super'
      ? memberExpression(machine, frame, callee)
      : memberOfObject(machine, frame, callee, self ?? UNDEFINED);
  return machine.call(frame, target, items, at, self);
}

function memberOfObject(machine: Machine, frame: Frame, node: MemberExpression, object: Value): Value {
  const name = node.computed ? keyOf(machine, frame, node.property, true) : node.property.name;
  if (name !== undefined) return machine.member(object, name);
  return object.kind === 'router' ? machine.member(object, '') : unknown('the member is named at run time');
}

function assignment(machine: Machine, frame: Frame, node: AssignmentExpression): Value {
  const value = evaluate(machine, frame, node.right);
  const isPlain = node.operator === '=' || node.operator === '??=' || node.operator === '||=';
  const next =
    isPlain || node.left.type !== 'Identifier'
      ? value
      : binary(node.operator.slice(0, -1), evaluate(machine, frame, node.left), value);
  assignPattern(machine, frame, node.left, { value: next, at: { file: frame.file, start: node.start } });
  return next;
}

function conditional(machine: Machine, frame: Frame, test: Expression, yes: Expression, no: Expression): Value {
  const truth = truthOf(evaluate(machine, frame, test));
  if (truth === true) return evaluate(machine, frame, yes);
  if (truth === false) return evaluate(machine, frame, no);
  return either([evaluate(machine, frame, yes), evaluate(machine, frame, no)]);
}

function logical(machine: Machine, frame: Frame, node: LogicalExpression): Value {
  const left = evaluate(machine, frame, node.left);
  if (node.operator === '??') {
    if (left.kind === 'constant') return left.value == null ? evaluate(machine, frame, node.right) : left;
  } else {
    const truth = truthOf(left);
    if (truth !== undefined) return truth === (node.operator === '&&') ? evaluate(machine, frame, node.right) : left;
  }
  const right = evaluate(machine, frame, node.right);
  if (node.operator === '&&') return right;
  return fallback(machine, left, right, { file: frame.file, start: node.start });
}

/** `process.env.PREFIX ?? '/api'`: the default is taken, and said where it looks like a path. */
function fallback(machine: Machine, left: Value, right: Value, at: Item['at']): Value {
  if (left.kind !== 'member' && left.kind !== 'unknown' && left.kind !== 'call') return either([left, right]);
  if (right.kind === 'constant') {
    if (typeof right.value === 'string' && right.value.startsWith('/'))
      machine.note(`a path may be set from outside; its default ${right.value} is taken`, at);
    return right;
  }
  return left.kind === 'unknown' || left.kind === 'member' ? right : either([left, right]);
}
