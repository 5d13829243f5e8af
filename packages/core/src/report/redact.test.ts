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
