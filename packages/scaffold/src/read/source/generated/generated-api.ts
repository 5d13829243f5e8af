// Code that this tool wrote, read back: the table of operations in validators.ts says all that the document said.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Operation, OutgoingRequest, SecurityScheme } from '../../../model/api-model.js';
import { docCommentAt } from '../doc-comments.js';
import { packageName } from '../frameworks/package-path.js';
import type { Machine } from '../interpret/machine.js';
import type { LoadedModule, ModuleStore } from '../interpret/modules.js';
import type { FoundRoute } from '../routes/collect-routes.js';
import type { NamedValue, SchemaReading } from '../schemas/schema-reading.js';
import type { SourceFile } from '../source-file.js';
import type { CallValue, Item, Value } from '../values.js';
import { readSchemes } from './read-schemes.js';
import { readTableEntry } from './read-table-entry.js';

/** `handle('listUsers', users.listUsers, options)` of a route; undefined for a handler that is registered otherwise. */
export function handleCall({ handlers, options }: FoundRoute): CallValue | undefined {
  const spread = options?.kind === 'record' ? options.members.get('...')?.value : undefined;
  const inside = handlers.flatMap(({ value }) =>
    value.kind === 'call' && packageName(value.callee) === 'api-scaffold/handler.only' ? value.args : [],
  );
  const values = [...[...handlers, ...inside].map(({ value }) => value), ...(spread ? [spread] : [])];
  return values.find(
    (value): value is CallValue => value.kind === 'call' && packageName(value.callee) === 'api-scaffold/handler.handle',
  );
}

export interface GeneratedApi {
  readonly validators: LoadedModule;
  /** The names of the table, in its order. */
  readonly order: readonly string[];
  readonly info: GeneratedInfo;
  readonly schemes: ReadonlyMap<string, SecurityScheme>;
  operation(reading: SchemaReading, handler: string, tag: string | undefined): Operation | undefined;
  outgoing(reading: SchemaReading, table: 'webhooks' | 'callbacks'): readonly ReadOutgoing[];
}

export interface ReadOutgoing extends OutgoingRequest {
  /** Of a callback: the handler of its operation. */
  readonly of?: string;
}

interface GeneratedInfo {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  readonly basePath: string;
}

/** The files that belong to the router in `index.ts`; undefined where they are not there. */
export function openGenerated(machine: Machine, store: ModuleStore, index: SourceFile): GeneratedApi | undefined {
  const middleware = join(dirname(dirname(index.path)), 'middleware');
  const path = join(middleware, 'validators.ts');
  const validators = existsSync(path) ? store.load(machine, path) : undefined;
  const table = validators?.exports.members.get('operations')?.value;
  if (!validators || table?.kind !== 'record') return undefined;
  const security = join(middleware, 'security.ts');
  const made = ({ value, at }: Item): Value | undefined =>
    value.kind === 'closure'
      ? machine.call({ file: validators.file, scope: validators.scope, depth: 0 }, value, [], at)
      : undefined;
  return {
    validators,
    order: [...table.members.keys()],
    info: infoOf(index),
    schemes: existsSync(security) ? readSchemes(machine, store, security) : new Map(),
    operation: (reading, handler, tag) => {
      const entry = table.members.get(handler);
      const value = entry && made(entry);
      return value && readTableEntry(reading, { name: handler, tag, entry: value, comment: docCommentAt(entry.at) });
    },
    outgoing: (reading, name) => {
      const outgoing = validators.exports.members.get(name)?.value;
      if (outgoing?.kind !== 'record') return [];
      return [...outgoing.members].flatMap(([key, entry]): readonly ReadOutgoing[] => {
        const value = made(entry);
        const comment = docCommentAt(entry.at);
        const operation = value && readTableEntry(reading, { name: key, tag: 'default', entry: value, comment });
        if (!operation) return [];
        const [, of, callback] = /^(\S+) (.*)$/.exec(comment?.tags.get('callback') ?? '') ?? [];
        return [{ name: callback ?? operation.path, operation, ...(of !== undefined && { of }) }];
      });
    },
  };
}

/** Title, version and base path stand above the router. */
function infoOf(index: SourceFile): GeneratedInfo {
  const statement = index.program.body.find(
    ({ type, start, end }) =>
      type === 'ExportNamedDeclaration' &&
      /\b(?:createRouter|routes)\b/.test(index.text.slice(start, Math.min(end, start + 80))),
  );
  const comment = statement && docCommentAt({ file: index, start: statement.start });
  return {
    title: comment?.text ?? 'API',
    version: comment?.tags.get('version') ?? '0.0.0',
    ...(comment?.remarks !== undefined && { description: comment.remarks }),
    basePath: comment?.tags.get('basePath')?.split(' as in ')[0] ?? '',
  };
}

/** The route file of a handler: `users.listUsers` → users. */
export function tagOfHandler(call: CallValue): string | undefined {
  const [, target] = call.args;
  if (!target) return undefined;
  const { file, start } = target.at;
  const namespace = /^(?:portable\('[\w$]+', )?([\w$]+)/.exec(file.text.slice(start, start + 300))?.[1] ?? '';
  const imported = new RegExp(`import \\* as ${namespace.replaceAll('$', '\\$')} from '\\./([^']+)\\.js'`).exec(
    file.text,
  )?.[1];
  return imported;
}

/** The schemas of validators.ts by their value. The two that a schema with readOnly members has are one. */
export function generatedNames({ validators }: GeneratedApi): {
  readonly names: ReadonlyMap<Value, NamedValue>;
  readonly requests: ReadonlyMap<string, NamedValue>;
} {
  const names = new Map<Value, NamedValue>();
  const requests = new Map<string, NamedValue>();
  const prefix = `${validators.file.shown}#`;
  for (const [identifier, { value, at }] of validators.exports.members) {
    if (['operations', 'webhooks', 'callbacks'].includes(identifier)) continue;
    const comment = docCommentAt(at);
    const original = comment?.tags.get('requestOf');
    const name = comment?.tags.get('name') ?? original ?? identifier;
    const named = { id: `${prefix}${original ?? identifier}`, identifier, name, value, at };
    names.set(value, named);
    if (original !== undefined) requests.set(named.id, named);
  }
  return { names, requests };
}
