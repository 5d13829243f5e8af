// ADD COLUMN, with what comes in the same statement.
import type { Fact } from '@senior-backend/core/postgres/catalog';
import { isKind, objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { ownName, relationName } from '../names.js';
import type { PlanContext } from '../rule.js';
import { hazard, type StatementDraft } from '../statement.js';
import { columnDefinition } from './definition.js';
import { parentColumns } from './inheritance.js';
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

/** Of a child: as its parents have it. What it has of its own comes in statements of its own. */
export function addInherited(fact: Fact<'column'>, context: PlanContext): readonly StatementDraft[] {
  const value = context.after.facts.get(objectId('default', fact.names));
  const notNull = fact.attributes.notNull && parentColumns(fact, context).some(passesItOn);
  const attributes = { ...fact.attributes, identity: null, notNull, notNullConstraint: null };
  return addColumn({ ...fact, attributes }, isKind(value, 'default') ? value : undefined);
}
