// OpenAPI 3.0 and 3.1 → the model.
import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import { scaffoldError } from '../../codes.js';
import type { ApiModel, HttpMethod, Operation } from '../../model/api-model.js';
import { openLibrary } from './library.js';
import { child, children, isObject, placeOf, rootNode, type SpecNode, textOf } from './node.js';
import { readOperation } from './read-operation.js';
import { named } from './read-schema.js';
import { readSecuritySchemes } from './read-security.js';
import { type Dialect, objectAt, type Reading, resolved } from './reading.js';

export interface SpecReading {
  readonly model: ApiModel;
  readonly diagnostics: readonly Diagnostic[];
}

const METHODS: ReadonlySet<string> = new Set<HttpMethod>([
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'trace',
]);

/** Reads a spec and the files that it refers to. Throws SCAF1xx for what cannot be used; says everything else. */
export function readSpec(cwd: string, file: string, text?: string): SpecReading {
  const library = openLibrary(cwd, file, text);
  const root = rootNode(library.entry);
  const dialect = dialectOf(root);
  const reading: Reading = { library, dialect, diagnostics: [], schemas: new Map(), pending: [] };
  const paths = child(root, 'paths');
  if (paths === undefined && dialect === '3.0') {
    throw scaffoldError('SCAF102', {
      message: 'the document has no paths',
      at: placeOf(root),
      help: 'add `paths: {}` at the root',
    });
  }
  const securitySchemes = readSecuritySchemes(reading, root);
  const operations = paths === undefined ? [] : readPaths(reading, root, securitySchemes, objectAt(paths, 'paths'));
  for (const schema of children(childOf(root, 'components', 'schemas'))) named(reading, schema);
  for (let next = reading.pending.pop(); next; next = reading.pending.pop()) next();
  const info = child(root, 'info');
  const description = info && textOf(info, 'description');
  const model: ApiModel = {
    title: (info && textOf(info, 'title')) ?? 'API',
    version: String((info && child(info, 'version')?.value) ?? '0.0.0'),
    ...(description !== undefined && { description }),
    basePath: basePathOf(root),
    operations,
    schemas: reading.schemas,
    securitySchemes,
  };
  return { model, diagnostics: reading.diagnostics };
}

function dialectOf(root: SpecNode): Dialect {
  if (!isObject(root.value)) {
    throw scaffoldError('SCAF102', {
      message: 'the document is no object',
      at: placeOf(root),
      help: 'an OpenAPI document begins with `openapi: 3.1.0`',
    });
  }
  const version = child(root, 'openapi') ?? child(root, 'swagger');
  const text = version === undefined ? '' : String(version.value);
  if (version?.key === 'openapi' && /^3\.0(?:\.|$)/.test(text)) return '3.0';
  if (version?.key === 'openapi' && /^3\.1(?:\.|$)/.test(text)) return '3.1';
  throw scaffoldError('SCAF102', {
    message:
      version === undefined ? 'the document names no OpenAPI version' : `${version.key}: ${text} is not supported`,
    at: placeOf(version ?? root),
    help: version === undefined ? 'an OpenAPI document begins with `openapi: 3.1.0`' : 'OpenAPI 3.0 and 3.1 are',
  });
}

function readPaths(
  reading: Reading,
  root: SpecNode,
  securitySchemes: ApiModel['securitySchemes'],
  paths: SpecNode,
): readonly Operation[] {
  const operations: Operation[] = [];
  for (const entry of children(paths)) {
    if (!entry.key.startsWith('/')) continue;
    const item = objectAt(resolved(reading, entry), `the path ${entry.key}`);
    for (const member of children(item)) {
      if (METHODS.has(member.key))
        operations.push(
          readOperation({
            reading,
            root,
            securitySchemes,
            item,
            path: entry.key,
            method: member.key as HttpMethod,
            node: member,
          }),
        );
    }
  }
  return operations;
}

function childOf(node: SpecNode, ...keys: readonly string[]): SpecNode | undefined {
  return keys.reduce<SpecNode | undefined>((at, key) => at && child(at, key), node);
}

/** The path of the first server, with its variables at their defaults. */
function basePathOf(root: SpecNode): string {
  const [server] = children(child(root, 'servers'));
  const url = server && textOf(server, 'url');
  if (server === undefined || url === undefined) return '';
  const filled = url.replace(/\{([^}]*)\}/g, (_, name: string) =>
    String(childOf(server, 'variables', name, 'default')?.value ?? ''),
  );
  const path = URL.canParse(filled, 'http://localhost') ? new URL(filled, 'http://localhost').pathname : '';
  return path.replace(/\/+$/, '');
}
