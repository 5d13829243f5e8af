// A type of TypeScript, as it is written down → a schema. By its syntax alone: what a checker would have to infer is unknown.
import type {
  TSInterfaceDeclaration,
  TSSignature,
  TSType,
  TSTypeAliasDeclaration,
  TSTypeName,
  TSTypeReference,
} from 'oxc-parser';
import type { Json, JsonType, Schema, SchemaObject } from '../../../model/api-model.js';
import { docCommentAt } from '../doc-comments.js';
import type { SourceFile } from '../source-file.js';

export interface TypeReading {
  /** The file that a module specifier names, where it is one of those that are read. */
  fileOf(from: SourceFile, specifier: string): SourceFile | undefined;
  /** Keeps the schema of a declared type under its name; gives the reference. */
  name(file: SourceFile, name: string, read: () => Schema): Schema;
}

/** `true` for what is not known. */
export function readType(reading: TypeReading, file: SourceFile, type: TSType): Schema {
  switch (type.type) {
    case 'TSStringKeyword':
    case 'TSTemplateLiteralType':
      return { types: ['string'] };
    case 'TSNumberKeyword':
      return { types: ['number'] };
    case 'TSBooleanKeyword':
      return { types: ['boolean'] };
    case 'TSNullKeyword':
      return { types: ['null'] };
    case 'TSObjectKeyword':
      return { types: ['object'] };
    case 'TSLiteralType':
      return literalOf(type.literal);
    case 'TSArrayType':
      return { types: ['array'], items: readType(reading, file, type.elementType) };
    case 'TSTypeOperator':
      return readType(reading, file, type.typeAnnotation);
    case 'TSParenthesizedType':
      return readType(reading, file, type.typeAnnotation);
    case 'TSUnionType':
      return unionOf(
        type.types.filter((one) => one.type !== 'TSUndefinedKeyword').map((one) => readType(reading, file, one)),
      );
    case 'TSIntersectionType':
      return { allOf: type.types.map((one) => readType(reading, file, one)) };
    case 'TSTypeLiteral':
      return objectOf(reading, file, type.members);
    case 'TSTypeReference':
      return referenceOf(reading, file, type);
    default:
      return true;
  }
}

function literalOf(literal: Extract<TSType, { type: 'TSLiteralType' }>['literal']): Schema {
  return literal.type === 'Literal' &&
    (typeof literal.value === 'string' || typeof literal.value === 'number' || typeof literal.value === 'boolean')
    ? { enum: [literal.value] }
    : true;
}

/** Literals become one enum, null a type beside the only other one. */
function unionOf(members: readonly Schema[]): Schema {
  if (members.includes(true)) return true;
  const values = members.flatMap((member): readonly Json[] =>
    typeof member === 'object' && member.enum ? member.enum : [],
  );
  const others = members.filter((member) => typeof member !== 'object' || !member.enum);
  const all: readonly Schema[] = values.length > 0 ? [{ enum: values }, ...others] : others;
  const [only] = all;
  if (all.length === 1 && only !== undefined) return only;
  const types = all.flatMap((member): readonly JsonType[] =>
    typeof member === 'object' && Object.keys(member).join() === 'types' ? (member.types ?? []) : [],
  );
  return types.length === all.length ? { types } : { anyOf: all };
}

export function objectOf(reading: TypeReading, file: SourceFile, members: readonly TSSignature[]): SchemaObject {
  const properties = new Map<string, Schema>();
  const required: string[] = [];
  let rest: Schema | undefined;
  for (const member of members) {
    if (member.type === 'TSIndexSignature') rest = readType(reading, file, member.typeAnnotation.typeAnnotation);
    if (member.type !== 'TSPropertySignature') continue;
    const name =
      member.key.type === 'Identifier'
        ? member.key.name
        : member.key.type === 'Literal'
          ? String(member.key.value)
          : undefined;
    if (name === undefined) continue;
    const schema = member.typeAnnotation ? readType(reading, file, member.typeAnnotation.typeAnnotation) : true;
    const description = docCommentAt({ file, start: member.start })?.text;
    properties.set(
      name,
      description === undefined || typeof schema === 'boolean' ? schema : { ...schema, description },
    );
    if (!member.optional) required.push(name);
  }
  return {
    types: ['object'],
    ...(properties.size > 0 && { properties }),
    ...(required.length > 0 && { required }),
    ...(rest !== undefined && rest !== true && { additionalProperties: rest }),
  };
}

function nameOfEntity(name: TSTypeName): string {
  return name.type === 'Identifier' ? name.name : '';
}

function referenceOf(reading: TypeReading, file: SourceFile, { typeName, typeArguments }: TSTypeReference): Schema {
  const name = nameOfEntity(typeName);
  const [first, second] = typeArguments?.params ?? [];
  const inner = (type: TSType | undefined): Schema => (type ? readType(reading, file, type) : true);
  switch (name) {
    case 'Date':
      return { types: ['string'], format: 'date-time' };
    case 'Array':
    case 'ReadonlyArray':
    case 'Set':
      return { types: ['array'], items: inner(first) };
    case 'Promise':
    case 'Readonly':
    case 'NonNullable':
      return inner(first);
    case 'Record': {
      const rest = inner(second);
      return { types: ['object'], ...(rest !== true && { additionalProperties: rest }) };
    }
    default:
      return (typeArguments ? undefined : declared(reading, file, name)) ?? true;
  }
}

type Declaration = TSInterfaceDeclaration | TSTypeAliasDeclaration;

/** An interface or alias by its name, in the file or in what it imports. Generic ones are not followed. */
function declared(reading: TypeReading, file: SourceFile, name: string): Schema | undefined {
  const own = declarationIn(file, name);
  if (own) return own.typeParameters ? undefined : reading.name(file, name, () => schemaOf(reading, file, own));
  for (const statement of file.program.body) {
    if (statement.type !== 'ImportDeclaration') continue;
    for (const specifier of statement.specifiers) {
      if (specifier.type !== 'ImportSpecifier' || specifier.local.name !== name) continue;
      const other = reading.fileOf(file, statement.source.value);
      const imported = specifier.imported.type === 'Literal' ? specifier.imported.value : specifier.imported.name;
      return other && declared(reading, other, imported);
    }
  }
  return undefined;
}

function declarationIn(file: SourceFile, name: string): Declaration | undefined {
  for (const statement of file.program.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (
      (declaration?.type === 'TSInterfaceDeclaration' || declaration?.type === 'TSTypeAliasDeclaration') &&
      declaration.id.name === name
    )
      return declaration;
  }
  return undefined;
}

function schemaOf(reading: TypeReading, file: SourceFile, declaration: Declaration): Schema {
  if (declaration.type === 'TSTypeAliasDeclaration') return readType(reading, file, declaration.typeAnnotation);
  const own = objectOf(reading, file, declaration.body.body);
  const above = declaration.extends.flatMap(({ expression, typeArguments }): Schema[] =>
    expression.type === 'Identifier' && !typeArguments ? [declared(reading, file, expression.name) ?? true] : [],
  );
  return above.length === 0 ? own : { allOf: [...above, own] };
}
