import fastify from 'fastify';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { routeUrl } from './fastify/route-url.js';
import { routePath as honoPath } from './hono/route-path.js';
import { routePath } from './path-to-regexp.js';

/** Paths in the order in which they are tried, and what each answers. */
const CALLS = {
  '/v1/{name}:activate': '/v1/ann:activate',
  '/v1/{name}:archive': '/v1/ann:archive',
  '/v1/{name}': '/v1/ann',
  '/to/route.{format}': '/to/route.json',
  '/to/distance.{format}': '/to/distance.json',
  '/to/{name}.{format}': '/to/other.json',
  '/a/(b)': '/a/(b)',
  '/a/b*': '/a/b*',
  '/a/{x}{y}-{z}': '/a/one-two',
};

describe('path-to-regexp 8', () => {
  test.each([
    ['/users/{userId}', '/users/:userId'],
    ['/a/{user-id}', '/a/:"user-id"'],
    ['/files/{name}.{ext}', '/files/:name.:ext'],
    ['/files/{name}{ext}/x', '/files/:name/x'],
    ['/a:b/(c)*', '/a\\:b/\\(c\\)\\*'],
  ])('%s → %s', (path, pattern) => expect(routePath(path)).toBe(pattern));
});

describe('find-my-way', () => {
  test.each([
    ['/users/{userId}', '/users/:userId'],
    ['/a/{user-id}', '/a/:p2'],
    ['/a:b', '/a::b'],
    ['/users/{id}:activate', '/users/:p2_0([^/]+?)::activate'],
    ['/files/{name}.{ext}', '/files/:p2_0([^/]+?).:p2_2([^/]+?)'],
    ['/routes/to.{format}', '/routes/to.:p2_1([^/]+?)'],
    ['/all*{rest}', '/:p1(^all[*][^/]+$)'],
  ])('%s → %s', (path, url) => expect(routeUrl(path)).toBe(url));

  test('finds each of paths that differ only in what stands beside a parameter', async () => {
    const app = fastify();
    for (const path of Object.keys(CALLS)) app.get(routeUrl(path), async () => path);
    for (const [path, url] of Object.entries(CALLS)) expect((await app.inject(url)).body).toBe(path);
  });
});

describe('the router of Hono', () => {
  test.each([
    ['/users/{userId}', '/users/:userId'],
    ['/a/{user-id}', '/a/:p2'],
    ['/users/{id}:activate', '/users/:p2{[^/]+:activate}'],
    ['/files/{name}.{ext}', '/files/:p2{[^/]+\\.[^/]+}'],
    ['/a/b*', '/a/:p2{b\\*}'],
    ['/a/b:c', '/a/:p2{b:c}'],
  ])('%s → %s', (path, route) => expect(honoPath(path)).toBe(route));

  test('finds each of paths that differ only in what stands beside a parameter', async () => {
    const app = new Hono();
    for (const path of Object.keys(CALLS)) app.get(honoPath(path), (c) => c.text(path));
    for (const [path, url] of Object.entries(CALLS)) expect(await (await app.request(url)).text()).toBe(path);
  });
});
