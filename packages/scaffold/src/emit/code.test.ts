import { describe, expect, test } from 'vitest';
import { code, comment, ident, key, markdown, num, regex, str, typeKey } from './code.js';

/** What the printed expression evaluates to. */
function evaluate(expression: string): unknown {
  return new Function(`return ${expression}`)() as unknown;
}

describe('string literals hold their text exactly', () => {
  test.each([
    '',
    "it's",
    '"',
    '\\',
    "\\'",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: hostile text, not a template
    '`${x}`',
    'a\nb\r\u2028\u2029',
    '\u0000\u001f\u007f\u0085',
    '\u202e\u200b\ufeff',
    '\ud800',
    '😀',
    '</script>',
  ])('%j', (text) => {
    const literal = str(text);
    expect(evaluate(literal)).toBe(text);
    expect(literal).not.toMatch(/[\n\r\u2028\u2029\u202e\u200b]/);
  });
});

describe('keys', () => {
  test.each([
    ['name', 'name'],
    ['user-id', "'user-id'"],
    ['200', '200'],
    ['007', "'007'"],
    ['__proto__', "['__proto__']"],
  ])('%s → %s', (name, printed) => expect(key(name)).toBe(printed));

  test('an own member called __proto__ is made', () =>
    expect(Object.keys(evaluate(`({ ${key('__proto__')}: 1 })`) as object)).toEqual(['__proto__']));
  test('and is a plain key of an interface', () => expect(typeKey('__proto__')).toBe('__proto__'));
});

describe('what is no code is refused', () => {
  test.each(['a-b', '', '1a', 'a b', 'a;b'])('identifier %j', (name) => expect(() => ident(name)).toThrow(SyntaxError));
  test.each([Number.NaN, Number.POSITIVE_INFINITY])('number %d', (value) =>
    expect(() => num(value)).toThrow(RangeError),
  );
});

describe('regular expressions', () => {
  test('in unicode mode where it is valid there', () =>
    expect(regex('^\\p{L}$')).toBe("new RegExp('^\\\\p{L}$', 'u')"));
  test('else without', () => expect(regex('\\_')).toBe("new RegExp('\\\\_')"));
  test('hold their source', () => expect((evaluate(regex("a/b'c")) as RegExp).test("a/b'c")).toBe(true));
});

describe('comments', () => {
  test('of one line', () => expect(comment(['A user.'])).toBe('/** A user. */\n'));
  test('of many', () => expect(comment(['A', undefined, 'B'], 2)).toBe('  /**\n   * A\n   * B\n   */\n'));
  test('end where they end', () => expect(evaluate(`1 ${comment(['*/ + 1 /*'])} + 1`)).toBe(2));
  test('of nothing are nothing', () => expect(comment(['', undefined, ' \n '])).toBe(''));
});

test('the tag joins code', () => expect(code`z.array(${ident('User')})`).toBe('z.array(User)'));

test('a title in Markdown stays readable, and no part of it is markup', () => {
  expect(markdown('Multi-tenant API (v2), 2024-11-01: snake_case + #1!')).toBe(
    'Multi-tenant API (v2), 2024-11-01: snake_case + #1!',
  );
  expect(markdown('- [x](y) *a* _b_ <i> `c` ![d](e) # f #')).not.toMatch(/^-|[[\]*<`]|\b_|_\b|#$/);
  expect(markdown('1. one')).toBe('1&#46; one');
  expect(markdown('--- a')).toBe('&#45;&#45;&#45; a');
});
