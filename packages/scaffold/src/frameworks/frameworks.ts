import type { Framework } from '../emit/framework.js';
import { express } from './express/framework.js';
import { fastify } from './fastify/framework.js';
import { hono } from './hono/framework.js';
import { koa } from './koa/framework.js';

const FRAMEWORKS = { express, fastify, koa, hono } as const satisfies Readonly<Record<Framework['name'], Framework>>;

/** What is asked for wins, then what the manifest of the project names. */
export function frameworkOf(asked: Framework['name'] | undefined, before?: string): Framework {
  return asked === undefined ? (frameworkNamed(before) ?? express) : FRAMEWORKS[asked];
}

/** The framework that a manifest names, where there is such a one. */
export function frameworkNamed(name: string | undefined): Framework | undefined {
  return Object.values(FRAMEWORKS).find((framework) => framework.name === name);
}
