// Facts as they come in, by number, and what needs what as pairs of numbers: objects for half a million pairs would cost more
// memory than the catalogue that they become.
import type { AnyFact, Fact, ObjectId } from '../catalog.js';
import { KeyTable } from './key-table.js';
import { type Key, wholeOf } from './keys.js';
import { type Groups, PairList } from './pair-list.js';
import type { CatalogPool } from './pool.js';

/** A fact on its way: what it needs is not known yet. */
export type Draft = Omit<Fact, 'dependsOn'>;

/** A draft becomes the fact: to make another object of each would take as much memory again. */
type Growing = Draft & { dependsOn: readonly ObjectId[] };

/** The place of a draft in the order in which they came. */
export type DraftNumber = number;

/** A part of an identity's sequence's default stands for its column, which may stand for its table. */
const MOST_ALIASES = 4;

const NOTHING: readonly ObjectId[] = [];

/** A class, so that two sides that are read at once share the code that the engine makes of it. */
export class FactCollection {
  readonly #drafts: Growing[] = [];
  readonly #numbers = new KeyTable();
  readonly #aliases = new KeyTable();
  readonly #pairs = new PairList();
  /** Keys that are looked up at the end, by who needs them. */
  readonly #open = { from: [] as DraftNumber[], key: [] as Key[] };

  /** `key` is where it stands in the system catalogues; undefined for what has no row of its own. */
  add({ id, kind, names, attributes, position }: Draft, key?: Key): DraftNumber {
    const number = this.#drafts.push({ id, kind, names, attributes, dependsOn: NOTHING, position }) - 1;
    if (key !== undefined) this.#numbers.set(key, number);
    return number;
  }

  draft(number: DraftNumber): Draft {
    return this.#drafts[number] as Growing;
  }

  /** What has `key` stands for what has `of`: a row type, the index behind a constraint. */
  alias(key: Key, of: Key): void {
    this.#aliases.set(key, of);
  }

  exact(key: Key): DraftNumber | undefined {
    return this.#numbers.get(key);
  }

  /** What has the key, or what that stands for. */
  near(key: Key): DraftNumber | undefined {
    let at = key;
    for (let depth = 0; depth <= MOST_ALIASES; depth += 1) {
      const found = this.#numbers.get(at);
      if (found !== undefined) return found;
      const next = this.#aliases.get(at) ?? wholeOf(at);
      if (next === at) return undefined;
      at = next;
    }
    return undefined;
  }

  needs(one: DraftNumber, other: DraftNumber): void {
    this.#pairs.add(one, other);
  }

  /** Looked up at the end: what has the key may come later. */
  needsKey(one: DraftNumber, key: Key): void {
    this.#open.from.push(one);
    this.#open.key.push(key);
  }

  finish(pool: CatalogPool): ReadonlyMap<ObjectId, AnyFact> {
    for (const [at, from] of this.#open.from.entries()) {
      const to = this.near(this.#open.key[at] ?? 0);
      if (to !== undefined) this.needs(from, to);
    }
    const facts = linked(this.#drafts, this.#pairs.grouped(this.#drafts.length), pool);
    pool.finished(facts);
    return facts;
  }
}

function linked(
  drafts: readonly Growing[],
  { starts, seconds }: Groups,
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
  for (let at = 0; at < seconds.length; at += 1) seconds[at] = ranks[seconds[at] ?? 0] ?? 0;
  const facts = new Map<ObjectId, AnyFact>();
  order.forEach((number, rank) => {
    const fact = drafts[number] as Growing;
    const needed = sortedOnce(rank, seconds, starts[number] ?? 0, starts[number + 1] ?? 0);
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
