import { describe, expect, test } from 'vitest';
import { createRedactor, isSensitiveName } from './redact.js';

const CANARY = "c4n'ry+/p@ss=%wörd";

describe('a secret that was added', () => {
  const redactor = createRedactor();
  redactor.add(CANARY);
  test.each([
    ['raw', CANARY],
    ['percent-encoded', encodeURIComponent(CANARY)],
    ['in JSON', JSON.stringify({ a: CANARY })],
    ['in an SQL literal', `'${CANARY.replaceAll("'", "''")}'`],
    ['base64', Buffer.from(CANARY).toString('base64')],
  ])('never appears: %s', (_, text) => {
    const shown = redactor.redact(`before ${text} after`);
    expect(shown).not.toContain(CANARY.slice(0, 3) + CANARY.slice(3, 8));
    expect(shown).toContain('***');
    expect(shown).toMatch(/^before .* after$/);
  });

  test('the longer of two secrets is masked whole', () => {
    const both = createRedactor();
    both.add('secret');
    both.add('secret-and-more');
    expect(both.redact('x secret-and-more y')).toBe('x *** y');
  });
});

describe('what looks like a secret', () => {
  const { redact } = createRedactor();
  test.each([
    ['postgresql://bob:hunter2@db/x', 'postgresql://bob:***@db/x'],
    ['https://u:p%40ss@host/path', 'https://u:***@host/path'],
    ['Authorization: Bearer abc.def.ghi', 'Authorization: ***'],
    ['"cookie": "sid=1; b=2"', '"cookie": "***"'],
    ['password=hunter2 host=db', 'password=*** host=db'],
    ["password='it''s' host=db", 'password=*** host=db'],
    ['/path?api_key=abc&x=1', '/path?api_key=***&x=1'],
    ["ALTER ROLE bob PASSWORD 'hunter2'", "ALTER ROLE bob PASSWORD '***'"],
  ])('%s', (text, shown) => {
    expect(redact(text)).toBe(shown);
  });

  test('ordinary text is left alone', () => {
    for (const text of [
      'http://localhost:3000/users?limit=5',
      'GET /passwords-policy 200',
      'the token bucket',
      'author: Ann',
    ])
      expect(redact(text)).toBe(text);
  });
});

describe('types and structures in the diff of a source file', () => {
  const { redact } = createRedactor();
  test.each([
    "{ 'application/json': { accessToken: string; expiresIn?: number | undefined } }",
    'readonly bearerAuth: (token: string, context: AuthContext) => unknown;',
    'readonly apiKey: (apiKey: string, context: AuthContext) => unknown;',
    "apiKey: { kind: 'apiKey', in: 'header', name: 'X-API-Key' },",
    'security: [{ bearerAuth: [] }, { apiKey: [] }],',
    '"apiKey": []\n+  "apiKey": [\n',
    "headers: { 200: { 'Set-Cookie': z.string().optional() } },",
    'password: z.string().check(minLength(8)),',
    'token: null',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });

  test.each([
    ['token: stringent', 'token: ***'],
    ['token: z.abc', 'token: ***'],
    ['password: {hunter2', 'password: ***'],
    ['apiKey=(hunter2)', 'apiKey=***)'],
    ['Cookie: null-ish=1', 'Cookie: ***'],
  ])('what only begins like one is no such thing: %s', (text, shown) => {
    expect(redact(text)).toBe(shown);
  });
});

test('names that carry secrets', () => {
  for (const name of [
    'Authorization',
    'X-Api-Key',
    'password',
    'db_password',
    'access-token',
    'Set-Cookie',
    'client_secret',
  ])
    expect(isSensitiveName(name)).toBe(true);
  for (const name of ['limit', 'author', 'Content-Type', 'passenger', 'X-Request-Id'])
    expect(isSensitiveName(name)).toBe(false);
});
