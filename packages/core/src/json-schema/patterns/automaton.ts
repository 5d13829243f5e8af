// An expression as the automaton that a backtracking matcher walks: a state for each character of it (Glushkov, 1961), and
// between two states as many edges as the matcher has ways. `(a*)*` has one state with two edges to itself.
import { type CodePoints, EVERY } from './code-points.js';
import { type Expression, walkExpression } from './expression.js';

export interface State {
  readonly set: CodePoints;
  readonly source: string;
  /** Where the matcher goes on, in the order in which it tries; the same state twice where there are two ways or more. */
  readonly next: readonly number[];
  /** Whether a match ends behind this character: never, at the end of the text (or where an assertion holds), anywhere. */
  readonly accepts: 'never' | 'at the end' | 'anywhere';
}

export interface Automaton {
  readonly states: readonly State[];
  /** Where a match begins at the first character of the text, and at any other. */
  readonly first: readonly number[];
  readonly elsewhere: readonly number[];
}

/** How counts are read: `{0,64}` as so many copies, or, from 8 on, as `*`. */
export type Counts = 'copied' | 'loosened';

const MOST_STATES = 2_000;
const LOOSE_FROM = 8;

type Place = { readonly at: number; readonly isGuarded: boolean };

interface Fragment {
  readonly first: readonly number[];
  readonly last: readonly Place[];
  /** The ways to match nothing: `guarded` where an assertion must hold. */
  readonly empty: readonly ('free' | 'guarded')[];
}

interface Building {
  readonly counts: Counts;
  readonly groups: ReadonlyMap<string, Expression>;
  readonly states: {
    readonly kind: 'character' | 'start' | 'end';
    readonly set: CodePoints;
    readonly source: string;
    readonly next: number[];
  }[];
  /** References that are being followed, against those inside their own group. */
  depth: number;
}

/** undefined where the copies of counted parts are too many. */
export function automatonOf(expression: Expression, counts: Counts): Automaton | undefined {
  if (sizeOf(expression, counts) > MOST_STATES) return undefined;
  const groups = new Map<string, Expression>();
  for (const part of walkExpression(expression)) if (part.kind === 'group') groups.set(part.name, part.part);
  const building: Building = { counts, groups, states: [], depth: 0 };
  const whole = fragmentOf(building, expression);
  return withoutAnchors(building, whole);
}

/** States that an expression needs. */
function sizeOf(expression: Expression, counts: Counts): number {
  switch (expression.kind) {
    case 'sequence':
    case 'either':
      return expression.parts.reduce((sum, part) => sum + sizeOf(part, counts), 0);
    case 'group':
      return sizeOf(expression.part, counts);
    case 'repeat': {
      const [least, most] = countsOf(expression, counts);
      return sizeOf(expression.part, counts) * Math.max(1, Number.isFinite(most) ? most : least);
    }
    case 'reference':
      return 16;
    case 'look':
    case 'boundary':
      return 0;
    default:
      return 1;
  }
}

function countsOf(
  { least, most }: { readonly least: number; readonly most: number },
  counts: Counts,
): readonly [number, number] {
  if (counts === 'copied') return [least, most];
  return [least >= LOOSE_FROM ? 1 : least, most >= LOOSE_FROM ? Number.POSITIVE_INFINITY : most];
}

const EMPTY: Fragment = { first: [], last: [], empty: ['free'] };

function fragmentOf(building: Building, expression: Expression): Fragment {
  switch (expression.kind) {
    case 'character':
      return addState(building, 'character', expression.set, expression.source);
    case 'start':
    case 'end':
      return addState(building, expression.kind, [], '');
    case 'boundary':
    case 'look':
      return { first: [], last: [], empty: ['guarded'] };
    case 'group':
      return fragmentOf(building, expression.part);
    case 'reference':
      return referenceFragment(building, expression.group);
    case 'sequence':
      return expression.parts.reduce((before, part) => join(building, before, fragmentOf(building, part)), EMPTY);
    case 'either': {
      const parts = expression.parts.map((part) => fragmentOf(building, part));
      return {
        first: parts.flatMap(({ first }) => first),
        last: parts.flatMap(({ last }) => last),
        empty: parts.flatMap(({ empty }) => empty).slice(0, 2),
      };
    }
    case 'repeat':
      return repeatFragment(building, expression);
    default:
      return expression satisfies never;
  }
}

function addState(building: Building, kind: 'character' | 'start' | 'end', set: CodePoints, source: string): Fragment {
  const at = building.states.length;
  building.states.push({ kind, set, source, next: [] });
  return { first: [at], last: [{ at, isGuarded: false }], empty: [] };
}

/** A reference may match whatever its group does: more than it will, which can only overstate the cost. */
function referenceFragment(building: Building, name: string): Fragment {
  const group = building.groups.get(name) ?? [...building.groups.values()][Number(name) - 1];
  if (!group || building.depth > 0) return EMPTY;
  building.depth += 1;
  const fragment = fragmentOf(building, group);
  building.depth -= 1;
  return { ...fragment, empty: fragment.empty.length === 0 ? ['guarded'] : fragment.empty };
}

function join(building: Building, before: Fragment, behind: Fragment): Fragment {
  link(building, before.last, behind.first);
  const [way] = behind.empty;
  const passing = behind.empty.includes('free') ? before.last : before.last.map(({ at }) => ({ at, isGuarded: true }));
  return {
    first: [...before.first, ...before.empty.flatMap(() => behind.first)],
    last: [...behind.last, ...(way === undefined ? [] : passing)],
    empty: before.empty.flatMap((one) => behind.empty.map((other) => (one === 'free' ? other : one))).slice(0, 2),
  };
}

const MOST_WAYS = 2;

function link({ states }: Building, from: readonly Place[], to: readonly number[]): void {
  for (const { at } of from) {
    const next = states[at]?.next ?? [];
    for (const target of to) if (next.filter((known) => known === target).length < MOST_WAYS) next.push(target);
  }
}

/** ECMA-262, 22.2.2.3.1: once the least count is reached, an iteration that matches nothing is no way on. */
function repeatFragment(building: Building, repeat: Extract<Expression, { kind: 'repeat' }>): Fragment {
  const [least, most] = countsOf(repeat, building.counts);
  if (most === 0) return EMPTY;
  const copies: Fragment[] = [];
  for (let copy = 1; copy < least; copy += 1) copies.push(fragmentOf(building, repeat.part));
  if (!Number.isFinite(most)) {
    const loop = fragmentOf(building, repeat.part);
    link(building, loop.last, loop.first);
    copies.push(least === 0 ? { ...loop, empty: ['free'] } : loop);
  } else {
    if (least > 0) copies.push(fragmentOf(building, repeat.part));
    let rest: Fragment | undefined;
    for (let copy = least; copy < most; copy += 1) {
      const part = fragmentOf(building, repeat.part);
      rest = { ...(rest ? join(building, part, rest) : part), empty: ['free'] };
    }
    if (rest) copies.push(rest);
  }
  return copies.reduce((before, copy) => join(building, before, copy), EMPTY);
}

/** Anchors are states of no character. What goes through them becomes a fact about the states around them. */
function withoutAnchors({ states }: Building, whole: Fragment): Automaton {
  const ends = new Map<number, State['accepts']>();
  for (const { at, isGuarded } of whole.last)
    if (ends.get(at) !== 'anywhere') ends.set(at, isGuarded ? 'at the end' : 'anywhere');
  const kindOf = (at: number): string => states[at]?.kind ?? 'end';
  /** Characters that come next where a text begins: through any number of `^`. */
  const opened = (targets: readonly number[], depth = 0): readonly number[] =>
    targets.flatMap((at) => (kindOf(at) === 'start' && depth < 4 ? opened(states[at]?.next ?? [], depth + 1) : [at]));
  const characters = (targets: readonly number[]): readonly number[] =>
    targets.filter((at) => kindOf(at) === 'character');
  /** Whether a `$` leads to the end of the expression, at the end of a text. */
  const closes = (targets: readonly number[], depth = 0): boolean =>
    targets.some(
      (at) => kindOf(at) === 'end' && (ends.has(at) || (depth < 4 && closes(states[at]?.next ?? [], depth + 1))),
    );
  const made = states.map(({ kind, set, source, next }, at): State => {
    const own = ends.get(at) ?? 'never';
    const accepts = kind !== 'character' ? 'never' : own === 'never' && closes(next) ? 'at the end' : own;
    return { set, source, next: characters(next), accepts };
  });
  return { states: made, first: characters(opened(whole.first)), elsewhere: characters(whole.first) };
}

/** The automaton behind any number of characters: a search begins wherever it likes. */
export function searching(automaton: Automaton): Automaton {
  if (automaton.elsewhere.length === 0) return automaton;
  const shift = (targets: readonly number[]): readonly number[] => targets.map((at) => at + 1);
  const skip: State = { set: EVERY, source: '', next: [0, ...shift(automaton.elsewhere)], accepts: 'never' };
  return {
    ...automaton,
    states: [skip, ...automaton.states.map((state) => ({ ...state, next: shift(state.next) }))],
    first: [0, ...shift(automaton.first)],
    elsewhere: [],
  };
}
