import { describe, expect, test } from 'vitest';
import { withoutLayout } from './without-layout.js';

const says = (text: string): string | undefined => withoutLayout('a.ts', text);

describe('what formatters change', () => {
  test.each([
    ['quotes', "const a = 'it\\'s';", 'const a = "it\'s";'],
    ['semicolons', "import { a } from 'b';\na();", "import { a } from 'b'\na()"],
    ['line breaks and the last comma', 'f({ a: 1, b: [2, 3] });', 'f({\n\ta: 1,\n\tb: [2, 3],\n});'],
    ['the first bar', "type A = 'a' | 'b';", "type A =\n  | 'a'\n  | 'b';"],
    ['parentheses of a value', 'const f = (a, b) => (a ? 1 : 2);', 'const f = (a, b) => a ? 1 : 2;'],
    ['parentheses of a return', 'return a && b;', 'return (\n  a &&\n  b\n);'],
    ['parentheses of one name', 'list.map((x) => x);', 'list.map(x => x);'],
    [
      'the order of imports',
      "import b from 'b';\nimport { d, type c } from 'c';",
      "import { type c, d } from 'c';\nimport b from 'b';",
    ],
    [
      'how comments are indented',
      '{\n  /**\n   * One.\n   * Two.\n   */\n  a();\n}',
      '{\n\t/**\n\t * One.\n\t * Two.\n\t */\n\ta();\n}',
    ],
    ['what stands in a template', "`\u0024{a ? 'x' : `y\u0024{b}`} z`", '`\u0024{ a ? "x" : `y\u0024{b}` } z`'],
    ['a regular expression with quotes', `a.replace(/["'/]+/g, 'b').c( 'd' )`, `a.replace(/["'/]+/g, "b").c("d")`],
  ])('%s', (_, one, other) => {
    expect(says(one)).toBe(says(other));
  });

  test('JSON', () => {
    expect(withoutLayout('a.json', '{"a":[1,2]}')).toBe(withoutLayout('a.json', '{\n  "a": [\n 1, 2]\n}\n'));
    expect(withoutLayout('a.json', '{')).toBeUndefined();
    expect(withoutLayout('a.yaml', 'a: 1')).toBeUndefined();
  });
});

describe('what people change', () => {
  test.each([
    ['a name', 'a();', 'b();'],
    ['a space in a text', "'a b'", "'ab'"],
    ['a space in a template', '`a \u0024{b}`', '`a\u0024{b}`'],
    ['a comment', '// one\na();', '// two\na();'],
    ['an operator', 'a || b', 'a | b'],
    ['what belongs together', 'return (a + b) * c;', 'return a + b * c;'],
    ['what belongs together in a condition', 'x = a && (b || c);', 'x = a && b || c;'],
    ['an argument', 'f(a, b)', 'f(a b)'],
    ['the text of an import', "import { a } from 'a';", "import { a } from './a';"],
    ['an object for a block', 'const f = () => ({});', 'const f = () => {};'],
    ['the order of statements', 'a(); b();', 'b(); a();'],
  ])('%s', (_, one, other) => {
    expect(says(one)).not.toBe(says(other));
  });
});

test('a file above 1 MiB is not read for it', () => {
  const line = 'const a = 1;\n';
  expect(withoutLayout('a.ts', line.repeat(2 ** 20 / line.length))).toBeDefined();
  expect(withoutLayout('a.ts', line.repeat(2 ** 20 / line.length + 1))).toBeUndefined();
});
