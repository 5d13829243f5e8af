// What a member of an app or a router does, by the framework that it is of.
import type { Machine } from '../interpret/machine.js';
import { frameOf } from '../interpret/natives/functions.js';
import { native, type RouterValue, UNDEFINED, type Value } from '../values.js';
import { expressMember } from './express/members.js';
import { fastifyMember } from './fastify/members.js';
import { honoMember } from './hono/members.js';
import { koaMember } from './koa/members.js';

const MEMBERS = { express: expressMember, fastify: fastifyMember, koa: koaMember, hono: honoMember };

export function routerMember(machine: Machine, value: RouterValue, name: string): Value {
  // What an async function gives is its value here: `createApi().then((api) => app.use(api))`.
  if (name === 'then')
    return native(name, ([callback], at) =>
      callback ? machine.call(frameOf(at), callback.value, [{ value, at }], at) : UNDEFINED,
    );
  return MEMBERS[value.router.framework](machine, value, name);
}
