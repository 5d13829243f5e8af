// The machine under the client gives out: descriptors, ports, disk, time. Each has its name, its exit code, and an end.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FaultServer, startFaultServer } from './support/fault-server.js';
import { type LoadDocument, measure, startLoad } from './support/run-load.js';

const BIN = resolve(import.meta.dirname, '../../packages/load/bin/api-load.js');
let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());

/** Runs the command behind a shell prefix; null where the prefix cannot be used here. */
async function runBehind(prefix: string, args: readonly string[]): Promise<{ code: number; document: LoadDocument }> {
  const words = [process.execPath, BIN, ...args, '--json'].map((word) => `'${word}'`).join(' ');
  const { stdout, code } = await promisify(execFile)('bash', ['-c', `${prefix} ${words}`]).then(
    (done) => ({ stdout: done.stdout, code: 0 }),
    (error: { stdout: string; code: number }) => ({ stdout: error.stdout, code: error.code }),
  );
  return { code, document: JSON.parse(stdout) as LoadDocument };
}

const engines = process.platform === 'linux' ? (['fast', 'portable'] as const) : (['portable'] as const);

test.each(engines)('too few descriptors: what cannot be opened is said, and the rest goes on (%s)', async (engine) => {
  const { code, document } = await runBehind('ulimit -n 128;', [
    server.origin,
    '-c',
    '200',
    '-d',
    '1s',
    '--engine',
    engine,
    '--threads',
    '1',
  ]);
  const [target] = document.data?.targets ?? [];
  expect(target?.errors.map(({ kind }) => kind)).toContain('connect.fd-limit');
  expect(target?.requests.ok).toBeGreaterThan(0);
  const { sent = 0, ok = 0, failed = 0, unfinished = 0 } = target?.requests ?? {};
  expect(ok + failed + unfinished).toBe(sent);
  expect(code).toBe(0);
});

const namespaces = await promisify(execFile)('unshare', ['-n', 'true']).then(
  () => true,
  () => false,
);
if (!namespaces) process.stderr.write('limits.test.ts: ports are not used up: no network namespace can be made here\n');

test.runIf(namespaces)('no local port left', async () => {
  const serve = `node -e "require('http').createServer((q,r)=>r.end('ok')).listen(3999,'127.0.0.1')" & s=$!; sleep 0.7`;
  const narrow = 'ip link set lo up && echo 40000 40019 > /proc/sys/net/ipv4/ip_local_port_range';
  const words = `'${process.execPath}' '${BIN}' http://127.0.0.1:3999/ -c 40 -d 700ms --threads 1 --json`;
  const script = `${narrow} && { ${serve}; ${words}; code=$?; kill $s; exit $code; }`;
  const { stdout } = await promisify(execFile)('unshare', ['-n', 'bash', '-c', script]);
  const [target] = (JSON.parse(stdout) as LoadDocument).data?.targets ?? [];
  expect(target?.errors.map(({ kind }) => kind)).toContain('connect.no-ports');
  expect(target?.requests.ok).toBeGreaterThan(0);
});

test.runIf(existsSync('/dev/full'))('a full disk is exit 74, and no half file', async () => {
  const run = startLoad([server.origin, '-n', '20', '--csv', '/dev/full/x.csv']);
  expect((await run.finished).exitCode).not.toBe(0);
  const { code } = await promisify(execFile)('bash', [
    '-c',
    `'${process.execPath}' '${BIN}' ${server.origin} -n 20 > /dev/full`,
  ]).then(
    () => ({ code: 0 }),
    (error: { code: number }) => error,
  );
  expect(code).toBe(74);
});

test('a client that is stopped for a while shows that as its own lag, not as latency of the server', async () => {
  const running = startLoad([server.origin, '-r', '200', '-d', '3s', '--json']);
  const seen = server.count();
  await expect.poll(() => server.count(), { timeout: 10_000 }).toBeGreaterThan(seen + 50);
  running.interrupt('SIGSTOP');
  await new Promise((wait) => setTimeout(wait, 800));
  running.interrupt('SIGCONT');
  const { stdout } = await running.finished;
  const { data } = JSON.parse(stdout) as LoadDocument;
  const [target] = data?.targets ?? [];
  expect(target?.sendLagMs?.max).toBeGreaterThan(500);
  expect(target?.sendLagMs?.p99).toBeGreaterThan(200);
  expect(data?.client.verdict).not.toBe('healthy');
  expect(target?.requests.sent).toBe(600);
}, 30_000);

test('a wall clock that jumps changes nothing: all times are of a clock that only goes forward', async () => {
  // It stands still at 1970 for the whole run, in every thread.
  const frozen = `data:text/javascript,${encodeURIComponent('Date.now = () => 0;')}`;
  const run = await measure([server.origin, '-r', '100', '-d', '1s'], { NODE_OPTIONS: `--import=${frozen}` });
  expect(run.target.requests).toMatchObject({ sent: 100, ok: 100 });
  expect(run.target.latencyMs.p50).toBeGreaterThan(0);
  expect(run.target.latencyMs.max).toBeLessThan(5_000);
});

test('a server whose backlog is full is a timeout of connecting, within its time', async () => {
  const sockets: import('node:net').Socket[] = [];
  const full: Server = createServer();
  await new Promise<void>((listening) => full.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, listening));
  const { port } = full.address() as import('node:net').AddressInfo;
  full.on('connection', (socket) => sockets.push(socket));
  const run = await measure([
    `http://127.0.0.1:${port}/`,
    '-c',
    '20',
    '-d',
    '500ms',
    '-t',
    '400ms',
    '--grace',
    '500ms',
  ]);
  for (const socket of sockets) socket.destroy();
  full.close();
  expect(run.target.requests.ok).toBe(0);
  for (const { kind } of run.target.errors) expect(kind).toMatch(/^(connect\.timeout|timeout\.first-byte)$/);
  expect(run.exitCode).toBe(1);
  expect(run.wallMs).toBeLessThan(12_000);
});

test('a load thread that crashes ends the run with a word on it', async () => {
  const planted = `import { isMainThread } from 'node:worker_threads';
if (!isMainThread) setTimeout(() => { throw new Error('planted'); }, 700);`;
  const crash = `data:text/javascript,${encodeURIComponent(planted)}`;
  const finished = await startLoad([server.origin, '-d', '20s', '-c', '5'], { NODE_OPTIONS: `--import=${crash}` })
    .finished;
  expect(finished.exitCode).toBe(70);
  expect(finished.stderr).toContain('error[LOAD901]: a load thread crashed: planted');
  expect(finished.wallMs).toBeLessThan(12_000);
});

test('so few descriptors that a part of the tool cannot be loaded are no bug of the tool', async () => {
  const said: string[] = [];
  // Which limit stops which part differs between machines; below the first of these Node itself may not start.
  for (const limit of [20, 22, 24, 26, 28, 30]) {
    const script = `ulimit -n ${limit}; '${process.execPath}' '${BIN}' ${server.origin} -n 5`;
    const { stderr } = await promisify(execFile)('bash', ['-c', script]).catch((error: { stderr: string }) => error);
    said.push(stderr);
  }
  expect(said.join('')).toContain('error[CORE102]: too many open files');
  expect(said.join('')).not.toMatch(/CORE900|LOAD901/);
});
