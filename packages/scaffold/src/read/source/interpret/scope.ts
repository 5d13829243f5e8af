import type { Value } from '../values.js';

/** Names and what they stand for. An imported name is looked up each time: modules may import each other in a circle. */
export class Scope {
  readonly #names = new Map<string, Value | (() => Value)>();
  readonly #parent: Scope | undefined;

  constructor(parent?: Scope) {
    this.#parent = parent;
  }

  declare(name: string, value: Value | (() => Value)): void {
    this.#names.set(name, value);
  }

  /** Undefined for a name that nobody declared. */
  lookUp(name: string): Value | undefined {
    const own = this.#names.get(name);
    if (own !== undefined) return typeof own === 'function' ? own() : own;
    return this.#parent?.lookUp(name);
  }

  assign(name: string, value: Value): void {
    if (this.#names.has(name) || this.#parent === undefined) this.#names.set(name, value);
    else this.#parent.assign(name, value);
  }
}
