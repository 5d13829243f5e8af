// `object.name`, and writing to it.
import { routerMember } from '../frameworks/router-member.js';
import { constant, either, type Item, type List, type RecordValue, UNDEFINED, unknown, type Value } from '../values.js';
import { methodOf } from './classes.js';
import type { Machine } from './machine.js';
import { frameOf, functionMember, hangOn } from './natives/functions.js';
import { listMember } from './natives/lists.js';
import { recordMember } from './natives/records.js';
import { textMember } from './natives/texts.js';

export function memberOfValue(machine: Machine, value: Value, name: string): Value {
  switch (value.kind) {
    case 'record':
      return ofRecord(machine, value, name);
    case 'list':
      return ofList(machine, value, name);
    case 'constant':
      if (typeof value.value === 'string')
        return textMember(value.value, name) ?? unknown(`${name} of a text is not followed`);
      return { kind: 'member', object: value, name };
    case 'class':
      return (
        value.statics.get(name)?.value ??
        (value.parent?.kind === 'class' ? memberOfValue(machine, value.parent, name) : unknown(`${name} of a class`))
      );
    case 'closure':
    case 'native':
      return functionMember(machine, value, name);
    case 'router':
      return routerMember(machine, value, name);
    case 'either':
      return either(value.values.map((one) => memberOfValue(machine, one, name)));
    case 'package':
      // What compilers ask of a module before they take its default: the way into a package is the same with and without.
      return name === '__esModule' ? constant(true) : { kind: 'member', object: value, name };
    case 'unknown':
      return { kind: 'member', object: value, name };
    default:
      return { kind: 'member', object: value, name };
  }
}

function ofRecord(machine: Machine, value: RecordValue, name: string): Value {
  const own = value.members.get(name);
  if (own?.value.kind === 'closure' && own.value.isGetter) return machine.call(frameOf(own.at), own.value, [], own.at);
  if (own) return own.value;
  const method = methodOf(machine, value.blueprint, name, value) ?? recordMember(machine, value, name);
  return method ?? (value.isOpen ? unknown(`${name} is known at run time only`) : UNDEFINED);
}

function ofList(machine: Machine, value: List, name: string): Value {
  if (name === 'length' && !value.isOpen) return constant(value.items.length);
  if (!/^\d+$/.test(name)) return listMember(machine, value, name) ?? unknown(`${name} of a list is not followed`);
  const found = value.items[Number(name)]?.value;
  return found ?? (value.isOpen ? unknown('an element known at run time only') : UNDEFINED);
}

/** `super.method`: found from the class above on, with the instance that is at work. */
export function superMember(machine: Machine, above: Value, name: string, self: Value): Value {
  return methodOf(machine, above, name, self) ?? unknown(`${name} of the class above`);
}

export function assignTo(object: Value, name: string, item: Item): void {
  if (object.kind === 'closure') hangOn(object, name, item);
  else if (object.kind === 'record') object.members.set(name, item);
  else if (object.kind === 'class') object.statics.set(name, item);
}
