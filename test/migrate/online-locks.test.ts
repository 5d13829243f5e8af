// An online plan runs on a large table under steady readers and writers, some of which keep a transaction open. How long they
// stood before a lock, the server itself says (pg_locks.waitstart). CHECK=full takes a table of a million rows.
import type { Session } from '@senior-backend/core/postgres/session';
import { expect, test } from 'vitest';
import { type Project, project } from './run.js';

const FULL = process.env['CHECK'] === 'full';
const ROWS = FULL ? 1_000_000 : 30_000;
const LOCK_TIMEOUT_MS = 200;
const MARGIN_MS = 50;

const OLD = `
  CREATE TABLE owners (id int PRIMARY KEY);
  INSERT INTO owners SELECT generate_series(1, 100);
  CREATE TABLE t (id int NOT NULL, email text, code text, owner_id int, amount int, score int DEFAULT 0);
  INSERT INTO t SELECT i, 'e' || i, 'c' || i % 100, 1 + i % 100, i % 1000 FROM generate_series(1, ${ROWS}) i;
  CREATE INDEX t_id ON t (id);
  CREATE INDEX t_code ON t (code);
  ANALYZE`;
const NEW = `
  CREATE TABLE owners (id int PRIMARY KEY);
  CREATE TABLE t (id int PRIMARY KEY, email text NOT NULL UNIQUE, code text, owner_id int REFERENCES owners, amount int, score bigint DEFAULT 0,
    token uuid NOT NULL DEFAULT gen_random_uuid(), note text DEFAULT 'none', CONSTRAINT positive CHECK (amount >= 0));
  CREATE INDEX t_id ON t (id);
  CREATE INDEX t_code ON t (code) WHERE code IS NOT NULL;
  CREATE INDEX t_email ON t (lower(email));`;

interface Waits {
  /** Until the end: the longest that a reader or writer waited before a lock on the table, and how many statements they ran. */
  stop(): Promise<{ readonly worstMs: number; readonly reads: number; readonly writes: number }>;
}

async function traffic(it: Project): Promise<Waits> {
  let running = true;
  let [reads, writes, worstMs] = [0, 0, 0];
  const loop = async (work: (session: Session, n: number) => Promise<void>): Promise<void> => {
    const session = await it.database.session();
    for (let n = 0; running; n += 1) await work(session, n);
  };
  const anyId = (n: number): number => 1 + ((n * 7919) % ROWS);
  const reader = loop(async (session, n) => {
    await session.query('SELECT email FROM t WHERE id = $1', [anyId(n)]);
    reads += 1;
  });
  const writer = loop(async (session, n) => {
    await session.query('UPDATE t SET amount = amount + 1, score = score + 1 WHERE id = $1', [anyId(n)]);
    writes += 1;
  });
  // Reads for longer than the lock timeout: who wants the table for itself has to step back, and come again.
  const lingerer = loop(async (session) => {
    await session.execute('BEGIN; SELECT count(*) FROM t WHERE id < 100');
    await session.query('SELECT pg_sleep(0.3)');
    await session.execute('COMMIT');
    await session.query('SELECT pg_sleep(0.2)');
  });
  const observer = loop(async (session) => {
    const [row] = await session.query<{ ms: number }>(
      `SELECT COALESCE(max(extract(epoch FROM clock_timestamp() - l.waitstart) * 1000), 0)::float8 AS ms
       FROM pg_locks l JOIN pg_stat_activity a USING (pid)
       WHERE NOT l.granted AND l.locktype = 'relation' AND a.application_name <> 'db-migrate' AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    worstMs = Math.max(worstMs, row?.ms ?? 0);
    await session.query('SELECT pg_sleep(0.005)');
  });
  return {
    async stop() {
      running = false;
      await Promise.all([reader, writer, lingerer, observer]);
      return { worstMs, reads, writes };
    },
  };
}

test(
  'nobody waits longer for an online plan than its lock timeout',
  async () => {
    const it = await project(OLD, { 'schema.sql': NEW });
    expect(await it.run('--compare', 'schema.sql', '--online-threshold', '1000', '--name', 'm')).toMatchObject({
      exitCode: 0,
    });
    const waits = await traffic(it);
    const migrated = await it
      .run(
        '--migrate',
        'migrations',
        '--lock-timeout',
        `${LOCK_TIMEOUT_MS}ms`,
        '--lock-retries',
        '200',
        '--confirm',
        it.database.name,
      )
      .finally(async () => {
        const { worstMs, reads, writes } = await waits.stop();
        process.stdout.write(
          `online plan on ${ROWS} rows: worst wait ${worstMs.toFixed(0)} ms, ${reads} reads, ${writes} writes\n`,
        );
        const session = await it.database.session();
        expect(await session.query('SELECT sum(score)::int AS writes FROM t')).toEqual([{ writes }]);
        expect(reads).toBeGreaterThan(10);
        expect(writes).toBeGreaterThan(10);
        expect(worstMs).toBeLessThanOrEqual(LOCK_TIMEOUT_MS + MARGIN_MS);
      });
    expect(migrated).toMatchObject({ exitCode: 0 });
    expect((await it.run('--compare', 'schema.sql', '--check')).exitCode).toBe(0);
  },
  FULL ? 1_200_000 : 120_000,
);
