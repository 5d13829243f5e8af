import type { AnyFact } from '@senior-backend/core/postgres/catalog';
import { expect, test } from 'vitest';
import { definedName } from './defined-names.js';
import { sourcePlaces } from './source-places.js';

test.each([
  ['CREATE TABLE users (id int)', 'table', ['public', 'users']],
  ['create unlogged table if not exists App."Order Items" (id int)', 'table', ['app', 'Order Items']],
  ['CREATE UNIQUE INDEX CONCURRENTLY i ON app.users (id)', 'index', ['app', 'i']],
  ['CREATE OR REPLACE VIEW v AS SELECT 1', 'view', ['public', 'v']],
  ['CREATE MATERIALIZED  VIEW a.v AS SELECT 1', 'materialized view', ['a', 'v']],
  ['CREATE TRIGGER touch BEFORE UPDATE ON users EXECUTE FUNCTION f()', 'trigger', ['public', 'users', 'touch']],
  ['CREATE POLICY own ON app.users USING (true)', 'policy', ['app', 'users', 'own']],
  ['CREATE EXTENSION IF NOT EXISTS citext', 'extension', ['citext']],
])('%s defines a %s', (sql, kind, names) => {
  expect(definedName(sql)).toEqual({ kind, names });
});

test.each(['ALTER TABLE users ADD x int', 'SELECT 1', 'CREATE CAST (a AS b) WITHOUT FUNCTION'])(
  '%s defines no name',
  (sql) => {
    expect(definedName(sql)).toBeUndefined();
  },
);

const TEXT = `CREATE TABLE a (id int);
CREATE TABLE users (
  id int PRIMARY KEY,
  "Full Name" text,
  email text, -- the one and only
  CONSTRAINT positive CHECK (id > 0)
);
CREATE INDEX users_email ON users (email);`;

test.each([
  ['table', ['public', 'users'], 2, 1],
  ['column', ['public', 'users', 'email'], 5, 3],
  ['column', ['public', 'users', 'Full Name'], 4, 3],
  ['column', ['public', 'users', 'gone'], 2, 1],
  ['default', ['public', 'users', 'id'], 3, 3],
  ['constraint', ['public', 'users', 'positive'], 6, 3],
  ['constraint', ['public', 'users', 'users_pkey'], 2, 1],
  ['index', ['public', 'users_email'], 8, 1],
])('%s %j stands at %i:%i', (kind, names, line, column) => {
  const place = sourcePlaces([{ path: 's.sql', text: TEXT }])({ kind, names } as unknown as AnyFact);
  expect(place).toMatchObject({ file: 's.sql', line, column });
});

test('what no file speaks of has no place', () => {
  const fact = { kind: 'table', names: ['public', 'elsewhere'] } as unknown as AnyFact;
  expect(sourcePlaces([{ path: 's.sql', text: TEXT }])(fact)).toBeUndefined();
});
