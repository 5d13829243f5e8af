// A project that --from-db made of a database: generated, compiled, started as its own package.json starts it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { type TestDatabase, testDatabase } from '../../support/postgres.js';
import { createProject, type FrameworkName, type RunResult, type TestProject } from '../support.js';

export interface GeneratedApi {
  readonly project: TestProject;
  readonly run: RunResult;
  readonly document: Document;
  call(method: string, path: string, options?: CallOptions): Promise<ApiAnswer>;
  close(): Promise<void>;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The value of the body; undefined for an empty one. */
  readonly json: { readonly data?: unknown; readonly meta?: Record<string, unknown> } | undefined;
  /** What it says went wrong, in whichever shape the document has for that. */
  readonly error: ApiError | undefined;
}

interface ApiError {
  readonly code: string;
  readonly message: string;
  readonly details: readonly { readonly field: string; readonly message: string }[];
}

export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, DocumentSchema>> };
}

export interface DocumentOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: DocumentSchema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: DocumentSchema }>> };
  readonly responses: Readonly<Record<string, { readonly headers?: object; readonly content?: object }>>;
}

export interface DocumentSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly enum?: readonly unknown[];
  readonly items?: DocumentSchema;
  readonly anyOf?: readonly DocumentSchema[];
  readonly properties?: Readonly<Record<string, DocumentSchema>>;
  readonly required?: readonly string[];
}

const here = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), 'utf8');

/** The shop with its rows; the caller drops it. */
export async function shopDatabase(): Promise<TestDatabase> {
  return testDatabase({ sql: (await here('shop.sql')) + (await here('shop-data.sql')) });
}

/** Throws what tsc says, or what the command said, where there is no server to start. */
export async function generateApi(
  database: TestDatabase,
  framework: FrameworkName,
  ...flags: readonly string[]
): Promise<GeneratedApi> {
  const project = await createProject();
  const run = await project.scaffold('--from-db', database.url, '--framework', framework, ...flags);
  if (run.exitCode !== 0) throw new Error(run.stderr);
  return startApi(database, project, run);
}

/** Compiles and starts what stands in a project. */
export async function startApi(database: TestDatabase, project: TestProject, run: RunResult): Promise<GeneratedApi> {
  const errors = await project.typeErrors();
  if (errors.length > 0) throw new Error(errors.join('\n'));
  const environment = {
    ...process.env,
    NODE_ENV: 'development',
    DATABASE_URL: database.url,
    PORT: '0',
    DATABASE_LOCK_TIMEOUT_MS: '500',
  };
  const server = spawn(process.execPath, ['dist/server.js'], { cwd: project.folder, env: environment });
  let log = '';
  server.stderr.on('data', (chunk) => {
    log += String(chunk);
  });
  const ended = once(server, 'exit');
  const first = await Promise.race([once(server.stdout, 'data'), ended.then(() => undefined)]);
  if (!first) throw new Error(`the server did not start: ${log}`);
  const { port } = new URL(String(first[0]).trim());
  const document = parse(await project.read('openapi.yaml')) as Document;
  return {
    project,
    run,
    document,
    async call(method, path, { body, headers = {} } = {}) {
      const response = await fetch(`http://localhost:${port}${path}`, {
        method,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      // A 500 is a bug of the generated server: say what it logged, and not only that it was one.
      if (response.status === 500) throw new Error(`${method} ${path} ${JSON.stringify(body)}: ${text}\n${log}`);
      const json = text === '' ? undefined : (JSON.parse(text) as Json);
      const error = response.ok || json === undefined ? undefined : errorOf(document, response, json);
      return { status: response.status, headers: response.headers, json, error };
    },
    async close() {
      server.kill();
      await ended;
      await project.remove();
    },
  };
}

type Json = Readonly<Record<string, unknown>>;

/** Throws where an error has not the shape that the document has for errors. */
function errorOf({ components: { schemas } }: Document, { status, headers }: Response, json: Json): ApiError {
  const isProblem = schemas['Problem'] !== undefined;
  const type = headers.get('content-type')?.split(';')[0];
  const schema = isProblem ? schemas['Problem'] : schemas['ErrorBody'];
  const missing = (schema?.required ?? []).filter((name) => !Object.hasOwn(json, name));
  const others = Object.keys(json).filter((name) => !Object.hasOwn(schema?.properties ?? {}, name));
  if (type !== (isProblem ? 'application/problem+json' : 'application/json') || missing.length + others.length > 0)
    throw new Error(`${status} ${type}, ${JSON.stringify(json)}: without ${missing}, with ${others}`);
  if (!isProblem) return json['error'] as ApiError;
  if (json['status'] !== status || json['requestId'] !== headers.get('x-request-id'))
    throw new Error(`${status} ${JSON.stringify(json)}`);
  return { code: json['code'], message: json['detail'], details: json['errors'] } as ApiError;
}

/** What a list answered. */
export function rowsOf({ json }: ApiAnswer): readonly Readonly<Record<string, unknown>>[] {
  return json?.data as readonly Readonly<Record<string, unknown>>[];
}
