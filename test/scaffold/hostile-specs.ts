// Documents that a hostile author would write: each text at each place where a document has one. What is generated from them is
// judged in injection.test.ts; that of other generators by bench/scaffold/injection.js, whose Node reads this file as it is.

export const CALL = 'globalThis.HACKED=1';

/** What breaks out of quotes, templates, comments, brackets, lines and keys, where a generator lets it. */
export const HOSTILE_TEXTS: readonly string[] = [
  `'; ${CALL}; '`,
  `"; ${CALL}; "`,
  `\`; ${CALL}; \``,
  `\\'; ${CALL}; //`,
  `\\"; ${CALL}; //`,
  `\\\\'; ${CALL}; //`,
  `' + (${CALL}) + '`,
  `" + (${CALL}) + "`,
  `\${${CALL}}`,
  `\`\${${CALL}}\``,
  `{{${CALL}}}`,
  `{{{${CALL}}}}`,
  `*/ ${CALL}; /*`,
  `*\\/ ${CALL}; /*`,
  `x\n${CALL}\n//`,
  `x\r\n${CALL}\r\n//`,
  `x\u2028${CALL}\u2029//`,
  `x\u0085${CALL}`,
  `]; ${CALL}; [`,
  `}); ${CALL}; ({`,
  `})); ${CALL}; ((({`,
  `/; ${CALL}; /`,
  `/u; ${CALL}; //`,
  `[${CALL}]`,
  `['x'+(${CALL})]`,
  `x: (${CALL}), y`,
  `a, b = (${CALL})`,
  `<script>${CALL}</script>`,
  `-->\n${CALL}\n<!--`,
  `x\u0000${CALL}`,
  `\u202e${CALL}\u202c`,
  `\ud800${CALL}`,
  `../../${CALL}`,
  `# ${CALL}`,
  // Put together, so that no checker of our own sources takes it for a directive.
  `${['@ts', 'nocheck'].join('-')}\n${CALL}`,
  `=> { ${CALL} }`,
  `';import('data:text/javascript,${CALL}');'`,
  `constructor`,
  `\\u0027;${CALL};\\u0027`,
  `%27;${CALL};%27`,
  `&#39;;${CALL};&#39;`,
  `&quot;${CALL}`,
  `\u200b\ufeff${CALL}`,
  `eval(atob('eA=='))`,
  'a'.repeat(5_000),
];

export interface Slot {
  readonly name: string;
  /** A harmless text that the reader treats as it treats the payloads: an unknown word where only known ones count. */
  readonly twin?: string;
  /** The payload must stand in the code as a string literal, exactly. */
  readonly isLiteral?: true;
  put(text: string): Record<string, unknown>;
}

export type Json = Record<string, unknown>;

const ok = { 200: { description: 'ok', content: { 'application/json': { schema: { type: 'string' } } } } };
const document = (paths: Json, extra: Json = {}): Json => ({
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  paths,
  ...extra,
});
const operation = (extra: Json): Json =>
  document({ '/a': { get: { operationId: 'getA', tags: ['a'], responses: ok, ...extra } } });
const schema = (value: Json): Json =>
  document({
    '/a': {
      post: {
        operationId: 'postA',
        tags: ['a'],
        requestBody: { content: { 'application/json': { schema: value } } },
        responses: ok,
      },
    },
  });
const component = (value: Json): Json => ({ ...operation({}), components: { schemas: { Thing: value } } });
const parameter = (value: Json): Json =>
  operation({ parameters: [{ name: 'p', in: 'query', schema: { type: 'string' }, ...value }] });

export const SLOTS: readonly Slot[] = [
  { name: 'info.title', put: (text) => ({ ...operation({}), info: { title: text, version: '1' } }) },
  { name: 'info.version', put: (text) => ({ ...operation({}), info: { title: 'T', version: text } }) },
  {
    name: 'info.description',
    put: (text) => ({ ...operation({}), info: { title: 'T', version: '1', description: text } }),
  },
  { name: 'server url', twin: '///', put: (text) => ({ ...operation({}), servers: [{ url: `http://[${text}` }] }) },
  {
    name: 'path',
    put: (text) =>
      document({ [`/${text.replaceAll(/[{}]/g, '')}`]: { get: { operationId: 'getA', tags: ['a'], responses: ok } } }),
  },
  {
    name: 'path parameter',
    put: (text) => ({
      ...document({
        [`/a/{${text.replaceAll(/[{}/]/g, '')}}`]: { get: { operationId: 'getA', tags: ['a'], responses: ok } },
      }),
    }),
  },
  { name: 'operationId', put: (text) => operation({ operationId: text }) },
  { name: 'tag', put: (text) => operation({ tags: [text] }) },
  { name: 'summary', put: (text) => operation({ summary: text }) },
  { name: 'description', put: (text) => operation({ description: text }) },
  { name: 'query name', isLiteral: true, put: (text) => parameter({ name: text }) },
  { name: 'header name', put: (text) => parameter({ name: `x-${text}`, in: 'header' }) },
  { name: 'cookie name', isLiteral: true, put: (text) => parameter({ name: text, in: 'cookie' }) },
  { name: 'parameter description', put: (text) => parameter({ description: text }) },
  {
    name: 'parameter default',
    isLiteral: true,
    put: (text) => parameter({ schema: { type: 'string', default: text } }),
  },
  {
    name: 'parameter default of a wrong type',
    twin: 'zzz',
    put: (text) => parameter({ schema: { type: 'integer', default: text } }),
  },
  {
    name: 'parameter default list',
    isLiteral: true,
    put: (text) => parameter({ schema: { type: 'array', items: { type: 'string' }, default: [text] } }),
  },
  { name: 'parameter in', twin: 'zzz', put: (text) => parameter({ in: text }) },
  { name: 'parameter style', twin: 'zzz', put: (text) => parameter({ style: text }) },
  { name: 'enum', isLiteral: true, put: (text) => schema({ type: 'string', enum: [text, 'other'] }) },
  { name: 'enum without type', isLiteral: true, put: (text) => schema({ enum: [text, 1, null, true] }) },
  { name: 'enum of objects', isLiteral: true, put: (text) => schema({ enum: [{ k: text }, [text]] }) },
  { name: 'const', isLiteral: true, put: (text) => schema({ const: text }) },
  { name: 'property', put: (text) => schema({ type: 'object', properties: { [text]: { type: 'string' } } }) },
  {
    name: 'required property',
    put: (text) => schema({ type: 'object', required: [text], properties: { [text]: { type: 'string' } } }),
  },
  { name: 'bare required', isLiteral: true, put: (text) => schema({ type: 'object', required: [text] }) },
  {
    name: 'strict property',
    put: (text) => schema({ type: 'object', additionalProperties: false, properties: { [text]: { type: 'string' } } }),
  },
  {
    name: 'component property',
    put: (text) => component({ type: 'object', properties: { [text]: { type: 'string' } } }),
  },
  {
    name: 'dependentRequired',
    isLiteral: true,
    put: (text) => schema({ type: 'object', dependentRequired: { [text]: [text] } }),
  },
  {
    name: 'dependentSchemas',
    isLiteral: true,
    put: (text) => schema({ type: 'object', dependentSchemas: { [text]: { minProperties: 2 } } }),
  },
  {
    name: 'unevaluated beside property',
    isLiteral: true,
    put: (text) => schema({ type: 'object', properties: { [text]: true }, unevaluatedProperties: false }),
  },
  { name: 'schema title', put: (text) => component({ type: 'string', title: text }) },
  {
    name: 'schema description',
    put: (text) =>
      component({ type: 'object', description: text, properties: { a: { description: text, type: 'string' } } }),
  },
  { name: 'schema default', put: (text) => component({ type: 'string', default: text }) },
  { name: 'schema example', put: (text) => component({ type: 'string', example: text, examples: [text] }) },
  { name: 'format', twin: 'zzz', put: (text) => schema({ type: 'string', format: text }) },
  { name: 'type', twin: 'zzz', put: (text) => schema({ type: text }) },
  { name: 'type in a list', twin: 'zzz', put: (text) => schema({ type: ['string', text] }) },
  { name: 'minimum', twin: 'zzz', put: (text) => schema({ type: 'number', minimum: text }) },
  { name: 'multipleOf', twin: 'zzz', put: (text) => schema({ type: 'number', multipleOf: text }) },
  { name: 'maxLength', twin: 'zzz', put: (text) => schema({ type: 'string', maxLength: text }) },
  { name: 'minItems', twin: 'zzz', put: (text) => schema({ type: 'array', minItems: text }) },
  { name: 'nullable', put: (text) => schema({ type: 'string', nullable: text }) },
  { name: 'deprecated', put: (text) => operation({ deprecated: text }) },
  { name: 'pattern', isLiteral: true, put: (text) => schema({ type: 'string', pattern: escapeForRegExp(text) }) },
  {
    name: 'patternProperties',
    isLiteral: true,
    put: (text) => schema({ type: 'object', patternProperties: { [escapeForRegExp(text)]: { type: 'string' } } }),
  },
  {
    name: 'schema name',
    put: (text) => ({ ...operation({}), components: { schemas: { [text]: { type: 'string' } } } }),
  },
  {
    name: 'referenced schema name',
    put: (text) => ({
      ...schema({ $ref: `#/components/schemas/${pointer(text)}` }),
      components: {
        schemas: {
          [text.toWellFormed()]: {
            type: 'object',
            properties: { a: { $ref: `#/components/schemas/${pointer(text)}` } },
          },
        },
      },
    }),
  },
  { name: 'discriminator property', isLiteral: true, put: (text) => union(text, 'v') },
  { name: 'discriminator value', put: (text) => union('kind', text) },
  {
    name: 'media type',
    twin: 'zzz',
    put: (text) =>
      operation({ responses: { 200: { description: 'ok', content: { [text]: { schema: { type: 'string' } } } } } }),
  },
  { name: 'status', twin: 'zzz', put: (text) => operation({ responses: { ...ok, [text]: { description: 'x' } } }) },
  { name: 'response description', put: (text) => operation({ responses: { 200: { description: text } } }) },
  {
    name: 'response header',
    put: (text) =>
      operation({ responses: { 200: { description: 'ok', headers: { [text]: { schema: { type: 'string' } } } } } }),
  },
  {
    name: 'security scheme',
    put: (text) => ({
      ...operation({ security: [{ [text]: [] }] }),
      components: { securitySchemes: { [text]: { type: 'http', scheme: 'bearer', description: text } } },
    }),
  },
  { name: 'undeclared security scheme', put: (text) => operation({ security: [{ [text]: [] }] }) },
  {
    name: 'apiKey name',
    isLiteral: true,
    put: (text) => ({
      ...operation({ security: [{ key: [] }] }),
      components: { securitySchemes: { key: { type: 'apiKey', in: 'query', name: text } } },
    }),
  },
  {
    name: 'scope',
    isLiteral: true,
    put: (text) => ({
      ...operation({ security: [{ key: [text] }] }),
      components: { securitySchemes: { key: { type: 'oauth2' } } },
    }),
  },
  { name: 'extension', put: (text) => operation({ 'x-code': text, [`x-${text}`]: text }) },
  {
    name: 'callback, webhook, link and encoding',
    put: (text) => ({
      ...operation({
        parameters: [{ name: 'id', in: 'query', schema: {} }],
        callbacks: { [text]: { [text]: { post: { summary: text, responses: ok } } } },
        requestBody: { content: { 'multipart/form-data': { encoding: { [text]: { headers: { [text]: {} } } } } } },
        responses: {
          200: {
            description: 'ok',
            links: {
              [text]: {
                operationId: 'getA',
                description: text,
                parameters: { id: text, [text]: text },
                requestBody: { [text]: text },
                server: { url: text },
              },
            },
          },
        },
      }),
      webhooks: { [text]: { post: { operationId: text, description: text, responses: ok } } },
    }),
  },
];

function pointer(text: string): string {
  return encodeURIComponent(text.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'));
}

function union(property: string, value: string): Json {
  const variant = (constant: string): Json => ({
    type: 'object',
    required: [property],
    properties: { [property]: { const: constant } },
  });
  return {
    ...schema({
      oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }],
      discriminator: { propertyName: property, mapping: { [value]: '#/components/schemas/A' } },
    }),
    components: { schemas: { A: variant(value), B: variant('other value') } },
  };
}

/** A pattern that a text alone fits. */
export function escapeForRegExp(text: string): string {
  return text.toWellFormed().replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
