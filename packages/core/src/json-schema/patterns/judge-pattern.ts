// Whether a text can make a regular expression take more time than anybody has (ReDoS).
import { alphabetOf } from './alphabet.js';
import { type Attack, attacksOn, type Effort } from './ambiguity.js';
import { type Automaton, automatonOf, searching } from './automaton.js';
import { countSteps } from './count-steps.js';
import { type Expression, walkExpression } from './expression.js';
import { readExpression } from './read-expression.js';

/** A text that a backtracking matcher is slow on: `before`, `times` times `pumped`, `behind`. */
export interface SlowPattern extends Attack {
  readonly times: number;
  readonly behind: string;
}

export interface JudgeOptions {
  /** Characters of the longest text that reaches the expression. Default: 5,000, which is also the longest that is tried. */
  readonly maxLength?: number | undefined;
  /** The steps that are left for this pattern and others; those that were taken are taken off. Default: enough for one. */
  readonly effort?: Effort;
}

/** Steps that one pattern may cost, about a fifth of a second. */
const MOST_EFFORT = 8_000_000;
const LONGEST_TEXT = 5_000;
const MOST_ATTACKS = 8;
const MOST_ENDS = 12;
/** So many repetitions of a word, and more steps than this, are slow: first the few that suffice where each doubles the time. */
const FEW = 40;
const TRIALS = [
  { times: FEW, steps: 200_000 },
  { times: LONGEST_TEXT, steps: 3_000_000 },
];

/**
 * The worst that a text of at most `maxLength` characters can do to an expression, as `RegExp.prototype.test` runs it;
 * undefined where no text was found that makes it slow, and for an expression that JavaScript does not take.
 *
 * The ambiguity of the automaton tells which texts to try, and the steps of a matcher on such a text decide: nothing is
 * called slow without a text that shows it. Look-arounds and `\b` are taken to hold, and a reference to match whatever its
 * group may, so that of an expression with one of these the text is likely and not certain. All is bounded in steps.
 */
export function judgePattern(
  pattern: string,
  { maxLength = LONGEST_TEXT, effort = { left: MOST_EFFORT } }: JudgeOptions = {},
): SlowPattern | undefined {
  const read = REPEATS.test(pattern) ? readExpression(pattern) : undefined;
  if (!read) return undefined;
  const given = Math.min(effort.left, MOST_EFFORT);
  const own: Effort = { left: given };
  const verdict = judge(read.expression, Math.min(maxLength, LONGEST_TEXT), own);
  effort.left -= given - own.left;
  return verdict;
}

/** What cannot repeat cannot be slow. */
const REPEATS = /[*+{]/;

function judge(whole: Expression, longest: number, effort: Effort): SlowPattern | undefined {
  const inside = [...walkExpression(whole)].flatMap((part) => (part.kind === 'look' ? [part.part] : []));
  let found: SlowPattern | undefined;
  for (const expression of [whole, ...inside]) {
    // A look-around is tried at one place at a time: a search is none.
    const slow = judgeExpression(expression, expression === whole ? searching : asItIs, effort, longest);
    if (slow?.growth === 'exponential') return slow;
    found ??= slow;
  }
  return found;
}

function asItIs(automaton: Automaton): Automaton {
  return automaton;
}

function judgeExpression(
  expression: Expression,
  placed: (automaton: Automaton) => Automaton,
  effort: Effort,
  longest: number,
): SlowPattern | undefined {
  const loose = automatonOf(expression, 'loosened');
  if (!loose) return undefined;
  const exact = placed(automatonOf(expression, 'copied') ?? loose);
  const tried = new Set<string>();
  let found: SlowPattern | undefined;
  for (const attack of attacksOn(placed(loose), effort)) {
    if (tried.size >= MOST_ATTACKS) break;
    const name = `${attack.before}\n${attack.pumped}`;
    const slow = tried.has(name) ? undefined : tryOut(exact, attack, effort, longest);
    tried.add(name);
    if (slow?.growth === 'exponential') return slow;
    found ??= slow;
  }
  return found;
}

/** The attack carried out, with every end that might make a match fail. */
function tryOut(automaton: Automaton, attack: Attack, effort: Effort, longest: number): SlowPattern | undefined {
  const alphabet = alphabetOf(automaton.states.map(({ set }) => set));
  const letters = new Map(alphabet.characters.map((character, letter) => [character, letter]));
  const room = Math.floor((longest - attack.before.length - 1) / attack.pumped.length);
  for (const behind of ['', ...alphabet.characters.slice(0, MOST_ENDS)]) {
    for (const trial of TRIALS) {
      const times = Math.max(0, Math.min(trial.times, room));
      const text = Array.from(
        attack.before + attack.pumped.repeat(times) + behind,
        (character) => letters.get(character) ?? 0,
      );
      const steps = countSteps(automaton, alphabet, text, Math.min(trial.steps, effort.left));
      effort.left -= steps;
      if (steps > trial.steps) {
        // What so short a text can do is no longer a matter of degree.
        return { ...attack, growth: times <= FEW ? 'exponential' : attack.growth, times, behind };
      }
      if (effort.left <= 0) return undefined;
    }
  }
  return undefined;
}

const LENGTHS = [1_000, 500, 200, 100, 60, 40, 30, 24, 20, 16, 12];
const SHORTEST = 8;

/** How long a text may be for nothing to have been found that makes the expression slow. */
export function harmlessLength(pattern: string, effort: Effort): number {
  for (const maxLength of LENGTHS)
    if (!judgePattern(pattern, { maxLength, effort }) && effort.left > 0) return maxLength;
  return SHORTEST;
}
