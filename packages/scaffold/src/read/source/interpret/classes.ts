// Classes and their instances: an instance is a record whose methods are found along its classes.
import type { Class, ClassElement } from 'oxc-parser';
import { type ClassValue, type Closure, type Item, type RecordValue, UNDEFINED, type Value } from '../values.js';
import type { Frame, Machine } from './machine.js';
import { keyOf } from './patterns.js';
import { Scope } from './scope.js';

export function makeClass(machine: Machine, frame: Frame, node: Class): ClassValue {
  const scope = new Scope(frame.scope);
  const parent = node.superClass ? machine.evaluate(frame, node.superClass) : undefined;
  const made: ClassValue = { kind: 'class', node, scope, file: frame.file, parent, statics: new Map() };
  if (node.id) scope.declare(node.id.name, made);
  const inside: Frame = { ...frame, scope, self: made, home: made };
  for (const element of node.body.body) {
    if (element.type === 'StaticBlock' || element.type === 'TSIndexSignature' || !element.static) continue;
    const item = elementItem(machine, inside, element, made);
    if (item) made.statics.set(item.name, item.item);
  }
  return made;
}

function elementItem(
  machine: Machine,
  frame: Frame,
  element: Exclude<ClassElement, { type: 'StaticBlock' } | { type: 'TSIndexSignature' }>,
  home: ClassValue,
  self?: Value,
): { readonly name: string; readonly item: Item } | undefined {
  const name = keyOf(machine, frame, element.key, element.computed);
  if (name === undefined) return undefined;
  const at = { file: frame.file, start: element.start };
  if (element.type === 'MethodDefinition') {
    const value: Closure = {
      kind: 'closure',
      node: element.value,
      scope: home.scope,
      file: home.file,
      home,
      ...(self && { self }),
    };
    return { name, item: { value, at } };
  }
  if (element.type !== 'PropertyDefinition') return undefined;
  return { name, item: { value: element.value ? machine.evaluate(frame, element.value) : UNDEFINED, at } };
}

/** A method by its name, in a class or those above it. */
export function methodOf(machine: Machine, blueprint: Value | undefined, name: string, self: Value): Value | undefined {
  if (blueprint?.kind !== 'class') return undefined;
  for (const element of blueprint.node.body.body) {
    if (element.type !== 'MethodDefinition' || element.static || element.kind === 'constructor') continue;
    const frame: Frame = { file: blueprint.file, scope: blueprint.scope, self, home: blueprint, depth: 0 };
    if (keyOf(machine, frame, element.key, element.computed) !== name) continue;
    const method: Closure = {
      kind: 'closure',
      node: element.value,
      scope: blueprint.scope,
      file: blueprint.file,
      self,
      home: blueprint,
    };
    return element.kind === 'get'
      ? machine.call(frame, method, [], { file: blueprint.file, start: element.start })
      : method;
  }
  return methodOf(machine, blueprint.parent, name, self);
}

/** `new Class(…)`, or `super(…)` on an instance that is there already. */
export function construct(
  machine: Machine,
  frame: Frame,
  made: ClassValue,
  args: readonly Item[],
  at: Item['at'],
  instance: RecordValue,
): void {
  const own = constructorOf(made);
  // Without a constructor of its own, a class hands everything to the one above it.
  if (!own) constructParent(machine, frame, made, args, at, instance);
  const inside: Frame = { ...frame, file: made.file, scope: made.scope, self: instance, home: made };
  for (const element of made.node.body.body) {
    if (element.type !== 'PropertyDefinition' || element.static) continue;
    const item = elementItem(machine, inside, element, made, instance);
    if (item) instance.members.set(item.name, item.item);
  }
  if (own) machine.call(frame, { ...own, self: instance }, args, at);
}

function constructParent(
  machine: Machine,
  frame: Frame,
  made: ClassValue,
  args: readonly Item[],
  at: Item['at'],
  instance: RecordValue,
): void {
  if (made.parent?.kind === 'class') construct(machine, frame, made.parent, args, at, instance);
  else if (made.parent) instance.isOpen = true;
}

function constructorOf(made: ClassValue): Closure | undefined {
  for (const element of made.node.body.body) {
    if (element.type === 'MethodDefinition' && element.kind === 'constructor')
      return { kind: 'closure', node: element.value, scope: made.scope, file: made.file, home: made };
  }
  return undefined;
}
