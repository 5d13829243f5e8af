// One short transaction: the first column goes, the second takes its name, and all that stood on the one stands on the other.
import type { Catalog, Fact } from '@senior-backend/core/postgres/catalog';
import { isKind, objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier, quoteLiteral, quoteName } from '@senior-backend/core/postgres/sql/quote';
import { identityDefinition } from '../../columns/definition.js';
import { requiredName } from '../../columns/required.js';
import { alterColumn, columnSettings } from '../../columns/settings.js';
import { ownName, relationName } from '../../names.js';
import { privilegeChanges } from '../../privileges.js';
import type { StatementDraft } from '../../statement.js';
import type { Companions } from './companions.js';
import { takeIndexName, takeKey } from './moved-index.js';
import { dropKeeper, movingColumn, movingName } from './moving-column.js';

const lock = 'ACCESS EXCLUSIVE';

export function swapColumns(
  old: Fact<'column'>,
  fresh: Fact<'column'>,
  { indexes, keys, checks, foreignKeys, grants, owned }: Companions,
  after: Catalog,
): readonly StatementDraft[] {
  const table = relationName(fresh);
  const moving = movingColumn(fresh);
  const value = after.facts.get(objectId('default', fresh.names));
  const comment = after.facts.get(`comment:${fresh.id}`);
  const sequences = owned.map(({ attributes }) => attributes.sequence);
  return [
    ...dropKeeper(moving),
    ...foreignKeys.map(
      (key) => ({ sql: `ALTER TABLE ${relationName(key)} DROP CONSTRAINT ${ownName(key)}`, lock }) as const,
    ),
    ...sequences.map((sequence) => ({ sql: `ALTER SEQUENCE ${sequence} OWNED BY NONE` })),
    ...takeIdentity(old, moving),
    { sql: `ALTER TABLE ${table} DROP COLUMN ${ownName(fresh)}`, lock },
    { sql: `ALTER TABLE ${table} RENAME COLUMN ${ownName(moving)} TO ${ownName(fresh)}`, lock },
    ...takeRequirementName(fresh, after),
    ...takeSequenceName(fresh),
    ...(isKind(value, 'default')
      ? [{ sql: `${alterColumn(fresh)} SET DEFAULT ${value.attributes.expression}`, lock } as const]
      : []),
    ...sequences.map((sequence) => ({ sql: `ALTER SEQUENCE ${sequence} OWNED BY ${table}.${ownName(fresh)}` })),
    ...keys.map(takeKey),
    ...indexes.map(takeIndexName),
    ...[...checks, ...foreignKeys].map(addUnproved),
    ...grants.flatMap((grant) => grantAgain(grant, fresh)),
    ...(isKind(comment, 'comment')
      ? [
          {
            sql: `COMMENT ON COLUMN ${table}.${ownName(fresh)} IS ${quoteLiteral(comment.attributes.text)}`,
            lock: 'SHARE UPDATE EXCLUSIVE',
          } as const,
        ]
      : []),
    ...columnSettings(undefined, fresh),
  ];
}

/** Afterwards, while everybody goes on: the rows are the same, but the server does not know it. */
export function proveAgain({ checks, foreignKeys }: Companions): readonly StatementDraft[] {
  return [...checks, ...foreignKeys]
    .filter(({ attributes }) => attributes.validated)
    .map((fact) => ({
      sql: `ALTER TABLE ${relationName(fact)} VALIDATE CONSTRAINT ${ownName(fact)}`,
      lock: 'SHARE UPDATE EXCLUSIVE',
      scans: true,
      commitAfter: true,
    }));
}

function addUnproved(fact: Fact<'constraint'>): StatementDraft {
  const rule = fact.attributes.definition.replace(/ NOT VALID$/, '');
  return {
    sql: `ALTER TABLE ${relationName(fact)} ADD CONSTRAINT ${ownName(fact)} ${rule} NOT VALID`,
    lock: fact.attributes.type === 'check' ? lock : 'SHARE ROW EXCLUSIVE',
  };
}

/** A sequence of its own, which goes on where the first one stands. */
function takeIdentity(old: Fact<'column'>, moving: Fact<'column'>): readonly StatementDraft[] {
  const { identity } = moving.attributes;
  if (!identity || !old.attributes.identity) return [];
  const [schema, name] = identity.sequence;
  const sequence = [schema, movingName(name)] as const;
  return [
    { sql: `${alterColumn(moving)} ADD ${identityDefinition(moving, { ...identity, sequence })}`, lock },
    {
      sql: `SELECT pg_catalog.setval(${quoteLiteral(quoteName(sequence))}, last_value, is_called) FROM ${quoteName(old.attributes.identity.sequence)}`,
    },
  ];
}

function takeSequenceName(fresh: Fact<'column'>): readonly StatementDraft[] {
  const { identity } = fresh.attributes;
  if (!identity) return [];
  const [schema, name] = identity.sequence;
  return [{ sql: `ALTER SEQUENCE ${quoteName([schema, movingName(name)])} RENAME TO ${quoteIdentifier(name)}` }];
}

/** PostgreSQL 18 names NOT NULL after the column that it was written for, and prints the name where it is another. */
function takeRequirementName(fresh: Fact<'column'>, { serverVersion }: Catalog): readonly StatementDraft[] {
  if (!fresh.attributes.notNull || serverVersion < 180_000) return [];
  const [name, chosen] = [requiredName(fresh), requiredName(movingColumn(fresh))];
  return [{ sql: `ALTER TABLE ${relationName(fresh)} RENAME CONSTRAINT ${chosen} TO ${name}`, lock }];
}

function grantAgain({ attributes }: Fact<'grant'>, column: Fact<'column'>): readonly StatementDraft[] {
  const on = (privileges: string): string =>
    privileges
      .split(', ')
      .map((privilege) => `${privilege} (${ownName(column)})`)
      .join(', ');
  const table = relationName(column);
  return privilegeChanges(attributes.builtIn, attributes.privileges, attributes, {
    grant: (privileges, who, option) => `GRANT ${on(privileges)} ON TABLE ${table} TO ${who}${option}`,
    revoke: (option, privileges, who) => `REVOKE ${option}${on(privileges)} ON TABLE ${table} FROM ${who}`,
  }).map((sql) => ({ sql }));
}
