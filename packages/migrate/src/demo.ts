// The stage of `db-migrate --demo`: a throw-away Postgres with a shop that has a missing index and a loop of queries.

import type { Env } from '@senior-backend/core/env/env';
import { startServer } from '@senior-backend/core/postgres/server/throwaway-server';
import type { Session } from '@senior-backend/core/postgres/session';
import type { DemoStage } from '@senior-backend/core/tool/tool';

const DATABASE = 'shop';

const SHOP = `
CREATE TABLE users (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL UNIQUE);
CREATE TABLE orders (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id integer NOT NULL REFERENCES users,
  total_cents integer NOT NULL,
  placed_at timestamptz NOT NULL
);
CREATE TABLE order_items (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id integer NOT NULL REFERENCES orders,
  product text NOT NULL,
  quantity integer NOT NULL
);
CREATE INDEX ON order_items (order_id);
INSERT INTO users (email) SELECT 'user' || n || '@shop.example' FROM generate_series(1, 5000) AS n;
INSERT INTO orders (user_id, total_cents, placed_at)
SELECT 1 + n * 7919 % 5000, n * 31 % 50000, timestamptz '2026-01-01' + n * interval '2 minutes' FROM generate_series(1, 200000) AS n;
INSERT INTO order_items (order_id, product, quantity)
SELECT 1 + n * 13 % 200000, 'product ' || n % 500, 1 + n % 3 FROM generate_series(1, 100000) AS n;
ANALYZE;
CREATE EXTENSION pg_stat_statements;
SELECT pg_stat_statements_reset();`;

export async function demoStage(env: Env): Promise<DemoStage> {
  const settings = { shared_preload_libraries: 'pg_stat_statements' };
  const server = await startServer({ env, tcp: true, settings });
  try {
    await server.createDatabase(DATABASE);
    const session = await server.connect(DATABASE);
    await session.execute(SHOP);
    await haveADay(session);
    await session.close();
    const url = server.url(DATABASE);
    if (url === undefined) throw new Error('a server that listens has an address');
    return { argv: ['--analyze', '--connection', url], close: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** What the shop's application asked today: orders by user, and the items of each order one order at a time. */
async function haveADay(session: Session): Promise<void> {
  for (let user = 1; user <= 40; user += 1) {
    await session.query('SELECT * FROM orders WHERE user_id = $1 ORDER BY placed_at DESC', [user]);
  }
  for (let page = 0; page < 5; page += 1) {
    const orders = await session.query<{ id: number }>('SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET $1', [page]);
    for (const { id } of orders) await session.query('SELECT * FROM order_items WHERE order_id = $1', [id]);
  }
}
