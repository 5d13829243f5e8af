import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { expect, test } from 'vitest';
import { readTemplate } from './read-template.js';
import { render } from './render.js';
import { hashOfTemplate } from './template-file.js';

const TEMPLATES = join(import.meta.dirname, '../../../../templates');
const names = readdirSync(TEMPLATES, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.hbs') && !name.startsWith('node_modules'),
);

test('every template holds nothing but values and conditions', () => {
  expect(names.length).toBeGreaterThan(40);
  for (const name of names) expect(() => readTemplate(readFileSync(join(TEMPLATES, name), 'utf8'))).not.toThrow();
});

test('what is filled is what Handlebars itself makes of a template and a view', () => {
  const source = readFileSync(join(TEMPLATES, 'shared/requests.ts.hbs'), 'utf8');
  for (const view of [{}, { forms: true }, { guards: true, streams: true }]) {
    const made = Handlebars.compile(source, { noEscape: true })({ banner: '', ...view });
    const [, ...lines] = render('shared/requests.ts', view).split('\n');
    expect(lines).toEqual(made.split('\n').slice(1));
  }
});

test('a changed template is another one', () => {
  expect(hashOfTemplate('a')).not.toBe(hashOfTemplate('b'));
});

test.each(['{{{a}}}', '{{#each a}}{{/each}}', '{{> a}}', '{{a b}}', '{{#if a b}}{{/if}}', '{{#if 1}}{{/if}}'])(
  '%j is refused',
  (source) => {
    expect(() => readTemplate(source)).toThrow(SyntaxError);
  },
);
