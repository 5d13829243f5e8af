// A file that a person owns, as far as the tool must understand it: what it imports and exports, and where.

import { locate } from '@senior-backend/core/errors/diagnostic';
import { parseSync } from 'oxc-parser';
import { scaffoldError } from '../codes.js';

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Offset of the end of the last import; undefined where there is none. */
  readonly importsEnd: number | undefined;
  /** `./errors.js` → imported name → local name. */
  readonly imports: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Names at the top level, imported or declared. */
  readonly names: ReadonlySet<string>;
  /** Exported name → offset of its declaration. */
  readonly exports: ReadonlyMap<string, number>;
  /** Exported name → the name of the type that it is annotated with: `Handler` of `Handler<'createUser'>`. */
  readonly types: ReadonlyMap<string, string>;
  /** Exported object literals: name → its keys and the offset of the closing brace. */
  readonly objects: ReadonlyMap<string, ObjectLiteral>;
}

export interface ObjectLiteral {
  readonly keys: ReadonlySet<string>;
  readonly closingBrace: number;
  readonly lastPropertyEnd: number | undefined;
}

/** Stands among the imported names for all of them: `import * as local`. */
export const NAMESPACE = '*';

type Program = ReturnType<typeof parseSync>['program'];
type Statement = Program['body'][number];

/** Throws SCAF303 for a file with a syntax error. */
export function readSourceFile(path: string, text: string): SourceFile {
  const parsed = parseSync(path, text);
  const [error] = parsed.errors;
  if (error) {
    const at = error.labels[0]?.start;
    throw scaffoldError('SCAF303', {
      message: `${path} has a syntax error: ${error.message}`,
      at: at === undefined ? { file: path } : locate(path, text, at),
      help: 'correct the file and run the command again; nothing was written',
    });
  }
  const found = {
    imports: new Map<string, Map<string, string>>(),
    names: new Set<string>(),
    exports: new Map<string, number>(),
    types: new Map<string, string>(),
    objects: new Map<string, ObjectLiteral>(),
  };
  let importsEnd: number | undefined;
  for (const statement of parsed.program.body) {
    if (statement.type === 'ImportDeclaration') importsEnd = statement.end;
    readStatement(statement, found);
  }
  return { path, text, importsEnd, ...found };
}

interface Found {
  readonly imports: Map<string, Map<string, string>>;
  readonly names: Set<string>;
  readonly exports: Map<string, number>;
  readonly types: Map<string, string>;
  readonly objects: Map<string, ObjectLiteral>;
}

function readStatement(statement: Statement, found: Found): void {
  if (statement.type === 'ImportDeclaration') {
    const names = found.imports.get(statement.source.value) ?? new Map<string, string>();
    for (const specifier of statement.specifiers) {
      found.names.add(specifier.local.name);
      if (specifier.type === 'ImportSpecifier' && specifier.imported.type === 'Identifier')
        names.set(specifier.imported.name, specifier.local.name);
      if (specifier.type === 'ImportNamespaceSpecifier') names.set(NAMESPACE, specifier.local.name);
    }
    found.imports.set(statement.source.value, names);
  } else if (statement.type === 'ExportNamedDeclaration') {
    if (statement.declaration) readDeclaration(statement.declaration, found, true);
    for (const specifier of statement.specifiers) {
      if (specifier.exported.type === 'Identifier') found.exports.set(specifier.exported.name, specifier.start);
    }
  } else {
    readDeclaration(statement, found, false);
  }
}

function readDeclaration(declaration: Statement, found: Found, exported: boolean): void {
  const add = (name: string, at: number): void => {
    found.names.add(name);
    if (exported) found.exports.set(name, at);
  };
  if (declaration.type === 'VariableDeclaration') {
    for (const { id, init } of declaration.declarations) {
      if (id.type !== 'Identifier') continue;
      add(id.name, id.start);
      const type = id.typeAnnotation?.typeAnnotation;
      if (exported && type?.type === 'TSTypeReference' && type.typeName.type === 'Identifier')
        found.types.set(id.name, type.typeName.name);
      const literal = init && objectLiteral(init);
      if (literal) found.objects.set(id.name, literal);
    }
  } else if (declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration') {
    if (declaration.id) add(declaration.id.name, declaration.id.start);
  } else if (declaration.type === 'TSInterfaceDeclaration' || declaration.type === 'TSTypeAliasDeclaration') {
    found.names.add(declaration.id.name);
  }
}

type Expression = NonNullable<Extract<Statement, { type: 'VariableDeclaration' }>['declarations'][number]['init']>;

/** The object behind `{…}`, `{…} satisfies T`, `({…}) as T`. */
function objectLiteral(expression: Expression): ObjectLiteral | undefined {
  if (
    expression.type === 'TSSatisfiesExpression' ||
    expression.type === 'TSAsExpression' ||
    expression.type === 'ParenthesizedExpression'
  )
    return objectLiteral(expression.expression);
  if (expression.type !== 'ObjectExpression') return undefined;
  const keys = expression.properties.flatMap((property) => {
    if (property.type !== 'Property' || property.computed) return [];
    if (property.key.type === 'Identifier') return [property.key.name];
    return property.key.type === 'Literal' ? [String(property.key.value)] : [];
  });
  return { keys: new Set(keys), closingBrace: expression.end - 1, lastPropertyEnd: expression.properties.at(-1)?.end };
}
