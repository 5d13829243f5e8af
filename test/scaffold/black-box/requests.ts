// A valid request for an operation, and what is wrong with it in as many ways as the document has constraints.
import { seededRandom } from '@senior-backend/core/env/memory-env';
import { sampleSchema } from '@senior-backend/core/json-schema/sample-schema';
import { type ApiDocument, type DocumentOperation, type Json, record } from './document.js';
import { violationsOf } from './violations.js';

export interface BlackBoxRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface WrongRequest extends BlackBoxRequest {
  readonly field: string;
  readonly constraint: string;
}

export interface DerivedRequests {
  readonly valid: BlackBoxRequest;
  readonly wrong: readonly WrongRequest[];
}

interface Parts {
  readonly parameters: ReadonlyMap<Json, unknown>;
  readonly body: { readonly type: string; readonly value: unknown } | undefined;
}

/** Undefined where no valid request is found: a body that is not JSON, or a value that ajv takes for none in thirty draws. */
export function deriveRequests(document: ApiDocument, operation: DocumentOperation): DerivedRequests | undefined {
  const parameters = new Map<Json, unknown>();
  for (const parameter of operation.parameters) {
    const made = isPlain(parameter) ? valueFor(document, parameter['schema'], isParameterValue) : undefined;
    if (made) parameters.set(parameter, made.value);
    else if (parameter['required'] === true || parameter['in'] === 'path') return undefined;
  }
  const requestBody = document.resolve(operation.operation['requestBody']);
  const type = Object.keys(record(requestBody['content'])).find((name) => /^[^;]*[/+]json$/.test(name));
  const schema = type === undefined ? undefined : document.resolve(record(requestBody['content'])[type])['schema'];
  const made = schema === undefined ? undefined : valueFor(document, schema, () => true);
  if (requestBody['required'] === true && !made) return undefined;
  const body = type === undefined || !made ? undefined : { type, value: made.value };
  const parts: Parts = { parameters, body };
  return {
    valid: encode(document, operation, parts),
    wrong: [...wrongParameters(document, operation, parts), ...wrongBodies(document, operation, parts, schema)],
  };
}

/** Scalars in their usual style: how others are written is what the conformance cases of parameter styles test. */
function isPlain(parameter: Json): boolean {
  return parameter['content'] === undefined && (parameter['style'] ?? 'form') !== 'deepObject';
}

function isParameterValue(value: unknown): boolean {
  return (
    (typeof value === 'string' && /^[\x21-\x7e]+$/.test(value) && !/[,/]/.test(value)) ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  );
}

function valueFor(
  document: ApiDocument,
  schema: unknown,
  isWanted: (value: unknown) => boolean,
): { readonly value: unknown } | undefined {
  const judge = document.judge(schema, 'request');
  if (!judge) return undefined;
  for (let draw = 1; draw <= 30; draw += 1) {
    const value = sampleSchema(schema, {
      random: seededRandom(draw),
      resolve: document.resolve,
      omit: 'readOnly',
      optionalMembers: draw % 3 === 0 ? 0 : 30,
      ignoreExamples: draw > 1,
    });
    if (isWanted(value) && judge(value)) return { value };
  }
  return undefined;
}

function wrongParameters(document: ApiDocument, operation: DocumentOperation, parts: Parts): readonly WrongRequest[] {
  return [...parts.parameters].flatMap(([parameter, value]) => {
    const judge = document.judge(parameter['schema'], 'request');
    const name = parameter['in'] === 'header' ? String(parameter['name']).toLowerCase() : String(parameter['name']);
    const isOptional = parameter['required'] !== true || parameter['in'] === 'path';
    const missing = isOptional ? [] : [{ value: undefined, field: '', keyword: 'required' }];
    return [...missing, ...violationsOf(document, parameter['schema'], value)]
      .filter(
        ({ value: wrong, keyword }) =>
          keyword === 'required' ||
          (isWrongText(wrong, value) && judge?.(wrong) === false && judge(String(wrong)) === false),
      )
      .map(({ value: wrong, keyword }) => {
        const parameters = new Map(parts.parameters);
        if (wrong === undefined) parameters.delete(parameter);
        else parameters.set(parameter, wrong);
        return {
          ...encode(document, operation, { ...parts, parameters }),
          field: name,
          constraint: `${parameter['in']} ${name} ${keyword}`,
        };
      });
  });
}

/** What can be told from the right value once it is a text in a URL or a header. */
function isWrongText(wrong: unknown, right: unknown): boolean {
  const text = String(wrong);
  return typeof wrong !== 'object' && /^[\x21-\x7e]+$/.test(text) && !/[,/]/.test(text) && text !== String(right);
}

function wrongBodies(
  document: ApiDocument,
  operation: DocumentOperation,
  parts: Parts,
  schema: unknown,
): readonly WrongRequest[] {
  const { body } = parts;
  if (!body) return [];
  const judge = document.judge(schema, 'request');
  return violationsOf(document, schema, body.value)
    .filter(({ value }) => judge?.(value) === false)
    .map(({ value, field, keyword }) => ({
      ...encode(document, operation, { ...parts, body: { ...body, value } }),
      field: field === '' ? 'body' : field,
      constraint: `body ${field} ${keyword}`,
    }));
}

function encode(
  document: ApiDocument,
  { path, operation }: DocumentOperation,
  { parameters, body }: Parts,
): BlackBoxRequest {
  const values = (place: string): (readonly [string, string])[] =>
    [...parameters]
      .filter(([parameter]) => parameter['in'] === place)
      .map(([parameter, value]) => [String(parameter['name']), String(value)]);
  const credentials = credentialsFor(document, operation);
  const query = [...values('query'), ...credentials.query].map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  const filled = [...parameters]
    .filter(([parameter]) => parameter['in'] === 'path')
    .reduce((url, [parameter, value]) => {
      const text = encodeURIComponent(String(value));
      const prefix =
        parameter['style'] === 'label' ? '.' : parameter['style'] === 'matrix' ? `;${parameter['name']}=` : '';
      return url.replace(`{${parameter['name']}}`, () => prefix + text);
    }, path);
  const cookies = [...values('cookie'), ...credentials.cookies].map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return {
    url: query.length === 0 ? filled : `${filled}?${query.join('&')}`,
    headers: {
      ...Object.fromEntries(values('header')),
      ...credentials.headers,
      ...(cookies.length > 0 && { cookie: cookies.join('; ') }),
      ...(body && { 'content-type': body.type }),
    },
    ...(body && { body: JSON.stringify(body.value) }),
  };
}

interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [string, string])[];
  readonly cookies: readonly (readonly [string, string])[];
}

/** Something for every scheme of the first requirement; the servers of this test take any. */
function credentialsFor(document: ApiDocument, operation: Json): Credentials {
  const [requirement] = (operation['security'] ?? document.root['security'] ?? []) as readonly Json[];
  const schemes = Object.keys(requirement ?? {}).map((name) =>
    document.resolve(record(record(document.root['components'])['securitySchemes'])[name]),
  );
  const keys = (place: string): (readonly [string, string])[] =>
    schemes
      .filter((scheme) => scheme['type'] === 'apiKey' && scheme['in'] === place)
      .map((scheme) => [String(scheme['name']), 'key']);
  const http = schemes.find((scheme) => scheme['type'] !== 'apiKey');
  const isBasic = String(http?.['scheme']).toLowerCase() === 'basic';
  return {
    headers: {
      ...Object.fromEntries(keys('header')),
      ...(http && {
        authorization: isBasic
          ? `Basic ${btoa('a:b')}`
          : `${http['type'] === 'http' ? http['scheme'] : 'Bearer'} token`,
      }),
    },
    query: keys('query'),
    cookies: keys('cookie'),
  };
}
