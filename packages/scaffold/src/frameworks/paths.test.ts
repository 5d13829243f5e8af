import { describe, expect, test } from 'vitest';
import { routeUrl } from './fastify/route-url.js';
import { routePath } from './path-to-regexp.js';

describe('path-to-regexp 8', () => {
  test.each([
    ['/users/{userId}', '/users/:userId'],
    ['/a/{user-id}', '/a/:"user-id"'],
    ['/files/{name}.{ext}', '/files/:name.:ext'],
    ['/a:b/(c)*', '/a\\:b/\\(c\\)\\*'],
  ])('%s → %s', (path, pattern) => expect(routePath(path)).toBe(pattern));
});

describe('find-my-way', () => {
  test.each([
    ['/users/{userId}', '/users/:userId'],
    ['/a/{user-id}', '/a/:p2'],
    ['/a:b', '/a::b'],
    ['/users/{id}:activate', '/users/:p2(^[^/]+:activate$)'],
    ['/files/{name}.{ext}', '/files/:p2(^[^/]+[.][^/]+$)'],
  ])('%s → %s', (path, url) => expect(routeUrl(path)).toBe(url));
});
