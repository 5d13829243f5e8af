// What an expression is known to be without running it. Everything that is not known is a value too: it says why.
import type { ArrowFunctionExpression, Class, Function as FunctionNode } from 'oxc-parser';
import type { Scope } from './interpret/scope.js';
import type { Router } from './routes/router.js';
import type { Place, SourceFile } from './source-file.js';

export type Primitive = string | number | boolean | bigint | null | undefined;

/** A value together with the place where it was written. */
export interface Item {
  readonly value: Value;
  readonly at: Place;
}

export interface Constant {
  readonly kind: 'constant';
  readonly value: Primitive;
}

export interface RegularExpression {
  readonly kind: 'pattern';
  readonly source: string;
}

/** Mutable, as arrays of the program are. `isOpen`: it may hold more than what is known. */
export interface List {
  readonly kind: 'list';
  readonly items: Item[];
  isOpen: boolean;
}

export interface RecordValue {
  readonly kind: 'record';
  readonly members: Map<string, Item>;
  isOpen: boolean;
  /** The class that it is an instance of. */
  readonly blueprint?: ClassValue;
}

export interface Closure {
  readonly kind: 'closure';
  readonly node: FunctionNode | ArrowFunctionExpression;
  readonly scope: Scope;
  readonly file: SourceFile;
  readonly self?: Value;
  /** `Object.defineProperty(exports, 'name', { get })`: it is called where the member is read. */
  readonly isGetter?: true;
  /** The class in whose body it stands: where `super` begins. */
  readonly home?: ClassValue;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly node: Class;
  readonly scope: Scope;
  readonly file: SourceFile;
  readonly parent: Value | undefined;
  readonly statics: Map<string, Item>;
}

/** A module that is not part of the code that is read: `zod`, `express`, a built-in of Node. */
export interface PackageValue {
  readonly kind: 'package';
  readonly name: string;
}

/** A member of a value whose inside is not known: `z.string` of the package `zod`. */
export interface MemberValue {
  readonly kind: 'member';
  readonly object: Value;
  readonly name: string;
}

/** A call of something whose inside is not known, kept as it was written: `z.string()`, `cors({ … })`. */
export interface CallValue {
  readonly kind: 'call';
  readonly callee: Value;
  readonly args: readonly Item[];
  readonly at: Place;
}

/** A function of ours that stands for one of the language, of Node, or of a framework. */
export interface Native {
  readonly kind: 'native';
  readonly name: string;
  readonly run: (args: readonly Item[], at: Place, self: Value | undefined) => Value;
}

/** One of several, where the choice is made at run time. */
export interface Either {
  readonly kind: 'either';
  readonly values: readonly Value[];
}

export interface Unknown {
  readonly kind: 'unknown';
  readonly reason: string;
}

export interface RouterValue {
  readonly kind: 'router';
  readonly router: Router;
}

export type Value =
  | Constant
  | RegularExpression
  | List
  | RecordValue
  | Closure
  | ClassValue
  | PackageValue
  | MemberValue
  | CallValue
  | Native
  | Either
  | Unknown
  | RouterValue;

export const UNDEFINED: Constant = { kind: 'constant', value: undefined };

export function constant(value: Primitive): Constant {
  return { kind: 'constant', value };
}

export function unknown(reason: string): Unknown {
  return { kind: 'unknown', reason };
}

export function list(items: Item[], isOpen = false): List {
  return { kind: 'list', items, isOpen };
}

export function record(members: Map<string, Item> = new Map(), isOpen = false): RecordValue {
  return { kind: 'record', members, isOpen };
}

export function native(name: string, run: Native['run']): Native {
  return { kind: 'native', name, run };
}

export function either(values: readonly Value[]): Value {
  const flat = values.flatMap((value) => (value.kind === 'either' ? value.values : [value]));
  const distinct = [...new Set(flat)];
  const [only] = distinct;
  return distinct.length === 1 && only ? only : { kind: 'either', values: distinct };
}

export function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'constant' && typeof value.value === 'string' ? value.value : undefined;
}

export function memberOf(value: Value | undefined, name: string): Value | undefined {
  return value?.kind === 'record' ? value.members.get(name)?.value : undefined;
}

/** What a value counts as in a condition; undefined where that is not known. */
export function truthOf(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'constant':
      return Boolean(value.value);
    case 'unknown':
    case 'member':
    case 'call':
    case 'either':
      return undefined;
    default:
      return true;
  }
}

/** The place of what no file has. */
export const NOWHERE: Item['at'] = {
  file: {
    path: '',
    shown: '',
    text: '',
    program: { type: 'Program', body: [], sourceType: 'module', hashbang: null, start: 0, end: 0 },
    comments: [],
    isGenerated: false,
  },
  start: 0,
};
