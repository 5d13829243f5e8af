import { expect, test } from 'vitest';
import { readSpec } from './read-spec.js';

function warningsOf(paths: string): readonly (readonly [string, number | undefined, string | undefined])[] {
  const text = `openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths:\n${paths}`;
  const { diagnostics } = readSpec('/', { file: '-', text });
  return diagnostics.map(({ message, at, help }) => [message, at?.line, help]);
}

const answer = 'responses: { default: { description: ok } }';

test.each([
  ['  users:\n    get: { RESPONSES }', 'a path begins with a slash; users is left out', 5, 'write /users:'],
  ['  /users:\n    psot: { RESPONSES }', 'a path has no "psot"; it is left out', 5, 'did you mean post?'],
  ['  /users:\n    GET: { RESPONSES }', 'a path has no "GET"; it is left out', 5, 'did you mean get?'],
  ['  /users:\n    tags: [a]', 'a path has no "tags"; it is left out', 5, 'an extension begins with x-'],
])('%j', (paths, message, line, help) => {
  expect(warningsOf(paths.replace('RESPONSES', answer))).toEqual([[message, line, help]]);
});

test('what a path may have, and extensions, are nothing to speak of', () => {
  const keys = 'summary: a, description: b, servers: [], parameters: [], x-own: 1';
  expect(warningsOf(`  x-own: 1\n  /users: { ${keys}, get: { ${answer} }, trace: { ${answer} } }`)).toEqual([]);
});

test('two operations of one name', () => {
  const paths = `  /a: { get: { operationId: list, ${answer} } }\n  /b: { get: { operationId: list, ${answer} } }`;
  const message = 'operationId list is that of GET /a already; the handler here gets a number behind its name';
  expect(warningsOf(paths)).toEqual([[message, 5, 'give each operation a name of its own']]);
});
