import { expect, test } from 'vitest';
import { bool, code } from './code.js';
import { render } from './render.js';

const text = code`the text`;

test('what a view says no to is left out with its line', () => {
  const without = render('shared/validators.ts', { zod: false, imports: text, schemas: text, operations: text });
  const withIt = render('shared/validators.ts', { zod: true, imports: text, schemas: text, operations: text });
  expect(without).not.toContain("from 'zod'");
  expect(without).not.toMatch(/\n\n\n|\{\{/);
  expect(withIt.split('\n')).toHaveLength(without.split('\n').length + 1);
});

test('code that looks like a template is code', () => {
  const hostile = code`${bool(true)} {{banner}} {{#if zod}}`;
  expect(render('shared/validators.ts', { imports: hostile, schemas: text, operations: text })).toContain(
    'true {{banner}} {{#if zod}}',
  );
});

test('a value that a template needs and the view lacks is a mistake', () => {
  expect(() => render('shared/validators.ts', { imports: text, schemas: text })).toThrow('operations');
});
