// One operation that base and code both have: edits for what the code says otherwise.
import { canonicalOperation } from '../compare/canonical-model.js';
import type { CanonContext } from '../compare/canonical-schema.js';
import type { JsonObject } from '../emit/openapi/json-object.js';
import type { Json, Operation, Parameter } from '../model/api-model.js';
import { type Edit, memberAt } from './edit-document.js';
import { saysNoMore } from './merge-base.js';

export interface OperationMerge {
  readonly document: JsonObject;
  readonly path: readonly string[];
  readonly before: Operation;
  readonly after: Operation;
  /** The operation as the code's own document has it. */
  readonly json: Json;
  readonly isComplete: boolean;
  readonly base: CanonContext;
  readonly code: CanonContext;
}

export function mergeOperation(merge: OperationMerge): readonly Edit[] {
  return [...wordEdits(merge), ...parameterEdits(merge), ...bodyEdits(merge), ...responseEdits(merge)];
}

/** Names and texts: the base's where the code says nothing of them, or where only some of the code could be read. */
function wordEdits({ path, before, after, json, isComplete }: OperationMerge): readonly Edit[] {
  const members = ['operationId', 'summary', 'description', 'tags', 'deprecated', 'security'] as const;
  const keys = {
    operationId: 'operationId',
    summary: 'summary',
    description: 'description',
    tags: 'tag',
    deprecated: 'deprecated',
    security: 'security',
  } as const;
  return members.flatMap((member): Edit[] => {
    const key = keys[member];
    const value = memberAt(json, [member]);
    const isSame = JSON.stringify(before[key]) === JSON.stringify(after[key]);
    const baseSays = before[key] !== undefined && before[key] !== false && JSON.stringify(before[key]) !== '[]';
    if (isSame || (value === undefined && !(isComplete && member === 'deprecated')) || (baseSays && !isComplete))
      return [];
    return [{ path: [...path, member], value }];
  });
}

function resolved(document: JsonObject, node: Json | undefined): Json | undefined {
  const reference = memberAt(node, ['$ref']);
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return node;
  return memberAt(
    document,
    reference
      .slice(2)
      .split('/')
      .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')),
  );
}

function parameterEdits({
  document,
  path,
  before,
  after,
  json,
  isComplete,
  base,
  code,
}: OperationMerge): readonly Edit[] {
  const ownKey = (name: unknown, place: unknown): string =>
    `${String(place)} ${place === 'header' ? String(name).toLowerCase() : String(name)}`;
  const key = (parameter: Parameter): string => ownKey(parameter.name, parameter.in);
  const now = new Map(
    after.parameters.map((parameter, index) => [
      key(parameter),
      { parameter, node: memberAt(json, ['parameters', index]) },
    ]),
  );
  const list = memberAt(document, [...path, 'parameters']);
  const shared = memberAt(document, [...path.slice(0, 2), 'parameters']);
  const nodes = [...(Array.isArray(shared) ? shared : []), ...(Array.isArray(list) ? list : [])] as readonly Json[];
  const places = new Map(
    nodes.map((node) => [
      ownKey(memberAt(resolved(document, node), ['name']), memberAt(resolved(document, node), ['in'])),
      node,
    ]),
  );
  let isChanged = false;
  const kept = before.parameters.flatMap((parameter): Json[] => {
    const own = now.get(key(parameter));
    const node = places.get(key(parameter));
    now.delete(key(parameter));
    const isGone = own === undefined && (isComplete || parameter.in === 'path');
    isChanged ||= isGone;
    if (isGone || node === undefined) return [];
    if (!own || keepsParameter(parameter, own.parameter, isComplete, base, code)) return [node];
    isChanged = true;
    return [{ ...(resolved(document, node) as JsonObject), ...(own.node as JsonObject) }];
  });
  const added = [...now.values()].flatMap(({ node }) => (node === undefined ? [] : [node]));
  if (!isChanged && added.length === 0) return [];
  // The list of the operation wins over that of the path, so it holds everything.
  return [{ path: [...path, 'parameters'], value: [...kept, ...added] }];
}

function keepsParameter(
  before: Parameter,
  after: Parameter,
  isComplete: boolean,
  base: CanonContext,
  code: CanonContext,
): boolean {
  const isText =
    typeof after.schema === 'object' &&
    after.schema.types?.join() === 'string' &&
    Object.keys(after.schema).length === 1;
  const fits = saysNoMore(
    { ...code, direction: 'request' },
    after.schema,
    { ...base, direction: 'request' },
    before.schema,
  );
  if (!isComplete) return fits || isText;
  return fits && before.required === after.required && before.style === after.style && before.explode === after.explode;
}

function bodyEdits({ document, path, before, after, json, isComplete, base, code }: OperationMerge): readonly Edit[] {
  const place = [...path, 'requestBody'];
  const value = memberAt(json, ['requestBody']);
  if (!after.requestBody) return before.requestBody && isComplete ? [{ path: place, value: undefined }] : [];
  const known = new Map(before.requestBody?.content.map((media) => [media.type, media.schema]));
  const isSame = after.requestBody.content.every(({ type, schema }) => {
    const old = known.get(type);
    return (
      old !== undefined && saysNoMore({ ...code, direction: 'request' }, schema, { ...base, direction: 'request' }, old)
    );
  });
  const isWhole =
    !isComplete ||
    (known.size === after.requestBody.content.length && before.requestBody?.required === after.requestBody.required);
  if (before.requestBody && isSame && isWhole) return [];
  const old = resolved(document, memberAt(document, place));
  return [
    {
      path: place,
      value: { ...(typeof old === 'object' && old !== null ? (old as JsonObject) : {}), ...(value as JsonObject) },
    },
  ];
}

function responseEdits({
  document,
  path,
  before,
  after,
  json,
  isComplete,
  base,
  code,
}: OperationMerge): readonly Edit[] {
  const edits: Edit[] = [];
  const canonical = (operation: Operation, context: CanonContext, status: string): string =>
    JSON.stringify(
      (canonicalOperation(context, operation) as { readonly responses: { readonly [key: string]: Json } }).responses[
        status
      ],
    );
  for (const { status, content } of after.responses) {
    const place = [...path, 'responses', status];
    const value = memberAt(json, ['responses', status]) as JsonObject;
    const old = before.responses.find((response) => response.status === status);
    if (!old) {
      // `default` is what is said where nothing is known.
      if (isComplete || status !== 'default') edits.push({ path: place, value });
      continue;
    }
    if (canonical(before, base, status) === canonical(after, code, status)) continue;
    const known = new Map(old.content.map((media) => [media.type, media.schema]));
    const isSame = content.every(({ type, schema }) => {
      const was = known.get(type);
      return (
        was !== undefined &&
        saysNoMore({ ...code, direction: 'response' }, schema, { ...base, direction: 'response' }, was)
      );
    });
    if (isSame && (!isComplete || content.length === known.size)) continue;
    const node = resolved(document, memberAt(document, place)) as JsonObject | undefined;
    const { description: _, ...said } = value;
    edits.push({ path: place, value: { ...node, ...(isComplete ? value : said) } });
  }
  const gone = isComplete
    ? before.responses.filter(({ status }) => !after.responses.some((response) => response.status === status))
    : [];
  return [...edits, ...gone.map(({ status }): Edit => ({ path: [...path, 'responses', status], value: undefined }))];
}
