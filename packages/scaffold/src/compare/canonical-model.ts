// A model in one form: what `--generate-spec` compares, and what a round trip must keep.
import type {
  ApiModel,
  Json,
  MediaType,
  Operation,
  Parameter,
  Response,
  Schema,
  SchemaId,
} from '../model/api-model.js';
import { mediaKind } from '../model/media-kind.js';
import { statusPhrase } from '../model/status-phrase.js';
import type { Direction } from '../plan/api-plan.js';
import { requestKind } from '../plan/streams.js';
import { type CanonContext, canonicalSchema } from './canonical-schema.js';
import { canonicalLine, canonicalText } from './canonical-text.js';

/** `nameOf`: what a schema is called on both sides of the comparison. */
export function canonicalModel(model: ApiModel, nameOf: (id: SchemaId) => string): Json {
  const context: CanonContext = { model, nameOf };
  const used = new Set(model.operations.flatMap(({ security }) => security.flat().map(({ scheme }) => scheme)));
  const schemas = [...model.schemas.values()].map(
    ({ id, name, schema }) =>
      [nameOf(id), { name: canonicalLine(name) ?? '', schema: canonicalSchema(context, schema) }] as const,
  );
  return {
    title: canonicalLine(model.title) ?? null,
    version: canonicalLine(model.version) ?? null,
    description: canonicalText(model.description) ?? null,
    basePath: model.basePath,
    operations: Object.fromEntries(
      model.operations.map((operation) => [
        `${operation.method} ${operation.path}`,
        canonicalOperation(context, operation),
      ]),
    ),
    schemas: Object.fromEntries(schemas),
    securitySchemes: Object.fromEntries(
      [...model.securitySchemes.values()]
        .filter(({ name }) => used.has(name))
        .map((scheme) => [scheme.name, present({ ...scheme, description: canonicalText(scheme.description) })]),
    ),
  };
}

type Members = Readonly<Record<string, Json | undefined>>;

function present(members: Members): Json {
  return Object.fromEntries(Object.entries(members).filter((pair): pair is [string, Json] => pair[1] !== undefined));
}

export function canonicalOperation(context: CanonContext, operation: Operation): Json {
  const { requestBody } = operation;
  const inRequest: CanonContext = { ...context, direction: 'request' };
  return present({
    operationId: canonicalLine(operation.operationId),
    tag: canonicalLine(operation.tag),
    summary: canonicalLine(operation.summary),
    description: canonicalText(operation.description),
    deprecated: operation.deprecated,
    parameters: operation.parameters.map((parameter) => canonicalParameter(inRequest, parameter)),
    requestBody: requestBody && {
      required: requestBody.required,
      description: canonicalText(requestBody.description) ?? null,
      content: canonicalContent(inRequest, requestBody.content),
    },
    responses: Object.fromEntries(
      operation.responses.map((response) => [
        response.status,
        canonicalResponse({ ...context, direction: 'response' }, response),
      ]),
    ),
    security: operation.security.map((requirement) =>
      Object.fromEntries(requirement.map(({ scheme, scopes }) => [scheme, [...scopes]])),
    ),
  });
}

/** Examples are no part of it: they are the document's, and code has no place for them. */
function canonicalParameter(context: CanonContext, parameter: Parameter): Json {
  const { name, in: place, required, description, deprecated, style, explode, schema } = parameter;
  return present({
    in: place,
    // Header names know no case.
    name: place === 'header' ? name.toLowerCase() : name,
    required,
    description: canonicalText(description),
    deprecated: deprecated || undefined,
    style,
    explode,
    schema: canonicalSchema(context, schema),
  });
}

function canonicalContent(context: CanonContext, content: readonly MediaType[]): Json {
  return Object.fromEntries(content.map((media) => [media.type, canonicalMedia(context, media)]));
}

/** Bytes have no schema in code; a text has the name of one, or is a text. */
function canonicalMedia(
  context: CanonContext & { readonly direction?: Direction | undefined },
  media: MediaType,
): Json {
  const { type, schema } = media;
  const kind = context.direction === 'request' ? requestKind(type) : mediaKind(type);
  if (kind === 'bytes') return {};
  if (kind === 'text' && !isPlainText(type, schema)) {
    return typeof schema === 'object' && schema.ref !== undefined
      ? { ref: context.nameOf(schema.ref) }
      : { type: 'string' };
  }
  const encoding = canonicalEncoding(context, media);
  return encoding === undefined
    ? canonicalSchema(context, schema)
    : { schema: canonicalSchema(context, schema), encoding };
}

/** Undefined where nothing is said of a field that the form has. */
function canonicalEncoding(context: CanonContext, { encoding }: MediaType): Json | undefined {
  if (!encoding || context.direction !== 'request') return undefined;
  return Object.fromEntries(
    [...encoding].map(([name, { contentTypes, style, explode, headers }]) => [
      name,
      present({ contentTypes: [...contentTypes], style, explode, headers: canonicalHeaders(context, headers) }),
    ]),
  );
}

function isPlainText(type: string, schema: Schema): boolean {
  return type === 'text/plain' && typeof schema === 'object' && schema.types?.join() === 'string';
}

function canonicalResponse(context: CanonContext, { status, description, headers, content }: Response): Json {
  return {
    description: canonicalText(description) ?? statusPhrase(status),
    headers: canonicalHeaders(context, headers),
    content: canonicalContent(context, content),
  };
}

function canonicalHeaders(context: CanonContext, headers: Response['headers']): Json {
  return Object.fromEntries(
    headers.map(({ name, required, description: text, schema }) => [
      name,
      present({
        required,
        description: canonicalText(text),
        schema: canonicalSchema(context, withoutDescription(schema, text)),
      }),
    ]),
  );
}

/** A header and its schema have one description in code. */
function withoutDescription(schema: Schema, text: string | undefined): Schema {
  if (typeof schema === 'boolean' || text === undefined) return schema;
  const { description: _, ...others } = schema;
  return others;
}
