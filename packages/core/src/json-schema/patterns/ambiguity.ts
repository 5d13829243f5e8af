// Where a backtracking matcher has a choice that it may have to take back again and again.
//
// Weber and Seidl, "On the degree of ambiguity of finite automata" (1991): a state with two ways to itself by one word makes
// the number of paths grow exponentially (EDA); two states, each with a way to itself and one from the first to the second,
// all by one word, make it grow polynomially (IDA). Weideman, van der Merwe, Berglund and Watson, "Analyzing matching time
// behavior of backtracking regular expression matchers by using ambiguity of NFA" (2016), carry it over to matchers.
import { type Alphabet, alphabetOf, type Letters, letterOf } from './alphabet.js';
import type { Automaton } from './automaton.js';
import { componentsOf } from './components.js';

/** A text of `before`, any number of times `pumped`, and something that fails. */
export interface Attack {
  /** How the paths through the automaton grow with the number of times. */
  readonly growth: 'exponential' | 'polynomial';
  readonly before: string;
  readonly pumped: string;
}

/** What is left of the steps that may be taken, counted as those of a matcher. */
export interface Effort {
  left: number;
}

interface Graph {
  readonly alphabet: Alphabet;
  readonly letters: readonly Letters[];
  /** Without the states behind which a match may end: there the matcher is content and takes nothing back. */
  readonly next: readonly (readonly number[])[];
  readonly automaton: Automaton;
}

/** A pair or a triple of states, what led to it, and the letter of that step. */
interface Found {
  readonly states: readonly number[];
  readonly from: Found | undefined;
  readonly letter: number;
}

export function* attacksOn(automaton: Automaton, effort: Effort): Generator<Attack> {
  const alphabet = alphabetOf(automaton.states.map(({ set }) => set));
  const isFree = automaton.states.map(({ accepts }) => accepts === 'anywhere');
  const next = automaton.states.map((state, at) => (isFree[at] ? [] : state.next.filter((target) => !isFree[target])));
  const graph: Graph = { alphabet, letters: alphabet.lettersOf, next, automaton };
  const loops = componentsOf(graph.next).filter(
    ([at = 0, ...others]) => others.length > 0 || graph.next[at]?.includes(at),
  );
  for (const loop of loops) {
    const word = exponentialWord(graph, loop, effort);
    if (word) yield { growth: 'exponential', before: wayTo(graph, word.state), pumped: word.pumped };
  }
  for (const one of loops) {
    for (const other of loops) {
      if (one === other) continue;
      const word = polynomialWord(graph, one, other, effort);
      if (word) yield { growth: 'polynomial', before: wayTo(graph, word.state), pumped: word.pumped };
    }
  }
}

interface Word {
  readonly state: number;
  readonly pumped: string;
}

/** EDA: a state of the loop from which two runs part and come together again in it. */
function exponentialWord(graph: Graph, loop: readonly number[], effort: Effort): Word | undefined {
  const within = new Set(loop);
  for (const start of loop) {
    const parted = search(graph, [start, start], effort, {
      stays: [within, within],
      isGoal: ([one, other], found) => one !== other || hasTwoWays(graph, found),
    });
    if (!parted) continue;
    if (parted.states[0] === start && parted.states[1] === start)
      return { state: start, pumped: wordOf(graph, parted) };
    const back = search(graph, parted.states, effort, {
      stays: [within, within],
      isGoal: ([one, other]) => one === start && other === start,
    });
    if (back) return { state: start, pumped: wordOf(graph, parted) + wordOf(graph, back) };
  }
  return undefined;
}

/** Whether the last step can be made in two ways: by two edges between the same states. */
function hasTwoWays({ next }: Graph, { states, from }: Found): boolean {
  const [target] = states;
  const [source] = from?.states ?? [];
  return source !== undefined && (next[source] ?? []).filter((at) => at === target).length > 1;
}

/** IDA: from (p, p, q) to (p, q, q) by one word. */
function polynomialWord(
  graph: Graph,
  one: readonly number[],
  other: readonly number[],
  effort: Effort,
): Word | undefined {
  const [within, beyond] = [new Set(one), new Set(other)];
  const between = reachable(graph, one);
  if (!other.some((at) => between.has(at))) return undefined;
  for (const p of one) {
    for (const q of other) {
      const found = search(graph, [p, p, q], effort, {
        stays: [within, between, beyond],
        isGoal: ([first, second, third]) => first === p && second === q && third === q,
      });
      if (found) return { state: p, pumped: wordOf(graph, found) };
    }
  }
  return undefined;
}

/** A step through the product costs about as much as so many of a matcher. */
const STEPS_OF_A_SEARCH = 20;

interface Wanted {
  /** The states that each of the runs keeps to. */
  readonly stays: readonly ReadonlySet<number>[];
  readonly isGoal: (states: readonly number[], found: Found) => boolean;
}

/** Breadth first through the product of the automaton with itself, so that words are short. */
function search(
  { next, letters }: Graph,
  start: readonly number[],
  effort: Effort,
  { stays, isGoal }: Wanted,
): Found | undefined {
  const seen = new Set<string>([start.join()]);
  let front: Found[] = [{ states: start, from: undefined, letter: -1 }];
  while (front.length > 0 && effort.left > 0) {
    const following: Found[] = [];
    for (const from of front) {
      for (const states of stepsOf(next, from.states, stays)) {
        effort.left -= STEPS_OF_A_SEARCH;
        const common = states.reduce((all, at) => all & (letters[at] ?? 0n), -1n);
        if (common <= 0n) continue;
        const found: Found = { states, from, letter: letterOf(common) };
        if (isGoal(states, found)) return found;
        const key = states.join();
        if (seen.has(key)) continue;
        seen.add(key);
        following.push(found);
      }
    }
    front = following;
  }
  return undefined;
}

/** All that one step of every run together can lead to. */
function* stepsOf(
  next: readonly (readonly number[])[],
  states: readonly number[],
  stays: readonly ReadonlySet<number>[],
): Generator<readonly number[]> {
  const [state, ...others] = states;
  const [stay, ...rest] = stays;
  if (state === undefined) {
    yield [];
    return;
  }
  for (const at of new Set(next[state])) {
    if (stay?.has(at)) for (const behind of stepsOf(next, others, rest)) yield [at, ...behind];
  }
}

function wordOf({ alphabet }: Graph, found: Found): string {
  const letters: string[] = [];
  for (let at: Found | undefined = found; at?.from; at = at.from) letters.push(alphabet.characters[at.letter] ?? '');
  return letters.reverse().join('');
}

function reachable({ next }: Graph, from: readonly number[]): ReadonlySet<number> {
  const seen = new Set(from);
  for (const at of seen) for (const target of next[at] ?? []) seen.add(target);
  return seen;
}

/** A short text that leads from the beginning into a state, through free states too. */
function wayTo({ automaton, alphabet, letters }: Graph, goal: number): string {
  const words = new Map<number, string>();
  let front: readonly (readonly [number, string])[] = automaton.first.map((at) => [at, '']);
  while (front.length > 0 && !words.has(goal)) {
    const following: (readonly [number, string])[] = [];
    for (const [at, before] of front) {
      if (words.has(at) || letters[at] === 0n) continue;
      const word = before + (alphabet.characters[letterOf(letters[at] ?? 0n)] ?? '');
      words.set(at, word);
      for (const target of automaton.states[at]?.next ?? []) following.push([target, word]);
    }
    front = following;
  }
  return words.get(goal) ?? '';
}
