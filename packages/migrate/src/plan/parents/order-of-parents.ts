// What comes before and after a child changes parents.
import type { AnyFact, Catalog, Fact } from '@senior-backend/core/postgres/catalog';
import { isKind, objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteName } from '@senior-backend/core/postgres/sql/quote';
import { parentDropsIt } from '../columns/inheritance.js';
import { relationName, tableId } from '../names.js';
import type { PlanContext } from '../rule.js';
import type { Step } from '../step.js';
import { type Link, reseatingOf } from './reseat.js';

type Pair = readonly [first: Step, second: Step];

/** What is better done first, where nothing stands against it. */
export function parentsInOrder(steps: readonly Step[], context: PlanContext): readonly Pair[] {
  const reseated = new Map<string, Step>();
  for (const step of steps) {
    const { fact } = step.action;
    if (isKind(fact, 'inheritance') && reseatingOf(fact, context)) reseated.set(tableId(fact), step);
  }
  return [
    ...newParentsFirst(
      steps.filter(({ action: { fact } }) => fact.kind !== 'inheritance' || !reseated.has(tableId(fact))),
    ),
    ...detachedFirst(steps),
    ...[...reseated.values()].flatMap(({ action }) => aroundReseating(action.fact, steps, context)),
  ];
}

/**
 * A child that changes parents takes the new one before it leaves the old one, and leaves before it or the old one loses or gains
 * a column: a column that has no parent for a moment is the child's own for ever (tablecmds.c, RemoveInheritance). What came from
 * the old parent alone can go only when it is the child's own, and what the old parent gains is not for the child.
 */
function newParentsFirst(steps: readonly Step[]): readonly Pair[] {
  const changes = steps.filter(({ action }) => action.fact.kind === 'inheritance');
  const shapes = steps.filter(({ action }) => isShape(action.fact));
  const table = ({ action }: Step, from = 0): string => JSON.stringify(action.fact.names.slice(from, from + 2));
  return changes
    .filter(({ action }) => action.verb === 'drop')
    .flatMap((left) => [
      ...changes
        .filter(({ action }) => action.verb === 'create' && action.fact.id !== left.action.fact.id)
        .filter((taken) => table(taken) === table(left))
        .map((taken) => [taken, left] as const),
      ...shapes
        .filter(
          (part) =>
            (part.action.verb === 'drop' && table(part) === table(left)) ||
            (part.action.verb !== 'alter' && table(part) === table(left, 2)),
        )
        .map((part) => [left, part] as const),
    ]);
}

/** What a partition has from its table becomes its own when it is one no more, and can be called otherwise, or go, only then. */
function detachedFirst(steps: readonly Step[]): readonly Pair[] {
  const dropped = steps.filter(({ action }) => action.verb === 'drop');
  const comesBack = new Set(steps.filter(({ action }) => action.verb === 'create').map(({ action }) => action.fact.id));
  return dropped
    .filter(({ action: { fact } }) => fact.kind === 'partition' && !comesBack.has(fact.id))
    .flatMap((left) =>
      dropped
        .filter(({ action: { fact } }) => isPartOf(fact, left.action.fact))
        .filter(({ action: { fact } }) => fact.kind === 'index' || comesBack.has(fact.id))
        .map((part) => [left, part] as const),
    );
}

/** An index of the partitioned table would take those of its partitions along, as long as they are some. */
function isPartOf(fact: AnyFact, partition: AnyFact): boolean {
  if (!isKind(partition, 'partition')) return false;
  const { child, parent } = partition.attributes;
  if (isKind(fact, 'index'))
    return [child, parent].includes(quoteName([fact.attributes.schema, fact.attributes.table]));
  return fact.kind === 'column' && relationName(fact) === child;
}

/**
 * All parents go and then all come, in their order. What reaches the child from above, columns and checks that come or go,
 * does so while it has parents; types change while it has none.
 */
function aroundReseating(child: AnyFact, steps: readonly Step[], context: PlanContext): readonly Pair[] {
  const reseating = reseatingOf(child, context);
  if (!reseating) return [];
  const stepOf = (verb: 'drop' | 'create', { id }: Link): readonly Step[] =>
    steps.filter(({ action }) => action.verb === verb && action.fact.id === id);
  const leaves = reseating.leaves.flatMap((link) => stepOf('drop', link));
  const takes = reseating.takes.flatMap((link) => stepOf('create', link));
  const chain = [...leaves, ...takes];
  const [first, last] = [chain[0], chain.at(-1)];
  if (!first || !last) return [];
  const place = { child, own: relationName(child), first, last, lastLeft: leaves.at(-1), firstTaken: takes[0] ?? last };
  return [
    ...chain.slice(1).map((step, at) => [chain[at] ?? step, step] as const),
    ...steps.filter(({ action: { fact } }) => isShape(fact)).flatMap((step) => aroundChain(step, place, context)),
  ];
}

interface Chain {
  /** A link of the child. */
  readonly child: AnyFact;
  /** The child's name. */
  readonly own: string;
  readonly first: Step;
  readonly lastLeft: Step | undefined;
  readonly firstTaken: Step;
  readonly last: Step;
}

function aroundChain(step: Step, chain: Chain, context: PlanContext): readonly Pair[] {
  const { child, own, first, lastLeft, firstTaken, last } = chain;
  const { verb, fact } = step.action;
  const table = relationName(fact);
  const [isOld, isFresh] = [context.before, context.after].map((catalog) => ancestorsOf(own, catalog).has(table));
  if (table !== own && !isOld && !isFresh) return [];
  const afterLeaving: readonly Pair[] = lastLeft ? [[lastLeft, step]] : [];
  if (verb === 'alter' && changesType(fact, context) && (table !== own || isInherited(fact)))
    return [...afterLeaving, [step, firstTaken]];
  // For what the child keeps from another parent a new one is to be there before the child is alone.
  if (verb === 'create' && isFresh && !isOld && isKept(fact, child, context)) return [[step, firstTaken]];
  if (verb !== 'drop') return table === own || isFresh ? [[last, step]] : afterLeaving;
  if (table === own && isInherited(fact)) return goesByItself(fact, context) ? [[last, step]] : [];
  if (table === own || isFresh) return [[step, isOld || table === own ? first : firstTaken]];
  return afterLeaving;
}

/** Whether the child has the same, and keeps it. */
function isKept(fact: AnyFact, child: AnyFact, { before, isDropped }: PlanContext): boolean {
  const own = objectId(fact.kind, [...child.names.slice(0, 2), fact.names[2] ?? '']);
  return before.facts.has(own) && !isDropped(own);
}

function goesByItself(fact: AnyFact, context: PlanContext): boolean {
  return (isKind(fact, 'column') || isKind(fact, 'constraint')) && !parentDropsIt(fact, context);
}

function isShape(fact: AnyFact): boolean {
  return fact.kind === 'column' || (isKind(fact, 'constraint') && fact.attributes.type === 'check');
}

function isInherited(fact: AnyFact): boolean {
  return (isKind(fact, 'column') || isKind(fact, 'constraint')) && fact.attributes.inherited;
}

function changesType(fact: AnyFact, { before }: PlanContext): boolean {
  const old = before.facts.get(fact.id);
  return isKind(fact, 'column') && isKind(old, 'column') && typeOf(old) !== typeOf(fact);
}

function typeOf({ attributes: { type, collation } }: Fact<'column'>): string {
  return JSON.stringify([type, collation]);
}

/** Every table above one, by name. */
function ancestorsOf(table: string, catalog: Catalog): ReadonlySet<string> {
  const parents = PARENTS.get(catalog) ?? parentsIn(catalog);
  PARENTS.set(catalog, parents);
  const found = new Set<string>();
  const waiting = [...(parents.get(table) ?? [])];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (found.has(one)) continue;
    found.add(one);
    waiting.push(...(parents.get(one) ?? []));
  }
  return found;
}

const PARENTS = new WeakMap<Catalog, ReadonlyMap<string, readonly string[]>>();

function parentsIn({ facts }: Catalog): ReadonlyMap<string, readonly string[]> {
  const parents = new Map<string, string[]>();
  for (const fact of facts.values()) {
    if (!isKind(fact, 'inheritance')) continue;
    const { child, parent } = fact.attributes;
    parents.set(child, [...(parents.get(child) ?? []), parent]);
  }
  return parents;
}
