// `f.call(…)`, `f.apply(…)`, `f.bind(…)`, and what a module hangs on the function that it exports.
import { type Closure, constant, type Item, type Native, native, unknown, type Value } from '../../values.js';
import type { Frame, Machine } from '../machine.js';
import { Scope } from '../scope.js';

const hung = new WeakMap<Closure['node'], Map<string, Item>>();

/** `handler.schema = …`, `module.exports.autoPrefix = …`: kept beside the function. */
export function hangOn(closure: Closure, name: string, item: Item): void {
  const members = hung.get(closure.node) ?? new Map<string, Item>();
  hung.set(closure.node, members);
  members.set(name, item);
}

export function functionMember(machine: Machine, value: Closure | Native, name: string): Value {
  if (value.kind === 'closure') {
    const own = hung.get(value.node)?.get(name);
    if (own) return own.value;
    if (name === 'name') return constant(value.node.id?.name ?? '');
  }
  if (name === 'bind')
    return native('bind', ([self]) => (value.kind === 'closure' && self ? { ...value, self: self.value } : value));
  if (name === 'call')
    return native('call', ([self, ...rest], at) => machine.call(frameOf(at), value, rest, at, self?.value));
  if (name === 'apply')
    return native('apply', ([self, rest], at) =>
      machine.call(frameOf(at), value, rest?.value.kind === 'list' ? rest.value.items : [], at, self?.value),
    );
  return unknown(`${name} of a function`);
}

/** A frame for calls that come from no place in the code. */
export function frameOf(at: Item['at'], depth = 0): Frame {
  return { file: at.file, scope: new Scope(), depth };
}
