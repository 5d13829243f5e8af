// A request as bytes (RFC 9112).
import type { ProxyHop, Target } from '../model/plan.js';

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
  const { method, path, body, keepAlive } = request;
  const { proxy } = target;
  const fields = completeFields(target, request);
  if (!fields.some(([name]) => name.toLowerCase() === 'host')) fields.unshift(['Host', target.hostHeader]);
  if (!keepAlive) fields.push(['Connection', 'close']);
  // A proxy is told where to go: the absolute form of RFC 9112, 3.2.2.
  const origin = proxy && !proxy.tunnels ? `http://${target.hostHeader}` : '';
  if (proxy && !proxy.tunnels) fields.push(...proxyFields(proxy));
  const lines = [`${method} ${origin}${path} HTTP/1.1`, ...fields.map(([name, value]) => `${name}: ${value}`)];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

/** Asks a proxy for a tunnel to the target (RFC 9110, 9.3.6). */
export function serialiseConnect({ host, port }: Target, proxy: ProxyHop): Buffer {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const fields = [['Host', authority], ['User-Agent', 'api-load'], ...proxyFields(proxy)];
  const lines = [`CONNECT ${authority} HTTP/1.1`, ...fields.map(([name, value]) => `${name}: ${value}`)];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

function proxyFields({ basicAuth }: ProxyHop): (readonly [string, string])[] {
  return basicAuth === undefined ? [] : [['Proxy-Authorization', `Basic ${basicAuth}`]];
}

/** The same as fields of HTTP/2 (RFC 9113, 8.3): what the request line said, and `Host`, are pseudo-fields. */
export function http2Fields(target: Target, request: RequestParts): readonly (readonly [string, string])[] {
  const fields = completeFields(target, request);
  const authority = fields.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? target.hostHeader;
  return [
    [':method', request.method],
    [':scheme', target.secure ? 'https' : 'http'],
    [':authority', authority],
    [':path', request.path],
    ...fields.filter(([name]) => name.toLowerCase() !== 'host'),
  ];
}

function completeFields(target: Target, { method, headers, body }: RequestParts): (readonly [string, string])[] {
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  const own: readonly (readonly [string, string])[] = [
    ['User-Agent', 'api-load'],
    ['Accept', '*/*'],
    ...(target.basicAuth === undefined ? [] : [['Authorization', `Basic ${target.basicAuth}`] as const]),
  ];
  const fields = [...own.filter(([name]) => !given.has(name.toLowerCase())), ...headers];
  if (body.length > 0 || EXPECTS_CONTENT.has(method)) fields.push(['Content-Length', String(body.length)]);
  return fields;
}

const EXPECTS_CONTENT: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** Methods that may be sent again where a kept connection was closed under them (RFC 9110, 9.2.2). */
export function isIdempotent(method: string): boolean {
  return method !== 'POST' && method !== 'PATCH' && method !== 'CONNECT';
}
