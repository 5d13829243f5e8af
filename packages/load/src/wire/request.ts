// A request as bytes (RFC 9112), made once and sent many times.
import type { RequestPlan, Target } from '../model/plan.js';

/** The whole request: request line, fields, content. The plan has been checked: no line break can be in it. */
export function serialiseRequest(target: Target, request: RequestPlan): Buffer {
  const { method, headers, body } = request;
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  const lines = [`${method} ${target.path} HTTP/1.1`];
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
