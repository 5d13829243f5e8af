// Source code → the model: its routes are found, and each becomes an operation.
import { groupBy } from '../../group-by.js';
import type { NamedSchema, SchemaId, SecurityScheme } from '../../model/api-model.js';
import { findFiles } from './find-files.js';
import { frameworksIn } from './frameworks/frameworks-in.js';
import {
  type GeneratedApi,
  generatedNames,
  handleCall,
  openGenerated,
  tagOfHandler,
} from './generated/generated-api.js';
import { joinVariants } from './generated/join-variants.js';
import type { FoundRoute } from './routes/collect-routes.js';
import { findRoutes, type RouteReading } from './routes/find-routes.js';
import { keepNamed } from './schemas/read-any-schema.js';
import { described, type NamedValue, type SchemaReading } from './schemas/schema-reading.js';
import { readZodInline } from './schemas/zod/read-zod.js';
import { lineOf, type Place, type SourceFile } from './source-file.js';
import type { SourcedOperation, SourceReading, Unresolved } from './source-reading.js';
import type { Value } from './values.js';
import { namesOfModules } from './written/names-of-modules.js';
import { projectInfo, writtenOperations } from './written/written-operations.js';

/** Reads a folder of source or an entry file, and what it imports. Nothing of it is run. */
export function readSource(cwd: string, target: string): SourceReading {
  const tree = findFiles(cwd, target);
  const routes = findRoutes(cwd, tree);
  const generated = openAllGenerated(routes);
  const schemas = new Map<SchemaId, NamedSchema>();
  const tables = [...generated.values()].map((api) => ({ api, ...generatedNames(api) }));
  const reading = schemaReading(routes, tables, schemas);
  for (const table of tables) readGeneratedSchemas(reading, table);
  const written = writtenOperations(
    reading,
    routes.routes.filter((route) => !isGenerated(generated, route)),
  );
  const operations = [
    ...tables.flatMap(({ api }) => generatedOperations(reading, api, routes.routes)),
    ...written.operations,
  ];
  const [first] = tables;
  const webhooks = tables.flatMap(({ api }) => api.outgoing(reading, 'webhooks'));
  const schemes = new Map<string, SecurityScheme>([
    ...tables.flatMap(({ api }) => [...api.schemes]),
    ...written.schemes,
  ]);
  return {
    model: {
      ...(first?.api.info ?? { ...projectInfo(tree.root), basePath: '' }),
      operations: operations.map(({ operation }) => operation),
      schemas: tables.length > 0 ? schemas : reachable(schemas, operations),
      securitySchemes: schemes,
      ...(webhooks.length > 0 && { webhooks }),
    },
    operations,
    unresolved: unresolvedOf(routes),
    diagnostics: [],
    fileCount: routes.store.modules.size,
    frameworks: frameworksIn([...routes.store.modules.values()].map(({ file }) => file.text)),
  };
}

function schemaReading(
  { interpreter: { machine }, store }: RouteReading,
  tables: readonly GeneratedTable[],
  schemas: Map<SchemaId, NamedSchema>,
): SchemaReading {
  const ours = new Set(tables.flatMap((table) => [...table.names.values()]));
  const reading: SchemaReading = {
    machine,
    names: new Map([...namesOfModules(store.modules.values()), ...tables.flatMap((table) => [...table.names])]),
    schemas,
    keep: (named) => {
      if (!ours.has(named)) keepNamed(reading, named);
    },
    fileOf: (from, specifier) => store.fileOf(machine, from, specifier),
    note: machine.note,
  };
  return reading;
}

/** By the file of their router, which is the user's to mount, and may register nothing. */
function openAllGenerated({ interpreter, store }: RouteReading): ReadonlyMap<SourceFile, GeneratedApi> {
  const found = new Map<SourceFile, GeneratedApi>();
  for (const { file } of [...store.modules.values()]) {
    if (!file.isGenerated || !/[/\\]index\.ts$/.test(file.path)) continue;
    const api = openGenerated(interpreter.machine, store, file);
    if (api) found.set(file, api);
  }
  return found;
}

function isGenerated(generated: ReadonlyMap<SourceFile, GeneratedApi>, route: FoundRoute): boolean {
  return generated.has(route.at.file) && handleCall(route) !== undefined;
}

interface GeneratedTable {
  readonly api: GeneratedApi;
  readonly names: ReadonlyMap<Value, NamedValue>;
  readonly requests: ReadonlyMap<string, NamedValue>;
}

/** Every schema of the document has a validator, used or not. */
function readGeneratedSchemas(reading: SchemaReading, { names, requests }: GeneratedTable): void {
  for (const named of names.values()) {
    if (requests.get(named.id) === named) continue;
    const own = readNamed(reading, named);
    const request = requests.get(named.id);
    const schema = request ? joinVariants(own, readNamed(reading, request)) : own;
    reading.schemas.set(named.id, { id: named.id, name: named.name, schema });
  }
}

function readNamed(reading: SchemaReading, { value, at }: NamedValue): NamedSchema['schema'] {
  const read = readZodInline(reading, value);
  if (read) return described(reading, read, at).schema;
  // `export const Names = Name`: a schema that is another one by a second name.
  reading.note('a schema that could not be read; anything is allowed there', at);
  return true;
}

function generatedOperations(
  reading: SchemaReading,
  api: GeneratedApi,
  routes: readonly FoundRoute[],
): readonly SourcedOperation[] {
  const byName = new Map<string, FoundRoute>();
  for (const route of routes) {
    const call = handleCall(route);
    const [name] = call?.args ?? [];
    if (name?.value.kind === 'constant') byName.set(String(name.value.value), route);
  }
  const callbacks = groupBy(api.outgoing(reading, 'callbacks'), ({ of }) => of ?? '');
  return api.order.flatMap((name): SourcedOperation[] => {
    const route = byName.get(name);
    const call = route && handleCall(route);
    const read = call && api.operation(reading, name, tagOfHandler(call));
    const sent = callbacks.get(name)?.map(({ name: callback, operation }) => ({ name: callback, operation }));
    const operation = read && sent ? { ...read, callbacks: sent } : read;
    return route && operation ? [{ operation, handler: name, isComplete: true, ...placeOf(route.at) }] : [];
  });
}

export function placeOf(at: Place): { readonly file: string; readonly line: number } {
  return { file: at.file.shown, line: lineOf(at) };
}

/** Schemas that operations refer to, themselves or through others; one whose members became parameters is not. */
function reachable(
  schemas: ReadonlyMap<SchemaId, NamedSchema>,
  operations: readonly SourcedOperation[],
): ReadonlyMap<SchemaId, NamedSchema> {
  const found = new Set<SchemaId>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (value instanceof Map) for (const inner of value.values()) visit(inner);
    else {
      const { ref } = value as { readonly ref?: unknown };
      if (typeof ref === 'string' && schemas.has(ref) && !found.has(ref)) {
        found.add(ref);
        visit(schemas.get(ref)?.schema);
      }
      for (const inner of Object.values(value)) visit(inner);
    }
  };
  for (const { operation } of operations) visit(operation);
  return new Map([...schemas].filter(([id]) => found.has(id)));
}

function unresolvedOf({ interpreter, store }: RouteReading): readonly Unresolved[] {
  const notes = interpreter.notes.map(({ reason, at }) => ({ reason, ...placeOf(at) }));
  const unparsed = store.unparsed.map(({ shown, message, at }) => ({
    reason: `the file cannot be parsed: ${message}`,
    file: shown,
    line: at.line ?? null,
  }));
  return [...unparsed, ...notes];
}
