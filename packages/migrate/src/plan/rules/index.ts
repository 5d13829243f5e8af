import type { Catalog, Fact, ObjectId } from '@senior-backend/core/postgres/catalog';
import { isKind, objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier, quoteName } from '@senior-backend/core/postgres/sql/quote';
import { markers } from '../index-markers.js';
import { occupied, relationIdsOf, relationName } from '../names.js';
import { storageChanges } from '../options.js';
import { alter, type PlanContext, REBUILD, type Rule } from '../rule.js';
import { hazard, type StatementDraft } from '../statement.js';

export const indexRule: Rule<'index'> = {
  address: (fact) => ({ keyword: 'INDEX', name: relationName(fact) }),
  create: (fact, context) => [
    createIndex(fact, context),
    ...statistics(undefined, fact),
    ...markers(undefined, fact, context),
  ],
  drop: (fact) => [{ sql: `DROP INDEX ${relationName(fact)}`, lock: 'ACCESS EXCLUSIVE' }],
  change: (before, after, context) => {
    const old = before.attributes;
    const fresh = after.attributes;
    const sameIndex = withoutOptions(old.definition).text === withoutOptions(fresh.definition).text;
    if (!sameIndex || (!old.valid && fresh.valid)) return REBUILD;
    const options = storageChanges(withoutOptions(old.definition).options, withoutOptions(fresh.definition).options);
    const name = relationName(after);
    return alter(
      options.set !== '' && { sql: `ALTER INDEX ${name} SET (${options.set})`, lock: 'SHARE UPDATE EXCLUSIVE' },
      options.reset !== '' && { sql: `ALTER INDEX ${name} RESET (${options.reset})`, lock: 'SHARE UPDATE EXCLUSIVE' },
      old.tablespace !== fresh.tablespace && {
        sql: `ALTER INDEX ${name} SET TABLESPACE ${quoteIdentifier(fresh.tablespace ?? 'pg_default')}`,
        lock: 'ACCESS EXCLUSIVE',
        rewrites: true,
      },
      ...statistics(before, after),
      ...markers(before, after, context),
    );
  },
  droppedWith: (fact, before) => [
    ...relationIdsOf(fact.attributes.schema, fact.attributes.table),
    ...parentIndex(fact, before),
  ],
  occupies: occupied,
};

/** `… WITH (fillfactor='70')` apart from the rest, as pg_get_indexdef writes it. */
function withoutOptions(definition: string): { readonly text: string; readonly options: readonly string[] } {
  const match = / WITH \(([a-z_]+='[^']*'(?:, [a-z_]+='[^']*')*)\)/.exec(definition);
  if (!match) return { text: definition, options: [] };
  const options = (match[1] ?? '').split(', ').map((option) => option.replace(/'/g, ''));
  return { text: definition.replace(match[0], ''), options };
}

function tableName(fact: Fact<'index'>): string {
  return quoteName([fact.attributes.schema, fact.attributes.table]);
}

function createIndex(fact: Fact<'index'>, context: PlanContext): StatementDraft {
  const { definition, partitioned, schema, table, tablespace, unique, columns, predicate } = fact.attributes;
  const name = tableName(fact);
  const place = tablespace === null ? '' : ` TABLESPACE ${quoteIdentifier(tablespace)}`;
  const sql = withTablespace(partitioned ? definition.replace(` ON ${name} `, ` ON ONLY ${name} `) : definition, place);
  if (relationIdsOf(schema, table).some((id) => context.isCreated(id))) return { sql };
  const list = columns.every((column) => column !== null) ? columns.map(quoteIdentifier).join(', ') : undefined;
  const twice =
    list === undefined
      ? undefined
      : `SELECT count(*) FROM (SELECT FROM ${name}${predicate === null ? '' : ` WHERE ${predicate}`} GROUP BY ${list} HAVING count(*) > 1) AS twice`;
  return {
    sql,
    lock: 'SHARE',
    scans: true,
    hazards: [
      hazard('blocking', `writers of ${name} wait while the index is built`),
      ...(unique ? [hazard('mayFail', `fails where ${name} has the same key twice`, twice)] : []),
    ],
  };
}

/** TABLESPACE stands before WHERE. */
function withTablespace(sql: string, place: string): string {
  const where = sql.indexOf(' WHERE ');
  return where === -1 ? sql + place : sql.slice(0, where) + place + sql.slice(where);
}

function statistics(before: Fact<'index'> | undefined, after: Fact<'index'>): readonly StatementDraft[] {
  const old = before?.attributes.statistics ?? [];
  const fresh = after.attributes.statistics;
  const gone = old
    .filter((entry) => !fresh.some((other) => other.split(' ')[0] === entry.split(' ')[0]))
    .map((entry) => `${entry.split(' ')[0]} -1`);
  return [...fresh.filter((entry) => !old.includes(entry)), ...gone].map((entry) => {
    const [column = '', target = ''] = entry.split(' ');
    return { sql: `ALTER INDEX ${relationName(after)} ALTER COLUMN ${column} SET STATISTICS ${target}` };
  });
}

/** The index of the partitioned table takes those of the partitions along. */
function parentIndex(fact: Fact<'index'>, before: Catalog): readonly ObjectId[] {
  const attachment = before.facts.get(objectId('indexAttachment', fact.names));
  if (!attachment || !isKind(attachment, 'indexAttachment')) return [];
  return attachment.dependsOn.filter((id) => id !== fact.id);
}
