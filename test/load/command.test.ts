// The command as a user meets it: results, wrong input, interruption, secrets.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FaultServer, startFaultServer } from './support/fault-server.js';
import { type LoadDocument, measure, runLoad, startLoad } from './support/run-load.js';

let server: FaultServer;
let folder: string;
beforeAll(async () => {
  server = await startFaultServer();
  folder = await mkdtemp(join(tmpdir(), 'api-load-'));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

describe('a run', () => {
  test('prints the report', async () => {
    const { stdout, exitCode } = await runLoad([server.origin, '-d', '300ms', '-c', '5']);
    expect(stdout).toMatch(
      /^=== Load Test Results ===\nTarget: +http:\/\/127\.0\.0\.1:\d+\/\nDuration: 300ms \| Concurrency: 5\n\nTHROUGHPUT:\n {2}Total requests: [\d,]+\n {2}Requests\/sec: +[\d,.]+\n {2}Successful: +[\d,]+ \(100\.0 %\)\n {2}Failed: +0 \(0\.0 %\)\n\nLATENCY \(ms\):\n {2}Min: [\d.,]+\n {2}Avg: [\d.,]+\n {2}P50: [\d.,]+\n {2}P95: [\d.,]+\n {2}P99: [\d.,]+\n {2}Max: [\d.,]+\n\nCLIENT: /,
    );
    expect(exitCode).toBe(0);
  });

  test('by number of requests sends exactly so many', async () => {
    for (const [requests, concurrency] of [
      [1, 50],
      [1_000, 7],
      [1_001, 50],
    ]) {
      const before = server.count();
      const { target } = await measure([
        server.origin,
        '-n',
        String(requests),
        '-c',
        String(concurrency),
        '--threads',
        '2',
      ]);
      expect(target.requests).toMatchObject({ sent: requests, ok: requests, delivered: requests });
      expect(server.count() - before).toBe(requests);
    }
  });

  test('shows the percentiles that ten answers lie beyond', async () => {
    const { stdout } = await runLoad([server.origin, '-n', '150', '-c', '5']);
    expect(stdout).toMatch(/^PERCENTILES \(ms\):\n {2}p10 [\d.]+ · p25 [\d.]+ · p75 [\d.]+ · p90 [\d.]+$/m);
    expect((await runLoad([server.origin, '-n', '9', '-c', '3'])).stdout).not.toContain('PERCENTILES');
  });

  test('opens no connection that has nothing to send', async () => {
    const { stdout } = await runLoad([server.origin, '-n', '3']);
    expect(stdout).toContain('| Concurrency: 3\n');
    expect(stdout).toMatch(
      /^TRANSFER: received \d+ B \([\d.]+ [KMG]?i?B\/s\), sent \d+ B \([^)]+\), over 3 connections$/m,
    );
  });

  test('leaves the warm-up out, and says how much that was', async () => {
    const before = server.count();
    const { target } = await measure([server.origin, '-d', '300ms', '--warmup', '300ms', '-c', '2']);
    expect(target.requests.leftOut).toBeGreaterThan(0);
    expect(target.requests.sent + target.requests.leftOut).toBe(server.count() - before);
  });

  test('without keep-alive connects for each request', async () => {
    const { target } = await measure([server.origin, '-n', '200', '-c', '5', '--no-keepalive']);
    expect(target.requests).toMatchObject({ sent: 200, ok: 200 });
  });

  test('judges statuses', async () => {
    const expected = await measure([`${server.origin}/not-found`, '-n', '20', '--expect-status', '404,410']);
    expect(expected).toMatchObject({ exitCode: 0, target: { requests: { ok: 20, failed: 0 } } });
    const mixed = await measure([`${server.origin}/some-503`, '-n', '40', '--expect-status', '200']);
    expect(mixed).toMatchObject({ exitCode: 1, document: { diagnostics: [{ code: 'LOAD302' }] } });
  });

  test('judges thresholds', async () => {
    const args = [server.origin, '-d', '300ms', '-c', '2'];
    expect((await measure([...args, '--threshold', 'p99<60s', 'errors<1%', 'rps>1'])).exitCode).toBe(0);
    const missed = await measure(['-d', '300ms', '--threshold', 'p50<1us', 'errors<1%', server.origin]);
    expect(missed).toMatchObject({ exitCode: 1, document: { ok: false, diagnostics: [{ code: 'LOAD301' }] } });
    expect(missed.document.data?.thresholds.map(({ ok }) => ok)).toEqual([false, true]);
  });
});

describe('a comparison', () => {
  test('of a URL with itself and with a slower one', async () => {
    const slower = await measure([server.origin, `${server.origin}/reset-before`, '--compare', '-d', '2s', '-c', '2']);
    expect(slower.document.data?.targets[1]?.requests.ok).toBe(0);
    expect(slower.document.data?.comparison?.caveats.join()).toContain('100.0 % of B failed');
    expect(slower.exitCode).toBe(1);
  });

  test('with a saved run', async () => {
    const file = join(folder, 'baseline.json');
    const args = [server.origin, '-d', '1s', '-c', '2', '-H', 'Authorization: Bearer canary-in-a-header'];
    expect((await runLoad([...args, '--save', file])).exitCode).toBe(0);
    expect(await readFile(file, 'utf8')).not.toContain('canary');
    const { document } = await measure([...args, '--compare', file]);
    expect(document.data?.comparison?.metrics.map(({ name }) => name)).toContain('p50');
    expect(document.data?.comparison).toMatchObject({ runs: 1, method: 'baseline' });
  });

  test('with a baseline of several runs, which --save adds to', async () => {
    const file = join(folder, 'runs.json');
    const args = [server.origin, '-d', '300ms', '-c', '2'];
    for (let round = 0; round < 6; round += 1) expect((await runLoad([...args, '--save', file])).exitCode).toBe(0);
    const { document } = await measure([...args, '--compare', file]);
    expect(document.data?.comparison).toMatchObject({ runs: 6, method: 'baseline' });
    const other = await runLoad([...args, '-c', '3', '--save', file]);
    expect(other).toMatchObject({ exitCode: 3, stdout: '' });
    expect(other.stderr).toContain('error[LOAD105]: the runs in this baseline were made with other settings: load');
  });
});

describe('wrong input', () => {
  const refused: Readonly<Record<string, readonly [args: readonly string[], exitCode: number, code: string]>> = {
    'not a URL': [['not a url'], 2, 'LOAD001'],
    'a URL of another kind': [['ftp://127.0.0.1/'], 2, 'LOAD001'],
    'no URL': [['-c', '5'], 2, 'LOAD003'],
    'a header without a colon': [['http://127.0.0.1:1/', '-H', 'Authorization'], 2, 'LOAD002'],
    'a header with a line break': [['http://127.0.0.1:1/', '-H', 'X: a\r\nY: b'], 2, 'LOAD002'],
    'an unknown flag': [['http://127.0.0.1:1/', '--concurency', '5'], 2, 'CORE001'],
    'no users': [['http://127.0.0.1:1/', '-c', '0'], 2, 'CORE002'],
    'a duration that is none': [['http://127.0.0.1:1/', '-d', 'soon'], 2, 'CORE002'],
    'a threshold of k6': [['http://127.0.0.1:1/', '--threshold', 'p99<1', 'http_req_failed<1%'], 2, 'LOAD004'],
    'a threshold of an operation that is not there': [
      ['http://127.0.0.1:1/', '--threshold', 'p99{pay}<1'],
      2,
      'LOAD004',
    ],
    'users in an open loop': [['http://127.0.0.1:1/', '-c', '5', '-r', '100'], 2, 'CORE001'],
    'a time for a number of requests': [['http://127.0.0.1:1/', '-d', '5s', '-n', '100'], 2, 'CORE001'],
    'a threshold that is none': [['http://127.0.0.1:1/', '--threshold', 'fast'], 2, 'LOAD004'],
    'a status that is none': [['http://127.0.0.1:1/', '--expect-status', '99'], 2, 'CORE002'],
    'a body file that is not there': [['http://127.0.0.1:1/', '-b', '@nowhere.json'], 3, 'CORE101'],
    'a baseline that is not there': [['http://127.0.0.1:1/', '--compare', 'nowhere.json'], 3, 'CORE101'],
    'two URLs and no --compare': [['http://127.0.0.1:1/', 'http://127.0.0.1:2/'], 2, 'LOAD003'],
    '--compare alone': [['http://127.0.0.1:1/', '--compare'], 2, 'LOAD003'],
    'a saved run by number of requests': [['http://127.0.0.1:1/', '-n', '5', '--save', 'x.json'], 2, 'LOAD003'],
    'a key without a certificate': [['https://127.0.0.1:1/', '--key', 'package.json'], 2, 'LOAD005'],
    'many users towards a public host': [['http://192.0.2.1/', '-c', '1001'], 5, 'LOAD401'],
    'a host without address': [['http://no-such-host.invalid/'], 4, 'LOAD201'],
    'nobody listening': [['http://127.0.0.1:1/'], 4, 'LOAD201'],
  };

  test('users in an open loop are told what bounds it', async () => {
    const { stderr } = await runLoad(['http://127.0.0.1:1/', '-c', '5', '--stages', '5:1s']);
    expect(stderr).toMatch(/--concurrency cannot be used with --stages\n {2}help: .*--connections/);
  });

  test.each(Object.entries(refused))('%s', async (_, [args, exitCode, code]) => {
    const finished = await runLoad([...args, '--json']);
    const document = JSON.parse(finished.stdout) as LoadDocument;
    expect(document).toMatchObject({ ok: false, exitCode });
    expect(document.diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
    expect(finished.exitCode).toBe(exitCode);
    expect(finished.stderr).toContain(`error[${code}]`);
    expect(finished.stderr).not.toMatch(/\n {4}at /);
  });

  test.each([
    ['text', 'hello'],
    ['other JSON', '{"version":1}'],
    [
      'a baseline with a broken histogram',
      JSON.stringify({
        format: 'api-load baseline',
        version: 1,
        settings: {},
        savedAt: '',
        environment: {},
        blocks: [{ answered: 1, lengthMs: 1, histogram: 'HISTF', min: 1, max: 1, sum: 1 }],
      }),
    ],
  ])('a baseline that is %s', async (_, content) => {
    const file = join(folder, 'no-baseline.json');
    await writeFile(file, content);
    const finished = await runLoad([server.origin, '-d', '200ms', '--compare', file]);
    expect(finished).toMatchObject({ exitCode: 3, stdout: '' });
    expect(finished.stderr).toContain('error[LOAD101]');
  });

  test('a target that refuses connections still has its report', async () => {
    const { target, wallMs } = await measure(['http://127.0.0.1:1/', '-c', '5']);
    expect(target.requests).toMatchObject({ sent: 5, ok: 0, failed: 5 });
    expect(target.errors[0]?.kind).toBe('connect.refused');
    expect(wallMs).toBeLessThan(5_000);
  });
});

describe('interruption', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends with a report and %i', async (signal, exitCode) => {
    const seen = server.count();
    const running = startLoad([server.origin, '-d', '60s', '-c', '5', '--json']);
    await expect.poll(() => server.count(), { timeout: 20_000 }).toBeGreaterThan(seen + 10);
    const before = performance.now();
    running.interrupt(signal);
    const finished = await running.finished;
    expect(performance.now() - before).toBeLessThan(2_000);
    expect(finished.exitCode).toBe(exitCode);
    const document = JSON.parse(finished.stdout) as LoadDocument;
    const requests = document.data?.targets[0]?.requests;
    expect(document.data?.interrupted).toBe(true);
    expect(requests?.sent).toBeGreaterThan(0);
    expect((requests?.ok ?? 0) + (requests?.failed ?? 0) + (requests?.unfinished ?? 0)).toBe(requests?.sent);
  });

  test('is honoured at any time', async () => {
    const rounds = process.env['CHECK'] === 'full' ? 100 : 8;
    for (let round = 0; round < rounds; round += 1) {
      const running = startLoad([
        `${server.origin}/${round % 2 === 0 ? 'none' : 'never-answers'}`,
        '-d',
        '60s',
        '-c',
        '5',
        '--json',
      ]);
      await new Promise((resolve) => setTimeout(resolve, 350 + ((round * 997) % 900)));
      const before = performance.now();
      running.interrupt();
      const { exitCode, stdout } = await running.finished;
      expect(performance.now() - before).toBeLessThan(2_000);
      // A signal before the process listens for signals ends it by itself.
      expect([130, null]).toContain(exitCode);
      if (stdout !== '') expect(() => JSON.parse(stdout)).not.toThrow();
    }
  }, 300_000);
});

describe('secrets', () => {
  const CANARY = 'canary-7f3a9c';
  test.each([
    ['a header', [`-H`, `Authorization: Bearer ${CANARY}`]],
    ['a cookie', ['-H', `Cookie: session=${CANARY}`]],
    ['a header of an unknown name', ['-H', `X-Something: ${CANARY}`]],
    ['a body', ['-b', `{"password":"${CANARY}"}`]],
  ])('in %s do not come out', async (_, extra) => {
    for (const format of [[], ['--json'], ['--reporter', 'markdown'], ['--print-config']]) {
      const { stdout, stderr } = await runLoad([server.origin, '-n', '5', ...extra, ...format]);
      expect(stdout + stderr).not.toContain(CANARY);
    }
  });

  test.each([`http://user:${CANARY}@127.0.0.1`, `http://127.0.0.1?api_key=${CANARY}`])(
    'in the URL %s do not come out',
    async (url) => {
      const withPort = url.replace('127.0.0.1', `127.0.0.1:${server.port}`);
      for (const format of [[], ['--json'], ['--save', join(folder, 'saved.json')]]) {
        const { stdout, stderr } = await runLoad([withPort, '-d', '200ms', ...format]);
        expect(stdout + stderr).not.toContain(CANARY);
      }
      expect(await readFile(join(folder, 'saved.json'), 'utf8')).not.toContain(CANARY);
    },
  );
});

test('what a server sends cannot act on the terminal', async () => {
  const { stdout, stderr } = await runLoad([`${server.origin}/not-http`, '-n', '5']);
  expect(stdout + stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
});

test('a server that takes connections and drops them is a failure of the requests, not a target out of reach', async () => {
  const { createServer } = await import('node:net');
  const dropping = createServer((socket) => socket.destroy());
  await new Promise<void>((listening) => dropping.listen(0, '127.0.0.1', listening));
  const { port } = dropping.address() as import('node:net').AddressInfo;
  const run = await measure([`http://127.0.0.1:${port}/`, '-n', '20', '-c', '2']);
  dropping.close();
  expect(run).toMatchObject({ exitCode: 1, target: { requests: { sent: 20, ok: 0, failed: 20 } } });
});

test('a body of any length is a secret that does not break the report', async () => {
  const finished = await runLoad([server.origin, '-n', '5', '-b', 'x'.repeat(100_000), '--json']);
  expect(finished.exitCode).toBe(0);
  expect(finished.stdout.length).toBeLessThan(50_000);
});
