import { expect, test } from 'vitest';
import { CookieJar } from './cookies.js';
import { followRedirect } from './redirect.js';

const answer = (...fields: string[]) => ({
  status: 200,
  headText: `HTTP/1.1 200 OK\r\n${fields.join('\r\n')}\r\n\r\n`,
  content: () => new Uint8Array(0),
});

test('cookies are kept, replaced, deleted, and sent where their path covers the request', () => {
  const jar = new CookieJar();
  jar.take(answer('Set-Cookie: a=1; HttpOnly', 'set-cookie: b=2; Path=/shop', 'Set-Cookie: broken'), '/login', 0);
  expect(jar.header('/x?y')).toBe('a=1');
  expect(jar.header('/shop/cart')).toBe('a=1; b=2');
  expect(jar.header('/shopping')).toBe('a=1');
  jar.take(answer('Set-Cookie: a=3', 'Set-Cookie: b=; Max-Age=0'), '/login', 0);
  expect(jar.header('/shop')).toBe('a=3');
  jar.take(answer('Set-Cookie: a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT'), '/', 1);
  expect(jar.isEmpty).toBe(true);
});

test('a server cannot fill the memory with cookies', () => {
  const jar = new CookieJar();
  for (let n = 0; n < 1_000; n += 1) jar.take(answer(`Set-Cookie: c${n}=1`), '/', 0);
  expect(jar.header('/')?.split('; ')).toHaveLength(100);
  jar.clear();
  jar.take(answer(`Set-Cookie: c=${'x'.repeat(10_000)}`), '/', 0);
  expect(jar.isEmpty).toBe(true);
});

const from = { origin: 'http://a:80', path: '/one/two?x', method: 'POST' };
test.each([
  [302, '/three', { path: '/three', method: 'GET', keepsBody: false }],
  [307, 'three?q=1', { path: '/one/three?q=1', method: 'POST', keepsBody: true }],
  [303, 'http://a/three', { path: '/three', method: 'GET', keepsBody: false }],
  [308, 'https://a/', 'elsewhere'],
  [301, '//b/', 'elsewhere'],
  [301, 'http://[', undefined],
] as const)('%i to %s', (status, location, expected) => {
  const { headText } = answer(`Location: ${location}`);
  expect(followRedirect({ status, headText }, from)).toEqual(expected);
});
