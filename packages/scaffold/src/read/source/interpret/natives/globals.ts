// What every program finds: Object, Array, Promise, Map, and the constructors that change nothing for us.
import {
  constant,
  either,
  type Item,
  list,
  memberOf,
  NOWHERE,
  native,
  type RecordValue,
  record,
  textOf,
  unknown,
  type Value,
} from '../../values.js';
import { pairsOf } from './records.js';

function methods(
  table: Readonly<Record<string, (args: readonly Item[], at: Item['at']) => Value>>,
  at?: Item['at'],
): RecordValue {
  const members = Object.entries(table).map(
    ([name, run]) => [name, { value: native(name, run), at: at ?? NOWHERE }] as const,
  );
  return record(new Map(members), true);
}

function merged([target, ...sources]: readonly Item[]): Value {
  if (target?.value.kind !== 'record') return target?.value ?? unknown('nothing');
  for (const { value } of sources) {
    if (value.kind !== 'record' || value.isOpen) weaken(target.value);
    if (value.kind === 'record') for (const [name, item] of value.members) target.value.members.set(name, item);
  }
  return target.value;
}

/** What is merged into a record at run time may be another text or number than its own. */
function weaken(target: RecordValue): void {
  target.isOpen = true;
  for (const [name, { value, at }] of target.members)
    if (value.kind === 'constant')
      target.members.set(name, { value: either([value, unknown(`${name} may be set from outside`)]), at });
}

/** Getters stay functions, and are called where they are read: compilers write what a module passes on so. */
function defineMember([target, name, descriptor]: readonly Item[]): Value {
  if (!target) return unknown('nothing');
  const key = textOf(name?.value);
  const value = memberOf(descriptor?.value, 'value');
  const get = memberOf(descriptor?.value, 'get');
  if (target.value.kind === 'record' && key !== undefined) {
    if (value) target.value.members.set(key, { value, at: target.at });
    else if (get?.kind === 'closure')
      target.value.members.set(key, { value: { ...get, isGetter: true }, at: target.at });
  }
  return target.value;
}

function first([item]: readonly Item[]): Value {
  return item?.value ?? unknown('nothing');
}

const OBJECT = methods({
  entries: ([item], at) =>
    item?.value.kind === 'record' ? pairsOf(item.value, at) : unknown('the entries of an object'),
  keys: ([item], at) =>
    item?.value.kind === 'record'
      ? list(
          [...item.value.members.keys()].map((name) => ({ value: constant(name), at })),
          item.value.isOpen,
        )
      : unknown('the keys of an object'),
  values: ([item]) =>
    item?.value.kind === 'record'
      ? list([...item.value.members.values()], item.value.isOpen)
      : unknown('the values of an object'),
  assign: merged,
  freeze: first,
  seal: first,
  create: () => record(),
  defineProperty: defineMember,
  fromEntries: ([item]) => {
    if (item?.value.kind !== 'list') return unknown('an object made of a list');
    const result = record(new Map(), item.value.isOpen);
    for (const { value } of item.value.items) {
      const [key, held] = value.kind === 'list' ? value.items : [];
      if (key?.value.kind === 'constant' && held) result.members.set(String(key.value.value), held);
    }
    return result;
  },
});

const ARRAY = methods({
  from: first,
  of: (args) => list([...args]),
  isArray: ([item]) =>
    item && item.value.kind !== 'unknown' ? constant(item.value.kind === 'list') : unknown('a value'),
});

const PROMISE = methods({ all: first, allSettled: first, resolve: first, race: first });

const text = native('String', ([item]) =>
  item?.value.kind === 'constant' ? constant(String(item.value.value)) : unknown('a text'),
);

const expression = native('RegExp', ([source]) => {
  if (source?.value.kind === 'pattern') return source.value;
  return source?.value.kind === 'constant'
    ? { kind: 'pattern', source: String(source.value.value) }
    : unknown('a pattern known at run time only');
});

/** `new Map([[…]])` and `new Set([…])` are walked as the lists that they are made of. */
const collection = native('collection', ([item]) => item?.value ?? list([]));

export const GLOBALS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['Object', OBJECT],
  ['Array', ARRAY],
  ['Promise', PROMISE],
  ['String', text],
  ['RegExp', expression],
  ['Map', collection],
  ['Set', collection],
  ['process', { kind: 'package', name: 'node:process' }],
  ['console', { kind: 'package', name: 'node:console' }],
]);
