// A migration of several transactions and steps outside of them, for tests that interrupt it, and where it must end.

export const INTERRUPTED = `CREATE TABLE t (id int PRIMARY KEY, email text);
INSERT INTO t SELECT i, 'e' || i FROM generate_series(1, 50) i;
CREATE INDEX CONCURRENTLY t_email ON t (email);
ALTER TABLE t ADD COLUMN note text;
-- migrate: commit
UPDATE t SET note = 'x';
DROP INDEX CONCURRENTLY t_email;`;

/** One row: rows, indexes, and what the ledger says. */
export const INTERRUPTED_STATE = `SELECT (SELECT count(*) FROM t)::int AS rows, (SELECT count(*) FROM t WHERE note = 'x')::int AS noted,
  (SELECT count(*) FROM pg_index WHERE indrelid = 't'::regclass)::int AS indexes,
  (SELECT string_agg(id || ' ' || state, ',') FROM db_migrate.migrations) AS migrations,
  (SELECT string_agg(n || ' ' || state, ',' ORDER BY n) FROM db_migrate.steps) AS steps`;
