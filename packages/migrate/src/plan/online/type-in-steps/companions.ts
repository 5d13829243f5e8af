// What stands on a column and comes along when another column takes its place. Sorted by how it comes.
import type { AnyFact, Catalog, Fact, ObjectId } from '@senior-backend/core/postgres/catalog';
import { factsOf, isKind, objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { areComparable } from '../../columns/change-type.js';
import { tableId } from '../../names.js';

export interface Companions {
  readonly indexes: readonly Fact<'index'>[];
  /** Primary and unique keys: they get an index of their own beforehand. */
  readonly keys: readonly Fact<'constraint'>[];
  readonly checks: readonly Fact<'constraint'>[];
  /** From the column, and to it. */
  readonly foreignKeys: readonly Fact<'constraint'>[];
  readonly grants: readonly Fact<'grant'>[];
  /** The sequence of a `serial`. */
  readonly owned: readonly Fact<'sequenceOwner'>[];
}

export interface Sides {
  readonly before: Catalog;
  readonly after: Catalog;
  /** Whether the plan drops it before the type changes, and creates it afterwards. */
  readonly isRebuilt: (id: ObjectId) => boolean;
}

/** Undefined where something stands on the column that cannot be brought along. */
export function companionsOf(column: Fact<'column'>, sides: Sides): Companions | undefined {
  const dependants = [...sides.before.facts.values()].filter(
    // A generated column that is made anew writes the table anew.
    ({ id, kind, dependsOn }) => dependsOn.includes(column.id) && (kind === 'column' || !sides.isRebuilt(id)),
  );
  const of = <K extends AnyFact['kind']>(kind: K) => dependants.filter((fact) => isKind(fact, kind));
  const constraints = of('constraint');
  const companions = {
    indexes: of('index'),
    keys: constraints.filter(({ attributes }) => ['primary key', 'unique'].includes(attributes.type)),
    checks: constraints.filter(({ attributes }) => attributes.type === 'check'),
    foreignKeys: constraints.filter(({ attributes }) => attributes.type === 'foreign key'),
    grants: of('grant'),
    owned: of('sequenceOwner'),
  };
  const moved = Object.values(companions).flat().length;
  const others = of('default').length + of('comment').length;
  if (moved + others !== dependants.length || hasSequenceParts(dependants)) return undefined;
  return canMove(companions, sides) ? companions : undefined;
}

/** Rights and comments of an identity's sequence. */
function hasSequenceParts(dependants: readonly AnyFact[]): boolean {
  return dependants.some(
    (fact) =>
      (isKind(fact, 'grant') && fact.attributes.ofSequence) ||
      (isKind(fact, 'comment') && fact.attributes.part.kind !== 'whole'),
  );
}

function canMove(companions: Companions, sides: Sides): boolean {
  const isSame = (fact: AnyFact): boolean =>
    JSON.stringify(sides.after.facts.get(fact.id)?.attributes) === JSON.stringify(fact.attributes);
  const { indexes, keys, checks, foreignKeys, grants, owned } = companions;
  const constraints = [...keys, ...checks, ...foreignKeys];
  return (
    [...constraints, ...grants, ...owned].every(isSame) &&
    indexes.every((index) => isSame(index) && isPlainIndex(index, sides.before)) &&
    keys.every(({ attributes }) => !attributes.clustered && !attributes.replicaIdentity) &&
    constraints.every(({ attributes }) => attributes.local && !attributes.inherited) &&
    bearsNothing(constraints, sides) &&
    foreignKeys.every((key) => canPointTo(key, sides))
  );
}

/** Nothing stands on the constraints, such as a comment, that would go with them and not come back. */
function bearsNothing(constraints: readonly AnyFact[], { before, isRebuilt }: Sides): boolean {
  const ids = new Set(constraints.map(({ id }) => id));
  return ![...before.facts.values()].some(
    (fact) => !ids.has(fact.id) && !isRebuilt(fact.id) && fact.dependsOn.some((id) => ids.has(id)),
  );
}

function isPlainIndex(index: Fact<'index'>, before: Catalog): boolean {
  const { columns, predicate, clustered, replicaIdentity, statistics } = index.attributes;
  const isAlone = ![...before.facts.values()].some((fact) => fact.dependsOn.includes(index.id));
  const isOrdinary = predicate === null && statistics.length === 0 && !columns.includes(null);
  return isOrdinary && isAlone && !clustered && !replicaIdentity;
}

/**
 * A foreign key may hold between the two types while the other end still has the old one. NOT VALID it can be on an ordinary
 * table alone.
 */
function canPointTo(key: Fact<'constraint'>, { before, after }: Sides): boolean {
  const { columns, references } = key.attributes;
  const table = before.facts.get(tableId(key));
  if (!references || !isKind(table, 'table')) return false;
  if (table.attributes.variant !== 'ordinary' || table.attributes.isPartition) return false;
  const ends = [
    ...columns.map((name) => objectId('column', [...key.names.slice(0, 2), name])),
    ...references.columns.map((name) => objectId('column', [references.schema, references.table, name])),
  ];
  const touched = [before, after].flatMap((side) => factsOf(side, 'column').filter(({ id }) => ends.includes(id)));
  return touched.every((one) => touched.every((other) => areComparable(one.attributes.type, other.attributes.type)));
}
