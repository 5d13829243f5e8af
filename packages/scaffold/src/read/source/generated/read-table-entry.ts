// One entry of the table `operations`: `() => ({ method: 'GET', path: '/users', parameters: […], responses: { … } })`.
import type {
  Encoding,
  FieldStyle,
  HttpMethod,
  MediaType,
  Operation,
  Parameter,
  ParameterPlace,
  ParameterStyle,
  RequestBody,
  Response,
  ResponseHeader,
  Schema,
  SecurityRequirement,
} from '../../../model/api-model.js';
import { mediaKind } from '../../../model/media-kind.js';
import { operationName } from '../../../model/names.js';
import { statusPhrase } from '../../../model/status-phrase.js';
import { type DocComment, docCommentAt } from '../doc-comments.js';
import { packagePath } from '../frameworks/package-path.js';
import { described, type ReadSchema, required, type SchemaReading } from '../schemas/schema-reading.js';
import { readZod } from '../schemas/zod/read-zod.js';
import { type Item, memberOf, textOf, type Value } from '../values.js';

interface TableEntry {
  readonly name: string;
  readonly tag: string | undefined;
  readonly entry: Value;
  readonly comment: DocComment | undefined;
}

export function readTableEntry(
  reading: SchemaReading,
  { name, tag, entry, comment }: TableEntry,
): Operation | undefined {
  const method = textOf(memberOf(entry, 'method'))?.toLowerCase();
  const path = textOf(memberOf(entry, 'path'));
  if (method === undefined || path === undefined) return undefined;
  const operationId = idOf(name, method, path, comment);
  const group = tagOf(tag, comment);
  const body = entry.kind === 'record' ? entry.members.get('body') : undefined;
  return {
    ...(operationId !== undefined && { operationId }),
    method: method as HttpMethod,
    path,
    ...(group !== undefined && { tag: group }),
    ...(comment?.text !== undefined && { summary: comment.text }),
    ...(comment?.remarks !== undefined && { description: comment.remarks }),
    deprecated: comment?.tags.has('deprecated') ?? false,
    parameters: itemsIn(memberOf(entry, 'parameters')).flatMap((item) => parameterOf(reading, item)),
    ...(body && { requestBody: bodyOf(reading, body) }),
    responses: responsesOf(reading, memberOf(entry, 'responses'), memberOf(entry, 'headers')),
    security: itemsIn(memberOf(entry, 'security')).map(requirementOf),
  };
}

function idOf(name: string, method: string, path: string, comment: DocComment | undefined): string | undefined {
  const said = comment?.tags.get('operationId');
  if (said !== undefined) return said;
  return comment?.tags.has('unnamed') || name === operationName(method, path) ? undefined : name;
}

function tagOf(file: string | undefined, comment: DocComment | undefined): string | undefined {
  const said = comment?.tags.get('tag');
  if (said !== undefined) return said;
  return comment?.tags.has('untagged') || file === 'default' ? undefined : file;
}

function itemsIn(value: Value | undefined): readonly Item[] {
  return value?.kind === 'list' ? value.items : [];
}

function membersIn(value: Value | undefined): readonly (readonly [string, Item])[] {
  return value?.kind === 'record' ? [...value.members] : [];
}

function schemaOf(reading: SchemaReading, item: Item | undefined): ReadSchema {
  const read = item && readZod(reading, item.value);
  if (!read) {
    if (item) reading.note('a schema that could not be read; anything is allowed there', item.at);
    return required(true);
  }
  return described(reading, read, item.at);
}

/** `query('ids', ['number'], z.array(z.int()).optional(), { explode: false })` */
function parameterOf(reading: SchemaReading, { value, at }: Item): readonly Parameter[] {
  const path = value.kind === 'call' ? packagePath(value.callee) : undefined;
  if (value.kind !== 'call' || path?.name !== 'api-scaffold/parameters') return [];
  const [name, , schema, options] = value.args;
  const place = path.members[0] as ParameterPlace;
  const usual: ParameterStyle = place === 'query' || place === 'cookie' ? 'form' : 'simple';
  const style = (textOf(memberOf(options?.value, 'style')) ?? usual) as ParameterStyle;
  const explode = memberOf(options?.value, 'explode');
  const comment = docCommentAt(at);
  const read = schemaOf(reading, schema);
  return [
    {
      name: textOf(name?.value) ?? '',
      in: place,
      required: !read.isOptional,
      ...(comment?.text !== undefined && { description: comment.text }),
      ...(comment?.tags.has('deprecated') && { deprecated: true }),
      style,
      explode: explode?.kind === 'constant' ? explode.value === true : style === 'form' || style === 'deepObject',
      schema: read.schema,
    },
  ];
}

function bodyOf(reading: SchemaReading, { value, at }: Item): RequestBody {
  const isRequired = memberOf(value, 'required');
  const description = docCommentAt(at)?.text;
  return {
    required: isRequired?.kind === 'constant' && isRequired.value === true,
    ...(description !== undefined && { description }),
    content: membersIn(memberOf(value, 'content')).map(([type, item]) => bodyMediaOf(reading, type, item)),
  };
}

/** `body(Schema)`, `sequence(Item)`, `form(shape, Schema, fields)`, and `bytes`, which has no schema. */
function bodyMediaOf(reading: SchemaReading, type: string, item: Item): MediaType {
  const args = item.value.kind === 'call' ? item.value.args : [];
  if (mediaKind(type) !== 'form') return mediaOf(reading, type, item, args[0]);
  const encoding = membersIn(args[2]?.value).map(([name, field]) => [name, encodingOf(reading, field)] as const);
  const media = mediaOf(reading, type, item, args[1]);
  return encoding.length === 0 ? media : { ...media, encoding: new Map(encoding) };
}

function encodingOf(reading: SchemaReading, { value }: Item): Encoding {
  const style = textOf(memberOf(value, 'style')) as FieldStyle | undefined;
  const explode = memberOf(value, 'explode');
  const usual = style === 'form' || style === 'deepObject';
  return {
    contentTypes: itemsIn(memberOf(value, 'types')).flatMap((type) => textOf(type.value) ?? []),
    ...(style !== undefined && { style, explode: explode?.kind === 'constant' ? explode.value === true : usual }),
    headers: membersIn(memberOf(value, 'headers')).map(([name, header]) => headerOf(reading, name, header)),
  };
}

function mediaOf(reading: SchemaReading, type: string, item: Item, inner: Item | undefined): MediaType {
  const read = schemaOf(reading, inner);
  const { schema } = inner === item ? read : described(reading, read, item.at);
  return { type, schema: mediaSchema(reading, type, schema) };
}

/** A text in XML or YAML names the schema that it is written after in a remark. */
function mediaSchema({ names }: SchemaReading, type: string, schema: Schema): Schema {
  const kind = mediaKind(type);
  if (kind === 'bytes') return true;
  if (kind !== 'text' || typeof schema !== 'object' || schema.format === undefined) return schema;
  const named = [...names.values()].find(({ identifier }) => identifier === schema.format);
  return named ? { ref: named.id } : schema;
}

function responsesOf(
  reading: SchemaReading,
  responses: Value | undefined,
  headers: Value | undefined,
): readonly Response[] {
  return membersIn(responses).map(([status, item]) => ({
    status,
    description: docCommentAt(item.at)?.text ?? statusPhrase(status),
    headers: membersIn(memberOf(headers, status)).map(([name, header]) => headerOf(reading, name, header)),
    content: membersIn(item.value).map(([type, media]) => mediaOf(reading, type, media, itemOf(media) ?? media)),
  }));
}

/** `items(Chunk)` and `events(Chunk)`: the schema of an item. */
function itemOf({ value }: Item): Item | undefined {
  const path = value.kind === 'call' ? packagePath(value.callee) : undefined;
  return value.kind === 'call' && path?.name === 'api-scaffold/answer-streams' ? value.args[0] : undefined;
}

function headerOf(reading: SchemaReading, name: string, item: Item): ResponseHeader {
  const { schema, isOptional } = schemaOf(reading, item);
  if (typeof schema !== 'object') return { name, required: !isOptional, schema };
  const { description, ...others } = schema;
  const isPlain = Object.keys(others).length === 0;
  return {
    name,
    required: !isOptional,
    ...(description !== undefined && { description }),
    schema: isPlain ? true : others,
  };
}

function requirementOf({ value }: Item): SecurityRequirement {
  return membersIn(value).map(([scheme, scopes]) => ({
    scheme,
    scopes: itemsIn(scopes.value).flatMap((scope) => textOf(scope.value) ?? []),
  }));
}
