// api-scaffold --app: the project is type-checked, built, started, called, drained, and its own tests run.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VERSIONS } from '../../packages/scaffold/src/emit/project/versions.js';
import { type AppServer, startApp, terminate } from './app-server.js';
import { createEmptyProject, createProject, FRAMEWORKS, ROOT, type TestProject } from './support.js';

const run = promisify(execFile);
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const SPEC = join(ROOT, 'examples/shop/openapi.yaml');
const FULL = process.env['CHECK'] === 'full';

describe.each(FRAMEWORKS)('%s', (framework) => {
  let project: TestProject;
  let server: AppServer;
  beforeAll(async () => {
    project = await createEmptyProject();
    // POST /users is open here, so that its body is waited for.
    const open = (await readFile(SPEC, 'utf8')).replace(/ {6}security:\n {8}- .*\n/, '');
    await project.write('openapi.yaml', open);
    const result = await project.scaffold('openapi.yaml', '--app', '--framework', framework);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    await run(process.execPath, [TSC], { cwd: project.folder });
    await run(process.execPath, [TSC, '-p', 'tsconfig.build.json'], { cwd: project.folder });
    server = await startApp(project, { CORS_ORIGINS: 'https://app.example', RATE_LIMIT_PER_MINUTE: '12' });
  });
  afterAll(async () => {
    server?.child.kill('SIGKILL');
    await project.remove();
  });
  const call = (path: string, init: RequestInit = {}): Promise<Response> => fetch(server.url + path, init);

  test('answers beside the API', async () => {
    const [health, ready, document, docs] = await Promise.all(
      ['/healthz', '/readyz', '/openapi.json', '/docs'].map((path) => call(path)),
    );
    expect([health?.status, ready?.status]).toEqual([200, 200]);
    expect(await document?.json()).toMatchObject({ openapi: '3.1.1', info: { title: 'Shop' } });
    expect(docs?.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    const html = (await docs?.text()) ?? '';
    expect(html).toContain('<code>/users/{userId}</code>');
    expect(html).not.toMatch(/<script|<img|<link|src=|https?:\/\/(?!shop|example)/i);
  });

  test('headers, origins, ids and one shape of errors', async () => {
    const headers = { origin: 'https://app.example', 'x-request-id': 'r-1', authorization: 'Bearer canary' };
    const answer = await call('/products?limit=canary', { headers });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'VALIDATION_ERROR' }, meta: { requestId: 'r-1' } });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-request-id': 'r-1',
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': 'https://app.example',
    });
    expect(answer.headers.get('x-powered-by')).toBeNull();
    const other = await call('/nowhere', { headers: { origin: 'https://evil.example' } });
    expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([404, null]);
    expect(await other.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
    await expect.poll(server.log, { timeout: 20_000 }).toMatch(/"id":"r-1".*"path":"\/products"/);
    expect(server.log()).not.toContain('canary');
  });

  test('a rate limit that the probes do not count towards', async () => {
    const statuses = new Set<number>();
    for (let index = 0; index < 14; index += 1) statuses.add((await call('/products/x')).status);
    expect([...statuses]).toEqual([400, 429]);
    expect(await (await call('/products/x')).json()).toMatchObject({ error: { code: 'RATE_LIMITED' } });
    expect((await call('/healthz')).status).toBe(200);
  });

  test('ends when the request under way is answered, and no later', async () => {
    const other = await startApp(project);
    const slow = request(`${other.url}/users`, {
      method: 'POST',
      headers: { 'content-length': 2, 'content-type': 'application/json' },
    });
    const answered = once(slow, 'response');
    slow.write('{');
    await new Promise((done) => setTimeout(done, 100));
    const ended = terminate(other);
    await expect.poll(other.log, { timeout: 20_000 }).toContain('draining');
    slow.end('}');
    const [response] = (await answered) as [{ statusCode: number; headers: Record<string, string>; resume(): void }];
    response.resume();
    expect(response.headers['connection']).toBe('close');
    expect(await ended).toBe(0);
    await expect(fetch(`${other.url}/healthz`)).rejects.toThrow();
  });

  // These files are the same on every framework.
  if (!FULL && framework !== 'express') return;

  test('cuts off at the deadline who is slow on purpose', async () => {
    const other = await startApp(project, { SHUTDOWN_TIMEOUT_MS: '200' });
    const slow = request(`${other.url}/products`, { headers: { 'content-length': 10 } });
    slow.on('error', () => undefined);
    slow.write('x');
    await new Promise((done) => setTimeout(done, 100));
    expect(await terminate(other)).toBe(1);
  });

  test('refuses an environment that makes no sense, by name and without its value', async () => {
    await expect(startApp(project, { PORT: 'canary' })).rejects.toThrow(/PORT: /);
    await expect(startApp(project, { PORT: 'canary' })).rejects.not.toThrow(/canary/);
  });

  test('its tests pass: each operation is a todo until it is written', async () => {
    const argv = ['--import', 'tsx', '--test', 'test/users.test.ts', ...(FULL ? ['test/orders.test.ts'] : [])];
    const { stdout } = await run(process.execPath, argv, { cwd: project.folder, env: { PATH: process.env['PATH'] } });
    expect(stdout).toMatch(/fail 0\n/);
    expect(stdout).toMatch(/todo [3-9]\d*\n/);
  });

  test('a handler that answers what the document does not have fails its test', async () => {
    const broken = {
      express: 'res.status(200).json({} as never);',
      fastify: 'reply.code(200).send({} as never);',
      hono: 'return c.json({} as never);',
      koa: 'ctx.body = {} as never;',
    };
    const before = await project.read('src/routes/users.ts');
    await project.write(
      'src/routes/users.ts',
      before.replace(
        /(listUsers'> = async \(.*\) => \{\n).*\n/,
        (_, head: string) => `${head}  ${broken[framework]}\n`,
      ),
    );
    const argv = ['--import', 'tsx', '--test', 'test/users.test.ts'];
    const failed = run(process.execPath, argv, { cwd: project.folder, env: { PATH: process.env['PATH'] } });
    await expect(failed).rejects.toMatchObject({
      stdout: expect.stringMatching(/not ok \d+ - GET \/users \(listUsers\)/),
    });
  });
});

describe('the files', () => {
  test('nothing that exists is touched, and what it lacks is said', async () => {
    const project = await createProject({
      'package.json': '{"type":"module","scripts":{"test":"mine"}}',
      'README.md': 'mine',
      'spec.yaml': await readFile(SPEC, 'utf8'),
    });
    const result = await project.scaffold('spec.yaml', '--app');
    expect(result.exitCode).toBe(0);
    expect(result.stderr).toMatch(/warning\[SCAF385\].*lacks the script build,.*express@\^5/);
    expect(result.stderr).not.toContain('the script test,');
    expect([await project.read('README.md'), await project.read('package.json')]).toEqual([
      'mine',
      '{"type":"module","scripts":{"test":"mine"}}',
    ]);
    const files = await project.files();
    const again = await project.scaffold('spec.yaml', '--app');
    expect(again.exitCode).toBe(0);
    expect(await project.files()).toEqual(files);
    await project.remove();
  });

  test('the document that is served follows the spec, without --app too', async () => {
    const text = await readFile(SPEC, 'utf8');
    const project = await createProject({ 'spec.yaml': text });
    await project.scaffold('spec.yaml', '--app');
    await project.write('spec.yaml', text.replace('title: Shop', 'title: Store'));
    await project.scaffold('spec.yaml');
    expect(JSON.parse(await project.read('src/openapi.json'))).toMatchObject({ info: { title: 'Store' } });
    expect((await project.scaffold('spec.yaml', '--check')).exitCode).toBe(0);
    await project.remove();
  });

  test('--dry-run writes nothing, and the output must leave room', async () => {
    const project = await createProject({ 'spec.yaml': await readFile(SPEC, 'utf8') });
    const dry = await project.scaffold('spec.yaml', '--app', '--dry-run');
    expect(dry.stdout).toContain('Would create tsconfig.build.json');
    expect([...(await project.files()).keys()].sort()).toEqual(['package.json', 'spec.yaml', 'tsconfig.json']);
    expect(await project.scaffold('spec.yaml', '--app', '--output', 'routes/')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('SCAF384'),
    });
    await project.remove();
  });

  test('every package has the version that is tested here', async () => {
    const catalog = await readFile(join(ROOT, 'pnpm-workspace.yaml'), 'utf8');
    for (const [name, version] of Object.entries(VERSIONS)) {
      expect(catalog).toMatch(
        new RegExp(`^  '?${name.replace('/', '\\/')}'?: ${version.replaceAll('.', '\\.')}$`, 'm'),
      );
    }
  });
});
