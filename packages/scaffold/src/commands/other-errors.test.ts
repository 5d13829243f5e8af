import { expect, test } from 'vitest';
import { readSpec } from '../read/openapi/read-spec.js';
import { otherErrors } from './other-errors.js';

function codes(
  types: Readonly<Record<string, string>>,
  errors: 'envelope' | 'problem' = 'envelope',
): readonly string[] {
  const responses = Object.fromEntries(
    Object.entries(types).map(([status, type]) => [status, { description: 'x', content: { [type]: {} } }]),
  );
  const text = JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    paths: { '/': { get: { responses } } },
  });
  return otherErrors(readSpec('/', { file: '-', text }).model, { errors }).map(({ code }) => code);
}

const PROBLEM = 'application/problem+json';

test.each([
  ['most errors are problems', { 200: 'application/json', 404: PROBLEM, default: PROBLEM }, ['SCAF421']],
  ['most errors are something else', { 400: 'application/json', 404: 'text/plain', 500: PROBLEM }, []],
  ['errors of which nothing is said', { 200: PROBLEM }, []],
])('%s', (_, types, expected) => {
  expect(codes(types)).toEqual(expected);
  expect(codes(types, 'problem')).toEqual([]);
});
