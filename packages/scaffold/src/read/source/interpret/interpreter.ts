// The interpreter: its parts put together, with a budget.
import { createRouter } from '../frameworks/create-router.js';
import { ownRouter } from '../frameworks/own-router.js';
import type { Router } from '../routes/router.js';
import { lineOf, type Place, type SourceFile } from '../source-file.js';
import { type Closure, unknown, type Value } from '../values.js';
import { type CallWatch, callValue } from './calls.js';
import { evaluate } from './expressions.js';
import type { Machine, Observer } from './machine.js';
import { assignTo, memberOfValue } from './members.js';
import type { ModuleStore } from './modules.js';
import { GLOBALS } from './natives/globals.js';

export interface Note {
  readonly reason: string;
  readonly at: Place;
}

export interface Interpreter {
  readonly machine: Machine;
  readonly notes: readonly Note[];
  /** Functions that were walked through, and how often. */
  readonly entered: ReadonlyMap<Closure['node'], number>;
  /** Every app and router that was made, in that order. */
  readonly routers: readonly Router[];
  /** True where the budget was spent, and a part of the code was not seen. */
  readonly isExhausted: boolean;
}

/** Steps that one file may take on average: loops over literals unroll to far fewer. */
const STEPS = 20_000_000;

export function createInterpreter(store: ModuleStore): Interpreter {
  const notes = new Map<string, Note>();
  const entered = new Map<Closure['node'], number>();
  const watch: CallWatch = {
    active: new Map(),
    entered: ({ node }) => entered.set(node, (entered.get(node) ?? 0) + 1),
  };
  const routers: Router[] = [];
  let steps = STEPS;
  let observer: Observer | undefined;
  const machine: Machine = {
    globals: GLOBALS,
    evaluate: (frame, node) => evaluate(machine, frame, node),
    call(frame, callee, args, at, self, isNew = false) {
      const value = callValue(machine, watch, frame, callee, args, at, self, isNew);
      if (value.kind === 'call') observer?.called(value);
      const made = isNew && callee.kind === 'class' ? ownRouter(callee, at) : createRouter(value);
      if (made && !observer) routers.push(made.router);
      return made ?? value;
    },
    member(value, name) {
      const member = observer?.member?.(value, name) ?? memberOfValue(machine, value, name);
      if (member.kind === 'member') observer?.read(member);
      return member;
    },
    assignMember(object, name, item) {
      observer?.assigned(object, name, item);
      assignTo(object, name, item);
    },
    importModule: (from: SourceFile, specifier: string): Value =>
      steps > 0 ? store.importModule(machine, from, specifier) : unknown('the program is too long to be followed'),
    spend() {
      steps -= 1;
      return steps > 0;
    },
    get observer() {
      return observer;
    },
    observe(own, budget, walk) {
      const [left, outer] = [steps, observer];
      observer = own;
      steps = budget;
      try {
        return walk();
      } finally {
        observer = outer;
        steps = left;
      }
    },
    note(reason, at) {
      if (observer) return;
      notes.set(`${at.file.path}:${lineOf(at)}:${reason}`, { reason, at });
    },
  };
  return {
    machine,
    get notes() {
      return [...notes.values()];
    },
    entered,
    routers,
    get isExhausted() {
      return steps <= 0;
    },
  };
}
