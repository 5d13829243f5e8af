// The open loop: requests go out when they are due, and nothing can hide from the clock. This machine may be busy, so the
// tests look at what must hold on any machine; bench/load/accuracy.js holds the figures against the truth.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FaultServer, startFaultServer } from './support/fault-server.js';
import { type LoadDocument, measure, startLoad } from './support/run-load.js';

let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());

/** Waits until a server has seen so many more requests. */
async function arrivals(count: () => number, more: number): Promise<void> {
  const before = count();
  while (count() < before + more) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Answers after 10 ms, and freezes for the second half of every second. */
async function startStallingServer(): Promise<{ readonly origin: string; readonly server: Server }> {
  const began = performance.now();
  const stalling = createServer((_, response) => {
    const phase = (performance.now() - began) % 1_000;
    setTimeout(() => response.end('ok'), phase < 500 ? 10 : 1_010 - phase);
  });
  await new Promise<void>((listening) => stalling.listen(0, '127.0.0.1', listening));
  return { origin: `http://127.0.0.1:${(stalling.address() as AddressInfo).port}`, server: stalling };
}

describe('the rate', () => {
  test.each(['spin', 'ticker', 'sleep'])('is held to the request by %s', async (pacing) => {
    const before = server.count();
    const { target } = await measure([server.origin, '-r', '400', '-d', '1s', '--pacing', pacing]);
    const { sent, dropped, ok, failed, unfinished, delivered } = target.requests;
    expect(sent + dropped).toBe(400);
    expect(ok + failed + unfinished).toBe(sent);
    expect(delivered).toBe(server.count() - before);
  });

  test('is shared by threads without losing or doubling one', async () => {
    const { target } = await measure([server.origin, '-r', '301', '-d', '1s', '--threads', '3']);
    expect(target.requests.sent + target.requests.dropped).toBe(301);
  });

  test('follows its stages', async () => {
    const { target } = await measure([server.origin, '--stages', '0-400:1s,400:500ms,400-0:1s']);
    expect(target.requests.sent + target.requests.dropped).toBe(600);
  });

  test('has a warm-up that is left out', async () => {
    const { target } = await measure([server.origin, '-r', '200', '-d', '1s', '--warmup', '500ms']);
    expect(target.requests.sent + target.requests.dropped).toBe(200);
    expect(target.requests.leftOut).toBe(100);
  });

  test('is the same for both targets of a comparison', async () => {
    const { document } = await measure([
      server.origin,
      `${server.origin}/some-503`,
      '--compare',
      '-r',
      '400',
      '-d',
      '2s',
    ]);
    const [a, b] = document.data?.targets ?? [];
    const total = ({ sent = 0, dropped = 0, leftOut = 0 } = {}): number => sent + dropped + leftOut;
    expect(total(a?.requests)).toBe(400);
    expect(total(b?.requests)).toBe(400);
    // Those that are opened before the start are each target's own.
    for (const target of [a, b]) expect(target?.connections.opened).toBeGreaterThanOrEqual(8);
  });
});

test('a server that stalls is seen as its users see it, and not as a closed loop does', async () => {
  const { origin, server: stalling } = await startStallingServer();
  const open = await measure([origin, '-r', '200', '-d', '3s']);
  const closed = await measure([origin, '-c', '2', '-d', '3s']);
  stalling.close();
  stalling.closeAllConnections();
  // Of requests at all times, a quarter meets the freeze with 250 ms or more of it to come.
  expect(open.target.latencyMs.p90).toBeGreaterThan(300);
  expect(open.target.latencyMs.mean).toBeGreaterThan(100);
  expect(closed.target.latencyMs.p90).toBeLessThan(open.target.latencyMs.p90 ?? 0);
});

test('a client that was stopped shows it as send lag, and not as latency of the server', async () => {
  const running = startLoad([server.origin, '-r', '200', '-d', '3s', '--json', '--strict']);
  await arrivals(server.count, 100);
  running.interrupt('SIGSTOP');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  running.interrupt('SIGCONT');
  const { stdout, exitCode } = await running.finished;
  const { data, diagnostics } = JSON.parse(stdout) as LoadDocument;
  const [target] = data?.targets ?? [];
  expect(target?.sendLagMs?.max).toBeGreaterThan(700);
  expect(target?.serviceMs.p90).toBeLessThan(700);
  expect(data?.client.verdict).not.toBe('healthy');
  expect(diagnostics.map(({ code }) => code)).toContain('LOAD307');
  expect(exitCode).toBe(1);
});

test('requests for which there is no connection are counted as dropped', async () => {
  const { target, document } = await measure([
    `${server.origin}/never-answers`,
    '-r',
    '100',
    '-d',
    '1s',
    '--connections',
    '3',
    '-t',
    '5s',
    '--grace',
    '200ms',
  ]);
  expect(target.requests).toMatchObject({ sent: 3, dropped: 97, unfinished: 3 });
  expect(document.data?.client.verdict).toBe('saturated');
});

test('a server that comes and goes', async () => {
  let seen = 0;
  const restarting = createServer((_, response) => {
    seen += 1;
    response.end('ok');
  });
  const listen = (port: number): Promise<void> =>
    new Promise((listening) => restarting.listen(port, '127.0.0.1', listening));
  await listen(0);
  const { port } = restarting.address() as AddressInfo;
  const running = measure([`http://127.0.0.1:${port}/`, '-r', '100', '-d', '6s', '-t', '1s']);
  await arrivals(() => seen, 100);
  restarting.close();
  restarting.closeAllConnections();
  await new Promise((resolve) => setTimeout(resolve, 700));
  await listen(port);
  const { target } = await running;
  restarting.close();
  restarting.closeAllConnections();
  const { sent, ok, failed, unfinished, dropped } = target.requests;
  expect(sent + dropped).toBe(600);
  expect(ok + failed + unfinished).toBe(sent);
  expect(ok).toBeGreaterThanOrEqual(100);
  expect(failed).toBeGreaterThan(20);
  const allowed = ['connect.refused', 'reset.before-response', 'closed.before-response', 'connect.reset'];
  for (const { kind } of target.errors) expect(allowed).toContain(kind);
});

test('chaos: every request is accounted for, run after run', async () => {
  const rounds = process.env['CHECK'] === 'full' ? 200 : 6;
  for (let round = 0; round < rounds; round += 1) {
    const before = server.count();
    const extra = round % 2 === 0 ? [] : ['--no-keepalive'];
    const { target } = await measure([
      `${server.origin}/chaos`,
      '-r',
      '500',
      '-d',
      '500ms',
      '-t',
      '300ms',
      '--grace',
      '500ms',
      '--arrivals',
      'poisson',
      '--connections',
      '20',
      ...extra,
    ]);
    const { sent, ok, failed, unfinished, delivered } = target.requests;
    expect(ok + failed + unfinished).toBe(sent);
    expect(delivered).toBe(server.count() - before);
  }
}, 600_000);

test.each([
  [['-r', '0'], 'CORE002'],
  [['-r', 'fast'], 'CORE002'],
  [['--stages', '0:5s'], 'CORE002'],
  [['--stages', '1-2-3:5s'], 'CORE002'],
  [['-r', '5', '--stages', '5:5s'], 'LOAD003'],
  [['-r', '5', '-n', '5'], 'LOAD003'],
  [['--pacing', 'spin'], 'LOAD003'],
  [['--seed', '5'], 'LOAD003'],
  [['--arrivals', 'often', '-r', '5'], 'CORE00'],
])('%j is refused', async (args, code) => {
  const finished = await startLoad([server.origin, ...args]).finished;
  expect(finished.exitCode).toBe(2);
  expect(finished.stderr).toContain(`error[${code}`);
});
