// Whatever a server does: the right class, the right count, the right exit code, and never past deadline plus grace.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasOpenssl, makeCertificates } from './support/certificates.js';
import { type FAULTS, type FaultServer, startFaultServer } from './support/fault-server.js';
import { measure } from './support/run-load.js';

/** Path → kinds that may occur, `ok` for a success; and the exit code. */
const EXPECTED: Readonly<
  Record<keyof typeof FAULTS, { readonly kinds: readonly string[]; readonly exitCode: number }>
> = {
  none: { kinds: ['ok'], exitCode: 0 },
  'reset-before': { kinds: ['reset.before-response'], exitCode: 1 },
  // On a busy machine the system may report the reset as an end.
  'reset-middle': { kinds: ['reset.mid-response', 'closed.truncated'], exitCode: 1 },
  'fin-before': { kinds: ['closed.before-response'], exitCode: 1 },
  'fin-middle': { kinds: ['closed.truncated'], exitCode: 1 },
  'fin-in-chunk': { kinds: ['closed.truncated'], exitCode: 1 },
  'no-last-chunk': { kinds: ['closed.truncated'], exitCode: 1 },
  'never-answers': { kinds: ['timeout.first-byte'], exitCode: 1 },
  'slow-head': { kinds: ['timeout.body'], exitCode: 1 },
  'slow-body': { kinds: ['timeout.body'], exitCode: 1 },
  // The server is so busy pushing that another connection may not get its first byte in time.
  'endless-body': { kinds: ['timeout.body', 'timeout.first-byte'], exitCode: 1 },
  'endless-chunks': { kinds: ['timeout.body', 'timeout.first-byte'], exitCode: 1 },
  'endless-interim': { kinds: ['limit.interim'], exitCode: 1 },
  'endless-header': { kinds: ['limit.header'], exitCode: 1 },
  'megabyte-header': { kinds: ['limit.header'], exitCode: 1 },
  'not-http': { kinds: ['protocol.not-http'], exitCode: 1 },
  'http-0.9': { kinds: ['protocol.not-http'], exitCode: 1 },
  'bad-status': { kinds: ['protocol.status-line'], exitCode: 1 },
  'bad-length': { kinds: ['protocol.content-length'], exitCode: 1 },
  'two-lengths': { kinds: ['protocol.content-length'], exitCode: 1 },
  'length-and-chunks': { kinds: ['protocol.framing'], exitCode: 1 },
  'bad-chunk': { kinds: ['protocol.chunk'], exitCode: 1 },
  'extra-bytes': { kinds: ['protocol.extra-bytes'], exitCode: 1 },
  upgrade: { kinds: ['protocol.upgrade'], exitCode: 1 },
  'all-429': { kinds: ['http.429'], exitCode: 1 },
  'some-503': { kinds: ['ok', 'http.503'], exitCode: 0 },
  'not-found': { kinds: ['http.404'], exitCode: 1 },
  // The close races with the next request; those sent again are successes.
  'fin-after-answer': { kinds: ['ok'], exitCode: 0 },
  'close-after-answer': { kinds: ['ok'], exitCode: 0 },
  'until-close': { kinds: ['ok'], exitCode: 0 },
  chaos: {
    kinds: [
      'ok',
      'reset.before-response',
      'closed.truncated',
      'protocol.chunk',
      'protocol.extra-bytes',
      'http.503',
      'reset.mid-response',
      'protocol.not-http',
      'closed.before-response',
    ],
    exitCode: 0,
  },
};

const folder = mkdtempSync(join(tmpdir(), 'api-load-faults-'));
if (!hasOpenssl)
  process.stderr.write('faults.test.ts: the faults over TLS are left out: there is no openssl program\n');
let server: FaultServer;
let secured: { readonly server: FaultServer; readonly flags: readonly string[] } | undefined;
beforeAll(async () => {
  server = await startFaultServer();
  if (!hasOpenssl) return;
  const { authority, localhost } = makeCertificates(folder);
  secured = { server: await startFaultServer(localhost), flags: ['--ca', authority.certFile] };
});
afterAll(async () => {
  await server.close();
  await secured?.server.close();
  rmSync(folder, { recursive: true });
});

const SENDING_MS = 600;
/** For the start of the process, on a machine that may be busy. */
const START_MS = 8_000;

const CARRIERS = [
  ['fast', ''],
  ['portable', ''],
  ['fast', ' over TLS'],
  ['portable', ' over TLS'],
] as const;
/** Those in which TLS has a say. */
const ENDINGS = ['reset-before', 'reset-middle', 'fin-before', 'fin-middle', 'endless-body', 'close-after-answer'];

/** Each fault on one of the two engines, by turns, and some over TLS; in a full check each in every way. */
const CASES = Object.entries(EXPECTED).flatMap(([path, expected], index) =>
  CARRIERS.filter(
    ([, over], way) =>
      process.env['CHECK'] === 'full' || way === index % 2 || (over !== '' && way === 2 && ENDINGS.includes(path)),
  )
    .filter(([, over]) => over === '' || hasOpenssl)
    .map(([engine, over]) => [path, process.platform === 'linux' ? engine : 'portable', over, expected] as const),
);

describe('each fault has its class, and every request is accounted for', () => {
  test.each(CASES)('%s, %s engine%s', async (path, engine, over, { kinds, exitCode }) => {
    const { server: asked, flags } = over !== '' && secured ? secured : { server, flags: [] };
    const before = asked.count();
    const run = await measure([
      `${asked.origin}/${path}`,
      ...flags,
      '-c',
      '4',
      '-d',
      `${SENDING_MS}ms`,
      '-t',
      '400ms',
      '--grace',
      '1s',
      '--engine',
      engine,
    ]);
    const { sent, ok, failed, unfinished, delivered } = run.target.requests;
    expect(sent).toBeGreaterThan(0);
    expect(ok + failed + unfinished).toBe(sent);
    expect(delivered).toBe(asked.count() - before);
    const seen = [...(ok > 0 ? ['ok'] : []), ...run.target.errors.map((error) => error.kind)];
    for (const kind of seen) expect(kinds).toContain(kind);
    expect(seen.length).toBeGreaterThan(0);
    const certain = !path.startsWith('endless') && path !== 'chaos' && path !== 'reset-middle';
    if (certain) expect(seen.toSorted()).toEqual(kinds.toSorted());
    expect(run.target.errors.reduce((sum, error) => sum + error.count, 0)).toBe(failed);
    expect(run.exitCode).toBe(exitCode);
    expect(run.wallMs).toBeLessThan(SENDING_MS + 1_000 + START_MS);
  });
});

test('requests that the grace period cuts are lower bounds and not lost', async () => {
  const run = await measure([
    `${server.origin}/never-answers`,
    '-c',
    '3',
    '-d',
    '300ms',
    '-t',
    '30s',
    '--grace',
    '300ms',
  ]);
  expect(run.target.requests).toMatchObject({ sent: 3, ok: 0, failed: 0, unfinished: 3 });
  expect(run.target.latencyMs.min).toBeGreaterThan(500);
  expect(run.exitCode).toBe(1);
  expect(run.wallMs).toBeLessThan(600 + START_MS);
});

test('a truncated answer is never a success', async () => {
  const run = await measure([`${server.origin}/fin-middle`, '-n', '40', '-c', '4']);
  expect(run.target.requests).toMatchObject({ sent: 40, ok: 0, failed: 40 });
});

test('chaos: every request is accounted for, run after run', async () => {
  const rounds = process.env['CHECK'] === 'full' ? 200 : 8;
  for (let round = 0; round < rounds; round += 1) {
    const before = server.count();
    const extra = [...(round % 2 === 0 ? [] : ['--no-keepalive']), ...(round % 4 < 2 ? [] : ['--engine', 'portable'])];
    const { target } = await measure([
      `${server.origin}/chaos`,
      '-c',
      '10',
      '-d',
      '300ms',
      '-t',
      '300ms',
      '--grace',
      '500ms',
      ...extra,
    ]);
    const { sent, ok, failed, unfinished, delivered } = target.requests;
    expect(ok + failed + unfinished).toBe(sent);
    expect(delivered).toBe(server.count() - before);
  }
}, 3_600_000);
