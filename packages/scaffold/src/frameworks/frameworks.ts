import type { Framework } from '../emit/framework.js';
import { express } from './express/framework.js';
import { fastify } from './fastify/framework.js';
import { hono } from './hono/framework.js';
import { koa } from './koa/framework.js';

const FRAMEWORKS = { express, fastify, koa, hono } as const satisfies Readonly<Record<Framework['name'], Framework>>;

export function frameworkOf(name: Framework['name']): Framework {
  return FRAMEWORKS[name];
}

/** The framework that a manifest names, where there is such a one. */
export function frameworkNamed(name: string | undefined): Framework | undefined {
  return Object.values(FRAMEWORKS).find((framework) => framework.name === name);
}
