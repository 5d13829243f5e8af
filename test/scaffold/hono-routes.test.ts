// Hono's router takes the paths of published documents, and finds the operation of each.
// CHECK=full takes all documents; an everyday run every sixth of the small ones.
import { readdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { routesByPath } from '../../packages/scaffold/src/emit/router-parts.js';
import { routePath } from '../../packages/scaffold/src/frameworks/hono/route-path.js';
import { planApi } from '../../packages/scaffold/src/plan/plan-api.js';
import { readSpec } from '../../packages/scaffold/src/read/openapi/read-spec.js';
import { CORPUS, HAS_CORPUS, ROOT } from './support.js';

const IS_FULL = process.env['CHECK'] === 'full';
const root = join(CORPUS, 'openapi');

async function findSpecs(): Promise<readonly string[]> {
  const names = (await readdir(root))
    .filter((name) => /\.(?:json|ya?ml)$/.test(name) && !/todo-lists/.test(name))
    .sort();
  const sized = await Promise.all(names.map(async (name) => ({ name, size: (await stat(join(root, name))).size })));
  const chosen = IS_FULL ? sized : sized.filter(({ size }, index) => size < 300_000 && index % 6 === 0);
  return chosen.map(({ name }) => name);
}

interface Router {
  on(method: string, path: string, handler: (c: { text(body: string): unknown }) => unknown): void;
  request(path: string, init: { readonly method: string }): Promise<Response>;
}

async function newRouter(): Promise<Router> {
  const { resolve } = createRequire(join(ROOT, 'packages/scaffold/package.json'));
  const { Hono } = (await import(pathToFileURL(resolve('hono')).href)) as { readonly Hono: new () => Router };
  return new Hono();
}

/** What comes back for a path of each operation, where that is not the operation itself. */
async function missed(spec: string): Promise<readonly string[]> {
  const plan = planApi(readSpec(root, { file: join(root, spec), refRoot: root }, { lenient: true }).model);
  const router = await newRouter();
  // HEAD is found by the handlers of GET. A fragment is never sent, and a query is no part of a path: nobody routes by them.
  const routes = routesByPath(plan)
    .flatMap(({ operations }) => operations)
    .filter(({ operation: { method, path } }) => method !== 'head' && !/[#?]/.test(path));
  for (const { operation, name } of routes) router.on(operation.method, routePath(operation.path), (c) => c.text(name));
  const wrong: string[] = [];
  for (const { operation, name } of routes) {
    const path = operation.path.replace(/\{[^{}]+\}/g, (_, at: number) => `x%20${at}`);
    const answer = await router.request(path, { method: operation.method.toUpperCase() });
    const text = await answer.text();
    if (text !== name) wrong.push(`${spec} ${operation.method} ${operation.path}: ${text}`);
  }
  return wrong;
}

if (!HAS_CORPUS) process.stdout.write('left out: the routes of published specs need ../shared/corpus\n');

test.runIf(HAS_CORPUS)('every operation of published documents is found', { timeout: 600_000 }, async () => {
  const wrong: string[] = [];
  for (const spec of await findSpecs()) wrong.push(...(await missed(spec)));
  expect(wrong).toEqual([]);
});
