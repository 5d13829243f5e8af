import type { AnyFact, Fact, ObjectKind } from '@senior-backend/core/postgres/catalog';
import { isKind, objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { addColumn, moveValues } from '../columns/add-column.js';
import { areComparable, changeType } from '../columns/change-type.js';
import { identityDefinition } from '../columns/definition.js';
import { changeIdentity } from '../columns/identity.js';
import {
  becomesInherited,
  childColumns,
  childrenKeepIt,
  isLocal,
  isPartition,
  movedName,
  parentDropsIt,
} from '../columns/inheritance.js';
import { placesRows } from '../columns/partition-key.js';
import { addRequired, changeRequired, withOwnName } from '../columns/required.js';
import { alterColumn, columnSettings } from '../columns/settings.js';
import { unlikeParents } from '../columns/unlike-parents.js';
import { ownName, relationName, tableId } from '../names.js';
import { comesByStandIn, comesFromTwo, linksThatStay, reseatingOf, throughStandIn } from '../parents/reseat.js';
import { type Change, type PlanContext, REBUILD, type Rule } from '../rule.js';
import { hazard, type StatementDraft } from '../statement.js';

export const columnRule: Rule<'column'> = {
  address: (fact) => ({ keyword: 'COLUMN', name: `${relationName(fact)}.${ownName(fact)}` }),
  create: (fact, context) => createColumn(fact, context),
  drop: (fact, context) => dropColumn(fact, context),
  change: (before, after, context) => changeColumn(before, after, context),
  createdWith: (fact) => tableId(fact),
  droppedWith: (fact) => [tableId(fact)],
  // A generated column is made of others of its table. That of a parent may go, and leave it to another parent.
  endures: (fact, cause, how) =>
    cause.kind === 'column' &&
    (fact.attributes.generated === null || (how === 'drop' && tableId(cause) !== tableId(fact))),
  occupies: (fact) => (fact.attributes.identity ? [JSON.stringify(fact.attributes.identity.sequence)] : []),
};

function createColumn(desired: Fact<'column'>, context: PlanContext): readonly StatementDraft[] {
  const fact = withOwnName(desired, context);
  if (context.isCreated(tableId(fact))) return columnSettings(undefined, fact);
  if (becomesInherited(fact, context)) return replaceOwn(fact, context);
  const value = context.createdWith(fact.id).find((rider) => isKind(rider, 'default'));
  if (followsType(fact, context))
    return [
      ...ownDefault(fact, value),
      ...(fact.attributes.notNull ? [addRequired(fact)] : []),
      ...columnSettings(undefined, fact),
    ];
  // A column that comes from a parent comes with the parent's own ADD COLUMN, or with INHERIT.
  const isParents = !fact.attributes.local && fact.attributes.inherited;
  return [
    ...(isParents
      ? [...ownDefault(fact, value), ...unlikeParents(fact, context)]
      : numbersApart(fact, context)
        ? addThenNumber(fact)
        : addColumn(fact, value)),
    ...columnSettings(undefined, fact),
    ...(value && !isParents ? withoutDefault(fact, context) : []),
  ];
}

/** The columns of a table that stays of one type come, change and go with the fields of the type. */
function followsType(fact: Fact<'column'>, { before, after, isCreated }: PlanContext): boolean {
  const id = tableId(fact);
  const [old, fresh] = [before.facts.get(id), after.facts.get(id)];
  if (!isKind(old, 'table') || !isKind(fresh, 'table') || isCreated(id)) return false;
  return fresh.attributes.ofType !== null && old.attributes.ofType === fresh.attributes.ofType;
}

/** ADD COLUMN with an identity does not go down to children (tablecmds.c, ATExecAddColumn), save to partitions since version 17. */
function numbersApart(fact: Fact<'column'>, context: PlanContext): boolean {
  const children = childColumns(fact, context).filter((child) => !context.isCreated(tableId(child)));
  const reaches = context.before.serverVersion >= 170_000 && children.every((child) => isPartition(child, context));
  return fact.attributes.identity !== null && children.length > 0 && !reaches;
}

function addThenNumber(fact: Fact<'column'>): readonly StatementDraft[] {
  const { identity } = fact.attributes;
  const plain = { ...fact, attributes: { ...fact.attributes, identity: null } };
  if (!identity) return addColumn(plain, undefined);
  return [
    ...addColumn(plain, undefined),
    { sql: `${alterColumn(fact)} ADD ${identityDefinition(fact, identity)}`, lock: 'ACCESS EXCLUSIVE' },
  ];
}

/** The column is made anew by the parent, or by what stands in for it: the child's own one goes, when its values are there. */
function replaceOwn(fact: Fact<'column'>, context: PlanContext): readonly StatementDraft[] {
  return [
    ...(comesByStandIn(fact, context) ? [] : moveValues(fact)),
    { sql: `ALTER TABLE ${relationName(fact)} DROP COLUMN ${movedName(fact)}`, lock: 'ACCESS EXCLUSIVE' },
    ...columnSettings(undefined, fact),
  ];
}

function ownDefault(fact: Fact<'column'>, value: Fact<'default'> | undefined): readonly StatementDraft[] {
  return value
    ? [
        {
          sql: `${alterColumn(fact).replace('ALTER TABLE ', 'ALTER TABLE ONLY ')} SET DEFAULT ${value.attributes.expression}`,
          lock: 'ACCESS EXCLUSIVE',
        },
      ]
    : [];
}

/** ADD COLUMN gives its default to the children too. */
function withoutDefault(fact: Fact<'column'>, context: PlanContext): readonly StatementDraft[] {
  return childColumns(fact, context)
    .filter((child) => !context.after.facts.has(objectId('default', child.names)) && !context.isCreated(tableId(child)))
    .map((child) => ({
      sql: `ALTER TABLE ONLY ${relationName(child)} ALTER COLUMN ${ownName(child)} DROP DEFAULT`,
      lock: 'ACCESS EXCLUSIVE',
    }));
}

function dropColumn(fact: Fact<'column'>, context: PlanContext): readonly StatementDraft[] {
  if (becomesInherited(fact, context))
    return [
      {
        sql: `ALTER TABLE ${relationName(fact)} RENAME COLUMN ${ownName(fact)} TO ${movedName(fact)}`,
        lock: 'ACCESS EXCLUSIVE',
      },
    ];
  if (fact.attributes.inherited && !fact.attributes.local && parentDropsIt(fact, context)) return [];
  if (followsType(fact, context)) return [];
  const name = `${relationName(fact)}.${ownName(fact)}`;
  const hazards =
    fact.attributes.generated === null
      ? [
          hazard(
            'destructive',
            `column ${name} goes with its values`,
            `SELECT count(${ownName(fact)}) FROM ${relationName(fact)}`,
          ),
        ]
      : [];
  const only = childrenKeepIt(fact, context) ? 'ONLY ' : '';
  return [
    { sql: `ALTER TABLE ${only}${relationName(fact)} DROP COLUMN ${ownName(fact)}`, lock: 'ACCESS EXCLUSIVE', hazards },
  ];
}

function changeColumn(before: Fact<'column'>, after: Fact<'column'>, context: PlanContext): Change {
  const old = before.attributes;
  const fresh = after.attributes;
  if (becomesInherited(after, context) && !isPartition(after, context)) return REBUILD;
  if (old.generated === null && fresh.generated !== null) return REBUILD;
  if (old.generatedKind !== fresh.generatedKind && fresh.generated !== null) return REBUILD;
  if (old.generated !== null && fresh.generated !== null && old.generated !== fresh.generated) return REBUILD;
  // There is no value to keep.
  if (old.generatedKind === 'virtual' && fresh.generated === null) return REBUILD;
  if (isOfAnotherKind(before, after, context)) return REBUILD;
  const typeChanges = old.type !== fresh.type || old.collation !== fresh.collation;
  if (typeChanges && placesRows(after, context)) return { how: 'alter', statements: [], displaces: [tableId(after)] };
  const onlyInherited = fresh.inherited && old.inherited;
  const isOutOfReach = typeChanges && onlyInherited && comesFromTwo(before, context.before);
  const statements = [
    ...(typeChanges && onlyInherited && reseatingOf(after, context) ? withoutParents(before, after, context) : []),
    ...(old.generated !== null && fresh.generated === null
      ? [{ sql: `${alterColumn(after)} DROP EXPRESSION`, lock: 'ACCESS EXCLUSIVE' } as const]
      : []),
    ...(typeChanges && !onlyInherited && !followsType(after, context)
      ? [changeType(before, after, isLocal(after, context))]
      : []),
    ...changeIdentity(before, after),
    ...changeRequired(before, after, context),
    ...columnSettings(before, after),
  ];
  if (!typeChanges) return { how: 'alter', statements };
  const disturbs = (dependant: AnyFact): boolean => inTheWay(dependant, before, after, context);
  return { how: 'alter', statements, disturbs, ...(isOutOfReach && { displaces: linksThatStay(after, context) }) };
}

/** An enum that makes way for a domain of the same name: no value is of both while the name is taken. */
function isOfAnotherKind(before: Fact<'column'>, after: Fact<'column'>, context: PlanContext): boolean {
  if (before.attributes.type !== after.attributes.type) return false;
  return before.dependsOn.some((id) => {
    const type = context.before.facts.get(id);
    return type !== undefined && TYPES.has(type.kind) && !context.after.facts.has(id);
  });
}

const TYPES: ReadonlySet<ObjectKind> = new Set(['enum', 'domain', 'composite', 'range', 'baseType']);

/** What would have come from the parents: the type, and whether it is required. */
function withoutParents(
  before: Fact<'column'>,
  after: Fact<'column'>,
  context: PlanContext,
): readonly StatementDraft[] {
  const [had, has] = [before.attributes.notNull, after.attributes.notNull];
  return throughStandIn(after, [
    changeType(before, after, isLocal(after, context)),
    ...(has && !had ? [addRequired(after)] : []),
    // From version 18 on what a column has from a parent is not its own to drop.
    ...(had && !has ? [{ sql: `${alterColumn(after)} DROP NOT NULL`, lock: 'ACCESS EXCLUSIVE' } as const] : []),
  ]);
}

/** What ALTER COLUMN … TYPE refuses to work under (tablecmds.c, RememberAllDependentForRebuilding), and a default that must change with the type. */
function inTheWay(dependant: AnyFact, before: Fact<'column'>, after: Fact<'column'>, context: PlanContext): boolean {
  switch (dependant.kind) {
    case 'view':
    case 'materializedView':
    case 'rule':
    case 'policy':
    case 'trigger':
    case 'function':
    case 'publicationTable':
      return true;
    case 'column':
      return dependant.attributes.generated !== null;
    case 'default': {
      const fresh = context.after.facts.get(dependant.id);
      return !fresh || !isKind(fresh, 'default') || fresh.attributes.expression !== dependant.attributes.expression;
    }
    case 'constraint':
      // Its other end may have the old type still, or the new one already.
      if (dependant.attributes.type === 'foreign key' && !areComparable(before.attributes.type, after.attributes.type))
        return true;
      return changes(dependant, context);
    case 'index':
      return changes(dependant, context);
    default:
      return false;
  }
}

function changes(fact: AnyFact, { after }: PlanContext): boolean {
  return JSON.stringify(after.facts.get(fact.id)?.attributes) !== JSON.stringify(fact.attributes);
}
