// TLS is verified unless told otherwise, and whoever tells otherwise reads it in every output.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket, TlsOptions } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Certificates, hasOpenssl, type KeyPair, makeCertificates } from './support/certificates.js';
import { measure, runLoad } from './support/run-load.js';

if (!hasOpenssl) process.stderr.write('test/load/tls.test.ts is left out: the openssl program is not installed\n');

const linux = process.platform === 'linux';
const engines = process.env['CHECK'] === 'full' && linux ? (['fast', 'portable'] as const) : (['auto'] as const);

describe.runIf(hasOpenssl).each(engines)('TLS, %s engine', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'api-load-tls-'));
  let certificates: Certificates;
  let server: Server | undefined;
  let requests = 0;
  beforeAll(() => {
    certificates = makeCertificates(folder);
  });
  afterEach(() => {
    server?.close();
    server?.closeAllConnections();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function serve({ cert, key }: KeyPair, options: TlsOptions = {}): Promise<number> {
    requests = 0;
    const started = createServer({ cert, key, ...options }, (_, response) => {
      requests += 1;
      response.end('ok');
    });
    server = started;
    await new Promise<void>((listening) => started.listen(0, '127.0.0.1', listening));
    return (started.address() as AddressInfo).port;
  }

  const few = ['-n', '20', '-c', '4', '--engine', engine];

  test('a server of a known authority is trusted, by name and by address', async () => {
    const port = await serve(certificates.localhost);
    for (const host of ['localhost', '127.0.0.1']) {
      const run = await measure([`https://${host}:${port}/`, ...few, '--ca', certificates.authority.certFile]);
      expect(run).toMatchObject({ exitCode: 0, target: { requests: { sent: 20, ok: 20 } } });
    }
    expect(requests).toBe(40);
  });

  const refused = (['auto', 'portable'] as const).flatMap((name) => [
    ['of an unknown authority', 'localhost', [], 'tls.untrusted', name] as const,
    ['that has expired', 'expired', ['--ca'], 'tls.expired', name] as const,
    ['for another host', 'otherHost', ['--ca'], 'tls.name', name] as const,
  ]);
  test.each(refused)('a certificate %s is refused', async (_, pair, flags, kind, name) => {
    const port = await serve(certificates[pair]);
    const extra = [...(flags.length > 0 ? ['--ca', certificates.authority.certFile] : []), '--engine', name];
    const run = await measure([`https://localhost:${port}/`, '-n', '20', '-c', '4', ...extra], {
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      NODE_EXTRA_CA_CERTS: '', // a machine may have one
    });
    expect(run.target).toMatchObject({ engine: linux && name === 'auto' ? 'fast' : 'portable' });
    expect(run.target.errors.map((error) => error.kind)).toEqual([kind]);
    expect(run.exitCode).toBe(4);
    expect(run.stderr).toContain('error[LOAD201]');
    expect(run.stderr).toContain('--ca');
    expect(requests).toBe(0);
  });

  test('an authority that Node was told of is trusted', async () => {
    const port = await serve(certificates.localhost);
    const args = [`https://localhost:${port}/`, '-n', '20', '-c', '4'];
    const extra = await measure(args, { NODE_EXTRA_CA_CERTS: certificates.authority.certFile });
    expect(extra).toMatchObject({ exitCode: 0, target: { engine: linux ? 'fast' : 'portable', requests: { ok: 20 } } });
    // What OpenSSL itself would trust is for the engine that Node carries.
    const other = { NODE_OPTIONS: '--use-openssl-ca', SSL_CERT_FILE: certificates.authority.certFile };
    expect(await measure(args, other)).toMatchObject({
      exitCode: 0,
      target: { engine: 'portable', requests: { ok: 20 } },
    });
  });

  test('--insecure goes ahead and says so everywhere', async () => {
    const port = await serve(certificates.expired);
    const args = [`https://localhost:${port}/`, ...few, '--insecure'];
    const { exitCode, stdout, stderr } = await runLoad(args);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('TLS was not verified');
    expect(stderr).toContain('warning[LOAD305]');
    expect((await runLoad([...args, '--reporter', 'markdown'])).stdout).toContain('TLS was not verified');
    expect((await measure(args)).document.data).toMatchObject({ tlsVerified: false });
  });

  test('a client certificate is shown to a server that asks', async () => {
    const port = await serve(certificates.localhost, { requestCert: true, ca: certificates.authority.cert });
    const { authority, client } = certificates;
    const url = `https://localhost:${port}/`;
    const known = await measure([
      url,
      ...few,
      '--ca',
      authority.certFile,
      '--cert',
      client.certFile,
      '--key',
      client.keyFile,
    ]);
    expect(known).toMatchObject({ exitCode: 0, target: { requests: { ok: 20 } } });
    // TLS 1.3 tells a client that it is not wanted only after the handshake.
    const unknown = await measure([url, ...few, '--ca', authority.certFile]);
    expect(unknown.target.requests.ok).toBe(0);
    expect(unknown.exitCode).not.toBe(0);
  });

  test('--sni is the name that is asked for, and that the certificate must have', async () => {
    const names = new Set<string | undefined>();
    const port = await serve(certificates.otherHost);
    server?.on('secureConnection', (socket: TLSSocket) => names.add(socket.servername || undefined));
    const args = [`https://127.0.0.1:${port}/`, ...few, '--ca', certificates.authority.certFile];
    expect(await measure([...args, '--sni', 'other.example'])).toMatchObject({ exitCode: 0 });
    expect([...names]).toEqual(['other.example']);
    const wrong = await measure([...args, '--sni', 'shop.example']);
    expect(wrong.target.errors.map(({ kind }) => kind)).toEqual(['tls.name']);
  });

  test('--alpn is what is offered, and another choice of the server is an error', async () => {
    const offered = new Set<string>();
    const choose = (wanted: string): TlsOptions => ({
      ALPNCallback: ({ protocols }) => {
        offered.add(protocols.join(','));
        return protocols.includes(wanted) ? wanted : undefined;
      },
    });
    const args = [...few, '--ca', certificates.authority.certFile];
    const first = await serve(certificates.localhost, choose('http/1.1'));
    const url = `https://localhost:${first}/`;
    expect(await measure([url, ...args])).toMatchObject({ exitCode: 0 });
    expect(await measure([url, ...args, '--alpn', 'http/1.1,http/1.0'])).toMatchObject({ exitCode: 0 });
    expect(await measure([url, ...args, '--alpn', 'none'])).toMatchObject({ exitCode: 0 });
    expect([...offered]).toEqual(['http/1.1', 'http/1.1,http/1.0']);
    server?.close();
    const second = await serve(certificates.localhost, choose('h2'));
    const run = await measure([`https://localhost:${second}/`, ...args, '--alpn', 'h2,http/1.1']);
    expect(run).toMatchObject({
      exitCode: 4,
      target: { errors: [{ kind: 'tls.alpn', example: 'the server chose h2' }] },
    });
  });

  test.each([
    [['http://localhost:1/', '--sni', 'x.example'], 'LOAD003'],
    [['https://localhost:1/', '--alpn', 'h2'], 'LOAD003'],
    [['https://localhost:1/', '--http2', '--alpn', 'http/1.1'], 'LOAD003'],
    [['https://localhost:1/', '--sni', 'a b'], 'CORE002'],
  ])('%j is refused', async (args, code) => {
    const run = await runLoad(args);
    expect(run).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(`error[${code}]`) });
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('a user who connects again resumes the session of %s', async (version) => {
    const port = await serve(certificates.localhost, { maxVersion: version });
    let [resumed, full] = [0, 0];
    server?.on('secureConnection', (socket: TLSSocket) => {
      if (socket.isSessionReused()) resumed += 1;
      else full += 1;
    });
    const args = [`https://localhost:${port}/`, ...few, '--no-keepalive', '--ca', certificates.authority.certFile];
    const run = await measure(args);
    // The connection ahead of the start is closed before its session is there, as TLS 1.3 sends it later.
    expect(full).toBeLessThanOrEqual(8);
    expect(full + resumed).toBe(21);
    expect(run.document.data?.targets[0]).toMatchObject({ connections: { opened: full + resumed, resumed } });
    [resumed, full] = [0, 0];
    const without = await measure([...args, '--no-tls-resume']);
    expect([resumed, full]).toEqual([0, 21]);
    expect(without.document.data?.targets[0]).toMatchObject({ connections: { opened: 21, resumed: 0 } });
  });

  test('a server that speaks no TLS', async () => {
    const plain = createTcpServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((listening) => plain.listen(0, '127.0.0.1', listening));
    const run = await measure([`https://127.0.0.1:${(plain.address() as AddressInfo).port}/`, ...few]);
    plain.close();
    expect(run).toMatchObject({ exitCode: 4, target: { errors: [{ kind: 'tls.handshake' }] } });
    expect(JSON.stringify(run.document.diagnostics)).toContain('write http://');
  });

  test('eight megabytes there, to a server that reads late, and three back', async () => {
    const file = join(folder, 'large');
    writeFileSync(file, Buffer.alloc(8_000_000, 'abcdefg\n'));
    const received: number[] = [];
    const { cert, key } = certificates.localhost;
    const started = createServer({ cert, key }, (request, response) => {
      let bytes = 0;
      setTimeout(() => request.on('data', (chunk: Buffer) => (bytes += chunk.length)), 100);
      request.on('end', () => {
        received.push(bytes);
        response.end(Buffer.alloc(3_000_000));
      });
    });
    server = started;
    await new Promise<void>((listening) => started.listen(0, '127.0.0.1', listening));
    const url = `https://localhost:${(started.address() as AddressInfo).port}/`;
    const args = ['-n', '4', '-c', '2', '-b', `@${file}`, '--ca', certificates.authority.certFile, '--engine', engine];
    const run = await measure([url, ...args]);
    expect(run).toMatchObject({ exitCode: 0, target: { requests: { sent: 4, ok: 4 } } });
    expect(received).toEqual([8_000_000, 8_000_000, 8_000_000, 8_000_000]);
  });

  test('connections that break or are given up in any state: every request is accounted for, and nothing crashes', async () => {
    const port = await serve(certificates.localhost);
    const carried = new Set<Socket>();
    // Between client and server: holds bytes back for some milliseconds, or cuts, wherever that falls in a handshake.
    const between = createTcpServer((client) => {
      const upstream = connect(port, '127.0.0.1');
      for (const [from, to] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        carried.add(from);
        from.on('error', () => from.destroy());
        from.on('close', () => to.destroy());
        from.on('data', (bytes) => {
          const drawn = Math.random();
          to.write(bytes);
          if (drawn < 0.02) from.destroy();
          if (drawn < 0.9) return;
          from.pause();
          setTimeout(() => from.resume(), 250);
        });
      }
    });
    await new Promise<void>((listening) => between.listen(0, '127.0.0.1', listening));
    const url = `https://localhost:${(between.address() as AddressInfo).port}/`;
    const args = ['-c', '20', '-d', '1500ms', '--timeout', '200ms', '--no-keepalive', '--engine', engine];
    const run = await measure([url, ...args, '--ca', certificates.authority.certFile]);
    for (const socket of carried) socket.destroy();
    between.close();
    const { sent, ok, failed, unfinished } = run.target.requests;
    expect(ok + failed + unfinished, JSON.stringify(run.target.errors)).toBe(sent);
    expect(ok).toBeGreaterThan(0);
    expect(failed).toBeGreaterThan(0);
    expect([0, 1]).toContain(run.exitCode);
  });

  test('a certificate that belongs to another key', async () => {
    const { client, localhost } = certificates;
    const finished = await runLoad(['https://localhost:1/', '--cert', client.certFile, '--key', localhost.keyFile]);
    expect(finished).toMatchObject({ exitCode: 2 });
    expect(finished.stderr).toContain('error[LOAD005]');
  });
});
