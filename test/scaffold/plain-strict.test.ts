// A project that has `strict` and none of the stricter flags that the other tests type-check with.
import { afterAll, expect, test } from 'vitest';
import { createProject, FRAMEWORKS, type TestProject } from './support.js';

const SCHEMES = {
  basic: { type: 'http', scheme: 'basic' },
  bearer: { type: 'http', scheme: 'bearer' },
  key: { type: 'apiKey', in: 'query', name: 'key' },
};
const UNION = { oneOf: [{ type: 'object', properties: { a: { type: 'string' } } }, { type: 'integer' }] };

let project: TestProject;
afterAll(() => project.remove());

test('compiles with strict alone', async () => {
  const content = { 'application/json': { schema: UNION }, 'application/x-www-form-urlencoded': { schema: UNION } };
  const post = {
    operationId: 'post',
    parameters: [
      { name: 'filter', in: 'query', style: 'deepObject', schema: { type: 'object', additionalProperties: UNION } },
    ],
    security: [{ basic: [] }, { bearer: [], key: [] }, { key: ['read'] }],
    requestBody: { content },
    responses: { 200: { description: 'done', content, headers: { 'X-A': { schema: { type: 'string' } } } } },
  };
  const document = {
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    paths: { '/a': { post } },
    components: { securitySchemes: SCHEMES },
  };
  const compilerOptions = {
    strict: true,
    skipLibCheck: true,
    module: 'nodenext',
    target: 'es2022',
    types: ['node'],
    rootDir: 'src',
    outDir: 'dist',
  };
  project = await createProject({ 'openapi.json': JSON.stringify(document) });
  for (const framework of FRAMEWORKS) {
    const flags = ['--framework', framework, '--output', `src/${framework}/routes/`];
    expect(await project.scaffold('openapi.json', ...flags)).toMatchObject({ exitCode: 0 });
  }
  await project.write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['src'] }));
  expect(await project.typeErrors()).toEqual([]);
});
