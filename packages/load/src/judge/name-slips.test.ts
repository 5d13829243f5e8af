import { describe, expect, test } from 'vitest';
import { goneServer, otherScheme, refusedRequests, type Slips, speaksNoTls } from './name-slips.js';

interface Told {
  readonly answered?: number;
  readonly ok?: number;
  readonly statuses?: readonly (readonly [number, number])[];
  readonly errors?: Readonly<Record<string, number>>;
  readonly secure?: boolean;
  readonly example?: string;
  readonly reachable?: boolean;
}

function run({
  answered = 0,
  ok = 0,
  statuses = [],
  errors = {},
  secure = false,
  example = '',
  reachable = true,
}: Told): Slips {
  const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
  const kinds = Object.entries(errors).map(([kind, count]) => ({
    kind,
    count,
    example,
    firstMs: 1_500,
    lastMs: 2_000,
  }));
  return {
    plan: { targets: [{ secure }] },
    result: { reachable, failures: kinds },
    summary: { counts: { answered, ok, sent: answered + failed }, statuses, errors: kinds },
  } as unknown as Slips;
}

describe('requests that are refused', () => {
  test.each([
    [404, 'Check the path of the URL.'],
    [401, '--bearer'],
    [405, '--method'],
    [415, 'Content-Type'],
  ])('%d', (status, advice) => {
    const sentence = refusedRequests(run({ answered: 9, statuses: [[status, 9]] }));
    expect(sentence).toContain(`Every answer was ${status}.`);
    expect(sentence).toContain(advice);
    expect(sentence).toContain(`--expect-status ${status}`);
  });

  test('nothing is said where something succeeded, where answers differ, or where the server failed', () => {
    expect(refusedRequests(run({ answered: 9, ok: 1, statuses: [[404, 8]] }))).toBeUndefined();
    expect(
      refusedRequests(
        run({
          answered: 10,
          statuses: [
            [404, 5],
            [400, 5],
          ],
        }),
      ),
    ).toBeUndefined();
    expect(refusedRequests(run({ answered: 9, statuses: [[500, 9]] }))).toBeUndefined();
    expect(refusedRequests(run({}))).toBeUndefined();
  });
});

test('a server without TLS is told from one whose certificate is wrong', () => {
  const errors = { 'tls.handshake': 3 };
  expect(speaksNoTls(run({ errors, example: 'ERR_SSL_WRONG_VERSION_NUMBER' }).result)).toBe(true);
  expect(speaksNoTls(run({ errors, example: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' }).result)).toBe(false);
});

test('a server of TLS that is spoken to in plain text', () => {
  const errors = { 'closed.before-response': 9 };
  expect(otherScheme(run({ errors }))).toContain('https://');
  expect(otherScheme(run({ errors, secure: true }))).toBeUndefined();
  expect(otherScheme(run({ errors, answered: 1 }))).toBeUndefined();
});

test('a server that ends during the run', () => {
  const errors = { 'connect.refused': 7 };
  expect(goneServer(run({ errors, answered: 3 }))).toContain('7 connections were refused, from 1.5s');
  expect(goneServer(run({ errors, reachable: false }))).toBeUndefined();
});
