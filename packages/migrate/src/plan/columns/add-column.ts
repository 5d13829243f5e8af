// ADD COLUMN, with what comes in the same statement.
import type { Fact } from '@senior-backend/core/postgres/catalog';
import { isKind, objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { ownName, relationName } from '../names.js';
import type { PlanContext } from '../rule.js';
import { hazard, type StatementDraft } from '../statement.js';
import { columnDefinition } from './definition.js';
import { becomesInherited, movedName, parentColumns } from './inheritance.js';
import { addRequired, passesItOn } from './required.js';

export function addColumn(fact: Fact<'column'>, value: Fact<'default'> | undefined): readonly StatementDraft[] {
  const table = relationName(fact);
  const { generated, generatedKind, identity, notNull, notNullConstraint } = fact.attributes;
  const isProved = notNull && notNullConstraint?.validated !== false;
  const needsValue = isProved && !value && generated === null && identity === null;
  const rewrites = generatedKind === 'stored' || identity !== null;
  const isEmpty = `fails where ${table} has rows: ${ownName(fact)} is NOT NULL and has no default`;
  const add: StatementDraft = {
    sql: `ALTER TABLE ${table} ADD COLUMN ${columnDefinition(fact, value ? value.attributes.expression : null)}`,
    lock: 'ACCESS EXCLUSIVE',
    rewrites,
    hazards: [
      ...(needsValue ? [hazard('mayFail', isEmpty, `SELECT count(*) FROM ${table}`)] : []),
      ...(rewrites ? [hazard('rewrite', `${table} is rewritten to fill ${ownName(fact)}`)] : []),
    ],
  };
  return notNull && !isProved ? [add, addRequired(fact)] : [add];
}

/**
 * Of a child: as its parents have it, with the values that the child's own one held. What it has beside that comes in
 * statements of its own.
 */
export function addInherited(fact: Fact<'column'>, context: PlanContext): readonly StatementDraft[] {
  const value = context.after.facts.get(objectId('default', fact.names));
  const notNull = fact.attributes.notNull && parentColumns(fact, context).some(passesItOn);
  const isMoved = becomesInherited(fact, context);
  const attributes = { ...fact.attributes, identity: null, notNull: notNull && !isMoved, notNullConstraint: null };
  const add = addColumn({ ...fact, attributes }, isKind(value, 'default') ? value : undefined);
  return isMoved ? [...add, ...moveValues(fact), ...(notNull ? [addRequired({ ...fact, attributes })] : [])] : add;
}

/** From the child's own column, which has made way. */
export function moveValues(fact: Fact<'column'>): readonly StatementDraft[] {
  const table = relationName(fact);
  return [
    {
      sql: `UPDATE ${table} SET ${ownName(fact)} = ${movedName(fact)}`,
      hazards: [hazard('rewrite', `every row of ${table} is written to move ${ownName(fact)}`)],
    },
  ];
}
