// Which schemas look different in a request and in a response.
import type { ApiModel, MediaType, Operation, Schema, SchemaId, SchemaObject } from '../model/api-model.js';
import type { Direction } from './api-plan.js';
import { referencesOf, subschemasOf } from './subschemas.js';

/**
 * The ids of the schemas that something can come in as: those that requests and the answers to outgoing ones refer to. A schema
 * with a writeOnly property is one of them in any case, since no answer says what it is.
 */
export function incomingSchemas(model: ApiModel): ReadonlySet<SchemaId> {
  const outgoing = [...(model.webhooks ?? []), ...model.operations.flatMap(({ callbacks }) => callbacks ?? [])];
  const incoming = [
    ...model.operations.flatMap(takenSchemas),
    ...outgoing.flatMap(({ operation }) => operation.responses.flatMap(sentSchemas)),
  ];
  const found = new Set(incoming.flatMap((schema) => [...referencesOf(schema)]));
  for (const { id, schema } of model.schemas.values()) if (hasMarked(model, schema, 'response')) found.add(id);
  // A set gives what is added while it is walked through.
  for (const id of found) for (const target of referencesOf(model.schemas.get(id)?.schema ?? true)) found.add(target);
  return found;
}

function takenSchemas({ parameters, requestBody }: Operation): readonly Schema[] {
  return [...parameters.map(({ schema }) => schema), ...(requestBody?.content ?? []).flatMap(bodySchemas)];
}

function sentSchemas({ headers, content }: Operation['responses'][number]): readonly Schema[] {
  return [...headers.map(({ schema }) => schema), ...content.flatMap(bodySchemas)];
}

function bodySchemas({ schema, encoding }: MediaType): readonly Schema[] {
  const headers = [...(encoding?.values() ?? [])].flatMap((field) => field.headers);
  return [schema, ...headers.map((header) => header.schema)];
}

/** The ids of the schemas that hold a readOnly or writeOnly property, themselves or through what they refer to. */
export function directionalSchemas(model: ApiModel): ReadonlySet<SchemaId> {
  const users = new Map<SchemaId, SchemaId[]>();
  const found = new Set<SchemaId>();
  for (const { id, schema } of model.schemas.values()) {
    if (hasMarked(model, schema)) found.add(id);
    for (const target of referencesOf(schema)) users.set(target, [...(users.get(target) ?? []), id]);
  }
  const queue = [...found];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const user of users.get(id) ?? []) {
      if (found.has(user)) continue;
      found.add(user);
      queue.push(user);
    }
  }
  return found;
}

/** Whether a property is left out in a direction; in any where none is named. */
function hasMarked(model: ApiModel, schema: Schema, direction?: Direction): boolean {
  if (typeof schema === 'boolean') return false;
  for (const property of schema.properties?.values() ?? []) {
    const mark = markOf(model, property);
    if (mark !== undefined && (direction ?? mark) === mark) return true;
  }
  return subschemasOf(schema).some((inner) => hasMarked(model, inner, direction));
}

/** The direction in which a property is left out. */
export function markOf(model: ApiModel, property: Schema): Direction | undefined {
  if (typeof property === 'boolean') return undefined;
  const target = property.ref === undefined ? undefined : model.schemas.get(property.ref)?.schema;
  const marks = [property, target].filter((schema): schema is SchemaObject => typeof schema === 'object');
  if (marks.some((schema) => schema.readOnly)) return 'request';
  if (marks.some((schema) => schema.writeOnly)) return 'response';
  return undefined;
}
