// An expression as states that a text is gone through with once: a matcher that never goes back takes time in proportion to
// the text, whatever the expression (Thompson, "Regular expression search algorithm", 1968).
import { automatonOf } from './automaton.js';
import { type Expression, walkExpression } from './expression.js';
import { readExpression } from './read-expression.js';

export interface OnePass {
  readonly states: readonly OnePassState[];
  /** The states that a match begins with at the first character, and at every one. */
  readonly first: readonly number[];
  readonly elsewhere: readonly number[];
  /** Whether the empty text matches. */
  readonly empty: boolean;
}

export interface OnePassState {
  /** One character, or a class of them, as the expression has it: `[a-z]`. */
  readonly takes: string;
  readonly next: readonly number[];
  /** Where a match may end behind the character. */
  readonly ends: 'never' | 'at the end' | 'anywhere';
}

/** More would be no table that anybody wants to see in code. */
const MOST_STATES = 150;
const MOST_EDGES = 1_500;

/**
 * The states of an expression, which match exactly what it matches; undefined where it has what such states cannot say
 * (look-arounds, `\b`, references, anchors in the middle), for an expression with too many of them, and for one that fits
 * every text.
 */
export function onePassOf(pattern: string): OnePass | undefined {
  const read = readExpression(pattern);
  if (!read) return undefined;
  const { expression, unicode } = read;
  const parts = (expression.kind === 'either' ? expression.parts : [expression]).map(anchoredOf);
  let whole: OnePass = { states: [], first: [], elsewhere: [], empty: false };
  for (const part of parts) {
    const next = part && statesOf(part);
    if (!next) return undefined;
    whole = together(whole, next);
  }
  const edges = whole.states.reduce((sum, { next }) => sum + next.length, 0);
  const isSmall = whole.states.length <= MOST_STATES && edges <= MOST_EDGES;
  return isSmall && whole.states.every(({ takes }) => isTaken(takes, unicode)) ? whole : undefined;
}

interface Anchored {
  readonly expression: Expression;
  readonly isAtStart: boolean;
  readonly isAtEnd: boolean;
}

/** The expression between a `^` in front and a `$` behind; undefined where it has others, or whatever looks around. */
function anchoredOf(expression: Expression): Anchored | undefined {
  const parts = expression.kind === 'sequence' ? [...expression.parts] : [expression];
  const isAtStart = parts[0]?.kind === 'start';
  const isAtEnd = parts.at(-1)?.kind === 'end';
  const between = parts.slice(isAtStart ? 1 : 0, isAtEnd ? -1 : undefined);
  const inner: Expression = { kind: 'sequence', parts: between };
  return [...walkExpression(inner)].some(isNoWord) ? undefined : { expression: inner, isAtStart, isAtEnd };
}

function isNoWord({ kind }: Expression): boolean {
  return kind === 'start' || kind === 'end' || kind === 'boundary' || kind === 'look' || kind === 'reference';
}

function statesOf({ expression, isAtStart, isAtEnd }: Anchored): OnePass | undefined {
  const empty = canBeEmpty(expression);
  if (empty && !(isAtStart && isAtEnd)) return undefined;
  const automaton = automatonOf(expression, 'copied');
  if (!automaton) return undefined;
  const states = automaton.states.map(({ source, next, accepts }): OnePassState => {
    const ends = accepts === 'never' ? 'never' : isAtEnd ? 'at the end' : 'anywhere';
    return { takes: source, next: [...new Set(next)], ends };
  });
  const first = [...new Set(automaton.first)];
  return { states, first, elsewhere: isAtStart ? [] : first, empty };
}

function canBeEmpty(expression: Expression): boolean {
  switch (expression.kind) {
    case 'sequence':
      return expression.parts.every(canBeEmpty);
    case 'either':
      return expression.parts.some(canBeEmpty);
    case 'repeat':
      return expression.least === 0 || canBeEmpty(expression.part);
    case 'group':
      return canBeEmpty(expression.part);
    default:
      return false;
  }
}

function together(one: OnePass, other: OnePass): OnePass {
  const shift = (targets: readonly number[]): readonly number[] => targets.map((at) => at + one.states.length);
  return {
    states: [...one.states, ...other.states.map((state) => ({ ...state, next: shift(state.next) }))],
    first: [...one.first, ...shift(other.first)],
    elsewhere: [...one.elsewhere, ...shift(other.elsewhere)],
    empty: one.empty || other.empty,
  };
}

/** Whether a character of the expression stands on its own too. */
function isTaken(source: string, unicode: boolean): boolean {
  try {
    new RegExp(`^(?:${source})$`, unicode ? 'u' : '');
    return true;
  } catch {
    // It depends on what stands around it.
    return false;
  }
}
