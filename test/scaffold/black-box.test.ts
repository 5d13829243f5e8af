// Derived from the document alone, with ajv as judge: what a document allows reaches the handler, each constraint that a request
// breaks gives 400 with the field named, and every answer of the mock is one that the document has.
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  type ApiDocument,
  type DocumentOperation,
  operationsOf,
  readApiDocument,
  record,
} from './black-box/document.js';
import { type DerivedRequests, deriveRequests } from './black-box/requests.js';
import { type RunningMock, startMock } from './mock-support.js';
import {
  CORPUS,
  createProject,
  FRAMEWORKS,
  type FrameworkName,
  HAS_CORPUS,
  type RunningServer,
  startServer,
} from './support.js';

const FULL = process.env['CHECK'] === 'full';

const SPECS = [
  'museum.yaml',
  'train-travel.yaml',
  'oai-v3.0-petstore-expanded.yaml',
  'oai-v3.0-uspto.yaml',
  'oai-v3.1-tictactoe.yaml',
  'okta-idp.yaml',
  'spotify.json',
  'adyen-checkout-v71.json',
  'directus.json',
  'bitbucket.json',
  'asana.yaml',
  'discord.json',
];

/** Everyday: a few small documents, each on one framework, so that each framework is there. */
const SAMPLE: readonly (readonly [string, FrameworkName])[] = [
  ['museum.yaml', 'express'],
  ['train-travel.yaml', 'fastify'],
  ['oai-v3.0-petstore-expanded.yaml', 'koa'],
  ['oai-v3.0-uspto.yaml', 'hono'],
];

const PAIRS = FULL ? SPECS.flatMap((spec) => FRAMEWORKS.map((framework) => [spec, framework] as const)) : SAMPLE;
const MOCKED = FULL ? SPECS : ['museum.yaml', 'spotify.json'];

interface Line {
  readonly spec: string;
  readonly framework: string;
  readonly operations: number;
  readonly leftOut: number;
  readonly requests: number;
  readonly constraints: number;
  readonly failures: readonly string[];
}

const lines: Line[] = [];

afterAll(() => {
  if (lines.length === 0) return;
  const rows = lines.map((line) => [
    line.spec,
    line.framework,
    line.operations,
    line.leftOut,
    line.requests,
    line.constraints,
    line.failures.length,
  ]);
  const table = [['spec', 'framework', 'operations', 'left out', 'requests', 'constraints', 'failures'], ...rows];
  process.stdout.write(
    `${table.map((row) => row.map((cell, index) => (index === 0 ? String(cell).padEnd(32) : String(cell).padStart(11))).join('')).join('\n')}\n`,
  );
});

interface Derived {
  readonly operation: DocumentOperation;
  readonly requests: DerivedRequests | undefined;
}

function derive(document: ApiDocument): readonly Derived[] {
  return operationsOf(document).map((operation) => ({ operation, requests: deriveRequests(document, operation) }));
}

if (!HAS_CORPUS) process.stdout.write('left out: the black box needs ../shared/corpus\n');

describe.runIf(HAS_CORPUS)('generated servers', () => {
  test.each(PAIRS)('%s on %s', { timeout: 600_000 }, async (spec, framework) => {
    const file = join(CORPUS, 'openapi', spec);
    const project = await createProject();
    const generated = await project.scaffold(file, '--framework', framework);
    expect(generated.exitCode).toBe(0);
    await letEverybodyIn(project);
    expect(await project.typeErrors()).toEqual([]);
    const server = await startServer(framework, project);
    const derived = derive(readApiDocument(file));
    const failures: string[] = [];
    let requests = 0;
    for (const { operation, requests: made } of derived) {
      if (!made) continue;
      requests += 1 + made.wrong.length;
      failures.push(...(await tryOperation(server, operation, made)));
    }
    const constraints = derived.flatMap(({ requests: made }) => made?.wrong ?? []).length;
    const leftOut = derived.filter(({ requests: made }) => !made).length;
    lines.push({ spec, framework, operations: derived.length, leftOut, requests, constraints, failures });
    await server.close();
    await project.remove();
    expect(failures).toEqual([]);
  });
});

/** `auth.ts` as a person would fill it in who trusts everybody. */
async function letEverybodyIn(project: Awaited<ReturnType<typeof createProject>>): Promise<void> {
  const path = 'src/middleware/auth.ts';
  if (!(await project.files('src')).has('middleware/auth.ts')) return;
  const text = await project.read(path);
  await project.write(
    path,
    `${text.replace(/throw authNotImplemented\(.*\);/g, 'return true;')}\nvoid authNotImplemented;\n`,
  );
}

async function tryOperation(
  server: RunningServer,
  { method, path }: DocumentOperation,
  { valid, wrong }: DerivedRequests,
): Promise<readonly string[]> {
  const where = `${method} ${path}`;
  const failures: string[] = [];
  const reached = await server.call(method, valid.url, valid);
  if (reached.status !== 501)
    failures.push(`${where}: a valid request gives ${reached.status} ${reached.text.slice(0, 200)}`);
  for (const request of wrong) {
    const refused = await server.call(method, request.url, request);
    const details =
      (refused.json as { error?: { details?: readonly { field: string }[] } } | undefined)?.error?.details ?? [];
    const fields = details.map(({ field }) => field);
    if (refused.status !== 400) failures.push(`${where}: ${request.constraint} gives ${refused.status}`);
    else if (!fields.includes(request.field))
      failures.push(`${where}: ${request.constraint} names ${fields.join(', ')}`);
  }
  return failures;
}

describe.runIf(HAS_CORPUS)('mocks', () => {
  test.each(MOCKED)('%s', { timeout: 600_000 }, async (spec) => {
    const file = join(CORPUS, 'openapi', spec);
    const document = readApiDocument(file);
    const mock = await startMock(CORPUS, file);
    const failures: string[] = [];
    let requests = 0;
    const derived = derive(document);
    for (const { operation, requests: made } of derived) {
      if (!made) continue;
      for (const status of ['', ...Object.keys(record(operation.operation['responses']))]) {
        requests += 1;
        failures.push(...(await tryAnswer(mock, document, operation, made, status)));
      }
    }
    const leftOut = derived.filter(({ requests: made }) => !made).length;
    lines.push({ spec, framework: 'mock', operations: derived.length, leftOut, requests, constraints: 0, failures });
    await mock.stop();
    expect(failures).toEqual([]);
  });
});

/** Asks for a status, or for none, and holds the answer against the document. */
async function tryAnswer(
  mock: RunningMock,
  document: ApiDocument,
  { method, path, operation }: DocumentOperation,
  { valid }: DerivedRequests,
  wanted: string,
): Promise<readonly string[]> {
  const code = wanted.replace(/XX$/i, '00').replace('default', '500');
  const answer = await fetch(mock.url + valid.url, {
    // A redirect is an answer like any other, and leads away from this machine.
    redirect: 'manual',
    method,
    headers: { ...valid.headers, ...(code !== '' && { prefer: `code=${code}` }) },
    ...(valid.body !== undefined && { body: valid.body }),
  });
  const where = `${method} ${path} ${answer.status}`;
  const text = await answer.text();
  if (code === '' ? answer.status >= 400 && hasSuccess(operation) : answer.status !== Number(code))
    return [`${where} in place of ${wanted || 'success'}: ${text.slice(0, 160)}`];
  const responses = record(operation['responses']);
  const key = [
    String(answer.status),
    `${Math.floor(answer.status / 100)}XX`,
    `${Math.floor(answer.status / 100)}xx`,
    'default',
  ].find((name) => responses[name] !== undefined);
  const content = record(document.resolve(responses[key ?? ''])['content']);
  const type = answer.headers.get('content-type');
  if (Object.keys(content).length === 0) return text === '' ? [] : [`${where} has a body and must have none`];
  const media = Object.entries(content).find(([name]) => name.split(';')[0]?.trim().toLowerCase() === type)?.[1];
  const schema = document.resolve(media)['schema'];
  if (schema === undefined || !/[/+]json$/.test(type ?? '')) return [];
  const judge = document.judge(schema, 'response');
  return judge === undefined || judge(JSON.parse(text))
    ? []
    : [`${where} does not fit its schema: ${text.slice(0, 160)}`];
}

function hasSuccess(operation: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(record(operation['responses'])).some((status) => /^(?:2|default)/.test(status));
}
