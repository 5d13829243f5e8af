// The official JSON Schema test suite through the generated zod validators.
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { CORPUS, createProject, HAS_CORPUS, type TestProject } from './support.js';

interface Group {
  readonly file: string;
  readonly description: string;
  readonly schema: unknown;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
}

interface Validator {
  safeParse(value: unknown): { readonly success: boolean };
}

/** What OpenAPI 3.0 has of draft 4 (schema object, OpenAPI 3.0.3), and the places where the suite keeps its definitions. */
const IN_OPENAPI_30 = new Set(
  'title multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems maxProperties minProperties required enum type not allOf oneOf anyOf items properties additionalProperties description format default $ref definitions $schema'.split(
    ' ',
  ),
);

/** Identifiers of resources have no meaning inside an OpenAPI document. */
const RESOURCES = new Set(['$id', 'id', '$anchor', '$dynamicRef', '$dynamicAnchor', '$vocabulary', '$recursiveRef']);

function isExpressible30(schema: unknown, isMap = false): boolean {
  if (Array.isArray(schema)) return schema.every((item) => isExpressible30(item));
  if (typeof schema !== 'object' || schema === null) return true;
  return Object.entries(schema).every(([key, value]) => {
    if (isMap) return isExpressible30(value);
    if (
      !IN_OPENAPI_30.has(key) ||
      (key === 'type' && (typeof value !== 'string' || value === 'null' || value === 'any')) ||
      (key === 'items' && Array.isArray(value))
    )
      return false;
    if (key === '$ref') return isLocal(value) && Object.keys(schema).length === 1;
    return key === 'enum' || key === 'default' || isExpressible30(value, key === 'properties' || key === 'definitions');
  });
}

function isExpressible31(schema: unknown, isMap = false): boolean {
  if (Array.isArray(schema)) return schema.every((item) => isExpressible31(item));
  if (typeof schema !== 'object' || schema === null) return true;
  return Object.entries(schema).every(([key, value]) => {
    if (isMap) return isExpressible31(value);
    if (
      RESOURCES.has(key) ||
      (key === '$ref' && !isLocal(value)) ||
      (key === '$schema' && value !== 'https://json-schema.org/draft/2020-12/schema')
    )
      return false;
    const isMapKey = ['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions'].includes(key);
    return key === 'enum' || key === 'const' || key === 'default' || isExpressible31(value, isMapKey);
  });
}

function isLocal(reference: unknown): boolean {
  return typeof reference === 'string' && (reference === '#' || reference.startsWith('#/'));
}

/** `#/$defs/a` → `#/components/schemas/Case1/$defs/a` */
function rebase(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((item) => rebase(item, name));
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, unknown> = Object.create(null);
  for (const [key, item] of Object.entries(value)) {
    if (key === '$schema') continue;
    result[key] =
      key === '$ref' && isLocal(item)
        ? `#/components/schemas/${name}${String(item).slice(1)}`
        : key === 'enum' || key === 'const'
          ? item
          : rebase(item, name);
  }
  return result;
}

async function readGroups(folder: string): Promise<readonly Group[]> {
  const names = (await readdir(join(CORPUS, 'json-schema', folder))).filter((name) => name.endsWith('.json')).sort();
  const groups = await Promise.all(
    names.map(async (name) => {
      const parsed = JSON.parse(await readFile(join(CORPUS, 'json-schema', folder, name), 'utf8')) as readonly Omit<
        Group,
        'file'
      >[];
      return parsed.map((group) => ({ ...group, file: basename(name, '.json') }));
    }),
  );
  return groups.flat();
}

interface Score {
  readonly total: number;
  readonly wrong: readonly string[];
}

const projects: TestProject[] = [];
afterAll(() => Promise.all(projects.map((project) => project.remove())));

async function score(openapi: string, groups: readonly Group[]): Promise<Score> {
  const schemas: Record<string, unknown> = {};
  groups.forEach((group, index) => {
    schemas[`Case${index}`] = rebase(group.schema, `Case${index}`);
  });
  const project = await createProject({
    'openapi.json': JSON.stringify({ openapi, info: { title: 'T', version: '1' }, paths: {}, components: { schemas } }),
  });
  projects.push(project);
  expect(await project.scaffold('openapi.json')).toMatchObject({ exitCode: 0 });
  expect(await project.typeErrors()).toEqual([]);
  const validators = (await import(
    /* @vite-ignore */ pathToFileURL(join(project.folder, 'dist/middleware/validators.js')).href
  )) as Readonly<Record<string, Validator>>;
  const wrong: string[] = [];
  groups.forEach((group, index) => {
    for (const { description, data, valid } of group.tests) {
      const verdict = judge(validators[`Case${index}`], data);
      if (verdict !== valid)
        wrong.push(
          `${group.file}: ${group.description}: ${description} (${valid ? 'refused' : verdict === undefined ? 'threw' : 'accepted'})`,
        );
    }
  });
  return { total: groups.reduce((sum, group) => sum + group.tests.length, 0), wrong };
}

function judge(validator: Validator | undefined, data: unknown): boolean | undefined {
  try {
    return validator?.safeParse(data).success;
  } catch {
    return undefined;
  }
}

/** The figure; with CHECK=full what is missing too. */
function say(name: string, { total, wrong }: Score): void {
  const missing = process.env['CHECK'] === 'full' ? wrong.map((line) => `  ${line}\n`).join('') : '';
  process.stdout.write(`${name}: ${total - wrong.length} of ${total}\n${missing}`);
}

function share({ total, wrong }: Score): number {
  return (total - wrong.length) / total;
}

if (!HAS_CORPUS) process.stdout.write('left out: the JSON Schema suite needs ../shared/corpus\n');

describe.runIf(HAS_CORPUS)('the JSON Schema suite', () => {
  test('draft 4 as OpenAPI 3.0: at least 99 %', async () => {
    const groups = (await readGroups('draft4')).filter(
      (group) => group.file !== 'format' && isExpressible30(group.schema),
    );
    const result = await score('3.0.3', groups);
    say('draft 4', result);
    expect(share(result)).toBeGreaterThanOrEqual(0.99);
  });

  // `format.json` of 2020-12 says that formats judge nothing; an API that names a format means it to be checked.
  test('2020-12 as OpenAPI 3.1: at least 99 %', async () => {
    const groups = (await readGroups('draft2020-12')).filter(
      (group) => group.file !== 'format' && isExpressible31(group.schema),
    );
    const result = await score('3.1.0', groups);
    say('2020-12', result);
    expect(share(result)).toBeGreaterThanOrEqual(0.99);
  });

  test('formats of 2020-12: at least 90 %', async () => {
    const result = await score(
      '3.1.0',
      (await readGroups('draft2020-12/optional/format')).filter((group) => isExpressible31(group.schema)),
    );
    say('formats', result);
    expect(share(result)).toBeGreaterThanOrEqual(0.9);
  });
});
