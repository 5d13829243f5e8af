// Calls: a function of the code is walked through, one of ours is run, and any other call is kept as it was written.
import {
  type ClassValue,
  type Closure,
  either,
  type Item,
  list,
  record,
  UNDEFINED,
  unknown,
  type Value,
} from '../values.js';
import { construct } from './classes.js';
import { evaluate } from './expressions.js';
import type { Frame, Machine } from './machine.js';
import { declarePattern } from './patterns.js';
import { Scope } from './scope.js';
import { executeAll, returnedValue } from './statements.js';

const DEEPEST_CALL = 40;
const MOST_AT_ONCE = 3;

/** Functions that are being walked through, and how often: one that calls itself is left after a few turns. */
export type Active = Map<Closure['node'], number>;

export interface CallWatch {
  readonly active: Active;
  /** Told of each function that is walked through. */
  entered(closure: Closure): void;
}

export function callValue(
  machine: Machine,
  watch: CallWatch,
  frame: Frame,
  callee: Value,
  args: readonly Item[],
  at: Item['at'],
  self: Value | undefined,
  isNew: boolean,
): Value {
  switch (callee.kind) {
    case 'native':
      return callee.run(args, at, self);
    case 'closure':
      if (isNew) return newFunction(machine, watch, frame, callee, args);
      return callClosure(machine, watch, frame, callee, args, self);
    case 'class':
      return callClass(machine, frame, callee, args, at, self);
    case 'either':
      return either(callee.values.map((one) => callValue(machine, watch, frame, one, args, at, self, isNew)));
    case 'unknown':
      callBack(machine, frame, callee, args, at);
      return unknown(callee.reason);
    default:
      callBack(machine, frame, callee, args, at);
      return { kind: 'call', callee, args, at };
  }
}

/** `super(…)` gives the instance itself; `new Class(…)` a new one. */
function callClass(
  machine: Machine,
  frame: Frame,
  callee: ClassValue,
  args: readonly Item[],
  at: Item['at'],
  self: Value | undefined,
): Value {
  if (self?.kind === 'record' && self.blueprint) {
    construct(machine, frame, callee, args, at, self);
    return self;
  }
  const instance = { ...record(), blueprint: callee };
  if (frame.depth < DEEPEST_CALL) construct(machine, { ...frame, depth: frame.depth + 1 }, callee, args, at, instance);
  return instance;
}

function newFunction(machine: Machine, watch: CallWatch, frame: Frame, callee: Closure, args: readonly Item[]): Value {
  const instance = record();
  callClosure(machine, watch, frame, { ...callee, self: instance }, args, instance);
  return instance;
}

function callClosure(
  machine: Machine,
  watch: CallWatch,
  frame: Frame,
  callee: Closure,
  args: readonly Item[],
  self: Value | undefined,
): Value {
  const { node, file } = callee;
  const running = watch.active.get(node) ?? 0;
  if (frame.depth >= DEEPEST_CALL || running >= MOST_AT_ONCE) return unknown('calls go too deep to be followed');
  watch.entered(callee);
  const own: Frame = {
    file,
    scope: new Scope(callee.scope),
    self: callee.self ?? self,
    home: callee.home,
    depth: frame.depth + 1,
  };
  declareParameters(machine, own, callee, args);
  watch.active.set(node, running + 1);
  const value = bodyValue(machine, own, callee);
  watch.active.set(node, running);
  return value;
}

function declareParameters(machine: Machine, own: Frame, { node, file }: Closure, args: readonly Item[]): void {
  const at = { file, start: node.start };
  if (node.type !== 'ArrowFunctionExpression') own.scope.declare('arguments', list([...args]));
  node.params.forEach((parameter, index) => {
    const given = args[index];
    if (parameter.type === 'RestElement')
      declarePattern(machine, own, parameter, { value: list(args.slice(index)), at });
    else declarePattern(machine, own, parameter, given ?? { value: UNDEFINED, at });
  });
}

function bodyValue(machine: Machine, own: Frame, { node }: Closure): Value {
  if (!node.body) return unknown('a function without a body');
  if (node.body.type !== 'BlockStatement') return evaluate(machine, own, node.body);
  return returnedValue(executeAll(machine, own, node.body.body));
}

const CALLS_BACK: ReadonlySet<string> = new Set([
  'then',
  'finally',
  'forEach',
  'map',
  'flatMap',
  'once',
  'each',
  'after',
  'ready',
]);

/** Functions that are handed to something unknown which is known to call them: `connect().then(() => app.use(…))`. */
function callBack(machine: Machine, frame: Frame, callee: Value, args: readonly Item[], at: Item['at']): void {
  if (callee.kind !== 'member' || !CALLS_BACK.has(callee.name)) return;
  for (const { value } of args) {
    if (value.kind === 'closure')
      machine.call(
        frame,
        value,
        value.node.params.map(() => ({ value: unknown('given at run time'), at })),
        at,
      );
  }
}
