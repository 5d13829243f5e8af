import { expect, test } from 'vitest';
import { renderClean } from './json.js';

const mask = (text: string): string => text.replaceAll('hunter2', '***');

test('every string passes the redactor, keys too, however deep', () => {
  const value = { plain: 'hunter2', list: [{ 'key of hunter2': { deep: 'so hunter2' } }] };
  expect(JSON.parse(renderClean(value, mask))).toEqual({
    plain: '***',
    list: [{ 'key of ***': { deep: 'so ***' } }],
  });
});

test('a secret that JSON would escape is masked before it is', () => {
  expect(renderClean({ a: 'p"w\n' }, (text) => text.replaceAll('p"w\n', '***'))).toBe('{\n  "a": "***"\n}\n');
});

test('lone surrogates, big integers and a key called __proto__', () => {
  const odd = JSON.parse('{"__proto__": {"hunter2": 1}, "text": "a\\ud800b"}');
  expect(renderClean({ odd, n: 12345678901234567890n }, mask)).toBe(
    '{\n  "odd": {\n    "__proto__": {\n      "***": 1\n    },\n    "text": "a\ufffdb"\n  },\n  "n": "12345678901234567890"\n}\n',
  );
});

test('the value itself stays as it was', () => {
  const value = { hunter2: ['hunter2'] };
  renderClean(value, mask);
  expect(value).toEqual({ hunter2: ['hunter2'] });
});
