// Characters that no state of an automaton tells apart are one letter: a set of characters is a set of a few letters.
import { type CodePoints, includes, type Range } from './code-points.js';

/** A set of letters, one bit each. */
export type Letters = bigint;

export interface Alphabet {
  /** One character for each letter. */
  readonly characters: readonly string[];
  /** The letters of each of the sets that the alphabet was made for, in their order. */
  readonly lettersOf: readonly Letters[];
}

export function alphabetOf(sets: readonly CodePoints[]): Alphabet {
  const distinct = [...new Set(sets)];
  const borders = new Set<number>([0]);
  for (const [first, last] of distinct.flat()) borders.add(first).add(last + 1);
  const sorted = [...borders].filter((point) => point <= 0x10ffff).sort((a, b) => a - b);
  const letters = new Map<string, Range>();
  for (const [index, first] of sorted.entries()) {
    const members = distinct.map((set) => (includes(set, first) ? '1' : '0')).join('');
    const range: Range = [first, (sorted[index + 1] ?? 0x110000) - 1];
    const known = letters.get(members);
    if (!known || plainness(range) > plainness(known)) letters.set(members, range);
  }
  const masks = new Map<CodePoints, Letters>(distinct.map((set) => [set, 0n]));
  for (const [letter, members] of [...letters.keys()].entries()) {
    for (const [index, set] of distinct.entries())
      if (members[index] === '1') masks.set(set, (masks.get(set) ?? 0n) | (1n << BigInt(letter)));
  }
  return { characters: [...letters.values()].map(characterOf), lettersOf: sets.map((set) => masks.get(set) ?? 0n) };
}

/** The one of the letters that is met first. */
export function letterOf(letters: Letters): number {
  let letter = 0;
  for (let rest = letters; rest > 0n && (rest & 1n) === 0n; rest >>= 1n) letter += 1;
  return letter;
}

const PLAIN = ['a', '0', 'A', '!', ' '].map((character) => character.charCodeAt(0));

/** Letters that can be read make better witnesses. */
function plainness([first, last]: Range): number {
  const at = PLAIN.findIndex((point) => first <= point && point <= last);
  return at === -1 ? (last >= 0x21 && first <= 0x7e ? 1 : 0) : 10 - at;
}

function characterOf([first, last]: Range): string {
  const plain = PLAIN.find((point) => first <= point && point <= last);
  const point = plain ?? (last >= 0x21 && first <= 0x7e ? Math.max(first, 0x21) : first);
  // Half of a surrogate pair is no character by itself in `u` mode.
  return String.fromCodePoint(point >= 0xd800 && point <= 0xdfff && last > 0xdfff ? 0xe000 : point);
}
