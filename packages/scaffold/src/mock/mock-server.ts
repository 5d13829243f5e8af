// The HTTP side of the mock: bodies in, answers out, and pages of other origins let in, since what it serves is made up.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { scaffoldError } from '../codes.js';
import { BODY_LIMIT, type MockAnswer, type MockRequest } from './answer-request.js';

export interface MockServer {
  /** `http://127.0.0.1:4010` */
  readonly url: string;
  close(): Promise<void>;
}

export interface MockServerOptions {
  readonly host: string;
  /** 0: one that is free. */
  readonly port: number;
  readonly answer: (request: MockRequest) => Promise<MockAnswer>;
  readonly log: (line: string) => void;
}

/** Throws SCAF381 where it cannot listen. */
export async function startMockServer({ host, port, answer, log }: MockServerOptions): Promise<MockServer> {
  const server = createServer((request, response) => {
    serve(request, response, answer, log).catch((error: unknown) => {
      log(`${request.method} ${pathOf(request)} failed: ${error instanceof Error ? error.message : String(error)}`);
      response.destroy();
    });
  });
  await listen(server, host, port);
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const isTaken = cause.code === 'EADDRINUSE';
      failed(
        scaffoldError('SCAF381', {
          message: `the mock cannot listen on ${host}, port ${port}: ${isTaken ? 'the port is taken' : cause.message}`,
          help: isTaken ? 'name another as --port, or 0 for any that is free' : 'name another --port or --host',
          cause,
        }),
      );
    });
    server.listen(port, host, done);
  });
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answer: MockServerOptions['answer'],
  log: (line: string) => void,
): Promise<void> {
  const { method = 'GET', url = '/', headers } = request;
  if (isPreflight(request)) {
    response.writeHead(204, { ...crossOrigin(request), 'access-control-max-age': '600' }).end();
    return;
  }
  const made = await answer({ method, url, headers, body: () => readBytes(request) });
  const length = made.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(made.body)) };
  response.writeHead(made.status, { ...made.headers, ...length, ...crossOrigin(request) });
  response.end(method === 'HEAD' ? undefined : made.body);
  // What was not read is dropped with the connection, in place of being waited for.
  if (!request.complete) request.resume();
  log(`${method} ${pathOf(request)} ${made.status}`);
}

/** Without the query, which may hold a key. */
function pathOf({ url = '/' }: IncomingMessage): string {
  return url.replace(/\?.*/s, '');
}

function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
}

/** The CORS protocol of the Fetch standard, 3.2: every origin, with its credentials. */
function crossOrigin({ headers }: IncomingMessage): Record<string, string> {
  if (headers.origin === undefined) return {};
  const wanted = headers['access-control-request-headers'];
  const method = headers['access-control-request-method'];
  return {
    'access-control-allow-origin': headers.origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': '*',
    vary: 'Origin',
    ...(wanted !== undefined && { 'access-control-allow-headers': wanted }),
    ...(method !== undefined && { 'access-control-allow-methods': method }),
  };
}

async function readBytes(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > BODY_LIMIT) throw Object.assign(new Error('the body is too large'), { status: 413 });
    parts.push(part);
  }
  return Buffer.concat(parts);
}
