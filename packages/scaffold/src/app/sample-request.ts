// A request that an operation takes: what it requires, and nothing else.
import type { Json, Operation, Parameter, SecurityScheme } from '../model/api-model.js';
import type { ApiPlan, PlannedOperation } from '../plan/api-plan.js';
import type { Sampler } from '../runtime/create-sampler.js';
import type { OperationSpec, Runtime } from '../runtime/load-runtime.js';
import { encodeParameter } from './encode-parameter.js';

export interface SampleRequest {
  readonly method: string;
  /** Path and query, encoded. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The names of the schemes of the first requirement. */
  readonly schemes: readonly string[];
  /** A JSON body; undefined where there is none to send. */
  readonly body?: { readonly type: string; readonly value: Json };
}

/** Undefined where no valid request could be made, or where the body that it needs is not JSON. */
export function sampleRequest(
  { model }: ApiPlan,
  { operation, name }: PlannedOperation,
  runtime: Runtime,
  sampler: Sampler,
): SampleRequest | undefined {
  const spec = runtime.operations[name]?.();
  if (!spec) return undefined;
  const body = sampleBody(operation, name, spec, sampler);
  if (operation.requestBody?.required && !body) return undefined;
  const texts = new Map<Parameter, readonly (readonly [string, string])[]>();
  for (const parameter of operation.parameters.filter(({ required }) => required)) {
    const made = sampleParameter(parameter, name, spec, sampler);
    if (!made) return undefined;
    texts.set(parameter, encodeParameter(parameter, made.value));
  }
  const pairsIn = (place: Parameter['in']): (readonly [string, string])[] =>
    [...texts].filter(([parameter]) => parameter.in === place).flatMap(([, pairs]) => pairs);
  const path = pairsIn('path').reduce((url, [key, text]) => url.replace(`{${key}}`, () => text), operation.path);
  const query = pairsIn('query').map(([key, text]) => `${encodeURIComponent(key)}=${text}`);
  const cookies = pairsIn('cookie').map(([key, text]) => `${key}=${text}`);
  const { length } = query;
  return {
    method: operation.method.toUpperCase(),
    url: `${model.basePath}${path}${length > 0 ? `?${query.join('&')}` : ''}`,
    headers: {
      ...Object.fromEntries(pairsIn('header').map(([key, text]) => [key.toLowerCase(), text])),
      ...(cookies.length > 0 && { cookie: cookies.join('; ') }),
    },
    schemes: (operation.security[0] ?? []).map(({ scheme }) => scheme),
    ...(body && { body }),
  };
}

function sampleParameter(
  parameter: Parameter,
  operation: string,
  spec: OperationSpec,
  sampler: Sampler,
): { readonly value: unknown } | undefined {
  const name = parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name;
  const validator = spec.parameters?.find((known) => known.in === parameter.in && known.name === name)?.schema;
  return sampler.sample({
    key: `${operation} ${parameter.in} ${name}`,
    schema: parameter.schema,
    examples: parameter.examples,
    direction: 'request',
    // An empty text in a path is another path.
    fits: (value) => (validator?.safeParse(value).success ?? true) && (parameter.in !== 'path' || value !== ''),
  });
}

function sampleBody(
  { requestBody }: Operation,
  name: string,
  spec: OperationSpec,
  sampler: Sampler,
): SampleRequest['body'] {
  const media = requestBody?.content.find(({ type }) => /[/+]json$/.test(type));
  const validator = media && spec.body?.content[media.type]?.schema;
  if (!media || !validator) return undefined;
  const made = sampler.sample({
    key: `${name} body`,
    schema: media.schema,
    examples: media.examples,
    direction: 'request',
    fits: (value) => validator.safeParse(value).success,
  });
  return made && { type: media.type, value: made.value as Json };
}

/** What a caller sends for a scheme; made up, and to be replaced by who runs the tests. */
export function sampleCredentials(
  scheme: SecurityScheme,
): { readonly place: 'header' | 'query' | 'cookie'; readonly name: string; readonly value: string } | undefined {
  switch (scheme.kind) {
    case 'apiKey':
      return { place: scheme.in, name: scheme.parameter, value: 'test' };
    case 'basic':
      return { place: 'header', name: 'authorization', value: `Basic ${btoa('test:test')}` };
    case 'bearer':
    case 'oauth2':
    case 'openIdConnect':
      return { place: 'header', name: 'authorization', value: 'Bearer test' };
    case 'http':
      return { place: 'header', name: 'authorization', value: `${scheme.scheme} test` };
    case 'mutualTLS':
    case 'undeclared':
      return undefined;
    default:
      return scheme satisfies never;
  }
}
