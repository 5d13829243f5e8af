// Files of the tool in a project whose formatter goes over everything: they are still the tool's.
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { createProject, FRAMEWORKS, ROOT, type TestProject } from './support.js';

let project: TestProject;
afterEach(() => project.remove());

const run = promisify(execFile);

/** Line breaks, quotes, semicolons, the order of imports: as biome has them by default. */
async function format({ folder, write }: TestProject): Promise<void> {
  await write('biome.json', JSON.stringify({ root: true, linter: { enabled: false } }));
  await run(join(ROOT, 'node_modules/.bin/biome'), ['check', '--write', 'src'], { cwd: folder });
}

const user = { type: 'object', required: ['name'], properties: { name: { type: 'string', maxLength: 9 } } };
const spec = (schema: unknown): string =>
  JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    paths: {
      '/users': {
        post: {
          operationId: 'create',
          parameters: [{ name: 'x', in: 'query', schema: { type: 'array', items: { enum: ['a', 'b'] } } }],
          requestBody: { content: { 'multipart/form-data': { schema }, 'application/json': { schema } } },
          responses: { 200: { description: 'ok', content: { 'application/octet-stream': {} } } },
        },
      },
    },
    webhooks: { made: { post: { operationId: 'made', responses: { 200: { description: 'ok' } } } } },
  });

test.each(FRAMEWORKS)('%s', async (framework) => {
  // Biome passes over what lies below node_modules.
  project = await createProject({ 'openapi.json': spec(user) }, tmpdir());
  const scaffold = (...more: readonly string[]) => project.scaffold('openapi.json', '--framework', framework, ...more);
  expect(await scaffold('--app')).toMatchObject({ exitCode: 0 });
  const written = await project.read('src/middleware/validators.ts');
  await format(project);
  const formatted = await project.read('src/middleware/validators.ts');
  expect(formatted).not.toBe(written);

  // Nothing has changed but the layout, and the layout stays.
  expect(await scaffold('--check')).toMatchObject({ exitCode: 0, stderr: '' });
  const again = await scaffold();
  expect(again).toMatchObject({ exitCode: 0, stderr: '' });
  expect(again.stdout).not.toMatch(/^(?:Updated|Created)/m);
  expect(await project.read('src/middleware/validators.ts')).toBe(formatted);

  // The document changes: what only a formatter went over is replaced, what a person edited is not.
  await project.write('openapi.json', spec({ ...user, required: [] }));
  expect(await scaffold()).toMatchObject({ exitCode: 0, stderr: '' });
  await format(project);
  const text = await project.read('src/middleware/validators.ts');
  await project.write('src/middleware/validators.ts', text.replace('(9)', '(10)'));
  expect(await scaffold()).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('validators.ts was edited') });
});
