import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSpec } from './read-spec.js';

async function schemasOf(files: Readonly<Record<string, string>>): Promise<readonly (readonly [string, unknown])[]> {
  const folder = await mkdtemp(join(tmpdir(), 'names-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const { model } = readSpec(folder, { file: 'openapi.yaml' });
  return [...model.schemas.values()].map(({ name, schema }) => [
    name,
    typeof schema === 'object' && schema.ref !== undefined ? model.schemas.get(schema.ref)?.name : undefined,
  ]);
}

const document = (schemas: string, to: string): string =>
  `openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /pets:
    get: { responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '${to}' } } } } } }
components: { schemas: ${schemas} }`;

const PET = 'type: object\nproperties: { name: { type: string } }';

test.each([
  ['./pet.yaml', 'through its file'],
  ['#/components/schemas/Pet', 'through the component'],
])('a schema in a file has the name that the document gives it: %s', async (to) => {
  const files = { 'openapi.yaml': document("{ Pet: { $ref: './pet.yaml' } }", to), 'pet.yaml': PET };
  expect(await schemasOf(files)).toEqual([['Pet', undefined]]);
});

test('a second name is an alias of the first, and so is a name for another component', async () => {
  const schemas = `{ Pet: { $ref: './pet.yaml' }, Animal: { $ref: './pet.yaml' }, Cat: { type: string }, Tom: { $ref: '#/components/schemas/Cat' } }`;
  const found = await schemasOf({ 'openapi.yaml': document(schemas, './pet.yaml'), 'pet.yaml': PET });
  expect(found.toSorted()).toEqual([
    ['Animal', 'Pet'],
    ['Cat', undefined],
    ['Pet', undefined],
    ['Tom', 'Cat'],
  ]);
});

test('a component that says more than its reference stays what it is', async () => {
  const schemas = "{ Pet: { $ref: './animal.yaml', description: ours } }";
  const found = await schemasOf({ 'openapi.yaml': document(schemas, './animal.yaml'), 'animal.yaml': PET });
  expect(found.toSorted()).toEqual([
    ['Pet', 'animal'],
    ['animal', undefined],
  ]);
});
