// --watch: what is written follows the spec while the command runs, whatever is done to its files.
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli } from '@senior-backend/core/cli/run-cli';
import { Interrupted } from '@senior-backend/core/env/env';
import { type MemoryEnv, memoryEnv } from '@senior-backend/core/env/memory-env';
import { afterEach, expect, test } from 'vitest';
import { tool } from '../../packages/scaffold/src/tool.js';
import { createProject, type TestProject } from './support.js';

const operation = (id: string): string =>
  `  /${id}:\n    get: { operationId: ${id}, responses: { '200': { $ref: 'answers.yaml#/ok' } } }\n`;
const spec = (...ids: readonly string[]): string =>
  `openapi: 3.1.0\ninfo: { title: T, version: "1" }\npaths:\n${ids.map(operation).join('')}`;
const ANSWERS = 'ok: { description: ok, content: { application/json: { schema: { type: string } } } }\n';

let project: TestProject;
let stop = new AbortController();
let exit: Promise<number> | undefined;
afterEach(async () => {
  stop.abort(new Interrupted('SIGINT'));
  await exit;
  await project.remove();
});

function start(...argv: readonly string[]): MemoryEnv {
  stop = new AbortController();
  const env = memoryEnv({ cwd: project.folder, argv: ['openapi.yaml', '--watch', ...argv], signal: stop.signal });
  exit = runCli(tool, env);
  return env;
}

/** Waits until the command has said something for the n-th time. */
async function said(env: MemoryEnv, where: 'stdout' | 'stderr', text: string, times = 1): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (env.output[where].split(text).length <= times) {
    if (Date.now() > deadline) throw new Error(`never said "${text}" ${times} times:\n${env.output[where]}`);
    await new Promise((done) => setTimeout(done, 5));
  }
}

test('follows the spec and the files that it refers to, and stays through mistakes', async () => {
  project = await createProject({ 'openapi.yaml': spec('readA'), 'answers.yaml': ANSWERS });
  const env = start();
  await said(env, 'stderr', 'watching 2 files');
  expect(env.output.stdout).toContain('Generated 1 route handler in src/routes/');

  await project.write('openapi.yaml', spec('readA', 'readB'));
  await said(env, 'stdout', 'added readB; updated src/routes/default.ts, src/routes/index.ts');

  await project.write('answers.yaml', ANSWERS.replace('string', 'integer'));
  await said(env, 'stderr', 'watching', 3);
  expect(await project.read('src/types/api.ts')).toContain('number');

  await project.write('openapi.yaml', `${spec('readA')}  /c: [1\n`);
  await said(env, 'stderr', 'error[SCAF101]');
  await said(env, 'stderr', 'watching', 4);

  // As editors save: a new file takes the place of the old one.
  await project.write('openapi.yaml.new', spec('readA', 'readC'));
  await rename(join(project.folder, 'openapi.yaml.new'), join(project.folder, 'openapi.yaml'));
  await said(env, 'stdout', 'added readC');
  await said(env, 'stderr', 'error[SCAF302]'.replace('error', 'warning'));

  await project.write('unrelated.yaml', 'x: 1\n');
  await project.write('openapi.yaml', spec('readA', 'readC'));
  await said(env, 'stdout', 'nothing to change');
  expect(env.output.stdout.split('nothing to change')).toHaveLength(2);

  stop.abort(new Interrupted('SIGTERM'));
  expect(await exit).toBe(143);
});

test.each([
  [['--check'], '--check cannot be used with --watch'],
  [['--json'], 'one document'],
])('is refused with %s', async (argv, reason) => {
  project = await createProject({ 'openapi.yaml': spec('readA') });
  const env = start(...argv);
  expect(await exit).toBe(2);
  expect(env.output.stderr).toContain(reason);
});
