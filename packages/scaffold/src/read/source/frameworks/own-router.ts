// A router that an application brings along: `class Router { get(path, ...middleware) { … } post(…) { … } … }`.
import { frameworkOfText } from '../routes/call-uncalled.js';
import { createRouterState } from '../routes/router.js';
import type { Place } from '../source-file.js';
import type { ClassValue, RouterValue } from '../values.js';
import { methodOfVerb } from './verbs.js';

const FEWEST_VERBS = 3;

/** The router that `new` makes of the class; undefined for a class that is none, such as a client's. */
export function ownRouter({ node, parent, file }: ClassValue, at: Place): RouterValue | undefined {
  if (parent || !/Router$/.test(node.id?.name ?? '')) return undefined;
  const verbs = node.body.body.filter(
    (element) =>
      element.type === 'MethodDefinition' &&
      !element.static &&
      element.key.type === 'Identifier' &&
      methodOfVerb(element.key.name) !== undefined &&
      element.value.params.at(-1)?.type === 'RestElement',
  );
  if (verbs.length < FEWEST_VERBS) return undefined;
  return { kind: 'router', router: createRouterState(frameworkOfText(file.text), at) };
}
