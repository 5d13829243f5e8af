// What is generated has no function that nothing calls: a reader would look for who does.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { frameworkOf } from '../frameworks/frameworks.js';
import { FRAMEWORK_NAMES } from '../model/framework-name.js';
import { planApi } from '../plan/plan-api.js';
import { readSpec } from '../read/openapi/read-spec.js';
import { emitFiles } from './emit-files.js';

/**
 * What is there for those who write handlers, or for the app around the routes; and what files may import that an earlier
 * document asked for: they stay where they are.
 */
const KEPT = new Set(
  'createRouter routes goneSignal forbidden withRequestId sendNews asJson encodePathParameter'.split(' '),
);

const text = { 'text/plain': { schema: { type: 'string' } } };
const rich = {
  openapi: '3.2.0',
  info: { title: 'Rich', version: '1' },
  paths: {
    '/files/{name}': {
      get: {
        operationId: 'getFile',
        parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: { description: 'Bytes.', content: { 'image/png': {} } } },
      },
      put: {
        operationId: 'putFile',
        parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }],
        requestBody: { content: { 'application/octet-stream': {}, 'multipart/form-data': { schema: {} } } },
        responses: { 204: { description: 'Done.' } },
      },
    },
  },
  webhooks: {
    news: {
      post: { operationId: 'news', requestBody: { content: text }, responses: { 204: { description: 'Done.' } } },
    },
  },
};

const DOCUMENTS = {
  shop: readFileSync(join(import.meta.dirname, '../../../../examples/shop/openapi.yaml'), 'utf8'),
  rich: JSON.stringify(rich),
};

const cases = FRAMEWORK_NAMES.flatMap((name) => Object.keys(DOCUMENTS).map((document) => [name, document] as const));

test.each(cases)('%s, %s', (name, document) => {
  const { model } = readSpec('/', { file: '-', text: DOCUMENTS[document as keyof typeof DOCUMENTS] });
  const files = emitFiles(planApi(model), frameworkOf(name)).filter(({ path }) => !path.startsWith('types/'));
  const whole = files.map(({ content }) => content).join('\n');
  const names = files
    .filter(({ owner, path }) => owner === 'tool' && path !== 'middleware/validators.ts')
    .flatMap(({ content }) => [...content.matchAll(/^(?:export )?(?:async )?(?:function\*?|const|class) (\w+)/gm)])
    .map(([, found = '']) => found);
  const unused = names.filter((found) => [...whole.matchAll(new RegExp(`\\b${found}\\b`, 'g'))].length === 1);
  expect(unused.filter((found) => !KEPT.has(found))).toEqual([]);
});
