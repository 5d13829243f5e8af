// One request of the mock: validated as a generated server validates it, and answered out of the document.
import type { IncomingHttpHeaders } from 'node:http';
import type { Json, MediaType, Response, Schema } from '../model/api-model.js';
import { mediaKind } from '../model/media-kind.js';
import type { ApiPlan, PlannedOperation } from '../plan/api-plan.js';
import type { Sampler } from '../runtime/create-sampler.js';
import type { OperationSpec, Runtime } from '../runtime/load-runtime.js';
import { type ChosenAnswer, chooseMedia, chooseResponse, concreteType } from './choose-answer.js';
import { operationFinder } from './find-operation.js';
import { parsePrefer, type Wish } from './prefer.js';
import { renderBody } from './render-body.js';

export interface MockRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Read when it is wanted: after what the headers alone can refuse. Throws 413. */
  readonly body: () => Promise<Uint8Array>;
}

export interface MockAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface MockParts {
  readonly plan: ApiPlan;
  readonly runtime: Runtime;
  readonly sampler: Sampler;
  /** Called once for each example that does not fit its schema. */
  readonly warn: (message: string) => void;
}

/** The largest body that is read, in bytes: a generated server reads as much unless it is told otherwise. */
export const BODY_LIMIT = 1_048_576;

/** Does not throw for what a request can be: what is wrong with it is the answer, in the one shape of errors. */
export function requestAnswerer(parts: MockParts): (request: MockRequest) => Promise<MockAnswer> {
  const { plan, runtime } = parts;
  const find = operationFinder(plan.operations, plan.model.basePath);
  const bodies = new BodyMaker(parts);
  return async (request) => {
    const requestId = runtime.requestIdOf(request.headers['x-request-id']);
    const own = { 'x-request-id': requestId };
    try {
      const answer = await answerRequest(parts, bodies, find, request);
      return { ...answer, headers: { ...answer.headers, ...own } };
    } catch (error) {
      const known = runtime.toHttpError(error);
      const body = JSON.stringify(runtime.errorBody(known, { requestId, url: request.url }));
      return { status: known.status, headers: { ...known.headers, 'content-type': runtime.errorType, ...own }, body };
    }
  };
}

async function answerRequest(
  { runtime }: MockParts,
  bodies: BodyMaker,
  find: ReturnType<typeof operationFinder>,
  request: MockRequest,
): Promise<MockAnswer> {
  const { method, headers } = request;
  const path = request.url.replace(/\?.*/s, '');
  const at = find(method, request.url);
  if (!at) throw runtime.httpError(404, 'NOT_FOUND', `there is no ${path}`);
  if (!at.found) {
    const allow = { allow: at.allow.join(', ') };
    if (method === 'OPTIONS') return { status: 204, headers: allow, body: undefined };
    throw runtime.httpError(405, 'METHOD_NOT_ALLOWED', `${method} is not allowed here`, allow);
  }
  const { planned, url } = at.found;
  const build = runtime.operations[planned.name];
  if (!build) throw new Error(`${planned.name} was not generated`);
  const spec = runtime.prepare(build());
  runtime.refuseEarly(spec, headers);
  const raw = runtime.readRaw(spec, { url, headers });
  await runtime.authenticate(spec, raw);
  const bytes = await runtime.decompress(await request.body(), headers['content-encoding'], BODY_LIMIT);
  const { body } = runtime.checkRequest(spec, raw, runtime.readBody(spec, headers, bytes));
  await readThrough(body);
  const wish = parsePrefer(headers['prefer']);
  return bodies.answer(planned, spec, wish, headers.accept);
}

/** The items of a sequence are judged as they are read. */
async function readThrough(body: unknown): Promise<void> {
  if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) return;
  for await (const _ of body as AsyncIterable<unknown>);
}

/** Makes answers, each once: the same request gets the same answer. */
class BodyMaker {
  readonly #parts: MockParts;
  readonly #made = new Map<string, string>();
  readonly #warned = new Set<string>();

  constructor(parts: MockParts) {
    this.#parts = parts;
  }

  answer(planned: PlannedOperation, spec: OperationSpec, wish: Wish, accept: string | undefined): MockAnswer {
    const { runtime } = this.#parts;
    const { operation } = planned;
    const chosen = chooseResponse(operation, wish.code);
    if (!chosen) {
      if (wish.code === undefined) return { status: 204, headers: {}, body: undefined };
      const known = operation.responses.map(({ status }) => status).join(', ') || 'none';
      throw runtime.validationError('prefer', 'header', `asks for ${wish.code}; the document has ${known}`);
    }
    const media = chooseMedia(chosen.response, accept);
    const headers = {
      ...this.#headers(planned, spec, chosen.response),
      ...(wish.code !== undefined && { 'preference-applied': `code=${wish.code}` }),
    };
    if (!media || chosen.status === 204 || chosen.status === 304) {
      if (wish.example !== undefined) throw this.#noExample(wish.example, []);
      return { status: chosen.status, headers, body: undefined };
    }
    const body = this.#body(planned, spec, { ...chosen, media }, wish);
    return { status: chosen.status, headers: { ...headers, 'content-type': concreteType(media.type) }, body };
  }

  #noExample(name: string, known: readonly string[]): Error {
    const offer = known.length === 0 ? 'the document has none here' : `the document has ${known.join(', ')}`;
    return this.#parts.runtime.validationError('prefer', 'header', `asks for the example ${name}; ${offer}`);
  }

  #body(planned: PlannedOperation, spec: OperationSpec, chosen: Required<ChosenAnswer>, wish: Wish): string {
    const { media, response } = chosen;
    const type = concreteType(media.type);
    if (wish.example !== undefined) {
      const named = media.examples?.get(wish.example);
      if (named === undefined) throw this.#noExample(wish.example, [...(media.examples?.keys() ?? [])]);
      // It was asked for by its name, and is sent as the document has it.
      return renderBody(type, named);
    }
    const key = `${planned.name} ${response.status} ${media.type}${wish.dynamic ? ' dynamic' : ''}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const text = renderBody(type, this.#value(key, planned, fitting(spec, response, media), chosen, wish));
    this.#made.set(key, text);
    return text;
  }

  #value(
    key: string,
    { operation }: PlannedOperation,
    fits: (value: unknown) => boolean,
    { media, response }: Required<ChosenAnswer>,
    { dynamic }: Wish,
  ): unknown {
    const { sampler, runtime } = this.#parts;
    const where = `${operation.method.toUpperCase()} ${operation.path} ${response.status}`;
    const made = sampler.sample({
      key,
      schema: sampledSchema(media),
      examples: media.examples,
      ignoreExamples: dynamic,
      fits,
      refused: (name) => this.#warn(`SCAF382: the example ${name} of ${where} does not fit its schema`),
    });
    if (made) return made.value;
    this.#warn(`SCAF383: no value could be made that fits the schema of ${where}`);
    throw runtime.httpError(500, 'NO_SAMPLE', `no value could be made that fits the schema of ${where}`);
  }

  #warn(message: string): void {
    if (this.#warned.has(message)) return;
    this.#warned.add(message);
    this.#parts.warn(message);
  }

  #headers({ name }: PlannedOperation, spec: OperationSpec, response: Response): Record<string, string> {
    const validators = new Map(
      Object.entries(spec.headers?.[response.status] ?? {}).map(([key, validator]) => [key.toLowerCase(), validator]),
    );
    const entries = response.headers.flatMap((header) => {
      const validator = validators.get(header.name.toLowerCase());
      const made = this.#parts.sampler.sample({
        key: `${name} ${response.status} ${header.name}`,
        schema: header.schema === true ? { types: ['string'] } : header.schema,
        examples: header.examples,
        fits: (value) => headerText(value) !== undefined && (validator?.safeParse(value).success ?? true),
      });
      const text = made && headerText(made.value);
      const isOurs = /^(?:content-|connection$|transfer-|date$|trailer$|upgrade$|keep-alive$)/i.test(header.name);
      return text === undefined || isOurs || !/^[\w!#$%&'*+.^`|~-]+$/.test(header.name)
        ? []
        : [[header.name.toLowerCase(), text] as const];
    });
    return Object.fromEntries(entries);
  }
}

/** Whether a value fits, as the generated server would judge the same answer in development. */
function fitting(spec: OperationSpec, { status }: Response, { type }: MediaType): (value: unknown) => boolean {
  const validator = spec.responses[status]?.[type];
  const kind = mediaKind(type);
  if (kind === 'sequence')
    return (value) => typeof value === 'string' || (validator?.safeParse(asItems(value)).success ?? true);
  return (value) => {
    if (validator === undefined || kind === 'bytes' || (kind === 'text' && typeof value !== 'string')) {
      return type !== 'text/plain' || typeof value !== 'object';
    }
    return validator.safeParse(value).success;
  };
}

/** An example of a sequence may be one of its items, or several. */
function asItems(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** Of a sequence, a few items. */
function sampledSchema({ type, schema }: MediaType): Schema {
  if (mediaKind(type) !== 'sequence') return schema;
  return { types: ['array'], items: schema, minItems: 2, maxItems: 3 };
}

function headerText(value: unknown): string | undefined {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value as Json];
  const text = items.map((item) => (typeof item === 'object' ? JSON.stringify(item) : String(item))).join(',');
  return /^[\t\x20-\x7e]*$/.test(text) ? text : undefined;
}
