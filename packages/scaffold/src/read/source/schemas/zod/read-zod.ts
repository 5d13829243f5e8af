// zod schemas, as they are written in code → schemas of the model.
import type { Json, Schema } from '../../../../model/api-model.js';
import { docCommentAt } from '../../doc-comments.js';
import { frameOf } from '../../interpret/natives/functions.js';
import type { Item, Value } from '../../values.js';
import { jsonOf } from '../json-of.js';
import { described, followed, type ReadSchema, referenceTo, required, type SchemaReading } from '../schema-reading.js';
import { constructed } from './constructors.js';
import { modified } from './modifiers.js';
import { ownSchema } from './own-words.js';
import { zodCall } from './zod-chain.js';

/** Undefined for what is no zod schema. */
export function readZod(reading: SchemaReading, value: Value): ReadSchema | undefined {
  const named = referenceTo(reading, value);
  if (named) return required(named);
  return readZodInline(reading, value);
}

/** The schema itself, also where it has a name. */
export function readZodInline(reading: SchemaReading, value: Value): ReadSchema | undefined {
  const own = ownSchema(context(reading), value);
  if (own) return own;
  const call = zodCall(value);
  if (!call) return undefined;
  if (call.on === undefined) {
    const made = constructed(context(reading), call);
    return made && withFormat(made, call.call.at);
  }
  // What is described, extended or picked from is looked at; what is only refined stays a reference.
  const base = readZod(reading, call.on);
  return base && modified(context(reading), call, base);
}

/** What the parts of the reader of zod know of each other. */
export interface ZodContext {
  readonly reading: SchemaReading;
  /** The schema that stands at an argument or a member, with the comment in front of it. */
  schemaAt(item: Item | undefined): ReadSchema;
  json(item: Item | undefined): Json | undefined;
  inline(schema: Schema): Schema;
}

const contexts = new WeakMap<SchemaReading, ZodContext>();

function context(reading: SchemaReading): ZodContext {
  const known = contexts.get(reading);
  if (known) return known;
  const made: ZodContext = {
    reading,
    schemaAt: (item) => schemaAt(reading, item),
    json: (item) => item && jsonOf(item.value),
    inline: (schema) => followed(reading, schema),
  };
  contexts.set(reading, made);
  return made;
}

function schemaAt(reading: SchemaReading, item: Item | undefined): ReadSchema {
  if (!item) return required(true);
  const value =
    item.value.kind === 'closure' ? reading.machine.call(frameOf(item.at), item.value, [], item.at) : item.value;
  const read = readZod(reading, value);
  if (!read) {
    reading.note('a schema that could not be read; anything is allowed there', item.at);
    return required(true);
  }
  return describedHere(reading, read, item);
}

function describedHere(reading: SchemaReading, read: ReadSchema, item: Item): ReadSchema {
  return docCommentAt(item.at) ? described(reading, read, item.at) : read;
}

/** The comment between the brackets of `z.int()`: a format that nobody checks, such as int64. */
function withFormat(read: ReadSchema, { file, start, end }: Item['at']): ReadSchema {
  if (typeof read.schema === 'boolean' || end === undefined) return read;
  const format = /\(\s*\/\*\s*([^*]+?)\s*\*\/\s*\)$/.exec(file.text.slice(start, end))?.[1];
  return format === undefined ? read : { ...read, schema: { ...read.schema, format } };
}
