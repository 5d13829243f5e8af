import { describe, expect, test } from 'vitest';
import type { ObservedTable } from '../observation.js';
import { loadGrammar } from './grammar.js';
import { resolveAccesses, tableResolver } from './resolve-accesses.js';

const parse = await loadGrammar();

function table(name: string, ...columns: readonly string[]): ObservedTable {
  const samples = { common: null, low: null, high: null };
  return {
    schema: 'public',
    name,
    estimatedRows: 1,
    bytes: 0,
    partitioned: false,
    hasPrimaryKey: true,
    sequentialScans: 0,
    sequentialRowsRead: 0,
    indexScans: 0,
    rowsWritten: 0,
    rowsUpdated: 0,
    rowsUpdatedInPlace: 0,
    deadRows: 0,
    transactionAge: 0,
    rowSecurity: false,
    openToPublic: false,
    columns: columns.map((column) => ({
      name: column,
      type: 'int',
      notNull: true,
      distinct: null,
      widthBytes: null,
      nullShare: 0,
      correlation: 0,
      frequent: [],
      samples,
    })),
  };
}

const resolve = tableResolver(
  [table('users', 'id', 'name'), table('orders', 'id', 'user_id', 'status', 'placed_at')],
  ['public'],
);

/** `table: kind column($1 role), … ; sort; write` */
function described(sql: string): string[] {
  return resolveAccesses(parse(sql) ?? [], resolve).map(({ table: { name }, conditions, sort, write }) => {
    const shown = conditions.map(
      ({ kind, column, parameters }) =>
        `${kind} ${column}${parameters.map(({ number, role }) => `($${number} ${role})`).join('')}`,
    );
    return `${name}: ${shown.join(', ')}${sort.length > 0 ? `; sort ${sort.join(', ')}` : ''}${write ? '; write' : ''}`;
  });
}

describe('what a statement compares', () => {
  test.each([
    ['SELECT * FROM orders WHERE user_id = $1', ['orders: equal user_id($1 value)']],
    [
      'SELECT * FROM orders o WHERE o.user_id = $1 AND $2 < o.placed_at ORDER BY o.placed_at DESC LIMIT $3',
      ['orders: equal user_id($1 value), range placed_at($2 low); sort placed_at'],
    ],
    [
      'SELECT * FROM orders WHERE status = ANY ($1) AND placed_at BETWEEN $2 AND $3::date',
      ['orders: equal status($1 list), range placed_at($2 low)($3 high)'],
    ],
    ['SELECT * FROM orders WHERE placed_at >= $1 AND placed_at < $2', ['orders: range placed_at($1 low)($2 high)']],
    [
      'SELECT * FROM orders WHERE id IN ($1, $2) AND status IS NULL',
      ['orders: equal id($1 value)($2 value), null status'],
    ],
    ["SELECT name FROM users WHERE name LIKE 'a%'", ['users: prefix name']],
    [
      'SELECT * FROM users u JOIN orders o ON o.user_id = u.id WHERE u.name = $1',
      ['users: equal name($1 value), join id', 'orders: join user_id'],
    ],
    [
      'SELECT * FROM users WHERE EXISTS (SELECT FROM orders WHERE user_id = users.id)',
      ['users: ', 'orders: join user_id'],
    ],
    ['WITH o AS (SELECT * FROM orders WHERE status = $1) SELECT * FROM o', ['orders: equal status($1 value)']],
    ['UPDATE orders SET status = $1 WHERE id = $2', ['orders: equal id($2 value); write']],
    ['DELETE FROM orders USING users WHERE user_id = users.id', ['users: join id', 'orders: join user_id; write']],
    ['INSERT INTO orders (id) VALUES ($1)', ['orders: ; write']],
  ])('%s', (sql, expected) => {
    expect(described(sql)).toEqual(expected);
  });

  test.each([
    ['conditions under OR', 'SELECT * FROM orders WHERE user_id = $1 OR status = $2', ['orders: ']],
    ['conditions under NOT', 'SELECT * FROM orders WHERE NOT user_id = $1', ['orders: ']],
    ['columns inside expressions', 'SELECT * FROM orders WHERE id + 1 = $1 AND lower(status) = $2', ['orders: ']],
    ['names that two tables have', 'SELECT * FROM users, orders WHERE id = $1', ['users: ', 'orders: ']],
    ['tables that are not there', 'SELECT * FROM elsewhere WHERE id = $1', []],
  ])('not %s', (_, sql, expected) => {
    expect(described(sql)).toEqual(expected);
  });
});
