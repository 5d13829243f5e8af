// Requests out of an OpenAPI document: one flow for each operation, filled with values that fit its schemas.
import { seededRandom } from '@senior-backend/core/env/memory-env';
import { locate } from '@senior-backend/core/errors/diagnostic';
import { parseDocument } from 'yaml';
import { loadError } from '../../codes.js';
import type { Flow, ResponseSchema, Step } from '../../model/traffic.js';
import { resolveRef } from '../../wire/resolve-ref.js';
import { joinPaths } from '../scenario.js';
import { isRecord, type Json, record } from './json.js';
import { type ParameterValue, type Site, type SpecContext, type SpecRequest, sampleRequest } from './sample-request.js';
import { variantsOf } from './variants.js';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'] as const;

export interface SpecTraffic {
  readonly flows: readonly [Flow, ...Flow[]];
  /** What `$ref` in the schemas of the steps leads into. */
  readonly document: unknown;
}

/**
 * Every operation of OpenAPI 3.0 to 3.2, with equal weights or `x-load-weight`. Successful is any status that the operation declares
 * (`default` and `4XX` among them), and 4xx for a request that is meant to be refused. References within the document are followed. Throws LOAD104.
 */
export function parseSpec(file: string, text: string, context: SpecContext): SpecTraffic {
  const document = readDocument(file, text);
  const random = seededRandom(context.seed);
  const flows: Flow[] = [];
  for (const [path, item] of Object.entries(record(document['paths']))) {
    const shared = record(resolveRef(document, item));
    for (const method of METHODS) {
      const operation = shared[method];
      if (isRecord(operation)) flows.push(...toFlows({ document, path, method, shared, operation, random, context }));
    }
  }
  const [first, ...rest] = flows;
  if (!first) throw refuse(file, text, 'there are no operations in it');
  return { flows: [first, ...rest], document };
}

function toFlows(site: Site): readonly Flow[] {
  const { operation, context } = site;
  const base = sampleRequest(site);
  const requests = [{ label: '', request: base, valid: true }, ...variantsOf(site, base, context.variants)];
  const weight = Number(operation['x-load-weight'] ?? 1);
  return requests.map(({ label, request, valid }) => {
    const step = toStep(site, request, label, valid);
    return { name: step.name, weight: (weight > 0 ? weight : 1) / requests.length, steps: [step] };
  });
}

/** 4xx, whatever the operation declares: nothing else is right for a request that breaks the document. */
const REFUSALS = Array.from({ length: 100 }, (_, index) => 400 + index);

function toStep(site: Site, { parameters, content }: SpecRequest, label: string, valid: boolean): Step {
  const { path, method, operation, context } = site;
  const named = context.headers.map(([name]) => name.toLowerCase());
  const own = parameters.filter(
    (parameter) => parameter.in === 'header' && !named.includes(parameter.name.toLowerCase()),
  );
  return {
    name: `${method.toUpperCase()} ${path}${label === '' ? '' : ` [${label}]`}`,
    method: method.toUpperCase(),
    path: joinPaths(context.base, fillPath(path, parameters)),
    headers: [
      ...context.headers,
      ...own.map(({ name, value }) => [name, value] as const),
      ...(content ? [['Content-Type', content.type] as const] : []),
    ],
    body: content ? JSON.stringify(content.value) : '',
    expectStatus: valid ? declaredStatuses(operation) : REFUSALS,
    captures: [],
    schemas: responseSchemas(site),
    thinkMs: 0,
  };
}

function fillPath(path: string, parameters: readonly ParameterValue[]): string {
  const filled = path.replace(/\{([^}]+)\}/g, (_, name: string) =>
    encodeURIComponent(
      parameters.find((parameter) => parameter.in === 'path' && parameter.name === name)?.value ?? '1',
    ),
  );
  const query = parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return query.length === 0 ? filled : `${filled}?${query.join('&')}`;
}

/** The schemas of JSON content that the operation declares. */
function responseSchemas({ document, operation }: Site): readonly ResponseSchema[] {
  return Object.entries(record(operation['responses'])).flatMap(([status, raw]) => {
    const content = record(record(resolveRef(document, raw))['content']);
    const type = Object.keys(content).find((name) => /[/+]json(?:;|$)/.test(name));
    const schema = type === undefined ? undefined : record(content[type])['schema'];
    return schema === undefined ? [] : [{ status, schema }];
  });
}

/** `200`, `4XX` as a hundred statuses, `default` as all. */
function declaredStatuses(operation: Json): readonly number[] {
  return Object.keys(record(operation['responses'])).flatMap((key) => {
    if (/^\d{3}$/.test(key)) return [Number(key)];
    const first = /^([2-5])XX$/i.exec(key)?.[1];
    if (first !== undefined) return Array.from({ length: 100 }, (_, index) => Number(first) * 100 + index);
    return key === 'default' ? Array.from({ length: 400 }, (_, index) => 200 + index) : [];
  });
}

function readDocument(file: string, text: string): Json {
  const parsed = parseDocument(text, { prettyErrors: false, uniqueKeys: false });
  const [broken] = parsed.errors;
  if (broken) throw refuse(file, text, `it is not valid YAML: ${broken.message}`, broken.pos[0]);
  const document: unknown = parsed.toJS({ maxAliasCount: 1_000 });
  if (!isRecord(document) || !/^3\./.test(String(document['openapi'])))
    throw refuse(file, text, 'it has no "openapi: 3.…"');
  return document;
}

function refuse(file: string, text: string, reason: string, offset = 0): Error {
  return loadError('LOAD104', {
    message: `no OpenAPI 3 document: ${reason}`,
    at: locate(file, text, offset),
    help: 'OpenAPI 3.0, 3.1 and 3.2, YAML or JSON, in one file',
  });
}
