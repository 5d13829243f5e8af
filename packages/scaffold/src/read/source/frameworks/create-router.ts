// Calls that make an app, a router or an instance, by the package that they come from.
import type { FrameworkName } from '../../../model/framework-name.js';
import { createRouterState } from '../routes/router.js';
import { memberOf, type RouterValue, type Value } from '../values.js';
import { packageName } from './package-path.js';

const MAKERS: Readonly<Record<string, FrameworkName>> = {
  express: 'express',
  'express.Router': 'express',
  'express.application': 'express',
  'express-promise-router': 'express',
  router: 'express',
  fastify: 'fastify',
  'fastify.fastify': 'fastify',
  koa: 'koa',
  '@koa/router': 'koa',
  '@koa/router.Router': 'koa',
  'koa-router': 'koa',
  'koa-router.Router': 'koa',
  'koa-joi-router': 'koa',
  'hono.Hono': 'hono',
  'hono/quick.Hono': 'hono',
  'hono/tiny.Hono': 'hono',
  '@hono/zod-openapi.OpenAPIHono': 'hono',
};

const APPS: ReadonlySet<string> = new Set(['express', 'fastify', 'fastify.fastify', 'koa']);

/** The router that a call makes; undefined for any other call. */
export function createRouter(call: Value): RouterValue | undefined {
  if (call.kind !== 'call') return undefined;
  const name = packageName(call.callee);
  const framework = Object.hasOwn(MAKERS, name) ? MAKERS[name] : undefined;
  if (!framework) return undefined;
  const prefix = framework === 'koa' ? memberOf(call.args[0]?.value, 'prefix') : undefined;
  return { kind: 'router', router: createRouterState(framework, call.at, prefix, APPS.has(name)) };
}
