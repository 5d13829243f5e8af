// Operations by path and method: `paths`, `webhooks`, and what a callback sends.
import type { ApiModel, Json, Operation, OutgoingRequest, SecurityRequirement } from '../../model/api-model.js';
import { isPathMethod } from '../../model/http-methods.js';
import { type JsonObject, objectOf } from './json-object.js';
import { operationJson } from './operation-json.js';
import type { SchemaContext } from './schema-json.js';

/** `withSecurity`: each operation says its own, since the document says none for all. */
export function pathsJson(context: SchemaContext, operations: readonly Operation[], withSecurity: boolean): JsonObject {
  const paths = new Map<string, [string, Json][]>();
  for (const operation of operations) {
    const { method, path, security, callbacks = [] } = operation;
    const json = objectOf({
      ...operationJson(context, operation),
      callbacks: callbacks.length === 0 ? undefined : callbacksJson(context, callbacks),
      security: withSecurity && security.length > 0 ? securityJson(security) : undefined,
    });
    const methods = paths.get(path);
    if (methods) methods.push([method, json]);
    else paths.set(path, [[method, json]]);
  }
  return Object.fromEntries([...paths].map(([path, methods]) => [path, pathJson(methods)]));
}

function callbacksJson(context: SchemaContext, callbacks: readonly OutgoingRequest[]): Json {
  const sent = new Map<string, Operation[]>();
  for (const { name, operation } of callbacks) {
    const operations = sent.get(name);
    if (operations) operations.push(operation);
    else sent.set(name, [operation]);
  }
  return Object.fromEntries([...sent].map(([name, operations]) => [name, pathsJson(context, operations, false)]));
}

function pathJson(methods: readonly (readonly [string, Json])[]): Json {
  const others = methods.filter(([method]) => isOther(method)).map(([method, json]) => [method.toUpperCase(), json]);
  return objectOf({
    ...Object.fromEntries(methods.filter(([method]) => !isOther(method))),
    additionalOperations: others.length === 0 ? undefined : Object.fromEntries(others),
  });
}

function isOther(method: string): boolean {
  return !isPathMethod(method) && method !== 'query';
}

/** Whether a model has what OpenAPI 3.1 has no word for. */
export function needs32({ operations, webhooks = [] }: ApiModel): boolean {
  const sent = [...webhooks, ...operations.flatMap(({ callbacks = [] }) => callbacks)];
  return [...operations, ...sent.map(({ operation }) => operation)].some(
    ({ method, parameters }) => !isPathMethod(method) || parameters.some(({ style }) => style === 'querystring'),
  );
}

export function securityJson(requirements: readonly SecurityRequirement[]): Json {
  return requirements.map((requirement) =>
    Object.fromEntries(requirement.map(({ scheme, scopes }) => [scheme, [...scopes]])),
  );
}
