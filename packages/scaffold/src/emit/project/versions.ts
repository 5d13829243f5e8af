// The packages of a generated project, in one place. Each is a development dependency of ours too, so that what is generated is
// type-checked and started in the tests with these very versions.
import type { Framework } from '../framework.js';

export interface Packages {
  readonly dependencies: readonly PackageName[];
  readonly devDependencies: readonly PackageName[];
}

export const VERSIONS = {
  '@fastify/cors': '11.4.3',
  '@fastify/helmet': '13.2.0',
  '@fastify/rate-limit': '11.2.0',
  '@hono/node-server': '2.1.8',
  '@koa/cors': '5.0.0',
  '@koa/router': '15.7.0',
  '@types/cors': '2.8.19',
  '@types/express': '5.0.6',
  '@types/koa': '3.0.3',
  '@types/koa-ratelimit': '5.0.5',
  '@types/koa__cors': '5.0.1',
  '@types/node': '20.19.43',
  '@types/pg': '8.23.1',
  cors: '2.8.6',
  express: '5.3.0',
  'express-rate-limit': '8.7.4',
  fastify: '5.12.8',
  helmet: '8.3.0',
  hono: '4.13.19',
  koa: '3.3.0',
  'koa-helmet': '9.0.0',
  'koa-ratelimit': '6.0.0',
  pg: '8.23.1',
  pino: '10.4.0',
  'pino-http': '11.0.0',
  tsx: '4.23.15',
  typescript: '7.0.2',
  zod: '4.6.7',
} as const;

export type PackageName = keyof typeof VERSIONS;

const SHARED: Packages = { dependencies: ['pino', 'zod'], devDependencies: ['@types/node', 'tsx', 'typescript'] };

const OWN = {
  express: {
    dependencies: ['cors', 'express', 'express-rate-limit', 'helmet', 'pino-http'],
    devDependencies: ['@types/cors', '@types/express'],
  },
  fastify: {
    dependencies: ['@fastify/cors', '@fastify/helmet', '@fastify/rate-limit', 'fastify'],
    devDependencies: [],
  },
  koa: {
    dependencies: ['@koa/cors', '@koa/router', 'koa', 'koa-helmet', 'koa-ratelimit', 'pino-http'],
    devDependencies: ['@types/koa', '@types/koa-ratelimit', '@types/koa__cors'],
  },
  hono: {
    dependencies: ['@hono/node-server', 'hono', 'pino-http'],
    devDependencies: [],
  },
} as const satisfies Readonly<Record<Framework['name'], Packages>>;

const DATABASE: Packages = { dependencies: ['pg'], devDependencies: ['@types/pg'] };

/** `{ zod: '^4.6.7' }` */
export function rangesOf(names: readonly PackageName[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, `^${VERSIONS[name]}`]));
}

/** Of a project of `--app`. */
export function packagesOf(framework: Framework['name'], hasDatabase: boolean): Packages {
  const parts: readonly Packages[] = [SHARED, OWN[framework], ...(hasDatabase ? [DATABASE] : [])];
  return {
    dependencies: parts.flatMap(({ dependencies }) => dependencies).sort(),
    devDependencies: parts.flatMap(({ devDependencies }) => devDependencies).sort(),
  };
}
