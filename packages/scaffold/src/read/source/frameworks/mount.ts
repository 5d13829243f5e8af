// `use`, whatever the framework: a router is mounted, everything else stands before what follows.

import type { Machine } from '../interpret/machine.js';
import type { Router } from '../routes/router.js';
import { constant, type Item, type RouterValue, type Value } from '../values.js';
import { packageName } from './package-path.js';

export interface Use {
  readonly path: Value;
  readonly handlers: readonly Item[];
  readonly at: Item['at'];
}

export function use(machine: Machine, router: Router, { path, handlers, at }: Use): void {
  const before: Item[] = [];
  for (const handler of handlers.flatMap(flat)) {
    const targets = routersIn(handler.value);
    for (const { router: target } of targets) {
      if (target === router) continue;
      target.isMounted = true;
      router.entries.push({
        kind: 'mount',
        path: mountPath(handler.value) ?? path,
        target,
        middleware: [...before],
        at,
      });
    }
    if (targets.length > 0) continue;
    const reason = unknownReason(handler.value);
    if (reason !== undefined) machine.note(`what is used here is not known: ${reason}`, at);
    before.push(handler);
  }
  if (before.length > 0 && before.length === handlers.flatMap(flat).length)
    router.entries.push({ kind: 'middleware', path, handlers: before, at });
}

/** koa-mount: `mount('/internal', app)`. */
function mountPath(value: Value): Value | undefined {
  if (value.kind !== 'call' || packageName(value.callee) !== 'koa-mount') return undefined;
  const [first] = value.args;
  return first && isText(first.value) ? first.value : undefined;
}

/** Why nothing is known of a value, or of what it is a member of. */
function unknownReason(value: Value): string | undefined {
  if (value.kind === 'unknown') return value.reason;
  return value.kind === 'member' ? unknownReason(value.object) : undefined;
}

function flat(item: Item): readonly Item[] {
  return item.value.kind === 'list' ? item.value.items.flatMap(flat) : [item];
}

/** A router, one of several, or one that a call of a package wraps. */
function routersIn(value: Value): readonly RouterValue[] {
  if (value.kind === 'router') return [value];
  if (value.kind === 'either') return value.values.flatMap(routersIn);
  if (value.kind === 'call')
    return value.args
      .flatMap((item) => flat(item))
      .flatMap((item) => (item.value.kind === 'router' ? [item.value] : []));
  if (value.kind === 'record')
    return value.members.has('default') ? routersIn(value.members.get('default')?.value ?? value) : [];
  return [];
}

/** Arguments whose first may be a path, or a list of paths. */
export function withPath(args: readonly Item[]): { readonly path: Value; readonly handlers: readonly Item[] } {
  const [first, ...rest] = args;
  const isPath =
    first !== undefined &&
    (isText(first.value) || (first.value.kind === 'list' && first.value.items.every(({ value }) => isText(value))));
  if (isPath && rest.length > 0) return { path: first.value, handlers: rest };
  // A path that is known at run time only stands where a path would.
  if (first?.value.kind === 'unknown' && rest.length > 0) return { path: first.value, handlers: rest };
  return { path: constant(''), handlers: args };
}

function isText(value: Value): boolean {
  // One of several, of which some are known.
  if (value.kind === 'either') return value.values.some(isText);
  return (value.kind === 'constant' && typeof value.value === 'string') || value.kind === 'pattern';
}
