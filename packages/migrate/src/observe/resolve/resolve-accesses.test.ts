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
    multixactAge: 0,
    rowSecurity: false,
    openToPublic: false,
    columns: columns.map((column) => ({
      name: column,
      type: 'int',
      notNull: true,
      distinct: null,
      widthBytes: null,
      nullShare: 0,
      highest: null,
      correlation: 0,
      bytewise: false,
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

describe('through views, CTEs, subqueries and unions', () => {
  const views = new Map(
    Object.entries({
      open_orders: "SELECT o.id, o.user_id AS buyer, o.placed_at FROM orders o WHERE o.status = 'open'",
      recent: 'SELECT * FROM open_orders WHERE placed_at > now()',
      totals: 'SELECT user_id, count(*) AS n FROM orders GROUP BY user_id',
    }).map(([name, sql]) => [name, parse(sql)?.[0]?.['SelectStmt'] as Readonly<Record<string, unknown>>]),
  );
  const through = (sql: string): readonly string[] =>
    resolveAccesses(parse(sql) ?? [], resolve, (_, name) => views.get(name)).map(
      ({ table: { name }, conditions, predicates }) =>
        `${name}: ${[...conditions.map(({ kind, column }) => `${kind} ${column}`), ...predicates.map(({ sql: text }) => text)].join(', ')}`,
    );

  test.each([
    ['SELECT * FROM open_orders WHERE buyer = $1', ["orders: equal user_id, equal status, status = 'open'"]],
    [
      'SELECT * FROM recent r WHERE r.buyer = $1',
      ["orders: equal user_id, range placed_at, equal status, status = 'open'"],
    ],
    [
      'SELECT * FROM users u JOIN open_orders o ON o.buyer = u.id',
      ['users: join id', "orders: join user_id, equal status, status = 'open'"],
    ],
    [
      'WITH mine AS (SELECT id, user_id AS owner FROM orders) SELECT * FROM mine WHERE owner = $1',
      ['orders: equal user_id'],
    ],
    [
      'WITH mine AS MATERIALIZED (SELECT id, user_id AS owner FROM orders) SELECT * FROM mine WHERE owner = $1',
      ['orders: '],
    ],
    [
      'WITH orders AS (SELECT * FROM orders WHERE status IS NULL) SELECT * FROM orders',
      ['orders: null status, status IS NULL'],
    ],
    ['SELECT * FROM (SELECT * FROM orders) AS o WHERE o.user_id = $1', ['orders: equal user_id']],
    [
      'SELECT id FROM orders WHERE user_id = $1 UNION ALL SELECT id FROM users WHERE name = $2',
      ['orders: equal user_id', 'users: equal name'],
    ],
    [
      'SELECT * FROM users WHERE id IN (SELECT user_id FROM orders WHERE status = $1)',
      ['users: join id', 'orders: equal status, join user_id'],
    ],
    ['SELECT * FROM orders a JOIN orders b ON a.id = b.user_id', ['orders: join id', 'orders: join user_id']],
  ])('%s', (sql, expected) => {
    expect(through(sql)).toEqual(expected);
  });
});

describe('what only a special index serves', () => {
  const special = (sql: string): unknown => {
    const [access] = resolveAccesses(parse(sql) ?? [], resolve);
    return {
      expressions: access?.expressions.map(({ sql: text, parameters }) => `${text} $${parameters[0]?.number ?? ''}`),
      predicates: access?.predicates.map(({ sql: text }) => text),
      memberships: access?.memberships.map(({ column, operator }) => `${column} ${operator}`),
      reads: access?.reads,
    };
  };

  test.each([
    [
      'SELECT id FROM orders WHERE lower(status) = $1',
      { expressions: ['lower(status) $1'], predicates: [], memberships: [], reads: ['id', 'status'] },
    ],
    [
      "SELECT o.id FROM orders o WHERE (o.status ->> 'a') = $1",
      { expressions: ["(status ->> 'a') $1"], predicates: [], memberships: [], reads: ['id', 'status'] },
    ],
    [
      'SELECT * FROM orders WHERE placed_at IS NOT NULL AND NOT status',
      { expressions: [], predicates: ['placed_at IS NOT NULL', 'NOT status'], memberships: [], reads: null },
    ],
    [
      'SELECT id FROM orders WHERE status @> $1',
      { expressions: [], predicates: [], memberships: ['status @>'], reads: ['id', 'status'] },
    ],
    [
      'SELECT id FROM orders WHERE status = lower(name)',
      { expressions: [], predicates: [], memberships: [], reads: ['id', 'status'] },
    ],
  ])('%s', (sql, expected) => {
    expect(special(sql)).toEqual(expected);
  });
});
