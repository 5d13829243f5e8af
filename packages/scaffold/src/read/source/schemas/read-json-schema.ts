// JSON Schema that stands in the code as an object literal, as Fastify and ajv have it.
import { ToolError } from '@senior-backend/core/errors/tool-error';
import type { Json, Schema } from '../../../model/api-model.js';
import { readSpec } from '../../openapi/read-spec.js';
import type { RecordValue } from '../values.js';
import { jsonOf } from './json-of.js';
import { type ReadSchema, required, type SchemaReading } from './schema-reading.js';

/** Undefined for an object that is none, or is known at run time only. */
export function readJsonSchema(reading: SchemaReading, value: RecordValue): ReadSchema | undefined {
  const first = [...value.members.values()][0];
  const json = jsonOf(value);
  if (json === undefined) {
    if (first) reading.note('a part of a JSON Schema is known at run time only; anything is allowed there', first.at);
    return undefined;
  }
  try {
    return required(schemaOfJson(json));
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    if (first) reading.note(`a JSON Schema that could not be read: ${error.message}`, first.at);
    return undefined;
  }
}

/** By way of a document with this one schema, so that there is one reader of JSON Schema. */
function schemaOfJson(json: Json): Schema {
  const document = {
    openapi: '3.1.0',
    info: { title: 'x', version: '1' },
    paths: {},
    components: { schemas: { It: json } },
  };
  const { model } = readSpec('/', { file: '-', text: JSON.stringify(document) });
  return [...model.schemas.values()].find(({ name }) => name === 'It')?.schema ?? true;
}
