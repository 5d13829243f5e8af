// What is sent: the request of the command line, a scenario, or a specification.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readFileError, readTextFile } from '@senior-backend/core/files/read';
import { loadError } from '../codes.js';
import type { Flow, Step, Traffic } from '../model/traffic.js';
import type { LoadSettings } from '../settings.js';
import { parseDataFile } from './data-file.js';
import { parseHeader, parseMethod } from './headers.js';

export interface TrafficSource {
  readonly settings: LoadSettings;
  readonly cwd: string;
  /** Path and query of the target, as they were written: `{{name}}` survives here, and in a URL it does not. */
  readonly path: string;
  /** `http://host:port` of the target. */
  readonly origin: string;
  readonly seed: number;
}

/** Throws LOAD002, LOAD003, LOAD102 to LOAD104, CORE101 and CORE102. */
export async function readTraffic(source: TrafficSource): Promise<Traffic> {
  const { settings, cwd, seed } = source;
  refuseTwoSources(settings);
  const headers = (settings.header ?? []).map(parseHeader);
  const given = settings.data === undefined ? undefined : await readRows(cwd, settings.data);
  const { flows, rows = [], cookies = false, document = null } = await readFlows(source, headers);
  return {
    flows,
    rows: given ?? rows,
    seed,
    keepAlive: settings.keepalive !== false,
    cookies,
    mostRedirects: settings.follow ?? 0,
    document,
  };
}

type Flows = readonly [Flow, ...Flow[]];
type Rows = Traffic['rows'];

/** What a source says of the traffic; what it leaves out is as of a plain request. */
interface FlowSource {
  readonly flows: Flows;
  readonly rows?: Rows;
  readonly cookies?: boolean;
  readonly document?: unknown;
}

function readFlows(source: TrafficSource, headers: Step['headers']): Promise<FlowSource> {
  const { scenario, spec, har } = source.settings;
  if (scenario !== undefined) return readScenario(scenario, source, headers);
  if (spec !== undefined) return readSpec(spec, source, headers);
  if (har !== undefined) return readHar(har, source, headers);
  return readRequest(source, headers);
}

async function readScenario(file: string, { cwd, path }: TrafficSource, headers: Step['headers']): Promise<FlowSource> {
  const { parseScenario } = await import('./scenario.js');
  const text = await readTextFile(resolve(cwd, file));
  const { flows, data, cookies } = parseScenario(file, text, { base: path, headers });
  return { flows, rows: data === undefined ? [] : await readRows(resolve(cwd, file, '..'), data), cookies };
}

async function readSpec(file: string, source: TrafficSource, headers: Step['headers']): Promise<FlowSource> {
  const { parseSpec } = await import('./spec/parse-spec.js');
  const { settings, cwd, path, seed } = source;
  const variants = { boundaries: settings.specBoundaries === true, invalid: settings.specInvalid === true };
  return parseSpec(file, await readTextFile(resolve(cwd, file)), { base: path, headers, seed, variants });
}

async function readHar(file: string, { cwd, origin }: TrafficSource, headers: Step['headers']): Promise<FlowSource> {
  const { parseHar } = await import('./har.js');
  return { flows: parseHar(file, await readTextFile(resolve(cwd, file)), { origin, headers }), cookies: true };
}

/** The request of the command line. */
async function readRequest({ settings, cwd, path }: TrafficSource, headers: Step['headers']): Promise<FlowSource> {
  const body = await readBody(settings.body, cwd);
  const step: Step = {
    name: 'request',
    method: parseMethod(settings.method ?? (body.length > 0 ? 'POST' : 'GET')),
    // Without data a brace is a brace: the target's own path is sent as the URL has it.
    path: settings.data === undefined ? undefined : path,
    headers: withContentType(headers, settings.body),
    body: settings.data === undefined ? body : Buffer.from(body).toString('utf8'),
    expectStatus: [],
    captures: [],
    schemas: [],
    thinkMs: 0,
  };
  const only: Step = settings.data === undefined ? literal(step) : step;
  const flow: Flow = { name: 'request', weight: 1, steps: [only] };
  return { flows: settings.rateLimitKey === undefined ? [flow] : twoKeys(only, settings.rateLimitKey) };
}

/** The request as it is nine times, and once with another key. */
function twoKeys(step: Step, line: string): Flows {
  const [name, value] = parseHeader(line);
  const others = step.headers.filter(([given]) => given.toLowerCase() !== name.toLowerCase());
  const other: Step = { ...step, name: 'another key', headers: [...others, [name, value]] };
  return [
    { name: 'first key', weight: 9, steps: [{ ...step, name: 'first key' }] },
    { name: 'another key', weight: 1, steps: [other] },
  ];
}

/** Without a data file nothing is a template: values are taken as they stand. */
function literal(step: Step): Step {
  const holds = step.headers.some(([, value]) => value.includes('{{'));
  if (!holds) return step;
  throw loadError('LOAD003', {
    message: 'a header holds {{…}}, and there is nothing to fill it from',
    help: 'give the values with --data FILE',
  });
}

function refuseTwoSources(settings: LoadSettings): void {
  const { scenario, spec, har, method, body, data, rateLimitKey, expectRateLimit } = settings;
  const { specBoundaries, specInvalid } = settings;
  const sources = [scenario && '--scenario', spec && '--spec', har && '--har'].filter(Boolean);
  const refuse = (message: string, help: string): Error => loadError('LOAD003', { message, help });
  if (sources.length > 1) throw refuse(`${sources.join(' and ')} are both given`, 'one of them says what is sent');
  const [source] = sources;
  if (rateLimitKey !== undefined && (expectRateLimit !== true || source !== undefined)) {
    throw refuse(
      '--rate-limit-key is for --expect-rate-limit and one request',
      "for example: --expect-rate-limit -H 'X-API-Key: a' --rate-limit-key 'X-API-Key: b'",
    );
  }
  if (spec === undefined && (specBoundaries === true || specInvalid === true))
    throw refuse('--spec-boundaries and --spec-invalid need a specification', 'for example: --spec openapi.yaml');
  if (source === undefined) return;
  if (method !== undefined || body !== undefined)
    throw refuse(`--method and --body do not go with ${source}`, 'the file says what is sent');
  if (scenario === undefined && data !== undefined)
    throw refuse(`--data does not go with ${source}`, 'use a --scenario with {{names}} of its columns');
}

async function readRows(cwd: string, file: string): Promise<Rows> {
  return parseDataFile(file, await readTextFile(resolve(cwd, file)));
}

async function readBody(text: string | undefined, cwd: string): Promise<Uint8Array> {
  if (text === undefined) return new Uint8Array(0);
  if (!text.startsWith('@')) return Buffer.from(text);
  const path = resolve(cwd, text.slice(1));
  return readFile(path).catch((cause: unknown) => {
    throw readFileError(path, cause);
  });
}

/** A body that is JSON says so, unless a header says otherwise. */
export function withContentType(headers: Step['headers'], body: string | undefined): Step['headers'] {
  const named = headers.some(([name]) => name.toLowerCase() === 'content-type');
  const looksLikeJson = body !== undefined && (/^\s*[[{]/.test(body) || /^@.*\.json$/i.test(body));
  return named || !looksLikeJson ? headers : [...headers, ['Content-Type', 'application/json']];
}
