import { describe, expect, test } from 'vitest';
import type { LimitedAnswer } from '../measure/result.js';
import { findRateLimit } from './rate-limit.js';

const startedAt = new Date('2026-01-01T00:00:00Z');

/** Requests every 10 ms for some time, answered by a limiter. */
function answersOf(
  limiter: (atMs: number) => boolean,
  lengthMs: number,
  fields: (allowed: boolean, atMs: number) => string = () => '',
): readonly LimitedAnswer[] {
  return Array.from({ length: lengthMs / 10 }, (_, index) => {
    const atMs = index * 10;
    const allowed = limiter(atMs);
    return {
      atMs,
      status: allowed ? 200 : 429,
      key: 0,
      head: `HTTP/1.1 ${allowed ? 200 : 429} X\r\n${fields(allowed, atMs)}\r\n`,
    };
  });
}

function fixedWindow(limit: number, windowMs: number): (atMs: number) => boolean {
  let [window, used] = [-1, 0];
  return (atMs) => {
    if (Math.floor(atMs / windowMs) !== window) [window, used] = [Math.floor(atMs / windowMs), 0];
    used += 1;
    return used <= limit;
  };
}

function tokenBucket(size: number, perSecond: number): (atMs: number) => boolean {
  let [tokens, at] = [size, 0];
  return (atMs) => {
    tokens = Math.min(size, tokens + ((atMs - at) * perSecond) / 1_000);
    at = atMs;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

describe('a fixed window', () => {
  test.each([
    [5, 1_000],
    [20, 1_000],
    [50, 2_000],
    [30, 500],
  ])('of %i a %i ms is found', (limit, windowMs) => {
    const finding = findRateLimit(answersOf(fixedWindow(limit, windowMs), windowMs * 6), startedAt);
    expect(finding).toMatchObject({
      seen: true,
      allowedBefore: limit,
      window: { requests: limit, lengthMs: windowMs },
    });
    expect(finding.recoveredAfterMs).toBe(windowMs - limit * 10);
  });
});

test('a bucket shows its size, and then its refill', () => {
  const finding = findRateLimit(answersOf(tokenBucket(10, 4), 5_000), startedAt);
  expect(finding.allowedBefore).toBe(10);
  expect(finding.window?.requests).toBe(1);
  expect(finding.window?.lengthMs).toBeCloseTo(250, -1);
});

test('no limit', () => {
  expect(
    findRateLimit(
      answersOf(() => true, 1_000),
      startedAt,
    ),
  ).toMatchObject({ seen: false, limited: 0, allowed: 100 });
});

test('a limit that never lets go', () => {
  const finding = findRateLimit(
    answersOf(
      (atMs) => atMs < 100,
      5_000,
      () => 'Retry-After: 1\r\n',
    ),
    startedAt,
  );
  expect(finding).toMatchObject({ recoveredAfterMs: null, window: null, retryAfter: { seconds: 1, verdict: 'late' } });
});

describe('what it announces', () => {
  const limiter = (): ((atMs: number) => boolean) => fixedWindow(20, 3_000);
  test.each([
    ['Retry-After: 3', { seconds: 3, verdict: 'right' }],
    ['retry-after: 60', { seconds: 60, verdict: 'early' }],
    ['Retry-After: 0', { seconds: 0, verdict: 'late' }],
    [`Retry-After: ${new Date(startedAt.getTime() + 3_000).toUTCString()}`, { seconds: 3, verdict: 'right' }],
    ['Retry-After: soon', null],
  ])('%s', (line, expected) => {
    const finding = findRateLimit(
      answersOf(limiter(), 9_000, () => `${line}\r\n`),
      startedAt,
    );
    expect(finding.retryAfter).toEqual(expected);
  });

  test.each([
    ['RateLimit-Limit: 20\r\nRateLimit-Reset: 3', { limit: 20, resetSeconds: 3, agrees: true }],
    ['X-RateLimit-Limit: 100\r\nX-RateLimit-Reset: 1767225600', { limit: 100, resetSeconds: null, agrees: false }],
    ['RateLimit-Policy: "default";q=20;w=3', { limit: 20, resetSeconds: null, agrees: true }],
  ])('%s', (lines, expected) => {
    const finding = findRateLimit(
      answersOf(limiter(), 12_000, () => `${lines}\r\n`),
      startedAt,
    );
    expect(finding.announced).toEqual(expected);
  });
});

describe('two keys, one request in ten with the second', () => {
  const answers = (shared: boolean): readonly LimitedAnswer[] => {
    const first = fixedWindow(20, 1_000);
    const other = shared ? first : fixedWindow(20, 1_000);
    return Array.from({ length: 500 }, (_, index) => {
      const key = index % 10 === 7 ? 1 : 0;
      const allowed = (key === 1 ? other : first)(index * 10);
      return { atMs: index * 10, status: allowed ? 200 : 429, key, head: '' };
    });
  };

  test('counted apart', () => {
    expect(findRateLimit(answers(false), startedAt).isolation).toEqual({
      verdict: 'isolated',
      other: { allowed: 50, limited: 0 },
    });
  });

  test('counted together', () => {
    expect(findRateLimit(answers(true), startedAt).isolation?.verdict).toBe('shared');
  });

  test('without a second key nothing is said', () => {
    const one = answers(true).filter(({ key }) => key === 0);
    expect(findRateLimit(one, startedAt).isolation).toBeNull();
  });
});
