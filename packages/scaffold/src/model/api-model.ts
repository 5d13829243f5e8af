// The model that every reader ends in and every emitter starts from. Types and no code.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type JsonType = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';

/** Identifies a named schema: `file#pointer` for OpenAPI. Schemas refer to each other by it, so cycles cost nothing. */
export type SchemaId = string;

/** `true` allows everything, `false` nothing. */
export type Schema = boolean | SchemaObject;

/** JSON Schema 2020-12, whatever dialect came in. `const` has become an `enum` of one, `nullable` a type. */
export interface SchemaObject {
  readonly ref?: SchemaId;
  readonly title?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;
  readonly default?: Json;
  readonly examples?: readonly Json[];
  /** Absent: every type. */
  readonly types?: readonly JsonType[];
  readonly enum?: readonly Json[];
  readonly format?: string;
  readonly contentEncoding?: string;

  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;

  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;

  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly contains?: Schema;
  readonly minContains?: number;
  readonly maxContains?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly unevaluatedItems?: Schema;

  readonly properties?: ReadonlyMap<string, Schema>;
  readonly required?: readonly string[];
  readonly patternProperties?: ReadonlyMap<string, Schema>;
  readonly additionalProperties?: Schema;
  readonly propertyNames?: Schema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly dependentRequired?: ReadonlyMap<string, readonly string[]>;
  readonly dependentSchemas?: ReadonlyMap<string, Schema>;
  readonly unevaluatedProperties?: Schema;

  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly discriminator?: Discriminator;
}

export interface Discriminator {
  readonly propertyName: string;
  /** Value of the property → schema. */
  readonly mapping: ReadonlyMap<string, SchemaId>;
}

export interface NamedSchema {
  readonly id: SchemaId;
  /** What the document calls it; the plan makes an identifier of it. */
  readonly name: string;
  readonly schema: Schema;
}

export type HttpMethod = PathMethod | AdditionalMethod;

/** Those that every version of OpenAPI has a member of a path for. */
export type PathMethod = 'get' | 'put' | 'post' | 'delete' | 'options' | 'head' | 'patch' | 'trace';

/** Those that OpenAPI 3.2 can describe besides, and that Node's parser lets through. */
export type AdditionalMethod =
  | 'query'
  | 'acl'
  | 'bind'
  | 'checkout'
  | 'copy'
  | 'link'
  | 'lock'
  | 'm-search'
  | 'merge'
  | 'mkactivity'
  | 'mkcalendar'
  | 'mkcol'
  | 'move'
  | 'notify'
  | 'propfind'
  | 'proppatch'
  | 'purge'
  | 'rebind'
  | 'report'
  | 'search'
  | 'source'
  | 'subscribe'
  | 'unbind'
  | 'unlink'
  | 'unlock'
  | 'unsubscribe';

export type ParameterPlace = 'path' | 'query' | 'header' | 'cookie';

export type ParameterStyle =
  | 'simple'
  | 'label'
  | 'matrix'
  | 'form'
  | 'spaceDelimited'
  | 'pipeDelimited'
  | 'deepObject'
  | 'content'
  | 'querystring';

/** By name; `example` where the document gives one without a name. Not held against the schema. */
export type Examples = ReadonlyMap<string, Json>;

export interface Parameter {
  readonly name: string;
  readonly in: ParameterPlace;
  readonly required: boolean;
  readonly description?: string;
  readonly deprecated?: boolean;
  /**
   * `content`: the value is one JSON text (OpenAPI's `content` in place of `schema`). `querystring`: it is the whole query
   * (3.2); its fields where it is exploded, and else one JSON text.
   */
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly schema: Schema;
  readonly examples?: Examples;
}

export interface MediaType {
  /** Lower case, with parameters dropped: `application/json`, `text/*`. */
  readonly type: string;
  /** What the body is; of a sequence (`text/event-stream`, `application/jsonl`), what each of its items is. */
  readonly schema: Schema;
  readonly examples?: Examples;
  /** How the fields of a form are written, by their names. */
  readonly encoding?: ReadonlyMap<string, Encoding>;
}

/** OpenAPI 3.1.1, encoding object. A style says how a text is taken apart; without one, the media type says it. */
export interface Encoding {
  /** Lower case, with parameters dropped; empty where the schema decides. */
  readonly contentTypes: readonly string[];
  readonly style?: FieldStyle;
  readonly explode?: boolean;
  /** Of the part of a multipart body. */
  readonly headers: readonly ResponseHeader[];
}

export type FieldStyle = Extract<ParameterStyle, 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject'>;

export interface RequestBody {
  readonly required: boolean;
  readonly description?: string;
  readonly content: readonly MediaType[];
}

export interface Response {
  /** `200`, `4XX` or `default`. */
  readonly status: string;
  readonly description?: string;
  readonly headers: readonly ResponseHeader[];
  /** Empty where the answer has no body. */
  readonly content: readonly MediaType[];
  readonly links?: readonly Link[];
}

/** A request that an answer leads to (OpenAPI 3.1.1, link object). */
export interface Link {
  /** As in the document. */
  readonly name: string;
  readonly description?: string;
  readonly target: LinkTarget;
  /** By `id`, or `path.id` where it could be two: a constant or a text with runtime expressions. */
  readonly parameters: ReadonlyMap<string, Json>;
  readonly body?: Json;
  /** Where the target is not on the server of the document; its variables are at their defaults. */
  readonly server?: string;
}

/** An operation by its id, or by its route; the method in lower case. */
export type LinkTarget = { readonly operationId: string } | { readonly path: string; readonly method: string };

export interface ResponseHeader {
  readonly name: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
  readonly examples?: Examples;
}

/** All of the schemes of one requirement must hold; one of the requirements of an operation is enough. */
export type SecurityRequirement = readonly { readonly scheme: string; readonly scopes: readonly string[] }[];

export type SecurityScheme = { readonly name: string; readonly description?: string } & (
  | { readonly kind: 'apiKey'; readonly in: 'query' | 'header' | 'cookie'; readonly parameter: string }
  | { readonly kind: 'basic' }
  | { readonly kind: 'bearer' }
  | { readonly kind: 'http'; readonly scheme: string }
  | { readonly kind: 'oauth2' }
  | { readonly kind: 'openIdConnect' }
  | { readonly kind: 'mutualTLS' }
  /** Required somewhere and declared nowhere: what its credentials are, only its function can know. */
  | { readonly kind: 'undeclared' }
);

export interface Operation {
  /** The document's operationId; undefined where it has none. */
  readonly operationId?: string;
  readonly method: HttpMethod;
  /** As in the document: `/users/{userId}`. */
  readonly path: string;
  readonly tag?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated: boolean;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: RequestBody;
  readonly responses: readonly Response[];
  /** Empty: open to everybody. */
  readonly security: readonly SecurityRequirement[];
  /** What the API sends because of a request of this operation; the path of each is a runtime expression. */
  readonly callbacks?: readonly OutgoingRequest[];
}

/** A request that the API itself sends: a webhook, or a callback of an operation. */
export interface OutgoingRequest {
  /** As in the document: `newPet`, `onData`. */
  readonly name: string;
  /** Without security: who receives it decides. The path of a webhook is its name. */
  readonly operation: Operation;
}

export interface ApiModel {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  /** The path of the first server: `/v1`; empty where it is the root. */
  readonly basePath: string;
  /** In the order of the document. */
  readonly operations: readonly Operation[];
  readonly schemas: ReadonlyMap<SchemaId, NamedSchema>;
  readonly securitySchemes: ReadonlyMap<string, SecurityScheme>;
  /** Requests to addresses that were registered otherwise (OpenAPI 3.1). */
  readonly webhooks?: readonly OutgoingRequest[];
  /** Patterns that a text can make slow, each with the characters of the longest text that was found harmless. */
  readonly slowPatterns?: ReadonlyMap<string, number>;
}
