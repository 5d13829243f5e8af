import { expect, test } from 'vitest';
import { frameworkOf } from '../frameworks/frameworks.js';
import { FRAMEWORK_NAMES } from '../model/framework-name.js';
import { planApi } from '../plan/plan-api.js';
import { readSpec } from '../read/openapi/read-spec.js';
import { checkSyntax } from './check-syntax.js';
import { emitFiles } from './emit-files.js';

const TAGS = ['Operations', 'Auth', 'Users', 'delete', 'Router', 'routes', 'string'];

const text = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Tags', version: '1' },
  paths: Object.fromEntries(
    TAGS.map((tag, at) => [
      `/${at}`,
      { get: { tags: [tag], operationId: `get${at}`, responses: { 204: { description: 'Nothing.' } } } },
    ]),
  ),
});

test.each(FRAMEWORK_NAMES)('%s imports route files by the name of their tag, save where the router has it', (name) => {
  const files = emitFiles(planApi(readSpec('/', { file: '-', text }).model), frameworkOf(name));
  const router = files.find(({ path }) => path === 'routes/index.ts');
  const imported = [...(router?.content ?? '').matchAll(/import \* as (\w+) from/g)].map(([, word]) => word);
  expect(imported).toEqual(['auth', 'delete_', 'operations', 'router2', 'routes2', 'string_', 'users']);
  checkSyntax(files);
});
