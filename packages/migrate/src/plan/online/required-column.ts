// NOT NULL on a large table: proved beforehand by a check that was validated while everybody went on.
import type { Fact } from '@senior-backend/core/postgres/catalog';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { alterColumn } from '../columns/settings.js';
import { ownName, relationName } from '../names.js';
import type { Hazard, Statement, StatementDraft } from '../statement.js';

/** SET NOT NULL believes a valid check, and does not read the table again (since PostgreSQL 12). */
export function requireValues(fact: Fact<'column'>, hazards: readonly Hazard[]): readonly StatementDraft[] {
  const table = relationName(fact);
  const check = quoteIdentifier(`${(fact.names[2] ?? '').slice(0, 50)}_not_null`);
  const lock = 'ACCESS EXCLUSIVE';
  return [
    {
      sql: `ALTER TABLE ${table} ADD CONSTRAINT ${check} CHECK (${ownName(fact)} IS NOT NULL) NOT VALID`,
      lock,
      commitAfter: true,
    },
    {
      sql: `ALTER TABLE ${table} VALIDATE CONSTRAINT ${check}`,
      lock: 'SHARE UPDATE EXCLUSIVE',
      scans: true,
      hazards: hazards.filter(({ kind }) => kind !== 'blocking'),
      commitAfter: true,
    },
    { sql: `${alterColumn(fact)} SET NOT NULL`, lock },
    { sql: `ALTER TABLE ${table} DROP CONSTRAINT ${check}`, lock, commitAfter: true },
  ];
}

/** From version 18 the constraint itself can come first and be validated later. Undefined for one that is not to be validated. */
export function requireByName(statement: Statement, fact: Fact<'column'>): readonly StatementDraft[] | undefined {
  const name = fact.attributes.notNullConstraint?.name;
  if (!statement.scans || name === undefined || name === null) return undefined;
  return [
    { ...statement, sql: `${statement.sql} NOT VALID`, scans: false, hazards: [], commitAfter: true },
    {
      sql: `ALTER TABLE ${relationName(fact)} VALIDATE CONSTRAINT ${quoteIdentifier(name)}`,
      lock: 'SHARE UPDATE EXCLUSIVE',
      scans: true,
      hazards: statement.hazards.filter(({ kind }) => kind !== 'blocking'),
      commitAfter: true,
    },
  ];
}
