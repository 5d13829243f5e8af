// The observer that is not ours: `pg_dump --schema-only`, brought into an order in which two of them can be compared.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Env } from '@senior-backend/core/env/env';
import { findLocalBinaries } from '@senior-backend/core/postgres/server/binaries';
import type { ConnectionSettings } from '@senior-backend/core/postgres/settings';

export interface DumpProgram {
  readonly path: string;
  /** `pg_dump (PostgreSQL) 15.18` */
  readonly version: string;
}

/** The first pg_dump that is new enough for the server; undefined where there is none. */
export async function findDumpProgram(env: Env, serverVersion: number): Promise<DumpProgram | undefined> {
  const major = Math.floor(serverVersion / 10_000);
  const folders = findLocalBinaries(env).map(({ folder }) => join(folder, 'pg_dump'));
  for (const path of [...folders, 'pg_dump']) {
    const version = await run(path, ['--version'], {}).catch(() => undefined);
    if (version !== undefined && Number(/(\d+)/.exec(version)?.[1] ?? 0) >= major)
      return { path, version: version.trim() };
  }
  return undefined;
}

/** A program that ended with an error: a role may lack the right to lock a table, which pg_dump does. */
export class DumpRefused extends Error {
  override readonly name = 'DumpRefused';
  constructor(
    path: string,
    code: number | null,
    /** What it said, without its name. */
    readonly reason: string,
  ) {
    super(`${path} ended with ${code}: ${reason}`);
  }
}

/** The schema as pg_dump writes it, without the schema of the ledger. */
export function dumpSchema({ path }: DumpProgram, settings: ConnectionSettings, env: Env): Promise<string> {
  return run(path, ['--schema-only', '--no-password', '--exclude-schema=db_migrate'], variablesOf(settings, env));
}

/** What libpq's programs read: none of it stands on a command line, where others could see it. */
export function variablesOf(settings: ConnectionSettings, env: Env): Readonly<Record<string, string | undefined>> {
  const [host] = settings.hosts;
  return {
    PATH: env.variables['PATH'],
    PGHOST: host?.host,
    PGPORT: String(host?.port ?? 5432),
    PGUSER: settings.user,
    PGDATABASE: settings.database,
    PGPASSWORD: host?.password,
    PGSSLMODE: settings.sslMode,
    PGSSLROOTCERT: settings.ssl.rootCertificate,
    PGSSLCERT: settings.ssl.certificate,
    PGSSLKEY: settings.ssl.key,
    PGOPTIONS: settings.options,
  };
}

/** The output of a program. Rejects with DumpRefused where it ends with anything but 0. */
export function run(
  path: string,
  args: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, { env: variables as NodeJS.ProcessEnv, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      errors += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new DumpRefused(path, code, errors.trim()))));
  });
}

/**
 * The entries of a dump in a fixed order. What may differ and mean nothing is taken out: the random words of \restrict,
 * versions, the order of columns in a table, and wherever it shows again, that of storage parameters, and of entries.
 */
export function normaliseDump(dump: string, grants: 'any order' | 'in order' = 'any order'): readonly string[] {
  const entries = dump
    .split(/^--\n(?=-- (?:Name|Data for Name): )/m)
    .slice(1)
    .map((entry) =>
      entry
        .replace(/^\\(un)?restrict .*$/gm, '')
        .replace(/^--$/gm, '')
        .replace(/^-- PostgreSQL database dump complete$/m, '')
        .replace(/^SET default_\w+ = .*;$/gm, '')
        .trim(),
    )
    .map(sortColumns)
    .map(sortOptions)
    .map(sortColumnLists)
    .map((entry) => (grants === 'in order' ? entry : sortGrants(entry)))
    .map((entry) => entry.replace(/\n{2,}/g, '\n'));
  return entries.sort();
}

/** The order of an access list means nothing to the server. */
function sortGrants(entry: string): string {
  return /; Type: (?:DEFAULT )?ACL;/.test(entry) ? entry.split('\n').sort().join('\n') : entry;
}

/** `WITH (fillfactor='70', autovacuum_enabled=off)`: in the order in which they were set. */
function sortOptions(entry: string): string {
  if (!/; Type: (?:TABLE|INDEX|VIEW|MATERIALIZED VIEW);/.test(entry)) return entry;
  return entry.replace(
    /^(.*\bWITH )\(((?:[\w.]+=[^(),]+, )+[\w.]+=[^(),]+)\)/m,
    (_, head: string, options: string) => `${head}(${options.split(', ').sort().join(', ')})`,
  );
}

function sortColumns(entry: string): string {
  return entry.replace(
    /^(CREATE (?:UNLOGGED |FOREIGN )?TABLE [^\n]*\(\n)([\s\S]*?)(\n\)[^\n]*)/m,
    (_, head: string, body: string, tail: string) => {
      const lines = body
        .split('\n')
        .map((line) => line.replace(/,$/, ''))
        .sort();
      return head + lines.join(',\n') + tail;
    },
  );
}

/** Statistics and publications name columns in the order of their table. */
function sortColumnLists(entry: string): string {
  const sorted = (list: string): string => list.split(', ').sort().join(', ');
  if (/; Type: STATISTICS;/.test(entry))
    return entry.replace(/ ON (.+) FROM /, (_, list: string) => ` ON ${sorted(list)} FROM `);
  if (/; Type: PUBLICATION TABLE;/.test(entry))
    return entry.replace(
      /( ADD TABLE ONLY [^(]+) \(([^)]+)\)/,
      (_, head: string, list: string) => `${head} (${sorted(list)})`,
    );
  return entry;
}

/** Entries that stand in one dump alone: `- …` expected, `+ …` found. Empty where the two are equal. */
export function compareDumps(
  expected: string,
  found: string,
  grants: 'any order' | 'in order' = 'any order',
): readonly string[] {
  const left = normaliseDump(expected, grants);
  const right = normaliseDump(found, grants);
  const inRight = new Set(right);
  const inLeft = new Set(left);
  return [
    ...left.filter((entry) => !inRight.has(entry)).map((entry) => prefixed('- ', entry)),
    ...right.filter((entry) => !inLeft.has(entry)).map((entry) => prefixed('+ ', entry)),
  ];
}

function prefixed(mark: string, entry: string): string {
  return entry
    .split('\n')
    .map((line) => mark + line)
    .join('\n');
}
