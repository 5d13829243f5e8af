// The model as an OpenAPI document: what `read/openapi` reads back as an equal model.
import type { ApiModel, Json, SecurityRequirement, SecurityScheme } from '../../model/api-model.js';
import { componentNames } from './component-names.js';
import { type JsonObject, objectOf } from './json-object.js';
import { needs32, pathsJson, securityJson } from './paths-json.js';
import { type SchemaContext, schemaJson } from './schema-json.js';

/**
 * OpenAPI 3.1.1, or 3.2.0 where an operation has a method or a parameter that 3.1 does not know. Members stand in the order of
 * the model, so that the same model gives the same document. What the model does not hold is not there: a second server, external docs, the
 * flows of OAuth 2.
 */
export function openApiDocument(model: ApiModel): JsonObject {
  const context: SchemaContext = { names: componentNames(model) };
  const shared = sharedSecurity(model);
  const schemas = [...model.schemas.values()].map(
    ({ id, schema }) => [context.names.get(id) ?? '', schemaJson(context, schema)] as const,
  );
  const schemes = [...model.securitySchemes.values()].flatMap((scheme) => {
    const json = schemeJson(scheme);
    return json === undefined ? [] : [[scheme.name, json] as const];
  });
  return objectOf({
    openapi: needs32(model) ? '3.2.0' : '3.1.1',
    info: objectOf({ title: model.title, description: model.description, version: model.version }),
    servers: model.basePath === '' ? undefined : [{ url: model.basePath }],
    security: shared && securityJson(shared),
    paths: pathsJson(context, model.operations, shared === undefined),
    webhooks:
      model.webhooks &&
      pathsJson(
        context,
        model.webhooks.map(({ operation }) => operation),
        false,
      ),
    components: optional(
      objectOf({
        schemas: optional(Object.fromEntries(schemas)),
        securitySchemes: optional(Object.fromEntries(schemes)),
      }),
    ),
  });
}

function optional(object: JsonObject): JsonObject | undefined {
  return Object.keys(object).length === 0 ? undefined : object;
}

/** The requirements of the document: there where every operation has the same ones. */
function sharedSecurity({ operations }: ApiModel): readonly SecurityRequirement[] | undefined {
  const [first, ...others] = operations;
  if (first === undefined || first.security.length === 0) return undefined;
  const wanted = JSON.stringify(first.security);
  return others.every(({ security }) => JSON.stringify(security) === wanted) ? first.security : undefined;
}

/** Undefined for a scheme that the document only names. */
function schemeJson(scheme: SecurityScheme): Json | undefined {
  const { description } = scheme;
  switch (scheme.kind) {
    case 'apiKey':
      return objectOf({ type: 'apiKey', description, in: scheme.in, name: scheme.parameter });
    case 'basic':
    case 'bearer':
      return objectOf({ type: 'http', description, scheme: scheme.kind });
    case 'http':
      return objectOf({ type: 'http', description, scheme: scheme.scheme });
    case 'oauth2':
      return objectOf({ type: 'oauth2', description, flows: {} });
    case 'openIdConnect':
      return objectOf({ type: 'openIdConnect', description, openIdConnectUrl: '/.well-known/openid-configuration' });
    case 'mutualTLS':
      return objectOf({ type: 'mutualTLS', description });
    case 'undeclared':
      return undefined;
    default:
      return scheme satisfies never;
  }
}
