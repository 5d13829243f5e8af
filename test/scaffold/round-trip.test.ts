// spec → code → spec: what comes back says what went in; and spec → code → spec → code is a fixed point.
// CHECK=full takes every published spec on every framework; an everyday run a seeded sample of small ones.
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalModel } from '../../packages/scaffold/src/compare/canonical-model.js';
import { type Difference, differences } from '../../packages/scaffold/src/compare/differences.js';
import { emitFiles } from '../../packages/scaffold/src/emit/emit-files.js';
import { renderOpenApi } from '../../packages/scaffold/src/emit/openapi/render-openapi.js';
import { frameworkOf } from '../../packages/scaffold/src/frameworks/frameworks.js';
import type { ApiModel } from '../../packages/scaffold/src/model/api-model.js';
import { planApi } from '../../packages/scaffold/src/plan/plan-api.js';
import { readSpec } from '../../packages/scaffold/src/read/openapi/read-spec.js';
import { readSource } from '../../packages/scaffold/src/read/source/read-source.js';
import {
  CORPUS,
  createProject,
  FRAMEWORKS,
  type FrameworkName,
  HAS_CORPUS,
  ROOT,
  type TestProject,
} from './support.js';

const isFull = process.env['CHECK'] === 'full';
const root = join(CORPUS, 'openapi');

let project: TestProject;

beforeAll(async () => {
  project = await createProject();
});

afterAll(async () => {
  await project.remove();
});

interface Trip {
  readonly before: ApiModel;
  readonly after: ApiModel;
  readonly different: readonly Difference[];
  readonly unresolved: number;
}

/** Writes the code of a model into a folder of its own and reads it back. */
async function roundTrip(before: ApiModel, framework: FrameworkName, folder: string): Promise<Trip> {
  const plan = planApi(before);
  for (const { path, content } of emitFiles(plan, frameworkOf(framework))) {
    const file = join(project.folder, folder, 'src', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  const { model: after, unresolved } = readSource(project.folder, `${folder}/src`);
  const different = differences(
    canonicalModel(before, (id) => plan.nameOf(id, 'response')),
    // A schema that was read has its identifier behind the `#`.
    canonicalModel(after, (id) => id.slice(id.indexOf('#') + 1)),
  );
  return { before, after, different, unresolved: unresolved.length };
}

function emitted(model: ApiModel, framework: FrameworkName): ReadonlyMap<string, string> {
  return new Map(emitFiles(planApi(model), frameworkOf(framework)).map(({ path, content }) => [path, content]));
}

describe('the shop', () => {
  test.each(FRAMEWORKS)('%s comes back equal, and gives the same code again', async (framework) => {
    const { model } = readSpec(ROOT, { file: 'examples/shop/openapi.yaml' });
    const { after, different, unresolved } = await roundTrip(model, framework, `shop-${framework}`);
    expect(different).toEqual([]);
    expect(unresolved).toBe(0);
    await project.write('again.yaml', renderOpenApi(after));
    const again = readSpec(project.folder, { file: 'again.yaml' }).model;
    const second = await roundTrip(again, framework, `shop-again-${framework}`);
    expect(second.different).toEqual([]);
    // Schemas stand in the order of what they refer to, and code in the order of the document that came back.
    const third = await roundTrip(second.after, framework, `shop-third-${framework}`);
    expect(emitted(third.after, framework)).toEqual(emitted(second.after, framework));
  });

  test('what is changed in code shows', async () => {
    const { model } = readSpec(ROOT, { file: 'examples/shop/openapi.yaml' });
    await roundTrip(model, 'express', 'changed');
    const path = 'changed/src/middleware/validators.ts';
    const text = await project.read(path);
    await project.write(
      path,
      text.replace('z.string().min(1).check(maxLength(100))', 'z.string().min(2).check(maxLength(100))'),
    );
    const { model: after } = readSource(project.folder, 'changed/src');
    const found = differences(
      canonicalModel(model, (id) => planApi(model).nameOf(id, 'response')),
      canonicalModel(after, (id) => id.slice(id.indexOf('#') + 1)),
    );
    expect(found).toEqual([{ path: '/schemas/NewUser/schema/properties/name/minLength', before: 1, after: 2 }]);
  });
});

const point = { type: 'object', properties: { x: { type: 'integer' } } };
const SPOKEN = {
  openapi: '3.2.0',
  info: { title: 'T', version: '1' },
  paths: {
    '/flow': {
      post: {
        callbacks: {
          'on data': {
            '{$request.query.url}/data': {
              post: {
                requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Point' } } } },
                responses: { 204: {} },
              },
              delete: { operationId: 'forget', responses: { '2XX': {} } },
            },
          },
        },
        requestBody: {
          content: {
            'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
            'multipart/form-data': {
              schema: { type: 'object', properties: { a: { type: 'string', format: 'binary' }, b: { type: 'array' } } },
              encoding: {
                a: {
                  contentType: 'image/png, image/*',
                  headers: { 'X-A': { description: 'A.', schema: { type: 'integer' } } },
                },
                b: { style: 'pipeDelimited' },
              },
            },
            'application/x-ndjson': { itemSchema: { $ref: '#/components/schemas/Point' } },
          },
        },
        responses: {
          200: {
            content: {
              'text/event-stream': { itemSchema: { type: 'object', properties: { data: { type: 'string' } } } },
              'application/json-seq': { schema: { type: 'array', items: { $ref: '#/components/schemas/Point' } } },
              'application/jsonl': { itemSchema: { type: 'array', items: { type: 'integer' } } },
              'image/png': {},
            },
          },
        },
      },
    },
  },
  webhooks: {
    'new.point': {
      post: {
        tags: ['hooks'],
        parameters: [{ name: 'X-Id', in: 'header', required: true, schema: { type: 'string' } }],
        requestBody: { content: { 'text/plain': { schema: { type: 'string' } } } },
        responses: { 200: { content: { 'application/json': { schema: { type: 'boolean' } } } } },
      },
    },
  },
  components: { schemas: { Point: point } },
};

test('what is peculiar to some documents comes back too', async () => {
  const { model } = readSpec('/', { file: '-', text: JSON.stringify(SPOKEN) });
  const { after, different, unresolved } = await roundTrip(model, 'express', 'spoken');
  expect(different).toEqual([]);
  expect(unresolved).toBe(0);
  const again = readSpec('/', { file: '-', text: renderOpenApi(after) }).model;
  expect((await roundTrip(again, 'koa', 'spoken-again')).different).toEqual([]);
});

if (!HAS_CORPUS) process.stdout.write('left out: the round trip of published specs needs ../shared/corpus\n');

/** Documents that cannot be used: one refers to a file above its folder, which is not part of the corpus. */
const REFUSED: ReadonlySet<string> = new Set(['nahkies-todo-lists.yaml']);

async function findSpecs(): Promise<readonly string[]> {
  const names = await readdir(root, { recursive: true });
  const entries = names.filter(
    (name) =>
      /\.(?:json|ya?ml)$/.test(name) &&
      !REFUSED.has(name) &&
      !/^(?:digitalocean\/(?!specification\/DigitalOcean-public)|oai-petstore-separate\/(?!spec\/swagger))/.test(name),
  );
  if (isFull) return entries.sort();
  const small = await Promise.all(
    entries.sort().map(async (name) => ({ name, size: (await stat(join(root, name))).size })),
  );
  return small
    .filter(({ name, size }, index) => size < 250_000 && !name.startsWith('digitalocean') && index % 3 === 0)
    .map(({ name }) => name);
}

function refRootOf(spec: string): string {
  return join(root, spec, spec.startsWith('oai-petstore-separate') ? '../..' : '..');
}

describe.runIf(HAS_CORPUS)('published specs', () => {
  test('all come back equal', async () => {
    const rows: string[] = [];
    const unequal: string[] = [];
    for (const framework of isFull ? FRAMEWORKS : (['express'] as const)) {
      for (const spec of await findSpecs()) {
        const { model } = readSpec(root, { file: join(root, spec), refRoot: refRootOf(spec) }, { lenient: true });
        const { after, different } = await roundTrip(model, framework, `${framework}-${spec.replaceAll(/\W/g, '-')}`);
        const causes = different.slice(0, 5).map(({ path }) => path);
        rows.push(
          [framework, spec, model.operations.length, different.length === 0 ? 'equal' : causes.join(' ')].join('\t'),
        );
        if (different.length > 0) unequal.push(`${framework} ${spec}: ${causes.join(' ')}`);
        // The code of what came back says the same again, in the same words.
        const once = emitted(after, framework);
        const folder = `again-${framework}-${spec.replaceAll(/\W/g, '-')}`;
        const second = await roundTrip(after, framework, folder);
        if (second.different.length > 0)
          unequal.push(`${framework} ${spec}, a second time: ${second.different[0]?.path}`);
        const twice = emitted(second.after, framework);
        for (const [path, content] of once)
          if (twice.get(path) !== content) unequal.push(`${framework} ${spec}: the code of ${path} is no fixed point`);
      }
    }
    process.stdout.write(`framework\tspec\toperations\tround trip\n${rows.join('\n')}\n`);
    expect(unequal).toEqual([]);
  }, 3_600_000);
});
