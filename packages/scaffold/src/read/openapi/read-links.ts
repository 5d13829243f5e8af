// What an answer leads to: the link objects of a response (OpenAPI 3.1.1, 4.8.20).
import type { Json, Link, LinkTarget, Operation } from '../../model/api-model.js';
import { findTarget, targetParameter } from '../../model/link-target.js';
import { child, children, type SpecNode, textOf } from './node.js';
import { filledServer } from './read-server.js';
import { objectAt, type Reading, resolved, warn } from './reading.js';
import { orElse } from './spec-fault.js';

export function readLinks(reading: Reading, response: SpecNode): readonly Link[] {
  return children(child(response, 'links'))
    .filter(({ key }) => !key.startsWith('x-'))
    .flatMap((entry) => orElse<readonly Link[]>(reading, [], () => readLink(reading, entry)));
}

function readLink(reading: Reading, entry: SpecNode): readonly Link[] {
  const node = objectAt(resolved(reading, entry), `the link ${entry.key}`);
  const target = targetOf(node);
  if (!target) {
    warn(
      reading,
      entry,
      `the link ${entry.key} names no operation of this document; it is left out`,
      'SCAF201',
      'write operationId, or operationRef as "#/paths/~1users~1{id}/get"',
    );
    return [];
  }
  const description = textOf(node, 'description');
  const parameters = children(child(node, 'parameters')).map(({ key, value }) => [key, value as Json] as const);
  const body = child(node, 'requestBody')?.value as Json | undefined;
  const server = serverOf(node);
  const link: Link = {
    name: entry.key,
    ...(description && { description }),
    target,
    parameters: new Map(parameters),
    ...(body !== undefined && { body }),
    ...(server !== undefined && { server }),
  };
  reading.links.push({ node, link });
  return [link];
}

function targetOf(node: SpecNode): LinkTarget | undefined {
  const operationId = textOf(node, 'operationId');
  if (operationId !== undefined) return { operationId };
  const [, path, method] = /^#\/paths\/([^/]+)\/([^/]+)$/.exec(textOf(node, 'operationRef') ?? '') ?? [];
  if (path === undefined || method === undefined) return undefined;
  return { path: unescaped(path), method: method.toLowerCase() };
}

/** A part of a JSON Pointer in a fragment (RFC 6901, section 6). What is no percent-encoding is meant as it stands. */
function unescaped(part: string): string {
  const plain = /%(?![0-9a-fA-F]{2})/.test(part) ? part : decodeURIComponent(part);
  return plain.replaceAll('~1', '/').replaceAll('~0', '~');
}

function serverOf(node: SpecNode): string | undefined {
  const server = child(node, 'server');
  return server && filledServer(server);
}

/** Warns of links whose operation, or a parameter of it, is not there; no code is made of those. */
export function judgeLinks(reading: Reading, operations: readonly Operation[]): void {
  const find = findTarget(operations);
  for (const { node, link } of reading.links) {
    const target = find(link.target);
    if (!target) {
      warn(reading, node, `the operation of the link ${link.name} is not in the document; the link is left out`);
      continue;
    }
    for (const key of link.parameters.keys()) {
      if (targetParameter(target, key)) continue;
      const route = `${target.method.toUpperCase()} ${target.path}`;
      warn(reading, node, `the link ${link.name} sets ${key}, which ${route} does not have; it is left out`);
    }
  }
}
