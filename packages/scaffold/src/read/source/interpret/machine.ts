// What the parts of the interpreter know of each other. It walks through code over values that are known or not;
// nothing of the code is run.
import type { Expression } from 'oxc-parser';
import type { Place, SourceFile } from '../source-file.js';
import type { CallValue, Item, Value } from '../values.js';
import type { Scope } from './scope.js';

/** Where in the code the interpreter is. */
export interface Frame {
  readonly file: SourceFile;
  readonly scope: Scope;
  readonly self?: Value | undefined;
  readonly home?: Value | undefined;
  /** How many calls deep. */
  readonly depth: number;
}

/** Is told what a handler does with its request while it is walked through. */
export interface Observer {
  read(value: Value): void;
  called(value: CallValue): void;
  assigned(object: Value, name: string, item: Item): void;
  /** What a member is while this observer looks on; undefined where it is what it always is. */
  member?(object: Value, name: string): Value | undefined;
}

export interface Machine {
  evaluate(frame: Frame, node: Expression): Value;
  call(frame: Frame, callee: Value, args: readonly Item[], at: Place, self?: Value, isNew?: boolean): Value;
  member(value: Value, name: string): Value;
  assignMember(object: Value, name: string, item: Item): void;
  /** The exports of a module as one record, or a package. */
  importModule(from: SourceFile, specifier: string): Value;
  globals: ReadonlyMap<string, Value>;
  /** False once the budget is spent: the program is too long to be followed, or goes round in a circle. */
  spend(): boolean;
  note(reason: string, at: Place): void;
  /** There while a handler is walked through, and not while the program sets itself up. */
  readonly observer: Observer | undefined;
  /** Walks through a part with an observer and a budget of its own. Nothing in it is noted. */
  observe<Result>(observer: Observer, steps: number, walk: () => Result): Result;
}
