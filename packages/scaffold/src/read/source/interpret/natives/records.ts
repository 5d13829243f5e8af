// Maps and sets that the code fills, seen as the records and lists that they are.
import { constant, type Item, list, native, type RecordValue, UNDEFINED, unknown, type Value } from '../../values.js';
import type { Machine } from '../machine.js';
import { frameOf } from './functions.js';

export function recordMember(machine: Machine, self: RecordValue, name: string): Value | undefined {
  if (self.blueprint) return undefined;
  if (name === 'hasOwnProperty')
    return native(name, ([key]) =>
      key?.value.kind === 'constant' && !self.isOpen
        ? constant(self.members.has(String(key.value.value)))
        : unknown('a member'),
    );
  if (name === 'entries' || name === 'forEach') {
    return native(name, (args, at) => {
      if (name === 'entries') return pairsOf(self, at);
      const [callback] = args;
      for (const [key, item] of self.members)
        if (callback) machine.call(frameOf(at), callback.value, [item, { value: constant(key), at }], at);
      return UNDEFINED;
    });
  }
  return undefined;
}

export function pairsOf(self: RecordValue, at: Item['at']): Value {
  const pairs = [...self.members].map(([key, item]) => ({
    value: list([{ value: constant(key), at: item.at }, item]),
    at: item.at,
  }));
  return list(
    pairs.length > 0 || !self.isOpen ? pairs : [{ value: unknown('a member known at run time only'), at }],
    self.isOpen,
  );
}
