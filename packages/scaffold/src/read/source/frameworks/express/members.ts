// Express 4 and 5: `app.get(path, …)`, `app.use(…)`, `app.route(path).get(…)`.
import type { Machine } from '../../interpret/machine.js';
import { frameOf } from '../../interpret/natives/functions.js';
import { type Item, native, type RouterValue, record, textOf, unknown, type Value } from '../../values.js';
import { use, withPath } from '../mount.js';
import { onlyMethod } from '../only-method.js';
import { methodOfVerb } from '../verbs.js';

export function expressMember(machine: Machine, self: RouterValue, name: string): Value {
  const { router } = self;
  if (name === 'use') {
    return native(name, (args, at) => {
      use(machine, router, { ...withPath(args), at });
      return self;
    });
  }
  // Called once the app is mounted, which it is made for.
  if (name === 'on')
    return native(name, ([event, callback], at) => {
      if (textOf(event?.value) === 'mount' && callback) machine.call(frameOf(at), callback.value, [], at);
      return self;
    });
  if (name === 'route') return native(name, ([path], at) => routeObject(self, path?.value ?? unknown('no path'), at));
  const method = methodOfVerb(name);
  if (method !== undefined) {
    return native(name, ([path, ...handlers], at) => {
      // `app.get('view engine')` reads a setting.
      if (path && handlers.length > 0)
        router.entries.push({ kind: 'route', methods: [method], path: path.value, handlers, at });
      return self;
    });
  }
  if (name === '') {
    return native(name, (_, at) => {
      machine.note('the method of a route is known at run time only', at);
      return self;
    });
  }
  if (name === 'set' || name === 'enable' || name === 'disable' || name === 'param' || name === 'engine')
    return native(name, () => self);
  return { kind: 'member', object: { kind: 'package', name: 'express' }, name };
}

/** `app.route('/books').get(list).post(create)` */
function routeObject({ router }: RouterValue, path: Value, at: Item['at']): Value {
  const result = record();
  for (const verb of ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query', 'all']) {
    const run = native(verb, (handlers, place) => {
      const method = methodOfVerb(verb);
      const own = method === 'ALL' ? onlyMethod(handlers) : undefined;
      if (own !== undefined) router.entries.push({ kind: 'route', methods: [own], path, handlers, at: place });
      else if (method === 'ALL') router.entries.push({ kind: 'middleware', path, handlers, at: place });
      else if (method !== undefined)
        router.entries.push({ kind: 'route', methods: [method], path, handlers, at: place });
      return result;
    });
    result.members.set(verb, { value: run, at });
  }
  return result;
}
