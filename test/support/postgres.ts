// Databases for tests, on the server that the run started. Real ones: nothing here is simulated.
import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { memoryEnv } from '../../packages/core/src/env/memory-env.js';
import { connect } from '../../packages/core/src/postgres/connect.js';
import type { Session } from '../../packages/core/src/postgres/session.js';
import { type ConnectionSettings, resolveConnection } from '../../packages/core/src/postgres/settings.js';
import { createRedactor } from '../../packages/core/src/report/redact.js';

export interface TestDatabase {
  readonly name: string;
  /** A connection string of the superuser, with its password. */
  readonly url: string;
  readonly settings: ConnectionSettings;
  /** A new session; closed when the test ends. */
  session(): Promise<Session>;
  drop(): Promise<void>;
}

/** Where `pg_dump` and `psql` of the test server are; the packaged server has none of them. */
export function serverBinFolder(): string {
  return process.env['TEST_SERVER_BIN'] ?? '';
}

export function serverUrl(database = 'postgres'): string {
  const url = new URL(process.env['TEST_SERVER_URL'] ?? '');
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}

export function settingsFor(url: string): Promise<ConnectionSettings> {
  return resolveConnection(memoryEnv(), createRedactor(), url);
}

/** A fresh, empty database (or a copy of `template`). Inside a test it is dropped when the test ends. */
export async function testDatabase(options: { sql?: string; template?: string } = {}): Promise<TestDatabase> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${options.template ?? 'template0'}`);
  const url = serverUrl(name);
  const settings = await settingsFor(url);
  const sessions: Session[] = [];
  const database: TestDatabase = {
    name,
    url,
    settings,
    async session() {
      const session = await connect(settings);
      sessions.push(session);
      return session;
    },
    async drop() {
      await Promise.all(sessions.map((session) => session.close().catch(() => undefined)));
      await asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
  if (options.sql) {
    const session = await connect(settings);
    await session.execute(options.sql).finally(() => session.close());
  }
  dropWhenTestEnds(database);
  return database;
}

function dropWhenTestEnds(database: TestDatabase): void {
  try {
    onTestFinished(() => database.drop());
  } catch {
    // Called from beforeAll: the caller drops it, and the server ends with the run in any case.
  }
}

async function asAdmin(sql: string): Promise<void> {
  const admin = await connect(await settingsFor(serverUrl()));
  await admin.execute(sql).finally(() => admin.close());
}
