import type {
  Examples,
  Json,
  Link,
  MediaType,
  Operation,
  Parameter,
  RequestBody,
  Response,
  ResponseHeader,
  Schema,
} from '../../model/api-model.js';
import { DEFAULT_STYLES } from '../../model/default-styles.js';
import { mediaKind } from '../../model/media-kind.js';
import { type JsonObject, objectOf } from './json-object.js';
import { type SchemaContext, schemaJson } from './schema-json.js';

/** An operation object without its security, which the document may say for all. */
export function operationJson(context: SchemaContext, operation: Operation): JsonObject {
  const { operationId, tag, summary, description, deprecated, parameters, requestBody, responses } = operation;
  return objectOf({
    operationId,
    tags: tag === undefined ? undefined : [tag],
    summary,
    description,
    deprecated: deprecated ? true : undefined,
    parameters: parameters.length === 0 ? undefined : parameters.map((parameter) => parameterJson(context, parameter)),
    requestBody: requestBody && bodyJson(context, requestBody),
    responses: Object.fromEntries(responses.map((response) => [response.status, responseJson(context, response)])),
  });
}

function parameterJson(context: SchemaContext, parameter: Parameter): Json {
  const { name, in: place, required, description, deprecated, style, explode, schema, examples } = parameter;
  const head = { name, in: place, required: required ? true : undefined, description, deprecated };
  if (style === 'querystring')
    return objectOf({
      ...head,
      in: 'querystring',
      content: contentJson(context, [{ type: explode ? FORM_TYPE : JSON_TYPE, schema, ...(examples && { examples }) }]),
    });
  if (style === 'content')
    return objectOf({
      ...head,
      content: contentJson(context, [{ type: JSON_TYPE, schema, ...(examples && { examples }) }]),
    });
  // OpenAPI 3.1.1, parameter object: form is exploded where nothing is said. Of deepObject the reader says the same.
  const usual = style === 'form' || style === 'deepObject';
  return objectOf({
    ...head,
    style: style === DEFAULT_STYLES[place] ? undefined : style,
    explode: explode === usual ? undefined : explode,
    schema: schemaJson(context, schema),
    ...examplesJson(examples),
  });
}

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

function bodyJson(context: SchemaContext, { required, description, content }: RequestBody): Json {
  return objectOf({ description, required: required ? true : undefined, content: contentJson(context, content) });
}

function responseJson(context: SchemaContext, { description, headers, content, links }: Response): Json {
  return objectOf({
    // The one member that a response must have, though it may be empty.
    description: description ?? '',
    headers: headersJson(context, headers),
    content: content.length === 0 ? undefined : contentJson(context, content),
    links: links && Object.fromEntries(links.map((link) => [link.name, linkJson(link)])),
  });
}

function linkJson({ description, target, parameters, body, server }: Link): Json {
  return objectOf({
    ...('operationId' in target
      ? { operationId: target.operationId }
      : { operationRef: `#/paths/${target.path.replaceAll('~', '~0').replaceAll('/', '~1')}/${target.method}` }),
    parameters: parameters.size === 0 ? undefined : Object.fromEntries(parameters),
    requestBody: body,
    description,
    server: server === undefined ? undefined : { url: server },
  });
}

function headersJson(context: SchemaContext, headers: readonly ResponseHeader[]): Json | undefined {
  if (headers.length === 0) return undefined;
  return Object.fromEntries(headers.map((header) => [header.name, headerJson(context, header)]));
}

function headerJson(context: SchemaContext, { required, description, schema, examples }: ResponseHeader): Json {
  return objectOf({
    description,
    required: required ? true : undefined,
    schema: schemaJson(context, schema),
    ...examplesJson(examples),
  });
}

function contentJson(context: SchemaContext, content: readonly MediaType[]): Json {
  return Object.fromEntries(
    content.map(({ type, schema, examples, encoding }) => [
      type,
      objectOf({
        schema: schema === true ? undefined : mediaSchema(context, type, schema),
        encoding: encoding && encodingJson(context, encoding),
        ...examplesJson(examples),
      }),
    ]),
  );
}

function encodingJson(context: SchemaContext, encoding: NonNullable<MediaType['encoding']>): Json {
  return Object.fromEntries(
    [...encoding].map(([name, { contentTypes, style, explode, headers }]) => [
      name,
      objectOf({
        contentType: contentTypes.length === 0 ? undefined : contentTypes.join(', '),
        style,
        explode: explode === (style === 'form' || style === 'deepObject') ? undefined : explode,
        headers: headersJson(context, headers),
      }),
    ]),
  );
}

/** Before 3.2, the schema of a sequence is that of an item, or of a list of them: where an item is a list, only the latter is clear. */
function mediaSchema(context: SchemaContext, type: string, schema: Schema): Json {
  const json = schemaJson(context, schema);
  const isList = typeof schema === 'object' && schema.types?.join() === 'array';
  return mediaKind(type) === 'sequence' && isList ? { type: 'array', items: json } : json;
}

/** One without a name is `example`; others are objects with a value (OpenAPI 3.1.1, 4.8.19). */
function examplesJson(examples: Examples | undefined): JsonObject {
  if (!examples) return {};
  const only = examples.size === 1 ? examples.get('example') : undefined;
  if (only !== undefined) return { example: only };
  return { examples: Object.fromEntries([...examples].map(([name, value]) => [name, { value }])) };
}
