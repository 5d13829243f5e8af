// Requests out of an OpenAPI document: one flow for each operation, filled with values that fit its schemas.
import { seededRandom } from '@senior-backend/core/env/memory-env';
import { locate } from '@senior-backend/core/errors/diagnostic';
import { sampleSchema } from '@senior-backend/core/json-schema/sample-schema';
import { parseDocument } from 'yaml';
import { loadError } from '../codes.js';
import type { Flow, ResponseSchema, Step } from '../model/traffic.js';
import { resolveRef } from '../wire/resolve-ref.js';
import { joinPaths } from './scenario.js';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'] as const;

type Json = Readonly<Record<string, unknown>>;

export interface SpecContext {
  readonly base: string;
  readonly headers: Step['headers'];
  readonly seed: number;
}

export interface SpecTraffic {
  readonly flows: readonly [Flow, ...Flow[]];
  /** What `$ref` in the schemas of the steps leads into. */
  readonly document: unknown;
}

/**
 * Every operation of OpenAPI 3.0 to 3.2, with equal weights or `x-load-weight`. Successful is any status that the operation declares
 * (`default` and `4XX` among them). References within the document are followed. Throws LOAD104.
 */
export function parseSpec(file: string, text: string, context: SpecContext): SpecTraffic {
  const document = readDocument(file, text);
  const random = seededRandom(context.seed);
  const flows: Flow[] = [];
  for (const [path, item] of Object.entries(record(document['paths']))) {
    const shared = record(resolveRef(document, item));
    for (const method of METHODS) {
      const operation = shared[method];
      if (isRecord(operation)) flows.push(toFlow({ document, path, method, shared, operation, random, context }));
    }
  }
  const [first, ...rest] = flows;
  if (!first) throw refuse(file, text, 'there are no operations in it');
  return { flows: [first, ...rest], document };
}

interface Site {
  readonly document: Json;
  readonly path: string;
  readonly method: string;
  readonly shared: Json;
  readonly operation: Json;
  readonly random: () => number;
  readonly context: SpecContext;
}

function toFlow(site: Site): Flow {
  const { path, method, operation, context } = site;
  const parameters = parametersOf(site);
  const content = contentOf(site);
  const named = context.headers.map(([name]) => name.toLowerCase());
  const own = parameters.filter(
    (parameter) => parameter.in === 'header' && !named.includes(parameter.name.toLowerCase()),
  );
  const step: Step = {
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path: joinPaths(context.base, fillPath(path, parameters)),
    headers: [
      ...context.headers,
      ...own.map(({ name, value }) => [name, value] as const),
      ...(content ? [['Content-Type', content.type] as const] : []),
    ],
    body: content?.body ?? '',
    expectStatus: declaredStatuses(operation),
    captures: [],
    schemas: responseSchemas(site),
    thinkMs: 0,
  };
  const weight = Number(operation['x-load-weight'] ?? 1);
  return { name: step.name, weight: weight > 0 ? weight : 1, steps: [step] };
}

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly value: string;
}

/** Required ones; and path parameters, which always are. Those of the operation replace those of its path. */
function parametersOf({ document, shared, operation, random }: Site): readonly Parameter[] {
  const found = new Map<string, Parameter>();
  for (const raw of [...list(shared['parameters']), ...list(operation['parameters'])]) {
    const parameter = record(resolveRef(document, raw));
    const [place, name] = [String(parameter['in']), String(parameter['name'])];
    if (parameter['required'] !== true && place !== 'path') continue;
    const example = parameter['example'] ?? firstExample(document, parameter['examples']);
    const value =
      example ?? sampleSchema(record(parameter['schema']), { random, resolve: (ref) => resolveRef(document, ref) });
    found.set(`${place} ${name}`, { in: place, name, value: printable(value) });
  }
  return [...found.values()];
}

function fillPath(path: string, parameters: readonly Parameter[]): string {
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

/** The JSON content of a request, or its first example of another type. */
function contentOf({
  document,
  operation,
  random,
}: Site): { readonly type: string; readonly body: string } | undefined {
  const content = record(record(resolveRef(document, operation['requestBody']))['content']);
  const type = Object.keys(content).find((name) => /[/+]json(?:;|$)/.test(name));
  if (type === undefined) return undefined;
  const media = record(content[type]);
  const example = media['example'] ?? firstExample(document, media['examples']);
  const value =
    example ?? sampleSchema(record(media['schema']), { random, resolve: (ref) => resolveRef(document, ref) });
  return { type, body: JSON.stringify(value) };
}

function firstExample(document: Json, examples: unknown): unknown {
  const [first] = Object.values(record(examples));
  return record(resolveRef(document, first))['value'];
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

function printable(value: unknown): string {
  const text =
    typeof value === 'string'
      ? value
      : Array.isArray(value)
        ? value.map(String).join(',')
        : JSON.stringify(value ?? '');
  return text.replace(/[^\x20-\x7e]/g, '');
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function record(value: unknown): Json {
  return isRecord(value) ? value : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function refuse(file: string, text: string, reason: string, offset = 0): Error {
  return loadError('LOAD104', {
    message: `no OpenAPI 3 document: ${reason}`,
    at: locate(file, text, offset),
    help: 'OpenAPI 3.0, 3.1 and 3.2, YAML or JSON, in one file',
  });
}
