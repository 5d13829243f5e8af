// The second column: filled beside the first one, and kept in step with it by a trigger.
import type { Fact } from '@senior-backend/core/postgres/catalog';
import { quoteLiteral, quoteName } from '@senior-backend/core/postgres/sql/quote';
import { valueAs } from '../../columns/change-type.js';
import { columnDefinition } from '../../columns/definition.js';
import { ownName, relationName } from '../../names.js';
import type { Statement, StatementDraft } from '../../statement.js';
import { backfill } from '../backfill.js';

const SUFFIX = '_new_type';

/** What anything is called until it takes the place of its namesake. */
export function movingName(name: string): string {
  return `${name.slice(0, 50)}${SUFFIX}`;
}

/** The column as it is called while there are two. Its NOT NULL has the name that the server chooses. */
export function movingColumn(fresh: Fact<'column'>): Fact<'column'> {
  const attributes = { ...fresh.attributes, notNullConstraint: null };
  return { ...fresh, attributes, names: [...fresh.names.slice(0, 2), movingName(fresh.names[2] ?? '')] };
}

export function addMovingColumn(
  old: Fact<'column'>,
  fresh: Fact<'column'>,
  hazards: Statement['hazards'],
): readonly StatementDraft[] {
  const moving = movingColumn(fresh);
  const table = relationName(fresh);
  const bare = { ...moving, attributes: { ...moving.attributes, notNull: false, identity: null } };
  const value = (row: string): string => valueAs(`${row}${ownName(fresh)}`, old.attributes.type, fresh.attributes.type);
  const keeper = keeperOf(moving);
  return [
    {
      sql: `ALTER TABLE ${table} ADD COLUMN ${columnDefinition(bare, null)}`,
      lock: 'ACCESS EXCLUSIVE',
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

/** What kept the two in step goes. */
export function dropKeeper(moving: Fact<'column'>): readonly StatementDraft[] {
  return [
    { sql: `DROP TRIGGER ${ownName(moving)} ON ${relationName(moving)}`, lock: 'ACCESS EXCLUSIVE' },
    { sql: `DROP FUNCTION ${keeperOf(moving)}()` },
  ];
}

/** The trigger function; it is there for as long as both columns are. */
function keeperOf(moving: Fact<'column'>): string {
  const [schema = '', table = '', column = ''] = moving.names;
  return quoteName([schema, `${table.slice(0, 25)}_${column.slice(-35)}`]);
}
