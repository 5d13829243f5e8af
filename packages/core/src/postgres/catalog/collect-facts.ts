// Facts as they come in, by number, and what needs what as pairs of numbers: objects for half a million pairs would cost more
// memory than the catalogue that they become.
import type { AnyFact, Fact, ObjectId } from '../catalog.js';
import { createKeyTable } from './key-table.js';
import { type Key, wholeOf } from './keys.js';
import type { CatalogPool } from './pool.js';

/** A fact on its way: what it needs is not known yet. */
export type Draft = Omit<Fact, 'dependsOn'>;

/** A draft becomes the fact: to make another object of each would take as much memory again. */
type Growing = Draft & { dependsOn: readonly ObjectId[] };

/** The place of a draft in the order in which they came. */
export type DraftNumber = number;

export interface FactCollection {
  /** `key` is where it stands in the system catalogues; undefined for what has no row of its own. */
  add(draft: Draft, key?: Key): DraftNumber;
  draft(number: DraftNumber): Draft;
  /** What has `key` stands for what has `of`: a row type, the index behind a constraint. */
  alias(key: Key, of: Key): void;
  exact(key: Key): DraftNumber | undefined;
  /** What has the key, or what that stands for. */
  near(key: Key): DraftNumber | undefined;
  needs(one: DraftNumber, other: DraftNumber): void;
  /** Looked up at the end: what has the key may come later. */
  needsKey(one: DraftNumber, key: Key): void;
  finish(pool: CatalogPool): ReadonlyMap<ObjectId, AnyFact>;
}

/** A part of an identity's sequence's default stands for its column, which may stand for its table. */
const MOST_ALIASES = 4;

const NOTHING: readonly ObjectId[] = [];

export function collectFacts(): FactCollection {
  const drafts: Growing[] = [];
  const numbers = createKeyTable();
  const aliases = createKeyTable();
  const pairs = { from: [] as DraftNumber[], to: [] as DraftNumber[] };
  const open = { from: [] as DraftNumber[], key: [] as Key[] };
  const near = (key: Key, depth = MOST_ALIASES): DraftNumber | undefined => {
    const found = numbers.get(key);
    if (found !== undefined) return found;
    const next = aliases.get(key) ?? wholeOf(key);
    return next === key || depth === 0 ? undefined : near(next, depth - 1);
  };
  const needs = (one: DraftNumber, other: DraftNumber): void => {
    pairs.from.push(one);
    pairs.to.push(other);
  };
  return {
    add(draft, key) {
      const { id, kind, names, attributes, position } = draft;
      const number = drafts.push({ id, kind, names, attributes, dependsOn: NOTHING, position }) - 1;
      if (key !== undefined) numbers.set(key, number);
      return number;
    },
    draft: (number) => drafts[number] as Growing,
    alias: (key, of) => aliases.set(key, of),
    exact: (key) => numbers.get(key),
    near,
    needs,
    needsKey(one, key) {
      open.from.push(one);
      open.key.push(key);
    },
    finish(pool) {
      open.from.forEach((from, at) => {
        const to = near(open.key[at] ?? 0);
        if (to !== undefined) needs(from, to);
      });
      const facts = linked(drafts, neighbours(drafts.length, pairs.from, pairs.to), pool);
      pool.finished(facts);
      return facts;
    },
  };
}

/** The second numbers of all pairs, side by side: those of the first number `one` from `starts[one]` to `starts[one + 1]`. */
interface Neighbours {
  readonly starts: Uint32Array;
  readonly all: Uint32Array;
}

function neighbours(count: number, from: readonly DraftNumber[], to: readonly DraftNumber[]): Neighbours {
  const starts = new Uint32Array(count + 1);
  for (const one of from) starts[one + 1] = (starts[one + 1] ?? 0) + 1;
  for (let at = 1; at <= count; at += 1) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
  const next = starts.slice();
  const all = new Uint32Array(to.length);
  from.forEach((one, at) => {
    const place = next[one] ?? 0;
    all[place] = to[at] ?? 0;
    next[one] = place + 1;
  });
  return { starts, all };
}

function linked(
  drafts: readonly Growing[],
  { starts, all }: Neighbours,
  pool: CatalogPool,
): ReadonlyMap<ObjectId, AnyFact> {
  const idOf = (number: DraftNumber): ObjectId => drafts[number]?.id ?? '';
  // No two facts have the same id, so that nothing needs to be told apart from equal.
  const order = new Uint32Array(drafts.length).map((_, at) => at).sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  // Numbers sort faster than ids: what a fact needs is put in order by place in the order of all.
  const ranks = new Uint32Array(drafts.length);
  order.forEach((number, rank) => {
    ranks[number] = rank;
  });
  all.forEach((number, at) => {
    all[at] = ranks[number] ?? 0;
  });
  const facts = new Map<ObjectId, AnyFact>();
  order.forEach((number, rank) => {
    const fact = drafts[number] as Growing;
    const needed = sortedOnce(rank, all, starts[number] ?? 0, starts[number + 1] ?? 0);
    if (needed.length > 0) fact.dependsOn = needed.map((one) => idOf(order[one] ?? 0));
    // The query of a kind gives that kind's attributes; there is one query for each.
    facts.set(fact.id, pool.fact(fact as Fact as AnyFact));
  });
  return facts;
}

/** So many are put into place one by one: the sort of a typed array costs more than that before it begins. */
const FEW = 32;

/** The ranks from `start` to `end` in order, without what stands twice, and without the fact itself. */
function sortedOnce(own: number, ranks: Uint32Array, start: number, end: number): readonly number[] {
  if (end - start > FEW) ranks.subarray(start, end).sort();
  const once: number[] = [];
  for (let next = start; next < end; next += 1) {
    const rank = ranks[next] ?? 0;
    let place = once.length;
    while (place > 0 && (once[place - 1] ?? 0) > rank) place -= 1;
    if (rank !== own && once[place - 1] !== rank) once.splice(place, 0, rank);
  }
  return once;
}
