// The methods of arrays, over lists that are known.
import { constant, type Item, type List, list, native, truthOf, UNDEFINED, unknown, type Value } from '../../values.js';
import type { Machine } from '../machine.js';
import { frameOf } from './functions.js';

type Method = (machine: Machine, self: List, args: readonly Item[], at: Item['at']) => Value;

function applied(machine: Machine, callback: Item | undefined, item: Item, index: number, at: Item['at']): Value {
  if (!callback) return UNDEFINED;
  return machine.call(frameOf(at), callback.value, [item, { value: constant(index), at }], at);
}

/** The elements, and one of which nothing is known where there may be more. */
function elements(self: List, at: Item['at']): readonly Item[] {
  return self.isOpen
    ? [...self.items, { value: unknown('an element of a list known at run time only'), at }]
    : self.items;
}

function mapped(machine: Machine, self: List, [callback]: readonly Item[], at: Item['at']): Item[] {
  return elements(self, at).map((item, index) => ({ value: applied(machine, callback, item, index, at), at: item.at }));
}

function flattened(items: readonly Item[]): { readonly items: Item[]; readonly isOpen: boolean } {
  const lists = items.map(({ value }) => value).filter((value) => value.kind === 'list');
  return {
    items: items.flatMap((item) => (item.value.kind === 'list' ? item.value.items : [item])),
    isOpen: lists.some(({ isOpen }) => isOpen),
  };
}

const METHODS: Readonly<Record<string, Method>> = {
  forEach: (machine, self, args, at) => {
    mapped(machine, self, args, at);
    return UNDEFINED;
  },
  map: (machine, self, args, at) => list(mapped(machine, self, args, at), self.isOpen),
  flatMap: (machine, self, args, at) => {
    const { items, isOpen } = flattened(mapped(machine, self, args, at));
    return list(items, isOpen || self.isOpen);
  },
  filter: (machine, self, [callback], at) => {
    const kept = self.items.filter((item, index) => truthOf(applied(machine, callback, item, index, at)) !== false);
    return list(kept, self.isOpen);
  },
  find: (machine, self, [callback], at) => {
    const found = self.items.find((item, index) => truthOf(applied(machine, callback, item, index, at)) === true);
    return found?.value ?? unknown('an element that is searched for');
  },
  reduce: (machine, self, [callback, start], at) =>
    callback === undefined
      ? UNDEFINED
      : self.items.reduce<Value>(
          (sum, item) => machine.call(frameOf(at), callback.value, [{ value: sum, at }, item], at),
          start?.value ?? UNDEFINED,
        ),
  push: (_, self, args) => {
    self.items.push(...args);
    return constant(self.items.length);
  },
  unshift: (_, self, args) => {
    self.items.unshift(...args);
    return constant(self.items.length);
  },
  concat: (_, self, args) => {
    const { items, isOpen } = flattened(args);
    return list([...self.items, ...items], self.isOpen || isOpen);
  },
  slice: (_, self, [from, to]) => list(self.items.slice(numberOf(from) ?? 0, numberOf(to)), self.isOpen),
  flat: (_, self) => {
    const { items, isOpen } = flattened(self.items);
    return list(items, self.isOpen || isOpen);
  },
  reverse: (_, self) => list([...self.items].reverse(), self.isOpen),
  sort: (_, self) => self,
  values: (_, self) => self,
  entries: (_, self, __, at) =>
    list(
      self.items.map((item, index) => ({ value: list([{ value: constant(index), at }, item]), at: item.at })),
      self.isOpen,
    ),
  join: (_, self, [separator]) => {
    const parts = self.items.map(({ value }) => (value.kind === 'constant' ? String(value.value ?? '') : undefined));
    const glue = separator?.value.kind === 'constant' ? String(separator.value.value) : ',';
    return self.isOpen || parts.includes(undefined)
      ? unknown('a list known at run time only')
      : constant(parts.join(glue));
  },
  indexOf: (_, self, [wanted]) => {
    const value = wanted?.value;
    const isKnown =
      !self.isOpen && value?.kind === 'constant' && self.items.every((item) => item.value.kind === 'constant');
    if (!isKnown) return unknown('the place of an element in a list');
    return constant(self.items.findIndex((item) => item.value.kind === 'constant' && item.value.value === value.value));
  },
  includes: (_, self, [wanted]) => {
    const value = wanted?.value;
    if (value?.kind !== 'constant' || self.isOpen) return unknown('a list known at run time only');
    return constant(self.items.some((item) => item.value.kind === 'constant' && item.value.value === value.value));
  },
};

function numberOf(item: Item | undefined): number | undefined {
  return item?.value.kind === 'constant' && typeof item.value.value === 'number' ? item.value.value : undefined;
}

export function listMember(machine: Machine, self: List, name: string): Value | undefined {
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  return method && native(name, (args, at) => method(machine, self, args, at));
}
