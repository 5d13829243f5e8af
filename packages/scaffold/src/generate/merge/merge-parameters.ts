// The parameters of an operation: the base's nodes where they say as much, the code's where they say otherwise.
import type { JsonObject } from '../../emit/openapi/json-object.js';
import type { Json, Parameter } from '../../model/api-model.js';
import { type Edit, memberAt } from '../edit-document.js';
import { type OperationMerge, resolved } from './operation-merge.js';
import { saysNoMore } from './says-no-more.js';

/** The whole list at once, since the list of an operation wins over that of its path. */
export function parameterEdits(merge: OperationMerge): readonly Edit[] {
  const { document, path, before, after, json, isComplete } = merge;
  const now = new Map(
    after.parameters.map((parameter, index) => [
      keyOf(parameter.name, parameter.in),
      { parameter, node: memberAt(json, ['parameters', index]) },
    ]),
  );
  const nodes = nodesOf(merge);
  let isChanged = false;
  const kept = before.parameters.flatMap((parameter): Json[] => {
    const key = keyOf(parameter.name, parameter.in);
    const own = now.get(key);
    const node = nodes.get(key);
    now.delete(key);
    const isGone = own === undefined && (isComplete || parameter.in === 'path');
    isChanged ||= isGone;
    if (isGone || node === undefined) return [];
    if (!own || maySayAsBefore(merge, parameter, own.parameter)) return [node];
    isChanged = true;
    return [{ ...(resolved(document, node) as JsonObject), ...(own.node as JsonObject) }];
  });
  const added = [...now.values()].flatMap(({ node }) => (node === undefined ? [] : [node]));
  return isChanged || added.length > 0 ? [{ path: [...path, 'parameters'], value: [...kept, ...added] }] : [];
}

function keyOf(name: unknown, place: unknown): string {
  return `${String(place)} ${place === 'header' ? String(name).toLowerCase() : String(name)}`;
}

/** The base's parameters as it writes them, those of the path first: the operation's own come after and win. */
function nodesOf({ document, path }: OperationMerge): ReadonlyMap<string, Json> {
  const lists = [memberAt(document, [...path.slice(0, 2), 'parameters']), memberAt(document, [...path, 'parameters'])];
  const nodes = lists.flatMap((list) => (Array.isArray(list) ? (list as readonly Json[]) : []));
  return new Map(
    nodes.map((node) => {
      const meant = resolved(document, node);
      return [keyOf(memberAt(meant, ['name']), memberAt(meant, ['in'])), node];
    }),
  );
}

function maySayAsBefore({ isComplete, base, code }: OperationMerge, before: Parameter, after: Parameter): boolean {
  const direction = 'request';
  const fits = saysNoMore({ ...code, direction }, after.schema, { ...base, direction }, before.schema);
  if (!isComplete) return fits || isPlainText(after);
  return fits && before.required === after.required && before.style === after.style && before.explode === after.explode;
}

/** A string and no more is what code says of a parameter that nothing checks. */
function isPlainText({ schema }: Parameter): boolean {
  return typeof schema === 'object' && schema.types?.join() === 'string' && Object.keys(schema).length === 1;
}
