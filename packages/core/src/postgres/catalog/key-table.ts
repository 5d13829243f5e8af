// Numbers by key. A Map would make an object of every key, since none fits into 31 bits: half a million of them.
import type { Key } from './keys.js';

export interface KeyTable {
  get(key: Key): number | undefined;
  set(key: Key, value: number): void;
}

const FIRST_SIZE = 1_024;

/** Open addressing with linear probing, never more than half full. No key is 0: that marks what is free. */
export function createKeyTable(): KeyTable {
  let keys = new Float64Array(FIRST_SIZE);
  let values = new Float64Array(FIRST_SIZE);
  let count = 0;
  const slotOf = (key: Key): number => {
    const last = keys.length - 1;
    let slot = scattered(key) & last;
    while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & last;
    return slot;
  };
  const put = (key: Key, value: number): void => {
    const slot = slotOf(key);
    if (keys[slot] === 0) count += 1;
    keys[slot] = key;
    values[slot] = value;
  };
  const grow = (): void => {
    const [oldKeys, oldValues] = [keys, values];
    keys = new Float64Array(oldKeys.length * 2);
    values = new Float64Array(oldKeys.length * 2);
    count = 0;
    for (let slot = 0; slot < oldKeys.length; slot += 1) {
      const key = oldKeys[slot] ?? 0;
      if (key !== 0) put(key, oldValues[slot] ?? 0);
    }
  };
  return {
    get(key) {
      const slot = slotOf(key);
      return keys[slot] === 0 ? undefined : values[slot];
    },
    set(key, value) {
      put(key, value);
      if (count * 2 > keys.length) grow();
    },
  };
}

/** Object ids are handed out in a row, and columns differ in the upper bits alone: both halves reach every bit (MurmurHash3). */
function scattered(key: Key): number {
  const upper = Math.floor(key / 2 ** 32);
  const mixed = Math.imul((key >>> 0) ^ Math.imul(upper, 0x9e37_79b1), 0x85eb_ca6b);
  return mixed ^ (mixed >>> 15);
}
