// --from-db with --app: one server, one hardening, and the database in its readiness.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/postgres.js';
import { type AppServer, startApp, terminate } from '../app-server.js';
import { createEmptyProject, FRAMEWORKS, ROOT, type TestProject } from '../support.js';

const run = promisify(execFile);
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

// A table whose path is one of the server's own.
const SQL = `CREATE TABLE books (id integer PRIMARY KEY, title text NOT NULL);
  CREATE TABLE docs (id integer PRIMARY KEY);
  INSERT INTO books VALUES (1, 'a'), (2, 'b')`;

const FULL = process.env['CHECK'] === 'full';

describe.each(FULL ? FRAMEWORKS : (['koa'] as const))('%s', (framework) => {
  let database: TestDatabase;
  let project: TestProject;
  let server: AppServer;
  beforeAll(async () => {
    database = await testDatabase({ sql: SQL });
    project = await createEmptyProject();
    const result = await project.scaffold('--from-db', database.url, '--app', '--framework', framework);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    await run(process.execPath, [TSC], { cwd: project.folder });
    await run(process.execPath, [TSC, '-p', 'tsconfig.build.json'], { cwd: project.folder });
    server = await startApp(project, { DATABASE_URL: database.url, LOG_LEVEL: 'info' });
  });
  afterAll(async () => {
    server?.child.kill('SIGKILL');
    await project?.remove();
    await database?.drop();
  });

  test('serves the tables, and says nothing twice', async () => {
    const answer = await fetch(`${server.url}/books/2`);
    expect([answer.status, answer.headers.get('x-content-type-options')]).toEqual([200, 'nosniff']);
    expect(await answer.json()).toMatchObject({ data: { id: 2, title: 'b' } });
    expect(await project.read('openapi.yaml')).not.toMatch(/^ {2}\/(?:health|ready):/m);
    const files = [...(await project.files()).keys()].filter((file) => !file.startsWith('dist/'));
    expect(files.filter((file) => /server|health|api\.test|pool/.test(file))).toEqual([
      'src/server.ts',
      'test/api.test.ts',
    ]);
    expect(JSON.parse(await project.read('package.json'))).toMatchObject({ dependencies: { pg: expect.any(String) } });
    expect(await project.read('docker-compose.yml')).toContain('postgres:');
  });

  test('is ready while the database answers, and ends its connections when it stops', async () => {
    const ready = await fetch(`${server.url}/-/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ok' }]);
    const lost = await startApp(project, { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    const unready = await fetch(`${lost.url}/-/readyz`);
    expect([unready.status, await unready.json()]).toEqual([503, { status: 'unavailable' }]);
    expect((await fetch(`${lost.url}/-/healthz`)).status).toBe(200);
    expect(await terminate(lost)).toBe(0);
    const started = performance.now();
    expect(await terminate(server)).toBe(0);
    // An idle connection would keep the process for ten seconds.
    expect(performance.now() - started).toBeLessThan(8_000);
  });

  test('its tests read and pass; a later run changes nothing', async () => {
    const env = { PATH: process.env['PATH'], DATABASE_URL: database.url };
    const argv = ['--import', 'tsx', '--test', 'test/api.test.ts'];
    const { stdout } = await run(process.execPath, argv, { cwd: project.folder, env });
    expect(stdout).toMatch(/pass 7\b/);
    const check = await project.scaffold('--from-db', database.url, '--framework', framework, '--check');
    expect(check).toMatchObject({ exitCode: 0 });
  });
});
