// What stands around the code: the document, the database for development, a server and tests to begin with.
import type { OutputFile } from '@senior-backend/core/files/output-file';
import type { Design } from '../../design/resource.js';
import { type Code, code, ident, num, str } from '../code.js';
import type { Framework } from '../framework.js';
import { entry, group, print } from '../layout.js';
import { STRICT_OPTIONS } from '../project/compiler-options.js';
import { type Packages, rangesOf } from '../project/versions.js';
import { render } from '../render.js';
import { jsonLiteral } from '../zod/call.js';

export interface ProjectParts {
  readonly design: Design;
  readonly framework: Framework['name'];
  /** The name of the folder of the routes. */
  readonly routes: string;
  /** Where the code stands below the project: `src`; empty where the two are one. */
  readonly base: string;
  /** The document, as it was read back. */
  readonly document: string;
  readonly database: string;
  /** `server_version_num` */
  readonly serverVersion: number;
}

/** Below the folder of the code. */
export function emitServer({ framework, routes }: Pick<ProjectParts, 'framework' | 'routes'>): OutputFile {
  return {
    path: 'server.ts',
    owner: 'user',
    content: render(`database/server-${framework}.ts`, { routes: str(`./${routes}/index.js`) }),
  };
}

/** Below the project, whatever stands around the code: the document, and the database for development. */
export function emitShared(parts: ProjectParts): readonly OutputFile[] {
  return [
    { path: 'openapi.yaml', content: parts.document, owner: 'tool' },
    user('docker-compose.yml', render('database/compose.yml', composeView(parts))),
  ];
}

function user(path: string, content: string): OutputFile {
  return { path, content, owner: 'user' };
}

/** The test of a project of `--app`: it reads, and changes nothing. */
export function emitAppTest(design: Design, probes: Readonly<Record<'healthz' | 'readyz', Code>>): OutputFile {
  return user('test/api.test.ts', render('database/api-tests', { ...testView(design, true), ...probes }));
}

/** Below the project, where no `--app` writes more. */
export function emitProject({
  design,
  framework,
  base,
}: Pick<ProjectParts, 'design' | 'framework' | 'base'>): readonly OutputFile[] {
  return [
    user('package.json', `${JSON.stringify(packageJson(framework), null, 2)}\n`),
    user('tsconfig.json', `${JSON.stringify(tsconfig(base), null, 2)}\n`),
    user('test/api.test.js', render('database/api-tests', testView(design, false))),
  ];
}

function composeView({ database, serverVersion }: ProjectParts): { readonly major: Code; readonly database: Code } {
  // Another name would need YAML's quoting and compose's: the database for development can have a simple one.
  const name = /^[A-Za-z_]\w*$/.test(database) ? ident(database) : code`api`;
  return { major: num(Math.floor(serverVersion / 10_000)), database: name };
}

function testView(
  { resources, rowSecurity, problems }: Design,
  app: boolean,
): Readonly<Record<string, Code | boolean>> {
  const items = resources.map(({ slug, key }) =>
    entry(
      group(
        code`{`,
        [
          entry(str(`/${slug}`), { head: code`path: ` }),
          entry(jsonLiteral(key.length === 0 ? null : key.map(({ column }) => column.name)), { head: code`key: ` }),
        ],
        code`}`,
        { padded: true },
      ),
    ),
  );
  const headers = rowSecurity
    ? code`, { headers: { authorization: \`Bearer \${process.env['API_TOKEN']}\` } }`
    : code``;
  return { resources: print(group(code`[`, items, code`]`)), headers, rowSecurity, problem: problems, app };
}

/** What the code imports, and no more. */
const PACKAGES = {
  express: { dependencies: ['express'], devDependencies: ['@types/express'] },
  fastify: { dependencies: ['fastify'], devDependencies: [] },
  koa: { dependencies: ['@koa/router', 'koa'], devDependencies: ['@types/koa'] },
  hono: { dependencies: ['@hono/node-server', 'hono'], devDependencies: [] },
} as const satisfies Readonly<Record<Framework['name'], Packages>>;

function packageJson(framework: Framework['name']): object {
  const { dependencies, devDependencies } = PACKAGES[framework];
  return {
    name: 'api',
    version: '0.1.0',
    private: true,
    type: 'module',
    engines: { node: '>=20.19' },
    scripts: {
      build: 'tsc',
      start: 'node dist/server.js',
      test: 'npm run build && node --test test/',
    },
    dependencies: rangesOf([...dependencies, 'pg', 'zod']),
    devDependencies: rangesOf([...devDependencies, '@types/node', '@types/pg', 'typescript']),
  };
}

function tsconfig(base: string): object {
  const root = base === '' ? '.' : base;
  return { compilerOptions: { ...STRICT_OPTIONS, rootDir: root, outDir: 'dist' }, include: [root] };
}
