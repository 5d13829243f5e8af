import { expect, test } from 'vitest';
import { readSpec } from '../read/openapi/read-spec.js';
import { planApi } from './plan-api.js';

const marked = (mark: string): object => ({
  type: 'object',
  properties: { id: { type: 'string', [mark]: true }, name: { type: 'string' } },
});
const refers = (name: string): object => ({
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
});

function namesOf(document: object): readonly string[] {
  const text = JSON.stringify({ openapi: '3.1.0', info: { title: 'T', version: '1' }, ...document });
  return planApi(readSpec('/', { file: '-', text }).model).schemas.map(({ name }) => name);
}

test('a type for requests where something comes in as it, and where no answer says what it is', () => {
  const schemas = {
    Read: marked('readOnly'),
    Sent: marked('readOnly'),
    Holder: { type: 'object', properties: { inner: { $ref: '#/components/schemas/Held' } } },
    Held: marked('readOnly'),
    Secret: marked('writeOnly'),
  };
  const answer = { 200: { description: 'ok', ...refers('Read') } };
  const paths = {
    '/a': { get: { responses: answer }, post: { requestBody: refers('Sent'), responses: answer } },
    '/b': { put: { requestBody: refers('Holder'), responses: answer } },
  };
  expect([...namesOf({ paths, components: { schemas } })].sort()).toEqual(
    ['Held', 'HeldInput', 'Holder', 'HolderInput', 'Read', 'Secret', 'SecretInput', 'Sent', 'SentInput'].sort(),
  );
});

test('what a webhook is answered comes in', () => {
  const webhooks = { told: { post: { responses: { 200: { description: 'ok', ...refers('Answer') } } } } };
  const components = { schemas: { Answer: marked('readOnly') } };
  expect(namesOf({ webhooks, components })).toEqual(['Answer', 'AnswerInput']);
});
