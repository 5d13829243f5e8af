// A schema in whichever language it is written: zod, Joi, TypeBox, JSON Schema.
import { packagePath } from '../frameworks/package-path.js';
import type { Value } from '../values.js';
import { readJoi } from './joi/read-joi.js';
import { readJsonSchema } from './read-json-schema.js';
import {
  described,
  type NamedValue,
  type ReadSchema,
  referenceTo,
  required,
  type SchemaReading,
} from './schema-reading.js';
import { readTypeBox } from './typebox/read-typebox.js';
import { readZodInline } from './zod/read-zod.js';

/** Undefined for what is no schema. */
export function readAnySchema(reading: SchemaReading, value: Value): ReadSchema | undefined {
  const named = referenceTo(reading, value);
  return named ? required(named) : readInline(reading, value);
}

function readInline(reading: SchemaReading, value: Value): ReadSchema | undefined {
  switch (languageOf(value)) {
    case 'zod':
      return readZodInline(reading, value);
    case 'joi':
      return readJoi(reading, value);
    case 'typebox':
      return readTypeBox(reading, value);
    default:
      return value.kind === 'record' ? readJsonSchema(reading, value) : undefined;
  }
}

/** The package that a chain of calls begins with. */
export function languageOf(value: Value): 'zod' | 'joi' | 'typebox' | undefined {
  let at = value;
  while (at.kind === 'call') {
    const path = packagePath(at.callee);
    if (path) {
      if (/^(?:zod|@hono\/zod-openapi|@asteasolutions\/zod-to-openapi)(?:\/|$)/.test(path.name)) return 'zod';
      if (/^(?:joi|@hapi\/joi)$/.test(path.name) || (path.name === 'celebrate' && path.members[0] === 'Joi'))
        return 'joi';
      return /^(?:@sinclair\/typebox|typebox|@fastify\/type-provider-typebox)$/.test(path.name) ? 'typebox' : undefined;
    }
    at = at.callee.kind === 'member' ? at.callee.object : at.callee;
  }
  return undefined;
}

/** What a name stands for is read once, when it is first referred to; it may refer to itself. */
export function keepNamed(reading: SchemaReading, { id, name, value, at }: NamedValue): void {
  if (reading.schemas.has(id)) return;
  const entry: { id: string; name: string; schema: ReadSchema['schema'] } = { id, name, schema: true };
  reading.schemas.set(id, entry);
  const read = readInline(reading, value);
  if (read) entry.schema = described(reading, read, at).schema;
}
