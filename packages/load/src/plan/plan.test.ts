import { seededRandom } from '@senior-backend/core/env/memory-env';
import { describe, expect, test } from 'vitest';
import { serialiseRequest } from '../wire/request.js';
import { parseHeader, parseMethod } from './headers.js';
import { scheduleForComparison, scheduleForCount, scheduleForTime } from './schedule.js';
import { parseTarget } from './target.js';

describe('targets', () => {
  test.each([
    [
      'http://localhost:3000/a?b=c#d',
      { host: 'localhost', port: 3000, path: '/a?b=c', hostHeader: 'localhost:3000', secure: false },
    ],
    ['https://shop.example', { host: 'shop.example', port: 443, path: '/', hostHeader: 'shop.example', secure: true }],
    ['localhost:3000/x', { host: 'localhost', port: 3000, path: '/x', url: 'http://localhost:3000/x' }],
    ['http://[::1]:8080/', { host: '::1', port: 8080, hostHeader: '[::1]:8080' }],
    ['http://user:p%40ss@h/', { url: 'http://h/', basicAuth: Buffer.from('user:p@ss').toString('base64') }],
    ['http://bücher.example/ü', { host: 'xn--bcher-kva.example', path: '/%C3%BC' }],
  ])('%s', (text, expected) => {
    expect(parseTarget(text)).toMatchObject(expected);
  });

  test.each([
    '',
    'http://',
    'ftp://host/',
    'file:///etc/passwd',
    'http://host:99999/',
    'not a url',
    'http://a b/',
    'http://h/\r\nX: y',
  ])('"%s" is refused', (text) => {
    expect(() => parseTarget(text)).toThrow(expect.objectContaining({ code: 'LOAD001', exitCode: 2 }));
  });
});

describe('headers', () => {
  test('name and value', () => {
    expect(parseHeader('X-Request-Id:  1:2 ')).toEqual(['X-Request-Id', '1:2']);
  });

  test.each([
    'no colon',
    ': no name',
    'Bad Name: x',
    'X: a\r\nY: b',
    'X: a\nY: b',
    'X: \0',
    'X: ☃',
    'Content-Length: 5',
    'Transfer-Encoding: chunked',
    'Connection: close',
  ])('"%s" is refused', (line) => {
    expect(() => parseHeader(line)).toThrow(expect.objectContaining({ code: 'LOAD002', exitCode: 2 }));
  });

  test('a line that may hold a secret is not repeated whole', () => {
    expect(() => parseHeader('Bearer-eyJhbGciOiJIUzI1NiJ9.secret')).toThrow(/^(?!.*secret)/);
  });

  test('a method is a word', () => {
    expect(parseMethod('patch')).toBe('PATCH');
    expect(() => parseMethod('GET / HTTP/1.1\r\n')).toThrow(expect.objectContaining({ code: 'LOAD003' }));
  });
});

test('a request is what it says, once', () => {
  const target = parseTarget('http://me:pw@host:81/a?b');
  const bytes = serialiseRequest(target, {
    method: 'POST',
    path: target.path,
    headers: [
      ['host', 'other'],
      ['X-A', '1'],
    ],
    body: Buffer.from('hé'),
    keepAlive: false,
  });
  expect(bytes.toString()).toBe(
    `POST /a?b HTTP/1.1\r\nUser-Agent: api-load\r\nAccept: */*\r\nAuthorization: Basic ${Buffer.from('me:pw').toString('base64')}\r\nhost: other\r\nX-A: 1\r\nContent-Length: 3\r\nConnection: close\r\n\r\nhé`,
  );
});

describe('schedules', () => {
  test('the slices of a run by time cover it without gap', () => {
    const { blocks, slices } = scheduleForTime(30_000, 5_000);
    expect(blocks).toHaveLength(1);
    expect(blocks[0]).toMatchObject({ fromMs: 0, toMs: 35_000 });
    expect(slices[0]).toMatchObject({ purpose: 'warmup', lengthMs: 5_000 });
    for (const [index, slice] of slices.entries())
      if (index > 0)
        expect(slice.fromMs).toBeCloseTo((slices[index - 1]?.fromMs ?? 0) + (slices[index - 1]?.lengthMs ?? 0), 6);
  });

  test('a comparison gives both targets the same time', () => {
    const { blocks, slices } = scheduleForComparison(10_000, 1_000, seededRandom(1));
    for (const target of [0, 1]) {
      const time = slices
        .filter((slice) => slice.target === target && slice.purpose === 'measured')
        .reduce((sum, slice) => sum + slice.lengthMs, 0);
      expect(time).toBeCloseTo(4_500, 6);
    }
    for (const [index, block] of blocks.entries())
      if (index > 0) expect(block.fromMs).toBeCloseTo(blocks[index - 1]?.toMs ?? 0, 6);
  });

  test.each([3_200, 4_400, 5_000, 30_000])(
    'each goes first in half of the rounds of %d ms, in an order that the seed decides',
    (durationMs) => {
      const firsts = (seed: number): readonly number[] =>
        scheduleForComparison(durationMs, 0, seededRandom(seed))
          .blocks.filter((_, index) => index % 2 === 0)
          .map((block) => block.target);
      const all = Array.from({ length: 200 }, (_, seed) => firsts(seed));
      for (const [seed, order] of all.entries()) {
        const half = order.length / 2;
        const ofB = order.reduce((sum, target) => sum + target, 0);
        expect([Math.floor(half), Math.ceil(half)], String(seed)).toContain(ofB);
      }
      expect(firsts(7)).toEqual(firsts(7));
      // Any round begins with either as often, the last ones as the first ones.
      for (const round of [0, 1, (all[0]?.length ?? 0) - 1]) {
        const ofB = all.filter((order) => order[round] === 1).length;
        expect(ofB, `round ${round}`).toBeGreaterThan(70);
        expect(ofB, `round ${round}`).toBeLessThan(130);
      }
    },
  );

  test('fewer requests than slices', () => {
    expect(scheduleForCount(3).slices).toHaveLength(3);
  });
});
