import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { expect, test } from 'vitest';
import { readTemplate, type TemplatePart } from './read-template.js';

const TEMPLATES = join(import.meta.dirname, '../../../../templates');
const names = readdirSync(TEMPLATES, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.hbs') && !name.startsWith('node_modules'),
);

/** The tree of Handlebars, as ours would be. */
function partsOf({ body }: hbs.AST.Program): readonly TemplatePart[] {
  return body.flatMap((statement): TemplatePart[] => {
    if (isContent(statement)) return statement.value === '' ? [] : [statement.value];
    if (isBlock(statement)) {
      const [condition] = statement.params;
      const { original } = statement.path as hbs.AST.PathExpression;
      const otherwise = statement.inverse as hbs.AST.Program | undefined;
      return [
        {
          condition: (condition as hbs.AST.PathExpression).parts,
          wanted: original === 'if',
          chosen: partsOf(statement.program),
          otherwise: otherwise ? partsOf(otherwise) : [],
        },
      ];
    }
    return [{ value: ((statement as hbs.AST.MustacheStatement).path as hbs.AST.PathExpression).parts }];
  });
}

function isContent(statement: hbs.AST.Statement): statement is hbs.AST.ContentStatement {
  return statement.type === 'ContentStatement';
}

function isBlock(statement: hbs.AST.Statement): statement is hbs.AST.BlockStatement {
  return statement.type === 'BlockStatement';
}

test('every template is read as Handlebars reads it', () => {
  expect(names.length).toBeGreaterThan(40);
  for (const name of names) {
    const source = readFileSync(join(TEMPLATES, name), 'utf8');
    expect(readTemplate(source), name).toEqual(partsOf(Handlebars.parse(source)));
  }
});

test.each([
  'a\n{{#if b}}\nc\n{{/if}}\nd\n',
  'a {{#if b}}c{{else}}d{{/if}} e\n',
  '{{#unless b}}\n  c\n{{else}}\n  d\n{{/unless}}',
  '  {{#if b}}  \n{{#if c}}\nd\n{{/if}}\n  {{/if}}\nend',
  '{{#if b}}{{#if c}}\nd\n{{/if}}{{/if}}\n',
  'a{{b.c}}\n{{d}}\n',
])('%j is read as Handlebars reads it', (source) => {
  expect(readTemplate(source)).toEqual(partsOf(Handlebars.parse(source)));
});

test.each([
  '{{{a}}}',
  '{{#each a}}{{/each}}',
  '{{> a}}',
  '{{a b}}',
  '{{#if a}}',
  '{{/if}}',
  '{{else}}',
  '{{#if a}}{{/unless}}',
])('%j is refused', (source) => {
  expect(() => readTemplate(source)).toThrow(SyntaxError);
});
