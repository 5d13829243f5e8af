// Facts as they come in, by number, and what needs what as pairs of numbers: objects for half a million pairs would cost more
// memory than the catalogue that they become.
import type { AnyFact, Fact, ObjectId } from '../catalog.js';
import { compareNames } from './compare-names.js';
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
  const numbers = new Map<Key, DraftNumber>();
  const aliases = new Map<Key, Key>();
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
    alias: (key, of) => void aliases.set(key, of),
    exact: (key) => numbers.get(key),
    near,
    needs,
    needsKey(one, key) {
      open.from.push(one);
      open.key.push(key);
    },
    finish(pool) {
      for (const [at, from] of open.from.entries()) {
        const to = near(open.key[at] ?? 0);
        if (to !== undefined) needs(from, to);
      }
      return linked(drafts, neighbours(drafts.length, pairs.from, pairs.to), pool);
    },
  };
}

/** The second numbers of all pairs, side by side for each first number. */
function neighbours(
  count: number,
  from: readonly DraftNumber[],
  to: readonly DraftNumber[],
): (one: DraftNumber) => Uint32Array {
  const ends = new Uint32Array(count + 1);
  for (const one of from) ends[one + 1] = (ends[one + 1] ?? 0) + 1;
  for (let at = 1; at <= count; at += 1) ends[at] = (ends[at] ?? 0) + (ends[at - 1] ?? 0);
  const starts = ends.slice();
  const all = new Uint32Array(to.length);
  for (const [at, one] of from.entries()) {
    const place = starts[one] ?? 0;
    all[place] = to[at] ?? 0;
    starts[one] = place + 1;
  }
  return (one) => all.subarray(ends[one], ends[one + 1]);
}

function linked(
  drafts: readonly Growing[],
  needsOf: (one: DraftNumber) => Uint32Array,
  pool: CatalogPool,
): ReadonlyMap<ObjectId, AnyFact> {
  const idOf = (number: DraftNumber): ObjectId => drafts[number]?.id ?? '';
  const order = Uint32Array.from(drafts.keys()).sort((a, b) => compareNames(idOf(a), idOf(b)));
  const facts = new Map<ObjectId, AnyFact>();
  for (const number of order) {
    const fact = drafts[number] as Growing;
    fact.dependsOn = sortedOnce(fact.id, needsOf(number), idOf);
    // The query of a kind gives that kind's attributes; there is one query for each.
    facts.set(fact.id, pool.fact(fact as Fact as AnyFact));
  }
  return facts;
}

/** Without what stands twice, and without the fact itself. */
function sortedOnce(own: ObjectId, needs: Uint32Array, idOf: (number: DraftNumber) => ObjectId): readonly ObjectId[] {
  if (needs.length === 0) return NOTHING;
  const ids = Array.from(needs, idOf);
  if (ids.length === 1) return ids[0] === own ? NOTHING : ids;
  ids.sort(compareNames);
  return ids.filter((id, index) => id !== own && id !== ids[index - 1]);
}
