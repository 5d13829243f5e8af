// The project around the routes: what is written once and is the user's from then on, and the two files that follow the document.
import type { OutputFile } from '@senior-backend/core/files/output-file';
import { type Code, code, ident, joinCode, key, markdown, NOTHING, str } from '../emit/code.js';
import { toolFile, usedSchemes } from '../emit/emit-shared.js';
import type { Framework } from '../emit/framework.js';
import { entry, group, print } from '../emit/layout.js';
import { openApiDocument } from '../emit/openapi/openapi-document.js';
import { STRICT_OPTIONS } from '../emit/project/compiler-options.js';
import { packagesOf, rangesOf } from '../emit/project/versions.js';
import { render } from '../emit/render.js';
import type { ApiModel, SecurityScheme } from '../model/api-model.js';
import { kebabCase } from '../model/names.js';
import type { ApiPlan } from '../plan/api-plan.js';
import { sampleCredentials } from './sample-request.js';

/** Where the sources stand, by names that are safe in a path: `src`, and `routes` in it. */
export interface AppLayout {
  readonly source: string;
  readonly routes: string;
  /** The handlers ask a database, by `database/database.ts`. */
  readonly hasDatabase: boolean;
}

/** The document that is served, and the page that shows it: below the folder of the sources, and regenerated with them. */
export function emitAppToolFiles(plan: ApiPlan, { source }: AppLayout): readonly OutputFile[] {
  return [
    toolFile('openapi.json', `${JSON.stringify(openApiDocument(plan.model), undefined, 2)}\n`),
    toolFile('middleware/reference.ts', render('app/reference.ts', { source: safeName(source) })),
  ];
}

/** Below the folder of the project. */
export function emitAppFiles(plan: ApiPlan, framework: Framework, layout: AppLayout): readonly OutputFile[] {
  const { model } = plan;
  const { hasDatabase: database } = layout;
  const source = safeName(layout.source);
  const probes = probePrefix(model);
  const name = safeName(kebabCase(model.title) || 'api');
  const inSource = (file: string, content: string): OutputFile => own(`${layout.source}/${file}.ts`, content);
  return [
    own('package.json', packageJson(name, framework, layout)),
    own('tsconfig.json', tsconfig(layout)),
    own('tsconfig.build.json', buildConfig(layout)),
    inSource('app', render(`${framework.name}/app.ts`, appView(model, layout))),
    inSource('server', render('app/server.ts', { database })),
    inSource('config', render('app/config.ts', {})),
    inSource('shutdown', render('app/shutdown.ts', {})),
    ...(database ? [inSource('readiness', render('app/readiness.ts', {}))] : []),
    inSource('logging', render('app/logging.ts', {})),
    own('test/support.ts', render('app/test-support.ts', supportView(plan, layout))),
    own('Dockerfile', render('app/Dockerfile', { source, probes })),
    own('.dockerignore', render('app/dockerignore', {})),
    own('.gitignore', render('app/gitignore', {})),
    own('.github/workflows/ci.yml', render('app/ci.yml', ciView(database))),
    own('README.md', render('app/README.md', readmeView(model, framework, layout, name))),
  ];
}

function own(path: string, content: string): OutputFile {
  return { path, content, owner: 'user' };
}

/** A name for paths and shells. Throws for anything else; the caller has refused such names. */
function safeName(name: string): Code {
  if (!/^[\w.-]+$/.test(name)) throw new SyntaxError(`${JSON.stringify(name)} is no plain name`);
  return joinCode(
    name.split(/([.-])/).map((part) => (part === '.' ? code`.` : part === '-' ? code`-` : plainPart(part))),
    '',
  );
}

function plainPart(part: string): Code {
  // An identifier cannot begin with a digit; a part of a name can.
  return part === '' ? NOTHING : (ident(`_${part}`).slice(1) as Code);
}

/** Health and document stand outside the paths of the API; where it has one of theirs, one level down. */
function probePrefix({ operations, basePath }: ApiModel): Code {
  const taken = new Set(operations.map(({ path }) => basePath + path));
  return ['/healthz', '/readyz', '/openapi.json', '/docs'].some((path) => taken.has(path)) ? code`/-` : NOTHING;
}

function ciView(database: boolean): Readonly<Record<string, Code | boolean>> {
  return { nodeVersion: code`$\{{ matrix.node }}`, databaseUrl: code`$\{{ secrets.DATABASE_URL }}`, database };
}

/** Where the server says how it is, as literals of code. */
export interface Probes {
  readonly healthz: Code;
  readonly readyz: Code;
}

export function probesOf(model: ApiModel): Probes {
  const prefix = probePrefix(model);
  return { healthz: str(`${prefix}/healthz`), readyz: str(`${prefix}/readyz`) };
}

function appView(model: ApiModel, { routes, hasDatabase }: AppLayout): Readonly<Record<string, Code | boolean>> {
  const probes = probePrefix(model);
  return {
    database: hasDatabase,
    routesModule: str(`./${routes}/index.js`),
    mount: str(model.basePath || '/'),
    prefix: str(model.basePath),
    ...probesOf(model),
    document: str(`${probes}/openapi.json`),
    docs: str(`${probes}/docs`),
  };
}

function supportView(plan: ApiPlan, { source, hasDatabase }: AppLayout): Readonly<Record<string, Code | boolean>> {
  return {
    database: hasDatabase,
    databaseModule: str(`../${source}/database/database.js`),
    appModule: str(`../${source}/app.js`),
    configModule: str(`../${source}/config.js`),
    answersModule: str(`../${source}/middleware/answers.js`),
    validatorsModule: str(`../${source}/middleware/validators.js`),
    credentials: print(group(code`{`, usedSchemes(plan).map(credentialEntry), code`}`, { padded: true })),
  };
}

function credentialEntry(scheme: SecurityScheme): ReturnType<typeof entry> {
  const head = code`${key(scheme.name)}: `;
  const given = sampleCredentials(scheme);
  if (!given) return entry(code`{}`, { head });
  if (given.place === 'query') {
    return entry(code`{ query: ${str(`${encodeURIComponent(given.name)}=${given.value}`)} }`, { head });
  }
  const [name, value] =
    given.place === 'cookie' ? ['cookie', `${given.name}=${given.value}`] : [given.name.toLowerCase(), given.value];
  return entry(code`{ headers: { ${key(name)}: ${str(value)} } }`, { head });
}

function readmeView(
  model: ApiModel,
  framework: Framework,
  { source, routes, hasDatabase }: AppLayout,
  name: Code,
): Readonly<Record<string, Code | boolean>> {
  // Pages of Markdown are for the reference; what stands in front says what the API is.
  const [opening = ''] = (model.description ?? '').trim().split(/\n\s*\n/);
  const description = markdown(opening);
  return {
    database: hasDatabase,
    title: markdown(`${model.title} ${model.version}`),
    hasDescription: description !== '',
    description,
    source: safeName(source),
    routes: safeName(routes),
    framework: ident(framework.name),
    name,
    probes: probePrefix(model),
  };
}

function packageJson(name: string, framework: Framework, layout: AppLayout): string {
  const { dependencies, devDependencies } = packagesOf(framework.name, layout.hasDatabase);
  return json({
    name,
    version: '0.1.0',
    private: true,
    type: 'module',
    engines: { node: '>=20.19' },
    scripts: scriptsOf(layout.source),
    dependencies: rangesOf(dependencies),
    devDependencies: rangesOf(devDependencies),
  });
}

export function scriptsOf(source: string): Readonly<Record<string, string>> {
  return {
    build: 'tsc -p tsconfig.build.json',
    start: 'node dist/server.js',
    dev: `tsx watch ${source}/server.ts`,
    check: 'tsc',
    test: 'node --import tsx --test test/*.test.ts',
  };
}

function tsconfig({ source }: AppLayout): string {
  return json({
    compilerOptions: { ...STRICT_OPTIONS, noEmit: true },
    include: [source, 'test'],
  });
}

function buildConfig({ source }: AppLayout): string {
  return json({
    extends: './tsconfig.json',
    compilerOptions: { noEmit: false, rootDir: source, outDir: 'dist', sourceMap: true },
    include: [source],
  });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
