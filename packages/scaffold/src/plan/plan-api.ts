import type { ApiModel, Operation, SchemaId } from '../model/api-model.js';
import { camelCase, kebabCase, NameBook, operationName, pascalCase } from '../model/names.js';
import type { ApiPlan, Direction, PlannedOperation, PlannedSchema } from './api-plan.js';
import { planCallbacks, planWebhooks } from './plan-outgoing.js';
import { orderByReference } from './reference-order.js';
import { referencesOf } from './subschemas.js';
import { directionalSchemas, incomingSchemas } from './variants.js';

/** Decides everything that emitters must agree on. Pure, and the same for the same model. */
export function planApi(model: ApiModel): ApiPlan {
  const incoming = incomingSchemas(model);
  // A type for requests that no request has would be nobody's.
  const directional = new Set([...directionalSchemas(model)].filter((id) => incoming.has(id)));
  const names = nameSchemas(model, directional);
  const nameOf = (id: SchemaId, direction: Direction): string => {
    const name = names.get(id);
    if (name === undefined) throw new Error(`the schema ${id} has no name`);
    return name[directional.has(id) ? direction : 'response'];
  };
  const operations = planOperations(model.operations);
  return {
    model,
    schemas: planSchemas(model, directional, nameOf),
    operations,
    webhooks: planWebhooks(model),
    callbacks: planCallbacks(operations),
    nameOf,
  };
}

type VariantNames = Readonly<Record<Direction, string>>;

function nameSchemas(model: ApiModel, directional: ReadonlySet<SchemaId>): ReadonlyMap<SchemaId, VariantNames> {
  const book = new NameBook();
  const names = new Map<SchemaId, VariantNames>();
  // Those whose name is one already come first, so that they keep it whatever is added later.
  const exact = [...model.schemas.values()].sort(
    (a, b) => Number(pascalCase(b.name) === b.name) - Number(pascalCase(a.name) === a.name),
  );
  for (const { id, name } of exact) {
    const response = book.take(pascalCase(name), 'Schema');
    names.set(id, { response, request: response });
  }
  for (const { id } of model.schemas.values()) {
    const response = names.get(id)?.response;
    if (response !== undefined && directional.has(id))
      names.set(id, { response, request: book.take(`${response}Input`, 'Schema') });
  }
  return names;
}

function planSchemas(
  model: ApiModel,
  directional: ReadonlySet<SchemaId>,
  nameOf: ApiPlan['nameOf'],
): readonly PlannedSchema[] {
  const uploads = uploadSchemas(model);
  const variants = new Map<
    string,
    Omit<PlannedSchema, 'name' | 'recursive'> & { readonly references: readonly string[] }
  >();
  for (const { id, schema } of model.schemas.values()) {
    const references = [...referencesOf(schema)];
    for (const direction of directional.has(id) ? (['response', 'request'] as const) : (['response'] as const)) {
      variants.set(nameOf(id, direction), {
        id,
        schema,
        direction,
        isVariant: direction === 'request',
        uploads: uploads.has(id),
        references: references.map((target) => nameOf(target, direction)),
      });
    }
  }
  return orderByReference(new Map([...variants].map(([name, { references }]) => [name, references]))).flatMap(
    ({ name, recursive }) => {
      const variant = variants.get(name);
      if (!variant) return [];
      const { id, schema, direction, isVariant, uploads } = variant;
      return [{ id, name, recursive, schema, direction, isVariant, uploads }];
    },
  );
}

/** The schemas that multipart bodies are made of. */
function uploadSchemas(model: ApiModel): ReadonlySet<SchemaId> {
  const bodies = model.operations.flatMap(({ requestBody }) => requestBody?.content ?? []);
  const queue = bodies
    .filter(({ type }) => type === 'multipart/form-data')
    .flatMap(({ schema }) => [...referencesOf(schema)]);
  const found = new Set<SchemaId>(queue);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const target of referencesOf(model.schemas.get(id)?.schema ?? true)) {
      if (!found.has(target)) queue.push(target);
      found.add(target);
    }
  }
  return found;
}

function planOperations(operations: readonly Operation[]): readonly PlannedOperation[] {
  const book = new NameBook();
  const named = new Map<Operation, string>();
  const withId = operations.filter((operation) => operation.operationId !== undefined);
  for (const operation of withId) named.set(operation, book.take(camelCase(operation.operationId ?? ''), 'operation'));
  for (const operation of operations)
    if (!named.has(operation))
      named.set(operation, book.take(operationName(operation.method, operation.path), 'operation'));
  return operations.map((operation) => ({
    operation,
    name: named.get(operation) ?? '',
    file: routeFileOf(operation.tag ?? 'default'),
  }));
}

/** The route file of a tag. Tags that give the same name share the file. */
export function routeFileOf(tag: string): string {
  const base = kebabCase(tag) || 'default';
  // `index` is the router's own; the others are devices on Windows.
  return /^(?:index|con|prn|aux|nul|com\d|lpt\d)$/.test(base) ? `${base}-routes` : base;
}
