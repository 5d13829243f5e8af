// What is put together from prepared parts is what would have been serialised anew.
import { seededRandom } from '@senior-backend/core/env/memory-env';
import { expect, test } from 'vitest';
import type { Target } from '../model/plan.js';
import type { Step } from '../model/traffic.js';
import { compileStep } from './compiled-step.js';
import { serialiseRequest } from './request.js';
import { RequestSkeleton } from './request-skeleton.js';
import type { TemplateValues } from './template.js';

const target: Target = { url: 'http://x/', secure: false, host: 'x', port: 80, hostHeader: 'x', path: '/own?q=1' };
const plain: Step = {
  name: 's',
  method: 'POST',
  path: undefined,
  headers: [],
  body: '',
  expectStatus: [],
  captures: [],
  schemas: [],
  thinkMs: 0,
};
const traffic = {
  flows: [{ name: 'f', weight: 1, steps: [plain] }],
  rows: [],
  seed: 1,
  keepAlive: true,
  cookies: false,
  mostRedirects: 0,
  document: null,
} as const;

/** Drawn anew for each rendering, so that both sides get the same. */
const values = (): TemplateValues => ({
  variables: new Map([
    ['name', 'Zoë "\u{1F600}" \r\nX: y'],
    ['id', 'a/b?c'],
  ]),
  sequence: 41,
  random: seededRandom(7),
});

const json = ['Content-Type', 'application/json'] as const;
test.each<[string, Partial<Step>]>([
  ['a path', { method: 'GET', path: '/users/{{id}}?n={{$seq}}' }],
  [
    'a header between others',
    {
      headers: [
        ['A', '1'],
        ['B', '{{name}}-{{$seq}}'],
        ['C', '3'],
      ],
      body: 'constant',
    },
  ],
  ['a content', { headers: [json], body: '{"id":"{{$uuid}}"}' }],
  ['a content of several bytes a character', { headers: [json], body: '{"ö":"{{name}}","n":{{$int 1 9}}}' }],
  [
    'values that are made up',
    { path: '/{{$word}}/{{$int -9 -1}}', headers: [['X', '{{$seq}}'], json], body: '[{{$seq}},"ö{{$uuid}}"]' },
  ],
  ['everything', { path: '/{{$word}}', headers: [['X', '{{$seq}}'], json], body: '[{{$seq}},"{{name}}","{{id}}"]' }],
  ['a content that is empty', { path: '/{{id}}', body: '{{nothing}}' }],
  ['a content that holds the words of a header', { body: '\r\nContent-Length: 1\r\n{{$seq}}' }],
])('%s', (_, more) => {
  const step = { ...plain, ...more };
  const compiled = compileStep(step, 0, [], traffic);
  for (const keepAlive of [true, false]) {
    const given = values();
    const path = compiled.path?.render(given) ?? target.path;
    const headers = compiled.headers.map(([name, value]) => [name, value.render(given)] as const);
    const body = 'names' in compiled.body ? Buffer.from(compiled.body.render(given)) : compiled.body;
    const whole = serialiseRequest(target, { method: step.method, path, headers, body, keepAlive });
    const made = new RequestSkeleton(compiled, target, keepAlive).render(values());
    expect(Buffer.from(made.bytes).toString('latin1')).toBe(whole.toString('latin1'));
    expect(['', path]).toContain(made.path);
  }
});

test.each(['/{{$seq}}', '/{{id}}'])('the path %s is known where cookies are kept', (path) => {
  const compiled = compileStep({ ...plain, path }, 0, [], { ...traffic, cookies: true });
  const made = new RequestSkeleton(compiled, target, true).render(values());
  expect(made.path).toBe(compiled.path?.render(values()));
});

test('thousands of requests in a row stay what they were, whatever is written after them', () => {
  const step = { ...plain, path: '/{{$int -5 5}}', headers: [json], body: '{"ö":"{{$uuid}}","n":{{$int 0 9999}}}' };
  const compiled = compileStep(step, 0, [], traffic);
  const skeleton = new RequestSkeleton(compiled, target, true);
  const drawn = (sequence: number): TemplateValues => ({
    variables: new Map(),
    sequence,
    random: seededRandom(sequence),
  });
  const made = Array.from({ length: 5_000 }, (_, sequence) => skeleton.render(drawn(sequence)).bytes);
  for (const [sequence, bytes] of made.entries()) {
    const given = drawn(sequence);
    const path = compiled.path?.render(given) ?? '';
    const body = 'names' in compiled.body ? Buffer.from(compiled.body.render(given)) : compiled.body;
    const whole = serialiseRequest(target, { method: 'POST', path, headers: [json], body, keepAlive: true });
    expect(whole.equals(bytes)).toBe(true);
  }
});
