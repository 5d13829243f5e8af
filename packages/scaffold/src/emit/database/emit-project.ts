// What stands around the code: the document, the database for development, a server and tests to begin with.
import type { OutputFile } from '@senior-backend/core/files/output-file';
import type { Design } from '../../design/resource.js';
import type { Framework } from '../../frameworks/framework.js';
import { type Code, code, ident, num, str } from '../code.js';
import { entry, group, print } from '../layout.js';
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

/** Below the project. */
export function emitProject(parts: ProjectParts): readonly OutputFile[] {
  const { design, document, framework, base } = parts;
  const user = (path: string, content: string): OutputFile => ({ path, content, owner: 'user' });
  return [
    { path: 'openapi.yaml', content: document, owner: 'tool' },
    user('docker-compose.yml', render('database/compose.yml', composeView(parts))),
    user('package.json', `${JSON.stringify(packageJson(framework), null, 2)}\n`),
    user('tsconfig.json', `${JSON.stringify(tsconfig(base), null, 2)}\n`),
    user('test/api.test.js', render('database/api.test.js', { ...testView(design), problem: design.problems })),
  ];
}

function composeView({ database, serverVersion }: ProjectParts): { readonly major: Code; readonly database: Code } {
  // Another name would need YAML's quoting and compose's: the database for development can have a simple one.
  const name = /^[A-Za-z_]\w*$/.test(database) ? ident(database) : code`api`;
  return { major: num(Math.floor(serverVersion / 10_000)), database: name };
}

function testView({ resources, rowSecurity }: Design): { readonly resources: Code; readonly headers: Code } {
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
  const headers = rowSecurity ? code`, { headers: { authorization: \`Bearer \${process.env.API_TOKEN}\` } }` : code``;
  return { resources: print(group(code`[`, items, code`]`)), headers };
}

/** Ranges that hold for Node 20 and later. */
const PACKAGES = {
  express: { dependencies: { express: '^5.0.0' }, devDependencies: { '@types/express': '^5.0.0' } },
  fastify: { dependencies: { fastify: '^5.0.0' }, devDependencies: {} },
  koa: {
    dependencies: { '@koa/router': '^15.0.0', koa: '^3.0.0' },
    devDependencies: { '@types/koa': '^3.0.0' },
  },
} as const;

function packageJson(framework: Framework['name']): object {
  const { dependencies, devDependencies } = PACKAGES[framework];
  return {
    name: 'api',
    version: '1.0.0',
    private: true,
    type: 'module',
    engines: { node: '>=20' },
    scripts: {
      build: 'tsc',
      start: 'node dist/server.js',
      test: 'npm run build && node --test test/',
    },
    dependencies: { ...dependencies, pg: '^8.13.0', zod: '^4.0.0' },
    devDependencies: { ...devDependencies, '@types/node': '^20.0.0', '@types/pg': '^8.11.0', typescript: '^5.8.0' },
  };
}

function tsconfig(base: string): object {
  const root = base === '' ? '.' : base;
  return {
    compilerOptions: {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noPropertyAccessFromIndexSignature: true,
      verbatimModuleSyntax: true,
      skipLibCheck: true,
      module: 'nodenext',
      target: 'es2022',
      types: ['node'],
      rootDir: root,
      outDir: 'dist',
    },
    include: [root],
  };
}
