// --fast-validators: where a guard holds, the validator gives the very same value back. Held over the official JSON Schema
// suite, and over valid, mutated and foreign values of made and real schemas.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { seededRandom } from '@senior-backend/core/env/memory-env';
import { sampleSchema } from '@senior-backend/core/json-schema/sample-schema';
import { afterEach, expect, test } from 'vitest';
import { CORPUS, createProject, HAS_CORPUS, type TestProject } from './support.js';

type Schemas = Readonly<Record<string, unknown>>;
type Guard = (value: unknown) => boolean;
interface Validator {
  safeParse(value: unknown): { readonly success: boolean; readonly data?: unknown };
}

let project: TestProject;
afterEach(() => project.remove());

interface Generated {
  readonly validators: Readonly<Record<string, Validator>>;
  readonly guards: Readonly<Record<string, Guard>>;
}

async function generate(schemas: Schemas, openapi = '3.1.0'): Promise<Generated> {
  const paths = Object.fromEntries(
    Object.keys(schemas).map((name) => {
      const content = { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } };
      return [
        `/${name}`,
        { post: { operationId: `post${name}`, requestBody: { content }, responses: { 204: { description: 'ok' } } } },
      ];
    }),
  );
  const document = { openapi, info: { title: 'T', version: '1' }, paths, components: { schemas } };
  project = await createProject({ 'openapi.json': JSON.stringify(document) });
  expect(await project.scaffold('openapi.json', '--fast-validators')).toMatchObject({ exitCode: 0 });
  expect(await project.typeErrors()).toEqual([]);
  const load = (name: string): Promise<unknown> =>
    import(/* @vite-ignore */ pathToFileURL(join(project.folder, `dist/middleware/${name}.js`)).href);
  return {
    validators: (await load('validators')) as Generated['validators'],
    guards: (await load('guards')) as Generated['guards'],
  };
}

/** Whether the guard holds. Fails where it does, and the validator refuses or changes the value. */
function guarded({ guards, validators }: Generated, schema: string, value: unknown): boolean | undefined {
  // A schema with readOnly properties has a variant for requests.
  const name = validators[`${schema}Input`] ? `${schema}Input` : schema;
  const guard = guards[`is${name}`];
  if (!guard?.(value)) return guard && false;
  const result = validators[name]?.safeParse(structuredClone(value));
  const same = result?.success === true && isDeepStrictEqual(result.data, value);
  if (!same)
    throw new Error(`is${name} holds for ${JSON.stringify(value)}, and ${name} gives ${JSON.stringify(result)}`);
  return true;
}

function withoutDialect(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $schema: _, ...rest } = schema as { readonly $schema?: string };
  return rest;
}

interface Group {
  readonly schema: unknown;
  readonly tests: readonly { readonly data: unknown; readonly valid: boolean }[];
}

test.runIf(HAS_CORPUS)('over the JSON Schema suite', async () => {
  const folder = join(CORPUS, 'json-schema/draft2020-12');
  // Identifiers and references of a resource have no meaning inside an OpenAPI document.
  const isPlain = (schema: unknown): boolean => !/"\$(?!schema)\w+"/.test(JSON.stringify(schema));
  const groups = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Group[])
    .filter(({ schema }) => isPlain(schema));
  const generated = await generate(
    Object.fromEntries(groups.map(({ schema }, index) => [`Case${index}`, withoutDialect(schema)])),
  );
  const verdicts = groups.flatMap(({ tests }, index) =>
    tests.map(({ data, valid }) => ({ valid, held: guarded(generated, `Case${index}`, data) })),
  );
  const judged = verdicts.filter(({ held }) => held !== undefined);
  process.stdout.write(
    `guards: ${judged.length} of ${verdicts.length} cases have one; ${judged.filter(({ held }) => held).length} values pass it\n`,
  );
  expect(judged.length).toBeGreaterThan(60);
});

const MADE: Schemas = {
  Text: { type: 'string', minLength: 2, maxLength: 5, pattern: '^[a-z😀]+$' },
  Formats: {
    type: 'object',
    properties: Object.fromEntries(
      ['email', 'uuid', 'date', 'date-time', 'time', 'ipv4', 'ipv6', 'byte', 'uri', 'hostname', 'unheard-of'].map(
        (format) => [format, { type: 'string', format }],
      ),
    ),
  },
  Mixed: { type: ['string', 'integer', 'null'], minimum: 3, maxLength: 2 },
  Choice: { enum: ['a', 1, null, true, -0.5] },
  Open: {
    type: 'object',
    properties: { a: { type: 'integer' } },
    required: ['a'],
    additionalProperties: { type: 'number', exclusiveMinimum: 0 },
  },
  Loose: {
    type: 'object',
    properties: { constructor: { type: 'string' }, toString: { type: 'number' } },
    additionalProperties: true,
  },
  Tree: {
    type: 'object',
    required: ['value'],
    properties: {
      value: { type: 'number' },
      left: { $ref: '#/components/schemas/Tree' },
      right: { anyOf: [{ $ref: '#/components/schemas/Tree' }, { type: 'null' }] },
    },
  },
  Cat: {
    type: 'object',
    required: ['kind', 'lives'],
    properties: { kind: { const: 'cat' }, lives: { type: 'integer', minimum: 1, maximum: 9 } },
  },
  Dog: {
    type: 'object',
    required: ['kind'],
    properties: { kind: { const: 'dog' }, tricks: { type: 'array', items: { type: 'string' }, maxItems: 3 } },
  },
  Pet: {
    oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
    discriminator: {
      propertyName: 'kind',
      mapping: { cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog' },
    },
  },
  Base: {
    type: 'object',
    required: ['id'],
    properties: { id: { type: 'integer', readOnly: true }, name: { type: 'string' } },
  },
  Merged: {
    allOf: [
      { $ref: '#/components/schemas/Base' },
      { type: 'object', required: ['age'], properties: { age: { type: 'integer', minimum: 0 } } },
    ],
  },
  Matrix: {
    type: 'array',
    minItems: 1,
    items: { type: 'array', items: { type: 'array', items: { type: ['integer', 'null'] } } },
  },
};

/** A copy with one thing in it made different. */
function mutated(value: unknown, random: () => number): unknown {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const odd = [null, true, '', 'zz', '😀', '😀😀', 0, -0, -1, 1.5, 1e300, 2 ** 53, [], {}, [[]], { kind: 'dog' }];
  if (typeof value !== 'object' || value === null || random() < 0.2) return pick(odd);
  if (Array.isArray(value)) {
    if (value.length === 0 || random() < 0.3) return [...value, pick(odd)];
    const at = Math.floor(random() * value.length);
    return value.map((item, index) => (index === at ? mutated(item, random) : item));
  }
  const entries = Object.entries(value);
  const name = pick([...entries.map(([known]) => known), 'extra', '__proto__', 'constructor']);
  const chosen = random();
  if (chosen < 0.25) return Object.fromEntries(entries.filter(([known]) => known !== name));
  return JSON.parse(
    JSON.stringify(Object.fromEntries(entries)).replace(
      /\}$/,
      `${entries.length > 0 ? ',' : ''}${JSON.stringify(name)}:${JSON.stringify(chosen < 0.5 ? pick(odd) : mutated(Reflect.get(value, name), random))}}`,
    ),
  ) as unknown;
}

async function fuzz(schemas: Schemas, rounds: number): Promise<{ readonly guards: number; readonly held: number }> {
  const generated = await generate(schemas);
  const random = seededRandom(7);
  const resolve = (value: unknown): unknown => {
    const reference =
      typeof value === 'object' && value !== null ? (value as { readonly $ref?: string }).$ref : undefined;
    return reference === undefined ? value : schemas[reference.slice(reference.lastIndexOf('/') + 1)];
  };
  let held = 0;
  const names = Object.keys(schemas).filter(
    (name) => generated.guards[`is${name}Input`] ?? generated.guards[`is${name}`],
  );
  for (const name of names) {
    for (let round = 0; round < rounds; round += 1) {
      const sampled = sampleSchema(schemas[name], { resolve, random, optionalMembers: 6, ignoreExamples: true });
      let value: unknown = JSON.parse(JSON.stringify(sampled ?? null));
      for (let step = 0; step < 4; step += 1) {
        if (guarded(generated, name, value)) held += 1;
        value = mutated(value, random);
      }
    }
  }
  return { guards: names.length, held };
}

test('over made schemas, valid values and their mutants', async () => {
  const { guards, held } = await fuzz(MADE, 400);
  expect(guards).toBe(Object.keys(MADE).length);
  expect(held).toBeGreaterThan(guards * 200);
});

test.runIf(HAS_CORPUS)('over the schemas of a real API', async () => {
  const { components } = JSON.parse(readFileSync(join(CORPUS, 'openapi/box.json'), 'utf8')) as {
    readonly components: { readonly schemas: Schemas };
  };
  const { guards, held } = await fuzz(components.schemas, process.env['CHECK'] === 'full' ? 200 : 5);
  process.stdout.write(
    `guards: ${guards} of ${Object.keys(components.schemas).length} schemas of box, held ${held} times\n`,
  );
  expect(guards).toBeGreaterThan(50);
});

interface ParameterSpec {
  readonly name: string;
  readonly schema: Validator;
  readonly guard?: Guard;
}

test('over parameters: what a guard lets through is what the validator would give', async () => {
  const schemas: Schemas = {
    limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
    ratio: { type: 'number', exclusiveMinimum: 0 },
    sort: { type: 'string', enum: ['name', 'price'] },
    text: { type: 'string', minLength: 1, maxLength: 3 },
    day: { type: 'string', format: 'date' },
    flag: { type: ['boolean', 'null'] },
    ids: { type: 'array', items: { type: 'integer' }, maxItems: 2 },
    // Each of these needs a function or a constant of its own: the validator judges them alone.
    word: { type: 'string', pattern: '^a+$' },
    long: { type: 'string', minLength: 2 },
    filter: { type: 'object', properties: { a: { type: 'string' } } },
  };
  const parameters = Object.entries(schemas).map(([name, schema]) => ({ name, in: 'query', schema }));
  const paths = { '/a': { get: { operationId: 'find', parameters, responses: { 204: { description: 'ok' } } } } };
  const document = { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths };
  project = await createProject({ 'openapi.json': JSON.stringify(document) });
  expect(await project.scaffold('openapi.json', '--fast-validators')).toMatchObject({ exitCode: 0 });
  expect(await project.typeErrors()).toEqual([]);
  const file = pathToFileURL(join(project.folder, 'dist/middleware/validators.js')).href;
  const { operations } = (await import(/* @vite-ignore */ file)) as {
    readonly operations: { readonly find: () => { readonly parameters: readonly ParameterSpec[] } };
  };
  const specs = operations.find().parameters;
  expect(specs.filter(({ guard }) => guard).map(({ name }) => name)).toEqual(Object.keys(schemas).slice(0, 7));
  const values = [
    ...[
      undefined,
      null,
      true,
      '',
      'a',
      '😀😀😀',
      '😀😀😀😀',
      'abcd',
      'name',
      '2026-02-28',
      '2026-02-30',
      {},
      { a: 'b' },
    ],
    ...[0, -0, 1, 1.5, 100, 101, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, [], [1], [1, 2, 3], ['1'], [null]],
  ];
  let held = 0;
  for (const { name, schema, guard } of specs) {
    for (const value of values) {
      if (!guard?.(value)) continue;
      held += 1;
      expect([name, schema.safeParse(value)]).toEqual([name, { success: true, data: value }]);
    }
  }
  expect(held).toBeGreaterThan(12);
});
