// Statements on large tables, in forms that leave readers and writers alone. Runs over a finished plan: the order stays, but
// for what a change of type needs beforehand, and for validations while something is away.

import type { AnyFact, Catalog, Fact, ObjectId } from '@senior-backend/core/postgres/catalog';
import { isKind, objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier, quoteName } from '@senior-backend/core/postgres/sql/quote';
import { ownName, relationName, tableId } from '../names.js';
import { finishStatement, type Statement, type StatementDraft } from '../statement.js';
import { readKey } from './key-definition.js';
import { requireByName, requireValues } from './required-column.js';
import { typesInSteps } from './type-in-steps/types-in-steps.js';
import { validateBehindAway } from './validate-behind-away.js';
import { addVolatileColumn } from './volatile-column.js';

export interface OnlineOptions {
  /** Tables with more rows than this are large. */
  readonly thresholdRows: number;
  /** Estimated rows of the tables that are there now; where nobody knows them, all are large at a threshold of 0. */
  readonly rows: ReadonlyMap<ObjectId, number> | undefined;
}

export function onlinePlan(
  statements: readonly Statement[],
  before: Catalog,
  after: Catalog,
  options: OnlineOptions,
): readonly Statement[] {
  const created = new Set(
    statements.filter(({ sql }) => /^CREATE (UNLOGGED |FOREIGN )?TABLE /.test(sql)).map(({ object }) => object),
  );
  const isLarge = (table: ObjectId): boolean =>
    !created.has(table) &&
    (options.rows ? (options.rows.get(table) ?? 0) > options.thresholdRows : options.thresholdRows === 0);
  const rebuilt = rebuiltIndexes(statements);
  const inForm = statements.flatMap((statement) => {
    const old = before.facts.get(statement.object);
    const fresh = after.facts.get(statement.object);
    const fact = fresh ?? old;
    if (!fact || !isLarge(tableOf(fact))) return [statement];
    const drafts = onlineForm(statement, { old, fresh, before, after, isRebuilt: rebuilt.has(statement.object) });
    return drafts ? drafts.map((draft) => finishStatement(draft, statement.object)) : [statement];
  });
  return typesInSteps(validateBehindAway(inForm), before, after, isLarge);
}

interface Subject {
  readonly old: AnyFact | undefined;
  readonly fresh: AnyFact | undefined;
  readonly before: Catalog;
  readonly after: Catalog;
  /** An index that is dropped and created under the same name. */
  readonly isRebuilt: boolean;
}

/** Undefined where the statement is good as it is. */
function onlineForm(
  statement: Statement,
  { old, fresh, before, after, isRebuilt }: Subject,
): readonly StatementDraft[] | undefined {
  if (old && isKind(old, 'index') && statement.sql.startsWith('DROP INDEX ')) return dropIndex(old, before, isRebuilt);
  if (fresh && isKind(fresh, 'index') && /^CREATE (UNIQUE )?INDEX /.test(statement.sql))
    return createIndex(statement, fresh, isRebuilt);
  if (fresh && isKind(fresh, 'constraint') && statement.sql.includes(' ADD CONSTRAINT '))
    return addConstraint(statement, fresh);
  if (!fresh || !isKind(fresh, 'column')) return undefined;
  if (statement.sql.endsWith(' SET NOT NULL')) return requireValues(fresh, statement.hazards);
  if (statement.sql.includes(' ADD CONSTRAINT ')) return requireByName(statement, fresh);
  if (old) return undefined;
  const filled = addVolatileColumn(statement.sql, fresh, { before, after });
  return filled && fresh.attributes.notNull ? [...filled, ...requireValues(fresh, [])] : filled;
}

function tableOf(fact: AnyFact): ObjectId {
  return isKind(fact, 'index') ? objectId('table', [fact.attributes.schema, fact.attributes.table]) : tableId(fact);
}

function rebuiltIndexes(statements: readonly Statement[]): ReadonlySet<ObjectId> {
  const dropped = new Set(statements.filter(({ sql }) => sql.startsWith('DROP INDEX ')).map(({ object }) => object));
  return new Set(
    statements
      .filter(({ sql, object }) => /^CREATE (UNIQUE )?INDEX /.test(sql) && dropped.has(object))
      .map(({ object }) => object),
  );
}

const asideName = (name: string): string => `${name.slice(0, 52)}_replaced`;

/** The old index serves queries until the new one is there. An index of a partition goes with its parent's alone. */
function dropIndex(fact: Fact<'index'>, before: Catalog, isRebuilt: boolean): readonly StatementDraft[] | undefined {
  if (fact.attributes.partitioned || before.facts.has(objectId('indexAttachment', fact.names))) return undefined;
  const [, name = ''] = fact.names;
  if (isRebuilt)
    return [
      {
        sql: `ALTER INDEX ${relationName(fact)} RENAME TO ${quoteIdentifier(asideName(name))}`,
        lock: 'SHARE UPDATE EXCLUSIVE',
      },
    ];
  return [
    { sql: `DROP INDEX CONCURRENTLY ${relationName(fact)}`, lock: 'SHARE UPDATE EXCLUSIVE', transactional: false },
  ];
}

function createIndex(
  { sql, hazards }: Statement,
  fact: Fact<'index'>,
  isRebuilt: boolean,
): readonly StatementDraft[] | undefined {
  if (fact.attributes.partitioned) return undefined;
  const build: StatementDraft = {
    sql: sql.replace(/^CREATE (UNIQUE )?INDEX /, 'CREATE $1INDEX CONCURRENTLY '),
    lock: 'SHARE UPDATE EXCLUSIVE',
    scans: true,
    transactional: false,
    hazards: hazards.filter(({ kind }) => kind !== 'blocking'),
  };
  const [schema = '', name = ''] = fact.names;
  const aside = quoteName([schema, asideName(name)]);
  return isRebuilt
    ? [build, { sql: `DROP INDEX CONCURRENTLY ${aside}`, lock: 'SHARE UPDATE EXCLUSIVE', transactional: false }]
    : [build];
}

function addConstraint(statement: Statement, fact: Fact<'constraint'>): readonly StatementDraft[] | undefined {
  const { type, definition, validated, tablespace } = fact.attributes;
  const hazards = statement.hazards.filter(({ kind }) => kind !== 'blocking');
  const table = relationName(fact);
  if (type === 'primary key' || type === 'unique') {
    const key = readKey(definition);
    if (!key || tablespace !== null || statement.sql.startsWith('ALTER TABLE ONLY ')) return undefined;
    const { word, distinct, columns, include, storage, deferral } = key;
    const index = `CREATE UNIQUE INDEX CONCURRENTLY ${ownName(fact)} ON ${table} ${columns}${include}${distinct}${storage}`;
    return [
      { sql: index, lock: 'SHARE UPDATE EXCLUSIVE', scans: true, transactional: false, hazards },
      {
        sql: `ALTER TABLE ${table} ADD CONSTRAINT ${ownName(fact)} ${word} USING INDEX ${ownName(fact)}${deferral}`,
        lock: 'ACCESS EXCLUSIVE',
      },
    ];
  }
  if ((type !== 'check' && type !== 'foreign key') || !validated) return undefined;
  return [
    { ...statement, sql: `${statement.sql} NOT VALID`, scans: false, hazards: [], commitAfter: true },
    {
      sql: `ALTER TABLE ${table} VALIDATE CONSTRAINT ${ownName(fact)}`,
      lock: 'SHARE UPDATE EXCLUSIVE',
      scans: true,
      hazards,
      commitAfter: true,
    },
  ];
}
