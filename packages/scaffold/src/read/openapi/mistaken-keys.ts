// Keys of paths that would be passed over in silence, and the operations with them.
import { suggest } from '@senior-backend/core/tool/suggest';
import type { Operation } from '../../model/api-model.js';
import { isPathMethod, PATH_METHODS } from '../../model/http-methods.js';
import { child, children, type SpecNode } from './node.js';
import { type Reading, warn } from './reading.js';

/** Whether an entry of `paths` is one; says so of a key that only lacks its slash. */
export function isPath(reading: Reading, entry: SpecNode): boolean {
  const { key } = entry;
  if (key.startsWith('/')) return true;
  if (!key.startsWith('x-'))
    warn(reading, entry, `a path begins with a slash; ${key} is left out`, 'SCAF201', `write /${key}:`);
  return false;
}

/** OpenAPI 3.2, path item object; `servers`, `summary` and `description` are of 3.0. */
const FIXED_KEYS: ReadonlySet<string> = new Set([
  '$ref',
  'summary',
  'description',
  'servers',
  'parameters',
  'query',
  'additionalOperations',
]);

export function warnOfUnknownKeys(reading: Reading, item: SpecNode): void {
  for (const member of children(item)) {
    const { key } = member;
    if (isPathMethod(key) || FIXED_KEYS.has(key) || key.startsWith('x-')) continue;
    const meant = suggest(key.toLowerCase(), [...PATH_METHODS]);
    const help = meant === undefined ? 'an extension begins with x-' : `did you mean ${meant}?`;
    warn(reading, member, `a path has no "${key}"; it is left out`, 'SCAF201', help);
  }
}

/** "The id MUST be unique among all operations described in the API" (OpenAPI 3.1.1, operation object). */
export function warnOfSameName(
  reading: Reading,
  names: Map<string, string>,
  node: SpecNode,
  { operationId, method, path }: Operation,
): void {
  if (operationId === undefined) return;
  const first = names.get(operationId);
  if (first === undefined) names.set(operationId, `${method.toUpperCase()} ${path}`);
  else {
    const message = `operationId ${operationId} is that of ${first} already; the handler here gets a number behind its name`;
    warn(reading, child(node, 'operationId') ?? node, message, 'SCAF201', 'give each operation a name of its own');
  }
}
