// Applications in the style of real ones, and what is found in them: recall and precision of (method, path) against lists
// made by hand, and what could not be resolved. A case is a folder in test/cases/source with a routes.json.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readSource } from '../../packages/scaffold/src/read/source/read-source.js';
import { createProject, ROOT, type TestProject } from './support.js';

interface Expected {
  readonly routes: readonly string[];
  /** `file:line` */
  readonly unresolved: readonly string[];
}

const CASES = join(ROOT, 'test/cases/source');
const totals = { wanted: 0, found: 0, right: 0 };

function readCase(name: string): {
  readonly expected: Expected;
  readonly routes: readonly string[];
  readonly unresolved: readonly string[];
} {
  const folder = join(CASES, name);
  const { model, unresolved } = readSource(folder, '.');
  return {
    expected: JSON.parse(readFileSync(join(folder, 'routes.json'), 'utf8')) as Expected,
    routes: model.operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`),
    unresolved: unresolved.map(({ file, line }) => `${file}:${line ?? ''}`),
  };
}

test.each(readdirSync(CASES))('%s', (name) => {
  const { expected, routes, unresolved } = readCase(name);
  totals.wanted += expected.routes.length;
  totals.found += routes.length;
  totals.right += routes.filter((route) => expected.routes.includes(route)).length;
  expect([...routes].sort()).toEqual([...expected.routes].sort());
  expect([...unresolved].sort()).toEqual([...expected.unresolved].sort());
});

afterAll(() => {
  const { wanted, found, right } = totals;
  process.stdout.write(
    `routes: ${right} of ${wanted} found, recall ${(right / wanted).toFixed(3)}, precision ${(right / found).toFixed(3)}\n`,
  );
});

/** A tree of `count` route files of twenty routes each, and an app that mounts them. */
async function tree(project: TestProject, folder: string, count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `area${index}`);
  for (const name of names) {
    const routes = Array.from(
      { length: 20 },
      (_, index) => `router.get('/r${index}/:id', async (req, res) => res.json({ id: req.params.id, n: ${index} }));`,
    );
    await project.write(
      `${folder}/${name}.js`,
      `import { Router } from 'express';\nexport const router = Router();\n${routes.join('\n')}\n`,
    );
  }
  const imports = names.map((name) => `import { router as ${name} } from './${name}.js';`);
  const mounts = names.map((name) => `app.use('/${name}', ${name});`);
  await project.write(
    `${folder}/app.js`,
    `import express from 'express';\n${imports.join('\n')}\nconst app = express();\n${mounts.join('\n')}\n`,
  );
}

function cpuSeconds(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

test('routes that differ by the patterns of their parameters alone are two', async () => {
  const project = await createProject({
    'src/server.ts': `import fastify from 'fastify';
const app = fastify();
app.get('/files/:id(^\\\\d+$)', async () => ({}));
app.get('/files/:name(^[a-z]+$)', async () => ({}));
app.get('/files/:other(^[a-z]+$)', async () => ({}));
`,
  });
  const { model } = readSource(project.folder, 'src');
  await project.remove();
  expect(model.operations.map(({ path }) => path)).toEqual(['/files/{id}', '/files/{name}']);
});

test('the cost grows as the code does', async () => {
  const project = await createProject();
  await tree(project, 'small', 50);
  await tree(project, 'large', 400);
  cpuSeconds(() => readSource(project.folder, 'small'));
  const small = cpuSeconds(() => expect(readSource(project.folder, 'small').operations.length).toBe(1_000));
  const large = cpuSeconds(() => expect(readSource(project.folder, 'large').operations.length).toBe(8_000));
  await project.remove();
  process.stdout.write(`1,000 routes: ${small.toFixed(2)} s of CPU; 8,000: ${large.toFixed(2)} s\n`);
  expect(large / small).toBeLessThan(8 * 2.5);
}, 120_000);
