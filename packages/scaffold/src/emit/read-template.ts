// A template as Handlebars reads it, reduced to what templates use: values, and `if`, `unless` and `else`.
import { createRequire } from 'node:module';
import type Handlebars from 'handlebars';

/** `name`, or `uses.format`. */
export type ValuePath = readonly string[];

export type TemplatePart =
  | string
  | { readonly value: ValuePath }
  | {
      readonly condition: ValuePath;
      /** What the condition must be for `chosen`. */
      readonly wanted: boolean;
      readonly chosen: readonly TemplatePart[];
      readonly otherwise: readonly TemplatePart[];
    };

/** Throws for what Handlebars cannot read, and SyntaxError for what templates have no use for: helpers, partials, `{{{`. */
export function readTemplate(source: string): readonly TemplatePart[] {
  // Loaded when it is wanted: a release has its templates read already.
  const { parse } = createRequire(import.meta.url)('handlebars') as typeof Handlebars;
  return partsOf(parse(source));
}

function partsOf({ body }: hbs.AST.Program): readonly TemplatePart[] {
  return body.flatMap((statement): readonly TemplatePart[] => {
    if (isContent(statement)) return statement.value === '' ? [] : [statement.value];
    if (isValue(statement)) return [{ value: pathOf(statement.path) }];
    if (!isBlock(statement)) throw new SyntaxError(`a template holds a ${statement.type}`);
    const [condition] = statement.params;
    const otherwise = statement.inverse as hbs.AST.Program | undefined;
    return [
      {
        condition: pathOf(condition),
        wanted: statement.path.original === 'if',
        chosen: partsOf(statement.program),
        otherwise: otherwise ? partsOf(otherwise) : [],
      },
    ];
  });
}

function pathOf(expression: hbs.AST.Expression | undefined): ValuePath {
  if (expression?.type !== 'PathExpression') throw new SyntaxError('a template names no value');
  return (expression as hbs.AST.PathExpression).parts;
}

function isContent(statement: hbs.AST.Statement): statement is hbs.AST.ContentStatement {
  return statement.type === 'ContentStatement';
}

function isValue(statement: hbs.AST.Statement): statement is hbs.AST.MustacheStatement {
  const { type, params = [], escaped } = statement as hbs.AST.MustacheStatement;
  return type === 'MustacheStatement' && params.length === 0 && escaped;
}

function isBlock(
  statement: hbs.AST.Statement,
): statement is hbs.AST.BlockStatement & { readonly path: hbs.AST.PathExpression } {
  if (statement.type !== 'BlockStatement') return false;
  const { path, params } = statement as hbs.AST.BlockStatement;
  return params.length === 1 && ['if', 'unless'].includes((path as hbs.AST.PathExpression).original);
}
