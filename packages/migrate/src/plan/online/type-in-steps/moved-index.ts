// Indexes and keys on the second column, built while everybody goes on.
import type { Fact } from '@senior-backend/core/postgres/catalog';
import { quoteIdentifier, quoteName } from '@senior-backend/core/postgres/sql/quote';
import { ownName, relationName } from '../../names.js';
import type { StatementDraft } from '../../statement.js';
import { readKey } from '../key-definition.js';
import { movingName } from './moving-column.js';

/** The same index on the second column; undefined where its text does not say plainly where the column is. */
export function indexOnMoving(
  index: Fact<'index'>,
  column: Fact<'column'>,
  moving: Fact<'column'>,
): StatementDraft | undefined {
  const [, head = '', unique = '', tail = ''] =
    /^(CREATE (UNIQUE )?INDEX) .*? (USING .*)$/.exec(index.attributes.definition) ?? [];
  const moved = onMoving(tail, column, moving);
  if (head === '' || moved === undefined) return undefined;
  return build(unique, movingName(index.names[1] ?? ''), column, moved);
}

/** The index that a key of the second column will stand on. */
export function keyOnMoving(
  key: Fact<'constraint'>,
  column: Fact<'column'>,
  moving: Fact<'column'>,
): StatementDraft | undefined {
  const read = readKey(key.attributes.definition);
  const columns = read && onMoving(read.columns, column, moving);
  if (!read || columns === undefined || key.attributes.tablespace !== null) return undefined;
  return build(
    'UNIQUE ',
    movingName(key.names[2] ?? ''),
    column,
    `${columns}${read.include}${read.distinct}${read.storage}`,
  );
}

/** After the second column has the first one's name: the key stands on its index, and is called as it was. */
export function takeKey(key: Fact<'constraint'>): StatementDraft {
  const { word = '', deferral = '' } = readKey(key.attributes.definition) ?? {};
  const index = quoteIdentifier(movingName(key.names[2] ?? ''));
  return {
    sql: `ALTER TABLE ${relationName(key)} ADD CONSTRAINT ${ownName(key)} ${word} USING INDEX ${index}${deferral}`,
    lock: 'ACCESS EXCLUSIVE',
  };
}

export function takeIndexName(index: Fact<'index'>): StatementDraft {
  const [schema = '', name = ''] = index.names;
  return {
    sql: `ALTER INDEX ${quoteName([schema, movingName(name)])} RENAME TO ${quoteIdentifier(name)}`,
    lock: 'SHARE UPDATE EXCLUSIVE',
  };
}

function build(unique: string, name: string, column: Fact<'column'>, rest: string): StatementDraft {
  return {
    sql: `CREATE ${unique}INDEX CONCURRENTLY ${quoteIdentifier(name)} ON ${relationName(column)} ${rest}`,
    lock: 'SHARE UPDATE EXCLUSIVE',
    scans: true,
    transactional: false,
  };
}

function onMoving(text: string, column: Fact<'column'>, moving: Fact<'column'>): string | undefined {
  const name = ownName(column).replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
  const parts = text.split(new RegExp(`(?<=[(, ])${name}(?=[ ,)])`));
  return parts.length === 2 ? parts.join(ownName(moving)) : undefined;
}
