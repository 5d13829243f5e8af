// `register`: a plugin is called with an instance of its own, below its prefix.
import type { Machine } from '../../interpret/machine.js';
import { createRouterState, type Router } from '../../routes/router.js';
import {
  constant,
  type Item,
  memberOf,
  native,
  type RouterValue,
  record,
  truthOf,
  UNDEFINED,
  unknown,
  type Value,
} from '../../values.js';
import { packageName } from '../package-path.js';
import { type AutoloadedFile, autoloadedFiles } from './autoload.js';

export function register(
  machine: Machine,
  router: Router,
  given: Value,
  options: Value | undefined,
  at: Item['at'],
): void {
  const plugin = withoutDefault(given);
  const name = plugin.kind === 'call' ? packageName(plugin.callee) : packageName(plugin);
  if (name === '@fastify/autoload' || name === 'fastify-autoload') {
    registerFolder(machine, router, options, at);
    return;
  }
  // fastify-plugin: the plugin gets the instance itself, and no prefix.
  if (plugin.kind === 'call' && (name === 'fastify-plugin' || name === 'fastify-plugin.fastifyPlugin')) {
    callPlugin(machine, plugin.args[0]?.value ?? UNDEFINED, router, options, at);
    return;
  }
  if (plugin.kind !== 'closure') {
    if (plugin.kind === 'unknown') machine.note(`the plugin is not known: ${plugin.reason}`, at);
    return;
  }
  const prefix = memberOf(options, 'prefix');
  const child = createRouterState('fastify', at);
  child.isMounted = true;
  router.entries.push({ kind: 'mount', path: prefix ?? constant(''), target: child, middleware: [], at });
  callPlugin(machine, plugin, child, options, at);
}

function withoutDefault(value: Value): Value {
  return value.kind === 'record' ? (value.members.get('default')?.value ?? value) : value;
}

function callPlugin(machine: Machine, plugin: Value, router: Router, options: Value | undefined, at: Item['at']): void {
  const instance: RouterValue = { kind: 'router', router };
  const done = native('done', () => UNDEFINED);
  const args = [instance, options ?? record(), done].map((value) => ({ value, at }));
  if (plugin.kind === 'closure') machine.call({ file: at.file, scope: plugin.scope, depth: 0 }, plugin, args, at);
}

/** @fastify/autoload: the folders below `dir` are the prefixes of the plugins in them. */
function registerFolder(machine: Machine, router: Router, options: Value | undefined, at: Item['at']): void {
  const folder = memberOf(options, 'dir');
  if (folder?.kind !== 'constant') {
    machine.note('the folder that is loaded is known at run time only', at);
    return;
  }
  const shared = memberOf(options, 'options');
  const outer = memberOf(shared, 'prefix');
  const rules = {
    usesNames: truthOf(memberOf(options, 'dirNameRoutePrefix') ?? constant(true)) !== false,
    ignore: memberOf(options, 'ignorePattern') ?? memberOf(options, 'ignoreFilter'),
    maxDepth: memberOf(options, 'maxDepth'),
    routeParams: truthOf(memberOf(options, 'routeParams') ?? constant(false)) === true,
  };
  for (const file of autoloadedFiles(String(folder.value), rules))
    registerFile(machine, router, file, outer, shared, at);
}

function registerFile(
  machine: Machine,
  router: Router,
  { path, prefix }: AutoloadedFile,
  outer: Value | undefined,
  options: Value | undefined,
  at: Item['at'],
): void {
  const module = machine.importModule(at.file, path);
  const plugin = withoutDefault(module);
  if (truthOf(memberOf(module, 'autoload') ?? constant(true)) === false) return;
  const auto =
    memberOf(module, 'autoPrefix') ?? (plugin.kind === 'closure' ? machine.member(plugin, 'autoPrefix') : undefined);
  const override = memberOf(module, 'prefixOverride');
  const own = auto?.kind === 'constant' && typeof auto.value === 'string' ? auto : constant(prefix);
  const full = override ?? (outer ? joined(outer, own) : own);
  if (plugin.kind !== 'closure' && plugin.kind !== 'call') return;
  register(machine, router, plugin, withPrefix(options, full, at), at);
}

function joined(outer: Value, inner: Value): Value {
  if (outer.kind !== 'constant' || inner.kind !== 'constant') return unknown('a prefix known at run time only');
  return constant(`${String(outer.value)}${String(inner.value)}`);
}

function withPrefix(options: Value | undefined, prefix: Value, at: Item['at']): Value {
  const members = options?.kind === 'record' ? options.members : new Map<string, Item>();
  return record(new Map([...members, ['prefix', { value: prefix, at }]]), options?.kind === 'record' && options.isOpen);
}
