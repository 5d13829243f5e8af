// The words of the scaffolding tests: write a spec, run the command, type-check what came out, start it, call it.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { runCli } from '@senior-backend/core/cli/run-cli';
import { type MemoryEnv, memoryEnv } from '@senior-backend/core/env/memory-env';
import { FRAMEWORK_NAMES } from '../../packages/scaffold/src/model/framework-name.js';
import { tool } from '../../packages/scaffold/src/tool.js';

const run = promisify(execFile);

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const CORPUS = resolve(ROOT, '../shared/corpus');
export const HAS_CORPUS = existsSync(CORPUS);

/** Below the package, so that express, zod and their types are found as in a user's project. */
const WORKSHOP = join(ROOT, 'packages/scaffold/node_modules/.cache/projects');

export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TestProject {
  readonly folder: string;
  write(path: string, text: string): Promise<void>;
  read(path: string): Promise<string>;
  /** Every file below a folder, with its text. */
  files(path?: string): Promise<ReadonlyMap<string, string>>;
  link(path: string, target: string): Promise<void>;
  scaffold(...argv: readonly string[]): Promise<RunResult>;
  /** What tsc says with the strictest flags; empty where it is content. */
  typeErrors(): Promise<readonly string[]>;
  remove(): Promise<void>;
}

/** A folder with nothing in it but packages, below no other project. */
export async function createEmptyProject(): Promise<TestProject> {
  const project = await createProject({}, tmpdir());
  await Promise.all(['package.json', 'tsconfig.json'].map((file) => rm(join(project.folder, file))));
  await project.link('node_modules', join(ROOT, 'packages/scaffold/node_modules'));
  return project;
}

export async function createProject(
  files: Readonly<Record<string, string>> = {},
  parent: string = WORKSHOP,
): Promise<TestProject> {
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'p-'));
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  await write('package.json', '{ "type": "module" }');
  await write('tsconfig.json', TSCONFIG);
  for (const [path, text] of Object.entries(files)) await write(path, text);
  return {
    folder,
    write,
    read: (path) => readFile(join(folder, path), 'utf8'),
    files: (path = '.') => readTree(join(folder, path)),
    link: (path, target) => symlink(target, join(folder, path)),
    scaffold: (...argv) => scaffoldIn(folder, argv),
    typeErrors: () => typeErrorsOf(folder),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The flags of the contract, and those that careful projects add. */
const TSCONFIG = JSON.stringify({
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    noImplicitOverride: true,
    noImplicitReturns: true,
    noFallthroughCasesInSwitch: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    skipLibCheck: true,
    module: 'nodenext',
    target: 'es2022',
    types: ['node'],
    rootDir: 'src',
    outDir: 'dist',
  },
  include: ['src'],
});

async function scaffoldIn(cwd: string, argv: readonly string[]): Promise<RunResult> {
  const env: MemoryEnv = memoryEnv({ cwd, argv: [...argv] });
  const exitCode = await runCli(tool, env);
  return { exitCode, ...env.output };
}

async function typeErrorsOf(folder: string): Promise<readonly string[]> {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const output = await run(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    cwd: folder,
    maxBuffer: 1 << 28,
  }).then(
    () => '',
    (error: { readonly stdout?: string; readonly message: string }) => error.stdout || error.message,
  );
  return output
    .split('\n')
    .filter(
      (line) => /error TS\d+/.test(line) || (line !== '' && !line.startsWith(' ') && !output.includes('error TS')),
    );
}

async function readTree(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(
    await Promise.all(
      files.map(
        async (path): Promise<[string, string]> => [path.slice(folder.length + 1), await readFile(path, 'utf8')],
      ),
    ),
  );
}

export interface RunningServer {
  /** `http://127.0.0.1:40123` */
  readonly url: string;
  call(
    method: string,
    path: string,
    options?: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<Answer>;
  /** Sends a body as it is. */
  send(
    method: string,
    path: string,
    body: FormData | Uint8Array<ArrayBuffer>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

export type FrameworkName = (typeof FRAMEWORK_NAMES)[number];

/** All of them, or those that FRAMEWORKS names: `FRAMEWORKS=hono`. */
export const FRAMEWORKS: readonly FrameworkName[] = FRAMEWORK_NAMES.filter((name) => {
  const wanted = process.env['FRAMEWORKS'];
  return wanted === undefined || wanted.split(',').includes(name);
});

/** Starts what `typeErrors` compiled, as the documentation says to mount it. */
export async function startServer(
  framework: FrameworkName,
  project: TestProject,
  options: Readonly<Record<string, unknown>> = {},
): Promise<RunningServer> {
  // A new address each time: Node keeps the modules that it has loaded.
  const copy = await mkdtemp(join(WORKSHOP, 'run-'));
  await cp(join(project.folder, 'dist'), join(copy, 'dist'), { recursive: true });
  await writeFile(join(copy, 'package.json'), '{ "type": "module" }');
  const routes: unknown = await import(/* @vite-ignore */ pathToFileURL(join(copy, 'dist/routes/index.js')).href);
  const listener = await mountRoutes(framework, routes, options);
  return listen(listener, () => rm(copy, { recursive: true, force: true }));
}

/** An app of the framework with the module `routes/index.js` mounted. */
export function mountRoutes(
  framework: FrameworkName,
  routes: unknown,
  options: Readonly<Record<string, unknown>> = {},
): Promise<RequestListener> {
  return LISTENERS[framework](routes, { report: () => undefined, ...options });
}

type Listener = (routes: unknown, options: unknown) => Promise<RequestListener>;

const LISTENERS = {
  express: async (routes, options) => {
    const { default: express } = (await fromPackage('express')) as {
      default: () => RequestListener & { use(handler: unknown): void };
    };
    const app = express();
    app.use((routes as { createRouter(options: unknown): unknown }).createRouter(options));
    return app;
  },
  fastify: async (routes, options) => {
    const { default: fastify } = (await fromPackage('fastify')) as {
      default: () => {
        register(plugin: unknown, options: unknown): void;
        ready(): Promise<void>;
        routing: RequestListener;
      };
    };
    const app = fastify();
    app.register((routes as { routes: unknown }).routes, options);
    await app.ready();
    return (request, response) => app.routing(request, response);
  },
  koa: async (routes, options) => {
    const { default: Koa } = (await fromPackage('koa')) as {
      default: new () => { use(middleware: unknown): void; callback(): RequestListener };
    };
    const app = new Koa();
    app.use((routes as { createRouter(options: unknown): { routes(): unknown } }).createRouter(options).routes());
    return app.callback();
  },
  hono: async (routes, options) => {
    const { getRequestListener } = (await fromPackage('@hono/node-server')) as {
      getRequestListener(fetch: unknown): RequestListener;
    };
    const router = (routes as { createRouter(options: unknown): { fetch: unknown } }).createRouter(options);
    return getRequestListener(router.fetch);
  },
} satisfies Record<FrameworkName, Listener>;

/** A package that the scaffolder's own tests depend on. */
function fromPackage(name: string): Promise<unknown> {
  const { resolve: resolveFrom } = createRequire(join(ROOT, 'packages/scaffold/package.json'));
  return import(/* @vite-ignore */ pathToFileURL(resolveFrom(name)).href);
}

export async function listen(
  listener: RequestListener,
  cleanUp: () => Promise<void> = async () => undefined,
): Promise<RunningServer> {
  const server: Server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    call(method, path, { body, headers = {} } = {}) {
      const isJson = body !== undefined && typeof body !== 'string';
      return fetchAnswer(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: { ...(isJson && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: isJson ? JSON.stringify(body) : String(body) }),
      });
    },
    send: (method, path, body, headers = {}) =>
      fetchAnswer(`http://127.0.0.1:${port}${path}`, { method, body, headers }),
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await cleanUp();
    },
  };
}

async function fetchAnswer(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = /[/+]json(?:;|$)/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? (JSON.parse(text) as unknown) : undefined,
  };
}

/** `email: must be a valid email` for each detail of an error answer. */
export function detailsOf(answer: Answer): readonly string[] {
  const body = answer.json as
    | { readonly error?: { readonly details?: readonly { readonly field: string; readonly message: string }[] } }
    | undefined;
  return (body?.error?.details ?? []).map(({ field, message }) => `${field}: ${message}`);
}
