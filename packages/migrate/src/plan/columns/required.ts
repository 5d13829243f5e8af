// NOT NULL: a flag of the column until version 17, from 18 a constraint that has a name, may stay with its table, and may be
// not yet validated.
import type { Catalog, Fact } from '@senior-backend/core/postgres/catalog';
import { factsOf } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { ownName, relationName } from '../names.js';
import type { PlanContext } from '../rule.js';
import { type Hazard, hazard, type StatementDraft } from '../statement.js';
import { chosenName } from './chosen-name.js';
import { childColumns, parentColumns } from './inheritance.js';
import { alterColumn } from './settings.js';

type Column = Fact<'column'>;

/** `CONSTRAINT must_have NOT NULL NO INHERIT` for a column's definition; empty where it is none, or comes afterwards. */
export function requiredWords({ attributes: { notNull, notNullConstraint } }: Column): string {
  if (!notNull || notNullConstraint?.validated === false) return '';
  const name = notNullConstraint?.name ?? null;
  const head = name === null ? '' : `CONSTRAINT ${quoteIdentifier(name)} `;
  return `${head}NOT NULL${notNullConstraint?.noInherit ? ' NO INHERIT' : ''}`;
}

/** With all that belongs to it: name, NO INHERIT, NOT VALID. */
export function addRequired(column: Column): StatementDraft {
  const plain = { sql: `${alterColumn(column)} SET NOT NULL`, lock: 'ACCESS EXCLUSIVE', ...reading(column) } as const;
  const { notNullConstraint } = column.attributes;
  if (!notNullConstraint) return plain;
  const { noInherit, validated } = notNullConstraint;
  const sql = `ALTER TABLE ${relationName(column)} ADD CONSTRAINT ${requiredName(column)} NOT NULL ${ownName(column)}${noInherit ? ' NO INHERIT' : ''}`;
  return validated ? { ...plain, sql } : { sql: `${sql} NOT VALID`, lock: 'ACCESS EXCLUSIVE' };
}

/**
 * The column with the name of its constraint spelt out where another table's has it already: the server would take the next
 * one that is free in the schema (indexcmds.c, ChooseConstraintName).
 */
export function withOwnName(column: Column, context: PlanContext): Column {
  const { before } = context;
  const { notNull, notNullConstraint } = column.attributes;
  if (!notNull || before.serverVersion < NAMED_SINCE || (notNullConstraint?.name ?? null) !== null) return column;
  const [schema = '', table = '', own = ''] = column.names;
  const name = chosenName(table, own);
  const owner = constraintNames(before).get(JSON.stringify([schema, name]));
  // A child may still have it from a parent that it had before.
  const isFree = owner === undefined || owner === table;
  if (isFree && childColumns(column, context).length === 0) return column;
  return { ...column, attributes: { ...column.attributes, notNullConstraint: { ...constraintOf(column), name } } };
}

/** Which table has a constraint of a name: of those that do not have it by their table and column. */
function constraintNames(catalog: Catalog): ReadonlyMap<string, string> {
  const known = NAMES.get(catalog);
  if (known) return known;
  const names = new Map<string, string>();
  for (const {
    names: [schema, table = '', name],
  } of factsOf(catalog, 'constraint'))
    names.set(JSON.stringify([schema, name]), table);
  for (const {
    names: [schema, table = ''],
    attributes,
  } of factsOf(catalog, 'column'))
    if (attributes.notNullConstraint?.name)
      names.set(JSON.stringify([schema, attributes.notNullConstraint.name]), table);
  NAMES.set(catalog, names);
  return names;
}

const NAMES = new WeakMap<Catalog, ReadonlyMap<string, string>>();

export function changeRequired(before: Column, desired: Column, context: PlanContext): readonly StatementDraft[] {
  const after = withOwnName(desired, context);
  const [had, has] = [before.attributes.notNull, after.attributes.notNull];
  if (had && has) return changeConstraint(before, after, context);
  if (!had && !has) return [];
  if (!has) return [{ sql: `${alterColumn(after)} DROP NOT NULL`, lock: 'ACCESS EXCLUSIVE' }];
  if (before.attributes.identity === null && after.attributes.identity !== null) return [];
  return reachedByParent(after, context) ? [] : [addRequired(after)];
}

/** Whether the parent's own SET NOT NULL has reached it. */
function reachedByParent(column: Column, context: PlanContext): boolean {
  return (
    column.attributes.inherited &&
    parentColumns(column, context).some((parent) => passesItOn(parent) && context.before.facts.has(parent.id))
  );
}

/** Whether what inherits the column may hold no null either. */
export function passesItOn({ attributes: { notNull, notNullConstraint } }: Column): boolean {
  return notNull && notNullConstraint?.noInherit !== true;
}

function changeConstraint(before: Column, after: Column, context: PlanContext): readonly StatementDraft[] {
  const [old, fresh] = [constraintOf(before), constraintOf(after)];
  if (!fresh.local || isInherited(after) || context.before.serverVersion < NAMED_SINCE) return [];
  const table = `ALTER TABLE ${relationName(after)}`;
  const lock = 'ACCESS EXCLUSIVE';
  const [oldName, name] = [requiredName(before), requiredName(after)];
  // A child has its own name for it, and RENAME goes down to the children by name. What a table had from its parents may
  // have another name than it would have had from the beginning.
  const isStuck = oldName !== name && (!old.local || childColumns(after, context).length > 0);
  if (isStuck || (old.validated && !fresh.validated))
    return [{ sql: `${alterColumn(after)} DROP NOT NULL`, lock }, addRequired(after)];
  const statements: (StatementDraft | false)[] = [
    oldName !== name && { sql: `${table} RENAME CONSTRAINT ${oldName} TO ${name}`, lock },
    old.noInherit !== fresh.noInherit && {
      sql: `${table} ALTER CONSTRAINT ${name} ${fresh.noInherit ? 'NO INHERIT' : 'INHERIT'}`,
      lock,
    },
    !old.validated &&
      fresh.validated && {
        sql: `${table} VALIDATE CONSTRAINT ${name}`,
        lock: 'SHARE UPDATE EXCLUSIVE',
        scans: true,
        hazards: [mayBeNull(after)],
      },
  ];
  return statements.filter((statement) => statement !== false);
}

/** A column that is only inherited has a constraint that is. */
function isInherited({ attributes: { local, inherited } }: Column): boolean {
  return inherited && !local;
}

/** The first version in which NOT NULL is a constraint with a name. */
export const NAMED_SINCE = 180_000;

const PLAIN = { name: null, noInherit: false, validated: true, local: true } as const;

function constraintOf({
  attributes: { notNullConstraint },
}: Column): NonNullable<Column['attributes']['notNullConstraint']> {
  return notNullConstraint ?? PLAIN;
}

/** Quoted; the server's choice where it has no other. */
export function requiredName(column: Column): string {
  const [, table = '', name = ''] = column.names;
  return quoteIdentifier(column.attributes.notNullConstraint?.name ?? chosenName(table, name));
}

function reading(column: Column): Pick<StatementDraft, 'scans' | 'hazards'> {
  const blocks = hazard(
    'blocking',
    `${relationName(column)} is read whole under a lock that stops readers and writers`,
  );
  return { scans: true, hazards: [blocks, mayBeNull(column)] };
}

function mayBeNull(column: Column): Hazard {
  const table = relationName(column);
  return hazard(
    'mayFail',
    `fails where ${table}.${ownName(column)} is null`,
    `SELECT count(*) FROM ${table} WHERE ${ownName(column)} IS NULL`,
  );
}
