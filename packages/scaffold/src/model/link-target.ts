// Which operation a link leads to, and which of its parameters a name stands for.
import type { LinkTarget, Operation, Parameter } from './api-model.js';

/** Finds operations by what links say about them. */
export function findTarget(operations: readonly Operation[]): (target: LinkTarget) => Operation | undefined {
  const byId = new Map(operations.map((operation) => [operation.operationId, operation]));
  const byRoute = new Map(operations.map((operation) => [`${operation.method} ${operation.path}`, operation]));
  return (target) =>
    'operationId' in target ? byId.get(target.operationId) : byRoute.get(`${target.method} ${target.path}`);
}

/** `id`, or `path.id` where two places have a parameter of that name (OpenAPI 3.1.1, link object, parameters). */
export function targetParameter({ parameters }: Operation, key: string): Parameter | undefined {
  const named = (name: string) => (parameter: Parameter) =>
    parameter.in === 'header' ? parameter.name.toLowerCase() === name.toLowerCase() : parameter.name === name;
  const [, place, name = ''] = /^(path|query|header|cookie)\.(.+)$/s.exec(key) ?? [];
  const qualified = parameters.filter((parameter) => parameter.in === place).find(named(name));
  return qualified ?? parameters.find(named(key));
}
