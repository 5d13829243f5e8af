import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../env/memory-env.js';
import { type OnePass, onePassOf } from './one-pass.js';

/** The states, gone through one character after the other. */
function matches({ states, first, elsewhere, empty }: OnePass, text: string, flags: string): boolean {
  const characters = flags === 'u' ? Array.from(text) : text.split('');
  if (characters.length === 0) return empty;
  let active = new Set(first);
  for (const [at, character] of characters.entries()) {
    const taken = [...active].flatMap((index) => {
      const state = states[index];
      return state && new RegExp(`^(?:${state.takes})$`, flags).test(character) ? [state] : [];
    });
    if (taken.some(({ ends }) => ends === 'anywhere' || (ends === 'at the end' && at === characters.length - 1)))
      return true;
    active = new Set([...taken.flatMap(({ next }) => next), ...elsewhere]);
  }
  return false;
}

const PATTERNS = [
  '^(a+)+$',
  '^(a|aa)+$',
  '^(a|b)*abb$',
  '(a+)+b',
  '^a(b|c)?',
  'ab$|^c+$|d',
  '^(\\d+\\.?)+$',
  '^(\\w+\\s?)*$',
  '\\s+$',
  '^.*.*=.*$',
  '^(a?){5}a{5}$',
  '^([ab]{1,3}c)*$',
  '^[a-c](([\\-.]|_+)?([a-c]+))*@[a-c]+\\.[a-c]{2,3}$',
  '^(?:[^"\\\\]|\\\\.|[^"])*"$',
  '^(?:\\p{L}+\\s?)+$',
  '^$',
];

describe('the states match what the expression matches', () => {
  test.each(PATTERNS)('%s', (pattern) => {
    const pass = onePassOf(pattern);
    if (!pass) throw new Error('no states');
    const random = seededRandom(7);
    const letters = 'aabbc.=@-_" \\1d\n';
    for (let trial = 0; trial < 400; trial += 1) {
      const length = Math.floor(random() * 9);
      const text = Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join('');
      expect([text, matches(pass, text, 'u')]).toEqual([text, new RegExp(pattern, 'u').test(text)]);
    }
  });
});

test.each(['^(?=a)a+$', '(a+)+\\b', '^(a+)\\1$', '(^a|b)+$', 'a*', '(', '^(a{1,60}){1,60}$'])(
  '%s has none',
  (pattern) => expect(onePassOf(pattern)).toBeUndefined(),
);
