// Numbers by key. A Map would make an object of every key, since none fits into 31 bits: half a million of them.
import type { Key } from './keys.js';

const FIRST_SIZE = 1_024;

/** Open addressing with linear probing, never more than half full. No key is 0: that marks what is free. */
export class KeyTable {
  #keys = new Float64Array(FIRST_SIZE);
  #values = new Float64Array(FIRST_SIZE);
  #count = 0;

  get(key: Key): number | undefined {
    const slot = this.#slotOf(key);
    return this.#keys[slot] === 0 ? undefined : this.#values[slot];
  }

  set(key: Key, value: number): void {
    this.#put(key, value);
    if (this.#count * 2 > this.#keys.length) this.#grow();
  }

  #slotOf(key: Key): number {
    const keys = this.#keys;
    const last = keys.length - 1;
    let slot = scattered(key) & last;
    while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & last;
    return slot;
  }

  #put(key: Key, value: number): void {
    const slot = this.#slotOf(key);
    if (this.#keys[slot] === 0) this.#count += 1;
    this.#keys[slot] = key;
    this.#values[slot] = value;
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Float64Array(keys.length * 2);
    this.#values = new Float64Array(keys.length * 2);
    this.#count = 0;
    for (let slot = 0; slot < keys.length; slot += 1) {
      const key = keys[slot] ?? 0;
      if (key !== 0) this.#put(key, values[slot] ?? 0);
    }
  }
}

/** Object ids are handed out in a row, and columns differ in the upper bits alone: both halves reach every bit (MurmurHash3). */
function scattered(key: Key): number {
  const upper = Math.floor(key / 2 ** 32);
  const mixed = Math.imul((key >>> 0) ^ Math.imul(upper, 0x9e37_79b1), 0x85eb_ca6b);
  return mixed ^ (mixed >>> 15);
}
