// Judges a schema pair as the corpus asks: the migration that db-migrate writes, run by psql, must lead to the other schema
// as pg_dump shows it; the rollback must lead back; a second comparison must find nothing.
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runCli } from '@senior-backend/core/cli/run-cli';
import { memoryEnv } from '@senior-backend/core/env/memory-env';
import { connect } from '@senior-backend/core/postgres/connect';
import { resolveConnection } from '@senior-backend/core/postgres/settings';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { createRedactor } from '@senior-backend/core/report/redact';
import { compareDumps } from '../../packages/migrate/src/prove/dump.js';
import { tool } from '../../packages/migrate/src/tool.js';

const execute = promisify(execFile);

export interface Server {
  /** The folder of psql and pg_dump. */
  readonly bin: string;
  readonly url: (database: string) => string;
}

export interface Pair {
  readonly name: string;
  readonly old: string;
  readonly new: string;
  readonly roles: readonly string[];
}

export type Verdict =
  | { readonly kind: 'equal' }
  /** The case does not load on this server: nothing to judge. */
  | { readonly kind: 'left out'; readonly reason: string }
  | { readonly kind: 'different'; readonly stage: 'compare' | 'up' | 'again' | 'down'; readonly reason: string };

const DIFFERENT = (stage: 'compare' | 'up' | 'again' | 'down', reason: string): Verdict => ({
  kind: 'different',
  stage,
  reason,
});

let count = 0;

export async function judge(server: Server, pair: Pair): Promise<Verdict> {
  count += 1;
  const name = `j_${process.pid}_${count}`;
  const [work, target] = [`${name}_w`, `${name}_t`];
  const folder = await mkdtemp(join(tmpdir(), 'judge-'));
  try {
    await admin(server, [`CREATE DATABASE ${work} TEMPLATE template0`, `CREATE DATABASE ${target} TEMPLATE template0`]);
    await ensureRoles(server, pair.roles);
    const unloadable = (await loadFresh(server, work, pair.old)) ?? (await loadFresh(server, target, pair.new));
    if (unloadable !== undefined) return { kind: 'left out', reason: unloadable };
    return await judgeLoaded(server, pair, work, target, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
    for (const database of [work, target]) await dropSubscriptions(server, database);
    await admin(server, [
      `DROP DATABASE IF EXISTS ${work} WITH (FORCE)`,
      `DROP DATABASE IF EXISTS ${target} WITH (FORCE)`,
    ]);
  }
}

/** A database that has one cannot be dropped. */
async function dropSubscriptions(server: Server, database: string): Promise<void> {
  const session = await connect(await resolveConnection(memoryEnv(), createRedactor(), server.url(database)));
  try {
    for (const { name } of await session.query<{ name: string }>(
      'SELECT quote_ident(subname) AS name FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())',
    )) {
      await session.execute(`ALTER SUBSCRIPTION ${name} SET (slot_name = NONE)`);
      await session.execute(`DROP SUBSCRIPTION ${name}`);
    }
  } finally {
    await session.close();
  }
}

/** Roles that a case forgot to name are made, and the file is loaded again. */
async function loadFresh(server: Server, database: string, file: string): Promise<string | undefined> {
  for (const made = new Set<string>(); ; ) {
    const failed = await load(server, database, file);
    const role = /role "([^"]+)" does not exist/.exec(failed ?? '')?.[1];
    if (role === undefined || made.has(role)) return failed;
    made.add(role);
    await ensureRoles(server, [role]);
    await admin(server, [`DROP DATABASE ${database} WITH (FORCE)`, `CREATE DATABASE ${database} TEMPLATE template0`]);
  }
}

async function judgeLoaded(server: Server, pair: Pair, work: string, target: string, folder: string): Promise<Verdict> {
  const before = await dump(server, work);
  const wanted = await dump(server, target);
  const written = await dbMigrate(server, work, ['--compare', join(pair.new), '--output', folder]);
  if (written.exitCode !== 0) return DIFFERENT('compare', written.stderr);
  const files = (await readdir(folder)).sort();
  const up = files.find((file) => !file.endsWith('_rollback.sql'));
  const down = files.find((file) => file.endsWith('_rollback.sql'));
  if (!up || !down) {
    const left = compareDumps(wanted, before, 'in order');
    return left.length === 0 ? { kind: 'equal' } : DIFFERENT('up', `nothing was written:\n${left.join('\n')}`);
  }
  const failed = await load(server, work, join(folder, up));
  if (failed !== undefined) return DIFFERENT('up', failed);
  const differences = compareDumps(wanted, await dump(server, work), 'in order');
  if (differences.length > 0) return DIFFERENT('up', differences.join('\n'));
  const again = await dbMigrate(server, work, ['--compare', pair.new, '--check']);
  if (again.exitCode !== 0) return DIFFERENT('again', again.stderr);
  const backFailed = await load(server, work, join(folder, down));
  if (backFailed !== undefined) return DIFFERENT('down', backFailed);
  const left = compareDumps(before, await dump(server, work), 'in order');
  return left.length === 0 ? { kind: 'equal' } : DIFFERENT('down', left.join('\n'));
}

async function dbMigrate(
  server: Server,
  database: string,
  argv: readonly string[],
): Promise<{ exitCode: number; stderr: string }> {
  const env = memoryEnv({
    argv: [...argv, '--connection', server.url(database)],
    cwd: tmpdir(),
    variables: { PATH: `${server.bin}:${process.env['PATH'] ?? ''}` },
    now: new Date(),
    seed: count,
  });
  const exitCode = await runCli(tool, env);
  return { exitCode, stderr: `exit ${exitCode}\n${env.output.stderr}` };
}

/** Undefined, or why psql stopped. */
async function load(server: Server, database: string, file: string): Promise<string | undefined> {
  return execute(
    join(server.bin, 'psql'),
    ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', server.url(database), '-f', file],
    { env: { PATH: process.env['PATH'], PGOPTIONS: '-c client_min_messages=error' } },
  ).then(
    () => undefined,
    (error: { stderr?: string }) => error.stderr ?? String(error),
  );
}

async function dump(server: Server, database: string): Promise<string> {
  const { stdout } = await execute(join(server.bin, 'pg_dump'), ['--schema-only', '-d', server.url(database)], {
    maxBuffer: 1 << 28,
  });
  return stdout;
}

async function admin(server: Server, statements: readonly string[]): Promise<void> {
  const session = await connect(await resolveConnection(memoryEnv(), createRedactor(), server.url('postgres')));
  try {
    for (const statement of statements) await session.execute(statement);
  } finally {
    await session.close();
  }
}

async function ensureRoles(server: Server, roles: readonly string[]): Promise<void> {
  for (const role of roles) {
    if (role === 'PUBLIC') continue;
    await admin(server, [`CREATE ROLE ${quoteIdentifier(role)}`]).catch(() => undefined);
  }
}

/** The pairs of a suite, both directions. */
export async function pairsOf(suite: string): Promise<readonly Pair[]> {
  const cases = (await readdir(suite)).sort();
  const pairs = await Promise.all(
    cases.map(async (name): Promise<readonly Pair[]> => {
      const meta = JSON.parse(await readFile(join(suite, name, 'meta.json'), 'utf8')) as {
        roles?: string[];
        user?: string;
      };
      const roles = [...(meta.roles ?? []), ...(meta.user ? [meta.user] : [])];
      const [oldFile, newFile] = [join(suite, name, 'old.sql'), join(suite, name, 'new.sql')];
      return [
        { name: `${name} →`, old: oldFile, new: newFile, roles },
        { name: `${name} ←`, old: newFile, new: oldFile, roles },
      ];
    }),
  );
  return pairs.flat();
}
