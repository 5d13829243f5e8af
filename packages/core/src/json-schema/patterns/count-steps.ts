// How many steps a backtracking matcher takes on a text: its search, carried out with a counter.
import type { Alphabet } from './alphabet.js';
import type { Automaton } from './automaton.js';

interface Walked {
  readonly targets: readonly number[];
  readonly index: number;
  edge: number;
}

/** The steps until a match is found or there is none; `most + 1` where they are more. */
export function countSteps(
  { states, first }: Automaton,
  { characters, lettersOf }: Alphabet,
  text: readonly number[],
  most: number,
): number {
  const takes = lettersOf.map((letters) => characters.map((_, letter) => ((letters >> BigInt(letter)) & 1n) === 1n));
  let steps = 0;
  const path: Walked[] = [{ targets: first, index: 0, edge: 0 }];
  for (let top = path.at(-1); top && steps <= most; top = path.at(-1)) {
    const target = top.targets[top.edge];
    if (target === undefined) {
      path.pop();
      continue;
    }
    top.edge += 1;
    steps += 1;
    const letter = text[top.index];
    const state = states[target];
    if (letter === undefined || !state || !takes[target]?.[letter]) continue;
    const isAtEnd = top.index + 1 === text.length;
    if (state.accepts === 'anywhere' || (state.accepts === 'at the end' && isAtEnd)) return steps;
    path.push({ targets: state.next, index: top.index + 1, edge: 0 });
  }
  return steps;
}
