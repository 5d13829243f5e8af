import process from 'node:process';
import pg from 'pg';

/** The shop's connections: few, and none that waits or works for ever. */
export const pool = new pg.Pool({
  connectionString: process.env['DATABASE_URL'],
  max: 10,
  connectionTimeoutMillis: 5_000,
  statement_timeout: 10_000,
  idle_in_transaction_session_timeout: 10_000,
  application_name: 'shop',
});

// An idle connection that breaks (the server restarts) is replaced by the pool; without a listener it would end the process.
pool.on('error', (error) => process.stderr.write(`idle connection lost: ${error.message}\n`));

/** Runs statements in one transaction: all of them, or none. */
export async function transaction<Result>(work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

/** Whether a statement failed because of a row that refers, or is missing (SQLSTATE 23503). */
export function isReferred(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '23503';
}
