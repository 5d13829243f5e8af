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

/** What the interpreter writes down while it walks. */
interface Notebook {
  readonly notes: Map<string, Note>;
  readonly entered: Map<Closure['node'], number>;
  readonly routers: Router[];
  steps: number;
  observer: Observer | undefined;
}

export function createInterpreter(store: ModuleStore): Interpreter {
  const notebook: Notebook = { notes: new Map(), entered: new Map(), routers: [], steps: STEPS, observer: undefined };
  const { entered, routers } = notebook;
  return {
    machine: createMachine(store, notebook),
    get notes() {
      return [...notebook.notes.values()];
    },
    entered,
    routers,
    get isExhausted() {
      return notebook.steps <= 0;
    },
  };
}

function createMachine(store: ModuleStore, notebook: Notebook): Machine {
  const { notes, entered } = notebook;
  const watch: CallWatch = {
    active: new Map(),
    entered: ({ node }) => entered.set(node, (entered.get(node) ?? 0) + 1),
  };
  const machine: Machine = {
    globals: GLOBALS,
    evaluate: (frame, node) => evaluate(machine, frame, node),
    call: (frame, callee, args, at, self, isNew = false) =>
      outcomeOf(
        callValue(machine, watch, frame, callee, args, at, self, isNew),
        notebook,
        isNew ? callee : undefined,
        at,
      ),
    member(value, name) {
      const { observer } = notebook;
      const member = observer?.member?.(value, name) ?? memberOfValue(machine, value, name);
      if (member.kind === 'member') observer?.read(member);
      return member;
    },
    assignMember(object, name, item) {
      notebook.observer?.assigned(object, name, item);
      assignTo(object, name, item);
    },
    importModule: (from: SourceFile, specifier: string): Value =>
      notebook.steps > 0
        ? store.importModule(machine, from, specifier)
        : unknown('the program is too long to be followed'),
    spend() {
      notebook.steps -= 1;
      return notebook.steps > 0;
    },
    get observer() {
      return notebook.observer;
    },
    observe: (observer, steps, walk) => observed(notebook, { observer, steps }, walk),
    note(reason, at) {
      if (!notebook.observer) notes.set(`${at.file.path}:${lineOf(at)}:${reason}`, { reason, at });
    },
  };
  return machine;
}

/** What a call gives: an app or a router where it makes one. */
function outcomeOf(value: Value, { observer, routers }: Notebook, constructed: Value | undefined, at: Place): Value {
  if (value.kind === 'call') observer?.called(value);
  const made = constructed?.kind === 'class' ? ownRouter(constructed, at) : createRouter(value);
  if (made && !observer) routers.push(made.router);
  return made ?? value;
}

/** Walks with an observer and a budget of its own, and goes on as before. */
function observed<Result>(notebook: Notebook, own: Pick<Notebook, 'observer' | 'steps'>, walk: () => Result): Result {
  const { observer, steps } = notebook;
  Object.assign(notebook, own);
  try {
    return walk();
  } finally {
    Object.assign(notebook, { observer, steps });
  }
}
