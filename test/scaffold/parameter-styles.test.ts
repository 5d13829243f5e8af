// OpenAPI's style table over HTTP: what the handler receives for what is on the wire.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CORPUS,
  createProject,
  FRAMEWORKS,
  type FrameworkName,
  HAS_CORPUS,
  type RunningServer,
  startServer,
  type TestProject,
} from './support.js';

interface StyleCase {
  readonly inn: 'path' | 'query' | 'header' | 'cookie';
  readonly style: string;
  readonly explode: boolean;
  readonly schema: unknown;
  readonly val: unknown;
  readonly wire: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly id: string;
  readonly name: string;
}

/** What a handler must do to give its parameters back. */
const ECHO: Readonly<Record<FrameworkName, (place: StyleCase['inn']) => string>> = {
  express: (place) =>
    `async (req, res) => { res.status(200).json({ value: ${{ path: 'req.params', query: 'req.query', header: 'req.headerParameters', cookie: 'req.cookies' }[place]} }) }`,
  fastify: (place) =>
    `async (request, reply) => { reply.code(200).send({ value: ${{ path: 'request.params', query: 'request.query', header: 'request.headerParameters', cookie: 'request.cookies' }[place]} }) }`,
  hono: (place) =>
    `async (c) => { return c.json({ value: c.req.valid('${{ path: 'param', query: 'query', header: 'header', cookie: 'cookie' }[place]}') }) }`,
  koa: (place) =>
    `async (ctx) => { ctx.body = { value: ${{ path: 'ctx.params', query: 'ctx.query', header: 'ctx.headerParameters', cookie: 'ctx.cookieParameters' }[place]} } }`,
};

if (!HAS_CORPUS) process.stdout.write('left out: the cases of parameter styles need ../shared/corpus\n');
const cases = HAS_CORPUS
  ? (JSON.parse(await readFile(join(CORPUS, 'parameter-styles/cases.json'), 'utf8')) as readonly StyleCase[])
  : [];

function specOf(all: readonly StyleCase[]): string {
  const paths = all.map(({ id, inn, name, style, explode, schema }) => {
    const place = { name, in: inn, required: true };
    const parameter =
      style === 'content'
        ? { ...place, content: { 'application/json': { schema } } }
        : { ...place, style, explode, schema };
    const responses = { 200: { description: 'ok', content: { 'application/json': { schema: {} } } } };
    return [
      inn === 'path' ? `/${id}/{${name}}` : `/${id}`,
      { get: { operationId: id, tags: ['echo'], parameters: [parameter], responses } },
    ];
  });
  return JSON.stringify({ openapi: '3.1.0', info: { title: 'T', version: '1' }, paths: Object.fromEntries(paths) });
}

describe.runIf(HAS_CORPUS).each(FRAMEWORKS)('%s', (framework) => {
  let project: TestProject;
  let server: RunningServer;

  beforeAll(async () => {
    project = await createProject({ 'openapi.json': specOf(cases) });
    expect(await project.scaffold('openapi.json', '--framework', framework)).toMatchObject({ exitCode: 0 });
    const handlers = cases.map(({ id, inn }) => `export const ${id}: Handler<'${id}'> = ${ECHO[framework](inn)};`);
    await project.write(
      'src/routes/echo.ts',
      `import type { Handler } from '../middleware/handler.js';\n${handlers.join('\n')}\n`,
    );
    expect(await project.typeErrors()).toEqual([]);
    server = await startServer(framework, project);
  });

  afterAll(async () => {
    await server?.close();
    await project?.remove();
  });

  test.each(cases)('$inn $style explode=$explode $wire', async ({ url, headers, val, name }) => {
    const answer = await server.call('GET', url, { headers });
    expect(answer.json).toEqual({ value: { [name]: val } });
  });
});
