// A request as bytes (RFC 9112).
import type { Target } from '../model/plan.js';

export interface RequestParts {
  readonly method: string;
  /** Path and query, as they stand on the request line. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  readonly keepAlive: boolean;
}

/** The whole request: request line, fields, content. The parts have been checked: no line break can be in them. */
export function serialiseRequest(target: Target, request: RequestParts): Buffer {
  const { method, path, headers, body } = request;
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  const lines = [`${method} ${path} HTTP/1.1`];
  const add = (name: string, value: string): void => {
    if (!given.has(name.toLowerCase())) lines.push(`${name}: ${value}`);
  };
  add('Host', target.hostHeader);
  add('User-Agent', 'api-load');
  add('Accept', '*/*');
  if (target.basicAuth !== undefined) add('Authorization', `Basic ${target.basicAuth}`);
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  if (body.length > 0 || EXPECTS_CONTENT.has(method)) add('Content-Length', String(body.length));
  if (!request.keepAlive) add('Connection', 'close');
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

const EXPECTS_CONTENT: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** Methods that may be sent again where a kept connection was closed under them (RFC 9110, 9.2.2). */
export function isIdempotent(method: string): boolean {
  return method !== 'POST' && method !== 'PATCH' && method !== 'CONNECT';
}
