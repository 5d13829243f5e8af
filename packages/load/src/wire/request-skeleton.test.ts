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
    expect(made.bytes.toString('latin1')).toBe(whole.toString('latin1'));
    expect(made.path).toBe(path);
  }
});
