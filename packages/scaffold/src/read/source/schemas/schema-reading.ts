// What the readers of schemas share: which values have a name, and where the schemas of names are kept.
import * as z from 'zod';
import type { Discriminator, NamedSchema, Schema, SchemaId, SchemaObject } from '../../../model/api-model.js';
import { type DocComment, docCommentAt } from '../doc-comments.js';
import type { Machine } from '../interpret/machine.js';
import type { Place, SourceFile } from '../source-file.js';
import type { Value } from '../values.js';

export interface SchemaReading {
  readonly machine: Machine;
  /** Values that the code gives a name, by identity. */
  readonly names: ReadonlyMap<Value, NamedValue>;
  readonly schemas: Map<SchemaId, NamedSchema>;
  /** Sees to it that the schema behind a name is in `schemas`. */
  keep(named: NamedValue): void;
  /** The file that a module specifier names, where it is one of the project's. */
  fileOf(from: SourceFile, specifier: string): SourceFile | undefined;
  /** What could not be read. */
  note(reason: string, at: Place): void;
}

export interface NamedValue {
  readonly id: SchemaId;
  /** What the code calls it. */
  readonly identifier: string;
  readonly name: string;
  readonly value: Value;
  readonly at: Place;
}

/** A schema, and whether what it describes may be missing. */
export interface ReadSchema {
  readonly schema: Schema;
  readonly isOptional: boolean;
}

export function required(schema: Schema): ReadSchema {
  return { schema, isOptional: false };
}

/** A schema with what the comment in front of it says of it. */
export function described(reading: SchemaReading, read: ReadSchema, at: Place): ReadSchema {
  const comment = docCommentAt(at);
  if (!comment || typeof read.schema === 'boolean')
    return comment ? { ...read, schema: annotate(reading, read.schema, comment) } : read;
  return { ...read, schema: annotate(reading, read.schema, comment) };
}

function annotate(reading: SchemaReading, schema: Schema, { text, tags }: DocComment): Schema {
  const base: SchemaObject = typeof schema === 'object' ? schema : schema ? {} : { not: true };
  const discriminator = discriminatorOf(reading, tags.get('discriminator'));
  const fallback = tags.get('default');
  const format = tags.get('format');
  const title = tags.get('title');
  const encoding = tags.get('contentEncoding');
  const all: SchemaObject = {
    ...base,
    ...(title !== undefined && { title }),
    ...(text !== undefined && { description: text }),
    ...(tags.has('deprecated') && { deprecated: true }),
    ...(tags.has('readOnly') && { readOnly: true }),
    ...(tags.has('writeOnly') && { writeOnly: true }),
    ...(format && { format }),
    ...(discriminator && { discriminator }),
    ...(encoding && { contentEncoding: encoding }),
    ...(fallback !== undefined && isJson(fallback) && { default: JSON.parse(fallback) }),
  };
  return Object.keys(all).length === 0 || (all.not === true && Object.keys(all).length === 1) ? schema : all;
}

const discriminatorSchema = z.object({ propertyName: z.string(), mapping: z.record(z.string(), z.string()) });

/** A discriminator that chooses nothing in code stands in the comment, with the names that the code has for the schemas. */
function discriminatorOf({ names }: SchemaReading, text: string | undefined): Discriminator | undefined {
  const read = discriminatorSchema.safeParse(text !== undefined && isJson(text) ? JSON.parse(text) : undefined);
  if (!read.success) return undefined;
  const ids = new Map([...names.values()].map(({ identifier, id }) => [identifier, id]));
  const mapping = Object.entries(read.data.mapping).flatMap(([value, name]) => {
    const id = ids.get(name);
    return id === undefined ? [] : [[value, id] as const];
  });
  return { propertyName: read.data.propertyName, mapping: new Map(mapping) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // A default that somebody wrote in words of their own says nothing to a machine.
    return false;
  }
}

/** The reference to a value that has a name; undefined for one that has none. */
export function referenceTo(reading: SchemaReading, value: Value): SchemaObject | undefined {
  const named = reading.names.get(value);
  if (named) reading.keep(named);
  return named && { ref: named.id };
}

/** What a schema says when its reference is followed. */
export function followed(reading: SchemaReading, schema: Schema): Schema {
  if (typeof schema === 'boolean' || schema.ref === undefined) return schema;
  return followed(reading, reading.schemas.get(schema.ref)?.schema ?? true);
}
