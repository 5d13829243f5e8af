// What the routers of all frameworks are made of.

import { camelCase, LANGUAGE_WORDS, NameBook } from '../model/names.js';
import type { ApiPlan, PlannedOperation } from '../plan/api-plan.js';
import { sortBySpecificity } from '../plan/route-order.js';
import { type Code, code, comment, ident, joinCode, str } from './code.js';
import { line, prose } from './doc-text.js';

export interface Route {
  readonly path: string;
  readonly operations: readonly PlannedOperation[];
}

/** The operations of each path, the paths in the order in which a router must try them. */
export function routesByPath(plan: ApiPlan): readonly Route[] {
  const routes = new Map<string, PlannedOperation[]>();
  for (const planned of sortBySpecificity(plan.operations)) {
    // Paths that differ only in the names of their parameters are one path to a router.
    const shape = planned.operation.path.replace(/\{[^{}]+\}/g, '{}');
    const known = routes.get(shape);
    if (known) known.push(planned);
    else routes.set(shape, [planned]);
  }
  return [...routes.values()].map((operations) => ({
    path: operations[0]?.operation.path ?? '/',
    // Every framework answers HEAD with the handler of GET, where that one comes first.
    operations: operations.sort((a, b) => Number(isHead(b)) - Number(isHead(a))),
  }));
}

function isHead({ operation }: PlannedOperation): boolean {
  return operation.method === 'head';
}

/** What the routers of the frameworks use themselves; more than these and the words of the language no tag need keep off. */
const LOCAL_NAMES =
  'app createRouter error errorHandler handle HandlerOptions methodNotAllowed notFound only options passUnknownPaths PluginOptions portable prefix process report requestId route router RouterOptions routes setUp textAsJson toStderr withErrors withRequestId'.split(
    ' ',
  );

/** The namespace that each route file is imported as: `user-accounts` → userAccounts. */
function namespaces(plan: ApiPlan): ReadonlyMap<string, string> {
  const book = new NameBook(LOCAL_NAMES, LANGUAGE_WORDS);
  const files = [...new Set(plan.operations.map((planned) => planned.file))].sort();
  return new Map(files.map((file) => [file, book.take(camelCase(file), 'routes')]));
}

export function importsOfRoutes(plan: ApiPlan): Code {
  const routes = [...namespaces(plan)].map(
    ([file, name]) => code`import * as ${ident(name)} from ${str(`./${file}.js`)};`,
  );
  const isAdapted = plan.operations.some(({ style }) => style === 'portable');
  return joinCode(
    [...(isAdapted ? [code`import { portable } from '../middleware/adapter.js';`] : []), ...routes],
    '\n',
  );
}

const cached = new WeakMap<ApiPlan, ReadonlyMap<string, string>>();

/** `users.createUser`, or `portable('createUser', users.createUser)` where it knows no framework. */
export function routeTarget(plan: ApiPlan, planned: PlannedOperation): Code {
  const names = cached.get(plan) ?? namespaces(plan);
  cached.set(plan, names);
  const target = code`${ident(names.get(planned.file) ?? '')}.${ident(planned.name)}`;
  return planned.style === 'portable' ? code`portable(${str(planned.name)}, ${target})` : target;
}

/** How to mount the router, where the document has a server with a path. */
export function mountNote({ model }: ApiPlan, mount: Code): Code {
  const { title, description, version, basePath } = model;
  const remarks = prose(description);
  return comment([
    ...prose(line(title)),
    ...(remarks.length > 0 ? ['@remarks', ...remarks] : []),
    `@version ${line(version)}`,
    ...(basePath === '' ? [] : [`@basePath ${basePath} as in ${mount};`]),
  ]);
}
