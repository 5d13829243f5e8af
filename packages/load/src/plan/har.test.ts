import { expect, test } from 'vitest';
import { parseHar } from './har.js';

const entry = (url: string, startedDateTime: string, more: object = {}) => ({
  startedDateTime,
  time: 100,
  request: { method: 'get', url, headers: [], ...more },
});
const har = (...entries: readonly object[]): string => JSON.stringify({ log: { version: '1.2', entries } });
const context = { origin: 'http://shop.test', headers: [['Authorization', 'Bearer new']] as const };

test('requests of the origin become steps, with the pauses between them', () => {
  const [flow] = parseHar(
    'r.har',
    har(
      entry('http://shop.test/a?x={1}', '2026-01-01T00:00:00.000Z'),
      entry('http://cdn.test/b', '2026-01-01T00:00:00.050Z'),
      entry('http://shop.test/orders', '2026-01-01T00:00:00.600Z', {
        method: 'POST',
        headers: [
          { name: 'Authorization', value: 'Bearer old' },
          { name: 'Cookie', value: 'a=1' },
          { name: 'Content-Type', value: 'application/json' },
          { name: ':authority', value: 'shop.test' },
          { name: 'X-Bad', value: 'a\r\nb' },
        ],
        postData: { text: '{"note":"{{literally}}"}' },
      }),
    ),
    context,
  );
  expect(flow.steps.map(({ name, path, thinkMs }) => [name, path, thinkMs])).toEqual([
    ['1. GET /a', '/a?x=%7B1%7D', 500],
    ['2. POST /orders', '/orders', 0],
  ]);
  expect(flow.steps[1]?.headers).toEqual([
    ['Authorization', 'Bearer new'],
    ['Content-Type', 'application/json'],
  ]);
  // Bytes, not a text: nothing in it is filled in.
  expect(Buffer.from(flow.steps[1]?.body as Uint8Array).toString()).toBe('{"note":"{{literally}}"}');
});

test.each([
  ['text', 'hello', /not JSON/],
  ['another document', '{"log":{}}', /log\.entries/],
  ['nothing for the target', har(entry('http://cdn.test/b', '2026-01-01T00:00:00Z')), /went to http:\/\/shop\.test/],
])('%s is refused', (_, text, message) => {
  expect(() => parseHar('r.har', text, context)).toThrow(message);
});
