// The interfaces in types/api.ts are what the validators give: each type is assignable to the other.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { CORPUS, createProject, HAS_CORPUS, ROOT, type TestProject } from './support.js';

const SPECS: readonly string[] = [
  join(ROOT, 'examples/shop/openapi.yaml'),
  ...(HAS_CORPUS
    ? [
        'museum.yaml',
        'train-travel.yaml',
        'okta-idp.yaml',
        'spotify.json',
        'directus.json',
        'readme-3.1/schema-types.json',
        'readme-3.0/polymorphism.json',
      ].map((name) => join(CORPUS, 'openapi', name))
    : []),
];

let project: TestProject;
afterEach(() => project.remove());

/** One line a schema; a line that does not compile names a schema whose two descriptions differ. */
function agreement(validators: string): string {
  const names = [...validators.matchAll(/^export const (\w+) = /gm)]
    .map((match) => match[1])
    .filter((name) => name !== undefined);
  const lines = names.flatMap((name) => [
    `export const ${name}Out: Fits<z.output<typeof v.${name}>, t.${name}> = true;`,
    `export const ${name}In: Fits<t.${name}, z.output<typeof v.${name}>> = true;`,
  ]);
  const head = [
    "import type { z } from 'zod';",
    "import type * as v from './middleware/validators.js';",
    "import type * as t from './types/api.js';",
    'type Fits<A, B> = [A] extends [B] ? true : false;',
  ];
  return `${[...head, ...lines].join('\n')}\n`;
}

describe('interfaces and validators agree', () => {
  test.each(SPECS)('%s', async (spec) => {
    project = await createProject({ 'spec.yaml': await readFile(spec, 'utf8') });
    expect(await project.scaffold('spec.yaml')).toMatchObject({ exitCode: 0 });
    await project.write('src/agree.ts', agreement(await project.read('src/middleware/validators.ts')));
    const lines = (await project.read('src/agree.ts')).split('\n');
    const errors = (await project.typeErrors()).map(
      (error) => lines[Number(/agree\.ts\((\d+)/.exec(error)?.[1]) - 1] ?? error,
    );
    expect(errors).toEqual([]);
  });
});

test('a keyword for values of another kind leaves an enum what it is', async () => {
  const order = { type: 'string', enum: ['asc', 'desc'], uniqueItems: true, maximum: 3 };
  const parameters = [{ name: 'order', in: 'query', schema: { ...order, default: 'desc' } }];
  const spec = {
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    paths: { '/': { get: { operationId: 'list', parameters, responses: { 200: { description: 'ok' } } } } },
    components: { schemas: { Order: order, Length: { enum: ['ab', 'abc', 7], maxLength: 2, minItems: 1 } } },
  };
  project = await createProject({ 'spec.yaml': JSON.stringify(spec) });
  expect(await project.scaffold('spec.yaml')).toMatchObject({ exitCode: 0 });
  const validators = await project.read('src/middleware/validators.ts');
  expect(validators).toContain("Order = z.enum(['asc', 'desc']);");
  expect(validators).toContain('untyped({ string: z.string().check(maxLength(2)) })');
  expect(validators).not.toContain('z.array');
  expect(await project.typeErrors()).toEqual([]);
});

test('a switch over the property of a discriminator knows which schema it has', async () => {
  const base = {
    type: 'object',
    required: ['id', 'type'],
    properties: { id: { type: 'string' }, type: { type: 'string' } },
  };
  const event = (name: string): unknown => ({
    allOf: [
      { $ref: '#/components/schemas/Base' },
      { type: 'object', required: [name], properties: { [name]: { type: 'string' } } },
    ],
  });
  const refs = ['Created', 'Archived', 'Bare'].map((name) => ({ $ref: `#/components/schemas/${name}` }));
  const mapping = { 'a.created': 'Created', 'a.archived': 'Archived', 'a.bare': 'Bare', 'a.changed': 'Created' };
  const spec = {
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    paths: { '/': { get: { operationId: 'list', responses: { 200: { description: 'ok' } } } } },
    components: {
      schemas: {
        Base: base,
        Created: event('by'),
        Archived: event('reason'),
        Bare: { type: 'object', properties: { text: { type: 'string' } } },
        Event: { oneOf: [...refs, { type: 'null' }], discriminator: { propertyName: 'type', mapping } },
      },
    },
  };
  project = await createProject({ 'spec.json': JSON.stringify(spec) });
  expect(await project.scaffold('spec.json')).toMatchObject({ exitCode: 0 });
  await project.write('src/agree.ts', agreement(await project.read('src/middleware/validators.ts')));
  expect(await project.read('src/types/api.ts')).not.toMatch(/ $/m);
  await project.write(
    'src/narrow.ts',
    `import type { Event } from './types/api.js';
export function describe(event: Event): string | undefined {
  switch (event?.type) {
    case undefined: return 'nothing';
    case 'a.created':
    case 'a.changed': return event.by;
    case 'a.archived': return event.reason;
    case 'a.bare': return event.text;
    default: return event satisfies never;
  }
}
`,
  );
  expect(await project.typeErrors()).toEqual([]);
  const { Event } = (await import(join(project.folder, 'dist/middleware/validators.js'))) as {
    readonly Event: { safeParse(value: unknown): { readonly success: boolean; readonly data?: unknown } };
  };
  // The schema does not name the property, and its text is kept all the same.
  expect(Event.safeParse({ type: 'a.bare', text: 'x', other: 1 }).data).toEqual({ type: 'a.bare', text: 'x' });
  expect(Event.safeParse(null).success).toBe(true);
  expect(Event.safeParse({ type: 'a.other' }).success).toBe(false);
});
