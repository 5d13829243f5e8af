// The model as an OpenAPI document, read back: the same model, for documents that their owners publish.
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { componentNames } from '../../packages/scaffold/src/emit/openapi/component-names.js';
import { renderOpenApi } from '../../packages/scaffold/src/emit/openapi/render-openapi.js';
import type { ApiModel } from '../../packages/scaffold/src/model/api-model.js';
import { readSpec } from '../../packages/scaffold/src/read/openapi/read-spec.js';
import { CORPUS, HAS_CORPUS } from './support.js';

const LARGEST = process.env['CHECK'] === 'full' ? 20_000_000 : 60_000;
const root = join(CORPUS, 'openapi');

const documents = HAS_CORPUS
  ? readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(json|ya?ml)$/.test(name) && !/^(digitalocean\/.+\/|oai-petstore-separate\/.+\/)/.test(name))
      .filter((name) => statSync(join(root, name)).size <= LARGEST)
      .sort()
  : [];

function readBack(model: ApiModel): ApiModel {
  return readSpec('/', { file: '-', text: renderOpenApi(model) }).model;
}

/** The model with the name of each schema in the place of its id, which is where it was read from. */
function withoutPlaces(model: ApiModel): unknown {
  const names = componentNames(model);
  const plain = (value: unknown): unknown => {
    if (value instanceof Map) return { map: [...value].map(([key, item]) => [plain(key), plain(item)]) };
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value === 'string') return names.get(value) ?? value;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  };
  const { schemas, ...rest } = model;
  const list = [...schemas.values()].map((schema) => ({ ...schema, name: names.get(schema.id) }));
  return plain({ ...rest, schemas: list });
}

describe.runIf(HAS_CORPUS)('published documents', () => {
  test.each(documents)('%s', (name) => {
    const path = join(root, name);
    let model: ApiModel;
    try {
      ({ model } = readSpec(dirname(path), { file: path }));
    } catch {
      // A part of another document, or one that cannot be used: other tests say which.
      return;
    }
    const again = readBack(model);
    expect(withoutPlaces(again)).toEqual(withoutPlaces(model));
    expect(renderOpenApi(again)).toBe(renderOpenApi(model));
  });
});

test('a document says what the model says, and nothing twice', () => {
  const document = `openapi: 3.1.1
info:
  title: Shop
  version: '1.0'
servers:
  - url: /v1
security:
  - key: []
paths:
  /users/{id}:
    get:
      operationId: getUser
      tags:
        - users
      parameters:
        - name: id
          in: path
          required: true
          schema:
            type: integer
        - name: tags
          in: query
          explode: false
          schema:
            type: array
            items:
              type: string
      responses:
        '200':
          description: The user
          headers:
            ETag:
              required: true
              schema:
                type: string
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/User'
        '404':
          description: ''
components:
  schemas:
    User:
      type: object
      required:
        - id
      properties:
        id:
          type: integer
          readOnly: true
        __proto__:
          type:
            - string
            - 'null'
          default: null
        manager:
          $ref: '#/components/schemas/User'
      additionalProperties: false
  securitySchemes:
    key:
      type: apiKey
      in: header
      name: X-Key
`;
  expect(renderOpenApi(readSpec('/', { file: '-', text: document }).model)).toBe(document);
});
