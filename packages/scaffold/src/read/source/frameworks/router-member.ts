// What a member of an app or a router does, by the framework that it is of.
import type { Machine } from '../interpret/machine.js';
import type { RouterValue, Value } from '../values.js';
import { expressMember } from './express/members.js';
import { fastifyMember } from './fastify/members.js';
import { koaMember } from './koa/members.js';

const MEMBERS = { express: expressMember, fastify: fastifyMember, koa: koaMember };

export function routerMember(machine: Machine, value: RouterValue, name: string): Value {
  return MEMBERS[value.router.framework](machine, value, name);
}
