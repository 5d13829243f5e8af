// The second run: what a person wrote stays byte for byte.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createProject, type TestProject } from './support.js';

let project: TestProject;
afterEach(() => project.remove());

function spec(paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>, components: unknown = {}): string {
  return JSON.stringify({ openapi: '3.1.0', info: { title: 'T', version: '1' }, paths, components });
}

function operation(operationId: string, tag = 'pets', extra: Readonly<Record<string, unknown>> = {}): unknown {
  return {
    operationId,
    tags: [tag],
    responses: { 200: { description: 'ok', content: { 'application/json': { schema: { type: 'string' } } } } },
    ...extra,
  };
}

const BY_HAND = `#!/usr/bin/env node
// mine
import { type Handler } from '../middleware/handler.js';\r
const notImplemented = 'mine too';

export const listPets: Handler<'listPets'> = async (req, res) => { res.status(200).json(notImplemented + req.path) }   // odd spacing stays
export function helper(): void {}`;

test('running twice changes nothing', async () => {
  project = await createProject({ 'openapi.json': spec({ '/pets': { get: operation('listPets') } }) });
  await project.scaffold('openapi.json');
  const before = await project.files();
  const second = await project.scaffold('openapi.json');
  expect(await project.files()).toEqual(before);
  expect(second.stdout).toContain('Kept 1 route handler in src/routes/');
  expect(second.stdout).toContain('Unchanged validation middleware: src/middleware/validators.ts');
});

test('a new operation is added behind what is there, with an import that clashes with nothing', async () => {
  project = await createProject({ 'openapi.json': spec({ '/pets': { get: operation('listPets') } }) });
  await project.scaffold('openapi.json');
  await project.write('src/routes/pets.ts', BY_HAND);
  await project.write('openapi.json', spec({ '/pets': { get: operation('listPets'), post: operation('createPet') } }));
  const result = await project.scaffold('openapi.json');
  expect(result.stdout).toContain(
    'Generated 1 new route handler in src/routes/\n- POST /pets (createPet)\nKept 1 route handler',
  );
  const text = await project.read('src/routes/pets.ts');
  const importLine = "\r\nimport { notImplemented as apiNotImplemented } from '../middleware/handler.js';";
  expect(text.replaceAll(/\r?\n/g, '\n')).toContain('apiNotImplemented(req, res);');
  const at = text.indexOf(importLine.trim());
  expect(at).toBeGreaterThan(0);
  const without = text.slice(0, text.indexOf(importLine)) + text.slice(text.indexOf(importLine) + importLine.length);
  expect(without.startsWith(BY_HAND)).toBe(true);
  expect(await project.typeErrors()).toEqual([]);
});

test('a project stays on its framework until another one is asked for', async () => {
  project = await createProject({ 'openapi.json': spec({ '/pets': { get: operation('listPets') } }) });
  await project.scaffold('openapi.json', '--framework', 'koa');
  await project.write('openapi.json', spec({ '/pets': { get: operation('listPets'), post: operation('createPet') } }));
  expect((await project.scaffold('openapi.json')).exitCode).toBe(0);
  expect(await project.read('src/routes/pets.ts')).toContain("createPet: Handler<'createPet'> = async (ctx) =>");
  await project.scaffold('openapi.json', '--framework', 'express');
  expect(await project.read('src/routes/pets.ts')).toContain('async (req, res) =>');
});

test('a changed signature is a type error in the file of the handler, and nowhere else', async () => {
  const withLimit = (type: string): string =>
    spec({
      '/pets': {
        get: operation('listPets', 'pets', {
          parameters: [{ name: 'limit', in: 'query', required: true, schema: { type } }],
        }),
      },
    });
  project = await createProject({ 'openapi.json': withLimit('integer') });
  await project.scaffold('openapi.json');
  await project.write(
    'src/routes/pets.ts',
    "import { type Handler } from '../middleware/handler.js';\n\nexport const listPets: Handler<'listPets'> = async (req, res) => {\n  res.status(200).json(req.query.limit.toFixed());\n};\n",
  );
  expect(await project.typeErrors()).toEqual([]);
  await project.write('openapi.json', withLimit('boolean'));
  await project.scaffold('openapi.json');
  expect(await project.typeErrors()).toEqual([expect.stringMatching(/^src\/routes\/pets\.ts\(4,\d+\): error TS2339/)]);
});

test('a handler whose operation is gone is kept and reported with its place', async () => {
  project = await createProject({
    'openapi.json': spec({ '/pets': { get: operation('listPets'), post: operation('createPet') } }),
  });
  await project.scaffold('openapi.json');
  const before = await project.read('src/routes/pets.ts');
  await project.write('openapi.json', spec({ '/pets': { get: operation('listPets') } }));
  const result = await project.scaffold('openapi.json');
  expect(result.exitCode).toBe(0);
  expect(await project.read('src/routes/pets.ts')).toBe(before);
  expect(result.stderr).toMatch(
    /warning\[SCAF302\]: createPet is left over: POST \/pets is gone from the spec\n {2}--> src\/routes\/pets\.ts:9:14/,
  );
});

test('a generated file that nothing needs any more is named until it is deleted', async () => {
  project = await createProject({ 'openapi.json': spec({ '/pets': { get: operation('listPets') } }) });
  await project.scaffold('openapi.json', '--framework', 'koa');
  const changed = await project.scaffold('openapi.json', '--framework', 'express');
  expect(changed.exitCode).toBe(0);
  expect([...changed.stderr.matchAll(/warning\[SCAF304\]: (\S+) is left over/g)].map(([, path]) => path)).toEqual([
    'src/middleware/decompress.ts',
    'src/middleware/read-bytes.ts',
  ]);
  await rm(join(project.folder, 'src/middleware/decompress.ts'));
  const again = await project.scaffold('openapi.json', '--framework', 'express');
  expect([...again.stderr.matchAll(/warning\[SCAF304\]: (\S+) is left over/g)].map(([, path]) => path)).toEqual([
    'src/middleware/read-bytes.ts',
  ]);
});

test('a handler that its owner moved, or whose tag changed, stays where it is', async () => {
  project = await createProject({ 'openapi.json': spec({ '/pets': { get: operation('listPets') } }) });
  await project.scaffold('openapi.json');
  await project.write(
    'openapi.json',
    spec({ '/pets': { get: operation('listPets', 'animals'), post: operation('createPet', 'animals') } }),
  );
  const result = await project.scaffold('openapi.json', '--json');
  const { operations } = (
    JSON.parse(result.stdout) as { data: { operations: readonly { handler: string; file: string; line: number }[] } }
  ).data;
  expect(operations.map(({ handler, file, line }) => `${handler} ${file}:${line}`)).toEqual([
    'listPets src/routes/pets.ts:4',
    'createPet src/routes/animals.ts:4',
  ]);
  expect(await project.typeErrors()).toEqual([]);
});

test('a new security scheme is added to auth.ts between what is there', async () => {
  const schemes = {
    securitySchemes: {
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
      token: { type: 'http', scheme: 'bearer' },
    },
  };
  project = await createProject({
    'openapi.json': spec({ '/pets': { get: operation('listPets', 'pets', { security: [{ key: [] }] }) } }, schemes),
  });
  await project.scaffold('openapi.json');
  const mine =
    "import { type Authenticators } from './security.js';\nexport const auth = {\n  key: async (k) => k === 'x' // mine\n} satisfies Authenticators;\n";
  await project.write('src/middleware/auth.ts', mine);
  await project.write(
    'openapi.json',
    spec({ '/pets': { get: operation('listPets', 'pets', { security: [{ key: [] }, { token: [] }] }) } }, schemes),
  );
  expect((await project.scaffold('openapi.json')).stdout).toContain('Updated src/middleware/auth.ts');
  expect(await project.read('src/middleware/auth.ts')).toContain("key: async (k) => k === 'x', // mine\n");
  expect(await project.typeErrors()).toEqual([]);
});

test('a tool-owned file that was edited is refused, and overwritten with --force', async () => {
  project = await createProject({ 'openapi.json': spec({ '/pets': { get: operation('listPets') } }) });
  await project.scaffold('openapi.json');
  const generated = await project.read('src/types/api.ts');
  await project.write('src/types/api.ts', `${generated}// edit\n`);
  const before = await project.files();
  const refused = await project.scaffold('openapi.json');
  expect(refused.exitCode).toBe(5);
  expect(refused.stderr).toContain('error[CORE105]: src/types/api.ts was edited by hand since the last run');
  expect(await project.files()).toEqual(before);
  expect((await project.scaffold('openapi.json', '--force')).exitCode).toBe(0);
  expect(await project.read('src/types/api.ts')).toBe(generated);
});

test('--check and --dry-run write nothing; --check fails where something would change', async () => {
  project = await createProject({ 'openapi.json': spec({ '/pets': { get: operation('listPets') } }) });
  const empty = await project.files();
  expect(await project.scaffold('openapi.json', '--dry-run')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('Would generate 1 route handler in src/routes/'),
  });
  const drifted = await project.scaffold('openapi.json', '--check');
  expect(drifted).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('error[SCAF301]') });
  expect(drifted.stdout).toContain('+++ b/src/routes/pets.ts');
  expect(await project.files()).toEqual(empty);
  await project.scaffold('openapi.json');
  expect((await project.scaffold('openapi.json', '--check')).exitCode).toBe(0);
});

test('--only adds some tags, and later runs keep them', async () => {
  const both = spec({ '/pets': { get: operation('listPets') }, '/toys': { get: operation('listToys', 'toys') } });
  project = await createProject({ 'openapi.json': both });
  await project.scaffold('openapi.json', '--only', 'pets');
  expect([...(await project.files('src/routes')).keys()]).toEqual(['index.ts', 'pets.ts']);
  await project.scaffold('openapi.json', '--only', 'toys');
  expect(await project.read('src/routes/index.ts')).toMatch(/listPets[\s\S]*listToys/);
});

test('a route file with a syntax error stops the run with its place, and nothing is written', async () => {
  project = await createProject({ 'openapi.json': spec({ '/pets': { get: operation('listPets') } }) });
  await project.scaffold('openapi.json');
  await project.write('src/routes/pets.ts', 'export const x = (;\n');
  const before = await project.files();
  const result = await project.scaffold('openapi.json');
  expect(result.exitCode).toBe(3);
  expect(result.stderr).toMatch(/error\[SCAF303\][\s\S]*--> src\/routes\/pets\.ts:1:\d+/);
  expect(await project.files()).toEqual(before);
});

test('another framework rewrites handlers that nobody has written yet, and says by type errors what has to change', async () => {
  const paths = { '/pets': { get: operation('listPets') }, '/cats': { get: operation('listCats', 'cats') } };
  project = await createProject({ 'openapi.json': spec(paths) });
  await project.scaffold('openapi.json');
  await project.scaffold('openapi.json', '--framework', 'fastify');
  expect(await project.read('src/routes/pets.ts')).toContain('async (request, reply) =>');
  expect(await project.typeErrors()).toEqual([]);
  await project.scaffold('openapi.json', '--framework', 'express');
  const mine = (await project.read('src/routes/pets.ts')).replace(
    'notImplemented(req, res);',
    "res.status(200).json('a');",
  );
  await project.write(
    'src/routes/pets.ts',
    mine.replace(/^import \{ .*notImplemented.*\n/m, "import type { Handler } from '../middleware/handler.js';\n"),
  );
  const kept = await project.read('src/routes/pets.ts');
  expect(kept).toContain("json('a')");
  await project.scaffold('openapi.json', '--framework', 'koa');
  expect(await project.read('src/routes/pets.ts')).toBe(kept);
  expect(await project.read('src/routes/cats.ts')).toContain('async (ctx) =>');
  const errors = await project.typeErrors();
  expect(errors.length).toBeGreaterThan(0);
  expect(errors.every((line) => line.startsWith('src/routes/pets.ts'))).toBe(true);
});
