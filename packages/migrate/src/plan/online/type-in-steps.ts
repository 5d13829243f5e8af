// Another type for a column of a large table. ALTER COLUMN … TYPE writes the table anew under a lock that stops readers; here a
// second column fills beside the first one, kept in step by a trigger, gets its own indexes, and takes the first one's place
// in one short transaction.
import type { AnyFact, Catalog, Fact } from '@senior-backend/core/postgres/catalog';
import { isKind, objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier, quoteLiteral, quoteName } from '@senior-backend/core/postgres/sql/quote';
import { isRewritten, valueAs } from '../columns/change-type.js';
import { columnDefinition } from '../columns/definition.js';
import { alterColumn, columnSettings } from '../columns/settings.js';
import { ownName, relationName, tableId } from '../names.js';
import type { Statement, StatementDraft } from '../statement.js';
import { backfill } from './backfill.js';
import { requireValues } from './required-column.js';
import { isFilledQuietly } from './volatile-column.js';

interface Sides {
  readonly before: Catalog;
  readonly after: Catalog;
}

const lock = 'ACCESS EXCLUSIVE';

/** Undefined where the type changes without a rewrite, or where more hangs on the column than can be moved with it. */
export function changeTypeInSteps(
  statement: Statement,
  old: Fact<'column'>,
  fresh: Fact<'column'>,
  sides: Sides,
): readonly StatementDraft[] | undefined {
  if (!statement.sql.startsWith(`${alterColumn(fresh)} TYPE `)) return undefined;
  if (!isRewritten(old.attributes.type, fresh.attributes.type) || !isFilledQuietly(tableId(old), sides.before))
    return undefined;
  const indexes = movableIndexes(old, sides);
  if (!indexes || !isPlain(old) || !isPlain(fresh)) return undefined;
  const moving = { ...fresh, names: [...fresh.names.slice(0, 2), `${(fresh.names[2] ?? '').slice(0, 50)}_new_type`] };
  const builds = indexes.map((index) => indexOnMoving(index, fresh, moving));
  if (builds.some((build) => build === undefined)) return undefined;
  return [
    ...secondColumn(old, fresh, moving, statement.hazards),
    ...builds.filter((build) => build !== undefined),
    ...(fresh.attributes.notNull ? requireValues(moving, []) : []),
    ...swap(fresh, moving, indexes, sides.after),
  ];
}

function isPlain({ attributes }: Fact<'column'>): boolean {
  return attributes.generated === null && attributes.identity === null && !attributes.inherited;
}

/** The indexes that stand on the column; undefined where something else does that would not come along. */
function movableIndexes(column: Fact<'column'>, { before, after }: Sides): readonly Fact<'index'>[] | undefined {
  const dependants = [...before.facts.values()].filter(({ dependsOn }) => dependsOn.includes(column.id));
  const indexes = dependants.filter((fact) => isKind(fact, 'index'));
  const rest = dependants.filter(({ kind }) => kind !== 'index' && kind !== 'default' && kind !== 'comment');
  const moves = (index: Fact<'index'>): boolean => {
    const { columns, predicate, clustered, replicaIdentity, statistics } = index.attributes;
    const isSame = JSON.stringify(after.facts.get(index.id)?.attributes) === JSON.stringify(index.attributes);
    const isAlone = ![...before.facts.values()].some((fact: AnyFact) => fact.dependsOn.includes(index.id));
    return (
      isSame &&
      isAlone &&
      predicate === null &&
      !clustered &&
      !replicaIdentity &&
      statistics.length === 0 &&
      !columns.includes(null)
    );
  };
  return rest.length === 0 && indexes.every(moves) ? indexes : undefined;
}

function secondColumn(
  old: Fact<'column'>,
  fresh: Fact<'column'>,
  moving: Fact<'column'>,
  hazards: Statement['hazards'],
): readonly StatementDraft[] {
  const table = relationName(fresh);
  const bare = { ...moving, attributes: { ...moving.attributes, notNull: false } };
  const value = (row: string): string => valueAs(`${row}${ownName(fresh)}`, old.attributes.type, fresh.attributes.type);
  const keeper = keeperOf(moving);
  return [
    {
      sql: `ALTER TABLE ${table} ADD COLUMN ${columnDefinition(bare, null)}`,
      lock,
      hazards: hazards.filter(({ kind }) => kind === 'mayFail'),
    },
    {
      sql: `CREATE FUNCTION ${keeper}() RETURNS trigger LANGUAGE plpgsql AS ${quoteLiteral(`BEGIN NEW.${ownName(moving)} := ${value('NEW.')}; RETURN NEW; END`)}`,
    },
    {
      sql: `CREATE TRIGGER ${ownName(moving)} BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION ${keeper}()`,
      lock: 'SHARE ROW EXCLUSIVE',
      commitAfter: true,
    },
    backfill({
      table,
      assignment: `${ownName(moving)} = ${value('')}`,
      waiting: `${ownName(moving)} IS NULL AND ${ownName(fresh)} IS NOT NULL`,
    }),
  ];
}

/** The trigger function that keeps the two columns in step; it is there for as long as they both are. */
function keeperOf(moving: Fact<'column'>): string {
  const [schema = '', table = '', column = ''] = moving.names;
  return quoteName([schema, `${table.slice(0, 25)}_${column.slice(-35)}`]);
}

const movingName = (index: Fact<'index'>): string => `${(index.names[1] ?? '').slice(0, 52)}_new_type`;

/** The same index on the second column; undefined where its text does not say plainly where the column is. */
function indexOnMoving(
  index: Fact<'index'>,
  column: Fact<'column'>,
  moving: Fact<'column'>,
): StatementDraft | undefined {
  const [, head = '', unique = '', tail = ''] =
    /^(CREATE (UNIQUE )?INDEX) .*? (USING .*)$/.exec(index.attributes.definition) ?? [];
  const parts = tail.split(new RegExp(`(?<=[(, ])${ownName(column).replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')}(?=[ ,)])`));
  if (head === '' || parts.length !== 2) return undefined;
  return {
    sql: `CREATE ${unique}INDEX CONCURRENTLY ${quoteIdentifier(movingName(index))} ON ${relationName(column)} ${parts.join(ownName(moving))}`,
    lock: 'SHARE UPDATE EXCLUSIVE',
    scans: true,
    transactional: false,
  };
}

function swap(
  fresh: Fact<'column'>,
  moving: Fact<'column'>,
  indexes: readonly Fact<'index'>[],
  after: Catalog,
): readonly StatementDraft[] {
  const table = relationName(fresh);
  const value = after.facts.get(objectId('default', fresh.names));
  const comment = after.facts.get(`comment:${fresh.id}`);
  const drafts: readonly StatementDraft[] = [
    { sql: `DROP TRIGGER ${ownName(moving)} ON ${table}`, lock },
    { sql: `DROP FUNCTION ${keeperOf(moving)}()` },
    { sql: `ALTER TABLE ${table} DROP COLUMN ${ownName(fresh)}`, lock },
    { sql: `ALTER TABLE ${table} RENAME COLUMN ${ownName(moving)} TO ${ownName(fresh)}`, lock },
    ...(isKind(value, 'default')
      ? [{ sql: `${alterColumn(fresh)} SET DEFAULT ${value.attributes.expression}`, lock } as const]
      : []),
    ...indexes.map(
      (index): StatementDraft => ({
        sql: `ALTER INDEX ${quoteName([index.names[0] ?? '', movingName(index)])} RENAME TO ${ownName(index)}`,
        lock: 'SHARE UPDATE EXCLUSIVE',
      }),
    ),
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
  return drafts.map((draft, at) => (at === drafts.length - 1 ? { ...draft, commitAfter: true } : draft));
}
